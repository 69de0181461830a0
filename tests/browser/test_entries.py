"""Ties, regions and decisions as a person enters them: what is added stands there at once, and Undo takes it back."""

import re
from time import monotonic

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.pages import FAR_APART, HEADLINE, go, open_list, panel, plan_files, settled

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_a_tie_stands_there_as_soon_as_it_is_added_and_is_taken_back(width: int, page: Page, dashboard: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_list(page, dashboard)
    go(page, "Profile")
    sought = page.get_by_label("to a place, an institution or a program")
    sought.fill("Fresno")
    sought.press("Enter")
    page.get_by_role("button", name="Add this tie").click()
    tie = page.get_by_label(re.compile("Tie to Fresno"))
    expect(tie.first).to_be_visible()
    expect(sought).to_have_value("")
    settled(page)
    page.get_by_role("button", name="Remove").last.click()
    expect(tie).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_region_is_added_changed_in_place_and_taken_back(width: int, page: Page, dashboard: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_list(page, dashboard)
    go(page, "Priorities")
    sought = page.get_by_label(re.compile("Add a region"))
    sought.fill("Chicago")
    sought.press("Enter")
    page.get_by_role("button", name="Add this region").click()
    chicago = page.get_by_role("slider", name="Near Chicago, IL")
    expect(chicago).to_be_visible()
    settled(page)
    listed = re.compile(r"^\d+ of (\d+) programs?$")
    before = page.get_by_text(listed).first.inner_text()
    page.get_by_text("What Near Chicago, IL is: change or remove it").click()
    miles = page.get_by_role("slider", name="within so many miles").first
    expect(miles).to_have_value("50")
    miles.press("End")
    expect(miles).to_have_value("500")
    expect(page.get_by_text(listed).first).not_to_have_text(before)
    with panel(page) as beside:
        beside.get_by_role("button", name="Undo", exact=True).click()
        settled(page)
    expect(miles).to_have_value("50")
    page.get_by_role("button", name="Remove this region").first.click()
    expect(chicago).to_have_count(0)


OBSTETRICS: FilePayload = {
    "name": "obstetrics.toml",
    "mimeType": "application/toml",
    "buffer": b"[applicant]\ntype = 'us-md'\nspecialties = ['obstetrics-gynecology']\nstep2 = 245\n"
    b"[quotas.applications]\nmaximum = 60\n",
}
"""Of a specialty whose fees no source tells."""


@pytest.mark.parametrize("width", [1280, 390])
def test_fees_that_nobody_knows_are_no_dollars_and_a_budget_for_them_is_dropped_by_one_click(
    width: int, page: Page, dashboard: str
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_list(page, dashboard)
    with panel(page):
        plan_files(page).set_input_files(OBSTETRICS)
        expect(page.get_by_text("An example, not you:")).to_be_hidden()
        settled(page)
    expect(page.get_by_text("no fees published")).to_be_visible()
    assert "$" not in page.get_by_test_id("stMain").inner_text()
    budget = page.get_by_role("spinbutton", name="Budget for application fees, in dollars")
    with panel(page):
        budget.fill("500")
        budget.press("Enter")
        settled(page)
    expect(page.get_by_text(re.compile("so no budget can bound them"))).to_be_visible()
    page.get_by_role("button", name="Go on without a budget").click()
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(page.get_by_text("no fees published")).to_be_visible()


def leads_to(page: Page, words: str | re.Pattern[str]) -> None:
    """What follows has the keyboard on its heading, which a screen reader says, and is in sight."""
    heading = page.get_by_role("heading", name=words)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_newcomer_has_a_list_of_their_own_in_less_than_90_seconds(width: int, page: Page, dashboard: str) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_list(page, dashboard)
    began = monotonic()
    page.get_by_role("button", name="Start my own list").click()
    leads_to(page, "Who you are")
    settled(page)
    assert page.evaluate(FAR_APART) == []
    # Nothing is estimated of somebody who has said nothing.
    expect(page.get_by_text(re.compile(r"\d+ in 100"))).to_have_count(0)
    page.get_by_role("radio").filter(has_text="US DO").click()
    settled(page)
    page.get_by_label("I apply in").click()
    page.keyboard.type("psychiatry")
    page.get_by_role("option", name="psychiatry", exact=True).click()
    page.keyboard.press("Escape")
    settled(page)
    score = page.get_by_role("spinbutton", name="Step 2 CK score")
    score.fill("240")
    score.press("Enter")
    expect(page.get_by_text("Your list: ")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Next: where")).click()
    leads_to(page, "Where you want to live")
    sought = page.get_by_label(re.compile("Add a region"))
    sought.fill("Chicago")
    sought.press("Enter")
    page.get_by_role("button", name="Add this region").click()
    expect(page.get_by_role("slider", name="Near Chicago, IL")).to_be_visible()
    settled(page)
    page.get_by_role("button", name=re.compile("^Next: money")).click()
    leads_to(page, "Money and numbers")
    page.get_by_role("button", name="Back").click()
    leads_to(page, "Where you want to live")
    page.get_by_role("button", name=re.compile("^Next: money")).click()
    leads_to(page, "Money and numbers")
    budget = page.get_by_role("spinbutton", name="Budget for application fees, in dollars")
    budget.fill("500")
    budget.press("Enter")
    settled(page)
    page.get_by_role("button", name="Show my list").click()
    leads_to(page, HEADLINE)
    expect(page.get_by_text("Next: signals")).to_be_visible()
    assert monotonic() - began < 90


WITHOUT_A_SPECIALTY = "\n".join(
    ["Program\tCity\tState\tNon US IMG\tUS IMG\tMD\tDO\tIn-State School\tOut-Of-State School"]
    + [f"Made Up Hospital {k}\tFresno\tCA\t0.05\t0.1\t0.2\t0.1\t0.3\t0.1" for k in range(1, 7)]
)
"""Six rows of rates as a page gives them."""


@pytest.mark.parametrize("width", [1280, 390])
def test_rows_that_do_not_say_their_specialty_are_asked_about_once_and_none_is_refused(
    width: int, page: Page, dashboard: str
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_list(page, dashboard)
    go(page, "Data and method")
    page.get_by_label("Or paste a table").fill(WITHOUT_A_SPECIALTY)
    page.get_by_role("button", name="Bring in", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Your plan's own specialty comes first.")).to_be_visible()
    settled(page)
    dialog.get_by_role("button", name="Bring in", exact=True).click()
    expect(page.get_by_text(re.compile("^6 rows: .* 6 new, 0 .*, 0 refused"))).to_be_visible()


ACTIVE = "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim()"
MOST_STOPS = 40


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(ACTIVE).removeprefix("add\n").strip().startswith(words):
            return
    pytest.fail(f"{words!r} is not reached by Tab")


def test_the_first_steps_are_walked_by_keyboard_alone(page: Page, dashboard: str) -> None:
    def enter(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)
        settled(page)

    open_list(page, dashboard)
    tab_to(page, "Start my own list")
    enter("Enter")
    tab_to(page, "US MD")
    enter("ArrowRight", "Enter")
    tab_to(page, "I apply in")
    page.keyboard.type("psych")
    expect(page.get_by_role("option", name="psychiatry", exact=True)).to_be_visible()
    enter("Enter", "Escape")
    tab_to(page, "Step 2 CK score")
    page.keyboard.type("240")
    enter("Enter")
    expect(page.get_by_text("Your list: ")).to_be_visible()
    tab_to(page, "Next: where you want to live")
    # Pressed once too often, at once and once more after a while, it skips no step.
    enter("Enter", "Enter")
    leads_to(page, "Where you want to live")
    enter("Enter")
    leads_to(page, "Where you want to live")
    tab_to(page, "Add a region")
    page.keyboard.type("Chicago")
    enter("Enter")
    tab_to(page, "Add this region")
    enter("Enter")
    tab_to(page, "Near Chicago, IL")
    enter("End")
    tab_to(page, "Next: money and numbers")
    enter("Enter")
    tab_to(page, "Budget for application fees, in dollars")
    page.keyboard.type("500")
    enter("Enter")
    tab_to(page, "Show my list")
    enter("Enter")
    expect(page.get_by_text("US DO, psychiatry, Step 2 CK 240")).to_be_visible()
    expect(page.get_by_role("slider", name="Near Chicago, IL")).to_have_value("10")
    expect(page.get_by_text("of $500")).to_be_visible()
