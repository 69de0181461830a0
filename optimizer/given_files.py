"""Files that a person names: regular ones, up to a stated size, read once; anything else is refused in words.

A plan can be somebody else's, and what it names is opened for whoever builds it: a device has no end, a pipe may never
begin, and what the system shows of its own processes as files (``/proc``) is no table of figures.
"""

import os
import stat
from pathlib import Path

from optimizer.errors import BadInput, Fault

MOST_PLAN_BYTES = 10_000_000
"""Of a plan, or of a list with its plan: thousands of times a long plan, and as much as the dashboard takes."""
MOST_TABLE_BYTES = 50_000_000
"""Of a table of programs, figures, caps or students."""
MOST_ACTIONS_BYTES = 1_000_000
"""Of a file of actions."""

_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


def read_given(path: Path, what: str, most_bytes: int) -> bytes:
    """The content of a file that a person, or a plan, names.

    Parameters
    ----------
    path : pathlib.Path
    what : str
        What it should be, for messages: "a plan file".
    most_bytes : int
        How large it may be.

    Raises
    ------
    BadInput
        It can't be read, is no regular file, or is larger than that.
    """
    where = str(path)
    try:
        # What is opened is what is looked at: a name could mean another file a moment later.
        descriptor = os.open(path, os.O_RDONLY | _WITHOUT_WAITING)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                kind = "a folder" if stat.S_ISDIR(found.st_mode) else "a device or a pipe"
                raise BadInput(Fault(f"is {kind}, and no file", where, None, what, "Name a file"))
            content = file.read(most_bytes + 1)
    except OSError as error:
        what_happened = f"the file can't be read ({error.strerror})"
        raise BadInput(Fault(what_happened, where, None, what, "Check the path")) from None
    except ValueError as error:  # a name that no system takes, with a NUL in it
        raise BadInput(Fault(f"can't be the name of a file ({error})", where, None, what, "Check the path")) from None
    if len(content) > most_bytes:
        allowed = f"{most_bytes:,} bytes or fewer"
        raise BadInput(Fault("the file is too large", where, None, allowed, "Check that it is the right file"))
    if len(content) != found.st_size:
        # The files under /proc say that they are empty, and those under /sys say a page.
        says = "is no file on a disk, or is being written at the moment"
        raise BadInput(Fault(says, where, None, what, "Copy it, or try again"))
    return content


def given_text(path: Path, what: str, most_bytes: int) -> str:
    """The text of a file in UTF-8, its lines ending in a line feed.

    Raises
    ------
    BadInput
        As `read_given`; or it is no such text.
    """
    try:
        text = read_given(path, what, most_bytes).decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = Fault("the file is not UTF-8 text", str(path), None, what, "Save it as UTF-8")
        raise BadInput(fault) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
