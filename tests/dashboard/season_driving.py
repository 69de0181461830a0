"""Driving the Season page: a small plan with its programs, a season that has begun."""

from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from optimizer.season.tracker import Tracked, Tracker
from tests.cli.test_season import PLAN, PROGRAMS
from tests.dashboard.driving import button, opened, upload

SENT, ASKED, LATER = date(2025, 9, 24), date(2025, 10, 8), date(2025, 11, 10)


def with_small_plan(where: str = "season") -> AppTest:
    """The page with a plan of eight applications among twelve programs of the user's own."""
    return upload(opened(where), ("plan.toml", PLAN), ("programs.csv", PROGRAMS))


def begun() -> AppTest:
    """A season whose list was sent."""
    page = with_small_plan()
    button(page, "Start my season").click().run()
    button(page, "I sent the whole list").click().run()
    assert not page.exception
    return on(page, ASKED)


def on(page: AppTest, day: date) -> AppTest:
    """Look at the season, and enter, on a day."""
    page.date_input(key="season/day").set_value(day).run()
    return page


def kept(store: Path) -> tuple[Tracked, ...]:
    """What the store holds."""
    with Tracker.at(store) as tracker:
        return tracker.programs()
