"""Plans that are being edited, and what is noted under a name, each with its owner."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("owner", "key", "content")),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheet"),
        sa.UniqueConstraint("owner", "key", name="uq_sheet_owner_key"),
    )
    op.create_table(
        "mark",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("owner", "name", "content")),
        sa.PrimaryKeyConstraint("owner", "name", name="pk_mark"),
    )
