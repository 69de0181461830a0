"""When what a page consists of reaches the browser: together, in its order, and after a moment in any case."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from optimizer.hosting.bursts import in_bursts
from tests.awaited import awaited

FOR_EVER_S = 60.0


def begins() -> Message:
    told = ForwardMsg()
    told.new_session.name = "app"
    return _as_sent(told)


def element(number: int) -> Message:
    told = ForwardMsg()
    told.delta.new_element.markdown.body = str(number)
    return _as_sent(told)


def is_drawn() -> Message:
    told = ForwardMsg()
    told.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    return _as_sent(told)


def _as_sent(told: ForwardMsg) -> Message:
    return {"type": "websocket.send", "bytes": told.SerializeToString()}


def after_the_first_page(work: Callable[[Send, list[Message]], Awaitable[None]], held_s: float = FOR_EVER_S) -> None:
    """Send as the application would, to a browser whose page has been drawn once."""

    async def all_of_it() -> None:
        arrived: list[Message] = []

        async def send(message: Message) -> None:
            arrived.append(message)

        async with in_bursts(send, longest_s=held_s) as sending:
            for message in (begins(), element(0), is_drawn()):
                await sending(message)
            arrived.clear()
            await work(sending, arrived)

    awaited(all_of_it())


def test_a_page_that_is_opened_comes_element_by_element() -> None:
    async def all_of_it() -> None:
        arrived: list[Message] = []

        async def send(message: Message) -> None:
            arrived.append(message)

        async with in_bursts(send, longest_s=FOR_EVER_S) as sending:
            for sent in (begins(), element(1)):
                await sending(sent)
                assert arrived[-1] == sent

    awaited(all_of_it())


def test_that_a_page_is_being_drawn_anew_is_said_at_once() -> None:
    under_way = ForwardMsg()
    under_way.session_status_changed.script_is_running = True

    async def work(sending: Send, arrived: list[Message]) -> None:
        sent = [begins(), _as_sent(under_way), element(1)]
        for message in sent:
            await sending(message)
        assert arrived == sent[:2]

    after_the_first_page(work)


def test_a_page_that_is_drawn_anew_comes_when_it_is_whole() -> None:
    async def work(sending: Send, arrived: list[Message]) -> None:
        sent = [begins(), *map(element, range(50)), is_drawn()]
        for message in sent[:-1]:
            await sending(message)
            assert not arrived
        await sending(sent[-1])
        assert arrived == sent

    after_the_first_page(work)


def test_what_takes_its_time_shows_how_far_it_is() -> None:
    async def work(sending: Send, arrived: list[Message]) -> None:
        await sending(begins())
        await sending(element(1))
        await asyncio.sleep(0.1)
        assert len(arrived) == 2
        await sending(element(2))
        assert len(arrived) == 2
        await asyncio.sleep(0.1)
        assert len(arrived) == 3

    after_the_first_page(work, held_s=0.01)


def test_what_is_no_part_of_a_page_is_sent_at_once() -> None:
    async def work(sending: Send, arrived: list[Message]) -> None:
        await sending(element(1))
        assert arrived == [element(1)]
        await sending(begins())
        await sending(end := {"type": "websocket.close", "code": 1000})
        assert arrived == [element(1), begins(), end]

    after_the_first_page(work)


@given(kinds=st.lists(st.sampled_from(["begins", "element", "drawn", "wait"]), max_size=30))
def test_whatever_comes_in_whatever_order_arrives_whole_and_in_that_order(kinds: list[str]) -> None:
    async def work(sending: Send, arrived: list[Message]) -> None:
        sent = []
        for number, kind in enumerate(kinds):
            if kind == "wait":
                await asyncio.sleep(0)
                continue
            sent.append({"begins": begins, "drawn": is_drawn}.get(kind, lambda number=number: element(number))())
            await sending(sent[-1])
        await sending(is_drawn())
        assert arrived == [*sent, is_drawn()]

    after_the_first_page(work, held_s=0.0)


def test_a_browser_that_is_gone_is_told_to_whoever_sends_next() -> None:
    async def all_of_it() -> None:
        async def send(message: Message) -> None:
            if message == element(7):
                raise OSError("gone")

        async with in_bursts(send, longest_s=0.0) as sending:
            for message in (begins(), is_drawn(), begins(), element(7)):
                await sending(message)
            await asyncio.sleep(0.01)
            with pytest.raises(OSError, match="gone"):
                await sending(element(8))

    awaited(all_of_it())


def test_nothing_is_sent_to_a_page_that_was_closed() -> None:
    arrived: list[Message] = []

    async def all_of_it() -> None:
        async def send(message: Message) -> None:
            arrived.append(message)

        async with in_bursts(send, longest_s=0.01) as sending:
            for message in (begins(), is_drawn(), begins(), element(1)):
                await sending(message)
        await asyncio.sleep(0.05)

    awaited(all_of_it())
    assert arrived == [begins(), is_drawn()]
