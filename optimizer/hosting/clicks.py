"""A click on the menu stands, and so does what was entered just before it."""

import asyncio
import time
from contextlib import suppress
from enum import Enum, auto

from google.protobuf.message import DecodeError
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

KEPT_IN_BROWSER = "in-browser"
"""Key of the part of each page that keeps plans in the visitor's browser."""

_SECONDS_TO_DRAW = 3.0
"""So long a click waits at most until what was entered before it is drawn."""
_SECONDS_ON_THE_WAY = 10.0
"""So long after a page was shown, an entry on the one that was left may still arrive."""
_SECONDS_TO_DRAW_ANEW = 15.0
"""So long what is entered on a page that comes back waits at most; a server that has just started reads much first."""


class _Entry(Enum):
    """How far the server is with what was entered last."""

    ASKED = auto()
    DRAWING = auto()
    DRAWN = auto()


class Clicks:
    """Stands between one browser and the server and keeps what is asked for in an order in which nothing is lost.

    Streamlit joins what is asked for in quick succession: the page that was named last is drawn, with what the last
    message says was entered. Five things can go wrong that way, and each is put right here. A browser's messages
    arrive in the order in which they were sent.

    - **An entry that comes after the click.** Whoever types a number and taps the menu at once makes the browser send
      the click first and the number, which names the page that was left, right after it: the click would be lost. The
      entry is let through, and the click is asked for once more when it is drawn.
    - **An entry just before the click.** Its page may not have been drawn when the click comes; what was entered would
      be lost. The click waits until it is, if that doesn't take long.
    - **A look at work that comes after the click.** A page with work under way looks at it by the clock
      (`st.fragment` with `run_every`), and may do so once more after it was left. Such a look is kept back.
    - **An entry on a page that comes back.** To a server that was started anew, a page that an earlier one has drawn
      says what stands in its entries, and asks to be drawn. Only then does the server know an entry that could be
      changed; what is entered meanwhile would be taken for no change, and be lost. It waits.
    - **What the browser says by itself while an entry changes.** An answer of the part that keeps plans in the
      browser, or a look at work, says too what stands in all entries. If the server is changing one just then, as
      "Undo" does, the old number comes back with it, and would be taken for a new wish. Of such a message only what
      is new goes through. What a person enters goes through whole.

    Parameters
    ----------
    receive : callable
        Gives the messages of one WebSocket, as an ASGI server calls it.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._page = self._left = ""
        self._click: Message | None = None
        self._to_repeat: Message | None = None
        self._shown_since: float | None = None
        self._entry = _Entry.DRAWN
        self._is_first, self._comes_back = True, False
        self._said: dict[str, bytes] = {}
        self._drawn = asyncio.Event()
        self._drawn.set()

    async def receive(self) -> Message:
        """The next message of the browser, for the application behind."""
        if self._to_repeat is not None:
            click, self._to_repeat = self._to_repeat, None
            await self._until_drawn()
            self._go_to(_asked(click).rerun_script.page_script_hash, click)
            return click
        while True:
            message = await self._receive()
            asked = _asked(message)
            if not asked.HasField("rerun_script") or self._is_in_time(asked.rerun_script):
                break
        if not asked.HasField("rerun_script"):
            return message
        if asked.rerun_script.is_auto_rerun:
            return self._news_of(asked, message)
        page, is_entry = asked.rerun_script.page_script_hash, bool(asked.rerun_script.widget_states.widgets)
        if self._comes_back:
            await self._until_drawn(_SECONDS_TO_DRAW_ANEW)
        # A page that is opened says nothing of entries yet.
        self._is_first, self._comes_back = False, self._is_first and is_entry
        if is_entry and page == self._left and self._click is not None and self._may_be_on_the_way():
            self._to_repeat = self._click
        elif self._page and page != self._page:
            await self._until_drawn()
            self._go_to(page, None if is_entry else message)
        else:
            self._page = page
        message = self._news_of(asked, message)
        if is_entry:
            self._entry = _Entry.ASKED
            self._drawn.clear()
        return message

    def _news_of(self, asked: BackMsg, message: Message) -> Message:
        """What a message says beyond the one before it, where nobody entered anything; any other as it is."""
        entries = asked.rerun_script.widget_states.widgets
        said = {entry.id: entry.SerializeToString(deterministic=True) for entry in entries}
        news = [entry for entry in entries if self._said.get(entry.id) != said[entry.id]]
        self._said |= said
        by_itself = asked.rerun_script.is_auto_rerun or (news and all(map(_is_of_keeping, news)))
        # What is still to be drawn is joined with this message, and only what the later one says of it would be left.
        if not by_itself or len(news) == len(entries) or self._entry is _Entry.ASKED:
            return message
        del entries[:]
        entries.extend(news)
        return {**message, "bytes": asked.SerializeToString()}

    def hear(self, told: ForwardMsg) -> None:
        """Take note of what the server tells the browser."""
        if told.HasField("navigation"):
            self._shows(told.navigation.page_script_hash)
        elif told.HasField("new_session") and self._entry is _Entry.ASKED:
            self._entry = _Entry.DRAWING
        elif self._entry is _Entry.DRAWING and _is_drawn(told):
            self._entry = _Entry.DRAWN
            self._drawn.set()

    def _is_in_time(self, asked: ClientState) -> bool:
        return not asked.is_auto_rerun or not self._page or asked.page_script_hash == self._page

    def _go_to(self, page: str, click: Message | None) -> None:
        self._left, self._page, self._click = self._page, page, click
        self._shown_since = None

    def _shows(self, page: str) -> None:
        # Whoever opens a page by its address names none.
        self._page = self._page or page
        if page == self._page:
            self._shown_since = self._shown_since or time.monotonic()
        elif self._shown_since is not None:
            # The server went to another page by itself.
            self._go_to(page, None)
            self._shown_since = time.monotonic()

    def _may_be_on_the_way(self) -> bool:
        return self._shown_since is None or time.monotonic() - self._shown_since < _SECONDS_ON_THE_WAY

    async def _until_drawn(self, most_seconds: float | None = None) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._drawn.wait(), most_seconds or _SECONDS_TO_DRAW)


def _is_of_keeping(entry: WidgetState) -> bool:
    return entry.id.endswith(f"-{KEPT_IN_BROWSER}")


def _asked(message: Message) -> BackMsg:
    asked = BackMsg()
    # What cannot be read is Streamlit's to refuse.
    with suppress(DecodeError):
        asked.ParseFromString(message.get("bytes") or b"")
    return asked


def _is_drawn(told: ForwardMsg) -> bool:
    return told.HasField("script_finished") and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
