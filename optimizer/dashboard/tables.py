"""Answers as data frames for the page's tables, with the columns' headings and widths."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from optimizer.dashboard.words import chance_range, dollars, limit_label, specialty_words, standing
from optimizer.plan import LimitUse, ListedProgram, ProgramList

if TYPE_CHECKING:
    from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

SIGNAL_WORDS = {"none": "\N{EN DASH}", "single": "yes", "silver": "silver", "gold": "gold"}


def program_table(found: ProgramList) -> pd.DataFrame:
    """One row a program, in the list's order; the specialty only where there are several."""
    rows = pd.DataFrame(
        {
            "No.": number,
            "Program": program.name,
            "Specialty": specialty_words(program.specialty),
            "City": f"{program.city}, {program.state}",
            "Tier": program.tier,
            "Signal": SIGNAL_WORDS[program.signal],
            "Interview": program.interview_probability * 100,
            "Range, in 100": chance_range(program.interview_probability_range),
            "Region": program.region,
            "Why": "; ".join(program.reasons),
        }
        for number, program in enumerate(found.programs, start=1)
    )
    several = len({program.specialty for program in found.programs}) > 1
    return rows if several or rows.empty else rows.drop(columns="Specialty")


def program_columns() -> "ColumnConfigMappingInput":
    """How `program_table` is shown; chances are numbers, so that sorting by them works."""
    column = st.column_config
    return {
        "No.": column.NumberColumn(width=40),
        "Program": column.TextColumn(width=240),
        "City": column.TextColumn(width=125),
        "Region": column.TextColumn(width=150),
        "Tier": column.TextColumn(width=75, help="How realistic the program is for this applicant"),
        "Signal": column.TextColumn(width=65),
        "Interview": column.NumberColumn(width=85, format="%.0f in 100", help="Estimated chance of an interview"),
        "Range, in 100": column.TextColumn(width=110, help="8 times out of 10 the chance should lie in this range"),
        "Why": column.TextColumn(width="large"),
    }


def limit_table(found: ProgramList) -> pd.DataFrame:
    """One row a limit of the list, with its standing in words."""
    return pd.DataFrame(
        {
            "Limit": limit_label(limit.name),
            "Used": _amount(limit, limit.used),
            "At least": _amount(limit, limit.minimum),
            "At most": _amount(limit, limit.maximum),
            "Standing": standing(limit),
        }
        for limit in found.limits
    )


def _amount(limit: LimitUse, amount: float | None) -> str:
    if amount is None:
        return ""
    return dollars(amount) if limit.name == "budget" else f"{amount:g}"


def one_program(program: ListedProgram) -> str:
    """A program's name and place on one line."""
    return f"{program.name} ({program.city}, {program.state})"
