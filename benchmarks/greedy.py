"""The search by hand that a careful applicant would do: add what helps most, then swap while it helps.

It keeps every limit and the budget, and each of its steps weighs all programs and modes at once.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.portfolio import FeeSchedule, Problem

_LEAST_GAIN = 1e-12
_SLACK = 1e-9


def greedy_with_swaps(problem: Problem) -> IntArray:
    """A list by greedy additions and improving swaps, or an empty one where it finds none that keeps the limits.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    int array, shape (programs,)
        Mode of each application, -1 = do not apply.
    """
    board = _board(problem)
    mode = np.full(problem.shape[0], -1, dtype=np.int64)
    while (step := _best_step(board, mode, filling=True)) is not None:
        mode = step
    if (_short(board, mode) > _SLACK).any():
        return np.full(problem.shape[0], -1, dtype=np.int64)
    while (step := _best_step(board, mode, filling=False)) is not None:
        mode = step
    improved = True
    while improved:
        improved = False
        for program in np.flatnonzero(mode >= 0):
            swapped = _best_swap(board, mode, int(program))
            if swapped is not None:
                mode, improved = swapped, True
    return mode


@dataclass(frozen=True, slots=True, eq=False)
class _Board:
    """A problem laid out for quick steps: a last mode stands for not applying."""

    no_offer: FloatArray
    level: IntArray
    drop: FloatArray
    use: FloatArray
    minimum: FloatArray
    maximum: FloatArray
    cost: FloatArray
    bills: tuple[tuple[BoolArray, FloatArray], ...]
    budget: float
    weight: FloatArray


def _board(problem: Problem) -> _Board:
    programs, _, scenarios = problem.shape
    distinct, inverse = np.unique(-problem.utility, return_inverse=True)
    limits = problem.limits
    use = np.array([limit.coefficient for limit in limits]).reshape(len(limits), programs, -1)
    return _Board(
        no_offer=np.concatenate(
            [1 - np.minimum(problem.offer_chance, 1 - 1e-12), np.ones((programs, 1, scenarios))], axis=1
        ),
        level=inverse.astype(np.int64),
        drop=-np.diff(np.append(-distinct, 0.0)),
        use=np.concatenate([use, np.zeros((len(limits), programs, 1))], axis=2),
        minimum=np.array([limit.minimum for limit in limits]),
        maximum=np.array([limit.maximum for limit in limits]),
        cost=np.zeros(programs) if problem.cost is None else problem.cost,
        bills=tuple((fee.members, _bill(fee)) for fee in problem.fees),
        budget=np.inf if problem.budget is None else problem.budget,
        weight=problem.scenario_weight,
    )


def _bill(fee: FeeSchedule) -> FloatArray:
    """Dollars for 0, 1, 2, ... applications."""
    number = np.arange(1, fee.members.sum() + 1)
    rate = np.zeros(number.size)
    for start, dollars in fee.tiers:
        rate[number >= start] = dollars
    rate[number <= fee.flat_covers] = 0.0
    rate[:1] += fee.flat
    return np.append(0.0, np.cumsum(rate))


def _gains(board: _Board, mode: IntArray) -> FloatArray:
    """Value that a change of each program to each mode adds, shape (programs, modes)."""
    rows = np.arange(mode.size)
    now = board.no_offer[rows, mode]
    failed = np.ones((board.drop.size, board.weight.size))
    applied = np.flatnonzero(mode >= 0)
    np.multiply.at(failed, board.level[applied], now[applied])
    at_stake = board.weight * board.drop[:, None] * np.cumprod(failed, axis=0)
    price = np.cumsum(at_stake[::-1], axis=0)[::-1][board.level]
    gains = price.sum(axis=1)[:, None] - np.einsum("pms,ps->pm", board.no_offer[:, :-1], price / now)
    return np.asarray(gains)


def _fits(board: _Board, mode: IntArray, *, below_minimum: bool) -> BoolArray:
    """Which changes keep the limits and the budget; those short of a minimum may at least not get shorter."""
    rows = np.arange(mode.size)
    now = board.use[:, rows, mode]
    change = board.use[:, :, :-1] - now[:, :, None]
    used = now.sum(axis=1)[:, None, None]
    least = board.minimum[:, None, None]
    if below_minimum:
        least = np.minimum(least, used)
    after = used + change
    fits = ((after >= least - _SLACK) & (after <= board.maximum[:, None, None] + _SLACK)).all(axis=0)
    return np.asarray(fits & (_dollars_after(board, mode) <= board.budget + _SLACK)[:, None])


def _dollars_after(board: _Board, mode: IntArray) -> FloatArray:
    """Spend once each program is applied to, whatever the mode."""
    applied = mode >= 0
    dollars = board.cost[applied].sum() + np.where(applied, 0.0, board.cost)
    for members, bill in board.bills:
        count = int((applied & members).sum())
        dollars = dollars + bill[count + (members & ~applied)]
    return np.asarray(dollars)


def _short(board: _Board, mode: IntArray) -> FloatArray:
    """How much each limit lacks to its minimum."""
    used: FloatArray = board.use[:, np.arange(mode.size), mode].sum(axis=1)
    return np.asarray(np.maximum(board.minimum - used, 0.0))


def _best_step(board: _Board, mode: IntArray, *, filling: bool) -> IntArray | None:
    """The change of one program that gains most; while filling, of those that bring a minimum nearer."""
    fits = _fits(board, mode, below_minimum=filling)
    if filling:
        short = _short(board, mode) > _SLACK
        nearer = board.use[short][:, :, :-1] - board.use[short][:, np.arange(mode.size), mode][:, :, None]
        fits &= (nearer > _SLACK).any(axis=0)
    gains = np.where(fits, _gains(board, mode), -np.inf)
    program, chosen = np.unravel_index(int(gains.argmax()), gains.shape)
    if gains[program, chosen] <= (-np.inf if filling else _LEAST_GAIN):
        return None
    return _with(mode, int(program), int(chosen))


def _best_swap(board: _Board, mode: IntArray, program: int) -> IntArray | None:
    """The best list in which a program gives up its place, or its signal, for another's sake."""
    best, best_gain = None, _LEAST_GAIN
    for given_up in {-1, 0} - {int(mode[program])}:
        reduced = _with(mode, program, given_up)
        gains = _gains(board, reduced)
        lost = gains[program, mode[program]]
        gains = np.where(_fits(board, reduced, below_minimum=False), gains - lost, -np.inf)
        other, chosen = np.unravel_index(int(gains.argmax()), gains.shape)
        if gains[other, chosen] > best_gain:
            best, best_gain = _with(reduced, int(other), int(chosen)), float(gains[other, chosen])
    return best


def _with(mode: IntArray, program: int, chosen: int) -> IntArray:
    changed = mode.copy()
    changed[program] = chosen
    return changed
