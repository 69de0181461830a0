"""What holds on every page: one draft, nothing lost, and words where there is no list."""

import re

import pytest

from optimizer.dashboard import answers
from optimizer.plan import NotDecided, Prepared, plan_text
from tests.dashboard.driving import PAGES, button, draft, go, opened, said, upload
from tests.people_and_programs import plan as small_plan


def test_every_page_shows_the_example_and_says_that_it_is_one() -> None:
    page = opened()
    for where in PAGES:
        assert ("An example, not you" if where == "list" else "The example's list") in said(go(page, where))


def test_every_page_says_a_clash_and_mends_it_with_one_click() -> None:
    page = opened()
    page.number_input(key="budget").set_value(300.0).run()
    for where in PAGES:
        assert "Your limits clash" in said(go(page, where))
        button(page, "Raise the budget").click().run()
        assert not page.exception
        assert "Your limits clash" not in said(page)
        button(page, "Undo").click().run()


def test_every_page_says_that_the_time_ran_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(prepared: Prepared, *, time_limit_s: float) -> NotDecided:
        return NotDecided(title=prepared.plan.title, bound=0.5, seconds=time_limit_s)

    monkeypatch.setattr(answers, "solve_prepared", slow)
    page = opened()
    for where in PAGES:
        assert "Not decided in time" in said(go(page, where))


def test_every_page_shows_an_empty_list() -> None:
    page = upload(opened(), ("mine.toml", plan_text(small_plan(budget={"dollars": 0}))))
    for where in PAGES:
        assert "Fewer than 1 in 100" in said(go(page, where))


def test_no_page_says_a_chance_before_anything_is_said_of_the_person() -> None:
    page = opened()
    button(page, "Start my own list").click().run()
    for where in PAGES:
        shown = said(go(page, where))
        assert not page.exception
        assert "Your list is a few answers away" in shown
        assert not re.search(r"(About|Fewer|More) .* in 100, range", shown)


def test_nothing_is_lost_by_changing_pages() -> None:
    page = opened()
    page.number_input(key="budget").set_value(3200.0).run()
    go(page, "profile").number_input(key="applicant/step2").set_value(251).run()
    go(page, "priorities").slider(key="priority/1").set_value(2.0).run()
    go(page, "list")
    plan = draft(page).plan
    assert (plan.budget.dollars, plan.applicant.step2, plan.regions[1].priority) == (3200.0, 251, 2.0)
    assert page.number_input(key="budget").value == 3200.0
    assert page.slider(key="priority/1").value == 2.0


def test_what_one_page_changes_the_other_shows() -> None:
    page = opened()
    go(page, "priorities").slider(key="priority/0").set_value(1.5).run()
    assert re.search(r"Your last change: \d+ in, \d+ out", said(page))
    assert go(page, "list").slider(key="priority/0").value == 1.5


def test_what_does_not_hold_stays_entered_and_is_told_on_every_page_until_dropped() -> None:
    page = opened("priorities")
    page.session_state["priorities-view"] = "Money and numbers"
    page.run()
    page.number_input(key="quota/tier/reach/minimum").set_value(30).run()
    assert "Reach programs: at least 30 and at most 20" in said(page)
    assert page.number_input(key="quota/tier/reach/minimum").value == 30
    assert not go(page, "list").dataframe
    assert "at least 30 and at most 20" in said(page)
    button(page, "Drop these entries").click().run()
    assert page.title[0].value.startswith("About ")
    assert draft(page).plan.quotas.tier["reach"].minimum == 5


def test_an_entry_that_does_not_hold_is_taken_up_once_the_other_number_makes_room() -> None:
    page = opened("priorities")
    page.session_state["priorities-view"] = "Money and numbers"
    page.run()
    page.number_input(key="quota/tier/reach/minimum").set_value(30).run()
    page.number_input(key="quota/tier/reach/maximum").set_value(40).run()
    quota = draft(page).plan.quotas.tier["reach"]
    assert (quota.minimum, quota.maximum) == (30, 40)
