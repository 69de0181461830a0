"""Small pair problems from a seed, and their best pairs by looking at all of them."""

from itertools import product

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio import NOWHERE, FeeSchedule, Limit, PairProblem, Problem
from tests.oracle import all_lists, allowed

PROGRAMS, PLACES = 6, 3


def random_pair(seed: int) -> PairProblem:
    """Two times six programs in three places or in none, with quotas, budgets and signals; some have no list."""
    rng = np.random.default_rng(seed)
    modes, scenarios = int(rng.integers(1, 3)), int(rng.integers(1, 4))
    weight = rng.dirichlet(np.ones(scenarios))
    utilities = rng.choice([0.2, 0.5, 0.8, 1.0], 2) if rng.random() < 0.6 else np.ones(2)
    problems = [_one(rng, modes, weight, utilities) for _ in range(2)]
    places = [rng.choice([NOWHERE, 0, 1, 2], PROGRAMS, p=[0.1, 0.3, 0.3, 0.3]) for _ in range(2)]
    return PairProblem((problems[0], problems[1]), (places[0], places[1]), float(rng.choice([0.0, 0.3, 0.5, 1.0])))


def scattered_pair(seed: int) -> PairProblem:
    """Two times eight programs in four places, two applications each, and worth together only."""
    rng = np.random.default_rng(seed)
    two = Limit("applications", np.ones((8, 1)), maximum=2)
    problems = [Problem(rng.random((8, 1, 1)) * 0.6, np.ones(1), np.ones(8), limits=(two,)) for _ in range(2)]
    return PairProblem((problems[0], problems[1]), (rng.integers(0, 4, 8), rng.integers(0, 4, 8)), 0.0)


def _one(rng: np.random.Generator, modes: int, weight: FloatArray, utilities: FloatArray) -> Problem:
    chance = rng.random((PROGRAMS, 1, weight.size)) * rng.choice([0.2, 0.6, 1.0])
    chance = np.concatenate([chance, 1.0 - (1.0 - chance) ** 2], axis=1)[:, :modes]
    limits = [Limit("applications", np.ones((PROGRAMS, modes)), maximum=int(rng.integers(2, 5)))]
    if modes == 2:
        limits.append(Limit("signals", np.array([[0.0, 1.0]] * PROGRAMS), maximum=int(rng.integers(0, 3))))
    if rng.random() < 0.5:
        some = rng.random(PROGRAMS) < 0.5
        limits.append(
            Limit("quota", np.repeat(some[:, None], modes, axis=1).astype(float), minimum=int(rng.integers(0, 3)))
        )
    return Problem(
        offer_chance=chance,
        scenario_weight=weight,
        utility=rng.choice(utilities, PROGRAMS),
        cost=rng.integers(0, 9, PROGRAMS).astype(float) if rng.random() < 0.5 else None,
        budget=float(rng.integers(10, 60)) if rng.random() < 0.6 else None,
        fees=(FeeSchedule("service", rng.random(PROGRAMS) < 0.8, ((1, 5.0), (3, 11.0))),),
        limits=tuple(limits),
    )


def allowed_lists(problem: PairProblem) -> tuple[IntArray, IntArray]:
    """All lists that each may have, each of shape (lists, programs)."""
    first, second = (lists[allowed(one, lists)] for one in problem.problems for lists in [all_lists(one)])
    return first, second


def best_pair_value(problem: PairProblem) -> float | None:
    """The highest value of all pairs; None where one of the two has no list."""
    lists = allowed_lists(problem)
    if not all(len(own) for own in lists):
        return None
    return float(values_of_pairs(problem, lists).max())


def values_of_pairs(problem: PairProblem, lists: tuple[IntArray, IntArray]) -> FloatArray:
    """Value of each pair, shape (lists of the first, lists of the second)."""
    utility = [one.utility for one in problem.problems]
    worths = sorted({*utility[0], *utility[1], *(problem.alone * u for own in utility for u in own)} - {0.0})
    value, below = np.zeros((len(lists[0]), len(lists[1]))), 0.0
    for worth in worths:
        nothing = np.ones((len(lists[0]), len(lists[1]), problem.weight.size))
        for place in (NOWHERE, *range(PLACES)):
            alone = [problem.alone * own >= worth for own in utility]
            beside = [(own >= worth) & ~by_itself for own, by_itself in zip(utility, alone, strict=True)]
            sure = [_missed(problem, lists, who, place, alone[who]) for who in (0, 1)]
            near = [1.0 - _missed(problem, lists, who, place, beside[who]) for who in (0, 1)]
            nothing *= sure[0][:, None] * sure[1][None]
            if place != NOWHERE:
                nothing *= 1.0 - near[0][:, None] * near[1][None]
        value += (worth - below) * ((1.0 - nothing) @ problem.weight)
        below = worth
    return value


def _missed(
    problem: PairProblem,
    lists: tuple[IntArray, IntArray],
    who: int,
    place: int,
    counts: npt.NDArray[np.bool_],
) -> FloatArray:
    """Chance in each scenario that none of the programs that count there makes an offer, shape (lists, scenarios)."""
    one = problem.problems[who]
    missed = np.ones((len(lists[who]), problem.weight.size))
    for program in np.flatnonzero((problem.place[who] == place) & counts):
        with_none = np.concatenate([one.offer_chance[program], np.zeros((1, problem.weight.size))])
        missed *= 1.0 - with_none[lists[who][:, program]]
    return missed


def value_by_outcomes(problem: PairProblem, lists: tuple[IntArray, IntArray]) -> tuple[float, float]:
    """Expected worth and the chance of a place with offers to both, summed over all that can come of two lists."""
    value = together = 0.0
    applied = [(who, program) for who in (0, 1) for program in np.flatnonzero(lists[who] >= 0)]
    for scenario, weight in enumerate(problem.weight):
        for offered in product((False, True), repeat=len(applied)):
            chance, offers = float(weight), []
            for (who, program), yes in zip(applied, offered, strict=True):
                own = float(problem.problems[who].offer_chance[program, lists[who][program], scenario])
                chance *= own if yes else 1.0 - own
                if yes:
                    offers.append((who, problem.place[who][program], float(problem.problems[who].utility[program])))
            pairs = [
                min(own[2], other[2])
                for own in offers
                for other in offers
                if own[0] == 0 and other[0] == 1 and own[1] == other[1] != NOWHERE
            ]
            value += chance * max((*pairs, *(problem.alone * own[2] for own in offers)), default=0.0)
            together += chance * bool(pairs)
    return value, together
