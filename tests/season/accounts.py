"""A place for accounts on a machine without PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from optimizer.plan.kept.desk_tables import Kept


class PlaceInMemory:
    """The tables of a hosted copy's database in SQLite's memory."""

    def __init__(self) -> None:
        alone = {"check_same_thread": False}
        self.engine: Engine = create_engine("sqlite://", poolclass=StaticPool, connect_args=alone)
        Kept.metadata.create_all(self.engine)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engine.begin() as store:
            yield store

    @contextmanager
    def writing(self, owner: str) -> Iterator[Connection]:  # noqa: ARG002 - one writer at a time
        with self.engine.begin() as store:
            yield store
