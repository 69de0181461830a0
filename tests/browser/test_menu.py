"""A click on the menu arrives, whatever is under way on the page that it leaves."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import MILLISECONDS_TO_SHOW
from tests.browser.pages import HEADLINE, SlowLine, open_list, settled

pytestmark = pytest.mark.browser

AT_WORK = "Trade-offs"
"""This page begins to work as soon as it is opened."""
MILLISECONDS_OF_LOOKS = 1500
"""So long after a click the page that was left would have looked at its work once more."""


def click(page: Page, name: str) -> None:
    """Click on the menu, once."""
    page.get_by_role("link", name=name, exact=True).first.click()


def test_a_look_at_the_work_that_comes_after_a_click_does_not_undo_it(page: Page, dashboard: str) -> None:
    line = SlowLine(page)
    page.goto(dashboard)
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    # The server's word that this page is to look now and then, on its way as the visitor clicks; the page before has
    # such a word of its own, which may be as late.
    before = line.drawn
    line.holds_told = lambda told: told.HasField("auto_rerun") and line.drawn != before
    click(page, AT_WORK)
    expect(page.get_by_role("heading", name=AT_WORK, level=1)).to_be_visible()
    while not line.told:
        page.wait_for_timeout(20)
    line.holds_asked = lambda asked: asked.HasField("rerun_script")
    click(page, "Profile")
    while not line.asked:
        page.wait_for_timeout(20)
    line.deliver_told()
    while not any(one.rerun_script.is_auto_rerun for one in line.asked):
        page.wait_for_timeout(20)
    clicked, *_, looked = line.asked
    assert clicked.rerun_script.page_script_hash != looked.rerun_script.page_script_hash
    line.deliver_asked()
    expect(page.get_by_role("heading", name="Profile", level=1)).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize("moment", [*range(0, 3000, 150)])
def test_a_click_at_any_moment_of_the_work_arrives_and_stays(page: Page, dashboard: str, moment: int) -> None:
    page.goto(dashboard)
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    click(page, AT_WORK)
    expect(page.get_by_role("heading", name=AT_WORK, level=1)).to_be_visible()
    page.wait_for_timeout(moment)
    click(page, "Profile")
    expect(page.get_by_role("heading", name="Profile", level=1)).to_be_visible()
    page.wait_for_timeout(MILLISECONDS_OF_LOOKS)
    settled(page)
    expect(page.get_by_role("heading", name="Profile", level=1)).to_be_visible()


BUDGET = "Budget for application fees, in dollars"


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    """A window that is touched, wide enough for the menu to stand beside the budget."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, has_touch=True)
    context.set_default_timeout(MILLISECONDS_TO_SHOW)
    yield context.new_page()
    context.close()


def test_a_tap_on_the_menu_right_after_a_number_keeps_both(tablet: Page, dashboard: str) -> None:
    line = SlowLine(tablet)
    open_list(tablet, dashboard)
    # The browser says that the menu was tapped, and then what was typed: all at once, the worst case.
    line.holds_asked = lambda asked: asked.HasField("rerun_script")
    tablet.get_by_label(BUDGET).fill("900")
    tablet.get_by_role("link", name="Profile", exact=True).first.tap()
    while len(line.asked) < 2:
        tablet.wait_for_timeout(20)
    clicked, *_, typed = line.asked
    assert not clicked.rerun_script.widget_states.widgets
    assert typed.rerun_script.page_script_hash != clicked.rerun_script.page_script_hash
    line.deliver_asked()
    expect(tablet.get_by_role("heading", name="Profile", level=1)).to_be_visible()
    settled(tablet)
    expect(tablet.get_by_role("heading", name="Profile", level=1)).to_be_visible()
    click(tablet, "List")
    expect(tablet.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(tablet.get_by_label(BUDGET)).to_have_value("900")


def test_a_click_on_the_menu_right_after_a_slider_keeps_both(page: Page, dashboard: str) -> None:
    line = SlowLine(page)
    open_list(page, dashboard)
    line.holds_asked = lambda asked: asked.HasField("rerun_script")
    page.get_by_role("slider").first.press("ArrowLeft")
    wanted = page.get_by_role("slider").first.input_value()
    click(page, "Profile")
    while len(line.asked) < 2:
        page.wait_for_timeout(20)
    line.deliver_asked()
    expect(page.get_by_role("heading", name="Profile", level=1)).to_be_visible()
    settled(page)
    click(page, "List")
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    expect(page.get_by_role("slider").first).to_have_value(wanted)
