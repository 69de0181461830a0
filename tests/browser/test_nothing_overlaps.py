"""No words lie on other words, nothing is cut, at any width and zoom."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import PAGES, go, open_list, settled, take_example

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


def open_all(page: Page, dashboard: str) -> None:
    open_list(page, dashboard)
    if page.get_by_role("button", name="International graduate", exact=True).is_visible():
        take_example(page, "International graduate")


@pytest.mark.parametrize(("width", "height", "zoom"), [(1280, 900, 1), (683, 384, 2), (390, 844, 1)])
def test_words_lie_on_no_other_words_and_no_button_is_cut(
    width: int, height: int, zoom: int, browser: Browser, dashboard: str
) -> None:
    # A window of 1366 pixels at 200 % is one of 683, drawn twice as fine.
    with browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=zoom) as context:
        page = context.new_page()
        open_all(page, dashboard)
        start = page.get_by_role("button", name="Start my own list")
        box = start.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        for name in PAGES:
            if name != "List":
                go(page, name)
            settled(page)
            assert page.evaluate(OVERLAPPING) == [], name
            assert page.evaluate(CUT) == [], name
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
