"""Where a season is kept, as this page uses it: a file on this computer, or the account of whoever has logged in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from optimizer.dashboard.own_programs import directory_of
from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.hosting import folder_for_now
from optimizer.season.tracker import AccountStore, Tracker

_FILES_OF_ACCOUNT = "season"


class Place(Protocol):
    """A place for one season, and for the programs that its plan names."""

    @property
    def key(self) -> str:
        """Another one for another place."""
        ...

    def opened(self) -> Tracker:
        """The store that is there. Raises BadInput where there is none, or it can't be used."""
        ...

    def begun(self) -> Tracker:
        """The store that is there, else a new one. Raises BadInput where it can't be used."""
        ...

    def copy(self) -> bytes:
        """The whole store as one file, as of one moment."""
        ...

    def name_for_programs(self, key: str) -> str:
        """How a plan names programs that are kept with the season."""
        ...

    def keep_programs(self, name: str, table: bytes) -> None:
        """Keep programs under such a name."""
        ...

    def programs(self, names: Sequence[str]) -> Directory | None:
        """The programs that a plan names; None where they are files that whoever reads the plan can read."""
        ...


@dataclass(frozen=True, slots=True)
class OnThisComputer:
    """A file, which the command line opens too.

    Attributes
    ----------
    path : pathlib.Path
    """

    path: Path

    @property
    def key(self) -> str:
        """As `Place.key`."""
        return str(self.path)

    def opened(self) -> Tracker:
        """As `Place.opened`."""
        if not self.path.is_file():
            what, allowed = "there is no store here", "a file that matchlist made"
            raise BadInput(Fault(what, str(self.path), None, allowed, "Choose another place, or start a season"))
        return Tracker.at(self.path)

    def begun(self) -> Tracker:
        """As `Place.begun`."""
        return Tracker.at(self.path)

    def copy(self) -> bytes:
        """As `Place.copy`."""
        with folder_for_now() as folder, self.opened() as tracker:
            target = folder / "season.sqlite"
            tracker.back_up(target)
            return target.read_bytes()

    def name_for_programs(self, key: str) -> str:
        """As `Place.name_for_programs`: the whole path of a file beside the store."""
        return str(self.path.absolute().with_name(f"{self.path.stem}.programs-{key}.csv"))

    def keep_programs(self, name: str, table: bytes) -> None:
        """As `Place.keep_programs`."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(table)
        except OSError as error:
            what = f"your programs can't be kept beside the store ({error.strerror or error})"
            where = str(self.path.parent)
            raise BadInput(Fault(what, where, None, "a folder to write in", "Choose another place")) from None

    def programs(self, names: Sequence[str]) -> None:  # noqa: ARG002 - the plan names files
        """As `Place.programs`."""
        return


@dataclass(frozen=True, slots=True)
class InAccount:
    """The account of whoever has logged in, in the database of whoever hosts the copy.

    Attributes
    ----------
    store : AccountStore
    """

    store: AccountStore

    @property
    def key(self) -> str:
        """As `Place.key`."""
        return "account"

    def opened(self) -> Tracker:
        """As `Place.opened`."""
        return Tracker(self.store)

    def begun(self) -> Tracker:
        """As `Place.begun`."""
        return Tracker(AccountStore(self.store.shelf, may_begin=True))

    def copy(self) -> bytes:
        """As `Place.copy`."""
        return self.store.content()

    def earlier(self) -> Mapping[str, str]:
        """Earlier seasons that are kept beside it: for each the name of its copy."""
        return {name.removeprefix("season-").removesuffix(".sqlite"): name for name in self.store.copies()}

    def name_for_programs(self, key: str) -> str:
        """As `Place.name_for_programs`: no file that lies on any disk."""
        return f"{_FILES_OF_ACCOUNT}.programs-{key}.csv"

    def keep_programs(self, name: str, table: bytes) -> None:
        """As `Place.keep_programs`."""
        with self.store.shelf.changing() as files:
            files.put(name, table)

    def programs(self, names: Sequence[str]) -> Directory | None:
        """As `Place.programs`."""
        tables: dict[str, bytes] = {}
        for name in names:
            table = self.store.shelf.file(name)
            if table is None:
                what, remedy = "programs of your own aren't kept in your account any more", "Bring them in again"
                raise BadInput(
                    Fault(what, "programs", name, "the programs that the season's plan was made with", remedy)
                )
            tables[name] = table
        return directory_of(tables) if tables else None
