from datetime import date

import pytest

from optimizer.season.tracker import SeasonDays, day_in, days_look
from tests.season.seasons import SENT, TODAY

DAYS = SeasonDays(date(SENT.year, 6, 4), date(TODAY.year, 3, 20))
OPEN = SeasonDays(None, None)


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-24",
        "9/24/2025",
        "9/24/25",
        "09/24/25",
        "24-Sep-25",
        "24-Sep-2025",
        "24 Sep 2025",
        "24 September 2025",
        "24-sep",
        "Sep 24",
        "Sept. 24",
        "September 24",
        "Sep 24th, 2025",
        "September 24, 2025",
        "9/24",
        " 9/24 ",
    ],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(text: str) -> None:
    assert day_in(text, DAYS, TODAY) == SENT


@pytest.mark.parametrize("text", ["", "soon", "13/13/25", "2025-02-30", "Feb 30", "24/9/25", "Sep", "24", "1st Sep"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_in(text, DAYS, TODAY) is None


def test_the_season_tells_the_year() -> None:
    assert day_in("Jan 5", DAYS, TODAY) == date(TODAY.year, 1, 5)
    assert day_in("Mar 15", DAYS, TODAY) == date(TODAY.year, 3, 15)
    assert day_in("Dec 5", DAYS, TODAY) == date(SENT.year, 12, 5)
    # Outside the season: the last one that has been.
    assert day_in("Apr 8", DAYS, TODAY) == date(SENT.year, 4, 8)
    assert day_in("Mar 15", OPEN, TODAY) == date(SENT.year, 3, 15)


def test_how_days_look_is_shown_by_today() -> None:
    assert days_look(SENT) == "a day such as 2025-09-24, 9/24/25 or Sep 24"
