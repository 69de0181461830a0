"""What a browser asks for, and in which order the server hears of it."""

import asyncio

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from optimizer.hosting import clicks
from optimizer.hosting.bursts import in_bursts
from optimizer.hosting.clicks import Clicks
from tests.awaited import awaited

END: Message = {"type": "websocket.disconnect", "code": 1001}


def asked(page: str, *, by_the_clock: bool = False) -> Message:
    sent = BackMsg()
    sent.rerun_script.page_script_hash = page
    sent.rerun_script.is_auto_rerun = by_the_clock
    sent.rerun_script.fragment_id = "work" if by_the_clock else ""
    return {"type": "websocket.receive", "bytes": sent.SerializeToString()}


def look(page: str) -> Message:
    return asked(page, by_the_clock=True)


def entered(page: str, number: int = 1) -> Message:
    sent = BackMsg.FromString(asked(page)["bytes"])
    sent.rerun_script.widget_states.widgets.add(id="budget", double_value=number)
    return {"type": "websocket.receive", "bytes": sent.SerializeToString()}


def telling(told: ForwardMsg) -> Message:
    return {"type": "websocket.send", "bytes": told.SerializeToString()}


def begins(page: str) -> list[Message]:
    run, place = ForwardMsg(), ForwardMsg()
    run.new_session.page_script_hash = page
    place.navigation.page_script_hash = page
    return [telling(run), telling(place)]


def ends(how: int = ForwardMsg.FINISHED_SUCCESSFULLY) -> Message:
    told = ForwardMsg()
    told.script_finished = how  # type: ignore[assignment]  # The stubs want a name of the generated enumeration.
    return telling(told)


class Line:
    """One browser's line: what came to the server by it, and what the server said."""

    def __init__(self, *sent: Message) -> None:
        self._coming = list(sent)
        self.told: list[Message] = []
        self.clicks = Clicks(self._receive)

    async def _receive(self) -> Message:
        return self._coming.pop(0) if self._coming else END

    async def _take(self, message: Message) -> None:
        self.told.append(message)

    async def heard(self) -> list[Message]:
        """All that comes without a word of the server."""
        found = [await self.clicks.receive()]
        while found[-1] != END:
            found.append(await self.clicks.receive())
        return found[:-1]

    async def say(self, *messages: Message) -> None:
        async with in_bursts(self._take, self.clicks.hear) as sending:
            for message in messages:
                await sending(message)

    async def waits(self) -> "asyncio.Task[Message]":
        """The next message, which does not come yet."""
        coming = asyncio.ensure_future(self.clicks.receive())
        await asyncio.sleep(0.01)
        assert not coming.done()
        return coming


def let_through(*sent: Message) -> list[Message]:
    return awaited(Line(*sent).heard())


def test_a_look_at_a_page_that_was_left_is_kept_back() -> None:
    sent = [asked("list"), look("list"), asked("profile"), look("list"), look("profile")]
    assert let_through(*sent) == [*sent[:3], sent[4]]


def test_a_page_that_was_opened_by_its_address_is_looked_at() -> None:
    sent = [asked(""), look("list"), look("list")]
    assert let_through(*sent) == sent


def test_a_click_back_and_forth_lets_the_looks_of_the_page_in_front_through() -> None:
    sent = [asked("list"), asked("profile"), asked("list"), look("list")]
    assert let_through(*sent) == sent


def test_what_the_server_says_goes_to_the_browser_as_it_is() -> None:
    said = [*begins("list"), telling(ForwardMsg()), {"type": "websocket.send", "text": "no protocol of ours"}, ends()]

    async def all_of_it() -> list[Message]:
        line = Line()
        await line.say(*said)
        return line.told

    assert awaited(all_of_it()) == said


def test_a_click_waits_until_what_was_entered_before_it_is_drawn() -> None:
    async def all_of_it() -> None:
        line = Line(asked("list"), entered("list"), asked("profile"))
        assert await line.clicks.receive() == asked("list")
        assert await line.clicks.receive() == entered("list")
        click = await line.waits()
        # The run before this one has been ended for it.
        await line.say(ends(), *begins("list"), ends(ForwardMsg.FINISHED_EARLY_FOR_RERUN))
        await asyncio.sleep(0.01)
        assert not click.done()
        await line.say(ends())
        assert await click == asked("profile")

    awaited(all_of_it())


def test_a_click_comes_through_where_drawing_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clicks, "_SECONDS_TO_DRAW", 0.05)
    sent = [asked("list"), entered("list"), asked("profile")]
    assert let_through(*sent) == sent


def test_a_click_that_overtook_an_entry_is_asked_for_once_more_when_the_entry_is_drawn() -> None:
    async def all_of_it() -> None:
        line = Line(asked(""), asked("profile"), entered("list"), look("profile"))
        assert await line.clicks.receive() == asked("")
        await line.say(*begins("list"), ends())
        assert await line.clicks.receive() == asked("profile")
        await line.say(*begins("profile"))
        assert await line.clicks.receive() == entered("list")
        again = await line.waits()
        await line.say(*begins("list"), ends())
        assert await again == asked("profile")
        assert await line.clicks.receive() == look("profile")

    awaited(all_of_it())


def test_an_entry_on_a_page_that_the_server_went_to_by_itself_stays_there() -> None:
    async def all_of_it() -> None:
        line = Line(asked("couple"), entered("list"), entered("list", 2))
        await line.say(*begins("list"))
        assert await line.clicks.receive() == asked("couple")
        await line.say(*begins("couple"), ends(), *begins("list"), ends())
        assert await line.clicks.receive() == entered("list")
        await line.say(*begins("list"), ends())
        assert await line.clicks.receive() == entered("list", 2)
        await line.say(*begins("list"), ends())
        assert await line.heard() == []

    awaited(all_of_it())


def test_what_is_entered_on_a_page_that_comes_back_waits_until_the_new_server_has_drawn_it() -> None:
    async def all_of_it() -> None:
        line = Line(entered("list"), entered("list", 2), entered("list", 3))
        assert await line.clicks.receive() == entered("list")
        change = await line.waits()
        await line.say(*begins("list"))
        await asyncio.sleep(0.01)
        assert not change.done()
        await line.say(ends())
        assert await change == entered("list", 2)
        assert await line.clicks.receive() == entered("list", 3)

    awaited(all_of_it())


def test_an_entry_that_names_a_page_left_long_ago_is_none_that_was_overtaken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clicks, "_SECONDS_ON_THE_WAY", 0.0)

    async def all_of_it() -> None:
        line = Line(asked("list"), asked("profile"), entered("list"))
        assert await line.clicks.receive() == asked("list")
        assert await line.clicks.receive() == asked("profile")
        await line.say(*begins("profile"), ends())
        assert await line.heard() == [entered("list")]

    awaited(all_of_it())


@pytest.mark.parametrize(
    "other",
    [
        {"type": "websocket.connect"},
        {"type": "websocket.receive", "text": "no protocol of ours"},
        {"type": "websocket.receive", "bytes": b"\xff\xff\xff"},
        {"type": "websocket.receive", "bytes": BackMsg(stop_script=True).SerializeToString()},
    ],
)
def test_everything_else_goes_through_as_it_is(other: Message) -> None:
    assert let_through(asked("list"), other, look("list")) == [asked("list"), other, look("list")]


# ---- what the browser says by itself, while the server changes an entry


def says(*entries: tuple[str, float], by_the_clock: bool = False) -> Message:
    sent = BackMsg.FromString(asked("list", by_the_clock=by_the_clock)["bytes"])
    sent.rerun_script.widget_states.SetInParent()
    for name, number in entries:
        sent.rerun_script.widget_states.widgets.add(id=name, double_value=number)
    return {"type": "websocket.receive", "bytes": sent.SerializeToString()}


ANSWER = f"$$ID-0a1b-{clicks.KEPT_IN_BROWSER}"


async def hears_after_an_entry(message: Message, *told: Message) -> Message:
    line = Line(asked("list"), says(("budget", 550), (ANSWER, 1)), message)
    await line.clicks.receive()
    await line.clicks.receive()
    await line.say(*told)
    return await line.clicks.receive()


@pytest.mark.parametrize(
    ("message", "news"),
    [
        (says(("budget", 550), (ANSWER, 2)), says((ANSWER, 2))),
        (says(("budget", 550), (ANSWER, 1), by_the_clock=True), says(by_the_clock=True)),
        (says(("budget", 500), (ANSWER, 2)), None),
        (says(("budget", 550), (ANSWER, 1)), None),
    ],
    ids=["kept in the browser", "a look", "another number", "the same number again"],
)
def test_of_what_nobody_entered_only_what_is_new_goes_through(message: Message, news: Message | None) -> None:
    """The server may have taken the 550 back meanwhile: it isn't wished for anew."""
    heard = awaited(hears_after_an_entry(message, *begins("list")))
    assert BackMsg.FromString(heard["bytes"]) == BackMsg.FromString((news or message)["bytes"])


def test_while_an_entry_waits_to_be_drawn_all_goes_through() -> None:
    """The server joins the two, and of the entry only what the later one says of it is left."""
    message = says(("budget", 550), (ANSWER, 2))
    assert awaited(hears_after_an_entry(message)) == message
