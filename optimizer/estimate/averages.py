"""What a published rate averages over: applications from near and far, with and without signals.

A rate is a mean over all applications of a group, so the log-odds of one of them can only be said against that mean.
What the mean is made of, the kinds of applications with their shares and effects, is put together here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from optimizer.estimate.mean_chances import base_log_odds
from optimizer.estimate.scenarios import FloatArray
from optimizer.evidence import AnyEvidence

_ORDER = 8
_POINTS = (1.0 - np.cos(np.pi * np.arange(_ORDER) / (_ORDER - 1))) / 2.0
_POINT_WEIGHTS = np.where(np.arange(_ORDER) % (_ORDER - 1) == 0, 0.5, 1.0) * (-1.0) ** np.arange(_ORDER)
_RATES = (1e-6, 1 - 1e-6)
_NARROWEST, _SMALLEST_STEP = 1e-3, 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """Kinds of applications.

    Attributes
    ----------
    effect, share : arrays, shape (..., kinds)
        What each kind adds to the log-odds of an interview, and its share of all applications; shares sum to 1.
    """

    effect: FloatArray
    share: FloatArray

    def crossed(self, other: "Kinds") -> "Kinds":
        """All pairs of two kinds that have nothing to do with each other."""
        effect = self.effect[..., :, None] + other.effect[..., None, :]
        share = self.share[..., :, None] * other.share[..., None, :]
        # Said in full: of no programs at all, "the rest" would have no size.
        *rows, one, two = effect.shape
        return Kinds(
            effect.reshape(*rows, one * two), share.reshape(*share.shape[:-2], share.shape[-2] * share.shape[-1])
        )

    @property
    def occurring(self) -> "Kinds":
        """Without the kinds that no application is of."""
        some = (self.share > 0).any(axis=tuple(range(self.share.ndim - 1)))
        if some.all():
            return self
        return Kinds(self.effect[..., some], self.share[..., some])

    def times(self, weight: float) -> "Kinds":
        """The same kinds with their effects multiplied."""
        return Kinds(weight * self.effect, self.share)

    def of(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.int64] | int) -> "Kinds":
        """Those of some specialties or programs."""
        return Kinds(self.effect[..., chosen, :], self.share[..., chosen, :])


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """Kinds of applications that rates average over.

    Attributes
    ----------
    places, signals, policies : Kinds, shape (specialties, kinds)
        Of a specialty's rate.
    own_places, own_signals, own_policies : Kinds, shape (programs, kinds)
        Of a program's own.
    """

    places: Kinds
    signals: Kinds
    policies: Kinds
    own_places: Kinds
    own_signals: Kinds
    own_policies: Kinds


@dataclass(frozen=True, slots=True, eq=False)
class Centred:
    """Log-odds at which a rate comes out, shape of the rate each.

    Attributes
    ----------
    average : array
        Of an application of no kind in particular.
    visa, geography, signal : arrays
        What the average application has of each, in log-odds: an application without any stands so much below.
    """

    average: FloatArray
    visa: FloatArray
    geography: FloatArray
    signal: FloatArray


def places(
    evidence: AnyEvidence, applicant_type: str, in_state: FloatArray, desired: FloatArray, desired_share: FloatArray
) -> Kinds:
    """Kinds of applications by place: in state or not, by stated preference, in a metropolitan area in demand or not.

    Parameters
    ----------
    evidence : Evidence or DrawnEvidence
        Of many draws, all arrays have their axis first.
    applicant_type : str
    in_state : array, shape (...)
        Effect of applying in one's own state.
    desired : array, shape (...)
        Effect, at most 0, on an application from outside to an area in demand.
    desired_share : array, shape (...)
        Share of such applications among those from outside.
    """
    own = evidence.figure("in_state_share", None, applicant_type)
    none = np.zeros_like(in_state)
    address = Kinds(
        _side_by_side(in_state, desired, none),
        _side_by_side(none + own, (1 - own) * desired_share, (1 - own) * (1 - desired_share)),
    )
    aligned, open_to_all = (evidence.figure(f"preference_{stated}_share") for stated in ("aligned", "none"))
    effects = [evidence.figure("preference_aligned_effect"), evidence.figure("preference_none_effect")]
    preference = Kinds(
        _side_by_side(*effects, np.zeros_like(aligned)),
        _side_by_side(aligned, open_to_all, 1.0 - aligned - open_to_all),
    )
    return address.crossed(preference)


def _side_by_side(*kinds: FloatArray) -> FloatArray:
    """A new last axis, of the kinds."""
    return np.stack(np.broadcast_arrays(*kinds), axis=-1)


def by_specialty(
    evidence: AnyEvidence, name: str, specialties: Sequence[str], applicant_type: str | None = None
) -> FloatArray:
    """A figure of each specialty, shape (..., specialties); of many draws with their axis first."""
    found = [evidence.figure(name, specialty, applicant_type) for specialty in specialties]
    return np.concatenate([np.empty((*evidence.leading, 0)), *found], axis=-1)


def visa_policies(evidence: AnyEvidence, specialties: Sequence[str], applicant_type: str) -> Kinds:
    """Policies of the programs that a rate averages over: those that sponsor a J-1, then those that don't.

    Rates of non-US IMGs are mostly those of applicants who need a J-1. The others' don't depend on policies.
    """
    if applicant_type != "non-us-img":
        return Kinds(np.zeros((len(specialties), 1)), np.ones((len(specialties), 1)))
    sponsors = by_specialty(evidence, "visa_j1_share", specialties, applicant_type)
    refused = np.log(evidence.figure("visa_refused_share"))
    return Kinds(_side_by_side(-np.log(sponsors), refused), _side_by_side(sponsors, 1.0 - sponsors))


def centred(rate: FloatArray, spread: FloatArray, policies: Kinds, geography: Kinds, signals: Kinds) -> Centred:
    """Log-odds at which a mean rate comes out over kinds of applications.

    Parameters
    ----------
    rate, spread : arrays, shape (...)
        Mean chance of an interview; standard deviation in log-odds between programs and applicants together.
    policies, geography, signals : Kinds, effects of shape (..., kinds)
    """
    log_odds = [base_log_odds(rate, spread)]
    so_far = Kinds(np.zeros((*rate.shape, 1)), np.ones((*rate.shape, 1)))
    for kinds in (policies, geography, signals):
        so_far = so_far.crossed(kinds.occurring)
        differ = bool(kinds.effect.any())
        log_odds.append(base_log_odds(rate, spread, so_far.effect, so_far.share) if differ else log_odds[-1])
    average, with_policies, with_places, with_all = log_odds
    return Centred(average, average - with_policies, with_policies - with_places, with_places - with_all)


def centred_along(rate: FloatArray, spread: FloatArray, policies: Kinds, geography: Kinds, signals: Kinds) -> Centred:
    """`centred` of many programs in many draws, of shape (draws, programs); of few or one draw the same.

    Programs of which only the rate differs share one curve from rate to log-odds, which is smooth: it is worked out at
    a few points of each draw, and by a polynomial between them.
    """
    if rate.ndim < 2:
        return centred(rate, spread, policies, geography, signals)
    first, curve = _curves(rate, spread, policies, geography, signals)
    if first.size * _POINTS.size >= rate.shape[-1]:
        return centred(rate, spread, policies, geography, signals)
    at = logit(np.clip(rate, *_RATES))
    lowest, highest = np.full((2, *rate.shape[:-1], first.size), np.inf)
    highest = -highest
    for number in range(first.size):
        own = at[..., curve == number]
        lowest[..., number], highest[..., number] = own.min(axis=-1), own.max(axis=-1)
    width = np.maximum(highest - lowest, _NARROWEST)
    grid = lowest[..., None] + width[..., None] * _POINTS
    found = centred(
        expit(grid),
        np.broadcast_to(spread[..., first, None], grid.shape),
        *(_beside(kinds.of(first)) for kinds in (policies, geography, signals)),
    )
    # Barycentric interpolation, by the weights of Chebyshev's points.
    away = (at - lowest[..., curve])[..., None] - (width[..., None] * _POINTS)[..., curve, :]
    away = np.where(np.abs(away) < _SMALLEST_STEP, _SMALLEST_STEP, away)
    share = _POINT_WEIGHTS / away
    share /= share.sum(axis=-1, keepdims=True)
    parts = (found.average, found.visa, found.geography, found.signal)
    return Centred(*(np.einsum("...k,...k->...", share, each[..., curve, :]) for each in parts))


def _curves(rate: FloatArray, spread: FloatArray, *kinds: Kinds) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Programs of which but the rate all is the same in every draw: the first of each, and whose each is."""
    draws, count = rate.shape
    # One sum over the draws tells them apart: in a single one an effect may happen to be 0.
    telling = np.sqrt(1.0 + np.arange(draws))
    columns = [(telling @ spread)[:, None]]
    for one in kinds:
        for each in (one.effect, one.share):
            summed = np.tensordot(telling, each, 1) if each.ndim > 2 else each
            columns.append(np.broadcast_to(summed, (count, each.shape[-1])))
    _, first, curve = np.unique(np.concatenate(columns, axis=1), axis=0, return_index=True, return_inverse=True)
    return first, curve.reshape(-1)


def _beside(kinds: Kinds) -> Kinds:
    """The same at many points of a curve."""
    return Kinds(kinds.effect[..., None, :], kinds.share[..., None, :])
