"""Folders for a while: for their owner's eyes only, and gone with the process that made them, however it ended.

Each is a folder of its own in the system's place for temporary files, with a file that its process keeps locked. A lock
ends with its process, also with one that was killed: what is found without one, the next process throws away.
"""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PREFIX = "matchlist-"
_LOCK, _FILES = "in-use", "files"

_open: dict[Path, IO[bytes]] = {}
"""Locks of this process's folders, by folder."""


def new_folder() -> Path:
    """A new, empty folder, until it is thrown away or this process ends."""
    whole = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = (whole / _LOCK).open("xb")
    _locked(lock)
    folder = whole / _FILES
    _open[folder] = lock
    folder.mkdir(mode=0o700)
    return folder


def throw_away(folder: Path) -> None:
    """Throw a folder away with all that is in it; one that is gone already is no matter."""
    lock = _open.pop(folder, None)
    if lock is not None:
        lock.close()
        shutil.rmtree(folder.parent, ignore_errors=True)


@contextmanager
def folder_for_now() -> Iterator[Path]:
    """A new folder that is gone when this ends."""
    folder = new_folder()
    try:
        yield folder
    finally:
        throw_away(folder)


def throw_all_away() -> None:
    """Throw away all folders of this process."""
    for folder in tuple(_open):
        throw_away(folder)


def sweep() -> None:
    """Throw away what processes that have ended, or were killed, left behind."""
    for whole in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if _is_ours(whole) and whole / _FILES not in _open and _is_left(whole / _LOCK):
                shutil.rmtree(whole, ignore_errors=True)


def _is_ours(whole: Path) -> bool:
    """Whether it is a folder, not a link to one, that this account made."""
    found = whole.lstat()
    return stat.S_ISDIR(found.st_mode) and (not hasattr(os, "getuid") or found.st_uid == os.getuid())


def _is_left(lock: Path) -> bool:
    with lock.open("rb+") as file:
        return _locked(file)


def _locked(file: IO[bytes]) -> bool:
    """Lock a file that is open, unless another process has locked it."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
