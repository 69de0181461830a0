"""What is kept of people, as tables: the desk's, and in a database files too.

The desk's are the same in a file on one's own computer and in a database of a hosted copy; files lie in a folder there.
"""

from sqlalchemy import LargeBinary, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Kept(DeclarativeBase):
    """A row of what is kept. Names of constraints follow one rule, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={"uq": "uq_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"},
    )


class SheetRow(Kept):
    """A plan that is being edited. The owner tells people apart who share a database; empty on one's own computer."""

    __tablename__ = "sheet"
    __table_args__ = (UniqueConstraint("owner", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    written_at: Mapped[str] = mapped_column(Text)


class MarkRow(Kept):
    """Something noted under a name: which plan is in hand, the owner's programs."""

    __tablename__ = "mark"

    owner: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[str] = mapped_column(Text)


class FileRow(Kept):
    """A file of somebody who has no folder of their own: a season."""

    __tablename__ = "file"

    owner: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    written_at: Mapped[str] = mapped_column(Text)


SHEETS: Table = Kept.metadata.tables[SheetRow.__tablename__]
MARKS: Table = Kept.metadata.tables[MarkRow.__tablename__]
FILES: Table = Kept.metadata.tables[FileRow.__tablename__]
