"""A national season played out: invented programs and people, and folklore against proven lists."""

from optimizer.cohort.market.backtest import pieces, run
from optimizer.cohort.market.chance import Luck
from optimizer.cohort.market.comparing import Calibration, Cell, Interval, calibration, cells_of
from optimizer.cohort.market.figures import MarketFigures, load_market, read_market
from optimizer.cohort.market.opening import Opened, open_season
from optimizer.cohort.market.prospects import Prospects, prospects
from optimizer.cohort.market.report import Findings, findings_json, findings_of
from optimizer.cohort.market.report_page import findings_markdown
from optimizer.cohort.market.report_words import findings_text
from optimizer.cohort.market.season import Applications, Market, Played, interview_rates, play
from optimizer.cohort.market.study import Seasons, Study

__all__ = [
    "Applications",
    "Calibration",
    "Cell",
    "Findings",
    "Interval",
    "Luck",
    "Market",
    "MarketFigures",
    "Opened",
    "Played",
    "Prospects",
    "Seasons",
    "Study",
    "calibration",
    "cells_of",
    "findings_json",
    "findings_markdown",
    "findings_of",
    "findings_text",
    "interview_rates",
    "load_market",
    "open_season",
    "pieces",
    "play",
    "prospects",
    "read_market",
    "run",
]
