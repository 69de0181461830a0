"""Plans kept in the visitor's own browser, where this is a server for others: its disk is no place for them.

A small component keeps them in the storage that the browser has for this server (`in_browser/keep/keep.js`, a file of
ours: the content policy allows no script that is made of text). The page asks it with what is to be kept, and has its
answer with the next run; until then a change counts as not saved.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit.delta_generator import DeltaGenerator

from optimizer.errors import BadInput, Fault
from optimizer.hosting import KEPT_IN_BROWSER
from optimizer.plan import Sheet, WrittenMeanwhile

_DESK = "browser-desk"
_FOLDER = Path(__file__).with_name("in_browser") / "keep"
_REFUSALS: Mapping[str, str] = {
    "QuotaExceededError": "this browser has no room for it",
    "SecurityError": "this browser keeps nothing for this page",
}


@dataclass(slots=True)
class BrowserDesk:
    """What the browser keeps, as this session knows it, and what it is still to be told; used as `optimizer.plan.Desk`.

    Attributes
    ----------
    owner : str
        Tells people who log in at the same browser apart; empty without a login.
    answered : bool
        Whether the browser has said what it keeps.
    asked : str
        The question that is under way; empty where all that was entered is kept.
    heard : str
        The question that was answered last.
    refusal : str
        Why the browser kept nothing of the last question.
    """

    owner: str
    answered: bool = False
    asked: str = field(default_factory=lambda: uuid4().hex)
    heard: str = ""
    refusal: str = ""
    known: dict[str, Sheet] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    to_write: dict[str, Sheet] = field(default_factory=dict)
    to_note: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets, the longest untouched first."""
        return tuple(sorted(self.known.values(), key=lambda sheet: sheet.written_at))

    def sheet(self, key: str) -> Sheet | None:
        """One sheet; None where there is none."""
        return self.known.get(key)

    def revision(self, key: str) -> int:
        """How often a sheet was written; 0 where there is none."""
        return self.known[key].revision if key in self.known else 0

    def write(self, sheet: Sheet, notes: Mapping[str, str] | None = None) -> Sheet:
        """Have a sheet kept in place of the revision that it names. Raises WrittenMeanwhile where another is there."""
        present = self.known.get(sheet.key)
        if (present.revision if present else 0) != sheet.revision:
            raise WrittenMeanwhile(present)
        written = replace(sheet, revision=sheet.revision + 1)
        self.known[sheet.key] = self.to_write[sheet.key] = written
        self.gone.discard(sheet.key)
        for name, content in (notes or {}).items():
            self.note(name, content)
        self._ask()
        return written

    def rename(self, key: str, other: str) -> None:
        """Put a sheet under another key."""
        sheet = self.known.get(key)
        if sheet is not None:
            self.take_off(key)
            self.known[other] = self.to_write[other] = replace(sheet, key=other)

    def take_off(self, key: str) -> None:
        """Forget a sheet."""
        self.known.pop(key, None)
        self.to_write.pop(key, None)
        self.gone.add(key)
        self._ask()

    def mark(self, name: str) -> str:
        """What was noted under a name; empty where nothing was."""
        return self.marks.get(name, "")

    def note(self, name: str, content: str) -> None:
        """Note something under a name."""
        if self.marks.get(name) != content:
            self.marks[name] = self.to_note[name] = content
            self._ask()

    def _ask(self) -> None:
        self.asked = uuid4().hex

    @property
    def question(self) -> dict[str, Any]:
        """What the component is given."""
        return {
            "asked": self.asked or self.heard,
            "owner": self.owner,
            "sheets": [asdict(sheet) for sheet in self.to_write.values()],
            "marks": self.to_note,
            "gone": sorted(self.gone),
        }

    def take(self, answer: Mapping[str, Any] | None) -> bool:
        """Take what the browser says; whether it is the first time that it says what it keeps."""
        if answer is None or answer.get("asked") != (self.asked or self.heard):
            return False
        first, self.heard, self.asked = not self.answered, str(answer["asked"]), ""
        self.refusal = str(answer["refused"])
        if self.refusal:
            return False
        self.answered = True
        self.known = {key: self._as_known(_sheet_of(content)) for key, content in answer["sheets"].items()}
        self.marks = dict(answer["marks"])
        self.to_write, self.to_note, self.gone = {}, {}, set()
        return first

    def _as_known(self, there: Sheet) -> Sheet:
        """A sheet that lies there; where another window's lies in the place of ours, it counts as the later one."""
        ours = self.to_write.get(there.key)
        if ours is None or ours.content == there.content:
            return there
        return replace(there, revision=max(there.revision, ours.revision + 1))

    @property
    def fault(self) -> BadInput | None:
        """Why nothing is kept, in words; None where nothing keeps it from being."""
        if not self.refusal:
            return None
        what = f"your plan isn't saved: {_REFUSALS.get(self.refusal, 'this browser refused to keep it')}"
        allowed = "a browser that lets this page keep data"
        remedy = "Save the plan as a file, or allow this page to keep data and change something"
        return BadInput(Fault(what, "this browser's storage", None, allowed, remedy))


def _sheet_of(content: str) -> Sheet:
    said = json.loads(content)
    return Sheet(str(said["key"]), str(said["content"]), int(said["revision"]), str(said["written_at"]))


def browser_desk() -> BrowserDesk:
    """The desk of this browser session."""
    person = str(st.user.get("sub") or st.user.get("email") or "")
    owner = hashlib.sha256(person.encode()).hexdigest()[:16] if person else ""
    if _DESK not in st.session_state or st.session_state[_DESK].owner != owner:
        st.session_state[_DESK] = BrowserDesk(owner)
    desk: BrowserDesk = st.session_state[_DESK]
    return desk


def take_answer() -> bool:
    """Take what the browser has answered since the last run; whether it was the first time."""
    return browser_desk().take(st.session_state.get(KEPT_IN_BROWSER))


def place_for_component() -> DeltaGenerator:
    """Where on a page the browser is asked.

    Above all that comes and goes: a frame that something pushes down may be loaded anew, and isn't heard any more.
    """
    return st.container(key="kept-in-the-browser")


def draw_component(place: DeltaGenerator) -> None:
    """Ask the browser; nothing of it is to be seen."""
    with place:
        declare_component("matchlist_in_browser", path=str(_FOLDER))(
            **browser_desk().question, key=KEPT_IN_BROWSER, default=None, tab_index=-1
        )
