"""Shipped data in the form in which it is used, kept from one start to the next: reading and checking it takes long.

What is kept is found by the content of the files that it was made from and by the code that made it, so that a change
of either makes it anew. It is a convenience and nothing else: where it can't be kept, or isn't whole, it is made.
"""

import contextlib
import gc
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

import platformdirs

Made = TypeVar("Made")

FOLDER_VARIABLE = "MATCHLIST_PREBUILT"
"""Environment variable: the folder in which it is kept; empty keeps nothing."""
_CODE = Path(__file__).resolve().parent
_CHANGES_NOTHING = frozenset({"cli", "cohort", "dashboard", "export", "hosting", "plan", "portfolio", "season"})
"""Rooms that have no part in what is kept."""
_OTHERS_MAY_WRITE = 0o022


def prebuilt(name: str, files: Sequence[Path], make: Callable[[], Made], also: str = "") -> Made:
    """What `make` makes of some files, from the last time if neither they nor the code have changed.

    Parameters
    ----------
    name : str
        Tells one thing that is kept from another; a part of a file's name.
    files : sequence of pathlib.Path
        All that `make` reads.
    also : str
        What it depends on beside the files.
    make : callable
        Its outcome must be picklable and is a copy of its own for each caller.

    Raises
    ------
    As `make` does.
    """
    folder = _folder()
    if folder is None:
        return make()
    mark = _mark(files, also)
    if mark is None:
        return make()
    place = folder / f"{name}-{mark}.pickle"
    # A damaged file may end in any error there is.
    with contextlib.suppress(Exception):
        return cast(Made, _kept(place))
    made = make()
    with contextlib.suppress(OSError, pickle.PicklingError, AttributeError, TypeError):
        _keep(made, place, name)
    return made


def _folder() -> Path | None:
    given = os.environ.get(FOLDER_VARIABLE)
    if given is None:
        return platformdirs.user_cache_path("matchlist", appauthor=False)
    return Path(given) if given else None


def _mark(files: Sequence[Path], also: str) -> str | None:
    seen = hashlib.blake2b(f"{_code_mark()}\n{also}\n".encode(), digest_size=16)
    try:
        for file in files:
            content = file.read_bytes()
            seen.update(f"{file.name}:{len(content)}:".encode())
            seen.update(content)
    except OSError:
        return None
    return seen.hexdigest()


@cache
def _code_mark() -> str:
    """What changes with the code that makes things, and with what runs it."""
    seen = hashlib.blake2b(f"{sys.version}\n".encode(), digest_size=16)
    for path in _code_files(_CODE):
        status = path.stat()
        seen.update(f"{path.relative_to(_CODE)}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _code_files(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name not in _CHANGES_NOTHING:
                yield from _code_files(Path(entry.path))
        elif entry.name.endswith(".py"):
            yield Path(entry.path)


def _kept(place: Path) -> object:
    """What is kept at a place.

    Raises
    ------
    OSError
        There is none, or another user wrote it or may write it.
    Exception
        It isn't whole.
    """
    with place.open("rb") as file:
        if os.name == "posix":
            status = os.fstat(file.fileno())
            if status.st_uid != os.geteuid() or status.st_mode & _OTHERS_MAY_WRITE:
                raise PermissionError(place)
        content = file.read()
    was_on = gc.isenabled()
    # Thousands of small values come into being at once: looking for circles among them takes as long again.
    gc.disable()
    try:
        return pickle.loads(content)  # noqa: S301 - a file of this user's own, as compiled code is
    finally:
        if was_on:
            gc.enable()


def _keep(made: object, place: Path, name: str) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f"{name}-", suffix=".draft", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            pickle.dump(made, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(draft).replace(place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    for other in place.parent.glob(f"{name}-*.pickle"):
        if other != place:
            with contextlib.suppress(OSError):
                other.unlink()
