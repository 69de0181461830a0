"""A class in pictures: how sure each student is, and the programs that classmates compete for."""

from collections.abc import Callable, Sequence

import altair as alt
import pandas as pd

from optimizer.cohort import Overlap, Summary
from optimizer.dashboard.charts.picture import BLUE, ORANGE, Picture, shown_on_hover
from optimizer.plan import ProgramList, in_100
from optimizer.vocabulary import specialty_name
from optimizer.wording import chance_range

_MOST_STUDENTS, _MOST_PROGRAMS = 40, 20
_STUDENT_COLUMNS = ("Student", "Chance to match", "Range, in 100", "At risk", "chance", "low", "high")


def least_sure(summary: Summary, label: Callable[[str], str]) -> Picture:
    """Draw the chance of each student with its range, the least sure first.

    Parameters
    ----------
    summary : Summary
    label : function
        What a student is called, by code.
    """
    rows = []
    for one in summary.students:
        found = one.outcome
        span = found.match_probability_range if isinstance(found, ProgramList) else None
        if isinstance(found, ProgramList) and found.match_probability is not None and span is not None:
            told = (label(one.code), in_100(found.match_probability), chance_range(span))
            risk = "yes" if summary.at_risk(one) else "no"
            rows.append((*told, risk, found.match_probability * 100, *(end * 100 for end in span)))
    table = pd.DataFrame(rows, columns=list(_STUDENT_COLUMNS))
    at_risk = int((table["At risk"] == "yes").sum())
    sentence = f"Of {len(table)} students with a list, {at_risk} are below {in_100(summary.at_risk_below)}"
    sentence += f"; the {_MOST_STUDENTS} least sure are drawn." if len(table) > _MOST_STUDENTS else "."
    drawn = table.head(_MOST_STUDENTS)
    base = alt.Chart(drawn).encode(
        y=alt.Y("Student:N", sort=None, title=None, axis=alt.Axis(labelLimit=150, domain=False, ticks=False)),
        tooltip=shown_on_hover("Student:N", "Chance to match:N", "Range, in 100:N"),
        color=alt.Color("At risk:N", scale=alt.Scale(domain=["yes", "no"], range=[ORANGE, BLUE]), legend=None),
    )
    x = alt.X(
        "low:Q",
        title=["Chance to match, in 100: mark and range;", "a triangle is at risk"],
        axis=alt.Axis(titleAnchor="end"),
    )
    bars = base.mark_bar(height={"band": 0.35}, opacity=0.35, cornerRadius=2).encode(x=x, x2=alt.X2("high:Q"))
    shapes = alt.Scale(domain=["yes", "no"], range=["triangle-up", "circle"])
    marks = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X("chance:Q", scale=alt.Scale(domain=[0, 100])), shape=alt.Shape("At risk:N", scale=shapes, legend=None)
    )
    line = alt.Chart().mark_rule(strokeDash=[4, 4]).encode(x=alt.datum(summary.at_risk_below * 100))
    chart = alt.layer(bars, marks, line, data=drawn).properties(height=alt.Step(22))
    return Picture(chart, sentence, drawn[["Student", "Chance to match", "Range, in 100", "At risk"]])


def meeting_places(overlaps: Sequence[Overlap]) -> Picture:
    """Draw the programs that most of a class signal or apply to.

    Parameters
    ----------
    overlaps : sequence of Overlap
        Most signals first.
    """
    drawn = overlaps[:_MOST_PROGRAMS]
    several = len({one.specialty for one in drawn}) > 1
    rows = [(_named(one, several=several), len(one.applying), len(one.signalling)) for one in drawn]
    table = pd.DataFrame(rows, columns=["Program", "Apply", "Signal"])
    if not rows:
        return Picture(alt.Chart(table).mark_bar(), "No two students apply to the same program.", table)
    table["words"] = [f"{signal} signal, {apply} apply" for _, apply, signal in rows]
    first = overlaps[0]
    sentence = (
        f"{len(overlaps)} programs are on several students' lists; most contended is {first.name}: "
        f"{len(first.signalling)} signal it and {len(first.applying)} apply."
    )
    most = max(apply for _, apply, _ in rows)
    base = alt.Chart(table).encode(
        y=alt.Y("Program:N", sort=None, title=None, axis=alt.Axis(labelLimit=165, domain=False, ticks=False)),
        tooltip=shown_on_hover("Program:N", "Apply:Q", "Signal:Q"),
    )
    x = alt.X("Apply:Q", axis=None, scale=alt.Scale(domain=[0, most * 2.2]))
    signals = alt.X("Signal:Q", axis=None)
    applying = base.mark_bar(height={"band": 0.7}, color=BLUE, opacity=0.35, cornerRadius=2).encode(x=x)
    signalling = base.mark_bar(height={"band": 0.35}, color=ORANGE, cornerRadius=2).encode(x=signals)
    words = base.mark_text(align="left", dx=6, fontSize=12.5, color="currentColor").encode(
        x=x, text=alt.Text("words:N")
    )
    chart = alt.layer(applying, signalling, words).properties(height=alt.Step(26))
    return Picture(chart, sentence, table.drop(columns="words"))


def _named(one: Overlap, *, several: bool) -> str:
    specialty = f", {specialty_name(one.specialty)}" if several else ""
    return f"{one.name} ({one.city}, {one.state}){specialty}"
