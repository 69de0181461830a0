"""Plans in the visitor's browser, as the session knows them: asked for, answered, refused, written elsewhere."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from optimizer.dashboard.browser_desk import BrowserDesk
from optimizer.plan import Sheet, WrittenMeanwhile

ONE = Sheet("one", "first content", 0, "2026-11-30T12:00")


class Browser:
    """What `keep.js` does with a question."""

    def __init__(self, refusal: str = "") -> None:
        self.stored: dict[str, str] = {}
        self.marks: dict[str, str] = {}
        self.refusal = refusal

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        if self.refusal:
            return {"asked": question["asked"], "sheets": {}, "marks": {}, "refused": self.refusal}
        for key in question["gone"]:
            self.stored.pop(key, None)
        for sheet in question["sheets"]:
            there = json.loads(self.stored.get(sheet["key"], "null"))
            if not (there and there["revision"] >= sheet["revision"] and there["content"] != sheet["content"]):
                self.stored[sheet["key"]] = json.dumps(sheet)
        self.marks |= question["marks"]
        return {"asked": question["asked"], "sheets": dict(self.stored), "marks": dict(self.marks), "refused": ""}


def told(desk: BrowserDesk, browser: Browser) -> bool:
    return desk.take(browser.answer(desk.question))


def test_what_is_kept_comes_back_in_another_session() -> None:
    browser, desk = Browser(), BrowserDesk("")
    assert told(desk, browser)
    written = desk.write(ONE, {"in hand": "one"})
    assert desk.asked
    assert not told(desk, browser)
    assert not desk.asked
    again = BrowserDesk("")
    assert again.sheets() == ()
    assert told(again, browser)
    assert again.sheets() == (written,)
    assert again.mark("in hand") == "one"
    assert again.revision("one") == 1


def test_an_answer_to_an_older_question_leaves_the_later_change_unsaved() -> None:
    browser, desk = Browser(), BrowserDesk("")
    older = browser.answer(desk.question)
    desk.write(ONE)
    assert not desk.take(older)
    assert not desk.answered
    assert desk.asked


def test_what_another_window_wrote_first_stays_and_counts_as_the_later_one() -> None:
    browser, mine, theirs = Browser(), BrowserDesk(""), BrowserDesk("")
    for desk in (mine, theirs):
        told(desk, browser)
    other = theirs.write(Sheet("one", "their content", 0, "2026-11-30T12:01"))
    told(theirs, browser)
    written = mine.write(ONE)
    told(mine, browser)
    there = mine.sheet("one")
    assert there is not None
    assert there.content == other.content
    assert there.revision > written.revision
    with pytest.raises(WrittenMeanwhile):
        mine.write(ONE)
    merged = mine.write(Sheet("one", "both", there.revision, "2026-11-30T12:02"))
    told(mine, browser)
    assert json.loads(browser.stored["one"]) == asdict(merged)


def test_a_change_of_another_window_is_heard_of_without_asking() -> None:
    browser, mine, theirs = Browser(), BrowserDesk(""), BrowserDesk("")
    for desk in (mine, theirs):
        told(desk, browser)
    theirs.write(ONE)
    told(theirs, browser)
    mine.take({"asked": mine.heard, "sheets": dict(browser.stored), "marks": {}, "refused": ""})
    assert mine.revision("one") == 1


def test_a_plan_that_is_taken_off_is_gone_and_a_renamed_one_is_there_under_its_new_name() -> None:
    browser, desk = Browser(), BrowserDesk("")
    told(desk, browser)
    desk.write(ONE)
    told(desk, browser)
    desk.rename("one", "two")
    told(desk, browser)
    assert set(browser.stored) == {"two"}
    desk.take_off("two")
    told(desk, browser)
    assert browser.stored == {}
    assert desk.sheet("two") is None


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("QuotaExceededError", "no room for it"),
        ("SecurityError", "keeps nothing for this page"),
        ("AnyOther", "refused to keep it"),
    ],
)
def test_a_refusal_is_said_and_what_was_to_be_kept_is_asked_again_with_the_next_change(
    refusal: str, words: str
) -> None:
    browser, desk = Browser(refusal), BrowserDesk("")
    desk.write(ONE)
    told(desk, browser)
    assert words in str(desk.fault)
    assert desk.sheet("one") is not None
    browser.refusal = ""
    desk.note("in hand", "one")
    told(desk, browser)
    assert not desk.refusal
    assert set(browser.stored) == {"one"}
