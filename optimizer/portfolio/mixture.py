"""The best mixture of corners: a small smooth problem, or a small linear one where the worst scenarios count."""

import numpy as np

from optimizer.arrays import FloatArray
from optimizer.portfolio.concave import Along, ListValue, Value
from optimizer.portfolio.deadline import WHENEVER
from optimizer.portfolio.linear import LinearProgram, Verdict, maximise
from optimizer.portfolio.matrices import sparse

_ROUNDS = 20
_STEPS = 60
_SHORTEST = 1e-9
_LEAST_TOLERANCE = 1e-9
"""What the linear solver can't tell from nothing."""


def best_mixture(value: ListValue, corners: FloatArray, tolerance: float) -> tuple[FloatArray, FloatArray]:
    """Shares of the best mixture, and the scenario weights that count there.

    Parameters
    ----------
    value : ListValue
    corners : array, shape (corners, *shape of an exposure)
        Exposures.
    tolerance : float
        How far from the best mixture's value is near enough.

    Returns
    -------
    share : array, shape (corners,)
        >= 0, sums to 1.
    emphasis : array, shape (scenarios,)
        Weights within what the worst share allows, by which the mixture is (nearly) the best one.
    """
    each = np.array([value.at(corner) for corner in corners])
    best = int(each.argmax())
    alone = (np.arange(len(corners)) == best).astype(float)
    if len(corners) == 1:
        return alone, value.emphasis(corners[best])
    if not isinstance(value, Value) or value.worst_share == 1:
        return _smooth(value.along(corners), alone, tolerance), value.weight
    share, emphasis = _worst(value, corners, max(tolerance, _LEAST_TOLERANCE))
    if value.at(np.tensordot(share, corners, axes=1)) < each[best]:
        return alone, value.emphasis(corners[best])
    return share, emphasis


def _smooth(along: Along, share: FloatArray, tolerance: float) -> FloatArray:
    """Newton's method among the corners in use, one more let in at each step, no share below 0."""
    for _ in range(_STEPS):
        here = along.at(share)
        gradient = here.gradient
        # The value is concave: this much and no more can be missing.
        if gradient.max() - gradient @ share <= tolerance:
            break
        used = share > 0
        used[gradient.argmax()] = True
        step = _newton_step(here.curvature(used), gradient[used])
        longest = _longest_step(share[used], step)
        if longest == 0:
            step = (gradient == gradient.max())[used] - share[used]
            longest = 1.0
        promise = float(gradient[used] @ step)
        # A step has to bring a hair of what the slope promises.
        while longest > _SHORTEST and here.gain(used, longest * step) < 1e-4 * longest * promise:
            longest /= 2
        share = share.copy()
        share[used] = np.maximum(share[used] + longest * step, 0.0)
        share[share < _SHORTEST] = 0.0
        share /= share.sum()
    return share


def _newton_step(curved: FloatArray, gradient: FloatArray) -> FloatArray:
    """Change of shares, zero in sum, to the highest point of the second-order model."""
    count = len(curved)
    system = np.ones((count + 1, count + 1))
    system[:count, :count] = curved + 1e-12 * max(float(curved.trace()), 1e-300) * np.eye(count)
    system[count, count] = 0.0
    return np.asarray(np.linalg.solve(system, np.append(gradient, 0.0))[:count])


def _longest_step(share: FloatArray, step: FloatArray) -> float:
    """The part of a step, at most all of it, that leaves no share below 0."""
    falling = step < 0
    return min(1.0, float((share[falling] / -step[falling]).min(initial=1.0)))


def _charges(value: Value, corners: FloatArray) -> FloatArray:
    """Charges of each corner, shape (corners,)."""
    return np.zeros(len(corners)) if value.charge is None else np.asarray(corners[:, value.levels, 0])


def _worst(value: Value, corners: FloatArray, tolerance: float) -> tuple[FloatArray, FloatArray]:
    """Cutting planes a scenario: maximise ``level - sum(weight * shortfall) / worst share``.

    Columns: shares of the corners, the level before charges, and each scenario's shortfall below it. The prices of the
    scenarios' rows are the weights that count.
    """
    count, scenarios = len(corners), value.weight.size
    charges = _charges(value, corners)
    share = np.full(count, 1.0 / count)
    emphasis = value.weight
    best, best_share = -np.inf, share
    rows: list[FloatArray] = []
    sides: list[FloatArray] = []
    for _ in range(_ROUNDS):
        exposure = np.tensordot(share, corners, axes=1)
        if value.at(exposure) > best:
            best, best_share = value.at(exposure), share
        hazards = exposure[: value.levels]
        slope = np.einsum("ls,kls->sk", value.drop[:, None] * np.exp(-hazards), corners[:, : value.levels])
        rows.append(np.hstack([-slope, np.ones((scenarios, 1)), -np.eye(scenarios)]))
        sides.append(value.by_scenario(exposure) + charges @ share - slope @ share)
        answer = maximise(
            LinearProgram(
                objective=np.concatenate([-charges, [1.0], -value.weight / value.worst_share]),
                matrix=sparse.csr_matrix(
                    np.vstack([*rows, np.concatenate([np.ones(count), np.zeros(1 + scenarios)])[None]])
                ),
                row_lower=np.append(np.full(len(rows) * scenarios, -np.inf), 1.0),
                row_upper=np.append(np.concatenate(sides), 1.0),
                column_lower=np.zeros(count + 1 + scenarios),
                column_upper=np.ones(count + 1 + scenarios),
                integer=np.zeros(count + 1 + scenarios, dtype=bool),
            ),
            deadline=WHENEVER,
        )
        if answer.verdict is not Verdict.OPTIMAL:
            break
        emphasis = _allowed(value, answer.row_price[:-1].reshape(-1, scenarios).sum(axis=0))
        share = np.clip(answer.x[:count], 0.0, None)
        share = share / share.sum()
        if answer.bound - best <= tolerance:
            break
    return best_share, emphasis


def _allowed(value: Value, price: FloatArray) -> FloatArray:
    """The nearest weights to some prices that sum to 1 and stay within weight / worst share."""
    most = value.weight / value.worst_share
    counted = np.clip(price, 0.0, most)
    missing = 1.0 - counted.sum()
    room = most - counted if missing > 0 else counted
    return np.asarray(counted + missing * room / max(float(room.sum()), 1e-300))
