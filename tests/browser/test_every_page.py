"""Every page, as a laptop, a laptop at 200 % in the dark, and a phone show it."""

import re
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import (
    FAR_APART,
    NARROW,
    OUT_OF_CHARTS,
    PAGES,
    go,
    look,
    open_list,
    serious_faults,
    settled,
    take_example,
)

pytestmark = pytest.mark.browser

OVERLAPPING = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  // What can be seen of a box: boxes around it that scroll or cut, and the window, cut it.
  const seen = (box, element) => {
    let { left, right, top, bottom } = box;
    [left, right] = [Math.max(left, 0), Math.min(right, innerWidth)];
    for (let around = element; around && around !== app; around = around.parentElement) {
      if (getComputedStyle(around).overflow === 'visible') continue;
      const edge = around.getBoundingClientRect();
      [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    }
    return { left, right, top, bottom };
  };
  const lines = [];
  const walk = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, element = node.parentElement;
    // A slider writes its value over its own end, and a table draws itself on a canvas.
    if (!node.data.trim() || element.closest('[data-testid=stSlider], canvas, style, script')) continue;
    // Icons are words of a font of their own.
    if (getComputedStyle(element).fontFamily.includes('Material')) continue;
    if (element.matches('details:not([open])')) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const { left, right, top, bottom } = seen(box, element);
      if (right - left > 3 && bottom - top > 3) lines.push({ said: node.data.trim(), node, left, right, top, bottom });
    }
  }
  const found = [];
  lines.forEach((one, k) => lines.slice(k + 1).forEach(other => {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    // Half a line: lines that follow each other closely share some of their leading.
    const half = Math.min(one.bottom - one.top, other.bottom - other.top) / 2;
    if (across > 4 && down > half && one.node !== other.node) found.push(`${one.said} | ${other.said}`);
  }));
  return found;
}"""
"""Pairs of texts that are drawn over each other."""
CUT = """() => [...document.querySelectorAll('[data-testid=stMain] :is(button, label)')].filter(one => {
  const box = one.getBoundingClientRect();
  const words = one.querySelector('.stMarkdownEllipsis');
  const cut = box.left < 0 || box.right > innerWidth || (words && words.scrollWidth > words.clientWidth + 1);
  return one.checkVisibility() && !one.closest('[role=tablist]') && cut;
}).map(one => one.innerText)"""
"""Buttons and labels of the page that reach beyond the window, or whose words don't fit; tabs scroll."""


SAID = """() => {
  const walk = document.createTreeWalker(document.querySelector('[data-testid=stApp]'), NodeFilter.SHOW_TEXT);
  const said = [];
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    const isIcon = getComputedStyle(element).fontFamily.includes('Material');
    if (!isIcon && !element.closest('style, script, code')) said.push(walk.currentNode.data);
  }
  return said.join('\\n');
}"""
"""All words of the page but icons, and what is to be typed into a file."""
_CODE = re.compile(r"\S*(?:\[|--|\w_\w)\S*")


WIDTHS = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(one => one.scrollWidth)"
_NOT_SAVED = "Nothing of yours to save yet"


def faults_of(page: Page, width: int) -> list[object]:
    """What is wrong with the page as it stands there."""
    if width < NARROW:
        # What takes a while to work out has to fit too, once it is there.
        expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    settled(page)
    said = page.get_by_text(_NOT_SAVED)
    return [
        *page.evaluate(OVERLAPPING),
        *(f"cut: {words}" for words in page.evaluate(CUT)),
        *(f"cut in a chart: {words}" for words in page.evaluate(OUT_OF_CHARTS)),
        *(f"far apart: {words}" for words in page.evaluate(FAR_APART)),
        *(f"nobody says: {words}" for words in _CODE.findall(page.evaluate(SAID))),
        *(f"scrolls sideways: {pixels}" for pixels in page.evaluate(WIDTHS) if pixels > width),
        *(() if any(said.nth(one).is_visible() for one in range(said.count())) else ("saved or not isn't said",)),
        # A fault of the page is there whenever one looks; one of the moment is gone on looking again.
        *(serious_faults(page) and serious_faults(page)),
    ]


_WITH_CHARTS = {"Trade-offs": ("Flexibility", "Compare two plans"), "Data and method": ("What is known", "Calibration")}


def _charts_of_tabs(page: Page, width: int) -> list[tuple[str, object]]:
    """What is cut in the charts of further tabs, or makes the page wider than the window."""
    found: list[tuple[str, object]] = []
    for name, tabs in _WITH_CHARTS.items():
        go(page, name)
        for tab in tabs:
            look(page, tab)
            expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
            settled(page)
            found += [(tab, words) for words in page.evaluate(OUT_OF_CHARTS)]
            found += [(tab, pixels) for pixels in page.evaluate(WIDTHS) if pixels > width]
    return found


@pytest.mark.parametrize(
    ("width", "height", "zoom", "scheme"),
    # A window of 1366 pixels at 200 % is one of 683, drawn twice as fine.
    [(1366, 768, 1, "light"), (683, 384, 2, "dark"), (390, 844, 1, "light")],
)
def test_every_page_can_be_read_by_everybody_and_asks_nobody_elsewhere(
    width: int, height: int, zoom: int, scheme: Literal["light", "dark"], browser: Browser, dashboard: str
) -> None:
    asked: list[str] = []
    broken: list[str] = []
    with browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=zoom, color_scheme=scheme
    ) as context:
        page = context.new_page()
        page.on("console", lambda told: broken.append(told.text) if "Content Security Policy" in told.text else None)
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        open_list(page, dashboard)
        take_example(page, "International graduate")
        start = page.get_by_role("button", name="Start my own list").bounding_box()
        assert start is not None
        assert 0 <= start["x"] <= start["x"] + start["width"] <= width
        found = {}
        for name in PAGES:
            if name != "List":
                go(page, name)
            found[name] = faults_of(page, width)
        assert {name: faults for name, faults in found.items() if faults} == {}
        if width < NARROW:
            assert _charts_of_tabs(page, width) == []
        go(page, "List")
        for tab in ("Map", "Interviews", "Limits", "Good to know"):
            look(page, tab)
            if tab == "Map":
                expect(page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()
            assert page.evaluate(OVERLAPPING) + page.evaluate(OUT_OF_CHARTS) == [], tab
    assert broken == []
    places = {urlsplit(address).netloc for address in asked if urlsplit(address).scheme not in {"data", "blob"}}
    assert places == {urlsplit(dashboard).netloc}
    assert not [address for address in asked if re.search("235|non-us-img|Los%20Angeles", address)]
