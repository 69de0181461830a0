"""The Profile page: answers go into the draft, ties are found by name."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.dashboard.finding import places_meant
from optimizer.directory import load_directory
from tests.dashboard.driving import button, draft, edit, go, opened, said


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
    edit(page, "ties", edited_rows={1: {"Tie": "grew up", "Note, for my own eyes": "until 18"}})
    assert [(tie.kind, tie.note) for tie in draft(page).plan.applicant.ties][1] == ("grew-up", "until 18")
    edit(page, "ties", deleted_rows=[0])
    assert [tie.place for tie in draft(page).plan.applicant.ties] == ["TX"]


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


def test_blank_words_mean_no_place() -> None:
    assert places_meant("  ", load_directory()) == ()


def test_what_is_missing_is_listed_for_a_plan_about_which_nothing_is_said() -> None:
    page = opened()
    button(page, "Start my own list").click().run()
    go(page, "profile")
    assert "your Step 2 CK score" in said(page)
    assert "your year of graduation" in said(page)
