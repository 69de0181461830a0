"""What is published about groups, beside what the estimate reproduces of it."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from optimizer.dashboard.charts.picture import BLUE, GREY, ORANGE, Picture
from optimizer.estimate import Comparison
from optimizer.evidence import figure_name, figure_whose

# Of whom it is stands below what it is: on a phone there would be no room for the bars beside both.
_LABELS = alt.Axis(labelExpr="split(replace(datum.label, ')', ''), ' (')", labelLimit=190, domain=False, ticks=False)
_FAR = 1.2815515655446004
"""Standard deviations from the published figure to the end of its range."""


def calibration_picture(compared: Sequence[Comparison]) -> Picture:
    """Draw each published share with its range, and the share that the estimate gives for the same group.

    Parameters
    ----------
    compared : sequence of Comparison
        Only shares are drawn.
    """
    shares = [one for one in compared if one.row.unit.is_share]
    rows = pd.DataFrame([_row(one) for one in shares], columns=list(_COLUMNS))
    within = sum(abs(one.residual) <= _FAR for one in shares)
    sentence = f"Of {len(shares)} published shares, {within} lie within their range of what the estimate gives."
    order = list(rows["Figure"])
    base = alt.Chart(rows).encode(
        y=alt.Y("Figure:N", sort=order, title=None, axis=_LABELS),
        tooltip=[
            alt.Tooltip("Figure:N"),
            *(alt.Tooltip(f"{name}:Q", format=".1f") for name in ("published", "low", "high", "estimated")),
        ],
    )
    x = alt.X(
        "low:Q",
        title=["in 100: bar and mark published,", "circle estimated"],
        scale=alt.Scale(domain=[0, 100]),
        axis=alt.Axis(titleAnchor="end"),
    )
    bars = base.mark_bar(height={"band": 0.5}, color=GREY, opacity=0.35, cornerRadius=2).encode(
        x=x, x2=alt.X2("high:Q")
    )
    marks = base.mark_tick(thickness=2, height={"band": 0.5}, color=ORANGE).encode(x=alt.X("published:Q"))
    dots = base.mark_circle(size=80, color=BLUE, opacity=1).encode(x=alt.X("estimated:Q"))
    table = rows.round(1).rename(columns={"low": "range from", "high": "range to"})
    return Picture(alt.layer(bars, marks, dots).properties(height=alt.Step(32)), sentence, table)


_COLUMNS = ("Figure", "published", "low", "high", "estimated", "used to calibrate")


def _row(one: Comparison) -> tuple[str, float, float, float, float, str]:
    row = one.row
    figure, whose = figure_name(row.name), figure_whose(row)
    label = f"{figure} ({whose})" if whose else figure
    shares = (row.central, row.low, row.high, one.reproduced)
    published, low, high, estimated = (share * 100 for share in shares)
    return label, published, low, high, estimated, "yes" if one.fitted else "no"
