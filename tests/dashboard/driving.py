"""Driving the dashboard without a browser."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from optimizer.dashboard.cohort import in_hand
from optimizer.dashboard.edited import Draft

ENTRY = Path(__file__).parents[2] / "app.py"
EXAMPLES = ENTRY.parent / "data" / "examples"
PATIENCE_S = 120.0
PAGES = ("list", "profile", "priorities", "trade-offs", "signals", "season", "data")


def opened(where: str = "list", *, example: str = "los-angeles-img") -> AppTest:
    """The dashboard with one of the examples in hand; without a name, as a visitor finds it. By a page's address."""
    page = AppTest.from_file(str(ENTRY), default_timeout=120)
    if example:
        page.session_state["plan-choice"] = f"example-{example}"
    if where != "list":
        return go(page, where)
    page.run()
    assert not page.exception
    return page


def go(page: AppTest, where: str) -> AppTest:
    """Change to another page by the last part of its address."""
    page._page_hash = calc_hash(where if where != "list" else "")
    page.run()
    assert not page.exception
    return page


def look(page: AppTest, key: str, view: str) -> AppTest:
    """Open a tab."""
    page.session_state[key] = view
    return page.run()


def draft(page: AppTest) -> Draft:
    """The draft in hand."""
    drafts = page.session_state["drafts"]
    chosen = page.session_state["plan-choice"] if "plan-choice" in page.session_state else next(iter(drafts))
    found: Draft = drafts[chosen]
    return found


def said(page: AppTest) -> str:
    """All that the page says, without marks of Markdown."""
    kinds = (page.title, page.subheader, page.markdown, page.info, page.warning, page.error, page.caption, page.text)
    texts = [str(element.value) for kind in kinds for element in kind]
    return "\n".join([*texts, *_opened_by_click(page._tree)]).replace("\\", "").replace("\u2060", "")


def _opened_by_click(block: Any) -> Iterator[str]:
    """What stands on everything that opens when it is clicked."""
    for child in getattr(block, "children", {}).values():
        if child.type == "popover":
            yield child.proto.popover.label
        yield from _opened_by_click(child)


def metric(page: AppTest, label: str) -> str:
    return str(next(element.value for element in page.metric if element.label == label))


def programs(page: AppTest) -> pd.DataFrame:
    """The table of programs."""
    table: pd.DataFrame = page.dataframe[0].value
    return table


def upload(page: AppTest, *files: tuple[str, str | bytes], key: str = "plan-file") -> AppTest:
    """Choose files where the page asks for them."""
    given = [(name, content.encode() if isinstance(content, str) else content, "") for name, content in files]
    page.file_uploader(key=key).set_value(given)
    return page.run()


def bring_in(page: AppTest, name: str, content: str | bytes, specialty: str | None = None) -> AppTest:
    """Bring in a file of programs where the page of data asks for some."""
    page.file_uploader(key="import/files/0").set_value(
        [(name, content.encode() if isinstance(content, str) else content, "")]
    )
    if specialty is not None:
        page.selectbox(key="import/specialty/0").set_value(specialty)
    button(page, "Bring in").click().run()
    assert not page.exception
    return page


def button(page: AppTest, words: str) -> Any:
    return next(element for element in page.button if words in element.label)


def done(page: AppTest) -> AppTest:
    """Look again until no work is under way beside the page."""
    last = time.monotonic() + PATIENCE_S
    while any(element.label == "Stop" for element in page.button) and time.monotonic() < last:
        _await_work(page)
        page.run()
    assert not page.exception
    return page


def _await_work(page: AppTest) -> None:
    """Wait for what is under way: to draw the page again and again meanwhile would take longer than the work."""
    jobs = page.session_state["work"].values() if "work" in page.session_state else ()
    wait([job.future for job in jobs], PATIENCE_S)
    for run in tuple(in_hand._at_work()):
        run._listener.join(PATIENCE_S)


def edit(page: AppTest, name: str, **edits: Any) -> AppTest:
    """Edit the table of this name as a browser reports it: ``edited_rows`` by position, ``deleted_rows``."""
    return _report(page, f"-{name}/", {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | edits)


def click_row(page: AppTest, name: str, position: int) -> AppTest:
    """Click a cell of a row of the table of this name."""
    return _report(page, f"-{name}", {"selection": {"rows": [], "columns": [], "cells": [[position, "City"]]}})


def click_program(page: AppTest, name: str, position: int) -> AppTest:
    """Click on a program's name in the table of this name."""
    buttons = [table.proto.button_click_widgets.get("Program", "") for table in page.dataframe]
    states = page._tree.get_widget_states()
    found = states.widgets.add()
    found.id = next(one for one in buttons if f"-{name}/clicked" in one)
    found.string_trigger_value.data = json.dumps({"row": position, "label": "whatever it says"})
    return page._run(states)


def decide(page: AppTest, name: str, position: int, decision: str) -> AppTest:
    """Click on a program of the table of this name, and decide on it in what opens."""
    program = page.dataframe[0].value.index[position]
    click_program(page, name, position)
    page.segmented_control(key=f"clicked/decision/{program}").set_value(decision).run()
    page.run()
    return page


def _report(page: AppTest, part_of_id: str, state: Any) -> AppTest:
    """Run the page with what a browser reports of one of its tables."""
    table = next(table for table in page.dataframe if part_of_id in table.proto.id)
    states = page._tree.get_widget_states()
    found = states.widgets.add()
    found.id = table.proto.id
    found.string_value = json.dumps(state)
    return page._run(states)
