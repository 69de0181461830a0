"""The dashboard names the season, says when it is closed or over, and carries a plan over to the next."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.clock import working_as_of
from optimizer.evidence import load_season, season_years
from optimizer.plan import renewed
from tests.dashboard.driving import button, draft

ENTRY = Path(__file__).resolve().parents[2] / "app.py"
OLD, NEW = season_years()[:2]


@pytest.fixture
def old_season_in_hand() -> Iterator[AppTest]:
    with working_as_of(load_season(OLD).rank_list_due):
        shown = AppTest.from_file(str(ENTRY), default_timeout=120).run()
        # Something said of oneself: the draft is one's own from now on, and of its season.
        yield shown


def said(shown: AppTest) -> str:
    assert not shown.exception
    words = "\n".join(one.value for one in (*shown.caption, *shown.markdown))
    return words.replace("\\", "").replace("\N{WORD JOINER}", "")


def test_the_line_says_season_moment_and_how_fresh_its_figures_are(old_season_in_hand: AppTest) -> None:
    words = said(old_season_in_hand)
    assert f"Season {OLD}: Match Week" in words
    assert f"Of {load_season(OLD).freshness().total} figures" in words
    assert not [button for button in old_season_in_hand.button if button.key == "renew"]


def test_a_plan_of_a_season_that_is_over_is_carried_over_by_one_click(old_season_in_hand: AppTest) -> None:
    with working_as_of(load_season(OLD).match_week[1] + timedelta(days=1)):
        shown = old_season_in_hand.run()
        words = said(shown)
        assert f"Season {OLD} is over" in words
        assert f"From season {OLD} to {NEW}" in words
        shown = shown.button("renew").click().run()
        words = said(shown)
        assert f"Season {NEW}: Match Week" in words
        assert f"Season {OLD} is over" not in words


def test_what_a_plan_lost_and_what_differs_is_told_until_it_is_closed_or_undone(old_season_in_hand: AppTest) -> None:
    old_season_in_hand.session_state["plan-choice"] = "example-los-angeles-img"
    with working_as_of(load_season(OLD).rank_list_due):
        there = renewed(draft(old_season_in_hand.run()).plan, NEW)
    assert there.changes
    assert there.adjustments
    with working_as_of(load_season(OLD).match_week[1] + timedelta(days=1)):
        shown = old_season_in_hand.run().button("renew").click().run()
        words = said(shown)
        assert all(line in words for line in (*there.adjustments, *there.changes))
        undone = button(shown, "Undo").click().run()
        assert draft(undone).plan.season == OLD
        assert "Carried over to season" not in said(undone)
        shown = undone.button("renew").click().run().button("carried-over-read").click().run()
        assert draft(shown).plan.season == NEW
        assert "Carried over to season" not in said(shown)


def test_between_rank_lists_and_match_day_the_soap_is_told(old_season_in_hand: AppTest) -> None:
    with working_as_of(load_season(OLD).match_week[0]):
        words = said(old_season_in_hand.run())
        assert "nothing can be added any more" in words
        assert "At most 45 applications" in words
