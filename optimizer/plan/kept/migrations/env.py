"""Alembic's entry: the connection comes from whoever opens the database, so that all steps are one transaction."""

from alembic import context

from optimizer.plan.kept.desk_tables import Kept

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Kept.metadata,
    transaction_per_migration=False,
)
context.run_migrations()
