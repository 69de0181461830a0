"""The catalogue: which public files there are, at which version, with which sums, and what isn't known of them."""

import csv
import io
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault, validation_faults

CATALOGUE_VARIABLE = "MATCHLIST_PUBLIC_FILES"
"""Environment variable with another catalogue than the shipped one."""
_DECISIONS = "_decisions.csv"
_DECISION_COLUMNS = ("entry", "specialty", "name", "city", "state", "program")
_MOST_BYTES = 50_000_000
_REMEDY = "Correct the entry, or restore the file that came with matchlist"

Named = Mapping[tuple[str, str, str, str], str]
"""Decisions by specialty, name, city and state, as `Wishes.named` takes them."""


class PublicFile(BaseModel):
    """One file of an entry; the fields are those that public_files.toml explains at its top."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    path: Annotated[str, Field(min_length=1, pattern=r"^[^/]", description="a path below the base")]
    bytes: Annotated[int, Field(ge=1, le=_MOST_BYTES, description=f"1 to {_MOST_BYTES:,}")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="64 hexadecimal digits")]
    specialty: str = ""

    @property
    def name(self) -> str:
        """What the file is called."""
        return unquote(self.path).rpartition("/")[2]


class PublicFiles(BaseModel):
    """One entry: files that belong together."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="lower case, digits and hyphens")]
    title: str
    publisher: str
    version: str
    licence: str
    origin: str
    season: int | None = None
    layout: str = ""
    brings: str = ""
    base: Annotated[str, Field(pattern=r"^https?://", description="an address that ends in /")]
    files: Annotated[tuple[PublicFile, ...], Field(min_length=1, description="[[files]]")]

    @property
    def host(self) -> str:
        """Whom fetching it contacts."""
        return urlsplit(self.base).hostname or self.base

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(file.bytes for file in self.files)


def load_public_files() -> tuple[PublicFiles, ...]:
    """The catalogue that comes with matchlist, or the one that `CATALOGUE_VARIABLE` names; raises as the reader."""
    named = os.environ.get(CATALOGUE_VARIABLE)
    return read_public_files(Path(named).expanduser() if named else data_folder() / "public_files.toml")


def read_public_files(path: Path) -> tuple[PublicFiles, ...]:
    """Read a catalogue.

    Raises
    ------
    BadInput
        It can't be read, or an entry can't be used; all faults at once.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(Fault(f"can't be read ({error})", str(path), None, "a catalogue in TOML", _REMEDY)) from None
    faults: list[Fault] = []
    found: list[PublicFiles] = []
    for name, entry in raw.items():
        try:
            found.append(PublicFiles.model_validate({"name": name, **(entry if isinstance(entry, dict) else {})}))
        except ValidationError as error:
            faults += validation_faults(error, PublicFiles, f"{path}: {name}")
    if faults:
        raise BadInput(faults)
    return tuple(found)


def entry_named(name: str) -> PublicFiles:
    """The entry of a name.

    Raises
    ------
    BadInput
        There is none, or as `load_public_files`.
    """
    known = {entry.name: entry for entry in load_public_files()}
    if name not in known:
        raise BadInput(
            Fault("no public files of this name are known", "fetch", name, ", ".join(known), "Choose one of them")
        )
    return known[name]


def decided_rows(entry: PublicFiles) -> Named:
    """What rows of an entry mean that could mean several programs: decided once, for every copy of its files."""
    named = os.environ.get(CATALOGUE_VARIABLE)
    catalogue = Path(named).expanduser() if named else data_folder() / "public_files.toml"
    path = catalogue.with_name(f"{catalogue.stem}{_DECISIONS}")
    if not path.is_file():
        return {}
    try:
        rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        columns = tuple(rows.fieldnames or ())
        if columns != _DECISION_COLUMNS:
            fault = Fault("has other columns", str(path), ", ".join(columns), ", ".join(_DECISION_COLUMNS), _REMEDY)
            raise BadInput(fault)
        return {
            (row["specialty"], row["name"], row["city"], row["state"]): row["program"]
            for row in rows
            if row["entry"] == entry.name
        }
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(Fault(f"can't be read ({error})", str(path), None, "decisions as CSV", _REMEDY)) from None
