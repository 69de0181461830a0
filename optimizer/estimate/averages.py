"""What a published rate averages over: applications from near and far, with and without signals.

A rate is a mean over all applications of a group, so the log-odds of one of them can only be said against that mean.
What the mean is made of, the kinds of applications with their shares and effects, is put together here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.estimate.mean_chances import base_log_odds
from optimizer.estimate.scenarios import FloatArray
from optimizer.evidence import Evidence


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
        return Kinds(self.effect[..., some], self.share[..., some])

    def times(self, weight: float) -> "Kinds":
        """The same kinds with their effects multiplied."""
        return Kinds(weight * self.effect, self.share)

    def of(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.int64] | int) -> "Kinds":
        """Those of some specialties or programs."""
        return Kinds(self.effect[chosen], self.share[chosen])


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
    evidence: Evidence, applicant_type: str, in_state: FloatArray, desired: FloatArray, desired_share: FloatArray
) -> Kinds:
    """Kinds of applications by place: in state or not, by stated preference, in a metropolitan area in demand or not.

    Parameters
    ----------
    evidence : Evidence
    applicant_type : str
    in_state : array, shape (...)
        Effect of applying in one's own state.
    desired : array, shape (...)
        Effect, at most 0, on an application from outside to an area in demand.
    desired_share : array, shape (...)
        Share of such applications among those from outside.
    """
    own = evidence.central("in_state_share", None, applicant_type)
    none = np.zeros_like(in_state)
    address = Kinds(
        np.stack([in_state, desired, none], axis=-1),
        np.stack([none + own, (1 - own) * desired_share, (1 - own) * (1 - desired_share)], axis=-1),
    )
    aligned, open_to_all = (evidence.central(f"preference_{stated}_share") for stated in ("aligned", "none"))
    preference = Kinds(
        np.array([evidence.central("preference_aligned_effect"), evidence.central("preference_none_effect"), 0.0]),
        np.array([aligned, open_to_all, 1.0 - aligned - open_to_all]),
    )
    return address.crossed(preference)


def visa_policies(evidence: Evidence, specialties: Sequence[str], applicant_type: str) -> Kinds:
    """Policies of the programs that a rate averages over: those that sponsor a J-1, then those that don't.

    Rates of non-US IMGs are mostly those of applicants who need a J-1. The others' don't depend on policies.
    """
    if applicant_type != "non-us-img":
        return Kinds(np.zeros((len(specialties), 1)), np.ones((len(specialties), 1)))
    sponsors = np.array([evidence.central("visa_j1_share", specialty, applicant_type) for specialty in specialties])
    refused = np.full_like(sponsors, np.log(evidence.central("visa_refused_share")))
    return Kinds(np.stack([-np.log(sponsors), refused], axis=-1), np.stack([sponsors, 1.0 - sponsors], axis=-1))


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
