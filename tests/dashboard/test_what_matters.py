"""Conditions, further preferences and rules of thumb on the Priorities page."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.driving import button, done, draft, look, opened, said


def view(name: str) -> AppTest:
    return look(opened("priorities"), "priorities-view", name)


def test_cost_of_living_and_size_matter_as_much_as_one_says_and_not_at_all_again() -> None:
    page = view("Kind of program")
    page.slider(key="cheap/priority").set_value(6.0).run()
    page.slider(key="size/priority").set_value(3.0).run()
    page.segmented_control(key="size/prefer").set_value("small").run()
    wanted = draft(page).plan.priorities
    assert wanted.price_parity is not None
    assert wanted.size is not None
    assert (wanted.price_parity.priority, wanted.size.priority, wanted.size.prefer) == (6.0, 3.0, "small")
    page.slider(key="cheap/priority").set_value(0.0).run()
    assert draft(page).plan.priorities.price_parity is None


def test_nearness_is_asked_for_a_place_first() -> None:
    page = view("Kind of program")
    assert page.slider(key="near/priority").disabled
    page.text_input(key="near/of").set_value("Chicago, IL").run()
    page.slider(key="near/priority").set_value(8.0).run()
    page.number_input(key="near/miles").set_value(250.0).run()
    near = draft(page).plan.priorities.distance
    assert near is not None
    assert (near.of, near.priority, near.miles) == ("Chicago, IL", 8.0, 250.0)
    page.text_input(key="near/of").set_value("").run()
    assert draft(page).plan.priorities.distance is None


def test_a_place_that_does_not_exist_is_said_in_words() -> None:
    page = view("Kind of program")
    page.text_input(key="near/of").set_value("Xyzzyville").run()
    assert "Xyzzyville" in said(page)
    assert page.error


def test_hard_limits_leave_programs_out_and_are_taken_back() -> None:
    page = view("Kind of program")
    page.number_input(key="parity-limit").set_value(95.0).run()
    page.text_input(key="distance-limit/of").set_value("Houston, TX").run()
    page.number_input(key="distance-limit/miles").set_value(400.0).run()
    conditions = draft(page).plan.conditions
    assert conditions.price_parity is not None
    assert (conditions.price_parity.maximum, conditions.distance[0].miles) == (95.0, 400.0)
    page.number_input(key="parity-limit").set_value(None).run()
    page.text_input(key="distance-limit/of").set_value("").run()
    assert draft(page).plan.conditions == draft(page).opened.plan.conditions


@pytest.mark.parametrize("choice", ["keep", "exclude"])
def test_a_visa_can_be_a_hard_limit(choice: str) -> None:
    page = view("Kind of program")
    page.selectbox(key="visa-limit/unknown").set_value(choice).run()
    visa = draft(page).plan.conditions.visa
    assert visa is not None
    assert (visa.unknown, visa.is_hard) == (choice, True)
    page.selectbox(key="visa-limit/unknown").set_value("").run()
    assert draft(page).plan.conditions.visa is None


def test_a_rule_of_thumb_says_where_it_is_from_what_it_costs_and_is_taken_up() -> None:
    page = view("Rules of thumb")
    page.selectbox(key="preset/chosen").set_value("los-angeles-first").run()
    assert "A practitioners' guide" in said(page)
    button(page, "What would it cost?").click().run()
    assert "In this shape: " in said(done(page))
    before = draft(page).plan
    button(page, "Use this shape").click().run()
    assert not page.exception
    assert draft(page).plan != before
    assert "Its numbers are in your plan now" in said(page)


def test_a_rule_that_needs_what_the_plan_does_not_say_is_refused_in_words() -> None:
    page = view("Rules of thumb")
    page.selectbox(key="preset/chosen").set_value("dual-application").run()
    button(page, "Use this shape").click().run()
    assert "This rule doesn't fit your plan" in said(page)
    button(page, "What would it cost?").click().run()
    assert "This can't be worked out" in said(done(page))
