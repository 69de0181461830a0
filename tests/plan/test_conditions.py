"""Conditions: hard or a preference, and what becomes of programs of which the fact isn't known."""

from typing import Any

import pytest

from optimizer.applicant import Tie
from optimizer.directory import Directory, load_states
from optimizer.errors import BadInput
from optimizer.plan import NoList, ProgramList, build_list, explain_program, prepare
from optimizer.plan.questions.why import ProgramWhy
from tests.people_and_programs import applicant, directory, plan, program, solved

YES, NO, UNKNOWN = "meets", "fails", "unknown"


def where(field: str, meets: Any, fails: Any) -> Directory:
    return directory(
        *(program(f"{YES}-{k}", **{field: meets}) for k in range(3)),
        *(program(f"{NO}-{k}", **{field: fails}) for k in range(3)),
        *(program(f"{UNKNOWN}-{k}") for k in range(3)),
    )


def kinds(found: ProgramList) -> dict[str, int]:
    names = [one.id.partition("-")[0] for one in found.programs]
    return {name: names.count(name) for name in (YES, NO, UNKNOWN)}


FACTS = [
    ("visa", "sponsors_j1", True, False),
    ("step2", "step2_minimum", 240, 241),
    ("graduation", "years_since_graduation_maximum", 2, 1),
    ("attempts", "failed_attempts_maximum", 1, 0),
    ("us_experience", "us_clinical_months_minimum", 3.0, 3.5),
    ("setting", "setting", "community", "university"),
]
PERSON = applicant(failed_attempts=1)


def condition(name: str, **more: Any) -> dict[str, Any]:
    own = {"any_of": ("community",)} if name == "setting" else {}
    return {name: own | more}


@pytest.mark.parametrize(("name", "field", "meets", "fails"), FACTS)
def test_a_hard_condition_leaves_out_what_fails_and_keeps_what_is_unknown(
    name: str, field: str, meets: Any, fails: Any
) -> None:
    """The applicant is at the bound each time: a score of 240, two years, one attempt, three months."""
    found = solved(plan(applicant=PERSON, conditions=condition(name)), where(field, meets, fails))
    assert kinds(found) == {YES: 3, NO: 0, UNKNOWN: 3}
    (use,) = found.conditions
    assert (use.meet, use.fail, use.unknown, use.removed, use.listed_unknown) == (3, 3, 3, 3, 3)
    assert any(f"{use.name!r} leaves out 3 that fail it" in notice for notice in found.notices)


@pytest.mark.parametrize(("name", "field", "meets", "fails"), FACTS)
@pytest.mark.parametrize(("unknown", "kept"), [("exclude", 0), (0, 0), (1, 1), (2, 2), (9, 3), ("keep", 3)])
def test_unknown_facts_are_kept_excluded_or_capped(
    name: str, field: str, meets: Any, fails: Any, unknown: str | int, kept: int
) -> None:
    wanted = plan(applicant=PERSON, conditions=condition(name, unknown=unknown))
    assert kinds(solved(wanted, where(field, meets, fails))) == {YES: 3, NO: 0, UNKNOWN: kept}


@pytest.mark.parametrize(("name", "field", "meets", "fails"), FACTS)
def test_a_preference_leaves_nothing_out_and_wants_what_fails_less(
    name: str, field: str, meets: Any, fails: Any
) -> None:
    wanted = plan(applicant=PERSON, conditions=condition(name, weight=4.0), elsewhere_priority=10, flexibility=0.0)
    here = where(field, meets, fails)
    preference = prepare(wanted, here).view.preference
    assert preference == pytest.approx([1.0] * 3 + [0.6] * 3 + [0.8] * 3)
    assert kinds(solved(wanted, here)) == {YES: 3, NO: 3, UNKNOWN: 3}


def test_a_preference_may_still_exclude_what_is_unknown() -> None:
    wanted = plan(conditions={"visa": {"weight": 5.0, "unknown": "exclude"}})
    found = solved(wanted, where("sponsors_j1", True, False))
    assert kinds(found) == {YES: 3, NO: 3, UNKNOWN: 0}
    assert any("leaves out 3 of which the J-1 visa policy isn't known" in notice for notice in found.notices)


def test_the_visa_asked_for_may_be_another_than_the_applicant_s() -> None:
    here = directory(program("j", sponsors_j1=True, sponsors_h1b=False), program("h", sponsors_h1b=True))
    either = solved(plan(conditions={"visa": {"need": "either"}}), here)
    h1b = solved(plan(conditions={"visa": {"need": "h1b"}}), here)
    assert [one.id for one in h1b.programs] == ["h"]
    assert len(either.programs) == 2


@pytest.mark.parametrize("visa", ["none", None])
def test_a_visa_condition_needs_a_visa_to_ask_for(visa: str | None) -> None:
    with pytest.raises(BadInput, match=r"conditions\.visa: it isn't said which visa"):
        build_list(plan(applicant=applicant(visa=visa), conditions={"visa": {}}), directory(program()))


def test_what_the_applicant_has_not_said_is_not_known_to_meet_anything() -> None:
    wanted = plan(applicant=applicant(step2=None), conditions={"step2": {"unknown": "exclude"}})
    assert not solved(wanted, where("step2_minimum", 200, 250)).programs


def test_us_graduates_have_clinical_experience_in_the_united_states() -> None:
    wanted = plan(
        applicant=applicant(type="us-md", us_clinical_months=None, visa="none"), conditions={"us_experience": {}}
    )
    assert kinds(solved(wanted, where("us_clinical_months_minimum", 3, 6))) == {YES: 3, NO: 3, UNKNOWN: 3}


# ---- places

WEST = directory(
    program("la"),
    program("fresno", city="Fresno"),
    program("boston", city="Boston", state="MA"),
    program("nowhere", city="Nosuchtown"),
)


def ids(found: ProgramList) -> set[str]:
    return {one.id for one in found.programs}


def near(of: str, miles: float, **more: Any) -> dict[str, Any]:
    return {"distance": ({"of": of, "miles": miles, **more},)}


@pytest.mark.parametrize("of", ["Los Angeles, CA", "90012", "partner", "away-rotation", "letter"])
def test_a_distance_is_measured_from_a_city_a_zip_code_or_a_tie(of: str) -> None:
    ties = (
        Tie(kind="partner", city="Los Angeles, CA"),
        Tie(kind="away-rotation", program="la"),
        Tie(kind="letter", institution="hospital LA"),
    )
    found = solved(plan(applicant=applicant(ties=ties), conditions=near(of, 100)), WEST)
    assert ids(found) == {"la", "nowhere"}
    assert ids(solved(plan(applicant=applicant(ties=ties), conditions=near(of, 300)), WEST)) == {
        "la", "fresno", "nowhere",
    }  # fmt: skip
    excluded = solved(plan(applicant=applicant(ties=ties), conditions=near(of, 300, unknown="exclude")), WEST)
    assert ids(excluded) == {"la", "fresno"}


def test_several_ties_of_a_kind_measure_from_the_nearest() -> None:
    ties = (Tie(kind="family", city="Los Angeles, CA"), Tie(kind="family", city="Boston, MA"))
    found = solved(plan(applicant=applicant(ties=ties), conditions=near("family", 50, unknown="exclude")), WEST)
    assert ids(found) == {"la", "boston"}


def test_an_ambiguous_or_missing_place_is_told_with_its_key_and_the_choices() -> None:
    distance = ({"of": "Springfield", "miles": 50}, {"of": "partner", "miles": 50}, {"of": "family", "miles": 50})
    wanted = plan(
        applicant=applicant(ties=(Tie(kind="family", state="CA"),)),
        conditions={"distance": distance},
        priorities={"distance": {"priority": 5, "of": "Springfield"}},
    )
    with pytest.raises(BadInput) as caught:
        build_list(wanted, WEST)
    by_key = {fault.where: fault for fault in caught.value.faults}
    assert set(by_key) == {f"conditions.distance[{k}].of" for k in range(3)} | {"priorities.distance.of"}
    assert "Springfield, IL" in by_key["conditions.distance[0].of"].allowed
    assert "no tie of the kind 'partner'" in by_key["conditions.distance[1].of"].what
    assert by_key["conditions.distance[2].of"].allowed.endswith("a kind of tie that names one: family")


def test_a_price_level_bounds_states() -> None:
    here = directory(program("ca"), program("ms", city="Jackson", state="MS"), program("pr", city="Ponce", state="PR"))
    assert ids(solved(plan(conditions={"price_parity": {"maximum": 95.0}}), here)) == {"ms", "pr"}
    strict = {"price_parity": {"maximum": 95.0, "unknown": "exclude"}}
    assert ids(solved(plan(conditions=strict), here)) == {"ms"}
    parity = {state.code: state.price_parity for state in load_states()}
    assert parity["PR"] is None
    exact = {"price_parity": {"maximum": parity["CA"]}}
    assert "ca" in ids(solved(plan(conditions=exact), here))


# ---- with locks, together, and without a list


def test_a_program_locked_in_stays_although_it_fails_and_that_is_said() -> None:
    wanted = plan(conditions={"visa": {}}, locks={"apply": ("fails-0",)})
    found = solved(wanted, where("sponsors_j1", True, False))
    assert kinds(found)[NO] == 1
    assert "Locked in although not known to meet 'sponsors J-1': fails-0." in found.notices
    assert found.conditions[0].removed == 2


def test_a_program_that_fails_is_explained_by_its_condition() -> None:
    here = where("sponsors_j1", True, False)
    failing = explain_program(plan(conditions={"visa": {}}), "fails-0", here)
    unknown = explain_program(plan(conditions={"visa": {"unknown": "exclude"}}), "unknown-0", here)
    assert isinstance(failing, ProgramWhy)
    assert isinstance(unknown, ProgramWhy)
    assert failing.verdict == "It is not on the list: it fails your condition 'sponsors J-1'."
    assert "its J-1 visa policy isn't known, and you exclude that" in unknown.verdict


def test_two_distances_with_caps_have_a_limit_each() -> None:
    distance = ({"of": "90012", "miles": 3000, "unknown": 0}, {"of": "02115", "miles": 3000, "unknown": 0})
    found = solved(plan(conditions={"distance": distance}), WEST)
    assert "nowhere" not in ids(found)
    assert {"programs of unknown city", "programs of unknown city (2)"} <= {limit.name for limit in found.limits}


def test_a_quota_above_what_is_left_says_how_many_exist_and_what_took_them_away() -> None:
    army = program("army", setting="military")
    here = directory(*where("sponsors_j1", True, False).programs, army)
    wanted = plan(
        conditions={"visa": {"unknown": "exclude"}, "step2": {}},
        locks={"never": ("meets-0",)},
        quotas={"applications": {"minimum": 4}},
    )
    answer = build_list(wanted, here)
    assert isinstance(answer, NoList)
    assert answer.conflict == ("applications",)
    assert (
        "'applications' asks for 4; the directory has 10, of which 2 are left: 3 fail 'sponsors J-1', of 4 the "
        "J-1 visa policy isn't known, 1 locked out, 1 military (one may fall under several)."
    ) in answer.words
    (remedy,) = answer.remedies
    assert remedy.needed == 2


def test_a_cap_on_what_is_unknown_can_clash_and_is_named_as_asked() -> None:
    wanted = plan(conditions={"visa": {"unknown": 1}}, quotas={"applications": {"minimum": 5}})
    answer = build_list(wanted, where("sponsors_j1", True, False))
    assert isinstance(answer, NoList)
    assert set(answer.conflict) == {"applications", "programs of unknown J-1 visa policy"}
    assert "Raise the maximum of 'programs of unknown J-1 visa policy' from 1 to 2." in {
        one.words for one in answer.remedies
    }
