"""Answers as data frames for the page's tables, with the columns' headings and widths."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from optimizer.dashboard.edits import APPLY, FREE, NEVER, UNSIGNALLED
from optimizer.dashboard.words import specialty_words
from optimizer.plan import ListedProgram
from optimizer.vocabulary import NO_SIGNAL, SIGNAL_NAMES, STRONGEST_FIRST
from optimizer.wording import chance_range

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
            "No.": number,
            "Program": program.name,
            "Specialty": specialty_words(program.specialty),
            "City": f"{program.city}, {program.state}",
            "Tier": program.tier_words or program.tier,
            "Signal": SIGNAL_WORDS[program.signal],
            "My decision": DECISION_WORDS[decision[program.id]],
            "Standing": standing.get(program.id, ""),
            "Without the signal": (unsignalled.get(program.id) or 0.0) * 100,
            "Interview": None if program.interview_probability is None else program.interview_probability * 100,
            "Range, in 100": chance_range(program.interview_probability_range),
            "Match if interviewed": program.offer_probability / program.interview_probability * 100
            if program.interview_probability and program.offer_probability is not None
            else None,
            "Region": program.region,
            "Why": "; ".join(program.reasons),
        }
        for number, program in enumerate(programs, start=1)
    )
    rows.index = pd.Index([program.id for program in programs], name="id")
    several = len({program.specialty for program in programs}) > 1
    silent = {"Specialty": not several, "Standing": not standing, "Without the signal": not unsignalled}
    return rows if rows.empty else rows.drop(columns=[name for name, empty in silent.items() if empty])


def program_columns(decisions: Sequence[str]) -> "ColumnConfigMappingInput":
    """How `program_table` is shown; chances are numbers, so that sorting by them works.

    Parameters
    ----------
    decisions : sequence of str
        What may be decided here, as in `DECISION_WORDS`.
    """
    column = st.column_config
    return {
        "No.": column.NumberColumn(width=45),
        "Program": column.TextColumn(width=240),
        "City": column.TextColumn(width=125),
        "Region": column.TextColumn(width=150),
        "Tier": column.TextColumn(width=75, help="How realistic the program is for this applicant"),
        "Signal": column.TextColumn(width=65),
        "My decision": column.SelectboxColumn(
            width=130,
            options=[DECISION_WORDS[name] for name in decisions],
            required=True,
            help="Double-click, or press Enter on the cell, to lock a program in, give it a signal, or rule it out",
        ),
        "Standing": column.TextColumn(width=75, help="core: on the best list nearly always when figures are varied"),
        "Without the signal": column.NumberColumn(width=120, format="%.1f in 100"),
        "Interview": column.NumberColumn(width=85, format="%.1f in 100", help="Estimated chance of an interview"),
        "Range, in 100": column.TextColumn(width=105, help="8 times out of 10 the chance should lie in this range"),
        "Match if interviewed": column.NumberColumn(
            width=95, format="%.0f in 100", help="Chance that an interview ends in a rank high enough to match there"
        ),
        "Why": column.TextColumn(width="large"),
    }


def one_program(name: str, city: str, state: str) -> str:
    """A program's name and place on one line."""
    return f"{name} ({city}, {state})"
