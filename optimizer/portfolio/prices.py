"""What limits cost and offers bring, from one relaxation: other chances judged without solving again."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from optimizer.arrays import BoolArray, FloatArray
from optimizer.portfolio.concave import CHANCE_CAP
from optimizer.portfolio.model import Model
from optimizer.portfolio.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """A tangent of the value and the prices of the limits, in units of value, programs in the problem's order.

    The tangent is linear in the hazards ``-log(1 - chance)``, whatever the chances. So at other chances no list is
    worth more than `fixed` and, for each program, the most that one of its modes brings beyond its charge. With a
    worst share the bound may be looser than the relaxation's: the scenarios that count are those of one mixture.

    Attributes
    ----------
    fixed : float
        What doesn't depend on the chances.
    slope : array, shape (programs, scenarios)
        Value of a unit of hazard.
    charge : array, shape (programs, modes)
        Price of the limits and of the money that an application uses, and what the problem itself charges for it; inf
        where it is closed.
    required : bool array, shape (programs,)
    """

    fixed: float
    slope: FloatArray
    charge: FloatArray
    required: BoolArray

    @classmethod
    def of(cls, problem: Problem, *, gap: float = 1e-4, time_limit_s: float = 10.0) -> Self | None:
        """Prices of a problem's relaxation; None where no list is possible, or there was no time for a bound.

        Parameters
        ----------
        problem : Problem
        gap, time_limit_s : float
            As for `solve`.
        """
        model = Model.of(problem).relaxed(gap=gap, time_limit_s=time_limit_s)
        if model.near is None:
            return None
        near, value, required = model.near, model.value, model.region.required
        exposure = value.exposure(near.application)
        constant, _ = value.tangent(exposure)
        # All of the relaxation's bound but its tangent and its programs comes from rows and fees.
        limits = near.bound - near.constant - _most(near.profit, required).sum()
        given = np.argsort(model.order)
        own = 0.0 if problem.charge is None else problem.charge
        return cls(
            fixed=float(limits + constant) * model.highest,
            slope=value.slope(exposure)[given] * model.highest,
            charge=np.where(
                _ruled_out(problem),
                np.inf,
                (near.gain.reshape(near.profit.shape) - near.profit)[given] * model.highest + own,
            ),
            required=required[given],
        )

    def profit(self, offer_chance: FloatArray) -> FloatArray:
        """What each program adds to the bound at some chances, shape (programs,); >= 0 where it isn't required.

        Parameters
        ----------
        offer_chance : array, shape (programs, modes, scenarios)
        """
        hazard = -np.log1p(-np.minimum(offer_chance, CHANCE_CAP))
        return _most(np.einsum("pms,ps->pm", hazard, self.slope) - self.charge, self.required)

    def bound(self, offer_chance: FloatArray) -> float:
        """No list within the limits is worth more at these chances, shape (programs, modes, scenarios)."""
        return self.fixed + float(self.profit(offer_chance).sum())

    def profit_beside(self, offer_value: FloatArray, offer_chance: FloatArray) -> FloatArray:
        """What each program would bring beyond its charge beside a list that otherwise stays as it is.

        Parameters
        ----------
        offer_value : array, shape (programs, scenarios)
            As `offer_values` gives it for the list.
        offer_chance : array, shape (programs, modes, scenarios)

        Returns
        -------
        array, shape (programs,)
            >= 0, except for required programs: whoever brings less is left out.
        """
        return _most(np.einsum("pms,ps->pm", offer_chance, offer_value) - self.charge, self.required)


def _ruled_out(problem: Problem) -> BoolArray:
    """Applications that a limit on its own allows none of, shape (programs, modes): at other chances they stay so.

    The price of such a limit is only as high as it has to be at the problem's chances.
    """
    closed = np.zeros(problem.shape[:2], dtype=np.bool_)
    for limit in problem.limits:
        if limit.maximum <= 0 and (limit.coefficient >= 0).all():
            closed |= limit.coefficient > 0
    return closed


def _most(profit: FloatArray, required: BoolArray) -> FloatArray:
    """Profit of each program's best mode, or of leaving it out where that is allowed and better."""
    best = profit.max(axis=1)
    return np.asarray(np.where(required, best, np.maximum(best, 0.0)))
