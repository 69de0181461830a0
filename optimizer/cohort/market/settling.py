"""How selective programs are and how many they interview and take: settled once, by a season of folklore."""

from dataclasses import replace

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from optimizer.arrays import FloatArray, IntArray
from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.season import Applications, Market
from optimizer.estimate import interview_rates
from optimizer.vocabulary import APPLICANT_TYPES

_WIDEST_LEVEL = 30.0


def settle(market: Market, applications: Applications, log_odds: FloatArray, *, positions: int, seed: int) -> Market:
    """Find how selective programs are and how many they interview and take, from a season of folklore.

    Parameters
    ----------
    market : Market
        As drawn; what holds in its world: the interview rates that come out for each applicant type.
    applications : Applications
        The season of folklore.
    log_odds : float array (applications,)
        Of an interview, nothing added yet.
    positions : int
        All programs' positions together.
    seed : int
    """
    programs, figures, evidence = market.programs, market.figures, market.truth.evidence
    kind = market.people.type[applications.person]
    level = np.zeros(len(APPLICANT_TYPES))
    for index, name in enumerate(APPLICANT_TYPES):
        of_kind = kind == index
        if of_kind.any():
            (rate,) = interview_rates(evidence, (programs.specialty,), name)
            level[index] = _level(log_odds[of_kind], rate)
    expected = np.bincount(applications.program, expit(log_odds + level[kind]), programs.count)
    fewest = round(figures.assumptions.of("fewest_interviews"))
    interviews = np.maximum(np.round(expected), fewest).astype(np.int64)
    spread = figures.assumptions.of("positions_spread")
    wanted = interviews.astype(np.float64) * np.exp(
        spread * generator(seed, programs.specialty, "positions").normal(size=programs.count)
    )
    return replace(
        market,
        truth=replace(market.truth, level=level),
        interviews=interviews,
        positions=shared_out(wanted, positions),
    )


def _level(log_odds: FloatArray, rate: float) -> float:
    """What has to be added for the share of applications that are interviewed to be a rate.

    Applications are aimed, so the mean over programs lies below it, as the published one does.
    """

    def beyond(level: float) -> float:
        return float(expit(log_odds + level).mean()) - rate

    return float(brentq(beyond, -_WIDEST_LEVEL, _WIDEST_LEVEL, xtol=1e-6))


def shared_out(wanted: FloatArray, total: int) -> IntArray:
    """Whole positions in proportion, at least one each, by largest remainders."""
    exact = wanted / wanted.sum() * max(total - wanted.size, 0)
    whole = np.floor(exact).astype(np.int64)
    left = max(total - wanted.size, 0) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:left]] += 1
    return np.asarray(whole + 1)
