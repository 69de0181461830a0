"""Waitlists, holds, invitations accepted, interviews cancelled, applications withdrawn, programs that closed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KINDS = (
    "'applied', 'waitlisted', 'paused', 'invited', 'accepted', 'held', 'declined', 'rejected', 'cancelled', "
    "'withdrawn', 'closed'"
)


def upgrade() -> None:
    """Take the step: SQLite changes no constraint of a table, so that its rows move into a new one."""
    op.create_table(
        "event_new",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Text(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("dollars", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["program"], ["program.id"], name="fk_event_program_program"),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="ck_event_known_kind"),
    )
    op.execute(
        "INSERT INTO event_new (id, program, kind, happened_on, slots, dollars) "
        "SELECT id, program, kind, happened_on, slots, dollars FROM event"
    )
    op.drop_index("ix_event_program", "event")
    op.drop_table("event")
    op.rename_table("event_new", "event")
    op.create_index("ix_event_program", "event", ["program"])
