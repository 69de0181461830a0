"""The year as rows of a chart, and where the weeks go."""

from datetime import date, timedelta

import pytest

from optimizer.evidence import load_evidence, load_season
from optimizer.season.tie_plan import TieAction, time_shares, timeline
from optimizer.season.tracker import Contact
from tests.season.seasons import DECEMBER, NOVEMBER, OCTOBER, SENT, tracked

SEASON = load_season(2026)
FIRST = date(2025, 1, 6)


def action(name: str, kind: str = "away-rotation", weeks: float = 4.0, starts: date | None = None) -> TieAction:
    return TieAction.model_validate({"name": name, "kind": kind, "program": "im-00", "weeks": weeks, "starts": starts})


def test_rows_run_from_the_first_action_to_the_match() -> None:
    rows = timeline(SEASON, [action("rotation", starts=date(2025, 6, 2))], from_day=FIRST)
    assert [row.starts for row in rows] == sorted(row.starts for row in rows)
    assert rows[0].name == "rotation"
    assert rows[0].ends == date(2025, 6, 2) + timedelta(weeks=4)
    assert rows[-1].name == "Match Day"
    assert rows[-1].starts == rows[-1].ends == date(2026, 3, 20)
    assert {"Invitations and interviews", "Rank order list"} <= {row.name for row in rows}


def test_an_action_that_ends_after_applications_go_out_is_too_late() -> None:
    rows = timeline(SEASON, [action("late", starts=date(2025, 8, 20)), action("early", starts=FIRST)])
    late = {row.name: row.too_late for row in rows if row.kind == "action"}
    assert late == {"late": True, "early": False}


def test_an_action_without_a_start_has_until_applications_go_out() -> None:
    rows = timeline(SEASON, [action("open"), action("look", "second-look")], from_day=FIRST)
    spans = {row.name: (row.starts, row.ends, row.when_is_open) for row in rows if row.kind == "action"}
    assert spans["open"] == (FIRST, date(2025, 9, 3), True)
    assert spans["look"] == (date(2025, 9, 24), date(2026, 3, 4), True)
    (row,) = (row for row in timeline(SEASON, [action("open")]) if row.kind == "action")
    assert row.starts == date(2025, 3, 20)


def test_interviews_and_reminders_have_their_days() -> None:
    programs = [
        tracked("im-00", applied=SENT, invited=OCTOBER, slots=(NOVEMBER, DECEMBER)),
        tracked("im-01", applied=SENT, invited=OCTOBER, slots=(NOVEMBER,), held=DECEMBER),
        tracked("im-02", applied=SENT, invited=OCTOBER, slots=(NOVEMBER,), declined=NOVEMBER),
    ]
    contacts = [
        Contact(name="Dr A", remind_on=OCTOBER, next_step="write"),
        Contact(name="B"),
        Contact(name="C", remind_on=SENT),
    ]
    rows = timeline(SEASON, programs=programs, contacts=contacts)
    assert [(row.name, row.starts) for row in rows if row.kind == "interview"] == [
        ("Program im-00", NOVEMBER),
        ("Program im-00", DECEMBER),
        ("Program im-01", DECEMBER),
    ]
    assert [row.name for row in rows if row.kind == "reminder"] == ["C", "Dr A: write"]


def test_a_season_without_dates_shows_what_has_dates_of_its_own() -> None:
    bare = SEASON.model_copy(update={"dates": ()})
    rows = timeline(bare, [action("open"), action("rotation", starts=FIRST)])
    assert [row.name for row in rows] == ["rotation"]


def test_weeks_are_shared_out_by_kind_beside_the_rule_of_thumb() -> None:
    shares = time_shares([action("a"), action("b", "research", 6.0), action("c", "letter", 2.0)], load_evidence())
    assert {share.kind: share.weeks for share in shares} == {
        "away-rotations": 4.0,
        "research": 6.0,
        "networking": 2.0,
        "tailoring": 0.0,
        "conferences": 0.0,
    }
    assert sum(share.share for share in shares) == pytest.approx(1.0)
    assert sum(share.rule_of_thumb for share in shares) == pytest.approx(1.0)
    assert all(share.share == 0.0 for share in time_shares([], load_evidence()))
