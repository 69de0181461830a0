"""A list into a file, whole or not at all."""

import itertools
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from optimizer.errors import BadInput, Fault
from optimizer.export.files.list_csv import list_csv
from optimizer.export.files.list_json import outcome_json
from optimizer.export.files.list_xlsx import list_xlsx
from optimizer.export.files.report import list_pdf

if TYPE_CHECKING:
    from optimizer.plan import Plan, ProgramList


def _json_bytes(program_list: "ProgramList", plan: "Plan") -> bytes:
    return f"{outcome_json(program_list, plan)}\n".encode()


_FORMATS: "Mapping[str, Callable[[ProgramList, Plan], bytes]]" = MappingProxyType(
    {".csv": list_csv, ".xlsx": list_xlsx, ".json": _json_bytes, ".pdf": list_pdf}
)
ENDINGS: tuple[str, ...] = tuple(_FORMATS)
"""Endings of the files that a list can be written to."""


def list_ending(path: Path, where: str) -> str:
    """The file's ending, in lower case; `where` names the path in messages.

    Raises
    ------
    BadInput
        A list can't be written to a file of this name or in this folder; nothing has been written yet.
    """
    return checked_ending(path, where, ENDINGS)


def checked_ending(path: Path, where: str, endings: Sequence[str]) -> str:
    """The ending, in lower case, of a file that is to be written; it has to be one of some endings.

    Raises
    ------
    BadInput
        The name ends otherwise, or no file of this name can be written in this folder; nothing has been written yet.
    """
    ending = path.suffix.lower()
    if ending not in endings:
        allowed = f"a file name that ends in {_either(endings)}"
        raise BadInput(Fault("no format belongs to this ending", where, str(path), allowed, "Change the ending"))
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else "its folder doesn't exist"
        raise BadInput(Fault(what, where, str(path), "a file in a folder that exists", "Correct the path"))
    return ending


def _either(endings: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(endings[:-1]), endings[-1])))


def list_bytes(program_list: "ProgramList", plan: "Plan", ending: str) -> bytes:
    """A list, with the plan that it was built from, in the format of one of the `ENDINGS`."""
    return _FORMATS[ending](program_list, plan)


def write_keeping_previous(path: Path, content: bytes, where: str) -> Path | None:
    """Write a file as `write_whole` does; what another run or a person had put there is kept beside it.

    Returns
    -------
    pathlib.Path or None
        Where the previous content is: ``NAME.previous.csv``, or ``NAME.previous-2.csv`` and so on. None where there
        was none, or the same.

    Raises
    ------
    BadInput
        One of the two files can't be written.
    """
    try:
        previous = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        what = f"the file that is there can't be read ({error.strerror})"
        raise BadInput(Fault(what, where, str(path), "a new file", "Choose another name")) from None
    kept = None
    if previous and previous != content:
        numbers = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
        names = (path.with_name(f"{path.stem}.previous{number}{path.suffix}") for number in numbers)
        kept = next(name for name in names if not name.exists() or name.read_bytes() == previous)
        write_whole(kept, previous, where)
    write_whole(path, content, where)
    return kept


def write_whole(path: Path, content: bytes, where: str) -> None:
    """Write a file beside its place and move it there, so that a failure leaves what was there before.

    Raises
    ------
    BadInput
        The file can't be written.
    """
    place = path.resolve()
    beside = place.with_name(f".{place.name}.{os.getpid()}.partial")
    try:
        try:
            beside.write_bytes(content)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        what = f"the file can't be written ({error.strerror})"
        raise BadInput(Fault(what, where, str(path), "a place where you may write", "Choose another place")) from None
