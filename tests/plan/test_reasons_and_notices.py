"""What a list says about itself and its programs is true."""

import re
from typing import Any

import numpy as np
import pytest

from optimizer.applicant import Tie
from optimizer.directory import Directory, load_directory, load_hospitals
from optimizer.evidence import load_evidence
from optimizer.plan import ListedProgram, Plan, ProgramList, in_100, prepare
from optimizer.plan.planner import solve_prepared
from optimizer.plan.problem import branching
from optimizer.portfolio import Solved, evaluate, solve
from tests.people_and_programs import applicant, directory, known, plan, program, programs_in_many_cities, solved

HERE = directory(*programs_in_many_cities(24))
PLENTY = plan(
    applicant=applicant(
        preferred_divisions=("Pacific",),
        home_state="TX",
        ties=(Tie(kind="family", city="Boston, MA"), Tie(kind="letter", state="CA")),
    ),
    regions=({"name": "West", "divisions": ("Pacific", "Mountain"), "priority": 7.5},),
    elsewhere_priority=4,
)


def reasons(wanted: Plan = PLENTY, where: Directory = HERE) -> dict[str, tuple[str, ...]]:
    return {one.id: one.reasons for one in solved(wanted, where).programs}


def of_one(person: dict[str, Any], **facts: Any) -> tuple[str, ...]:
    return reasons(plan(applicant=applicant(**person)), directory(program(**facts)))["one"]


# ---- chances in words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "fewer than 1 in 100"),
        (0.005, "fewer than 1 in 100"),
        (0.0051, "1 in 100"),
        (0.074, "7 in 100"),
        (0.5, "50 in 100"),
        (0.994, "99 in 100"),
        (0.995, "more than 99 in 100"),
        (1.0, "more than 99 in 100"),
    ],
)
def test_a_chance_is_said_in_whole_numbers_and_never_as_nothing_or_certain(share: float, words: str) -> None:
    assert in_100(share) == words


# ---- reasons


def test_every_program_names_its_region_and_the_priority_given_to_it() -> None:
    listed = solved(PLENTY, HERE).programs
    for one in listed:
        priority = {"West": "7.5", "Elsewhere": "4"}[one.region]
        assert one.reasons[0] == f"{one.region}: your priority {priority} of 10"


def test_a_signal_is_said_with_the_chance_without_and_with_it() -> None:
    prepared = prepare(PLENTY, HERE)
    made = prepared.estimate
    for one in solved(PLENTY, HERE).programs:
        said = [text for text in one.reasons if "signal" in text]
        index = HERE.index_by_id[one.id]
        if one.signal == "none":
            assert said == []
        else:
            without = made.interview_probability[index, 0]
            expected = f"chance of an interview {in_100(without)} becomes {in_100(one.interview_probability)}"
            assert said == [f"{one.signal} signal: {expected}"]


def test_a_tie_is_named_where_it_reaches_and_nowhere_else() -> None:
    for one in solved(PLENTY, HERE).programs:
        said = [text for text in one.reasons if text.startswith("your ties count here")]
        if one.city == "Boston":
            assert said == ["your ties count here: family (Boston, MA)"]
        elif one.state == "CA":
            assert said == ["your ties count here: letter (CA)"]
        else:
            assert said == []


def test_a_tie_that_adds_nothing_is_not_said_to_count() -> None:
    ties = (Tie(kind="school", state="CA"),)
    assert not any("ties" in text for text in of_one({"ties": ties}))
    assert "you are in state (CA)" in of_one({"ties": ties})


def test_home_and_preference_are_named_where_they_hold() -> None:
    for one in solved(PLENTY, HERE).programs:
        assert ("you are in state (TX)" in one.reasons) == (one.state == "TX")
        assert ("in a division you state as preferred (Pacific)" in one.reasons) == (one.division == "Pacific")


def test_a_known_rate_is_said_and_an_unknown_one_too() -> None:
    assert "its own rate is known: it interviews 12 in 100 of non-US IMG applicants" in of_one(
        {}, interview_rate_non_us_img=0.12
    )
    assert (
        "its interview rate for US MD applicants is not known: estimated from state and setting, wide range"
        in of_one({"type": "us-md", "visa": "none"}, interview_rate_non_us_img=0.12)
    )


@pytest.mark.parametrize(
    ("visa", "j1", "h1b", "expected"),
    [
        ("j1", None, True, "J-1 visa policy unknown: check its site before you apply"),
        ("h1b", None, True, "sponsors H-1B"),
        ("either", False, False, "listed as not sponsoring J-1 or H-1B"),
    ],
)
def test_the_visa_policy_is_said_as_it_is_known(visa: str, j1: bool | None, h1b: bool | None, expected: str) -> None:
    assert expected in of_one({"visa": visa}, sponsors_j1=j1, sponsors_h1b=h1b)


def test_who_needs_no_visa_reads_nothing_of_visas() -> None:
    assert not any("J-1" in text or "H-1B" in text for text in of_one({"visa": "none"}, sponsors_j1=False))


def test_an_unknown_setting_is_said() -> None:
    assert "setting unknown" in of_one({})
    assert "setting unknown" not in of_one({}, setting="community")


# ---- notices


def notices(wanted: Plan, where: Directory = HERE) -> tuple[str, ...]:
    return solved(wanted, where).notices


def one_that(found: tuple[str, ...], beginning: str) -> str:
    (text,) = [text for text in found if text.startswith(beginning)]
    return text


def test_programs_without_a_rate_of_their_own_are_counted() -> None:
    programs = [*programs_in_many_cities(4), program("known", interview_rate_non_us_img=0.1)]
    text = one_that(notices(plan(), directory(*programs)), "Own interview rates")
    assert "known for 1 of the 5 programs listed" in text
    all_known = directory(program(interview_rate_non_us_img=0.1))
    assert not any(text.startswith("Own interview rates") for text in notices(plan(), all_known))


def test_figures_older_than_the_plans_season_say_what_they_are_of() -> None:
    text = one_that(notices(plan()), "The chances stand on")
    assert "interview rates of 2023-24" in text
    assert "older than season" in text
    mine = plan(evidence={"interview_rate/internal-medicine/non-us-img": 0.05})
    assert not any("interview rates of" in text for text in notices(mine))


def test_a_safety_that_is_not_likely_is_said_to_be_so() -> None:
    community = directory(program(setting="community", research_intensity="other"))
    asked = "Tiers compare programs with each other"
    assert any(asked in text for text in notices(plan(), community))
    strong = plan(applicant=applicant(type="us-md", visa="none", step2=270, home_state="CA"))
    assert not any(asked in text for text in notices(strong, community))
    assert not any(asked in text for text in notices(plan(tiers={"one": "reach"}), community))


def test_unknown_visa_policies_are_counted() -> None:
    programs = [*programs_in_many_cities(3), *programs_in_many_cities(4, prefix="known", sponsors_j1=True)]
    text = one_that(notices(plan(), directory(*programs)), "Visa policy")
    assert text == "Visa policy is not known for 3 of the programs listed: check each before you pay."
    for visa, j1 in (("none", None), ("j1", True)):
        found = notices(plan(applicant=applicant(visa=visa)), directory(program(sponsors_j1=j1)))
        assert not any(text.startswith("Visa") for text in found)


def test_answers_not_given_are_named_and_the_range_really_is_wider() -> None:
    silent = applicant(step2=None, failed_attempts=None)
    text = one_that(notices(plan(applicant=silent)), "You have not given")
    assert text == "You have not given: Step 2 CK, failed attempts. The range is wider for it."
    said, unsaid = (solved(plan(applicant=person), HERE).match_probability_range for person in (applicant(), silent))
    assert known(unsaid)[1] - known(unsaid)[0] > known(said)[1] - known(said)[0]


def test_programs_in_unknown_cities_are_counted() -> None:
    programs = [program("a", city="Xyzzy"), program("b")]
    assert one_that(notices(plan(), directory(*programs)), "The city of 1 of the directory's programs")
    assert not any(text.startswith("The city") for text in notices(plan()))


@pytest.mark.parametrize(
    ("type_", "visa", "costs"),
    [("us-do", "none", ["$80", "$80", "$70", "$30"]), ("non-us-img", "j1", ["$80", "$70", "$30"])],
)
def test_what_costs_extra_is_said(type_: str, visa: str, costs: list[str]) -> None:
    text = one_that(notices(plan(applicant=applicant(type=type_, visa=visa))), "The spend is application fees only")
    assert re.findall(r"\$\d+", text) == costs


def test_a_list_that_is_proven_does_not_say_otherwise() -> None:
    found = solved(plan(), HERE)
    assert found.proven
    assert not any("time ran out" in text for text in found.notices)


def test_a_list_that_is_not_proven_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unproven(problem: Any, **settings: Any) -> Any:
        found = solve(problem, **settings)
        assert isinstance(found, Solved)
        return Solved(found.mode, found.value, found.bound, found.match_probability, found.spend, False, found.seconds)

    monkeypatch.setattr(branching, "solve", unproven)
    found = solve_prepared(prepare(plan(), HERE))
    assert isinstance(found, ProgramList)
    assert not found.proven
    assert "The time ran out before the list was proven to the gap asked for." in found.notices


# ---- numbers


def test_a_marginal_value_is_what_the_list_loses_without_the_program() -> None:
    wanted = PLENTY.model_copy(update={"flexibility": 0.3})
    found, prepared = solved(wanted, HERE), prepare(wanted, HERE)
    mode = np.full(len(HERE.programs), -1)
    for one in found.programs:
        mode[HERE.index_by_id[one.id]] = prepared.estimate.modes.index(one.signal)
    whole = evaluate(prepared.problem, mode)
    assert whole == pytest.approx(found.value)
    for one in found.programs:
        without = mode.copy()
        without[HERE.index_by_id[one.id]] = -1
        assert one.marginal_value == pytest.approx(whole - evaluate(prepared.problem, without), abs=1e-12)
        assert known(one.marginal_value) > 0


def test_the_headline_lies_in_its_ranges_and_adds_up() -> None:
    found = solved(PLENTY, HERE)
    low, high = known(found.match_probability_range)
    assert 0 <= low < known(found.match_probability) < high <= 1
    low, high = known(found.expected_interviews_range)
    assert low < known(found.expected_interviews) < high
    assert known(found.expected_interviews) == pytest.approx(
        sum(known(one.interview_probability) for one in found.programs)
    )
    for one in found.programs:
        low, high = known(one.interview_probability_range)
        assert low <= known(one.interview_probability) <= high
        assert known(one.offer_probability) < known(one.interview_probability)


def test_with_full_flexibility_the_value_is_the_match_probability() -> None:
    found = solved(PLENTY.model_copy(update={"flexibility": 1.0}), HERE)
    assert found.value == pytest.approx(found.match_probability)
    assert found.value <= found.bound


def test_treating_programs_as_independent_would_overstate_the_match_probability() -> None:
    found = solved(PLENTY, HERE)
    independent = 1 - np.prod([1 - known(one.offer_probability) for one in found.programs])
    assert known(found.match_probability) < independent


def facts(one: ListedProgram) -> tuple[object, ...]:
    return (one.name, one.institution, one.specialty, one.city, one.state, one.division, one.setting)


def test_a_listed_program_carries_the_directory_s_facts_and_its_place() -> None:
    for one in solved(plan(), HERE).programs:
        known = HERE.programs[HERE.index_by_id[one.id]]
        expected = (known.name, known.institution, known.specialty, known.city, known.state)
        assert facts(one) == (*expected, known.division, known.setting)
        assert one.latitude is not None
        assert 20 < one.latitude < 50
    (nowhere,) = solved(plan(), directory(program(city="Xyzzy"))).programs
    assert (nowhere.latitude, nowhere.longitude) == (None, None)


def test_a_user_s_own_figure_moves_the_headline() -> None:
    rate = load_evidence().central("interview_rate", "internal-medicine", "non-us-img")
    label = "interview_rate/internal-medicine/non-us-img"
    usual, doubled = (solved(plan(evidence={label: figure}), HERE).expected_interviews for figure in (rate, 2 * rate))
    assert doubled == pytest.approx(2 * known(usual), rel=0.15)


@pytest.mark.parametrize(("score", "where"), [(230, "below"), (245, "within"), (270, "above")])
def test_a_score_stands_beside_those_of_who_matched_there(score: int, where: str) -> None:
    told = of_one({"step2": score}, step2_middle_low=236, step2_middle_high=262)
    assert any(f"your Step 2 CK of {score} lies {where} the middle 80 in 100" in text for text in told)
    assert not any("middle 80 in 100" in text for text in of_one({"step2": score}, step2_middle_low=236))


def test_each_chance_says_whose_figure_it_stands_on() -> None:
    """A US citizen from a school abroad, for whom facts of hospitals count; one program has a rate of its own."""
    shipped = load_directory().of_specialties(("internal-medicine",))
    hospitals = load_hospitals()
    some = [one for one in shipped.programs if one.id in hospitals][:8]
    others = [one for one in shipped.programs if one.id not in hospitals][:4]
    own = some[0].model_copy(update={"interview_rate_us_img": 0.2})
    person = {"type": "us-img", "visa": "none", "specialties": ("internal-medicine",)}
    found = solved(plan(applicant=applicant(**person)), directory(own, *some[1:], *others))
    told = {one.id: one.figure_of for one in found.programs}
    assert told[own.id] == "program"
    assert "hospital" in {told[one.id] for one in some[1:]}
    assert {told[one.id] for one in others} == {"specialty"}
    for one in found.programs:
        assert any("facts of its hospital" in text for text in one.reasons) == (one.figure_of == "hospital")
    assert any("from facts of their hospital too" in text for text in found.notices)
    tiers = {own.id: "reach"}
    again = solved(plan(applicant=applicant(**person), tiers=tiers), directory(own, *some[1:], *others))
    assert {one.id: one.figure_of for one in again.programs}[own.id] == "program", (
        "a tier of one's own changes no figure"
    )
    senior = solved(plan(applicant=applicant(**(person | {"type": "us-md"}))), directory(*some[1:], *others))
    assert {one.figure_of for one in senior.programs} == {"specialty"}, "for US MDs nothing was gained by hospitals"


def test_what_is_published_of_a_second_specialty_is_told_with_it_and_only_there() -> None:
    where = directory(
        *(
            program(f"{name}-{city}", specialty=name, city=city)
            for name in ("orthopaedic-surgery", "general-surgery")
            for city in ("Boston", "Austin")
        )
    )

    def told(kind: str, *specialties: str) -> list[str]:
        person = applicant(type=kind, visa=None, us_clinical_months=None, specialties=specialties)
        notices = solved(plan(applicant=person), where).notices
        return [one for one in notices if "where they ranked nothing else" in one]

    (of_do,) = told("us-do", "general-surgery", "orthopaedic-surgery")
    assert "ranked orthopaedic surgery first: 52 in 100" in of_do
    assert "30 in 100 where they ranked another specialty too" in of_do
    assert "74 in 100" in told("us-md", "orthopaedic-surgery", "general-surgery")[0]
    assert not told("us-md", "orthopaedic-surgery")
    assert not told("us-img", "orthopaedic-surgery", "general-surgery")
