"""Answers as data frames for the page's tables, with the columns' headings and widths."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from optimizer.dashboard.edits import APPLY, FREE, NEVER, UNSIGNALLED
from optimizer.dashboard.fitting import fitted
from optimizer.export import tier_cell
from optimizer.plan import ListedProgram
from optimizer.vocabulary import (
    FIGURE_WORDS,
    NO_SIGNAL,
    SIGNAL_NAMES,
    STRONGEST_FIRST,
    WHOSE_FIGURE,
    FigureOf,
    specialty_name,
)
from optimizer.wording import chance_range, chance_words

if TYPE_CHECKING:
    from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

SIGNAL_WORDS: Mapping[str, str] = {**SIGNAL_NAMES, NO_SIGNAL: "\N{EN DASH}"}
DECISION_WORDS: Mapping[str, str] = {
    FREE: "\N{EN DASH}",
    APPLY: "apply",
    **{kind: "apply with a signal" if kind == "single" else f"apply, {kind} signal" for kind in STRONGEST_FIRST},
    UNSIGNALLED: "never signal",
    NEVER: "never apply",
}
"""What the user may decide about a program, in words."""

_NAME_PIXELS = 334
_CELL_PADDING = 20
NAME_ROOM_PIXELS = _NAME_PIXELS - _CELL_PADDING
"""What a cell of names has for its words."""
_NARROW_PIXELS = 260
NARROW_NAMES = st.column_config.TextColumn(width=_NARROW_PIXELS)
"""The column of names in a table of many columns, of those that `narrow_name` gives."""


def narrow_name(name: str) -> str:
    """A name as it fits a column of `NARROW_NAMES`."""
    return fitted(name, _NARROW_PIXELS - _CELL_PADDING)


def program_table(
    programs: Sequence[ListedProgram],
    decision: Mapping[str, str],
    standing: Mapping[str, str] | None = None,
    unsignalled: Mapping[str, float | None] | None = None,
) -> pd.DataFrame:
    """One row a program, indexed by id; columns that say nothing are left out.

    Parameters
    ----------
    programs : sequence of ListedProgram
    decision : mapping of str to str
        What the user has decided about each, as in `DECISION_WORDS`.
    standing : mapping of str to str, optional
        How firmly each stands on the list, where that is known.
    unsignalled : mapping of str to float, optional
        Chance of an interview of each without its signal.
    """
    standing, unsignalled = standing or {}, unsignalled or {}
    rows = pd.DataFrame(
        {
            "Program": fitted(program.name, NAME_ROOM_PIXELS),
            "Signal": "" if program.signal == NO_SIGNAL else SIGNAL_WORDS[program.signal],
            "Interview": None if program.interview_probability is None else program.interview_probability * 100,
            "No.": number,
            "City": f"{program.city}, {program.state}",
            "Tier": tier_cell(program),
            "My decision": DECISION_WORDS[decision[program.id]],
            "Range, in 100": chance_range(program.interview_probability_range),
            "Whose figure": whose_figure(program),
            "Specialty": specialty_name(program.specialty),
            "Without the signal": (unsignalled.get(program.id) or 0.0) * 100,
            "Match if interviewed": program.offer_probability / program.interview_probability * 100
            if program.interview_probability and program.offer_probability is not None
            else None,
            "Region": program.region,
            "Standing": standing.get(program.id, ""),
            "Why": "; ".join(program.reasons),
            "Name in full": program.name,
        }
        for number, program in enumerate(programs, start=1)
    )
    rows.index = pd.Index([program.id for program in programs], name="id")
    several = len({program.specialty for program in programs}) > 1
    silent = {"Specialty": not several, "Without the signal": not unsignalled}
    return rows if rows.empty else rows.drop(columns=[name for name, empty in silent.items() if empty])


def whose_figure(program: ListedProgram) -> str:
    """Whose figure a program's chance of an interview stands on."""
    if program.interview_probability is None:
        return "not known"
    return FIGURE_WORDS[program.figure_of or "specialty"]


def program_columns(key: str | None = None, on_click: Callable[[], None] | None = None) -> "ColumnConfigMappingInput":
    """How `program_table` is shown; chances are numbers, so that sorting by them works.

    Parameters
    ----------
    key : str, optional
        Where a click on a program's name is told, where it does something.
    on_click : callable, optional
        What it does.
    """
    column = st.column_config
    name = (
        column.TextColumn(width=_NAME_PIXELS, pinned=True)
        if key is None
        else column.ButtonColumn(
            width=_NAME_PIXELS,
            pinned=True,
            alignment="left",
            type="tertiary",
            key=key,
            on_click=on_click,
            help="Says why",
        )
    )
    return {
        "Program": name,
        # Streamlit draws pinned text and numbers at 60 % of their strength, but not these kinds.
        "Signal": column.ListColumn(width=70, pinned=True),
        "Interview": column.ProgressColumn(
            "Interview, in 100",
            width=118,
            format="%.1f",
            min_value=0,
            max_value=100,
            help="Estimated chance of an interview",
            pinned=True,
        ),
        "No.": column.NumberColumn(width=45),
        "City": column.TextColumn(width=130),
        "Region": column.TextColumn(width=150),
        "Tier": column.TextColumn(
            width=85, help="How realistic the program is for this applicant; likelier = than most"
        ),
        "My decision": column.TextColumn(width=120, help="Click on the program to decide"),
        "Whose figure": column.TextColumn(
            width=95,
            help=WHOSE_FIGURE,
        ),
        "Standing": column.TextColumn(width=75, help="core: on the best list nearly always when figures are varied"),
        "Without the signal": column.NumberColumn(width=120, format="%.1f in 100"),
        "Range, in 100": column.TextColumn(width=105, help="8 times out of 10 the chance should lie in this range"),
        "Match if interviewed": column.NumberColumn(
            width=95, format="%.0f in 100", help="Chance that an interview ends in a rank high enough to match there"
        ),
        "Why": column.TextColumn(width="large"),
        "Name in full": column.TextColumn(width="large"),
    }


def program_cards(programs: Sequence[ListedProgram], decision: Mapping[str, str]) -> str:
    """The same for a narrow screen: one card a program, as HTML."""
    return f"<ol class='program-cards'>{''.join(_card(one, decision[one.id]) for one in programs)}</ol>"


_BY: Mapping[FigureOf, str] = {
    "program": "its own rate",
    "hospital": "by its specialty and its hospital",
    "specialty": "by its specialty",
}


def _card(program: ListedProgram, decision: str) -> str:
    signal = "" if program.signal == NO_SIGNAL else f" <b class='signal'>{escape(SIGNAL_WORDS[program.signal])}</b>"
    decided = "" if decision == FREE else f"<div>My decision: {escape(DECISION_WORDS[decision])}</div>"
    chance = chance_words(program.interview_probability)
    if program.interview_probability is not None:
        own = _BY[program.figure_of or "specialty"]
        chance = f"{chance}, range {chance_range(program.interview_probability_range)} ({own})"
    why = escape("; ".join(program.reasons))
    return (
        f"<li><b>{escape(program.name)}</b>{signal}"
        f"<div>{escape(program.city)}, {escape(program.state)} \N{MIDDLE DOT} "
        f"{escape(program.tier_words or program.tier)}</div>"
        f"<div>Interview {escape(chance)}</div>{decided}"
        f"<details><summary>Why</summary>{why}</details></li>"
    )


def one_program(name: str, city: str, state: str) -> str:
    """A program's name and place on one line."""
    return f"{name} ({city}, {state})"
