"""Charts as values: an answer in; a picture out, which is an Altair chart with its sentence and its table."""

from optimizer.dashboard.charts.calibration import calibration_picture
from optimizer.dashboard.charts.chance import icon_array, waterfall
from optimizer.dashboard.charts.cohort import least_sure, meeting_places
from optimizer.dashboard.charts.country import list_map, region_map
from optimizer.dashboard.charts.counts import dotplot, limit_bars, where_bars
from optimizer.dashboard.charts.picture import (
    BLUE,
    GREY,
    INK_ON_BLACK,
    INK_ON_WHITE,
    ORANGE,
    AnyChart,
    Picture,
)
from optimizer.dashboard.charts.season import rank_picture, seen_picture, shift_picture
from optimizer.dashboard.charts.timeline import shares_picture, timeline_picture
from optimizer.dashboard.charts.tradeoffs import budget_picture, flexibility_picture, price_picture, slope_picture

__all__ = [
    "BLUE",
    "GREY",
    "INK_ON_BLACK",
    "INK_ON_WHITE",
    "ORANGE",
    "AnyChart",
    "Picture",
    "budget_picture",
    "calibration_picture",
    "dotplot",
    "flexibility_picture",
    "icon_array",
    "least_sure",
    "limit_bars",
    "list_map",
    "meeting_places",
    "price_picture",
    "rank_picture",
    "region_map",
    "seen_picture",
    "shares_picture",
    "shift_picture",
    "slope_picture",
    "timeline_picture",
    "waterfall",
    "where_bars",
]
