"""What a published rate averages over: applications from near and far, with and without signals.

A rate is a mean over all applications of a group, so the log-odds of one of them can only be said against that mean.
What the mean is made of, the kinds of applications with their shares and effects, is put together here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate.mean_chances import base_log_odds
from optimizer.evidence import AnyEvidence


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

    @property
    def mean(self) -> FloatArray:
        """Mean effect, shape (...)."""
        return np.asarray(np.einsum("...k,...k->...", self.share, self.effect))

    @property
    def variance(self) -> FloatArray:
        """Variance of the effect, shape (...)."""
        return np.asarray(np.einsum("...k,...k,...k->...", self.share, self.effect, self.effect) - self.mean**2)

    def times(self, weight: float) -> "Kinds":
        """The same kinds with their effects multiplied."""
        return Kinds(weight * self.effect, self.share)

    def over(self, *shape: int) -> "Kinds":
        """The same at every place of a shape, as far as they don't differ already."""
        count = self.effect.shape[-1]
        return Kinds(np.broadcast_to(self.effect, (*shape, count)), np.broadcast_to(self.share, (*shape, count)))

    @property
    def in_rows(self) -> "Kinds":
        """Those of all places beneath each other, shape (places, kinds)."""
        count = self.effect.shape[-1]
        return Kinds(self.effect.reshape(-1, count), self.share.reshape(-1, count))

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
    preferences : Kinds, shape (1, kinds)
        By stated preference, which are the same everywhere and inside of `places`.
    own_addresses : Kinds, shape (programs, kinds)
        Of a program's own rate: from in state, and from elsewhere.
    own_signals : array, shape (programs, modes)
        Effects of the modes at each program, with the shares of the specialty's `signals`.
    """

    places: Kinds
    signals: Kinds
    policies: Kinds
    preferences: Kinds
    own_addresses: Kinds
    own_signals: FloatArray


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


def addresses(
    evidence: AnyEvidence, applicant_type: str, in_state: FloatArray, desired: FloatArray, desired_share: FloatArray
) -> Kinds:
    """Kinds of applications by address: in state, or from outside to an area in demand or to another.

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
    return Kinds(
        _side_by_side(in_state, desired, none),
        _side_by_side(none + own, (1 - own) * desired_share, (1 - own) * (1 - desired_share)),
    )


def addresses_of_programs(
    evidence: AnyEvidence, applicant_type: str, in_state: FloatArray, desired: FloatArray
) -> Kinds:
    """The same of single programs, which lie in an area in demand or don't: from in state, and from elsewhere."""
    own = evidence.figure("in_state_share", None, applicant_type)
    return Kinds(_side_by_side(in_state, desired), _side_by_side(own, 1.0 - own))


def preferences(evidence: AnyEvidence) -> Kinds:
    """Kinds of applications by stated preference, the same everywhere: aligned, none, and for another division."""
    aligned, open_to_all = (evidence.figure(f"preference_{stated}_share") for stated in ("aligned", "none"))
    effects = [evidence.figure(f"preference_{stated}_effect") for stated in ("aligned", "none")]
    return Kinds(
        _side_by_side(*effects, np.zeros_like(aligned)),
        _side_by_side(aligned, open_to_all, 1.0 - aligned - open_to_all),
    )


def places(
    evidence: AnyEvidence, applicant_type: str, in_state: FloatArray, desired: FloatArray, desired_share: FloatArray
) -> Kinds:
    """Kinds of applications by place: `addresses` crossed with `preferences`."""
    return addresses(evidence, applicant_type, in_state, desired, desired_share).crossed(preferences(evidence))


def _side_by_side(*kinds: FloatArray) -> FloatArray:
    """A new last axis, of the kinds."""
    return np.stack(np.broadcast_arrays(*kinds), axis=-1)


def by_specialty(
    evidence: AnyEvidence, name: str, specialties: Sequence[str], applicant_type: str | None = None
) -> FloatArray:
    """A figure of each specialty, shape (..., specialties); of many draws with their axis first."""
    found = [evidence.figure(name, specialty, applicant_type) for specialty in specialties]
    return in_a_row(evidence, found)


def in_a_row(evidence: AnyEvidence, figures: Sequence[FloatArray]) -> FloatArray:
    """Figures of a table as one array, shape (..., figures); there may be none."""
    return np.concatenate([np.empty((*evidence.leading, 0)), *figures], axis=-1)


def spread_between_applicants(evidence: AnyEvidence, specialties: tuple[str, ...], applicant_type: str) -> FloatArray:
    """Standard deviation in log-odds between applicants of a group, shape (..., specialties)."""
    shared = evidence.figure("strength_sd_interview", None, applicant_type) ** 2 + evidence.figure("region_sd") ** 2
    tens_of_points = evidence.figure("step2_sd") / 10
    slopes = by_specialty(evidence, "step2_slope", specialties, applicant_type)
    return np.asarray(np.sqrt(shared + (slopes * tens_of_points) ** 2))


def by_program(found: FloatArray, specialty_index: npt.NDArray[np.int64]) -> FloatArray:
    """A figure of each specialty at each program, (..., programs); of one specialty alone (..., 1), as good to add."""
    return found if found.shape[-1] == 1 else np.take(found, specialty_index, axis=-1)


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
