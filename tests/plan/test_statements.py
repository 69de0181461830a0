"""Statements, ties, letters and contacts that a list needs; what is unknown of a program and where to look."""

from typing import Any

import pytest

from optimizer.applicant import Tie
from optimizer.plan import ELSEWHERE, Plan, ProgramList, Quotas, StatementPlan, shape_parts, statement_plan
from optimizer.plan.listing.shape import shape_words
from tests.people_and_programs import applicant, directory, plan, program, programs_in_many_cities, solved

HERE = directory(*programs_in_many_cities(20), *programs_in_many_cities(10, prefix="p", specialty="psychiatry"))
TIES = (
    Tie(kind="letter", institution="Hospital im-00"),
    Tie(kind="family", city="Los Angeles, CA"),
    Tie(kind="contact", city="Chicago, IL"),
    Tie(kind="conference", city="New York, NY"),
    Tie(kind="research", division="New England"),
)
PERSON = applicant(specialties=("internal-medicine", "psychiatry"), ties=TIES, preferred_divisions=("Mountain",))
REGIONS = (
    {"name": "California", "states": ("CA",), "priority": 9},
    {"name": "Mountains", "divisions": ("Mountain",), "priority": 7},
    {"name": "Boston", "metros": ("Boston",), "priority": 6, "story": "I want to train where trials are run."},
    {"name": "Texas", "states": ("TX",), "priority": 5},
)


def needed(**parts: Any) -> tuple[ProgramList, StatementPlan]:
    wanted: Plan = plan(**({"applicant": PERSON, "regions": REGIONS} | parts))
    found = solved(wanted, HERE)
    return found, statement_plan(found, wanted)


def test_every_program_gets_the_core_of_its_specialty_or_one_regional_paragraph() -> None:
    found, written = needed()
    told = [program.id for module in written.modules for program in module.programs]
    assert len(told) == len(set(told))
    assert {*told, *written.core_only} == {one.id for one in found.programs}
    assert not {*told} & {*written.core_only}
    assert written.core == ("internal-medicine", "psychiatry")


def test_a_paragraph_is_for_one_region_and_specialty_in_the_plan_s_order() -> None:
    _, written = needed()
    assert [(one.region, one.specialty) for one in written.modules] == [
        (region, specialty)
        for region in ("California", "Mountains", "Boston", "Texas", ELSEWHERE)
        for specialty in PERSON.specialties
    ]


def test_ties_are_named_where_they_reach_and_personal_ones_first() -> None:
    _, written = needed()
    california = written.modules[0]
    assert california.ties == ("family (Los Angeles, CA)", "letter (Hospital im-00)")
    assert california.letters == ("letter (Hospital im-00)",)
    by_id = {one.id: one for one in california.programs}
    assert by_id["im-00"].own_ties == ("letter (Hospital im-00)",)
    assert by_id["im-00"].ties == ("letter (Hospital im-00)", "family (Los Angeles, CA)")
    assert by_id["im-02"].own_ties == ()


def test_a_program_elsewhere_gets_a_paragraph_where_there_is_a_tie() -> None:
    _, written = needed()
    elsewhere = next(one for one in written.modules if one.region == ELSEWHERE)
    assert {one.id for one in elsewhere.programs} == {"im-06", "im-16", "im-07", "im-17"}
    assert elsewhere.contacts == ("contact (Chicago, IL)",)
    assert elsewhere.meetings == ("conference (New York, NY)",)


def test_a_story_is_a_tie_a_stated_division_or_the_region_s_own_words() -> None:
    found, written = needed()
    stories = {one.region: one.has_story for one in written.modules}
    assert stories == {"California": True, "Mountains": True, "Boston": True, "Texas": False, ELSEWHERE: True}
    mountains = next(one for one in written.modules if one.region == "Mountains")
    assert (mountains.ties, mountains.stated_divisions) == ((), ("Mountain",))
    boston = next(one for one in written.modules if one.region == "Boston")
    # A tie to the whole of New England is no tie to Boston's programs.
    assert (boston.ties, boston.story) == ((), "I want to train where trials are run.")
    texas = {one.id: one for one in written.without_story}
    listed = {one.id: one for one in found.programs}
    assert set(texas) == {one.id for one in found.programs if one.region == "Texas"}
    for identity, one in texas.items():
        assert one.value == listed[identity].marginal_value
        assert one.dollars_saved == listed[identity].dollars_saved


def test_what_is_to_be_written_is_counted_in_words() -> None:
    _, written = needed()
    assert written.notices[0].startswith(
        "2 core statements (internal medicine and psychiatry) and 10 regional paragraphs"
    )
    assert any(
        notice.startswith("Texas: 2 programs of internal medicine and no story. Make a tie there")
        for notice in written.notices
    )


def test_an_empty_list_needs_no_statement() -> None:
    _, written = needed(budget={"dollars": 0})
    assert written == StatementPlan(core=(), core_only=(), modules=(), without_story=(), notices=())


def test_one_program_alone_is_counted_in_the_singular() -> None:
    wanted = plan(quotas={"applications": {"maximum": 1}})
    written = statement_plan(solved(wanted, HERE), wanted)
    (words,) = written.notices
    assert words.endswith("0 regional paragraphs are to be written; 1 program gets the core alone.")
    assert words.startswith("1 core statement (internal medicine)")


def test_regions_that_a_preset_adds_have_their_paragraph() -> None:
    wanted = plan(applicant=applicant(home_state="CA"), preset="return-home")
    written = statement_plan(solved(wanted, HERE), wanted)
    assert [one.region for one in written.modules] == ["Home"]


# ---- what is unknown, what to check, where to look


def one(**facts: Any) -> Any:
    person = facts.pop("person", {})
    parts = facts.pop("parts", {})
    (listed,) = solved(plan(applicant=applicant(**person), **parts), directory(program("one", **facts))).programs
    return listed


def test_what_is_not_known_of_a_program_is_listed_apart_from_the_reasons() -> None:
    assert one().unknowns == ("interview rate for non-US IMG applicants", "setting", "J-1 visa policy")
    known = one(setting="community", sponsors_j1=True, interview_rate_non_us_img=0.1)
    assert known.unknowns == ()
    asked = one(
        setting="community", sponsors_j1=True, interview_rate_non_us_img=0.1, parts={"conditions": {"step2": {}}}
    )
    assert asked.unknowns == ("lowest Step 2 CK",)


def test_what_to_check_depends_on_what_would_close_the_door() -> None:
    assert one().checks == (
        "that it takes part this season",
        "that it sponsors J-1 this season",
        "its lowest Step 2 CK",
        "how long ago one may have graduated",
        "which US clinical experience it asks for",
    )
    graduate = {"type": "us-md", "visa": "none", "us_clinical_months": None}
    assert one(person=graduate, step2_minimum=200).checks == ("that it takes part this season",)
    assert "its lowest Step 2 CK, known as 250: yours is below" in one(step2_minimum=250).checks
    assert "whether it accepts failed attempts" in one(person={"failed_attempts": 1}).checks
    wanted: dict[str, Any] = {"conditions": {"attempts": {}}}
    assert "its policy on failed attempts" in one(parts=wanted).checks


def test_freida_is_linked_by_the_acgme_id_and_only_where_that_is_known() -> None:
    assert one().link is None
    assert one(acgme_id="1400521180").link == "https://freida.ama-assn.org/program/1400521180"


def test_ties_of_a_program_say_how_near_they_come() -> None:
    found, _ = needed()
    ties = {listed.id: [(tie.kind, tie.scope) for tie in listed.ties] for listed in found.programs}
    assert ties["im-00"] == [("letter", "institution"), ("family", "city")]
    assert ties["im-01"] == [("family", "state")], "who wrote the letter works at the other hospital"
    assert ties["im-08"] == [("research", "division")]


# ---- the shape of a list


def test_each_number_of_a_shape_is_compared_with_the_list() -> None:
    wanted = plan(applicant=PERSON, regions=REGIONS)
    found = solved(wanted, HERE)
    asked = Quotas.model_validate(
        {
            "applications": {"minimum": 30, "maximum": 30},
            "tier": {"reach": {"minimum": 1000}},
            "region": {"Texas": {"maximum": 1}, "Elsewhere": {"minimum": 1}},
            "setting": {"unknown": {"minimum": 1}},
            "specialty": {"psychiatry": {"minimum": 10}},
            "opened_regions": {"maximum": 3},
            "per_opened_region": {"minimum": 2},
            "specialties_per_institution": 1,
        }
    )
    parts = {part.name: part for part in shape_parts(found.programs, asked)}
    reaches = sum(listed.tier == "reach" for listed in found.programs)
    assert {name: (part.used, part.met) for name, part in parts.items()} == {
        "applications": (30, True),
        "tier reach": (reaches, False),
        "region Texas": (3, False),
        "region Elsewhere": (sum(listed.region == ELSEWHERE for listed in found.programs), True),
        "setting unknown": (7, True),
        "specialty psychiatry": (10, True),
        "regions opened": (4, False),
        "fewest programs in an opened region": (3, True),
        "specialties at one institution": (1, True),
    }
    words = shape_words(tuple(parts.values()))
    assert words.startswith("the list has 6 of the 9 numbers of its shape (not: tier reach")
    assert "region Texas 3, asked for at most 1" in words
    assert shape_words((parts["applications"],)) == "the list has 1 of the 1 numbers of its shape"


@pytest.mark.parametrize("asked", [Quotas()])
def test_a_shape_that_asks_for_nothing_has_no_numbers(asked: Quotas) -> None:
    assert shape_parts((), asked) == ()


def test_the_shape_of_an_empty_list() -> None:
    asked = Quotas.model_validate({"per_opened_region": {"minimum": 2}, "specialties_per_institution": 1})
    assert [(part.used, part.met) for part in shape_parts((), asked)] == [(0, False), (0, True)]
