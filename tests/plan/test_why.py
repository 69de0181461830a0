from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.estimate import chance_walk
from optimizer.evidence import load_evidence
from optimizer.plan import NoList, NotDecided, Plan, ProgramWhy, build_list, explain_program, prepare
from optimizer.plan.document.changes import with_program_in, with_program_out
from optimizer.vocabulary import APPLICANT_TYPES, PEOPLE_BOUND_KINDS
from tests.drawn import examples
from tests.people_and_programs import applicant, directory, known, plan, program, programs_in_many_cities, solved

PROGRAMS = directory(*programs_in_many_cities(14))
NO_MORE_THAN_ROUNDING = 1e-9
WEST = {"name": "West", "priority": 9.0, "divisions": ("Pacific", "Mountain")}


def wanted(**parts: Any) -> Plan:
    given = {"regions": (WEST,), "flexibility": 0.4, "elsewhere_priority": 3.0}
    return plan(**(given | {"quotas": {"applications": {"maximum": 6}}} | parts))


def why(about: Plan, program_id: str, where: Directory = PROGRAMS) -> ProgramWhy:
    found = explain_program(about, program_id, where)
    assert isinstance(found, ProgramWhy)
    return found


def one_on_and_one_off_the_list(about: Plan) -> tuple[str, str]:
    on_list = [listed.id for listed in solved(about, PROGRAMS).programs]
    off = next(each.id for each in PROGRAMS.programs if each.id not in on_list)
    return on_list[0], off


# ---- chance, term by term --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("signal", ["none", "silver", "gold"])
def test_the_last_step_is_the_chance_of_the_estimate_itself(signal: str) -> None:
    made = prepare(wanted(), PROGRAMS).estimate
    mode = made.modes.index(signal)
    for index in range(len(PROGRAMS.programs)):
        reached = chance_walk(made, index, mode)[-1].interview_probability
        assert reached == pytest.approx(made.interview_probability[index, mode], rel=1e-6)


@pytest.mark.parametrize("visa", ["j1", "h1b", "none"])
def test_every_term_that_moves_the_chance_names_figures_of_the_table_with_grade_and_source(visa: str) -> None:
    ties = ({"kind": "family", "city": "Los Angeles, CA"}, {"kind": "letter", "state": "CA"})
    person = applicant(visa=visa, ties=ties, preferred_divisions=("Pacific",), home_state="CA")
    evidence = load_evidence()
    labels = {row.label: row for row in evidence.rows}
    steps = why(wanted(applicant=person), "im-00").steps
    for step in steps:
        assert step.sources or not step.log_odds, step.term
        for one in step.sources:
            assert (one.grade, one.source) == (labels[one.figure].grade, labels[one.figure].source)
    figures = {step.term: {one.figure.partition("/")[0] for one in step.sources} for step in steps}
    assert {"tie.family", "tie.letter", "tie_cap"} <= figures["ties"]
    assert {"in_state_effect", "preference_aligned_effect"} <= figures["geography"]
    asked = {"j1": "visa_j1_share", "h1b": "visa_h1b_share", "none": "visa_not_needed_effect"}
    assert asked[visa] in figures["visa"]


def test_a_known_rate_of_its_own_takes_the_place_of_setting() -> None:
    where = directory(program("known", interview_rate_non_us_img=0.3), program("unknown"))
    made = prepare(plan(), where).estimate
    known, unknown = chance_walk(made, 0, 0), chance_walk(made, 1, 0)
    assert [step.term for step in known][:2] == ["average", "own rate"]
    assert [step.term for step in unknown][:2] == ["average", "setting"]
    assert known[1].log_odds > 1
    assert known[-1].interview_probability == pytest.approx(made.interview_probability[0, 0], rel=1e-6)


def test_every_program_of_a_specialty_and_division_starts_from_the_same_average() -> None:
    where = directory(program("a"), program("b", interview_rate_non_us_img=0.2, name="B"), program("c", name="C"))
    made = prepare(plan(), where).estimate
    starts = [chance_walk(made, index, 0)[0].interview_probability for index in range(3)]
    assert starts == pytest.approx([starts[0]] * 3, rel=1e-12)


def test_a_step_that_adds_log_odds_raises_the_chance_and_one_that_takes_them_lowers_it() -> None:
    steps = why(wanted(), "im-00").steps
    assert any(step.log_odds > 0 for step in steps)
    assert any(step.log_odds < 0 for step in steps)
    for before, after in pairwise(steps):
        change = after.interview_probability - before.interview_probability
        assert (change > 0) == (after.log_odds > 1e-12)


def test_terms_are_said_with_the_applicants_own_answers() -> None:
    said = {step.term: step.words for step in why(wanted(), "im-00").steps}
    assert said["score"] == "Step 2 CK: 240"
    assert said["graduation"] == "years since graduation: 2"
    assert said["setting"] == "CA, university, research top-25"
    assert said["visa"] == "J-1: policy unknown"


def test_an_answer_that_is_not_given_is_said_to_be_so() -> None:
    unsaid = {"type": "non-us-img", "specialties": ("internal-medicine",)}
    found = why(wanted(applicant=unsaid), "im-00")
    said = {step.term: step.words for step in found.steps}
    assert "not given" in said["score"]
    assert said["visa"] == "need not said"
    assert {"your Step 2 CK", "your US clinical months"} <= set(found.unknowns)


@pytest.mark.parametrize(
    ("divisions", "words"),
    [
        (("Pacific",), "in a division you state as preferred (Pacific)"),
        (("Mountain",), "not in a division you state as preferred (Pacific)"),
        ((), "you state no preference"),
        (None, "your stated preference is open"),
    ],
)
def test_the_stated_preference_is_said(divisions: tuple[str, ...] | None, words: str) -> None:
    person = {"type": "us-md", "specialties": ("internal-medicine",), "preferred_divisions": divisions}
    said = {step.term: step.words for step in why(wanted(applicant=person), "im-00").steps}
    assert said["geography"] == f"home state not given, {words}"
    said = {step.term: step.words for step in why(wanted(applicant=person | {"home_state": "none"}), "im-00").steps}
    assert said["geography"] == words


def test_home_state_and_ties_are_said_where_they_count() -> None:
    person = {
        "type": "us-img",
        "specialties": ("internal-medicine",),
        "home_state": "CA",
        "ties": ({"kind": "family", "city": "Los Angeles, CA"},),
    }
    here = {step.term: step.words for step in why(wanted(applicant=person), "im-00").steps}
    there = {step.term: step.words for step in why(wanted(applicant=person), "im-08").steps}
    assert here["geography"].startswith("in state, ")
    assert here["ties"] == "family (Los Angeles, CA)"
    assert there["ties"] == "no ties here"


@pytest.mark.parametrize(("policy", "words"), [(True, "J-1: sponsored"), (False, "J-1: not sponsored")])
def test_a_known_visa_policy_is_said_and_no_longer_unknown(policy: bool, words: str) -> None:
    found = why(plan(), "a", directory(program("a", sponsors_j1=policy), program("b", name="B")))
    assert {step.term: step.words for step in found.steps}["visa"] == words
    assert "the program's J-1 visa policy" not in found.unknowns


def test_what_is_not_known_about_a_program_is_named() -> None:
    assert why(plan(), "bare", directory(program("bare"))).unknowns == (
        "the program's interview rate for non-US IMG applicants",
        "the program's setting",
        "the program's research intensity",
        "the program's J-1 visa policy",
    )


# ---- on the list or not, and what the opposite costs -----------------------------------------------------------------


def test_a_program_on_the_list_is_told_with_the_figures_of_the_list() -> None:
    listed = solved(wanted(), PROGRAMS).programs[0]
    found = why(wanted(), listed.id)
    assert found.on_list
    assert (found.signal, found.tier, found.region) == (listed.signal, listed.tier, listed.region)
    assert found.interview_probability == listed.interview_probability
    assert found.interview_probability_range == listed.interview_probability_range
    assert found.reasons == listed.reasons


def test_a_program_off_the_list_is_told_without_a_signal_and_with_a_range_around_its_chance() -> None:
    _, off = one_on_and_one_off_the_list(wanted())
    found = why(wanted(), off)
    assert not found.on_list
    assert found.signal == "none"
    low, high = known(found.interview_probability_range)
    assert 0 < low <= known(found.interview_probability) <= high < 1
    assert low < high
    assert "other programs add more" in found.verdict


def test_the_opposite_of_being_on_the_list_is_the_best_list_without_it() -> None:
    on_list, _ = one_on_and_one_off_the_list(wanted())
    opposite = why(wanted(), on_list).opposite
    banned = solved(with_program_out(wanted(), on_list), PROGRAMS)
    assert (opposite.change, opposite.status, opposite.signal) == ("locked out", "solved", None)
    assert (opposite.value, opposite.match_probability) == (banned.value, banned.match_probability)
    assert {mention.id for mention in opposite.entering} <= {listed.id for listed in banned.programs}


def test_the_opposite_of_being_off_the_list_is_the_best_list_with_it() -> None:
    _, off = one_on_and_one_off_the_list(wanted())
    found = why(wanted(), off)
    forced = solved(with_program_in(wanted(), off), PROGRAMS)
    assert (found.opposite.change, found.opposite.status) == ("locked in", "solved")
    assert found.opposite.value == forced.value
    assert found.opposite.signal == next(listed.signal for listed in forced.programs if listed.id == off)
    assert len(found.opposite.leaving) == len(found.opposite.entering) + 1
    assert off not in {mention.id for mention in (*found.opposite.leaving, *found.opposite.entering)}


@pytest.mark.parametrize("index", range(len(PROGRAMS.programs)))
def test_neither_forcing_in_nor_banning_beats_the_best_list_by_more_than_the_proof_leaves_open(index: int) -> None:
    found = why(wanted(), PROGRAMS.programs[index].id)
    change, span = found.opposite.value_change, found.opposite.value_change_range
    assert change is not None
    assert span is not None
    assert span[0] <= change <= span[1]
    assert span[0] <= 1e-9
    assert change <= 1e-4
    assert found.opposite.value == pytest.approx(found.list_value + change)


def test_a_locked_program_is_on_the_list_because_of_the_lock_and_banning_it_pays() -> None:
    _, off = one_on_and_one_off_the_list(wanted())
    found = why(wanted(locks={"apply": (off,)}), off)
    assert found.on_list
    assert "because you locked it in" in found.verdict
    assert found.opposite.value_change is not None
    assert found.opposite.value_change >= -1e-4


def test_a_program_that_is_locked_out_is_off_the_list_because_of_the_lock() -> None:
    on_list, _ = one_on_and_one_off_the_list(wanted())
    found = why(wanted(locks={"never": (on_list,)}), on_list)
    assert not found.on_list
    assert "because you locked it out" in found.verdict
    assert found.opposite.change == "locked in"
    assert found.opposite.value_change is not None
    assert found.opposite.value_change > 0


def test_a_military_program_is_off_the_list_because_it_takes_members_of_the_armed_forces() -> None:
    where = directory(program("base", setting="military"), program("town", name="Town"))
    found = why(plan(), "base", where)
    assert not found.on_list
    assert "armed forces" in found.verdict


def test_where_no_list_has_the_program_the_clash_is_said() -> None:
    where = directory(program("a"), program("b", name="B"))
    full = plan(locks={"apply": ("a",)}, quotas={"applications": {"maximum": 1}})
    opposite = why(full, "b", where).opposite
    assert opposite.status == "infeasible"
    assert "'lock on b'" in opposite.words
    assert opposite.value is None
    assert opposite.leaving == ()


def test_a_plan_without_a_list_ends_in_the_clash_itself() -> None:
    impossible = plan(quotas={"applications": {"minimum": 3}})
    found = explain_program(impossible, "a", directory(program("a")))
    assert found == build_list(impossible, directory(program("a")))
    assert isinstance(found, NoList)


def test_without_time_nothing_is_claimed() -> None:
    assert isinstance(explain_program(wanted(), "im-00", PROGRAMS, time_limit_s=0.0), NotDecided)


# ---- bad ids ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["im-0", "IM-03", "hospital im 03"])
def test_an_unknown_id_names_ids_that_may_be_meant(given: str) -> None:
    with pytest.raises(BadInput) as caught:
        explain_program(wanted(), given, PROGRAMS)
    (fault,) = caught.value.faults
    assert fault.what == "no program has this id"
    assert fault.where == "PROGRAM_ID"
    assert fault.value == given
    assert "im-0" in fault.allowed


def test_an_id_like_no_other_is_told_what_an_id_is() -> None:
    with pytest.raises(BadInput, match="an id of a program in the applicant's specialties"):
        explain_program(wanted(), "x", PROGRAMS)


def test_a_program_of_another_specialty_is_said_to_be_one() -> None:
    where = directory(program("a"), program("b", name="B", specialty="psychiatry"))
    with pytest.raises(BadInput, match="in psychiatry, in which the applicant doesn't apply"):
        explain_program(plan(), "b", where)


def test_an_explanation_does_not_change() -> None:
    with pytest.raises(ValidationError):
        why(plan(), "a", directory(program("a"))).on_list = False  # type: ignore[misc]


NEAR = directory(
    program("a", name="Alpha Hospital", institution="Alpha"),
    program("b", name="Beta Hospital", institution="Beta"),
    program("c", name="Alpha East", institution="Alpha"),
)


@pytest.mark.parametrize("kind", PEOPLE_BOUND_KINDS)
@pytest.mark.parametrize("place", [{"program": "a"}, {"institution": "Alpha"}])
def test_people_of_one_hospital_count_there_and_not_at_another_one_near_it(kind: str, place: dict[str, str]) -> None:
    asked = plan(applicant=applicant(ties=({"kind": kind, **place},)))
    at = {}
    for program_id in "abc":
        found = explain_program(asked, program_id, NEAR)
        assert isinstance(found, ProgramWhy)
        at[program_id] = next(step for step in found.steps if step.term == "ties")
    assert at["a"].log_odds > 0
    assert at["c"].log_odds > 0
    assert at["b"].log_odds == 0
    assert at["b"].words == "no ties here"


def test_a_tie_to_a_program_is_said_by_its_name() -> None:
    asked = plan(applicant=applicant(ties=({"kind": "letter", "program": "a"},)))
    found = explain_program(asked, "a", NEAR)
    assert isinstance(found, ProgramWhy)
    assert "your ties count here: letter (Alpha Hospital)" in found.reasons


@pytest.mark.parametrize("specialty", ["internal-medicine", "neurology", "general-surgery"])
@pytest.mark.parametrize("kind", APPLICANT_TYPES)
@pytest.mark.parametrize("visa", ["j1", "h1b", "either"])
@pytest.mark.parametrize("rate", [None, 0.02, 0.3])
def test_a_visa_policy_that_is_not_known_is_no_point_in_a_program_s_favour(
    specialty: str, kind: str, visa: str, rate: float | None
) -> None:
    own = {f"interview_rate_{one.replace('-', '_')}": rate for one in APPLICANT_TYPES}
    where = directory(program("a", specialty=specialty, **own))
    found = why(plan(applicant=applicant(type=kind, visa=visa, specialties=(specialty,))), "a", where)
    (step,) = (step for step in found.steps if step.term == "visa")
    assert "policy unknown" in step.words
    assert step.log_odds <= NO_MORE_THAN_ROUNDING


@examples(30)
@given(
    score=st.integers(200, 280),
    visa=st.sampled_from(["j1", "h1b", "either", None]),
    kind=st.sampled_from(APPLICANT_TYPES),
    setting=st.sampled_from(["university", "community", None]),
    specialty=st.sampled_from(["internal-medicine", "psychiatry", "dermatology"]),
)
def test_to_know_nothing_of_a_policy_never_raises_a_chance_whoever_applies(
    score: int, visa: str | None, kind: str, setting: str | None, specialty: str
) -> None:
    person = applicant(type=kind, visa=visa, step2=score, specialties=(specialty,))
    found = why(plan(applicant=person), "a", directory(program("a", specialty=specialty, setting=setting)))
    for step in found.steps:
        if step.term == "visa":
            assert step.log_odds <= NO_MORE_THAN_ROUNDING
    before = [step.interview_probability for step in found.steps]
    assert before[-1] == pytest.approx(found.interview_probability)


@pytest.mark.parametrize(("policy", "sign"), [(True, 1), (False, -1)])
def test_a_policy_that_is_known_moves_the_chance_its_way(policy: bool, sign: int) -> None:
    found = why(
        plan(applicant=applicant(type="non-us-img", visa="j1")), "a", directory(program("a", sponsors_j1=policy))
    )
    (step,) = (step for step in found.steps if step.term == "visa")
    assert step.log_odds * sign > 0
