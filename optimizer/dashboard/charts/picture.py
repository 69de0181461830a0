"""What every chart is, and the colours and shapes that all of them share."""

from dataclasses import dataclass

import altair as alt
import pandas as pd

BLUE, ORANGE, GREY = "#2f7fb8", "#c55a11", "#8a94a0"
"""Apart for every kind of colour blindness, and readable on white and on black."""

TIER_SHAPES = {"reach": "triangle-up", "realistic": "circle", "safety": "square"}

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.HConcatChart | alt.VConcatChart


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A chart that can also be read.

    Parameters
    ----------
    chart : Altair chart
    sentence : str
        What it shows, in one sentence; plain text.
    table : pandas.DataFrame
        Its numbers, with headings for people.
    """

    chart: AnyChart
    sentence: str
    table: pd.DataFrame
