"""A season opened: programs, people and their folklore drawn, selectivity settled, ready to be played."""

from dataclasses import dataclass

from optimizer.cohort.market.applying import Purse
from optimizer.cohort.market.chance import Luck
from optimizer.cohort.market.drawing import draw_season
from optimizer.cohort.market.figures import MarketFigures
from optimizer.cohort.market.knowing import Facts
from optimizer.cohort.market.season import Applications, Market, read
from optimizer.cohort.market.settling import settle
from optimizer.cohort.market.study import NOTHING_KNOWN
from optimizer.evidence import Evidence, Season, load_evidence


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A season before anybody is looked at.

    Attributes
    ----------
    market : Market
    folklore : Applications
        What everybody in the background does.
    purses : mapping of applicant type to Purse
    luck : Luck
    """

    market: Market
    folklore: Applications
    purses: dict[str, Purse]
    luck: Luck


def open_season(
    figures: MarketFigures,
    truth: Evidence,
    season: Season,
    specialty: str,
    *,
    scale: float = 1.0,
    seed: int = 0,
) -> Opened:
    """Draw one specialty of a national season.

    Parameters
    ----------
    figures : MarketFigures
    truth : Evidence
        What holds in this world.
    season : Season
        Signals and fees.
    specialty : str
    scale : float
        1 = the country; applicants, programs and positions in proportion.
    seed : int
        The same seed gives the same season to the bit.
    """
    drawn = draw_season(figures, truth, season, specialty, scale=scale, seed=seed)
    folklore = drawn.folklore()
    market = settle(drawn.market, folklore, read(drawn.market, folklore).log_odds, positions=drawn.positions, seed=seed)
    return Opened(market, folklore, drawn.purses, drawn.luck)


def facts_of(opened: Opened, known: str, seed: int) -> Facts:
    """What applicants know of the programs: nothing, or rates of the season before and visa policies."""
    if known == NOTHING_KNOWN:
        return Facts.none(opened.market.programs)
    return Facts.last_season(opened.market, opened.folklore, load_evidence(), seed)
