"""How selective programs are and how many they interview and take: settled once, by a season of folklore."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from optimizer.arrays import FloatArray, IntArray
from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.figures import MarketFigures
from optimizer.cohort.market.pairs import Truth, blocks, pairs_of
from optimizer.cohort.market.people import People
from optimizer.cohort.market.programs import Programs
from optimizer.cohort.market.season import Applications, Market
from optimizer.estimate import interview_rates
from optimizer.evidence import Evidence
from optimizer.vocabulary import APPLICANT_TYPES

_WIDEST_LEVEL = 30.0


def settle(
    figures: MarketFigures,
    evidence: Evidence,
    programs: Programs,
    people: People,
    applications: Applications,
    *,
    positions: int,
    seed: int,
) -> Market:
    """Find how selective programs are and how many they interview and take, from a season of folklore.

    Parameters
    ----------
    figures : MarketFigures
    evidence : Evidence
        What holds in this world; its interview rates come out for each applicant type.
    programs, people, applications
        The season of folklore.
    positions : int
        All programs' positions together.
    seed : int
    """
    ranking = np.array([figures.ranking_of(programs.specialty, kind) for kind in APPLICANT_TYPES])
    unleveled = Truth(evidence, np.zeros(len(APPLICANT_TYPES)), ranking)
    log_odds = np.empty(applications.person.size)
    for block in blocks(log_odds.size):
        pairs = pairs_of(people, programs, applications.person[block], applications.program[block])
        log_odds[block] = unleveled.interview(people, programs, pairs, applications.mode[block])
    kind = people.type[applications.person]
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
    return Market(programs, people, Truth(evidence, level, ranking), interviews, shared_out(wanted, positions), figures)


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
