"""How much the applicant wants a match at each program: regions, settings, size, prices, distance, conditions."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.directory import Directory, load_states
from optimizer.errors import Fault
from optimizer.plan.document import SCORE_STEP, Plan
from optimizer.plan.problem.fits import Fit, price_level
from optimizer.plan.problem.points import miles_from
from optimizer.plan.problem.regions import preference_of_programs

_NOT_KNOWN = 0.5
"""Score of a program of which the fact isn't known: neither for nor against it."""


def utility_of_programs(preference: FloatArray, plan: Plan, directory: Directory) -> FloatArray:
    """What a match at each program is worth, 0 to 1: ``(1 - f) * preference + f``, less in a backup specialty."""
    worth = (1 - plan.flexibility) * preference + plan.flexibility
    if plan.dual.intent == "parallel":
        return worth
    first = plan.applicant.specialties[0]
    backup = np.array([program.specialty != first for program in directory.programs])
    return np.where(backup, worth * plan.dual.backup_priority / 10.0, worth)


def preference_for_programs(
    plan: Plan, directory: Directory, region: npt.NDArray[np.str_], fits: tuple[Fit, ...], faults: list[Fault]
) -> FloatArray:
    """How much the applicant wants each program, 0 to 1; what can't be used is added to `faults`."""
    wanted = preference_of_programs(plan, directory, region)
    for score, priority in _scores(plan, directory, faults):
        wanted = wanted * (1.0 - priority / 10.0 * (1.0 - score))
    for one in fits:
        wanted = wanted * one.factor
    return wanted


def _scores(plan: Plan, directory: Directory, faults: list[Fault]) -> Iterator[tuple[FloatArray, float]]:
    """Score of each program in [0, 1], 1 the best, and the priority that it has; what doesn't matter is left out."""
    asked = plan.priorities
    if asked.size is not None and asked.size.priority > 0:
        large = _size_ranks(directory)
        yield _rounded(large if asked.size.prefer == "large" else 1.0 - large), asked.size.priority
    if asked.price_parity is not None and asked.price_parity.priority > 0:
        published = [state.price_parity for state in load_states() if state.price_parity is not None]
        dear = (price_level(directory) - min(published)) / (max(published) - min(published))
        yield _rounded(1.0 - dear), asked.price_parity.priority
    if asked.distance is not None:
        miles = miles_from(asked.distance.of, "priorities.distance.of", plan.applicant, directory, faults)
        if asked.distance.priority > 0:
            yield _rounded(1.0 - np.minimum(miles / asked.distance.miles, 1.0)), asked.distance.priority


def _size_ranks(directory: Directory) -> FloatArray:
    """Rank of each program by positions among its specialty's, from 0 (fewest) to 1, NaN where they aren't known."""
    positions = np.array(
        [np.nan if one.first_year_positions is None else one.first_year_positions for one in directory.programs]
    )
    specialty = np.array([one.specialty for one in directory.programs])
    ranks = np.full(positions.size, np.nan)
    for name in np.unique(specialty):
        known = np.flatnonzero((specialty == name) & ~np.isnan(positions))
        if known.size > 1:
            _, place, alike = np.unique(positions[known], return_inverse=True, return_counts=True)
            last = np.cumsum(alike)
            ranks[known] = (last - (alike + 1) / 2)[place] / (known.size - 1.0)
    return ranks


def _rounded(score: FloatArray) -> FloatArray:
    return np.round(np.where(np.isnan(score), _NOT_KNOWN, score) / SCORE_STEP) * SCORE_STEP
