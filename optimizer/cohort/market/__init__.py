"""A national season played out: invented programs and people, and folklore against proven lists."""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.cohort.market.applying import FOLKLORE, Purse, follow, seen_by
    from optimizer.cohort.market.backtest import pieces, run
    from optimizer.cohort.market.chance import Luck, generator, logistic
    from optimizer.cohort.market.comparing import Calibration, Cell, Interval, calibration, cells_of
    from optimizer.cohort.market.drawing import PEOPLE_AT_ONCE, Drawn, draw_season
    from optimizer.cohort.market.figures import MarketFigures, load_market, read_market
    from optimizer.cohort.market.opening import Opened, open_season
    from optimizer.cohort.market.pairs import Truth, blocks, pairs_of
    from optimizer.cohort.market.people import People
    from optimizer.cohort.market.programs import NOWHERE, Programs, draw_programs
    from optimizer.cohort.market.prospects import Prospects, prospects
    from optimizer.cohort.market.report import Findings, findings_json, findings_markdown, findings_of, findings_text
    from optimizer.cohort.market.season import (
        Applications,
        Market,
        Played,
        Ranked,
        Read,
        Screened,
        best_first,
        interview_rates,
        invite,
        place_within,
        play,
        ranked,
        read,
        screen,
    )
    from optimizer.cohort.market.settling import settle, shared_out
    from optimizer.cohort.market.study import Seasons, Study

__all__ = [
    "FOLKLORE",
    "NOWHERE",
    "PEOPLE_AT_ONCE",
    "Applications",
    "Calibration",
    "Cell",
    "Drawn",
    "Findings",
    "Interval",
    "Luck",
    "Market",
    "MarketFigures",
    "Opened",
    "People",
    "Played",
    "Programs",
    "Prospects",
    "Purse",
    "Ranked",
    "Read",
    "Screened",
    "Seasons",
    "Study",
    "Truth",
    "best_first",
    "blocks",
    "calibration",
    "cells_of",
    "draw_programs",
    "draw_season",
    "findings_json",
    "findings_markdown",
    "findings_of",
    "findings_text",
    "follow",
    "generator",
    "interview_rates",
    "invite",
    "load_market",
    "logistic",
    "open_season",
    "pairs_of",
    "pieces",
    "place_within",
    "play",
    "prospects",
    "ranked",
    "read",
    "read_market",
    "run",
    "screen",
    "seen_by",
    "settle",
    "shared_out",
]

opened_later(__name__)
