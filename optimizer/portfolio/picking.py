"""One list for each problem out of several known ones, so that together they take no more places than there are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.portfolio.candidates import SOLVER_TOLERANCE, VALUE_UNIT
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.linear import LinearProgram, Verdict, maximise
from optimizer.portfolio.matrices import sparse
from optimizer.portfolio.sharers import NEGLIGIBLE, Aim


@dataclass(frozen=True, slots=True)
class Picked:
    """Which list each problem has, by its number, and what no other choice exceeds."""

    choice: tuple[int, ...]
    bound: float


def pick(
    value: Sequence[FloatArray], used: Sequence[FloatArray], capacity: FloatArray, aim: Aim, *, time_limit_s: float
) -> Picked | None:
    """The best choice of one list for each problem; None where none fits, or none was found in time.

    Parameters
    ----------
    value : sequence of arrays, each of shape (lists,)
        By problem, what its lists are worth.
    used : sequence of arrays, each of shape (lists, places)
    capacity : array, shape (places,)
    aim : Aim
    time_limit_s : float
        Wall-clock seconds.
    """
    problems = len(value)
    owner = np.repeat(np.arange(problems), [own.size for own in value])
    worth = np.concatenate(value)
    count = worth.size
    everyone = np.arange(count)
    one_each = sparse.csr_matrix((np.ones(count), (owner, everyone)), (problems, count + 1))
    places = sparse.csr_matrix(np.column_stack([np.vstack(used).T, np.zeros(capacity.size)]))
    # The last column is the lowest value, in `VALUE_UNIT` as all values here.
    lowest = sparse.csr_matrix((-worth / VALUE_UNIT, (owner, everyone)), (problems, count + 1))
    lowest = lowest + sparse.csr_matrix((np.ones(problems), (np.arange(problems), np.full(problems, count))))
    rows = [one_each, places, lowest] if aim.lowest else [one_each, places]
    free = np.zeros(problems if aim.lowest else 0)
    weighted = np.zeros(count) if aim.lowest else aim.weight[owner] * worth / VALUE_UNIT
    answer = maximise(
        LinearProgram(
            objective=np.append(weighted, float(aim.lowest)),
            matrix=sparse.csr_matrix(sparse.vstack(rows)),
            row_lower=np.concatenate([np.ones(problems), np.full(capacity.size + free.size, -np.inf)]),
            row_upper=np.concatenate([np.ones(problems), capacity, free]),
            column_lower=np.append(np.zeros(count), worth.min() / VALUE_UNIT),
            column_upper=np.append(np.where(worth >= aim.floor - NEGLIGIBLE, 1.0, 0.0), worth.max() / VALUE_UNIT),
            integer=np.append(np.ones(count, dtype=bool), False),
        ),
        deadline=Deadline.after(time_limit_s),
    )
    if answer.verdict not in (Verdict.OPTIMAL, Verdict.FEASIBLE):
        return None
    chosen = np.flatnonzero(np.round(answer.x[:count]))
    starts = np.concatenate([[0], np.cumsum([own.size for own in value])])
    return Picked(tuple((chosen - starts[:-1]).tolist()), answer.bound * VALUE_UNIT + SOLVER_TOLERANCE)
