"""Files, each with its owner: seasons."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "file",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("owner", "name")),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "name", name="pk_file"),
    )
