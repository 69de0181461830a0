"""Yes-or-no decisions beside the applications: "this region is opened", "this signal goes to this institution".

A problem knows rows of programs only. A decision is one more row that can't be matched at: no chance, no utility, no
cost. Its links tie it to the programs, as limits like any other, so that the proof and the referee take it in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.plan.problem.wishes import BUDGET, CLOSED_SIGNALS, Wish, Wished
from optimizer.portfolio import Limit


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """A row beside the programs.

    Attributes
    ----------
    name : str
        Unique.
    open_modes : tuple of int
        Modes that it can be in.
    """

    name: str
    open_modes: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A wish or rule in numbers: ``minimum <= sum over programs + sum over decisions <= maximum``.

    Attributes
    ----------
    wish : Wish
    over_programs : array, shape (programs, modes)
    minimum, maximum : float
    over_decisions : mapping of decision name to array of shape (modes,)
        Empty where it is about programs only.
    """

    wish: Wish
    over_programs: FloatArray
    minimum: float = -np.inf
    maximum: float = np.inf
    over_decisions: Mapping[str, FloatArray] = field(default_factory=dict)


def limits_of(rows: Iterable[Row], decisions: Sequence[Decision]) -> tuple[tuple[Limit, ...], Wished]:
    """The rows as limits over programs and, after them, decisions; and which wish stands behind each limit.

    Modes that a decision doesn't have are closed with the signals that a specialty doesn't have.
    """
    place = {decision.name: k for k, decision in enumerate(decisions)}
    limits, wishes = [], {BUDGET.name: BUDGET}
    for row in rows:
        below = np.zeros((len(decisions), row.over_programs.shape[1]))
        if row.wish == CLOSED_SIGNALS:
            below[:] = 1.0
            for decision in decisions:
                below[place[decision.name], list(decision.open_modes)] = 0.0
        for name, coefficient in row.over_decisions.items():
            below[place[name]] = coefficient
        name, structural = row.wish.name, row.wish.kind == "link"
        limits.append(Limit(name, np.vstack([row.over_programs, below]), row.minimum, row.maximum, structural))
        wishes[name] = row.wish
    return tuple(limits), Wished(wishes)


def with_rows(array: FloatArray, rows: int) -> FloatArray:
    """An array over programs, with zeros for so many decisions after them."""
    return np.concatenate([array, np.zeros((rows, *array.shape[1:]))]) if rows else array
