"""A place for accounts on a machine without PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from optimizer.errors import BadInput, Fault
from optimizer.plan.kept.desk_tables import Kept


class PlaceInMemory:
    """The tables of a hosted copy's database in SQLite's memory."""

    def __init__(self) -> None:
        self.is_away = False
        alone = {"check_same_thread": False}
        self.engine: Engine = create_engine("sqlite://", poolclass=StaticPool, connect_args=alone)
        Kept.metadata.create_all(self.engine)

    def close(self) -> None:
        self.engine.dispose()

    def _asked(self) -> None:
        if self.is_away:
            raise BadInput(Fault("it doesn't answer", "the database"))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        self._asked()
        with self.engine.begin() as store:
            yield store

    @contextmanager
    def writing(self, owner: str) -> Iterator[Connection]:  # noqa: ARG002 - one writer at a time
        self._asked()
        with self.engine.begin() as store:
            yield store
