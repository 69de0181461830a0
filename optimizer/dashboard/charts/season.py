"""The season in pictures: invitations expected and seen, luck by division, the rank order list."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from optimizer.dashboard.charts.picture import BLUE, GREY, ORANGE, Picture, shown_on_hover
from optimizer.wording import in_100

if TYPE_CHECKING:
    from optimizer.season.outlook import RankOrderList, Seen, Shift

_LABELS = alt.Axis(labelLimit=230, domain=False, ticks=False)


def seen_picture(rows: "Sequence[Seen]", sure: "Callable[[Seen], str]") -> Picture:
    """Invitations expected by now, with the range that luck alone brings, beside those seen.

    Parameters
    ----------
    rows : sequence of Seen
    sure : callable
        Says in words how sure a difference is.
    """
    table = pd.DataFrame(
        {
            "Where": one.name.capitalize() if one.kind == "tier" else one.name,
            "Sent": one.applications,
            "Expected by now": round(one.expected, 1),
            "Range": f"{one.expected_range[0]} to {one.expected_range[1]}",
            "Seen": one.seen,
            "In words": sure(one),
        }
        for one in rows
    )
    drawn = table.assign(low=[one.expected_range[0] for one in rows], high=[one.expected_range[1] for one in rows])
    most = max([1, *drawn["high"], *drawn["Seen"]], default=1)
    base = alt.Chart(drawn).encode(
        y=alt.Y("Where:N", sort=None, title=None, axis=_LABELS),
        tooltip=shown_on_hover("Where:N", "Sent:Q", "Expected by now:Q", "Range:N", "Seen:Q", "In words:N"),
    )
    x = alt.X(
        "low:Q", title="invitations", scale=alt.Scale(domain=[0, most * 1.15]), axis=alt.Axis(tickMinStep=1, grid=False)
    )
    bars = base.mark_bar(height={"band": 0.5}, color=GREY, opacity=0.35, cornerRadius=2).encode(
        x=x, x2=alt.X2("high:Q")
    )
    ticks = base.mark_tick(thickness=2.5, height={"band": 0.6}, color=ORANGE).encode(x=alt.X("Expected by now:Q"))
    dots = base.mark_point(filled=True, size=110, color=BLUE, opacity=1).encode(x=alt.X("Seen:Q"))
    chart = alt.layer(bars, ticks, dots).properties(height=alt.Step(30))
    return Picture(chart, _seen_sentence(rows), table)


def _seen_sentence(rows: "Sequence[Seen]") -> str:
    outside = [one for one in rows if not one.expected_range[0] <= one.seen <= one.expected_range[1]]
    told = [f"{one.name} {one.seen} where {one.expected:.1f} were expected" for one in outside]
    if not told:
        return "Everywhere as many invitations as luck alone brings."
    return f"Outside of what luck alone brings in 8 of 10 seasons: {'; '.join(told)}."


def shift_picture(shifts: "Sequence[Shift]", sure: "Callable[[Shift], str]") -> Picture:
    """How the odds of an interview stand against what was expected, before the answers and after them.

    Parameters
    ----------
    shifts : sequence of Shift
    sure : callable
        Says in words how sure it is.
    """
    table = pd.DataFrame(
        {
            "Programs": one.name,
            "Odds against expected": round(one.odds, 2),
            "Range now": f"{one.odds_range[0]:.2f} to {one.odds_range[1]:.2f}",
            "Range before": f"{one.before_range[0]:.2f} to {one.before_range[1]:.2f}",
            "Better than expected, in 100": round(one.above * 100),
            "In words": sure(one),
        }
        for one in shifts
    )
    drawn = table.assign(
        low=[one.odds_range[0] for one in shifts],
        high=[one.odds_range[1] for one in shifts],
        first=[one.before_range[0] for one in shifts],
        last=[one.before_range[1] for one in shifts],
        one=1.0,
    )
    base = alt.Chart(drawn).encode(
        y=alt.Y("Programs:N", sort=None, title=None, axis=_LABELS), tooltip=[f"{name}:N" for name in table.columns]
    )
    x = alt.X(
        "first:Q",
        title="times the odds expected",
        scale=alt.Scale(type="log"),
        axis=alt.Axis(values=[0.25, 0.5, 1, 2, 4], format="~g", grid=True, titleAnchor="end"),
    )
    before = base.mark_bar(height={"band": 0.1}, color=GREY).encode(x=x, x2=alt.X2("last:Q"))
    now = base.mark_bar(height={"band": 0.45}, color=BLUE, opacity=0.4, cornerRadius=2).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q")
    )
    middle = base.mark_point(filled=True, size=90, color=BLUE, opacity=1).encode(x=alt.X("Odds against expected:Q"))
    even = alt.Chart(drawn.head(1)).mark_rule(color=ORANGE, strokeDash=[4, 3]).encode(x=alt.X("one:Q"))
    chart = alt.layer(before, now, even, middle).properties(height=alt.Step(28))
    whole = shifts[0]
    sentence = (
        f"Over all programs the odds of an interview are about {whole.odds:.2f} times what was expected "
        f"({whole.odds_range[0]:.2f} to {whole.odds_range[1]:.2f}): {sure(whole)}."
    )
    return Picture(chart, sentence, table)


def rank_picture(found: "RankOrderList") -> Picture:
    """Where on the rank order list the match comes about, as far down as the chances are known."""
    told = [
        (one, one.match_here, one.matched_by_here)
        for one in found.programs
        if one.match_here is not None and one.matched_by_here is not None
    ]
    table = pd.DataFrame(
        {
            "Rank": one.rank,
            "Program": one.name,
            "Match here, in 100": round(here * 100, 1),
            "Match here or higher, in 100": round(by_here * 100, 1),
        }
        for one, here, by_here in told
    )
    if table.empty:
        sentence = "Where on this list the match comes about is not known, as the chances there aren't."
        return Picture(alt.Chart(table).mark_bar(), sentence, table)
    drawn = table.assign(label=[f"{one.rank}. {one.name}" for one, _, _ in told])
    base = alt.Chart(drawn).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=_LABELS), tooltip=[f"{name}:N" for name in table.columns]
    )
    bars = base.mark_bar(height={"band": 0.55}, color=BLUE, cornerRadius=2).encode(
        x=alt.X(
            "Match here, in 100:Q", title="chance to match there, in 100", axis=alt.Axis(grid=False, titleAnchor="end")
        )
    )
    words = base.mark_text(align="left", dx=6, fontSize=12, color="currentColor").encode(
        x="Match here, in 100:Q", text=alt.Text("Match here, in 100:Q", format=".1f")
    )
    top, here, _ = max(told, key=lambda each: each[1])
    sentence = f"The match comes about most often at no. {top.rank}, {top.name}: {in_100(here)}."
    return Picture(alt.layer(bars, words).properties(height=alt.Step(26)), sentence, table)
