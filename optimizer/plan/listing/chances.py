"""What a list comes to in chances: to match at all, and in each of several specialties; None where it isn't known."""

from typing import TypedDict

import numpy as np
import numpy.typing as npt

from optimizer.estimate import ListRange, list_range
from optimizer.plan.listing.outcome import SpecialtyChance
from optimizer.plan.problem import Prepared
from optimizer.portfolio import Solved, unmatched

Modes = npt.NDArray[np.int64]


class ListChances(TypedDict):
    """The fields of `ProgramList` that are chances or come of them."""

    match_probability: float | None
    match_probability_range: tuple[float, float] | None
    match_probability_for_you_range: tuple[float, float] | None
    expected_interviews: float | None
    expected_interviews_range: tuple[float, float] | None
    interviews_for_you_range: tuple[float, float] | None


NO_CHANCES: ListChances = {
    "match_probability": None,
    "match_probability_range": None,
    "match_probability_for_you_range": None,
    "expected_interviews": None,
    "expected_interviews_range": None,
    "interviews_for_you_range": None,
}


def around(value: float, low: float, high: float) -> tuple[float, float]:
    """A range that never leaves out the value it belongs to."""
    return min(low, value), max(high, value)


def list_chances(solved: Solved, ranges: ListRange) -> ListChances:
    """The chances of a list all of whose programs have known ones."""
    chance, average, yours = solved.match_probability, ranges.match_probability, ranges.match_probability_for_you
    interviews = ranges.expected_interviews
    return {
        "match_probability": chance,
        "match_probability_range": around(chance, average.low, average.high),
        "match_probability_for_you_range": around(chance, yours.low, yours.high),
        "expected_interviews": ranges.held,
        "expected_interviews_range": around(ranges.held, interviews.low, interviews.high),
        "interviews_for_you_range": (ranges.interviews_for_you.low, ranges.interviews_for_you.high),
    }


def specialty_chances(prepared: Prepared, mode: Modes) -> tuple[SpecialtyChance, ...]:
    """What a list comes to in each of the plan's specialties; empty where there is only one.

    Parameters
    ----------
    prepared : Prepared
    mode : int array, shape (programs,)
        Mode of each application, -1 = not applied to.
    """
    specialties = prepared.plan.applicant.specialties
    return tuple(_specialty_chance(prepared, mode, one) for one in specialties) if len(specialties) > 1 else ()


def none_of(prepared: Prepared, mode: Modes) -> float:
    """Chance to match in none of the specialties of a list all of whose chances are known."""
    return float(_failed(prepared, mode) @ prepared.estimate.scenarios.weight)


def _specialty_chance(prepared: Prepared, mode: Modes, specialty: str) -> SpecialtyChance:
    estimate, specialties = prepared.estimate, prepared.plan.applicant.specialties
    of = estimate.situation.specialty
    own = np.where(of == specialty, mode, -1)
    before = np.where(np.isin(of, specialties[: specialties.index(specialty)]), mode, -1)
    alone, span, here = None, None, None
    if estimate.known[own >= 0].all():
        alone = float((1.0 - _failed(prepared, own)) @ estimate.scenarios.weight)
        found = list_range(estimate, own).match_probability
        span = around(alone, found.low, found.high)
        if estimate.known[before >= 0].all():
            with_it = np.where(own >= 0, own, before)
            here = float((_failed(prepared, before) - _failed(prepared, with_it)) @ estimate.scenarios.weight)
    return SpecialtyChance(
        specialty=specialty,
        applications=int((own >= 0).sum()),
        signals=int((own > 0).sum()),
        match_probability=here,
        alone=alone,
        alone_range=span,
    )


def _failed(prepared: Prepared, mode: Modes) -> npt.NDArray[np.float64]:
    """Chance of no offer from any of some applications, of interviews that can be held, shape (scenarios,)."""
    rows = prepared.problem.shape[0]
    return unmatched(prepared.problem, np.concatenate([mode, np.full(rows - mode.size, -1)]))
