"""Specialties of which too little is published: programs are listed by preference, and the chance is not known."""

import json
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from optimizer.errors import BadInput
from optimizer.evidence import load_season
from optimizer.export import list_csv, list_text, list_xlsx, outcome_json
from optimizer.plan import (
    BudgetFrontier,
    Comparison,
    Plan,
    ProgramWhy,
    budget_frontier,
    build_list,
    compare,
    explain_program,
    flexibility_frontier,
    limit_prices,
    missing_facts,
    prepare,
)
from tests.people_and_programs import applicant, directory, plan, program, programs_in_many_cities, solved

SEASON = plan().season
REGIONS = [
    {"name": "California", "priority": 10, "states": ["CA"]},
    {"name": "Texas", "priority": 6, "states": ["TX"]},
]
PLASTICS = directory(*programs_in_many_cities(30, prefix="prs", specialty="plastic-surgery"))
BOTH = directory(*PLASTICS.programs, *programs_in_many_cities(30, prefix="im"))


def wanted(*specialties: str, dollars: float | None = 110.0, **parts: Any) -> Plan:
    given = {"applicant": applicant(specialties=specialties or ("plastic-surgery",)), "flexibility": 0.2}
    return plan(**(given | {"regions": REGIONS, "elsewhere_priority": 2, "budget": {"dollars": dollars}} | parts))


def test_the_list_is_built_and_every_chance_of_it_is_not_known() -> None:
    found = solved(wanted(), PLASTICS)
    assert len(found.programs) == 10
    assert (found.match_probability, found.match_probability_range, found.expected_interviews) == (None, None, None)
    for one in found.programs:
        chances = (one.interview_probability, one.interview_probability_range, one.offer_probability)
        assert chances == (None, None, None)
        assert (one.marginal_value, one.signal_value) == (None, None)


def test_the_list_says_why_before_anything_else() -> None:
    found = solved(wanted(), PLASTICS)
    assert found.chance_notices
    assert found.chance_notices[0].startswith("The chance in plastic surgery is not known")
    assert set(found.chance_notices) <= set(found.notices)


def test_published_match_rates_are_told_with_their_source_and_stand_ins_nowhere() -> None:
    told = [text for text in solved(wanted(), PLASTICS).notices if text.startswith("Published of plastic surgery: ")]
    assert len(told) == 1
    assert "NRMP Charting Outcomes 2026" in told[0]
    ranked = wanted("urology")
    places = directory(*programs_in_many_cities(12, prefix="uro", specialty="urology"))
    assert not any("stand-in" in text for text in solved(ranked, places).notices)


def test_preferences_choose_the_programs_and_whoever_is_wanted_most_is_signalled() -> None:
    limits = {"applications": {"maximum": 12}}
    found = solved(wanted(dollars=None, quotas=limits, signals={"single": 4}), PLASTICS)
    listed = [one.region for one in found.programs]
    # Nine programs lie in California and three in Texas.
    assert listed.count("California") == 9
    assert listed.count("Texas") == 3
    signalled = [one.region for one in found.programs if one.signal != "none"]
    assert signalled == ["California"] * len(signalled)


@pytest.mark.parametrize("count", [1, 5, 9, 10, 14, 29])
def test_no_program_off_the_list_is_wanted_more_than_one_on_it(count: int) -> None:
    asked = wanted(dollars=None, quotas={"applications": {"maximum": count}})
    found = solved(asked, PLASTICS)
    utility = dict(zip(PLASTICS.index_by_id, prepare(asked, PLASTICS).problem.utility.tolist(), strict=False))
    listed = {one.id for one in found.programs}
    assert len(listed) == count
    assert min(utility[one] for one in listed) >= max(u for one, u in utility.items() if one not in listed)


def test_nothing_that_leaves_the_product_holds_a_number_for_the_chance() -> None:
    asked = wanted()
    found = solved(asked, PLASTICS)
    written = json.loads(outcome_json(found, asked))
    assert written["match_probability"] is None
    assert all(one["interview_probability"] is None for one in written["programs"])
    assert any("not known" in notice for notice in written["notices"])
    header, first = list_csv(found).decode("utf-8-sig").splitlines()[:2]
    cells = dict(zip(header.split(","), first.split(","), strict=False))
    assert cells["interview_chance"] == cells["offer_chance"] == cells["marginal_value"] == ""
    assert list_xlsx(found, asked)
    console = Console(width=100)
    with console.capture() as caught:
        console.print(list_text(found, asked))
    assert "Chance to match      not known" in caught.get()


def test_why_says_that_it_is_not_known_and_what_the_opposite_changes() -> None:
    found = solved(wanted(), PLASTICS)
    why = explain_program(wanted(), found.programs[0].id, PLASTICS)
    assert isinstance(why, ProgramWhy)
    assert why.interview_probability is None
    assert why.steps == ()
    assert why.opposite.match_probability_change is None


def test_the_frontier_shows_how_many_programs_each_budget_pays_and_no_chance() -> None:
    found = budget_frontier(wanted(), PLASTICS, budgets=[55, 110])
    assert isinstance(found, BudgetFrontier)
    assert found.unknown == ("plastic-surgery",)
    points = found.points
    assert [point.applications for point in points] == [5, 10]
    assert all(point.match_probability is None and point.match_probability_range is None for point in points)
    assert found.knee is None
    assert found.worth_up_to is None


def test_two_such_lists_can_be_compared() -> None:
    names = ("before", "after")
    found = compare(wanted(), wanted(dollars=55), PLASTICS, names=names, effects=False)
    assert isinstance(found, Comparison)
    assert found.match_probability_change is None
    assert len(found.went) == 5


@pytest.mark.parametrize("question", [flexibility_frontier, limit_prices, missing_facts])
def test_a_question_that_only_chances_answer_is_refused_with_the_reason(question: Any) -> None:
    with pytest.raises(BadInput) as refused:
        question(wanted(), PLASTICS)
    (fault,) = refused.value.faults
    assert fault.what.startswith("the chance in plastic surgery is not known")


def test_beside_a_known_specialty_the_known_part_has_its_chance() -> None:
    found = solved(wanted("plastic-surgery", "internal-medicine", dollars=330), BOTH)
    assert found.match_probability is None
    first, second = found.by_specialty
    assert (first.specialty, first.alone) == ("plastic-surgery", None)
    assert second.alone is not None
    assert 0 < second.alone < 1
    assert second.match_probability is None
    assert any("no less" in notice for notice in found.notices)
    for one in found.programs:
        assert (one.interview_probability is None) == (one.specialty == "plastic-surgery")


def test_known_chances_are_what_they_are_without_the_unknown_ones_beside() -> None:
    alone = prepare(wanted("internal-medicine"), BOTH)
    beside = prepare(wanted("internal-medicine", "plastic-surgery"), BOTH)
    known = beside.estimate.known
    assert known.sum() == 30
    np.testing.assert_allclose(alone.estimate.chances.offer, beside.estimate.chances.offer[known], rtol=1e-4)
    assert np.isnan(beside.estimate.interview_probability[~known]).all()


def test_how_large_the_even_chance_is_changes_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    def regions() -> list[str]:
        return [one.region for one in solved(wanted(), PLASTICS).programs]

    before = regions()
    monkeypatch.setattr("optimizer.estimate.not_known._EVEN", 0.02)
    assert regions() == before


@pytest.mark.parametrize("specialty", load_season(SEASON).specialties)
def test_every_specialty_of_the_season_can_be_chosen_and_builds_a_list(specialty: str) -> None:
    where = directory(*programs_in_many_cities(12, prefix="one", specialty=specialty))
    asked = wanted(specialty, dollars=None, quotas={"applications": {"maximum": 6}})
    found = solved(asked, where)
    assert len(found.programs) == 6
    assert (found.match_probability is None) == bool(found.chance_notices)


def test_a_specialty_without_programs_says_that_an_own_file_can_bring_them() -> None:
    with pytest.raises(BadInput) as refused:
        build_list(wanted("urology"), PLASTICS)
    (fault,) = refused.value.faults
    assert "Bring any list of its programs" in str(fault)


def test_dual_applications_are_told_apart() -> None:
    asked = plan(
        applicant=applicant(type="us-md", visa=None, specialties=("orthopaedic-surgery", "internal-medicine")),
        budget={"dollars": 330},
    )
    where = directory(
        *programs_in_many_cities(10, prefix="ortho", specialty="orthopaedic-surgery"),
        *programs_in_many_cities(10, prefix="im"),
    )
    found = solved(asked, where)
    first, second = found.by_specialty
    assert first.applications + second.applications == len(found.programs)
    assert first.match_probability == pytest.approx(first.alone)
    assert second.match_probability is not None
    assert second.alone is not None
    assert second.match_probability <= second.alone
    assert found.no_match_probability is not None
    assert found.match_probability is not None
    total = (first.match_probability or 0) + second.match_probability + found.no_match_probability
    assert total == pytest.approx(1.0)
    assert found.match_probability == pytest.approx(1.0 - found.no_match_probability)


def test_one_specialty_is_not_divided() -> None:
    found = solved(plan(budget={"dollars": 110}), directory(program("a"), program("b")))
    assert found.by_specialty == ()
    assert found.no_match_probability is None


def test_early_matches_and_their_consequences_are_said() -> None:
    where = directory(*programs_in_many_cities(5, prefix="uro", specialty="urology"))
    found = solved(wanted("urology"), where)
    assert any("matched by the AUA before the NRMP" in notice for notice in found.notices)
    assert found.about_season is not None
    assert "Urology is matched before that, in the AUA's match, on days of its own." in found.about_season.moment
    assert any("registering for the AUA's match costs, which is not known" in notice for notice in found.notices)
    assert not any("NRMP registration" in notice for notice in found.notices)
    beside = directory(*where.programs, *programs_in_many_cities(5))
    both = solved(wanted("urology", "internal-medicine"), beside)
    assert any("NRMP registration" in notice for notice in both.notices)
    in_service = wanted("internal-medicine", applicant=applicant(military_service=True))
    found = solved(in_service, directory(program("a")))
    assert any("match of the armed forces" in notice for notice in found.notices)
