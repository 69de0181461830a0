"""A closed page: waited for a while, then its session is closed."""

from collections.abc import Iterator

import pytest

from optimizer.hosting import leaving
from optimizer.hosting.leaving import SECONDS_TO_COME_BACK, SECONDS_WITH_A_CLASS, Presence, close_those_gone


class Server:
    """Stands for Streamlit's runtime."""

    def __init__(self, *active: str) -> None:
        self.active, self.closed = set(active), list[str]()

    def is_active_session(self, session_id: str) -> bool:
        return session_id in self.active

    def close_session(self, session_id: str) -> None:
        self.closed.append(session_id)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("optimizer.hosting.leaving.monotonic", lambda: 1000.0)
    yield
    leaving._gone.clear()


def test_whoever_does_not_come_back_is_forgotten_with_what_was_kept_for_them() -> None:
    server, done = Server(), list[str]()
    presence = Presence("a")
    presence.partings.append(lambda: done.append("thrown away"))
    presence.leave()
    close_those_gone(server, 1000.0 + SECONDS_TO_COME_BACK - 1)
    assert (server.closed, done) == ([], [])
    close_those_gone(server, 1000.0 + SECONDS_TO_COME_BACK)
    assert (server.closed, done) == (["a"], ["thrown away"])
    close_those_gone(server, 5000.0)
    assert server.closed == ["a"]


def test_whoever_holds_a_class_is_waited_for_less_than_a_minute() -> None:
    server, presence = Server(), Presence("a")
    presence.patience = SECONDS_WITH_A_CLASS
    presence.leave()
    close_those_gone(server, 1000.0 + SECONDS_WITH_A_CLASS)
    assert server.closed == ["a"]
    assert SECONDS_WITH_A_CLASS < 60 - 10


def test_whoever_comes_back_is_not_forgotten_and_keeps_what_was_promised() -> None:
    server, done = Server(), list[str]()
    first = Presence("a")
    first.patience = SECONDS_WITH_A_CLASS
    first.partings.append(lambda: done.append("thrown away"))
    first.leave()
    second = Presence("a")
    close_those_gone(server, 9000.0)
    assert (server.closed, done) == ([], [])
    second.leave()
    close_those_gone(server, 1000.0 + SECONDS_WITH_A_CLASS)
    assert (server.closed, done) == (["a"], ["thrown away"])


def test_a_session_that_is_connected_is_left_alone() -> None:
    server, presence = Server("a"), Presence("a")
    presence.leave()
    close_those_gone(server, 9000.0)
    assert server.closed == []


def test_outside_of_a_page_there_is_nobody_to_wait_for() -> None:
    leaving.stays()
    leaving.when_gone(lambda: None)
    assert leaving._gone == {}
