"""The shelf: one folder for each set of kept files, with what is known of where they come from.

A set is put on the shelf whole or not at all: it is written beside its place and renamed. What is kept are the files as
they were given and what the user said about them, never what was made of them: a newer directory joins them anew.
"""

import functools
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from optimizer.directory.importing import Given, Wishes
from optimizer.errors import BadInput, Fault, validation_faults

FACTS_VARIABLE = "MATCHLIST_FACTS"
"""Environment variable with the folder of kept facts."""
_MANIFEST, _FILES = "facts.json", "files"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MARK_LENGTH = 12
_REMEDY = "Remove it with matchlist fetch --remove, and bring the files in again"


class About(BaseModel):
    """What is known of a set of files.

    Parameters
    ----------
    name : str
        Lower case, digits and hyphens.
    title, publisher, version, licence, origin : str
        As whoever offers them says; empty where nobody says it.
    season : int or None
        Year of the match that the facts are of.
    kept_on : str
        Day on which they were kept.
    came_from : str
        Address or folder.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=f"^{_NAME.pattern}$", description="lower case, digits and hyphens")]
    title: str = ""
    publisher: str = ""
    version: str = ""
    licence: str = ""
    origin: str = ""
    season: int | None = None
    kept_on: str = ""
    came_from: str = ""


class _File(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    name: str
    stored: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    sha256: str
    date: str = ""
    specialty: str = ""


class _Manifest(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    about: About
    files: tuple[_File, ...]
    specialty: str | None = None
    mapping: dict[str, str] = {}
    decisions: tuple[tuple[str, str, str, str], ...] = ()
    named: tuple[tuple[str, str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KeptFacts:
    """One set on the shelf.

    Parameters
    ----------
    about : About
    mark : str
        Another one for other files, or for other things said about them.
    given : tuple of Given
        The files.
    wishes : Wishes
    """

    about: About
    mark: str
    given: tuple[Given, ...]
    wishes: Wishes

    @property
    def name(self) -> str:
        """Its name."""
        return self.about.name

    @property
    def pin(self) -> str:
        """What a plan names this set by, exactly as it is."""
        return f"{self.name}@{self.mark}"


def shelf_folder() -> Path:
    """Where facts are kept: as `FACTS_VARIABLE` says, else in the user's data folder."""
    named = os.environ.get(FACTS_VARIABLE)
    return Path(named).expanduser() if named else user_data_path("matchlist", appauthor=False) / "facts"


def kept_facts() -> tuple[KeptFacts, ...]:
    """Every set that is kept, the oldest season first, so that newer ones are joined last.

    Raises
    ------
    BadInput
        A set is damaged; all at once.
    """
    folder = shelf_folder()
    faults: list[Fault] = []
    found: list[KeptFacts] = []
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _NAME.fullmatch(place.name) and (place / _MANIFEST).is_file():
            try:
                found.append(_read_once(place, (place / _MANIFEST).stat().st_mtime_ns))
            except BadInput as error:
                faults += error.faults
    if faults:
        raise BadInput(faults)
    return tuple(sorted(found, key=lambda one: (one.about.season or 0, one.name)))


def chosen_facts(wanted: Sequence[str] | None) -> tuple[KeptFacts, ...]:
    """The sets that a plan stands on: all where it says nothing, else those it names, as ``name`` or ``name@mark``.

    Raises
    ------
    BadInput
        A set isn't kept, or not as it was; or as `kept_facts`.
    """
    if wanted is not None and not wanted:
        return ()
    kept = kept_facts()
    if wanted is None:
        return kept
    by_name = {one.name: one for one in kept}
    faults: list[Fault] = []
    chosen: list[KeptFacts] = []
    for text in wanted:
        name, _, mark = text.partition("@")
        one = by_name.get(name)
        allowed = ", ".join(by_name) or "none is kept"
        if one is None:
            remedy = f"Bring them in with matchlist fetch {name}, or remove them from the plan"
            faults.append(Fault("these facts aren't kept here", "facts", text, allowed, remedy))
        elif mark and mark != one.mark:
            remedy = "Bring in the files that the plan was made with, or leave out the mark behind @"
            faults.append(Fault("these facts are kept, but not as the plan has them", "facts", text, one.pin, remedy))
        else:
            chosen.append(one)
    if faults:
        raise BadInput(faults)
    return tuple(one for one in kept if one in chosen)


def pinned(wanted: Sequence[str] | None) -> tuple[str, ...]:
    """Names with marks of the sets that a plan stands on now; raises as `chosen_facts`."""
    return tuple(one.pin for one in chosen_facts(wanted))


def keep(about: About, given: Sequence[Given], wishes: Wishes) -> KeptFacts:
    """Put a set on the shelf, in place of one of its name.

    Raises
    ------
    BadInput
        It can't be written: the disk is full, or the folder isn't to be written to. What was there stays.
    """
    folder = shelf_folder()
    files = tuple(
        _File(
            name=file.name,
            stored=f"{number:03d}",
            sha256=hashlib.sha256(file.content).hexdigest(),
            date=file.date,
            specialty=file.specialty,
        )
        for number, file in enumerate(given)
    )
    manifest = _Manifest(
        about=about,
        files=files,
        specialty=wishes.specialty,
        mapping=dict(wishes.mapping),
        decisions=tuple((*key, value) for key, value in sorted(wishes.decisions.items())),
        named=tuple((*key, value) for key, value in sorted(wishes.named.items())),
    )
    beside = folder / f".{about.name}.{os.getpid()}.new"
    with _told(folder):
        shutil.rmtree(beside, ignore_errors=True)
        try:
            (beside / _FILES).mkdir(parents=True)
            for file, content in zip(files, given, strict=True):
                (beside / _FILES / file.stored).write_bytes(content.content)
            (beside / _MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
            _put(beside, folder / about.name)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return _read(folder / about.name)


def forget(name: str) -> KeptFacts:
    """Take a set off the shelf.

    Raises
    ------
    BadInput
        No set of this name is kept, or it can't be removed.
    """
    folder = shelf_folder()
    names = sorted(place.parent.name for place in folder.glob(f"*/{_MANIFEST}"))
    if name not in names:
        raise BadInput(
            Fault("no facts of this name are kept", "--remove", name, ", ".join(names) or "none", "Correct it")
        )
    kept = _read(folder / name)
    with _told(folder):
        gone = folder / f".{name}.{os.getpid()}.old"
        (folder / name).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
    return kept


def _put(beside: Path, place: Path) -> None:
    """Put a folder in its place; the one that stood there goes last."""
    old = place.with_name(f".{place.name}.{os.getpid()}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    try:
        beside.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        remedy = f"Make room there, or name another folder in {FACTS_VARIABLE}; what was kept is as it was"
        raise BadInput(
            Fault(f"the facts can't be kept ({why})", str(folder), None, "a folder to write to", remedy)
        ) from None


@functools.lru_cache(maxsize=32)
def _read_once(place: Path, written: int) -> KeptFacts:
    """As `_read`; a set is read once as long as nobody writes it anew."""
    del written
    return _read(place)


def _read(place: Path) -> KeptFacts:
    where = str(place)
    try:
        text = (place / _MANIFEST).read_text(encoding="utf-8")
        manifest = _Manifest.model_validate_json(text)
        contents = [(place / _FILES / file.stored).read_bytes() for file in manifest.files]
    except ValidationError as error:
        raise BadInput(validation_faults(error, _Manifest, f"{where}/{_MANIFEST}")) from None
    except (OSError, UnicodeDecodeError) as error:
        what = f"kept facts can't be read ({getattr(error, 'strerror', None) or error})"
        raise BadInput(Fault(what, where, None, "facts as they were kept", _REMEDY)) from None
    for file, content in zip(manifest.files, contents, strict=True):
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise BadInput(Fault("a kept file isn't what it was", where, file.name, "the file as it was kept", _REMEDY))
    given = tuple(
        Given(file.name, content, file.date, file.specialty)
        for file, content in zip(manifest.files, contents, strict=True)
    )
    decisions: Mapping[tuple[str, str, str], str] = {(a, b, c): value for a, b, c, value in manifest.decisions}
    named: Mapping[tuple[str, str, str, str], str] = {(a, b, c, d): value for a, b, c, d, value in manifest.named}
    wishes = Wishes(manifest.specialty, manifest.mapping, decisions, named=named)
    return KeptFacts(manifest.about, _mark(manifest), given, wishes)


def _mark(manifest: _Manifest) -> str:
    """What changes with the files and with what is said about them, and not with when and whence they came."""
    said = manifest.model_dump(mode="json", exclude={"about"}) | {"name": manifest.about.name}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:_MARK_LENGTH]
