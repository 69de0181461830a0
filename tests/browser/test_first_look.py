"""What a newcomer sees before touching anything."""

import re
import time
import urllib.request
from http.client import HTTPConnection

import pytest
from playwright.sync_api import Page, expect

from optimizer.dashboard.fitting import fitted
from optimizer.dashboard.own_programs import shipped_programs
from optimizer.dashboard.tables import NAME_ROOM_PIXELS
from tests.browser.pages import HEADLINE, open_list

pytestmark = pytest.mark.browser

ROW_AND_HEADER = 38 + 35
"""Height of a table's header and its first row, in pixels."""
DRAWN = """names => {
  const drawing = document.createElement('canvas').getContext('2d');
  drawing.font = '400 14px "Source Sans", sans-serif';
  return names.map(name => drawing.measureText(name).width);
}"""
"""How wide words are in a table, in pixels."""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1366, 768)])
def test_the_first_screen_says_what_this_is_and_shows_the_list(
    width: int, height: int, page: Page, dashboard: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_list(page, dashboard)
    for words in (
        re.compile("Which residency programs to apply to, and which to signal"),
        re.compile("An example, not you:"),
        re.compile(r"Season \d{4}: .*Applications can be sent|Season \d{4}: Match Week"),
        re.compile(r"People like you: \d+ to \d+; you yourself: \d+ to .* in 100"),
        "Applications",
        "Application fees",
        "Interviews to expect",
        re.compile(r"Known: 0 of \d+ own interview rates: add them"),
    ):
        expect(page.get_by_text(words).first).to_be_in_viewport()
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Start my own list")).to_be_in_viewport()
    table = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert table is not None
    assert table["y"] + 3 * ROW_AND_HEADER <= height


def test_what_the_figure_means_is_one_click_away_and_names_fit_their_cells(page: Page, dashboard: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_list(page, dashboard)
    # The page says at once which scripts its first elements need: none is learnt of later.
    scripts = [url.rpartition("/")[2] for url in asked if url.endswith(".js")]
    with urllib.request.urlopen(urllib.request.Request(dashboard, headers={"Accept": "text/html"})) as sent:  # noqa: S310
        named = sent.read().decode()
    assert scripts
    assert [script for script in scripts if script not in named] == []
    names = [fitted(program.name, NAME_ROOM_PIXELS) for program in shipped_programs().programs]
    assert max(page.evaluate(DRAWN, names)) <= NAME_ROOM_PIXELS
    page.get_by_role("button", name="What this means").click()
    expect(page.get_by_text(re.compile("^Proven: measured by"))).to_be_visible()
    expect(page.get_by_text(re.compile("No estimate can know letters"))).to_be_visible()


def test_a_file_comes_without_waiting_for_the_browser_to_confirm_its_beginning(dashboard: str) -> None:
    host, _, port = dashboard.removeprefix("http://").partition(":")
    line = HTTPConnection(host, int(port))
    waits = []
    for _ in range(20):
        line.request("GET", "/favicon.png")
        answer = line.getresponse()
        began = time.monotonic()
        answer.read()
        waits.append(time.monotonic() - began)
    line.close()
    # So long, at least, puts a system off what it confirms; Linux, the very first few excepted.
    assert sum(wait >= 0.038 for wait in waits) < 10
