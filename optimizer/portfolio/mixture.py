"""The best mixture of corners: a small smooth problem, or a small linear one where the worst scenarios count."""

import numpy as np
from scipy import optimize, sparse

from optimizer.portfolio.arrays import FloatArray
from optimizer.portfolio.concave import Value
from optimizer.portfolio.linear import LinearProgram, Verdict, maximise

_ROUNDS = 20
_TOLERANCE = 1e-9


def best_mixture(value: Value, corners: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Shares of the best mixture, and the scenario weights that count there.

    Parameters
    ----------
    value : Value
    corners : array, shape (corners, levels, scenarios)
        Exposures.

    Returns
    -------
    share : array, shape (corners,)
        >= 0, sums to 1.
    emphasis : array, shape (scenarios,)
        Weights within what the worst share allows, by which the mixture is (nearly) the best one.
    """
    each = np.array([value.at(corner) for corner in corners])
    if len(corners) == 1:
        return np.ones(1), value.emphasis(corners[0])
    share, emphasis = _smooth(value, corners, each) if value.worst_share == 1 else _worst(value, corners)
    if value.at(np.tensordot(share, corners, axes=1)) < each.max():
        best = int(each.argmax())
        return (np.arange(len(corners)) == best).astype(float), value.emphasis(corners[best])
    return share, emphasis


def _smooth(value: Value, corners: FloatArray, each: FloatArray) -> tuple[FloatArray, FloatArray]:
    count = len(corners)

    def loss(share: FloatArray) -> tuple[float, FloatArray]:
        exposure = np.tensordot(share, corners, axes=1)
        slope = value.drop[:, None] * value.weight * np.exp(-exposure)
        return -value.at(exposure), -np.tensordot(corners, slope, axes=2)

    start = np.full(count, 0.1 / count)
    start[int(each.argmax())] += 0.9
    found = optimize.minimize(
        loss,
        start,
        jac=True,
        method="SLSQP",
        bounds=[(0.0, 1.0)] * count,
        constraints=optimize.LinearConstraint(np.ones((1, count)), 1.0, 1.0),
        options={"maxiter": 100, "ftol": 1e-12},
    )
    share = np.clip(found.x, 0.0, None)
    return share / share.sum(), value.weight


def _worst(value: Value, corners: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Cutting planes a scenario: maximise ``level - sum(weight * shortfall) / worst share``.

    Columns: shares of the corners, the level, and each scenario's shortfall below it. The prices of the scenarios' rows
    are the weights that count.
    """
    count, scenarios = len(corners), value.weight.size
    share = np.full(count, 1.0 / count)
    emphasis = value.weight
    best, best_share = -np.inf, share
    rows: list[FloatArray] = []
    sides: list[FloatArray] = []
    for _ in range(_ROUNDS):
        exposure = np.tensordot(share, corners, axes=1)
        if value.at(exposure) > best:
            best, best_share = value.at(exposure), share
        slope = np.einsum("ls,kls->sk", value.drop[:, None] * np.exp(-exposure), corners)
        rows.append(np.hstack([-slope, np.ones((scenarios, 1)), -np.eye(scenarios)]))
        sides.append(value.by_scenario(exposure) - slope @ share)
        answer = maximise(
            LinearProgram(
                objective=np.concatenate([np.zeros(count), [1.0], -value.weight / value.worst_share]),
                matrix=sparse.csr_matrix(
                    np.vstack([*rows, np.concatenate([np.ones(count), np.zeros(1 + scenarios)])[None]])
                ),
                row_lower=np.append(np.full(len(rows) * scenarios, -np.inf), 1.0),
                row_upper=np.append(np.concatenate(sides), 1.0),
                column_lower=np.zeros(count + 1 + scenarios),
                column_upper=np.ones(count + 1 + scenarios),
                integer=np.zeros(count + 1 + scenarios, dtype=bool),
            ),
            time_limit_s=np.inf,
        )
        if answer.verdict is not Verdict.OPTIMAL:
            break
        emphasis = _allowed(value, answer.row_price[:-1].reshape(-1, scenarios).sum(axis=0))
        share = np.clip(answer.x[:count], 0.0, None)
        share = share / share.sum()
        if answer.bound - best <= _TOLERANCE:
            break
    return best_share, emphasis


def _allowed(value: Value, price: FloatArray) -> FloatArray:
    """The nearest weights to some prices that sum to 1 and stay within weight / worst share."""
    most = value.weight / value.worst_share
    counted = np.clip(price, 0.0, most)
    missing = 1.0 - counted.sum()
    room = most - counted if missing > 0 else counted
    return np.asarray(counted + missing * room / max(float(room.sum()), 1e-300))
