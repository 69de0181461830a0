"""The calls behind the pages: a plan in, an answer out, remembered for this browser session only.

A list tells much about a person, so nothing is shared between sessions. The key is the plan's text and the mark of all
that it rests on; the directory itself, thousands of programs, is never hashed.
"""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from optimizer.clock import today
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.once import found_once
from optimizer.dashboard.own_programs import chances_mark_in_hand, directory_in_use, mark_in_hand
from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.plan import (
    InterviewSpread,
    NoList,
    NotDecided,
    Plan,
    PlanOutcome,
    Prepared,
    ProgramList,
    ProgramWhy,
    Prospect,
    RegionShare,
    explain_program,
    ground_of,
    interview_spread,
    parse_plan,
    plan_text,
    prepare,
    prospects,
    region_shares,
    solve_prepared,
)

USUAL_SECONDS = 10.0
PATIENT_SECONDS = 60.0
_LISTS_KEPT = 32
_FEW_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Question:
    """What an answer depends on: the plan's text, the mark of all that it rests on, and the day."""

    plan_toml: str
    mark: str
    day: date

    @property
    def plan(self) -> Plan:
        return parse_plan(self.plan_toml, "the plan")


def _about(plan: Plan) -> _Question:
    return _Question(plan_text(plan), mark_in_hand(plan), today())


def _prepared(question: _Question, directory: Directory) -> Prepared:
    """What was asked about last, prepared: the list and all else that a page shows of a plan rest on the same."""
    return found_once("prepared", question, lambda: _newly_prepared(question, directory))


def _newly_prepared(question: _Question, directory: Directory) -> Prepared:
    plan = question.plan
    behind = chances_mark_in_hand(plan), question.day
    # Most of what is moved changes what is wished for, and leaves the chances as they are.
    ground = found_once("ground", behind, lambda: ground_of(plan, directory))
    return prepare(plan, directory, ground=ground)


def answer(plan: Plan, time_limit_s: float = USUAL_SECONDS) -> PlanOutcome:
    """The list of a plan, or why there is none.

    Raises
    ------
    BadInput
        As `build_list`.
    """
    return _answer(_about(plan), time_limit_s, directory_in_use(plan))


@st.cache_data(scope="session", max_entries=_LISTS_KEPT, show_spinner="Finding the best list ...")
def _answer(question: _Question, time_limit_s: float, _directory: Directory) -> PlanOutcome:
    return solve_prepared(_prepared(question, _directory), time_limit_s=time_limit_s)


def why(plan: Plan, program_id: str) -> ProgramWhy | NoList | NotDecided:
    """Why a program is on the list or not. Raises as `explain_program`."""
    return _why(_about(plan), program_id, directory_in_use(plan))


@st.cache_data(scope="session", max_entries=_LISTS_KEPT, show_spinner="Building the list with and without it ...")
def _why(question: _Question, program_id: str, _directory: Directory) -> ProgramWhy | NoList | NotDecided:
    return explain_program(question.plan, program_id, _directory)


def choices(plan: Plan) -> tuple[Prospect, ...]:
    """Every program that the plan may choose from. Raises as `build_list`."""
    return _choices(_about(plan), directory_in_use(plan))


@st.cache_data(scope="session", max_entries=_FEW_KEPT, show_spinner=False)
def _choices(question: _Question, _directory: Directory) -> tuple[Prospect, ...]:
    return prospects(question.plan, prepared=_prepared(question, _directory))


def interviews(plan: Plan, found: ProgramList) -> InterviewSpread:
    """How many interviews the plan's list may bring."""
    return _interviews(_about(plan), found, directory_in_use(plan))


@st.cache_data(scope="session", max_entries=_FEW_KEPT, show_spinner=False)
def _interviews(question: _Question, _found: ProgramList, _directory: Directory) -> InterviewSpread:
    return interview_spread(question.plan, _found, prepared=_prepared(question, _directory))


def shares(plan: Plan) -> tuple[RegionShare, ...]:
    """Each region's share of the plan's list; empty where there is no list."""
    try:
        found = answer(plan)
        return _shares(_about(plan), found, directory_in_use(plan)) if isinstance(found, ProgramList) else ()
    except BadInput:
        return ()


@st.cache_data(scope="session", max_entries=_FEW_KEPT, show_spinner=False)
def _shares(question: _Question, _found: ProgramList, _directory: Directory) -> tuple[RegionShare, ...]:
    return region_shares(question.plan, _found, prepared=_prepared(question, _directory))


def before_the_last_change(draft: Draft) -> ProgramList | None:
    """The list before the last change of a draft; None where there was none."""
    try:
        before = draft.before
        found = None if before is None else answer(before)
    except BadInput:
        return None
    return found if isinstance(found, ProgramList) else None
