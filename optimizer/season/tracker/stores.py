"""Where a season is kept, as the tracker uses it: a file on one's own computer, or an account of a hosted copy."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from optimizer.season.tracker.opening import back_up, reading, writing


@dataclass(frozen=True, slots=True)
class Underway:
    """A transaction in which a store is changed.

    Attributes
    ----------
    connection : sqlalchemy.Connection
    set_aside : callable
        Keeps a copy of the store, as it was before, under the name of a season; gives where, in words.
    """

    connection: Connection
    set_aside: Callable[[int], str]


class Store(Protocol):
    """The store of one person's season. What it is asked raises BadInput where it can't be used."""

    def reading(self) -> AbstractContextManager[Connection]:
        """The store as of one moment; nobody is kept from writing."""
        ...

    def writing(self) -> AbstractContextManager[Underway]:
        """A transaction that is kept whole when this ends, or not at all; one at a time."""
        ...

    def back_up(self, target: Path) -> None:
        """Copy the store, as of one moment, to a file that doesn't exist yet."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


@dataclass(frozen=True, slots=True)
class FileStore:
    """A store in a file of its own.

    Attributes
    ----------
    engine : sqlalchemy.Engine
        As `optimizer.season.tracker.opening.opened` gives it.
    """

    engine: Engine

    def reading(self) -> AbstractContextManager[Connection]:
        """As `Store.reading`."""
        return reading(self.engine)

    @contextmanager
    def writing(self) -> Iterator[Underway]:
        """As `Store.writing`."""
        with writing(self.engine) as connection:
            yield Underway(connection, self._set_aside)

    def back_up(self, target: Path) -> None:
        """As `Store.back_up`."""
        back_up(self.engine, target)

    def close(self) -> None:
        """As `Store.close`."""
        self.engine.dispose()

    def _set_aside(self, season: int) -> str:
        """Copy the store beside itself."""
        store = Path(str(self.engine.url.database))
        copy = next(place for name in names_for(store.name, season) if not (place := store.with_name(name)).exists())
        back_up(self.engine, copy)
        return str(copy)


def names_for(store: str, season: int) -> Iterator[str]:
    """Names for a copy of a store with a season, of which the first that is free is its."""
    file = Path(store)
    ends = chain([""], (f"-{number}" for number in count(2)))
    return (f"{file.stem}-{season}{end}{file.suffix}" for end in ends)
