"""The Priorities and the Signals page."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.dashboard.signals_page import signal_caps_in
from optimizer.plan import LimitUse, Wish, open_count, prospects
from tests.dashboard.driving import button, decide, draft, go, look, opened, said
from tests.export.lists import program_list

RADIOLOGY = ("diagnostic-radiology", "interventional-radiology")


def priorities(view: str) -> AppTest:
    page = opened("priorities")
    return page if view == "Places" else look(page, "priorities-view", view)


def test_what_there_is_to_choose_from_stands_beside_each_quota() -> None:
    page = priorities("Money and numbers")
    plan = draft(page).plan
    count = open_count(prospects(plan), "region")
    for number in (count["Los Angeles and nearby"], sum(count.values())):
        assert f"{number} to choose from" in said(page)


def test_a_quota_above_what_there_is_clashes_and_is_mended_by_one_click() -> None:
    page = priorities("Money and numbers")
    page.number_input(key="quota/region/Los Angeles and nearby/maximum").set_value(None).run()
    page.number_input(key="quota/region/Los Angeles and nearby/minimum").set_value(100).run()
    assert "Your limits clash" in said(page)
    button(page, "Lower the minimum").click().run()
    assert "Your limits clash" not in said(page)


def test_fee_assistance_makes_the_list_cheaper() -> None:
    page = priorities("Money and numbers")
    page.checkbox(key="fee-assistance").set_value(True).run()
    assert draft(page).plan.budget.fee_assistance


@pytest.mark.parametrize("field", ["university", "university_affiliated", "community", "military"])
def test_each_kind_of_program_has_a_priority(field: str) -> None:
    page = priorities("Kind of program")
    page.slider(key=f"setting/{field}").set_value(3.5).run()
    assert getattr(draft(page).plan.settings, field) == 3.5


def test_a_weight_of_the_estimate_changes_the_estimate() -> None:
    page = priorities("Weights")
    page.slider(key="weight/signals").set_value(0.0).run()
    assert draft(page).plan.weights.signals == 0.0
    assert "Your last change: " in said(page)


def add_region(page: AppTest, text: str, words: str) -> AppTest:
    page.text_input(key="region/sought").set_value(text).run()
    box = page.selectbox(key="region/found")
    box.select_index(next(number for number, option in enumerate(box.options) if words in option))
    page.button(key="region/add").click().run()
    assert not page.exception
    return page


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Fresno", "Fresno, CA (city)", "Near Fresno, CA"),
        ("60601", "around ZIP code 60601", "Near 60601"),
        ("Nevada", "(state)", "Nevada"),
        ("Chicago", "(metropolitan area)", "Chicago"),
        ("new england", "(Census division)", "New England"),
    ],
)
def test_a_region_is_added_by_the_name_of_any_place_and_its_slider_is_there_at_once(
    text: str, words: str, name: str
) -> None:
    page = add_region(priorities("Places"), text, words)
    region = draft(page).plan.regions[0]
    assert region.name.startswith(name)
    assert region.priority == 8.0
    assert page.slider(key="priority/0").label == region.name
    assert "About" in said(page)
    button(page, "Undo").click().run()
    assert draft(page).plan.regions == draft(page).opened.plan.regions


def test_a_region_is_changed_in_place_with_its_miles_and_its_quota_goes_with_its_name() -> None:
    page = priorities("Places")
    page.text_input(key="region/0/name").set_value("Home, *sweet* home").run()
    page.text_input(key="region/0/center").set_value("60601").run()
    page.slider(key="region/0/miles").set_value(120.0).run()
    page.multiselect(key="region/0/states").set_value(["NV"]).run()
    page.text_input(key="region/0/cities").set_value("Reno, NV; Boise, ID").run()
    assert not page.exception
    plan = draft(page).plan
    region = plan.regions[0]
    assert (region.name, region.states, region.cities) == ("Home, *sweet* home", ("NV",), ("Reno, NV", "Boise, ID"))
    assert [(circle.city, circle.miles) for circle in region.within] == [("60601", 120.0)]
    assert plan.quotas.region[region.name] == draft(page).opened.plan.quotas.region["Los Angeles and nearby"]
    assert region.metros == draft(page).opened.plan.regions[0].metros
    for _ in range(5):
        button(page, "Undo").click().run()
    assert draft(page).plan == draft(page).opened.plan


def test_a_region_is_removed_and_comes_back() -> None:
    page = priorities("Places")
    page.button(key="remove-region/Los Angeles and nearby").click().run()
    assert [region.name for region in draft(page).plan.regions] == ["Rest of California and the West"]
    button(page, "Undo").click().run()
    assert draft(page).plan == draft(page).opened.plan


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("name", "", "unique in the plan"), ("name", "Elsewhere", "in no region"), ("metros", [], "names no place")],
)
def test_a_region_that_is_none_is_refused_in_words_and_stays_entered(field: str, value: Any, words: str) -> None:
    page = priorities("Places")
    widget: Any = page.multiselect if field == "metros" else page.text_input
    widget(key=f"region/0/{field}").set_value(value).run()
    assert not page.exception
    assert words in said(page)
    assert draft(page).plan == draft(page).opened.plan
    button(page, "Undo").click().run()
    assert words not in said(page)


def test_a_city_that_does_not_exist_is_said_in_words_and_can_be_undone() -> None:
    page = priorities("Places")
    page.text_input(key="region/0/cities").set_value("Xyzzyville, NV").run()
    assert "no such city" in said(page)
    button(page, "Undo the last change").click().run()
    assert "no such city" not in said(page)
    assert "About " in said(page)


def test_signals_are_listed_by_kind_and_can_be_moved_without_dragging() -> None:
    page = opened("signals")
    assert "Gold signals, internal medicine: 3 of 3" in said(page)
    table = page.dataframe[0].value
    assert table["Signal"].tolist() == ["gold"] * 3 + ["silver"] * 12
    first = table.index[0]
    decide(page, "signals-internal-medicine", 0, "no signal")
    assert draft(page).plan.signals.never == (first,)
    table = page.dataframe[0].value
    assert first not in table.index
    assert table["Signal"].tolist() == ["gold"] * 3 + ["silver"] * 12


def test_signals_that_two_specialties_share_are_found_under_each_of_them() -> None:
    def cap(signal: str, *of: str) -> LimitUse:
        wish = Wish("signals", of, signal=signal)
        return LimitUse(name=wish.name, about=wish, minimum=None, maximum=6.0, used=2.0, binding=False)

    pooled, own, elsewhere = cap("gold", *RADIOLOGY), cap("gold", RADIOLOGY[0]), cap("silver", "neurology")
    found = program_list(limits=(pooled, own, elsewhere))
    assert [signal_caps_in(found, one) for one in RADIOLOGY] == [(pooled, own), (pooled,)]
    assert signal_caps_in(found, "pathology") == ()


def test_a_specialty_without_signals_says_so() -> None:
    page = opened("profile")
    page.multiselect(key="applicant/specialties").set_value(["internal-medicine", "pathology"]).run()
    assert "Signals in pathology" in said(go(page, "signals"))


def test_divisions_are_stated_on_the_signals_page_too() -> None:
    page = opened("signals")
    page.multiselect(key="divisions/chosen").set_value(["New England"]).run()
    assert draft(page).plan.applicant.preferred_divisions == ("New England",)
