"""The Profile page: answers go into the draft, ties are found by name."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.dashboard.finding import places_meant, regions_meant
from optimizer.directory import load_directory
from optimizer.plan import plan_text
from tests.dashboard.driving import PAGES, button, draft, go, opened, said, upload
from tests.people_and_programs import applicant
from tests.people_and_programs import plan as small_plan


def profile() -> AppTest:
    return opened("profile")


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("applicant/step2", 260, "step2"),
        ("applicant/step2", None, "step2"),
        ("applicant/graduation_year", 2019, "graduation_year"),
        ("applicant/us_clinical_months", 7.5, "us_clinical_months"),
        ("applicant/failed_attempts", 2, "failed_attempts"),
    ],
)
def test_a_number_goes_into_the_draft(key: str, value: Any, field: str) -> None:
    page = profile()
    page.number_input(key=key).set_value(value).run()
    assert getattr(draft(page).plan.applicant, field) == value


def test_the_first_own_answer_makes_the_plan_the_users() -> None:
    page = profile()
    assert "The example's list" in said(page)
    page.number_input(key="applicant/step2").set_value(251).run()
    assert "Your list" in said(page)
    assert "An example" not in said(go(page, "list"))


def test_a_us_graduate_is_not_asked_for_us_experience() -> None:
    page = profile()
    page.segmented_control(key="applicant/type").set_value("us-md").run()
    assert draft(page).plan.applicant.type == "us-md"
    assert not [box for box in page.number_input if box.key == "applicant/us_clinical_months"]


def test_a_visa_need_can_be_left_unsaid() -> None:
    page = profile()
    page.selectbox(key="applicant/visa").set_value(None).run()
    assert draft(page).plan.applicant.visa is None
    assert "which visa you need" in said(page)


def test_an_applicant_without_a_specialty_is_refused_in_words() -> None:
    page = profile()
    page.multiselect(key="applicant/specialties").set_value([]).run()
    assert "no specialty is chosen" in said(page)
    page.multiselect(key="applicant/specialties").set_value(["psychiatry", "internal-medicine"]).run()
    assert draft(page).plan.applicant.specialties == ("psychiatry", "internal-medicine")


def test_divisions_are_stated_or_open_or_none() -> None:
    page = profile()
    page.multiselect(key="divisions/chosen").set_value([]).run()
    assert draft(page).plan.applicant.preferred_divisions is None
    page.checkbox(key="divisions/none").set_value(True).run()
    assert draft(page).plan.applicant.preferred_divisions == ()
    page.multiselect(key="divisions/chosen").set_value(["Pacific"]).run()
    assert "divisions are chosen, and no preference is stated" in said(page)
    page.checkbox(key="divisions/none").set_value(False).run()
    assert draft(page).plan.applicant.preferred_divisions == ("Pacific",)


def add_tie(page: AppTest, text: str, words: str, note: str = "") -> AppTest:
    page.text_input(key="tie/sought").set_value(text).run()
    box = page.selectbox(key="tie/found")
    box.select_index(next(number for number, option in enumerate(box.options) if words in option))
    page.text_input(key="tie/note").set_value(note)
    page.button(key="tie/add").click().run()
    assert not page.exception
    return page


def test_a_tie_is_found_by_name_added_edited_and_removed() -> None:
    page = profile()
    page.selectbox(key="tie/kind").set_value("family").run()
    add_tie(page, "Fresno", "Fresno, CA (city)", "my *aunt*")
    add_tie(page, "Texas", "(state)")
    ties = draft(page).plan.applicant.ties
    assert [(tie.kind, tie.scope, tie.place, tie.note) for tie in ties] == [
        ("family", "city", "Fresno, CA", "my *aunt*"),
        ("family", "state", "TX", ""),
    ]
    page.selectbox(key="tie/1/kind").set_value("grew-up").run()
    page.text_input(key="tie/1/note").set_value("until 18").run()
    assert [(tie.kind, tie.note) for tie in draft(page).plan.applicant.ties][1] == ("grew-up", "until 18")
    page.button(key="tie/0/remove").click().run()
    assert [tie.place for tie in draft(page).plan.applicant.ties] == ["TX"]
    for _ in range(5):
        button(page, "Undo").click().run()
    assert draft(page).plan.applicant.ties == ()


def test_a_tie_stands_on_the_page_as_soon_as_it_is_added() -> None:
    page = add_tie(profile(), "Fresno", "Fresno, CA (city)")
    assert page.selectbox(key="tie/0/kind").label == "Tie to Fresno, CA (city)"
    assert page.text_input(key="tie/sought").value == ""


def elsewhere_only() -> str:
    """An institution that has programs, but none in internal medicine."""
    directory = load_directory()
    own = {one.institution for one in directory.of_specialties(("internal-medicine",)).programs}
    return next(one.institution for one in directory.programs if one.institution not in own)


def test_an_institution_without_a_program_in_ones_specialty_counts_as_its_city_and_breaks_no_page() -> None:
    page = profile()
    page.text_input(key="tie/sought").set_value(elsewhere_only()).run()
    box = page.selectbox(key="tie/found")
    assert not [option for option in box.options if "(institution)" in option]
    box.select_index(next(number for number, option in enumerate(box.options) if "no program in your" in option))
    page.button(key="tie/add").click().run()
    assert draft(page).plan.applicant.ties[0].scope == "city"
    for where in PAGES:
        assert not go(page, where).error


def test_a_tie_that_another_choice_of_specialty_leaves_without_a_program_is_mended_by_one_click() -> None:
    home = elsewhere_only()
    tie = {"kind": "school", "institution": home}
    page = upload(opened(), ("mine.toml", plan_text(small_plan(applicant=applicant(ties=(tie,))))))
    assert home in said(page)
    button(page, "Go on without what isn't known any more").click().run()
    assert not page.error
    (mended,) = draft(page).plan.applicant.ties
    assert (mended.scope, mended.note) == ("city", home)
    button(page, "Undo").click().run()
    assert draft(page).plan.applicant.ties[0].institution == home


def test_programs_of_ones_own_specialty_are_found_however_many_others_are_called_so() -> None:
    everything = load_directory()
    own = everything.of_specialties(("psychiatry",))
    found = places_meant("University", own, everything)
    offered = {choice.value for choice in found if choice.scope == "program"}
    assert len(offered) == 30
    assert offered <= {program.id for program in own.programs}


def test_the_same_tie_is_added_once() -> None:
    page = profile()
    add_tie(page, "Fresno", "Fresno, CA (city)")
    add_tie(page, "Fresno", "Fresno, CA (city)")
    assert len(draft(page).plan.applicant.ties) == 1


def test_a_place_that_nobody_knows_is_said_to_be_unknown() -> None:
    page = profile()
    page.text_input(key="tie/sought").set_value("Xyzzyville").run()
    assert "Nothing is called so" in said(page)


@pytest.mark.parametrize(
    ("text", "scope", "value"),
    [
        ("Fresno", "city", "Fresno, CA"),
        ("CA", "state", "CA"),
        ("pacific", "division", "Pacific"),
        ("Los Angeles", "metro", "Los Angeles-Long Beach-Anaheim, CA"),
        ("Kern Medical", "institution", "Kern Medical"),
    ],
)
def test_words_are_found_as_the_kinds_of_places_that_they_name(text: str, scope: str, value: str) -> None:
    found = places_meant(text, load_directory())
    assert (scope, value) in {(choice.scope, choice.value) for choice in found}


@pytest.mark.parametrize(
    ("text", "value"),
    [("Seatle", "Seattle, WA"), ("Chicgo, IL", "Chicago, IL"), ("New Yrok", "NY"), ("Calfornia", "CA")],
)
def test_a_misspelt_place_is_offered_as_what_it_may_be_and_nothing_is_taken_unasked(text: str, value: str) -> None:
    found = places_meant(text, load_directory())
    assert value in {choice.value for choice in found}
    assert all("spelled alike" in choice.words for choice in found)
    assert regions_meant(text) == found


def test_blank_words_mean_no_place() -> None:
    assert places_meant("  ", load_directory()) == ()


def test_what_is_missing_is_listed_for_a_plan_about_which_nothing_is_said() -> None:
    text = "[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n"
    page = go(upload(opened(), ("mine.toml", text)), "profile")
    assert "your Step 2 CK score" in said(page)
    assert "your year of graduation" in said(page)
