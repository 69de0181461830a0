"""Charts as values: an answer in, an Altair chart out, each with its table and its sentence."""

from collections import Counter
from textwrap import wrap

import altair as alt
import pandas as pd

from optimizer.estimate import TIERS
from optimizer.plan import ProgramList

TIER_COLORS = {"reach": "#c55a11", "realistic": "#2f7fb8", "safety": "#8a94a0"}
"""Orange, blue, grey: apart for every kind of colour blindness, and readable on white and on black."""

_LABEL_CHARACTERS = 20
_ROOM_FOR_LABELS = 1.5


def where_table(found: ProgramList) -> pd.DataFrame:
    """Applications by region (rows, in the list's order) and tier, with their sum."""
    regions = list(dict.fromkeys(program.region for program in found.programs))
    count = Counter((program.region, program.tier) for program in found.programs)
    table = pd.DataFrame({"Region": regions} | {tier: [count[name, tier] for name in regions] for tier in TIERS})
    table["all"] = table[list(TIERS)].sum(axis=1)
    return table


def where_sentence(found: ProgramList) -> str:
    """The chart in one sentence."""
    table = where_table(found)
    parts = [f"{name} {number}" for name, number in zip(table["Region"], table["all"], strict=True)]
    return f"Of {len(found.programs)} applications: {', '.join(parts)}."


def where_chart(found: ProgramList) -> alt.LayerChart | alt.FacetChart:
    """Applications by region and tier: one bar each, which says its number and tier beside it."""
    rows = where_table(found).melt("Region", list(TIERS), "tier", "applications").query("applications > 0")
    rows["place"] = ["\n".join(wrap(name, _LABEL_CHARACTERS)) for name in rows["Region"]]
    rows["label"] = rows["applications"].astype(str) + " " + rows["tier"]
    base = alt.Chart(rows).encode(
        x=alt.X(
            "applications:Q", axis=None, scale=alt.Scale(domain=[0, rows["applications"].max() * _ROOM_FOR_LABELS])
        ),
        y=alt.Y("place:N", title=None, sort=None, axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=200)),
        yOffset=alt.YOffset("tier:N", sort=list(TIERS)),
        tooltip=["Region:N", "tier:N", "applications:Q"],
    )
    colors = alt.Scale(domain=list(TIER_COLORS), range=list(TIER_COLORS.values()))
    bars = base.mark_bar().encode(color=alt.Color("tier:N", scale=colors, legend=None))
    # currentColor is the page's own text colour, in the light and in the dark theme.
    labels = base.mark_text(align="left", dx=4, fontSize=13, color="currentColor").encode(text="label:N")
    return alt.layer(bars, labels).properties(height=alt.Step(20))
