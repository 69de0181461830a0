"""Problems that share places, what is wanted of all their lists together, and the best mixture of lists for all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.deadline import WHENEVER
from optimizer.portfolio.linear import LinearProgram, Verdict, maximise
from optimizer.portfolio.matrices import sparse
from optimizer.portfolio.model import Model

BESIDE_LOWEST = 1e-3
"""What the weighted mean counts on the way where the lowest value is maximised: it settles who has the rest."""
FAR = 1e6
"""A value that none has: the linear programs want bounded columns."""
NEGLIGIBLE = 1e-9

_BELOW_FLOOR = 1e3
"""What a unit of value below the floor counts against a mixture."""
_LARGEST_CHARGE = 4.0
"""In the largest utility: more keeps nobody out of a place who has not to take it, and upsets linear programs."""
_MIXING_ROUNDS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What is maximised over several lists: the weighted sum of their values, or the lowest of them.

    Parameters
    ----------
    weight : array, shape (problems,)
        > 0.
    lowest : bool
        Maximise the lowest value instead of the sum.
    floor : float
        No value may be lower; -inf asks for nothing. Only for the sum.
    """

    weight: FloatArray
    lowest: bool = False
    floor: float = -np.inf

    def of(self, values: FloatArray) -> float:
        """Of values, shape (problems,); -inf where one is below the floor."""
        if self.lowest:
            return float(values.min())
        return float(self.weight @ values) if values.min() >= self.floor - NEGLIGIBLE else -np.inf


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One of the problems.

    Parameters
    ----------
    model : Model
    uses : csr_matrix, shape (programs * modes, places)
        How many of each place an application takes, >= 0, programs in the problem's order.
    """

    model: Model
    uses: sparse.csr_matrix

    def used(self, mode: IntArray) -> FloatArray:
        """Places that a list takes, shape (places,)."""
        applied = np.flatnonzero(mode >= 0)
        taken = self.uses[applied * self.model.region.modes + mode[applied]]
        return np.asarray(taken.sum(axis=0), dtype=np.float64).ravel()

    def charge(self, price: FloatArray) -> FloatArray:
        """What the prices of places, shape (places,), make of each application, shape (programs, modes)."""
        charge = np.asarray(self.uses @ price).reshape(-1, self.model.region.modes)
        return np.asarray(np.minimum(charge, _LARGEST_CHARGE * self.model.highest))

    @property
    def most(self) -> float:
        """No list of the problem by itself has a higher value; needs a model with its relaxation."""
        return np.inf if self.model.near is None else self.model.near.bound * self.model.highest

    @property
    def in_model_order(self) -> sparse.csr_matrix:
        """`uses` with the rows as the model's columns stand."""
        modes = self.model.region.modes
        return self.uses[(self.model.order[:, None] * modes + np.arange(modes)).ravel()]


def best_shares(members: Sequence[Member], corners: list[list[FloatArray]], aim: Aim) -> FloatArray:
    """Shares of some lists of all problems whose mixture is worth most, by cutting planes over the shares."""
    count, problems = len(corners), len(members)
    share = np.full(count, 1.0 / count)
    if count == 1:
        return share
    points = [np.array([corner[k] for corner in corners]).reshape(count, -1) for k in range(problems)]
    best, best_share = -np.inf, share
    rows: list[FloatArray] = []
    sides: list[FloatArray] = []
    for _ in range(_MIXING_ROUNDS):
        values, slopes = _values_along(members, points, share)
        reached = _smoothed(aim, values)
        if reached > best:
            best, best_share = reached, share
        rows.append(np.hstack([-slopes, np.eye(problems), np.zeros((problems, 1))]))
        sides.append(values - slopes @ share)
        answer = maximise(_over_shares(rows, sides, aim, count), deadline=WHENEVER)
        if answer.verdict is not Verdict.OPTIMAL or answer.bound - best <= 1e-6 * abs(best):
            break
        share = np.clip(answer.x[:count], 0.0, None)
        share = share / share.sum()
    return best_share


def _smoothed(aim: Aim, values: FloatArray) -> float:
    """What is maximised on the way: the aim, and a little of the mean; what is below the floor counts against it."""
    total = float(aim.weight @ values)
    if aim.lowest:
        return float(values.min()) + BESIDE_LOWEST * total / float(aim.weight.sum())
    return total - _BELOW_FLOOR * max(aim.floor - float(values.min()), 0.0)


def _values_along(
    members: Sequence[Member], points: list[FloatArray], share: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Value of each problem at a mixture, and by how much each share raises it, shape (problems, corners)."""
    values, slopes = np.zeros(len(members)), np.zeros((len(members), share.size))
    for k, (member, own) in enumerate(zip(members, points, strict=True)):
        value, unit = member.model.value, member.model.highest
        at = (share @ own).reshape(value.shape)
        values[k] = value.at(at) * unit
        slopes[k] = own @ value.gradient(at).ravel() * unit
    return values, slopes


def _over_shares(rows: list[FloatArray], sides: list[FloatArray], aim: Aim, count: int) -> LinearProgram:
    """Columns: shares, the value of each problem, and the lowest of them, at most the floor where there is one."""
    problems = aim.weight.size
    lowest = np.hstack([np.zeros((problems, count)), -np.eye(problems), np.ones((problems, 1))])
    together = np.concatenate([np.ones(count), np.zeros(problems + 1)])[None]
    width = count + problems + 1
    if aim.lowest:
        worth, highest = np.append(aim.weight * (BESIDE_LOWEST / aim.weight.sum()), 1.0), FAR
    else:
        worth, highest = np.append(aim.weight, _BELOW_FLOOR), max(aim.floor, -FAR)
    return LinearProgram(
        objective=np.concatenate([np.zeros(count), worth]),
        matrix=sparse.csr_matrix(np.vstack([*rows, lowest, together])),
        row_lower=np.append(np.full(len(rows) * problems + problems, -np.inf), 1.0),
        row_upper=np.concatenate([*sides, np.zeros(problems), [1.0]]),
        column_lower=np.append(np.zeros(count), np.full(problems + 1, -FAR)),
        column_upper=np.concatenate([np.ones(count), np.full(problems, FAR), [highest]]),
        integer=np.zeros(width, dtype=bool),
    )
