"""Yes-or-no decisions beside the applications: "this region is opened", "this signal goes to this institution".

A problem knows rows of programs only. A decision is one more row that can't be matched at: no chance, no utility, no
cost. Its links tie it to the programs, as limits like any other, so that the proof and the referee take it in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.portfolio import Limit

FloatArray = npt.NDArray[np.float64]
LINK = "link: "
"""How names of links begin: they say what a decision means, and are no wish that a user could take back."""


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
class Linked:
    """A limit over programs and decisions: ``minimum <= programs' sum + decisions' sum <= maximum``.

    Attributes
    ----------
    name : str
        A wish in the user's words, or `LINK` and more.
    over_programs : array, shape (programs, modes)
    over_decisions : mapping of decision name to array of shape (modes,)
    minimum, maximum : float
    """

    name: str
    over_programs: FloatArray
    over_decisions: Mapping[str, FloatArray]
    minimum: float = -np.inf
    maximum: float = np.inf


def limits_with_decisions(
    limits: Sequence[Limit], linked: Iterable[Linked], decisions: Sequence[Decision], closed: str
) -> tuple[Limit, ...]:
    """All limits over programs and, after them, decisions; modes that a decision doesn't have go into `closed`.

    Parameters
    ----------
    limits : sequence of Limit
        Over programs.
    linked : iterable of Linked
    decisions : sequence of Decision
    closed : str
        Name of the limit, among `limits`, that bounds closed modes by 0.
    """
    row = {decision.name: k for k, decision in enumerate(decisions)}
    widened = []
    for limit in limits:
        below = np.zeros((len(decisions), limit.coefficient.shape[1]))
        if limit.name == closed:
            below[:] = 1.0
            for decision in decisions:
                below[row[decision.name], list(decision.open_modes)] = 0.0
        widened.append(Limit(limit.name, np.vstack([limit.coefficient, below]), limit.minimum, limit.maximum))
    for link in linked:
        below = np.zeros((len(decisions), link.over_programs.shape[1]))
        for name, coefficient in link.over_decisions.items():
            below[row[name]] = coefficient
        coefficient = np.vstack([link.over_programs, below])
        structural = link.name.startswith(LINK)
        widened.append(Limit(link.name, coefficient, link.minimum, link.maximum, structural))
    return tuple(widened)


def with_rows(array: FloatArray, rows: int) -> FloatArray:
    """An array over programs, with zeros for so many decisions after them."""
    return np.concatenate([array, np.zeros((rows, *array.shape[1:]))]) if rows else array
