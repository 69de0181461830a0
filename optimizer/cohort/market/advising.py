"""Lists by the solver for people of a simulated season: the proven list, and the one that ignores shared luck."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.cohort.market.applying import Purse
from optimizer.cohort.market.knowing import Told
from optimizer.errors import Fault, MatchlistError
from optimizer.portfolio import Limit, Problem, Solved, match_probability, solve
from optimizer.vocabulary import MODES

SECONDS_AT_MOST = 120.0


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One applicant's problem, and what a list for it claims.

    Attributes
    ----------
    problem : Problem
    """

    problem: Problem

    @classmethod
    def of(cls, told: Told, utility: FloatArray, purse: Purse, caps: Mapping[str, int]) -> "Task":
        """The problem of an applicant with a purse and a season's signals."""
        programs = utility.size
        limits = [Limit(f"{kind} signals", _in_mode(programs, kind), maximum=float(cap)) for kind, cap in caps.items()]
        limits += [Limit(f"no {k} signals", _in_mode(programs, k), maximum=0.0) for k in MODES[1:] if k not in caps]
        if purse.fees is None:
            every = np.ones((programs, len(MODES)))
            limits.append(Limit("applications", every, maximum=float(purse.applications)))
        return cls(
            Problem(
                offer_chance=told.chances.offer,
                scenario_weight=told.scenarios.weight,
                utility=utility,
                budget=purse.dollars,
                fees=() if purse.fees is None else (purse.fees,),
                limits=tuple(limits),
            )
        )

    def best(self, gap: float) -> npt.NDArray[np.int64]:
        """Mode of each program in the list with the highest value, -1 = not applied to."""
        return _solved(self.problem, gap)

    def best_if_independent(self, gap: float) -> npt.NDArray[np.int64]:
        """The same if programs shared no luck: the mean of each chance in place of its scenarios."""
        mean = self.problem.offer_chance @ self.problem.scenario_weight
        return _solved(replace(self.problem, offer_chance=mean[:, :, None], scenario_weight=np.ones(1)), gap)

    def stated(self, mode: npt.NDArray[np.int64]) -> float:
        """The chance to match that the estimate states for a list."""
        return match_probability(self.problem, mode)


def _solved(problem: Problem, gap: float) -> npt.NDArray[np.int64]:
    outcome = solve(problem, gap=gap, time_limit_s=SECONDS_AT_MOST)
    if not isinstance(outcome, Solved):
        what = f"no list was found in {SECONDS_AT_MOST:g} seconds"
        raise MatchlistError([Fault(what, "simulated applicant", None, "", "Start again on a machine less busy")])
    return outcome.mode


def _in_mode(programs: int, kind: str) -> FloatArray:
    counted = np.zeros((programs, len(MODES)))
    counted[:, MODES.index(kind)] = 1.0
    return counted
