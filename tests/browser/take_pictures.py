"""Take the README's pictures of every page: light, dark, and on a phone.

By hand, after a change that can be seen: ``.venv/bin/python -m tests.browser.take_pictures ADDRESS`` with the address
of a dashboard that runs. Look at every picture before committing it.
"""

import os
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.pages import PAGES, go, look, open_list, settled
from tests.browser.provide_chromium import chromium_there, this_machine

IMAGES = Path(__file__).parents[2] / "docs" / "images"
TALLEST = 1500
WIDE, PHONE = 1280, 390
Scheme = Literal["light", "dark"]
KINDS: tuple[tuple[str, int, Scheme], ...] = (
    ("light", WIDE, "light"),
    ("dark", WIDE, "dark"),
    ("phone", PHONE, "light"),
)


def main(address: str) -> None:
    """Take all pictures."""
    expect.set_options(timeout=60_000)
    chromium = os.environ.get("MATCHLIST_CHROMIUM") or chromium_there(this_machine())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for kind, width, scheme in KINDS:
            _take_all(browser, address, kind, width, scheme)
        browser.close()


def _take_all(browser: Browser, address: str, kind: str, width: int, scheme: Scheme) -> None:
    height = 900 if width == WIDE else 844
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as context:
        page = context.new_page()
        open_list(page, address)
        for name in PAGES:
            if name != "List":
                go(page, name)
            _take(page, f"{name.lower().replace(' ', '-')}-{kind}")
            if name == "List":
                look(page, "Map")
                _take(page, f"map-{kind}")


def _take(page: Page, name: str) -> None:
    """Take the page as it is with nothing under way, as tall as it is, within reason."""
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    settled(page)
    page.wait_for_timeout(1500)
    before = page.viewport_size
    tall = int(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))
    if before is not None:
        page.set_viewport_size({"width": before["width"], "height": min(max(before["height"], tall), TALLEST)})
        page.wait_for_timeout(1000)
    page.screenshot(path=IMAGES / f"{name}.png")
    if before is not None:
        page.set_viewport_size(before)


if __name__ == "__main__":
    main(sys.argv[1])
