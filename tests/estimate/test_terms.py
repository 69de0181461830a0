"""What each fact adds: never the wrong way, never out of bounds, nothing where its weight is 0."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from optimizer.applicant import Applicant, Tie
from optimizer.directory import DIVISIONS, Directory
from optimizer.estimate import Estimate, Weights, draw_scenarios, estimate
from optimizer.estimate.terms import Terms
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES, MODES, PEOPLE_BOUND_KINDS, TIE_KINDS, VISAS
from tests.drawn import examples
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

EVIDENCE = load_evidence()
SEASON = load_season(2026)
FEW = draw_scenarios(4)
TINY = 1e-12

VARIED = directory(
    program("a", institution="UCLA", setting="university", research_intensity="top-25", sponsors_j1=True),
    program("b", institution="UCLA", city="Fresno", setting="community", sponsors_j1=False, sponsors_h1b=False),
    program("c", city="Anaheim", interview_rate_non_us_img=0.05, interview_rate_us_md=0.4),
    program("d", city="Portland", state="OR", setting="university-affiliated", sponsors_j1=False),
    program("e", city="Boston", state="MA", setting="university", sponsors_h1b=True, interview_rate_us_img=0.0),
    program("f", city="San Juan", state="PR", setting="military", interview_rate_us_do=1.0),
    program("g", city="Atlantis", state="TX", specialty="psychiatry", research_intensity="26-60"),
    program("h", city="Chicago", state="IL", specialty="psychiatry", setting="university"),
)

PLACES: tuple[dict[str, str], ...] = (
    {"program": "a"},
    {"program": "h"},
    {"institution": "UCLA"},
    {"city": "Los Angeles, CA"},
    {"city": "Boston, MA"},
    {"metro": "Chicago"},
    {"state": "CA"},
    {"division": "Pacific"},
)
TIES = st.builds(
    lambda kind, place: Tie.model_validate({"kind": kind} | place), st.sampled_from(TIE_KINDS), st.sampled_from(PLACES)
)
APPLICANTS = st.builds(
    Applicant,
    type=st.sampled_from(APPLICANT_TYPES),
    specialties=st.just(("internal-medicine", "psychiatry")),
    step2=st.none() | st.integers(200, 280),
    graduation_year=st.none() | st.integers(2000, 2026),
    us_clinical_months=st.none() | st.floats(0, 24),
    failed_attempts=st.none() | st.integers(0, 4),
    visa=st.sampled_from(VISAS),
    home_state=st.none() | st.sampled_from(["CA", "MA", "TX"]),
    preferred_divisions=st.none() | st.lists(st.sampled_from(DIVISIONS), max_size=3, unique=True).map(tuple),
    ties=st.lists(TIES, max_size=3).map(tuple),
)


def estimated(person: Applicant, where: Directory = VARIED, weights: Weights | None = None) -> Estimate:
    return estimate(person, where, SEASON, EVIDENCE, weights, FEW)


def chances(person: Applicant, where: Directory = VARIED) -> NDArray[np.float64]:
    found = estimated(person, where).chances
    return np.stack([found.interview, found.offer])


def but(person: Applicant, **answers: Any) -> Applicant:
    return Applicant.model_validate(dict(person) | answers)


def chance(where: Directory | None = None, /, **answers: Any) -> float:
    return float(estimated(applicant(**answers), where or directory(program())).interview_probability[0, 0])


# ---- never the wrong way


@examples(60)
@given(APPLICANTS, st.integers(200, 280), st.integers(1, 20))
def test_a_higher_score_never_lowers_a_chance(person: Applicant, score: int, more: int) -> None:
    assert (chances(but(person, step2=score + more)) >= chances(but(person, step2=score)) - TINY).all()


@examples(60)
@given(APPLICANTS, st.integers(1980, 2025))
def test_a_more_recent_graduation_never_lowers_a_chance(person: Applicant, year: int) -> None:
    later, earlier = (chances(but(person, graduation_year=when)) for when in (year + 1, year))
    assert (later >= earlier - TINY).all()


@examples(60)
@given(APPLICANTS, st.floats(0, 24), st.floats(0, 24))
def test_more_months_in_the_united_states_never_lower_a_chance(person: Applicant, months: float, more: float) -> None:
    longer, shorter = (chances(but(person, us_clinical_months=value)) for value in (months + more, months))
    assert (longer >= shorter - TINY).all()


@examples(60)
@given(APPLICANTS, st.integers(0, 5))
def test_a_further_failed_attempt_never_raises_a_chance(person: Applicant, attempts: int) -> None:
    more, fewer = (chances(but(person, failed_attempts=count)) for count in (attempts + 1, attempts))
    assert (more <= fewer + TINY).all()


@examples(100)
@given(APPLICANTS, TIES)
def test_a_further_tie_never_lowers_a_chance(person: Applicant, tie: Tie) -> None:
    assert (chances(but(person, ties=(*person.ties, tie))) >= chances(person) - TINY).all()


@examples(60)
@given(APPLICANTS)
def test_a_signal_never_lowers_a_chance_and_gold_counts_more_than_silver(person: Applicant) -> None:
    made = estimated(person)
    for mode in range(1, len(MODES)):
        signalled = made.situation.open_mode[:, mode]
        interview, offer = made.chances.interview, made.chances.offer
        assert (interview[signalled, mode] >= interview[signalled, 0]).all()
        assert (offer[signalled, mode] >= offer[signalled, 0]).all()
    tiered = made.situation.open_mode[:, MODES.index("gold")]
    gold, silver = (made.chances.interview[tiered, MODES.index(kind)] for kind in ("gold", "silver"))
    assert (gold > silver).all()


@pytest.mark.parametrize("visa", ["j1", "h1b", "either"])
@pytest.mark.parametrize("type_", APPLICANT_TYPES)
@pytest.mark.parametrize("rate", [None, 0.03])
def test_an_unknown_visa_policy_lies_between_sponsored_and_refused(visa: str, type_: str, rate: float | None) -> None:
    own = {f"interview_rate_{kind.replace('-', '_')}": rate for kind in APPLICANT_TYPES}
    refused, unknown, sponsored = (
        chance(directory(program(sponsors_j1=policy, sponsors_h1b=policy, **own)), visa=visa, type=type_)
        for policy in (False, None, True)
    )
    assert refused < unknown <= sponsored
    assert refused < sponsored / 10


def test_a_visa_need_that_is_not_said_counts_as_the_groups_average() -> None:
    refusing = directory(program(sponsors_j1=False, sponsors_h1b=False))
    assert chance(refusing, visa=None) == chance(directory(program()), visa="j1")
    assert chance(directory(program()), visa=None) < chance(directory(program()), visa="none")


def test_not_needing_a_visa_never_lowers_a_chance() -> None:
    for kind in APPLICANT_TYPES:
        assert chance(type=kind, visa="none") >= chance(type=kind, visa="j1")


def test_the_preferred_division_counts_more_than_no_preference_and_that_more_than_another_division() -> None:
    aligned, none, elsewhere = (chance(preferred_divisions=given) for given in (("Pacific",), (), ("Mountain",)))
    assert elsewhere < none < aligned
    assert elsewhere < chance(preferred_divisions=None) < aligned


@examples(60)
@given(APPLICANTS)
def test_every_chance_lies_strictly_between_0_and_1(person: Applicant) -> None:
    found = chances(person)
    assert (found > 0).all()
    assert (found < 1).all()


@examples(40)
@given(APPLICANTS, st.permutations(range(len(VARIED.programs))))
def test_the_order_of_programs_does_not_matter(person: Applicant, order: list[int]) -> None:
    shuffled = directory(*(VARIED.programs[k] for k in order))
    np.testing.assert_allclose(chances(person, shuffled), chances(person)[:, order], rtol=1e-12)


# ---- what isn't said


@pytest.mark.parametrize("answer", ["step2", "graduation_year", "us_clinical_months", "failed_attempts"])
def test_an_answer_not_given_counts_as_the_average_of_the_group_and_not_as_the_best(answer: str) -> None:
    good = {"step2": 280, "graduation_year": 2026, "us_clinical_months": 6, "failed_attempts": 0}[answer]
    bad = {"step2": 215, "graduation_year": 2005, "us_clinical_months": 0, "failed_attempts": 2}[answer]
    worst, unknown, best = (chance(**{answer: value}) for value in (bad, None, good))
    assert worst < unknown < best


def test_attempts_average_out_over_the_group() -> None:
    share = EVIDENCE.central("failed_attempt_share", None, "non-us-img")
    once, never = (estimated(applicant(failed_attempts=count)).terms.attempts[0] for count in (1, 0))
    assert share * np.exp(once) + (1 - share) * np.exp(never) == pytest.approx(1.0)


def test_an_unknown_setting_counts_as_an_average_program() -> None:
    where = directory(
        program("main", setting="university", research_intensity="other"),
        program("unknown", research_intensity="other"),
        program("community", setting="community", research_intensity="other"),
    )
    university, unknown, community = estimated(applicant(type="us-do"), where).terms.setting
    assert university < unknown < community
    university_effect = EVIDENCE.central("university_effect", None, "us-do")
    assert university - community == pytest.approx(
        university_effect - EVIDENCE.central("program_prior.community", None, "us-do")
    )


def test_months_beyond_the_cap_count_no_more_and_for_us_graduates_none_count() -> None:
    cap = EVIDENCE.central("us_clinical_months_cap", None, "us-img")
    assert chance(us_clinical_months=cap) == chance(us_clinical_months=cap + 10)
    assert chance(type="us-md", us_clinical_months=0) == chance(type="us-md", us_clinical_months=12)


def test_a_state_without_a_figure_of_its_own_adds_nothing() -> None:
    figures = [row for row in EVIDENCE.rows if row.state != "CA"]
    where = directory(program(), program("other", city="Boston", state="MA"))
    made = estimate(applicant(), where, SEASON, type(EVIDENCE).of(figures), scenarios=FEW)
    boston = EVIDENCE.central("state_effect", None, made.situation.applicant.type, "MA")
    without = type(EVIDENCE).of([row for row in EVIDENCE.rows if row.name != "state_effect"])
    alone = estimate(applicant(), where, SEASON, without, scenarios=FEW).terms.setting
    assert made.terms.setting - alone == pytest.approx([0.0, boston])


# ---- ties


def tie_terms(*ties: Tie, where: Directory = VARIED, **answers: Any) -> NDArray[np.float64]:
    return estimated(applicant(ties=ties, specialties=("internal-medicine",), **answers), where).terms.ties


REACHED = directory(
    program("here", institution="UCLA"),
    program("institution", institution="UCLA", city="Boston", state="MA"),
    program("city"),
    program("metro", city="Anaheim"),
    program("state", city="Fresno"),
    program("division", city="Portland", state="OR"),
    program("elsewhere", city="Chicago", state="IL"),
)


@pytest.mark.parametrize("kind", [kind for kind in TIE_KINDS if kind not in ("school", "home-program")])
def test_a_tie_fades_from_program_to_institution_city_metro_state_and_division(kind: str) -> None:
    added = tie_terms(Tie.model_validate({"kind": kind, "program": "here"}), where=REACHED)
    full = EVIDENCE.central(f"tie.{kind}")
    assert added[0] == pytest.approx(full)
    assert added[-1] == 0.0
    assert (np.diff(added) <= 0).all()
    if kind in PEOPLE_BOUND_KINDS:
        # People of one hospital say nothing to another one near it.
        assert added[1] > 0
        assert not added[2:].any()
    else:
        assert (np.diff(added[3:]) < 0).all()


def test_a_tie_to_a_place_counts_in_full_in_that_place() -> None:
    family = tie_terms(Tie(kind="family", city="Los Angeles, CA"), where=REACHED)
    letter = tie_terms(Tie(kind="letter", city="Los Angeles, CA"), where=REACHED)
    assert family[0] == pytest.approx(EVIDENCE.central("tie.family"))
    assert letter[0] == pytest.approx(EVIDENCE.central("tie.letter") * EVIDENCE.central("tie_reach.city"))


def test_further_ties_count_in_part() -> None:
    family, letter = Tie(kind="family", city="Los Angeles, CA"), Tie(kind="letter", program="here")
    alone = tie_terms(family, where=REACHED)[0], tie_terms(letter, where=REACHED)[0]
    both = tie_terms(letter, family, where=REACHED)[0]
    assert both == pytest.approx(max(alone) + EVIDENCE.central("tie_further_share") * min(alone))
    assert both == tie_terms(family, letter, where=REACHED)[0]


def test_all_ties_together_count_up_to_a_cap() -> None:
    kinds = ("home-program", "away-rotation", "research", "letter", "contact", "family", "partner", "grew-up")
    ties = [Tie.model_validate({"kind": kind, "program": "here"}) for kind in kinds]
    assert tie_terms(*ties, where=REACHED)[0] == EVIDENCE.central("tie_cap")


def test_a_school_s_state_is_not_counted_twice() -> None:
    made = estimated(applicant(ties=(Tie(kind="school", city="Los Angeles, CA"),)), REACHED)
    in_state = dict(zip([one.id for one in REACHED.programs], made.situation.in_state, strict=True))
    assert in_state == {
        "here": True, "institution": False, "city": True, "metro": True, "state": True, "division": False,
        "elsewhere": False,
    }  # fmt: skip
    ties = dict(zip(in_state, made.terms.ties, strict=True))
    geography = dict(zip(in_state, made.terms.geography, strict=True))
    assert geography["state"] - geography["division"] == pytest.approx(EVIDENCE.central("in_state_effect"))
    assert ties["state"] == 0.0
    assert 0.0 < ties["city"] < EVIDENCE.central("tie.school")


def test_a_home_program_s_state_is_not_counted_twice() -> None:
    ties = tie_terms(Tie(kind="home-program", program="here"), where=REACHED)
    assert ties[0] > ties[3] > ties[4] == 0.0


def test_a_tie_counts_again_in_part_after_the_interview() -> None:
    terms = estimated(applicant(ties=(Tie(kind="family", state="CA"),)), REACHED).terms
    np.testing.assert_allclose(terms.ties_offer, EVIDENCE.central("tie_offer_share") * terms.ties)
    assert terms.ties_offer[0] > 0


def test_each_tie_is_told_apart() -> None:
    ties = (Tie(kind="family", city="Los Angeles, CA"), Tie(kind="letter", program="elsewhere"))
    each = estimated(applicant(ties=ties), REACHED).terms.each_tie
    assert each.shape == (2, len(REACHED.programs))
    assert (each[:, 0] > 0).tolist() == [True, False]
    assert (each[:, -1] > 0).tolist() == [False, True]


# ---- weights

WEIGHTED = {
    "score": ("score", "score_offer"),
    "requirements": ("graduation", "experience", "attempts"),
    "geography": ("geography",),
    "ties": ("ties", "each_tie", "ties_offer"),
    "signals": ("signal",),
    "setting": ("setting",),
}
OUTSTANDING = applicant(
    step2=270,
    graduation_year=2010,
    us_clinical_months=6,
    failed_attempts=2,
    home_state="CA",
    ties=(Tie(kind="family", city="Boston, MA"),),
)


def terms_with(**weights: float) -> Terms:
    return estimated(OUTSTANDING, directory(*programs_in_many_cities(10)), Weights(**weights)).terms


@pytest.mark.parametrize("weight", WEIGHTED)
def test_a_weight_of_0_takes_its_terms_out_and_leaves_the_others(weight: str) -> None:
    usual, without = terms_with(), terms_with(**{weight: 0})
    for field in fields(Terms):
        if field.name in ("mix", "refusal"):
            continue
        term, left = getattr(usual, field.name), getattr(without, field.name)
        if field.name in WEIGHTED[weight]:
            assert np.abs(term).max() > 0
            np.testing.assert_array_equal(left, np.zeros_like(term))
        else:
            np.testing.assert_array_equal(left, term)


@pytest.mark.parametrize("weight", WEIGHTED)
def test_a_weight_multiplies_its_terms(weight: str) -> None:
    for name in WEIGHTED[weight]:
        np.testing.assert_allclose(getattr(terms_with(**{weight: 2.5}), name), 2.5 * getattr(terms_with(), name))


def test_every_term_but_the_visa_has_a_weight() -> None:
    assert {name for names in WEIGHTED.values() for name in names} == {f.name for f in fields(Terms)} - {
        "visa",
        "refusal",
        "mix",
    }


@pytest.mark.parametrize("value", [-0.1, 3.1, float("nan"), float("inf"), "1", True])
def test_a_weight_is_a_number_from_0_to_3(value: object) -> None:
    with pytest.raises(ValueError, match="score"):
        Weights.model_validate({"score": value})


def test_a_signal_adds_what_the_table_says_to_an_application_without_one() -> None:
    made = estimated(applicant(), directory(program()))
    single, silver, gold = (
        0.0, EVIDENCE.central("signal_effect.silver", "internal-medicine"),
        EVIDENCE.central("signal_effect.gold", "internal-medicine"),
    )  # fmt: skip
    assert made.terms.signal[0] == pytest.approx([0.0, single, silver, gold])
    assert made.chances.signal[0] - made.chances.signal[0, 0] == pytest.approx(made.terms.signal[0])


def test_signals_are_measured_against_the_average_application() -> None:
    """Some of which carry one: without a signal an application stands below it, with a signal above."""
    none, _, silver, gold = estimated(applicant(), directory(program())).chances.signal[0]
    assert none < 0 < silver < gold


def test_where_nearly_every_application_carries_a_signal_it_adds_little_and_its_lack_costs_much() -> None:
    few = {"applications_typical/orthopaedic-surgery": 31}
    where = directory(program(specialty="orthopaedic-surgery"))
    person = applicant(type="us-md", specialties=("orthopaedic-surgery",), visa="none")
    none, single = estimate(person, where, SEASON, EVIDENCE.override(few)).chances.signal[0, :2]
    assert 0 < single < 0.1
    assert none < -3


def test_without_any_signals_in_the_season_an_application_is_the_average_one() -> None:
    silent = SEASON.model_copy(update={"specialty_signals": ()})
    made = estimate(applicant(), directory(program()), silent, EVIDENCE)
    np.testing.assert_allclose(made.chances.signal, 0.0, atol=1e-9)
