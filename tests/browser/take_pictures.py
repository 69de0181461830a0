"""Take the README's pictures of every page: light, dark, and on a phone.

By hand, after a change that can be seen: ``make pictures``. Look at every picture before committing it.
"""

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from optimizer.clock import DAY_VARIABLE, today
from optimizer.data_folder import data_folder
from optimizer.evidence import season_for
from optimizer.plan import ProgramList, build_list, plan_text, prepare, read_plan
from optimizer.season.tracker import Contact, Entry, Tracker, tracked_of
from tests.browser.conftest import running
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


def main() -> None:
    """Take all pictures, of a dashboard that is started for them."""
    expect.set_options(timeout=120_000)
    # In the middle of the season that comes next, whenever the pictures are taken.
    os.environ.setdefault(DAY_VARIABLE, date(season_for(today()) - 1, 12, 5).isoformat())
    chromium = os.environ.get("MATCHLIST_CHROMIUM") or chromium_there(this_machine())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for kind, width, scheme in KINDS:
            # Each from the beginning: what one has entered is kept, and would stand in the next one's pictures.
            with (
                tempfile.TemporaryDirectory() as folder,
                running(Path(folder) / "server.log") as (address, _),
            ):
                store = Path(folder) / "example.sqlite"
                _begin_season(store)
                _take_all(browser, address, kind, width, scheme, store)
        browser.close()


def _begin_season(store: Path) -> None:
    """The example's season as it might have gone: four invitations, three interviews, some rejections."""
    plan = read_plan(data_folder() / "examples" / "los-angeles-img.toml")
    found, prepared = build_list(plan), prepare(plan)
    if not isinstance(found, ProgramList):
        raise SystemExit("the example has no list")
    where = prepared.directory.index_by_id
    year = plan.season
    sent = [tracked_of(prepared.directory.programs[where[one.id]], one.region, one.signal) for one in found.programs]
    invited = [one.id for one in sent[7::33]]
    rejected = [one.id for one in sent[3::9] if one.id not in invited]
    with Tracker.at(store) as tracker:
        tracker.keep_plan(plan.title, plan.season, plan_text(plan))
        tracker.follow(sent, date(year - 1, 9, 24))
        days = (date(year - 1, 11, 10), date(year - 1, 11, 12), date(year - 1, 12, 3))
        tracker.record([Entry(one, "invited", date(year - 1, 10, 8), days[:2], 250.0) for one in invited])
        tracker.record([Entry(one, "held", day) for one, day in zip(invited, days, strict=False)])
        tracker.record([Entry(one, "rejected", date(year - 1, 12, 1)) for one in rejected])
        tracker.keep_contact(
            Contact(name="Dr A", kind="fellow", next_step="write", remind_on=date(year, 1, 5), programs=(invited[-1],))
        )


def _take_all(browser: Browser, address: str, kind: str, width: int, scheme: Scheme, store: Path) -> None:
    height = 900 if width == WIDE else 844
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as context:
        page = context.new_page()
        open_list(page, address)
        for name in PAGES:
            if name != "List":
                go(page, name)
            if name == "Season":
                _take(page, f"ties-{kind}")
                _open_season(page, store)
                look(page, "Chances")
                _take(page, f"chances-{kind}")
                look(page, "Answers")
            if name == "Cohort":
                _build_class(page)
            if name == "Couple":
                page.get_by_role("button", name="Try it with a made-up partner").click()
                settled(page)
            _take(page, f"{name.lower().replace(' ', '-')}-{kind}")
            if name == "List":
                look(page, "Map")
                _take(page, f"map-{kind}")


def _open_season(page: Page, store: Path) -> None:
    where = page.get_by_role("textbox", name="Where it is kept")
    where.fill(str(store))
    where.press("Enter")
    settled(page)
    page.get_by_role("button", name="Open my season").click()
    expect(page.get_by_role("tab", name="Chances")).to_be_visible()
    settled(page)


def _build_class(page: Page) -> None:
    """Build the example class; without one the page only asks for it."""
    page.get_by_role("button", name="Try the example class").click()
    page.get_by_role("button", name="Build all lists").click()
    expect(page.get_by_text("Students with a list")).to_be_visible(timeout=300_000)
    settled(page)


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
    main()
