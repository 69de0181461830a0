"""Bayes over the shared luck: what the answers say about the season's strength and each region's year.

The luck that programs share has a form that makes Bayes exact: one strength for all, and one shock for each region,
independent of the others once the strength is given. So the likelihood of the answers is a product over regions of
functions of two numbers, and a grid of strengths times a grid of shocks holds all of it: no drawing, and no
weights that run out however many answers there are. The integrands are smooth and fall off like a normal curve, where
sums over evenly spaced points are exact to many digits.

References
----------
Trefethen and Weideman (2014), The exponentially convergent trapezoidal rule, SIAM Review 56(3), doi 10.1137/130932132.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy.interpolate import CubicSpline
from scipy.special import logsumexp, softmax

from optimizer.arrays import BoolArray, FloatArray
from optimizer.estimate import REGIONS, Chances, Scenarios, even_quantiles, sobol_points
from optimizer.season.outlook.answers import ProgramAnswers
from optimizer.season.outlook.arrivals import Arrivals

_STRENGTHS = np.linspace(-4.2, 4.2, 29)
_SHOCKS = np.linspace(-3.2, 3.2, 7)
_FINER = 16
_SEED = 2026
_SMALLEST = 1e-12


@cache
def luck_grid() -> Scenarios:
    """Every strength with every shock, the same for all regions: shape (strengths * shocks,), strengths first."""
    strength, shock = np.repeat(_STRENGTHS, _SHOCKS.size), np.tile(_SHOCKS, _STRENGTHS.size)
    weight = np.exp(_log_weight(_STRENGTHS)[:, None] + _log_weight(_SHOCKS)[None, :]).ravel()
    return Scenarios(weight, strength, np.repeat(shock[:, None], len(REGIONS), axis=1))


def _log_weight(points: FloatArray) -> FloatArray:
    """Logarithms of weights, summing to 1, that make a sum over the points a mean over a standard normal."""
    return np.asarray(-(points**2) / 2 - logsumexp(-(points**2) / 2))


@dataclass(frozen=True, slots=True, eq=False)
class GridChances:
    """Chances of the applications at every point of the grid, shape (applications, strengths, shocks).

    Attributes
    ----------
    interview : array
        Of an invitation, had it been sent in time.
    offer_if, offer_if_hardly_wanted : arrays
        Of an offer once interviewed: of those who are wanted, and of those whom hardly anybody who met them wants.
    hardly_wanted : array, shape (applications,)
        Share of the latter.
    region : int array, shape (applications,)
        Index into `REGIONS`.
    """

    interview: FloatArray
    offer_if: FloatArray
    offer_if_hardly_wanted: FloatArray
    hardly_wanted: FloatArray
    region: npt.NDArray[np.int64]

    @classmethod
    def of(cls, chances: Chances, region: npt.NDArray[np.int64]) -> Self:
        """Read chances that were worked out at `luck_grid`."""
        shape = (region.size, _STRENGTHS.size, _SHOCKS.size)
        interview = np.clip(chances.interview[:, 0], _SMALLEST, 1 - _SMALLEST)
        wanted, hardly = chances.offer_if_wanted.reshape(shape), chances.offer_if_hardly_wanted.reshape(shape)
        return cls(interview.reshape(shape), wanted, hardly, chances.hardly_wanted, region)


@dataclass(frozen=True, slots=True, eq=False)
class Luck:
    """What is known of the shared luck after the answers.

    Attributes
    ----------
    strength : array, shape (strengths,)
        Probability of each strength.
    region : array, shape (regions, strengths, shocks)
        Probability of each shock of a region, given the strength.
    later : array, shape (applications, strengths, shocks)
        Chance that an invitation still comes; 0 where the answer is there.
    offer_wanted, offer_hardly_wanted : arrays, shape (applications, strengths, shocks)
        Chance of an offer, of those who are wanted and of those whom hardly anybody wants.
    hardly_wanted : array, shape (applications,)
        Share of the latter: answers tell nothing of it, interviews do.
    of_region : int array, shape (applications,)
    log_evidence : float
        Logarithm of how likely the answers were, up to a number that luck, coefficients and curves don't change.
    """

    strength: FloatArray
    region: FloatArray
    later: FloatArray
    offer_wanted: FloatArray
    offer_hardly_wanted: FloatArray
    hardly_wanted: FloatArray
    of_region: npt.NDArray[np.int64]
    log_evidence: float

    @property
    def offer(self) -> FloatArray:
        """Chance of an offer, shape (applications, strengths, shocks), whichever of both one is."""
        share = self.hardly_wanted[:, None, None]
        return self.offer_wanted + share * (self.offer_hardly_wanted - self.offer_wanted)

    def mean(self, of_each: FloatArray) -> FloatArray:
        """Mean over the luck of something of each application, shape (applications, strengths, shocks)."""
        return np.asarray(np.einsum("k,nkj,nkj->n", self.strength, self.region[self.of_region], of_each))

    @property
    def match_probability(self) -> float:
        """Chance of at least one offer."""
        return self.chance_of_any(np.ones(self.of_region.size, dtype=bool))

    def chance_of_any(self, part: BoolArray) -> float:
        """Chance of at least one offer from a part of the applications; `part` has the shape (applications,)."""
        # Whoever is hardly wanted is so everywhere: by specialty, from the largest share to the smallest.
        edges = np.unique(np.concatenate([[0.0, 1.0], self.hardly_wanted[part]]))
        chance = 0.0
        for low, high in pairwise(edges.tolist()):
            hardly = (self.hardly_wanted >= high)[:, None, None]
            chance += (high - low) * self._any_of(part, np.where(hardly, self.offer_hardly_wanted, self.offer_wanted))
        return chance

    def _any_of(self, part: BoolArray, offer: FloatArray) -> float:
        none_at_strength = np.ones(_STRENGTHS.size)
        for region in np.unique(self.of_region[part]):
            nothing = np.prod(1.0 - offer[part & (self.of_region == region)], axis=0)
            none_at_strength *= (nothing * self.region[region]).sum(axis=1)
        return float(self.strength @ (1.0 - none_at_strength))

    @property
    def shock(self) -> FloatArray:
        """Probability of each shock of each region, shape (regions, shocks), whatever the strength."""
        return np.asarray(np.einsum("k,rkj->rj", self.strength, self.region))

    def scenarios(self, count: int = 64) -> Scenarios:
        """Equally weighted scenarios of the luck that is left: its distribution inverted along a Sobol sequence.

        Means and standard deviations are made exact.

        Parameters
        ----------
        count : int
            A power of two.
        """
        points = sobol_points(count, 2 + len(REGIONS), _SEED)
        strength = quantiles(_STRENGTHS, self.strength, points[:, 0])
        nearest = np.abs(strength[:, None] - _STRENGTHS).argmin(axis=1)
        shocks = np.empty((count, len(REGIONS)))
        for k in np.unique(nearest):
            there = np.flatnonzero(nearest == k)
            for region in range(len(REGIONS)):
                shocks[there, region] = quantiles(_SHOCKS, self.region[region, k], points[there, 1 + region])
        strength = _with_moments(strength, _STRENGTHS, self.strength)
        for region, probability in enumerate(self.shock):
            shocks[:, region] = _with_moments(shocks[:, region], _SHOCKS, probability)
        return Scenarios(np.full(count, 1.0 / count), strength, shocks, even_quantiles(points[:, -1]))


def _with_moments(values: FloatArray, points: FloatArray, probability: FloatArray) -> FloatArray:
    """Values moved and stretched to the mean and the standard deviation of a density."""
    mean = probability @ points
    spread = np.sqrt(probability @ (points - mean) ** 2)
    return np.asarray(mean + (values - values.mean()) * spread / values.std())


def strength_quantiles(luck: Luck, levels: Sequence[float]) -> FloatArray:
    """Quantiles of the strength."""
    return quantiles(_STRENGTHS, luck.strength, levels)


def shock_quantiles(luck: Luck, region: int, levels: Sequence[float]) -> FloatArray:
    """Quantiles of a region's shock."""
    return quantiles(_SHOCKS, luck.shock[region], levels)


def above_zero(probability: FloatArray) -> float:
    """Probability that the strength, or a shock, is above 0."""
    points = _STRENGTHS if probability.size == _STRENGTHS.size else _SHOCKS
    fine, distribution = _distribution(points, probability)
    return float(1.0 - np.interp(0.0, fine, distribution))


def quantiles(points: FloatArray, probability: FloatArray, levels: FloatArray | Sequence[float]) -> FloatArray:
    """Quantiles of a smooth density that is known at evenly spaced points."""
    fine, distribution = _distribution(points, probability)
    return np.asarray(np.interp(np.asarray(levels), distribution, fine))


def _distribution(points: FloatArray, probability: FloatArray) -> tuple[FloatArray, FloatArray]:
    """A finer grid, and the share of the probability up to each of its points."""
    fine = np.linspace(points[0], points[-1], _FINER * (points.size - 1) + 1)
    logarithm = np.log(np.maximum(probability, 1e-300))
    density = np.exp(CubicSpline(points, logarithm)(fine) - logarithm.max())
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    return fine, below / below[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What was seen of each application by now, at some chance of an invitation; arrays have the shape of the chances.

    Attributes
    ----------
    likelihood : array
        How likely it is that so much was seen, up to `log_out`.
    to_come, silent : arrays
        How likely it is that nobody has answered yet and an invitation still comes, and that nobody has answered yet.
    log_out : float
        Logarithm of how likely the answers that are there came by now, whatever the chance of an invitation.
    """

    likelihood: FloatArray
    to_come: FloatArray
    silent: FloatArray
    log_out: float

    @property
    def coming(self) -> FloatArray:
        """How likely an invitation still comes where nobody has answered yet."""
        return self.to_come / self.silent

    @property
    def log_likelihood(self) -> float:
        """Of all answers together, where there is one chance of an invitation for each application."""
        return float(np.log(self.likelihood).sum()) + self.log_out


def answered(answers: ProgramAnswers, interview: FloatArray, arrivals: Arrivals) -> Answered:
    """How likely the answers are by now.

    An application sent on day d can have only the invitations that are not out by then; silence is what is left: an
    invitation that is still to come, or a program that won't invite and hasn't said so.

    Parameters
    ----------
    answers : ProgramAnswers
    interview : array, shape (applications, ...)
        Chance of an invitation, had the application been sent in time.
    arrivals : Arrivals
    """

    def beside(of_each: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return of_each.reshape(-1, *(1,) * (interview.ndim - 1))

    sent, now = arrivals.invitations_out(answers.sent_day), arrivals.invitations_out(answers.day)
    said = arrivals.rejections_out(answers.day)
    never = 1.0 - interview * beside(1.0 - sent)
    to_come = interview * beside(1.0 - now)
    silent = to_come + never * beside(1.0 - said)
    likelihood = np.where(beside(answers.interviewed), interview, np.where(beside(answers.refused), never, silent))
    out = np.concatenate([(now - sent)[answers.interviewed], said[answers.refused]])
    return Answered(likelihood, to_come, silent, float(np.log(np.maximum(out, _SMALLEST)).sum()))


def luck_after(answers: ProgramAnswers, chances: GridChances, arrivals: Arrivals) -> Luck:
    """What the answers leave of the shared luck.

    Parameters
    ----------
    answers : ProgramAnswers
    chances : GridChances
    arrivals : Arrivals
    """
    seen = answered(answers, chances.interview, arrivals)
    by_region = np.tile(_log_weight(_SHOCKS), (len(REGIONS), _STRENGTHS.size, 1))
    for region in np.unique(chances.region):
        by_region[region] += np.log(seen.likelihood[chances.region == region]).sum(axis=0)
    log_strength = _log_weight(_STRENGTHS) + logsumexp(by_region, axis=2).sum(axis=0)
    later = np.where(answers.open[:, None, None], seen.coming, 0.0)
    interview = np.where(answers.interviewed[:, None, None], 1.0, later)
    return Luck(
        strength=softmax(log_strength),
        region=softmax(by_region, axis=2),
        later=later,
        offer_wanted=interview * chances.offer_if * answers.can_match[:, None, None],
        offer_hardly_wanted=interview * chances.offer_if_hardly_wanted * answers.can_match[:, None, None],
        hardly_wanted=chances.hardly_wanted,
        of_region=chances.region,
        log_evidence=float(logsumexp(log_strength)) + seen.log_out,
    )
