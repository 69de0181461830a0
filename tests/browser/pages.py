"""What a visitor does, in a real browser."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Locator, Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

HEADLINE = re.compile(r"^(About|Fewer|More) .*, range \d+.\d+$")
OUT_OF_CHARTS = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg text')].filter(one => {
  const words = one.getBoundingClientRect(), chart = one.closest('svg').getBoundingClientRect();
  const out = words.left < chart.left - 4 || words.right > chart.right + 4
    || words.top < chart.top - 4 || words.bottom > chart.bottom + 4;
  return one.textContent.trim() && out;
}).map(one => one.textContent)"""
"""Words of charts that are cut as they reach beyond their chart; a line is a little higher than its words."""
FAR_APART = """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stColumn]')].flatMap(one => {
  const below = one.nextElementSibling;
  const space = below ? below.getBoundingClientRect().top - one.getBoundingClientRect().bottom : 0;
  return space > 24 ? [`${Math.round(space)} pixels above: ${below.innerText}`] : [];
})"""
"""Columns that stand one above the other with more space between them than between all else."""
_FAULTS_ALONE = {"resultTypes": ["violations"]}
"""What axe-core finds right it would describe as fully, element by element, which takes three times as long."""
_STREAM = re.compile("/_stcore/stream")
NARROW = 768
"""Below so many pixels the menu lies in the panel, and the panel is closed."""
_SETTLED = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const idle = app?.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED';
  const undrawn = () => document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
  const moving = () => document.getAnimations().some(
    one => one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity);
  const faded = () => [...document.querySelectorAll('[data-testid=stElementContainer]')].some(
    one => getComputedStyle(one).opacity !== '1');
  if (!idle || undrawn() || moving() || faded()) {
    window.settledSince = undefined;
    return false;
  }
  window.settledSince ??= performance.now();
  return performance.now() - window.settledSince >= STEADY;
}""".replace("STEADY", "150")
"""Nothing is computed, awaited, moving or half-transparent, and has not been for so many milliseconds."""
_MILLISECONDS_BETWEEN_LOOKS = 50
"""Looking as often as frames are drawn has all styles worked out, and a frame drawn, for each look."""
PAGES = ("List", "Profile", "Priorities", "Trade-offs", "Signals", "Season", "Couple", "Cohort", "Data and method")


def open_list(page: Page, dashboard: str) -> None:
    """Open the dashboard and wait for the example's list."""
    page.goto(dashboard)
    expect(page.get_by_role("heading", name=HEADLINE)).to_be_visible()
    settled(page)


def take_example(page: Page, name: str) -> None:
    """Take another example in hand."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("button", name=name, exact=True)).to_be_hidden()
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page is drawn, no longer computing, and nothing on it fades in or out."""
    page.evaluate("window.settledSince = undefined")
    page.wait_for_function(_SETTLED, polling=_MILLISECONDS_BETWEEN_LOOKS)


def changed(page: Page) -> None:
    """Wait until the first change of a plan is taken up and drawn: then there is something to undo."""
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_enabled()
    settled(page)


def go(page: Page, name: str) -> None:
    """Change to another page by the menu."""
    width = page.viewport_size["width"] if page.viewport_size else 1280
    if width < NARROW:
        page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name=name, exact=True).first.click()
    if width < NARROW:
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    if name != "List":
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    settled(page)


def look(page: Page, tab: str) -> None:
    """Open a tab."""
    page.get_by_role("tab", name=tab, exact=True).click()
    settled(page)


@contextmanager
def panel(page: Page) -> Iterator[Locator]:
    """The panel beside the page, opened where it is closed, and closed again."""
    narrow = page.viewport_size is not None and page.viewport_size["width"] < NARROW
    if narrow:
        page.get_by_test_id("stExpandSidebarButton").click()
    yield page.get_by_test_id("stSidebar")
    if narrow:
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    settled(page)


def click_row(page: Page, number: int) -> None:
    """Click the name of a program in the table, a canvas, by the number of its row."""
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 120, box["y"] + 17 + 35 * number)
    settled(page)


def headline(page: Page) -> str:
    return page.get_by_role("heading", name=HEADLINE).inner_text()


def download(page: Page, label: str) -> bytes:
    """Click a button of the page that gives a file, and read it."""
    with page.expect_download() as started:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name=label, exact=True).click()
    return content(started.value)


def content(given: Download) -> bytes:
    return Path(given.path()).read_bytes()


def plan_files(page: Page) -> Locator:
    """Where a plan file is chosen."""
    page.get_by_text("Open or save a plan file").click()
    return page.get_by_test_id("stSidebar").locator("input[type=file]")


def serious_faults(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe-core finds on the page once it stands still: the rule, the element, and what it measured."""
    settled(page)
    return [
        (violation["id"], node["html"][:200], [check["message"] for check in node["any"]])
        for violation in Axe().run(page, options=_FAULTS_ALONE).response["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


class SlowLine:
    """The line between a page and its server; what goes along it is held up where a test says so."""

    def __init__(self, page: Page) -> None:
        self.holds_asked: Callable[[BackMsg], bool] = lambda _: False
        self.holds_told: Callable[[ForwardMsg], bool] = lambda _: False
        self.asked: list[BackMsg] = []
        self.told: list[ForwardMsg] = []
        self.drawn = ""
        """Which page the server has begun to draw last."""
        page.route_web_socket(_STREAM, self._joined)

    def _joined(self, end: WebSocketRoute) -> None:
        self._to_page, self._to_server = end, end.connect_to_server()
        self._to_page.on_message(self._ask)
        self._to_server.on_message(self._tell)

    def _ask(self, sent: str | bytes) -> None:
        asked = BackMsg.FromString(bytes(sent, "ascii") if isinstance(sent, str) else sent)
        if self.asked or self.holds_asked(asked):
            self.asked.append(asked)
        else:
            self._to_server.send(sent)

    def _tell(self, sent: str | bytes) -> None:
        told = ForwardMsg.FromString(bytes(sent, "ascii") if isinstance(sent, str) else sent)
        if told.HasField("new_session"):
            self.drawn = told.new_session.page_script_hash
        if self.told or self.holds_told(told):
            self.told.append(told)
        else:
            self._to_page.send(sent)

    def deliver_told(self, after_a_drawing: Callable[[], None] = lambda: None) -> None:
        """Let the page have what was held up; nothing is held up any more. What comes meanwhile follows in its turn."""
        self.holds_told = lambda _: False
        while self.told:
            one = self.told[0]
            self._to_page.send(one.SerializeToString())
            if one.HasField("script_finished"):
                after_a_drawing()
            self.told.pop(0)

    def deliver_asked(self) -> None:
        """Let the server have it, all at once."""
        self.holds_asked = lambda _: False
        asked, self.asked = self.asked, []
        for one in asked:
            self._to_server.send(one.SerializeToString())
