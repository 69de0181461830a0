"""Numbers of things: interviews as dots, applications by place, limits as bars."""

from collections import Counter
from textwrap import wrap
from typing import Literal

import altair as alt
import pandas as pd

from optimizer.dashboard.charts.picture import BLUE, GREY, ORANGE, Picture, shown_on_hover
from optimizer.export import amount_words, how_full, limit_label, tier_heading
from optimizer.plan import InterviewSpread, LimitUse, ProgramList, in_100
from optimizer.vocabulary import TIER_COLORS, TIERS

_LABEL_CHARACTERS = 20
_ROOM_FOR_LABELS = 1.5
_BELOW_WORDS = 9
_REACHED_OR_NOT: tuple[tuple[Literal["bold", "normal"], str], ...] = (("bold", "true"), ("normal", "false"))


def dotplot(spread: InterviewSpread) -> Picture:
    """Draw equally likely numbers of interviews, one dot each."""
    seen: Counter[int] = Counter()
    rows = []
    for number in spread.dots:
        seen[number] += 1
        rows.append({"interviews": number, "height": seen[number]})
    dots = pd.DataFrame(rows)
    most = max(spread.dots)
    chart = (
        alt.Chart(dots)
        .mark_circle(size=220, color=BLUE, opacity=1)
        .encode(
            x=alt.X(
                "interviews:Q",
                title="Interviews",
                scale=alt.Scale(domain=[min(spread.dots) - 0.7, most + 0.7], nice=False),
                axis=alt.Axis(tickMinStep=1, format="d", grid=False),
            ),
            y=alt.Y("height:Q", axis=None, scale=alt.Scale(domain=[0, max(8, *seen.values()) + 1])),
            tooltip=shown_on_hover("interviews:Q"),
        )
        .properties(height=190)
    )
    table = pd.DataFrame(
        {"Interviews": sorted(seen), f"Dots of {len(spread.dots)}": [seen[number] for number in sorted(seen)]}
    )
    return Picture(chart, _dotplot_sentence(spread), table)


def _dotplot_sentence(spread: InterviewSpread) -> str:
    dots = spread.dots
    middle = dots[len(dots) // 2]
    tenth = len(dots) // 10
    none = in_100(spread.chance_of_none)
    return (
        f"In half of such years {middle} or more interviews, in 8 of 10 between {dots[tenth]} and {dots[-tenth - 1]}; "
        f"none at all: {none}."
    )


def where_bars(found: ProgramList) -> Picture:
    """Applications by region and tier: one bar each, which says its number and tier beside it."""
    table = _where_table(found)
    rows = table.melt("Region", list(TIERS), "tier", "applications").query("applications > 0")
    rows["place"] = ["\n".join(wrap(name, _LABEL_CHARACTERS)) for name in rows["Region"]]
    said = {tier: tier_heading(tier, found.programs) for tier in TIERS}
    rows["label"] = rows["applications"].astype(str) + " " + rows["tier"].map(said)
    most = max(1, *rows["applications"]) if len(rows) else 1
    base = alt.Chart(rows).encode(
        x=alt.X("applications:Q", axis=None, scale=alt.Scale(domain=[0, most * _ROOM_FOR_LABELS])),
        y=alt.Y("place:N", title=None, sort=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=200)),
        yOffset=alt.YOffset("tier:N", sort=list(TIERS)),
        tooltip=shown_on_hover("Region:N", "tier:N", "applications:Q"),
    )
    colors = alt.Scale(domain=list(TIER_COLORS), range=list(TIER_COLORS.values()))
    bars = base.mark_bar().encode(color=alt.Color("tier:N", scale=colors, legend=None))
    labels = base.mark_text(align="left", dx=4, fontSize=13, color="currentColor").encode(text=alt.Text("label:N"))
    parts = [f"{name} {number}" for name, number in zip(table["Region"], table["all"], strict=True)]
    sentence = f"Of {len(found.programs)} applications: {', '.join(parts)}."
    shown = table.rename(columns=said)
    return Picture(alt.layer(bars, labels).properties(height=alt.Step(20)), sentence, shown)


def _where_table(found: ProgramList) -> pd.DataFrame:
    """Applications by region (rows, in the list's order) and tier, with their sum."""
    regions = list(dict.fromkeys(program.region for program in found.programs))
    count = Counter((program.region, program.tier) for program in found.programs)
    table = pd.DataFrame({"Region": regions} | {tier: [count[name, tier] for name in regions] for tier in TIERS})
    table["all"] = table[list(TIERS)].sum(axis=1)
    return table


def limit_bars(found: ProgramList) -> Picture:
    """How far each limit is used: the bar is what is used, the marks are at least and at most.

    What it is stands above its bar, which leaves both the whole width, on a phone too.
    """
    rows = pd.DataFrame([_limit_row(limit) for limit in found.limits])
    order = list(rows["Limit"])
    y = alt.Y("Limit:N", sort=order, axis=None)
    x = alt.X("share:Q", axis=None, scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(rows).encode(
        y=y, tooltip=shown_on_hover("Limit:N", "Used:N", "At least:N", "At most:N", "How full:N")
    )
    reached = alt.Scale(domain=[True, False], range=[ORANGE, BLUE])
    bars = base.mark_bar(size=10, yOffset=_BELOW_WORDS, cornerRadius=2).encode(
        x=x, color=alt.Color("reached:N", scale=reached, legend=None)
    )
    marks = [
        base.mark_tick(thickness=3, size=18, yOffset=_BELOW_WORDS, color=GREY)
        .encode(x=alt.X(f"{side}:Q"))
        .transform_filter(f"isValid(datum.{side})")
        for side in ("low", "high")
    ]
    whole = alt.expr("width")
    words = [
        base.mark_text(
            align="left", dy=-_BELOW_WORDS, fontSize=13, fontWeight=weight, color="currentColor", limit=whole
        )
        .encode(x=alt.value(0), text=alt.Text("words:N"))
        .transform_filter(f"datum.reached === {reached_or_not}")
        for weight, reached_or_not in _REACHED_OR_NOT
    ]
    chart = alt.layer(bars, *marks, *words).properties(height=alt.Step(44))
    binding = [limit_label(limit.about) for limit in found.limits if limit.binding]
    sentence = f"Reached: {', '.join(binding)}." if binding else "None of the limits is reached."
    return Picture(chart, sentence, rows[["Limit", "Used", "At least", "At most", "How full"]])


def _limit_row(limit: LimitUse) -> dict[str, object]:
    ends = [amount for amount in (limit.minimum, limit.maximum) if amount is not None]
    full = max(*ends, limit.used, 1.0)
    words = how_full(limit)
    used = amount_words(limit, limit.used)
    return {
        "Limit": limit_label(limit.about),
        "Used": used,
        "At least": amount_words(limit, limit.minimum),
        "At most": amount_words(limit, limit.maximum),
        "How full": words,
        "share": limit.used / full,
        "low": None if limit.minimum is None else limit.minimum / full,
        "high": None if limit.maximum is None else limit.maximum / full,
        "reached": limit.binding,
        "words": f"{limit_label(limit.about)}: {used} ({_ends(limit)}){', reached' if limit.binding else ''}",
    }


def _ends(limit: LimitUse) -> str:
    low, high = amount_words(limit, limit.minimum), amount_words(limit, limit.maximum)
    if low and high:
        return f"exactly {low}" if low == high else f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}"
