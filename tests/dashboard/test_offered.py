"""Files that a page offers aren't taken away while any page is being drawn, and are once it is quiet."""

import threading

import pytest

from optimizer.dashboard.offered import QuietCollector

SECONDS_AT_MOST = 10.0


@pytest.fixture
def taken() -> threading.Event:
    return threading.Event()


def test_what_nobody_is_offered_is_taken_away_once_it_is_quiet(taken: threading.Event) -> None:
    collector = QuietCollector(taken.set, quiet_s=0.05)
    with collector.drawing():
        collector.ask()
        assert not taken.wait(0.3)
    assert taken.wait(SECONDS_AT_MOST)


def test_another_page_that_is_drawn_is_waited_for_too(taken: threading.Event) -> None:
    collector = QuietCollector(taken.set, quiet_s=0.05)
    with collector.drawing():
        with collector.drawing():
            collector.ask()
        assert not taken.wait(0.3)
    assert taken.wait(SECONDS_AT_MOST)


def test_where_it_is_never_quiet_it_is_taken_away_all_the_same(taken: threading.Event) -> None:
    collector = QuietCollector(taken.set, quiet_s=0.05, latest_s=0.2)
    with collector.drawing():
        collector.ask()
        assert taken.wait(SECONDS_AT_MOST)


def test_where_pages_follow_each_other_closely_a_moment_between_two_of_them_will_do(taken: threading.Event) -> None:
    collector = QuietCollector(taken.set, quiet_s=0.1, long_s=0.0)

    def draw_one_after_another() -> None:
        while not taken.wait(0.02):
            with collector.drawing():
                taken.wait(0.02)

    visitor = threading.Thread(target=draw_one_after_another, daemon=True)
    visitor.start()
    collector.ask()
    assert taken.wait(SECONDS_AT_MOST)
    visitor.join()


def test_asking_again_meanwhile_takes_away_once_and_later_again() -> None:
    times = threading.Semaphore(0)
    collector = QuietCollector(times.release, quiet_s=0.05)
    collector.ask()
    collector.ask()
    assert times.acquire(timeout=SECONDS_AT_MOST)
    assert not times.acquire(timeout=0.3)
    collector.ask()
    assert times.acquire(timeout=SECONDS_AT_MOST)
