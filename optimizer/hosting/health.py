"""How the server is, for whoever watches it: version, open pages, memory and work under way. Nothing about anybody."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from optimizer.errors import BadInput, Fault

MOST_PAGES_VARIABLE = "MATCHLIST_MOST_PAGES"
"""Environment variable: how many pages may be open at once; without it there is no such limit."""
_STATUS = Path("/proc/self/status")
_began = time.monotonic()
_gauges: dict[str, Callable[[], int]] = {}


@dataclass(slots=True)
class OpenPages:
    """Pages that visitors have open, and how many may be.

    Attributes
    ----------
    most : int or None
        None: as many as come.
    count : int
        Open now.
    """

    most: int | None = None
    count: int = field(default=0, init=False)

    @property
    def is_full(self) -> bool:
        """Whether one more is too many."""
        return self.most is not None and self.count >= self.most

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count a page for as long as it is open."""
        self.count += 1
        try:
            yield
        finally:
            self.count -= 1


@cache
def open_pages() -> OpenPages:
    """The pages of this server.

    Raises
    ------
    BadInput
        `MOST_PAGES_VARIABLE` holds something else than a number from 1 on.
    """
    given = os.environ.get(MOST_PAGES_VARIABLE, "").strip()
    if not given:
        return OpenPages()
    if not (given.isascii() and given.isdigit() and int(given) >= 1):
        allowed = "a whole number from 1 on"
        raise BadInput(
            Fault("is no number of pages", MOST_PAGES_VARIABLE, given, allowed, "Correct it or leave it out")
        )
    return OpenPages(int(given))


def watch(name: str, count: Callable[[], int]) -> None:
    """Tell with the server's health how many there are of something, by a name such as "work_under_way"."""
    _gauges[name] = count


def health(pages: OpenPages) -> bytes:
    """The server's health as one JSON object.

    Keys: `status` ("ok", or "full" where no further page is served), `version`, `pages_open`, `most_pages` (null: no
    limit), `memory_megabytes` (null where the system doesn't tell), `seconds_up`, and what `watch` was told.
    """
    told = {
        "status": "full" if pages.is_full else "ok",
        "version": own_version(),
        "pages_open": pages.count,
        "most_pages": pages.most,
        "memory_megabytes": memory_megabytes(),
        "seconds_up": seconds_up(),
    }
    return json.dumps(told | {name: count() for name, count in _gauges.items()}).encode()


def memory_megabytes(status: Path = _STATUS) -> int | None:
    """Memory of this process that is its own; None where the system doesn't tell it this way, as only Linux does."""
    try:
        lines = status.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    held = (line.split() for line in lines if line.startswith("VmRSS:"))
    return next((round(int(kilobytes) / 1024) for _, kilobytes, *_ in held), None)


def seconds_up() -> int:
    """Since the server was read."""
    return round(time.monotonic() - _began)


@cache
def own_version() -> str:
    """Of matchlist, as it was installed; "unknown" where it wasn't."""
    try:
        return version("matchlist")
    except PackageNotFoundError:
        return "unknown"
