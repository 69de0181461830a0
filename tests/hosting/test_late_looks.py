"""Which looks at work are kept from the server: those of a page that was left."""

import asyncio

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg

from optimizer.hosting.late_looks import without_late_looks

END: Message = {"type": "websocket.disconnect", "code": 1001}


def asked(page: str, *, by_the_clock: bool = False) -> Message:
    sent = BackMsg()
    sent.rerun_script.page_script_hash = page
    sent.rerun_script.is_auto_rerun = by_the_clock
    sent.rerun_script.fragment_id = "work" if by_the_clock else ""
    return {"type": "websocket.receive", "bytes": sent.SerializeToString()}


def look(page: str) -> Message:
    return asked(page, by_the_clock=True)


def let_through(*sent: Message) -> list[Message]:
    coming = iter((*sent, END))

    async def receive() -> Message:
        return next(coming)

    async def all_of_it() -> list[Message]:
        receiving = without_late_looks(receive)
        found = [await receiving()]
        while found[-1] != END:
            found.append(await receiving())
        return found[:-1]

    return asyncio.run(all_of_it())


def test_a_look_at_a_page_that_was_left_is_kept_back() -> None:
    sent = [asked("list"), look("list"), asked("profile"), look("list"), look("profile")]
    assert let_through(*sent) == [*sent[:3], sent[4]]


def test_a_page_that_was_opened_by_its_address_is_looked_at() -> None:
    sent = [asked(""), look("list"), look("list")]
    assert let_through(*sent) == sent


def test_a_click_back_and_forth_lets_the_looks_of_the_page_in_front_through() -> None:
    sent = [asked("list"), asked("profile"), asked("list"), look("list")]
    assert let_through(*sent) == sent


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
