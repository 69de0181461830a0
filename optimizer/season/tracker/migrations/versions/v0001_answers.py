"""Plans, programs, what happened at them, impressions, notes, and the journal of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_REFUSED = "RAISE(ABORT, 'the journal of changes is only ever added to')"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
    )
    op.create_table(
        "program",
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "institution", "specialty", "city", "state")),
        sa.Column("setting", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("tie", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("acceptable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_program"),
        sa.CheckConstraint("rank >= 1", name="ck_program_rank_from_one"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Text(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("dollars", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["program"], ["program.id"], name="fk_event_program_program"),
        sa.CheckConstraint(
            "kind IN ('applied', 'invited', 'held', 'declined', 'rejected')", name="ck_event_known_kind"
        ),
    )
    op.create_index("ix_event_program", "event", ["program"])
    op.create_table(
        "impression",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_impression"),
        sa.ForeignKeyConstraint(["program"], ["program.id"], name="fk_impression_program_program"),
    )
    op.create_index("ix_impression_program", "impression", ["program"])
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program", sa.Text(), nullable=True),
        sa.Column("written_on", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        sa.ForeignKeyConstraint(["program"], ["program.id"], name="fk_note_program_program"),
    )
    op.create_index("ix_note_program", "note", ["program"])
    _journal()


def _journal() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
        sa.ForeignKeyConstraint(["undoes"], ["change.id"], name="fk_change_undoes_change"),
        sa.UniqueConstraint("undoes", name="uq_change_undoes"),
    )
    op.create_table(
        "changed_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_changed_row"),
        sa.ForeignKeyConstraint(["change"], ["change.id"], name="fk_changed_row_change_change"),
    )
    op.create_index("ix_changed_row_change", "changed_row", ["change"])
    op.create_index("ix_changed_row_program", "changed_row", ["program"])
    for table in ("change", "changed_row"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT {_REFUSED}; END"
            )
