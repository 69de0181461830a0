"""The outlook as a whole: what it says of the match, of programs, of regions, and what it leaves out."""

from dataclasses import replace
from datetime import date

import pytest

from optimizer.errors import BadInput
from optimizer.season.outlook import SeasonView, outlook, season_plan
from optimizer.season.tracker import KeptPlan, KeptTie
from tests.season.outlook.views import prepared, sent, view
from tests.season.seasons import DECEMBER, NOVEMBER, OCTOBER, SENT, tracked

MADE = prepared()


def test_the_range_holds_the_chance_and_narrows_as_answers_come() -> None:
    first = outlook(view(MADE, day=SENT))
    later = outlook(view(MADE, {f"im-{k:02}": {"rejected": NOVEMBER} for k in range(11)}, DECEMBER))
    for found in (first, later):
        low, high = found.match_probability_range
        assert low <= found.match_probability <= high
    width = [found.match_probability_range[1] - found.match_probability_range[0] for found in (first, later)]
    assert width[1] < width[0]


def test_on_the_day_of_sending_nothing_has_changed() -> None:
    found = outlook(view(MADE, day=SENT))
    assert found.match_probability == pytest.approx(found.match_probability_before)
    assert all(one.still == pytest.approx(one.at_first) for one in found.programs)
    assert found.seen[0].expected == 0.0


def test_every_program_has_its_standing_and_chances() -> None:
    found = outlook(view(MADE, {"im-00": {"invited": OCTOBER}, "im-01": {"rejected": OCTOBER}}))
    by_id = {one.id: one for one in found.programs}
    assert (by_id["im-00"].last_word, by_id["im-00"].still, by_id["im-00"].still_range) == ("invited", 1.0, (1.0, 1.0))
    assert (by_id["im-01"].last_word, by_id["im-01"].still, by_id["im-01"].offer) == ("rejected", 0.0, 0.0)
    silent = by_id["im-02"]
    assert silent.still_range[0] <= silent.still <= silent.still_range[1]
    assert silent.still < silent.at_first
    assert silent.offer < silent.still


def test_of_what_was_withdrawn_cancelled_or_closed_nothing_comes_any_more() -> None:
    found = outlook(
        view(
            MADE,
            {
                "im-00": {"withdrawn": OCTOBER},
                "im-01": {"closed": OCTOBER},
                "im-02": {"invited": OCTOBER, "cancelled": NOVEMBER},
                "im-03": {"invited": OCTOBER, "accepted": OCTOBER, "declined": NOVEMBER},
            },
        )
    )
    by_id = {one.id: one for one in found.programs}
    assert [by_id[f"im-0{k}"].last_word for k in range(4)] == ["withdrawn", "closed", "cancelled", "declined"]
    assert [by_id[f"im-0{k}"].offer for k in range(4)] == [0.0] * 4
    still = outlook(view(MADE, {"im-02": {"invited": OCTOBER}, "im-03": {"invited": OCTOBER}}))
    assert found.match_probability < still.match_probability


def test_silence_up_to_the_end_of_an_application_tells_less_than_silence_up_to_now() -> None:
    early, late = ({f"im-{k:02}": {"closed": on} for k in range(6)} for on in (date(2025, 9, 26), NOVEMBER))
    assert outlook(view(MADE, early)).match_probability >= outlook(view(MADE, late)).match_probability


@pytest.mark.parametrize("kind", ["waitlisted", "paused"])
def test_a_waitlist_counts_as_no_answer_yet_and_that_is_said(kind: str) -> None:
    found = outlook(view(MADE, {"im-00": {kind: OCTOBER}}))
    silent = outlook(view(MADE))
    assert found.match_probability == pytest.approx(silent.match_probability)
    assert any("waitlist or a hold isn't published: 1 " in notice for notice in found.notices)


def test_what_happened_after_the_day_is_left_out() -> None:
    answers = {"im-00": {"invited": OCTOBER, "held": NOVEMBER}, "im-01": {"rejected": NOVEMBER}}
    assert outlook(view(MADE, answers, date(2025, 10, 9))) == outlook(view(MADE, day=date(2025, 10, 9)))


def test_expected_and_seen_are_counted_by_division_region_and_tier() -> None:
    found = outlook(view(MADE, {"im-00": {"invited": OCTOBER}}))
    parts = {kind: [one for one in found.seen if one.kind == kind] for kind in ("all", "division", "region", "tier")}
    for group in parts.values():
        assert sum(one.applications for one in group) == 12
        assert sum(one.seen for one in group) == 1
        assert sum(one.expected for one in group) == pytest.approx(parts["all"][0].expected)
    for one in found.seen:
        low, high = one.expected_range
        assert 0 <= low <= high <= one.applications


def test_one_region_that_answers_does_not_prove_much() -> None:
    found = outlook(view(MADE, {"im-00": {"invited": OCTOBER}, "im-01": {"invited": OCTOBER}}))
    pacific = next(one for one in found.shifts if one.name == "Pacific")
    assert 0.5 < pacific.above < 0.75
    assert pacific.odds_range[0] < 1.0 < pacific.odds_range[1]
    assert pacific.odds_range[1] / pacific.odds_range[0] < 1.05 * pacific.before_range[1] / pacific.before_range[0]


def test_few_answers_are_said_to_say_little() -> None:
    assert any(
        "1 answer says little" in notice for notice in outlook(view(MADE, {"im-00": {"invited": OCTOBER}})).notices
    )
    assert outlook(view(MADE)).notices == ()


def test_programs_that_the_directory_lacks_are_named_and_left_out() -> None:
    strangers = [tracked(f"xx-{k}", applied=SENT) for k in range(7)]
    season = SeasonView.of(MADE, [*sent(MADE), *strangers, tracked("yy")], NOVEMBER)
    (notice,) = outlook(season).notices
    assert "xx-0, xx-1" in notice
    assert "2 more" in notice
    assert len(season.answers.programs) == 12


def test_an_outlook_without_applications_is_empty_and_certain() -> None:
    found = outlook(SeasonView.of(MADE, [], NOVEMBER))
    assert (found.match_probability, found.programs) == (0.0, ())
    assert found.seen[0].applications == 0


def test_after_the_rank_lists_are_due_there_is_no_outlook() -> None:
    with pytest.raises(BadInput, match="rank order lists of the season are closed"):
        view(MADE, day=date(2026, 3, 5))


def test_a_season_without_dates_says_so() -> None:
    bare = replace(MADE, season=MADE.season.model_copy(update={"dates": ()}))
    found = outlook(view(bare))
    assert any("dates aren't known" in notice for notice in found.notices)
    assert found.match_probability == pytest.approx(found.match_probability_before)


PLAN = 'title = "One"\n[applicant]\ntype = "us-md"\nspecialties = ["internal-medicine"]\n'


def test_the_plan_of_the_season_has_the_ties_that_came_about() -> None:
    kept = KeptPlan(id=1, title="One", season=2026, content=PLAN)
    tie = KeptTie(id=1, kind="contact", scope="state", place="CA")
    assert season_plan(kept).applicant.ties == ()
    (found,) = season_plan(kept, [tie]).applicant.ties
    assert (found.kind, found.state) == ("contact", "CA")
    with pytest.raises(BadInput, match="no such tie"):
        season_plan(kept, [tie.model_copy(update={"kind": "rumour"})])


def test_a_tier_is_said_as_the_chance_at_the_start_allows() -> None:
    found = outlook(view(MADE, day=SENT))
    assert all(one.tier_words for one in found.programs)
    assert all(one.tier_words != "safety" or one.at_first >= 0.25 for one in found.programs)
