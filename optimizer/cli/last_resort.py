"""What nobody foresaw: said in a few words, with what is needed to mend it in a file of this computer."""

import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from optimizer.cli.telling import print_line

DEFECT = 70
"""Exit status of a defect of matchlist's own; a user's mistake never has it."""
TRACEBACK_VARIABLE = "MATCHLIST_TRACEBACK"
"""Environment variable that has the traceback printed instead of written to a file."""


def tell_defect(error: Exception) -> int:
    """Say on stderr that matchlist itself is at fault, and how to report it.

    Returns
    -------
    int
        The exit status.
    """
    if isinstance(error, MemoryError):
        print_line("There was not enough memory for this. Close other programs, or ask for less at once.", err=True)
        return DEFECT
    found, kind = "".join(traceback.format_exception(error)), type(error).__name__
    print_line(f"matchlist itself is at fault here, not you: {kind}. Nothing was sent anywhere.", err=True)
    if os.environ.get(TRACEBACK_VARIABLE):
        print_line(found, err=True)
        return DEFECT
    file = _written(found)
    where = f"in {file}" if file else f"printed by the same command with {TRACEBACK_VARIABLE}=1"
    print_line(f"What is needed to mend it is {where}. Look through it for what is private, then report it.", err=True)
    return DEFECT


def _written(found: str) -> Path | None:
    """Where the traceback is kept; None where it can't be."""
    from platformdirs import user_log_path

    now = datetime.now(UTC)
    try:
        folder = user_log_path("matchlist", appauthor=False, ensure_exists=True)
        file = folder / f"fault-{now.strftime('%Y%m%dT%H%M%S%f')}.txt"
        about = f"{now.isoformat()}\nPython {sys.version}\n{platform.platform()}\n"
        with file.open("x", encoding="utf-8", errors="replace") as stream:
            stream.write(f"{about}\n{found}")
    except OSError:
        return None
    return file
