"""The year as a Gantt chart, and where its weeks go."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from optimizer.dashboard.charts.picture import BLUE, GREY, ORANGE, Picture, shown_on_hover
from optimizer.vocabulary import tie_name
from optimizer.wording import day_in_short, percentage

if TYPE_CHECKING:
    from optimizer.season.tie_plan import TimelineRow, TimeShare

_MARKS = {
    "action": (BLUE, "circle"),
    "season": (GREY, "diamond"),
    "interview": (ORANGE, "square"),
    "reminder": (ORANGE, "triangle-up"),
}
"""Colour and shape of each kind."""
_LABELS = alt.Axis(labelLimit=230, domain=False, ticks=False)


def timeline_picture(rows: "Sequence[TimelineRow]") -> Picture:
    """Bars of what takes time, marks of single days, in the order of their start."""
    table = pd.DataFrame(
        {
            "What": one.name,
            "Kind": one.kind,
            "From": one.starts.isoformat(),
            "To": one.ends.isoformat(),
            "": _remark(one),
        }
        for one in rows
    )
    if table.empty:
        return Picture(alt.Chart(table).mark_bar(), "Nothing has a day yet.", table)
    # A name may stand twice, such as two days offered by one program: the position tells rows apart.
    drawn = table.assign(label=[_label(one) for one in rows], bar=[one.ends > one.starts for one in rows])
    kinds = [kind for kind in _MARKS if (drawn["Kind"] == kind).any()]
    # On a phone there is room for one kind beside another neither way: below each other they are whole.
    legend = alt.Legend(title=None, orient="top", columns=1) if len(kinds) > 1 else None
    base = alt.Chart(drawn).encode(
        y=alt.Y("label:N", sort=list(dict.fromkeys(drawn["label"])), title=None, axis=_LABELS),
        color=alt.Color(
            "Kind:N",
            scale=alt.Scale(domain=kinds, range=[_MARKS[kind][0] for kind in kinds]),
            legend=legend,
        ),
        tooltip=shown_on_hover("What:N", "Kind:N", "From:N", "To:N"),
    )
    x = alt.X("From:T", title=None, axis=alt.Axis(format="%b %Y", grid=True, labelAngle=0, tickCount=6))
    sure = alt.condition("datum[''] === ''", alt.value(0.85), alt.value(0.45))
    bars = (
        base.transform_filter("datum.bar")
        .mark_bar(height={"band": 0.55}, cornerRadius=2)
        .encode(x=x, x2=alt.X2("To:T"), opacity=sure)
    )
    shape = alt.Shape("Kind:N", scale=alt.Scale(domain=kinds, range=[_MARKS[kind][1] for kind in kinds]), legend=legend)
    marks = (
        base.transform_filter("!datum.bar")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(x=alt.X("From:T"), shape=shape)
    )
    chart = alt.layer(bars, marks).properties(height=alt.Step(24))
    return Picture(chart, _sentence(rows), table)


def _label(row: "TimelineRow") -> str:
    return f"{row.name} ({row.starts.day} {row.starts:%b})" if row.kind in ("interview", "reminder") else row.name


def _remark(row: "TimelineRow") -> str:
    if row.too_late:
        return "ends too late for the application"
    return "any time between" if row.when_is_open else ""


def _sentence(rows: "Sequence[TimelineRow]") -> str:
    first, last = rows[0], max(rows, key=lambda one: one.ends)
    late = sum(one.too_late for one in rows)
    said = f"From {day_in_short(first.starts)} to {day_in_short(last.ends)}."
    return (
        f"{said} {late} of these end after applications can be sent: the application can't tell of them."
        if late
        else said
    )


def shares_picture(shares: "Sequence[TimeShare]") -> Picture:
    """Weeks by kind beside the published rule of thumb."""
    table = pd.DataFrame(
        {
            "Time for": tie_name(one.kind),
            "Weeks": one.weeks,
            "Share": percentage(one.share),
            "Rule of thumb": percentage(one.rule_of_thumb),
        }
        for one in shares
    )
    drawn = table.assign(share=[one.share * 100 for one in shares], rule=[one.rule_of_thumb * 100 for one in shares])
    base = alt.Chart(drawn).encode(
        y=alt.Y("Time for:N", sort=None, title=None, axis=_LABELS),
        tooltip=shown_on_hover("Time for:N", "Weeks:Q", "Share:N", "Rule of thumb:N"),
    )
    bars = base.mark_bar(height={"band": 0.5}, color=BLUE, cornerRadius=2).encode(
        x=alt.X(
            "share:Q",
            title="percent of the weeks",
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(grid=False),
        )
    )
    ticks = base.mark_tick(thickness=2.5, height={"band": 0.8}, color=ORANGE).encode(x=alt.X("rule:Q"))
    weeks = sum(one.weeks for one in shares)
    told = ", ".join(f"{tie_name(one.kind)} {percentage(one.share)}" for one in shares if one.weeks)
    sentence = f"{weeks:g} weeks: {told}." if weeks else "No weeks are planned."
    return Picture(alt.layer(bars, ticks).properties(height=alt.Step(26)), sentence, table)
