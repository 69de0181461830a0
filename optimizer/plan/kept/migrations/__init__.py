"""How the store's form came about, step by step, run by Alembic; `optimizer.season.tracker.opening` decides when."""
