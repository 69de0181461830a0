"""A plan's problem at other chances than its own: what if coefficients, facts or statements were otherwise."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.plan.listing.outcome import ProgramList
from optimizer.plan.problem import Prepared
from optimizer.portfolio import Problem


def problem_at(prepared: Prepared, offer_chance: FloatArray) -> Problem:
    """The plan's problem with other chances of offers, shape (programs, modes, scenarios)."""
    return replace(prepared.problem, offer_chance=all_rows(prepared, offer_chance))


def all_rows(prepared: Prepared, of_programs: FloatArray) -> FloatArray:
    """Chances of the programs, and the problem's own for whatever rows stand after them."""
    return np.concatenate([of_programs, prepared.problem.offer_chance[len(of_programs) :]])


def modes_listed(prepared: Prepared, found: ProgramList) -> npt.NDArray[np.int64]:
    """Mode of each row of the plan's problem on a list, -1 for those that aren't on it."""
    mode = np.full(prepared.problem.shape[0], -1)
    for program in found.programs:
        mode[prepared.directory.index_by_id[program.id]] = prepared.estimate.modes.index(program.signal)
    return mode
