"""Alembic's entry: the connection comes from whoever opens the store, so that all steps are one transaction."""

from alembic import context

from optimizer.season.tracker.tables import Record

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
