"""The rank order list: its order, its chances, its price and its warnings."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from optimizer.plan import prepare
from optimizer.season.outlook import HONESTY, SeasonView, outlook, rank_order_list
from optimizer.season.tracker import tracked_of
from tests.people_and_programs import applicant, directory, known, plan, program, programs_in_many_cities
from tests.season.outlook.views import prepared, sent, view
from tests.season.seasons import DECEMBER, NOVEMBER, OCTOBER, SENT

MADE = prepared(regions=({"name": "Home", "priority": 10, "states": ("CA",)},), elsewhere_priority=3, flexibility=0.2)
HELD: dict[str, Any] = {"invited": OCTOBER, "held": NOVEMBER}


def test_the_list_follows_the_own_order_then_impressions_and_the_plan() -> None:
    answers = {
        "im-00": HELD,
        "im-03": HELD | {"score": 9.5},
        "im-04": HELD | {"rank": 1},
        "im-05": HELD,
        "im-06": HELD | {"rank": 2, "score": 1.0},
        "im-07": {"invited": OCTOBER},
        "im-08": {},
    }
    found = rank_order_list(view(MADE, answers, DECEMBER))
    assert [one.id for one in found.programs] == ["im-04", "im-06", "im-00", "im-03", "im-05"]
    assert [one.preference_from for one in found.programs] == [
        "your order",
        "your order",
        "the plan",
        "your impression",
        "the plan",
    ]
    assert found.honesty == HONESTY
    assert any("2 programs have neither an impression" in warning for warning in found.warnings)


def test_invitations_to_come_join_only_when_asked() -> None:
    season = view(MADE, {"im-00": HELD, "im-01": {"invited": OCTOBER}}, DECEMBER)
    assert [one.id for one in rank_order_list(season).programs] == ["im-00"]
    assert {one.id for one in rank_order_list(season, with_invited=True).programs} == {"im-00", "im-01"}


def test_each_program_adds_to_the_chance_and_the_sum_is_the_lists() -> None:
    season = view(MADE, {f"im-{k:02}": HELD for k in range(5)}, DECEMBER)
    found = rank_order_list(season)
    assert sum(known(one.match_here) for one in found.programs) == pytest.approx(found.match_probability)
    assert found.programs[-1].matched_by_here == pytest.approx(found.match_probability)
    assert all(known(one.match_here) > 0 for one in found.programs)
    low, high = known(found.match_probability_range)
    assert low <= known(found.match_probability) <= high


def test_the_order_changes_where_one_matches_and_never_whether() -> None:
    chances = set()
    for order in permutations(range(3)):
        answers = {f"im-{k:02}": HELD | {"rank": place + 1} for place, k in enumerate(order)}
        chances.add(round(known(rank_order_list(view(MADE, answers, DECEMBER)).match_probability), 12))
    assert len(chances) == 1


def test_a_program_that_is_not_acceptable_is_left_out_and_said_to_cost_chance() -> None:
    found = rank_order_list(view(MADE, {"im-00": HELD, "im-01": HELD | {"acceptable": False}}, DECEMBER))
    assert found.left_out == ("im-01",)
    assert any("1 programs that interviewed you are left out" in warning for warning in found.warnings)


def test_without_interviews_there_is_nothing_to_rank() -> None:
    found = rank_order_list(view(MADE))
    assert found.programs == ()
    assert found.match_probability == 0.0
    assert found.warnings == ("No interview has been held yet: there is nothing to rank.",)


def test_codes_beyond_twenty_cost_extra() -> None:
    made = prepared(24)
    for count, dollars in ((20, 70.0), (21, 100.0), (24, 190.0)):
        found = rank_order_list(view(made, {f"im-{k:02}": HELD for k in range(count)}, DECEMBER))
        assert (found.fee_usd, found.further_codes) == (dollars, max(count - 20, 0))


def test_more_codes_than_the_nrmp_takes_are_warned_of() -> None:
    many = prepare(
        plan(applicant=applicant(type="us-md", visa=None, us_clinical_months=None)),
        directory(*programs_in_many_cities(301, prefix="big")),
    )
    told = [replace(tracked_of(one), applied=SENT, **HELD) for one in many.directory.programs]
    assert any("the NRMP takes 300" in word for word in rank_order_list(SeasonView.of(many, told, DECEMBER)).warnings)


def test_a_short_list_one_division_and_reaches_only_are_warned_of() -> None:
    made = prepare(
        plan(tiers={"im-00": "reach", "im-10": "reach"}),
        directory(*programs_in_many_cities(12)),
    )
    told = [replace(one, **HELD) if one.id in ("im-00", "im-10") else one for one in sent(made)]
    warnings = " ".join(rank_order_list(SeasonView.of(made, told, DECEMBER)).warnings)
    said = ("2 in internal medicine, where half", "ranked 5 or more", "one division (Pacific)", "are reaches", "SOAP")
    for words in said:
        assert words in warnings


def test_a_long_safe_list_is_not_warned_of() -> None:
    made = prepared(40)
    found = rank_order_list(view(made, {f"im-{k:02}": HELD for k in range(40)}, DECEMBER))
    assert known(found.match_probability) > 0.99
    assert not any("SOAP" in warning or "short" in warning for warning in found.warnings)


def test_programs_with_several_codes_are_named() -> None:
    made = prepare(
        plan(applicant=applicant(type="us-md", visa=None, us_clinical_months=None)),
        directory(program("one", nrmp_code="1234140C0 1234140P0"), program("two", city="Fresno")),
    )
    told = [replace(tracked_of(one), applied=SENT, **HELD) for one in made.directory.programs]
    found = rank_order_list(SeasonView.of(made, told, DECEMBER))
    assert any(warning.endswith("apart: one.") for warning in found.warnings)


def test_before_anything_was_sent_there_is_nothing_to_rank_wherever_home_may_be() -> None:
    made = prepared(applicant=applicant(type="us-md", visa=None, us_clinical_months=None, home_state=None))
    found = rank_order_list(view(made, count=0))
    assert (found.programs, found.match_probability_range) == ((), (0.0, 0.0))


def test_tiers_are_called_as_on_the_list_that_was_sent() -> None:
    season = view(MADE, {f"im-{k:02}": HELD for k in range(6)}, DECEMBER)
    called = {one.id: one.tier_words for one in outlook(season).programs}
    ranked = {one.id: one.tier_words for one in rank_order_list(season).programs}
    assert ranked == {one: called[one] for one in ranked}
