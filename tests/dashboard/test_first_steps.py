"""A list of one's own: three steps, each of which may be skipped, and no chance before the person has said anything."""

import ast
import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from optimizer import dashboard
from tests.dashboard.driving import button, draft, go, opened, said

DASHBOARD = Path(dashboard.__file__).parent


def begun() -> AppTest:
    page = opened(example="")
    button(page, "Start my own list").click().run()
    return page


def answered(page: AppTest) -> AppTest:
    page.segmented_control(key="applicant/type").set_value("us-do").run()
    page.multiselect(key="applicant/specialties").set_value(["psychiatry"]).run()
    return page.number_input(key="applicant/step2").set_value(240).run()


def onward(page: AppTest) -> Any:
    """The button to the next step, or to the list."""
    return next(element for element in page.button if str(element.key).endswith("/next"))


def test_nothing_is_chosen_for_the_person_and_nothing_estimated() -> None:
    page = begun()
    assert page.title[0].value == "Who you are"
    assert page.segmented_control(key="applicant/type").value is None
    assert page.multiselect(key="applicant/specialties").value == []
    assert "Your list is a few answers away" in said(page)
    assert "in 100" not in said(page)
    assert "what kind of applicant you are, your specialty, your score" in said(page)


def test_each_answer_is_taken_and_the_third_one_shows_a_chance() -> None:
    page = begun()
    page.segmented_control(key="applicant/type").set_value("us-do").run()
    assert "Still to say: your specialty, your score" in said(page)
    page.multiselect(key="applicant/specialties").set_value(["psychiatry"]).run()
    assert "Still to say: your score" in said(page)
    page.number_input(key="applicant/step2").set_value(240).run()
    assert "Your list: " in said(page)
    applicant = draft(page).plan.applicant
    assert (applicant.type, applicant.specialties, applicant.step2) == ("us-do", ("psychiatry",), 240)


def test_not_taken_is_an_answer_too_even_where_it_changes_nothing() -> None:
    page = begun()
    page.segmented_control(key="applicant/type").set_value("us-md").run()
    page.multiselect(key="applicant/specialties").set_value(["general-surgery"]).run()
    page.checkbox(key="applicant/no-score").set_value(True).run()
    assert not page.exception
    assert "Your list: " in said(page)
    assert draft(page).plan.applicant.step2 is None


def test_comlex_alone_is_an_answer_and_a_comlex_score_in_the_place_of_step_2_ck_is_asked_about() -> None:
    page = begun()
    page.segmented_control(key="applicant/type").set_value("us-do").run()
    page.multiselect(key="applicant/specialties").set_value(["anesthesiology"]).run()
    page.number_input(key="applicant/step2").set_value(560).run()
    assert "by its size it is a COMLEX-USA Level 2 CE score: if it is one, give it as COMLEX-USA Level 2 CE" in said(
        page
    )
    assert draft(page).plan.applicant.step2 is None
    button(page, "Drop these entries").click().run()
    page.number_input(key="applicant/comlex2").set_value(560).run()
    assert "Your list: " in said(page)
    page.selectbox(key="applicant/step2_taken").set_value(False).run()
    who = draft(page).plan.applicant
    assert (who.comlex2, who.step2, who.has_step2) == (560, None, False)


def test_who_may_need_a_first_year_is_asked_what_to_keep_for_it() -> None:
    page = answered(begun())
    for _ in range(2):
        onward(page).click().run()
    assert "first year" not in said(page)
    button(page, "Back").click().run()
    button(page, "Back").click().run()
    page.multiselect(key="applicant/specialties").set_value(["dermatology"]).run()
    for _ in range(2):
        onward(page).click().run()
    assert "20 applications to first years are usual" in said(page)
    page.number_input(key="first-year/reserve").set_value(220.0).run()
    assert draft(page).plan.first_year.reserve == 220.0


def test_three_steps_lead_to_the_list_and_on_to_signals() -> None:
    page = answered(begun())
    onward(page).click().run()
    assert page.title[0].value == "Where you want to live"
    page.text_input(key="region/sought").set_value("Chicago").run()
    page.button(key="region/add").click().run()
    assert page.slider(key="priority/0").label == "Near Chicago, IL"
    assert "Your last change: " in said(page)
    onward(page).click().run()
    assert page.title[0].value == "Money and numbers"
    assert "this list is as long as can be" in said(page)
    (usual,) = map(int, re.findall(r"usually send about (\d+)", said(page)))
    page.button(key="take-usual-number").click().run()
    assert draft(page).plan.quotas.applications.maximum == usual
    assert "this list is as long as can be" not in said(page)
    page.number_input(key="budget").set_value(500.0).run()
    page.number_input(key="first/most").set_value(30).run()
    onward(page).click().run()
    assert not page.exception
    assert page.title[0].value.startswith("About ")
    assert "Next: signals" in [link.proto.label for link in page.get("page_link")]
    plan = draft(page).plan
    assert (plan.budget.dollars, plan.quotas.applications.maximum) == (500.0, 30)


def test_a_step_can_be_skipped_gone_back_to_and_is_there_again_after_a_reload() -> None:
    page = begun()
    onward(page).click().run()
    again = opened(example="")
    assert again.title[0].value == "Where you want to live"
    button(again, "Back").click().run()
    assert again.title[0].value == "Who you are"
    button(again, "Skip to the list").click().run()
    assert not again.exception
    assert "Your list is a few answers away" in said(again)
    again.button(key="answer-first").click().run()
    assert again.title[0].value == "Who you are"


def test_the_first_answers_can_be_given_on_the_profile_as_well() -> None:
    page = answered(go(begun(), "profile"))
    assert "Your list: " in said(page)


def test_what_is_typed_never_chooses_all_that_is_like_it() -> None:
    """Enter would take the first of the choices: "Select 3 matches", where one specialty was meant."""
    asked = [
        {given.arg: given.value for given in node.keywords}
        for source in DASHBOARD.rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "multiselect"
    ]
    assert asked
    assert all(isinstance(said := one["select_all"], ast.Constant) and said.value is False for one in asked)
