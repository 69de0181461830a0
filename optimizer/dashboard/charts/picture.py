"""What every chart is, and the colours and shapes that all of them share."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
from altair.utils.schemapi import disable_debug_mode

# Tests check every chart whole; checking each of its parts as it is made takes most of the time.
disable_debug_mode()

BLUE, ORANGE, GREY = "#2f7fb8", "#c55a11", "#8a94a0"
"""Apart for every kind of colour blindness, and readable on white and on black."""

INK_ON_WHITE, INK_ON_BLACK = "#3a4653", "#c6d0da"
"""Of a chart's words; Streamlit's own are too pale: 3.7 to 1."""
_INK = {"expr": f"luminance(background) > 0.5 ? '{INK_ON_WHITE}' : '{INK_ON_BLACK}'"}
_INKED = {"labelColor": _INK, "titleColor": _INK}
_WITH_WORDS = ("axis", "legend", "header")

TIER_SHAPES = {"reach": "triangle-up", "realistic": "circle", "safety": "square"}

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.ConcatChart


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

    def in_ink(self) -> dict[str, Any]:
        """What Vega-Lite draws: the chart, its words as dark, or as light, as the page's background asks for.

        Comparing it with Vega's schema, as tests do, or having Altair add the ink, which copies the whole chart for
        each kind of word, would take longer than all else.
        """
        drawn: dict[str, Any] = self.chart.to_dict(validate=False)
        drawn["config"] = drawn.get("config", {}) | dict.fromkeys(_WITH_WORDS, _INKED)
        return drawn


def shown_on_hover(*columns: str) -> list[alt.Tooltip]:
    """Columns whose values are shown where the pointer is, each with its kind, as in ``Term:N``."""
    return [alt.Tooltip(column) for column in columns]
