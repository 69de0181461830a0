"""The shipped directory joined with kept facts, made once for each combination and kept beside them."""

import csv
import functools
import hashlib
import io
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from optimizer.data_folder import data_folder
from optimizer.directory.catalog import Directory, load_directory
from optimizer.directory.kept.shelf import KeptFacts, chosen_facts, shelf_folder
from optimizer.directory.program import COLUMNS, Program
from optimizer.errors import BadInput

_MARK_LENGTH = 16
_MADE = ".joined"
_MOST_MADE = 8
_JOINS_BY = ("programs.csv", "layouts.toml", "specialties.toml", "institution_names.csv", "places.csv")


def directory_with(wanted: Sequence[str] | None = None) -> Directory:
    """The shipped directory with the facts that a plan stands on.

    Parameters
    ----------
    wanted : sequence of str or None
        Sets of kept facts, as ``name`` or ``name@mark``; all where None, none where empty.

    Raises
    ------
    BadInput
        A set isn't kept as wanted, is damaged, or has no row any more that can be used.
    """
    chosen = chosen_facts(wanted)
    return _joined(chosen, _mark_of(chosen)) if chosen else load_directory()


def facts_mark(wanted: Sequence[str] | None = None) -> str:
    """What changes with the facts that a plan stands on; empty where there are none. Raises as `chosen_facts`."""
    chosen = chosen_facts(wanted)
    return _mark_of(chosen) if chosen else ""


def _mark_of(chosen: Sequence[KeptFacts]) -> str:
    return hashlib.sha256("\n".join((_shipped_mark(), *(one.pin for one in chosen))).encode()).hexdigest()[
        :_MARK_LENGTH
    ]


@functools.cache
def _shipped_mark() -> str:
    """What changes with the shipped directory and with how files are joined into it."""
    seen = hashlib.sha256()
    for name in _JOINS_BY:
        seen.update((data_folder() / name).read_bytes())
    return seen.hexdigest()


_IN_HAND: dict[str, Directory] = {}


def _joined(chosen: Sequence[KeptFacts], mark: str) -> Directory:
    if mark not in _IN_HAND:
        place = shelf_folder() / _MADE / f"{mark}.csv"
        found = _made_before(place)
        if found is None:
            from optimizer.directory.importing import Imported, bring_in  # noqa: PLC0415 - slow to load, seldom needed

            found = load_directory()
            for one in chosen:
                imported = bring_in(found, one.given, one.wishes)
                found = imported.directory if isinstance(imported, Imported) else found
            _write(found, place)
        _IN_HAND.clear()
        _IN_HAND[mark] = found
    return _IN_HAND[mark]


def _made_before(place: Path) -> Directory | None:
    """What was made before; None where it wasn't, or can't be read any more."""
    if not place.is_file():
        return None
    with suppress(BadInput):
        return load_directory([place])
    return None


def _write(directory: Directory, place: Path) -> None:
    """Keep what was made, for the next time; where that can't be, it is made again."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{place.name}.{os.getpid()}")
        beside.write_text(_text_of(directory.programs), encoding="utf-8")
        beside.replace(place)
        made = sorted(place.parent.glob("*.csv"), key=lambda file: file.stat().st_mtime)
        for file in made[:-_MOST_MADE]:
            file.unlink(missing_ok=True)


def _text_of(programs: Sequence[Program]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for program in programs:
        values = program.model_dump()
        writer.writerow([_cell(values[name]) for name in COLUMNS])
    return text.getvalue()


def _cell(value: str | float | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = repr(value) if isinstance(value, float) else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
