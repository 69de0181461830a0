"""Files that a page offers can be had as long as the page shows them.

Streamlit forgets how to make a file as soon as anybody's page was drawn and nobody is offered it any more. While a page
is drawn anew, its buttons still stand there and its files are already nobody's: another visitor who comes or goes in
that moment takes them away, and so does the page itself just before the browser shows it. A click is lost then. So
nothing is taken away while a page is being drawn, nor right after.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from streamlit import runtime

_QUIET_S = 2.0
_LONG_S = 8.0
_LATEST_S = 120.0
_NAME = "quiet_collector"
_lock = threading.Lock()


class QuietCollector:
    """Takes away what nobody is offered any more, once no page is being drawn.

    Parameters
    ----------
    collect : callable
        Takes it away.
    quiet_s : float
        Seconds without a page being drawn that have to pass before: a browser needs a moment to show one.
    long_s : float
        Seconds after which a moment without a page being drawn will do: each page that was drawn meanwhile keeps a list
        for its files.
    latest_s : float
        Seconds after which it is taken away in any case, on a server where there is always a page being drawn.
    """

    def __init__(
        self,
        collect: Callable[[], None],
        quiet_s: float = _QUIET_S,
        long_s: float = _LONG_S,
        latest_s: float = _LATEST_S,
    ) -> None:
        self._collect = collect
        self._quiet_s = quiet_s
        self._long_s = long_s
        self._latest_s = latest_s
        self._lock = threading.Lock()
        self._drawing = 0
        self._drawn_at = time.monotonic()
        self._asked_at: float | None = None

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """While a page is being drawn."""
        with self._lock:
            self._drawing += 1
        try:
            yield
        finally:
            with self._lock:
                self._drawing -= 1
                self._drawn_at = time.monotonic()

    def ask(self) -> None:
        """Take it away as soon as it is quiet; returns at once."""
        with self._lock:
            if self._asked_at is not None:
                return
            self._asked_at = time.monotonic()
        self._look_later()

    def _look_later(self) -> None:
        timer = threading.Timer(self._quiet_s, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        with self._lock:
            now = time.monotonic()
            waited = 0.0 if self._asked_at is None else now - self._asked_at
            long_enough = waited >= self._long_s or now - self._drawn_at >= self._quiet_s
            now_is_good = (self._drawing == 0 and long_enough) or waited >= self._latest_s
            if now_is_good:
                self._asked_at = None
        if now_is_good:
            self._collect()
        else:
            self._look_later()


@contextmanager
def page_drawn() -> Iterator[None]:
    """While the page of a visitor is being drawn: files that pages offer stay."""
    with _collector().drawing():
        yield


def _collector() -> QuietCollector:
    """The collector of this server's files, put in the place of Streamlit's own when the first page is drawn."""
    files = runtime.get_instance().media_file_mgr
    kept = vars(files)
    with _lock:
        if _NAME not in kept:
            collector = QuietCollector(files.remove_orphaned_files)
            kept |= {_NAME: collector, "remove_orphaned_files": collector.ask}
        found: QuietCollector = kept[_NAME]
    return found
