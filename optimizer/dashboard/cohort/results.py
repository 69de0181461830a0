"""What came out of a class: who is at risk and why, everyone, where classmates meet, one student, and files."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from optimizer.applicant import answers_words
from optimizer.cohort import (
    AT_RISK_BELOW,
    Built,
    Summary,
    lists_zip,
    overlaps_csv,
    risk_words,
    summarised,
    summary_csv,
)
from optimizer.dashboard.charts import least_sure, meeting_places
from optimizer.dashboard.cohort.in_hand import ClassInHand
from optimizer.dashboard.cohort.joint import show_joint
from optimizer.dashboard.cohort.student import show_student
from optimizer.dashboard.downloads import file_button
from optimizer.dashboard.literal import literal
from optimizer.dashboard.showing import show_picture, show_table, show_views, table_height
from optimizer.export import applicant_words
from optimizer.plan import ProgramList, in_100
from optimizer.vocabulary import NO_SIGNAL, specialty_name
from optimizer.wording import NOT_KNOWN, chance_range, dollars

_VIEW, _LINE = "cohort-view", "class/line"
_RISK, _EVERYONE, _MEETING, _STUDENT, _JOINT = "At risk", "Everyone", "Where they meet", "One student", "Joint plan"
_MOST_TOLD = 25


def show_results(held: ClassInHand, built: Sequence[Built]) -> None:
    """Draw the class at a glance, its files, and a view of it."""
    line = st.session_state.setdefault(_LINE, round(AT_RISK_BELOW * 100))
    summary = summarised(built, line / 100)
    _show_figures(summary)
    _offer_files(held, summary)
    show_views(
        {
            _RISK: partial(_show_risk, held, summary),
            _EVERYONE: partial(_show_everyone, held, summary),
            _MEETING: partial(_show_meeting, held, summary),
            _STUDENT: partial(show_student, held, summary),
            _JOINT: partial(show_joint, held, built),
        },
        key=_VIEW,
    )


def _show_figures(summary: Summary) -> None:
    solved, number = summary.solved, len(summary.students)
    at_risk = sum(summary.at_risk(one) for one in summary.students)
    figures = (
        (
            "Students with a list",
            f"{len(solved)} of {number}",
            "all of them" if len(solved) == number else "see why not below",
        ),
        ("At risk", str(at_risk), f"below {in_100(summary.at_risk_below)}, or no list"),
        ("Matches to expect", f"{summary.expected_matches:.1f}", "if the chances are right"),
        ("Application fees", *class_fees(solved)),
    )
    with st.container(horizontal=True):
        for label, value, beside in figures:
            st.metric(label, literal(value), literal(beside), delta_color="off", delta_arrow="off", border=True)


def class_fees(solved: Sequence[ProgramList]) -> tuple[str, str]:
    """What all lists cost, and what that comes to for each, or for how many it isn't known."""
    spend = sum(found.spend for found in solved)
    unpriced = sum(bool(found.unpriced) for found in solved)
    if not unpriced:
        return dollars(spend), f"{dollars(round(spend / len(solved)))} each, on average" if solved else ""
    value = f"at least {dollars(spend)}" if spend else NOT_KNOWN
    return value, f"not known in full for {unpriced} student{'' if unpriced == 1 else 's'}"


def _offer_files(held: ClassInHand, summary: Summary) -> None:
    plans = {student.code: student.plan.model_copy(update={"title": student.code}) for student in held.found.students}
    zipped = "application/zip"
    with st.container(horizontal=True, key="downloads"):
        file_button("All lists, CSV", lambda: lists_zip(summary), "class-lists.zip", zipped)
        file_button("All lists, Excel", lambda: lists_zip(summary, plans), "class-workbooks.zip", zipped)
        file_button("Summary", lambda: summary_csv(summary), "class-summary.csv", "text/csv")
        file_button("Overlaps", lambda: overlaps_csv(summary), "class-overlaps.csv", "text/csv")


def _show_risk(held: ClassInHand, summary: Summary) -> None:
    st.number_input(
        "Point out students whose chance to match is below, in 100",
        min_value=0,
        max_value=100,
        step=5,
        key=_LINE,
        width=330,
        help="Yours to set: no published figure draws this line.",
    )
    at_risk = [one for one in summary.students if summary.at_risk(one)]
    if not at_risk:
        st.success(f"Every student's chance to match is {in_100(summary.at_risk_below)} or better.")
        return
    who = {student.code: applicant_words(student.plan.applicant) for student in held.found.students}
    show_table(
        pd.DataFrame(
            {
                "Student": held.label(one.code),
                "Who": who.get(one.code, ""),
                "Why": " ".join(risk_words(one, summary.at_risk_below)),
            }
            for one in at_risk[:_MOST_TOLD]
        )
    )
    if len(at_risk) > _MOST_TOLD:
        st.caption(f"The {_MOST_TOLD} least sure; {len(at_risk) - _MOST_TOLD} more stand in the summary file.")


def _show_everyone(held: ClassInHand, summary: Summary) -> None:
    show_picture(least_sure(summary, held.label), key="least-sure")
    rows = pd.DataFrame([_row(held, summary, one) for one in summary.students])
    column = st.column_config
    st.dataframe(
        rows,
        hide_index=True,
        placeholder=NOT_KNOWN,
        column_config={
            "Chance": column.NumberColumn("Chance to match", format="%.0f in 100"),
            "Interviews": column.NumberColumn("Interviews to expect", format="%.1f"),
            "Spend": column.NumberColumn("Application fees", format="$%.0f"),
            "To know": column.TextColumn(width="large"),
        },
        height=table_height(len(rows), 560),
        alt=f"Chance, range, interviews, applications, signals and fees of {len(rows)} students",
    )


def _row(held: ClassInHand, summary: Summary, one: Built) -> dict[str, object]:
    found = one.outcome
    row: dict[str, object] = {"Student": held.label(one.code), "At risk": "at risk" if summary.at_risk(one) else ""}
    if not isinstance(found, ProgramList):
        return row | {"To know": one.words}
    unknown = f"Not said: {answers_words(one.unknown)}" if one.unknown else ""
    return row | {
        "Chance": None if found.match_probability is None else found.match_probability * 100,
        "Range, in 100": chance_range(found.match_probability_range),
        "Interviews": found.expected_interviews,
        "Applications": len(found.programs),
        "Signals": sum(program.signal != NO_SIGNAL for program in found.programs),
        "Spend": None if found.unpriced else found.spend,
        "To know": unknown,
    }


def _show_meeting(held: ClassInHand, summary: Summary) -> None:
    show_picture(meeting_places(summary.overlaps), key="meeting")
    if not summary.overlaps:
        return
    rows = pd.DataFrame(
        {
            "Program": one.name,
            "City": f"{one.city}, {one.state}",
            "Specialty": specialty_name(one.specialty),
            "Apply": len(one.applying),
            "Signal": len(one.signalling),
            "Who signals": ", ".join(held.label(code) for code in one.signalling),
            "Who applies": ", ".join(held.label(code) for code in one.applying),
        }
        for one in summary.overlaps
    )
    st.dataframe(
        rows,
        hide_index=True,
        placeholder=NOT_KNOWN,
        height=table_height(len(rows), 560),
        alt=f"{len(rows)} programs that several students apply to",
    )
    st.caption(
        "The chances know nothing of classmates: a program interviews few from one school, so a crowd costs more."
    )
