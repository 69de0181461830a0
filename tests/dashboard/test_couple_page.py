"""The Couple page: the partner's plan, what near means, both lists, and what can't be."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.plan import Plan, plan_from_content, plan_text
from tests.dashboard.driving import button, done, draft, go, opened, said, upload


def couple_page(most: int = 5) -> AppTest:
    page = opened()
    mine = one_of_a_couple("My list", "psychiatry", draft(page).plan.season, most)
    return go(upload(page, ("mine.toml", mine)), "couple")


def one_of_a_couple(title: str, specialty: str, season: int, most: int = 5, **wishes: object) -> str:
    """A plan with a few applications in one of the smaller specialties."""
    plan = {
        "title": title,
        "season": season,
        "applicant": {"type": "us-md", "specialties": (specialty,), "step2": 240},
        "quotas": {"applications": {"maximum": most}},
    }
    return plan_text(plan_from_content(plan | wishes, "plan"))


def partner(season: int, most: int = 5, **wishes: object) -> str:
    return one_of_a_couple("Their list", "pediatrics", season, most, **wishes)


def with_partner(most: int = 5) -> AppTest:
    page = couple_page(most)
    return done(upload(page, ("theirs.toml", partner(draft(page).plan.season, most)), key="couple-plan-file"))


def test_without_a_partner_the_page_says_how_to_bring_one_in() -> None:
    assert "Bring in your partner's" in said(couple_page())


def test_a_partner_s_plan_gives_two_lists_with_what_they_bring_together() -> None:
    page = with_partner()
    words = said(page)
    assert "Your partner's plan: **Their list** (pediatrics)" in words
    assert "Both match near each other:" in words
    assert "two lists built apart" in words
    assert "in the same metropolitan area" in words
    assert isinstance(draft(page).plan.couple.partner, Plan)  # type: ignore[union-attr]
    tables = [table.value for table in page.table]
    assert any("Two lists built apart" in table.columns for table in tables)
    assert any("Your partner" in table.value.columns for table in page.dataframe)


def test_what_near_means_is_the_plan_s() -> None:
    page = with_partner(most=2)
    page.selectbox(key="couple/near").set_value("So many miles by the straight line").run()
    assert draft(page).plan.couple.miles == 50.0  # type: ignore[union-attr]
    page.number_input(key="couple/miles").set_value(80.0).run()
    assert "within 80 miles of each other" in said(done(page))
    page.selectbox(key="couple/near").set_value("So many hours on the road").run()
    page.slider(key="couple/alone").set_value(0.0).run()
    wish = draft(page).plan.couple
    assert wish is not None
    assert (wish.miles, wish.hours, wish.alone) == (None, 1.0, 0.0)
    assert "45 miles by the straight line" in said(done(page))


def test_the_partner_can_be_taken_out_again() -> None:
    page = with_partner()
    button(page, "Take it out").click().run()
    assert draft(page).plan.couple is None
    assert "Bring in your partner's" in said(page)


def test_a_made_up_partner_can_be_tried() -> None:
    page = couple_page()
    button(page, "made-up partner").click().run()
    assert "Pediatrics, the other of a couple" in said(page)


@pytest.mark.parametrize(
    ("season", "words"), [(-1, "of different seasons"), (0, "names another file, which a browser doesn't send along")]
)
def test_a_partner_s_plan_that_can_t_be_used_is_said(season: int, words: str) -> None:
    page = couple_page()
    wishes: dict[str, Any] = {} if season else {"couple": {"partner": "mine.toml"}}
    upload(page, ("theirs.toml", partner(draft(page).plan.season + season, **wishes)), key="couple-plan-file")
    assert "Your partner's plan can't be used." in said(page)
    assert words in said(page)
    assert draft(page).plan.couple is None


def test_a_partner_without_a_list_is_said_with_what_would_mend_it() -> None:
    page = couple_page()
    quotas = {"applications": {"minimum": 300}}
    theirs = partner(draft(page).plan.season, quotas=quotas, budget={"dollars": 100.0})
    words = said(done(upload(page, ("theirs.toml", theirs), key="couple-plan-file")))
    assert "There is no list for your partner that keeps all limits." in words
    assert "applications" in words
