"""What a program's own interview rates say: how it differs from others, and whom it prefers by signal and by state.

One season's rates rest on few interviews, are rounded to hundredths, and average over whoever applied. So every rate is
first drawn a little towards its specialty's; differences between a program's own rates are taken over in part only; and
they are measured against the same difference in the specialty, as those who signal or live nearby fit better anyway.
"""

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray
from optimizer.estimate.log_odds import logit
from optimizer.estimate.situation import Situation
from optimizer.evidence import AnyEvidence
from optimizer.vocabulary import MODES, US_SCHOOL_TYPES

_STATES = ("in-state", "out-of-state")
_KINDS = ("no-signal", *MODES[1:])


def has_own_rates(situation: Situation) -> BoolArray:
    """Programs of which any interview rate is known that bears on this applicant, shape (programs,)."""
    kinds = np.concatenate([situation.rate_by_state, situation.rate_by_mode], axis=1)
    return np.asarray(np.isfinite(situation.own_rate) | np.isfinite(kinds).any(axis=1))


def tells_of_rate(situation: Situation, evidence: AnyEvidence) -> BoolArray:
    """Programs whose rate for the group is known, or others of their rates that say something of it, (programs,)."""
    return np.asarray(np.isfinite(situation.own_rate) | np.isfinite(related_shift(situation, evidence)))


def own_in_state_effect(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """Effect of applying in state at each program: that of all programs, moved by the program's own rates by state.

    Rates by state are by that of the medical school, so they say nothing of graduates of schools abroad.
    """
    effect = evidence.figure("in_state_effect", None, situation.applicant.type)
    if situation.applicant.type not in US_SCHOOL_TYPES:
        return np.repeat(effect, len(situation.programs), axis=-1)
    beyond = _beyond_specialty(situation, evidence, situation.rate_by_state, _STATES)
    moved = _taken_over(beyond[..., 0] - beyond[..., 1], evidence.figure("own_effect_share"))
    return np.asarray(np.maximum(effect + moved, 0.0))


def own_signal_effects(situation: Situation, evidence: AnyEvidence, effects: FloatArray) -> FloatArray:
    """Effects of modes at each program, shape (programs, modes): the specialty's, moved by the program's own rates."""
    if not np.isfinite(situation.rate_by_mode).any():
        return effects
    beyond = _beyond_specialty(situation, evidence, situation.rate_by_mode, _KINDS)
    moved = _taken_over(beyond - beyond[..., :1], evidence.figure("own_effect_share")[..., None])
    return np.where(effects > 0, np.maximum(effects + moved, 0.0), effects)


def related_shift(situation: Situation, evidence: AnyEvidence) -> FloatArray:
    """What rates by state and signal say about a program whose rate for the group isn't known; NaN where nothing."""
    found = np.full((*evidence.leading, len(situation.programs)), np.nan)
    kinds = np.concatenate([situation.rate_by_state, situation.rate_by_mode], axis=1)
    asked = np.flatnonzero(~np.isfinite(situation.own_rate) & np.isfinite(kinds).any(axis=1))
    if not asked.size:
        return found
    beyond = np.concatenate(
        [
            _beyond_specialty(situation, evidence, situation.rate_by_state, _STATES, asked),
            _beyond_specialty(situation, evidence, situation.rate_by_mode, _KINDS, asked),
        ],
        axis=-1,
    )
    known = np.isfinite(beyond)
    mean = np.where(known, beyond, 0.0).sum(axis=-1) / np.maximum(known.sum(axis=-1), 1)
    found[..., asked] = np.where(known.any(axis=-1), evidence.figure("related_rate_share") * mean, np.nan)
    return found


def _taken_over(difference: FloatArray, share: FloatArray) -> FloatArray:
    """Part of a difference that counts; 0 where it isn't known."""
    return np.asarray(share * np.nan_to_num(difference))


def _beyond_specialty(
    situation: Situation,
    evidence: AnyEvidence,
    rates: FloatArray,
    kinds: tuple[str, ...],
    asked: npt.NDArray[np.int64] | None = None,
) -> FloatArray:
    """Log-odds of a program's rates of several kinds against the specialty's, shape (programs, kinds); NaN: unknown.

    Of all programs, or of those that are asked about, by their positions.
    """
    index = situation.specialty_index
    if asked is not None:
        rates, index = rates[asked], index[asked]
    if not np.isfinite(rates).any():
        return np.broadcast_to(rates, (*evidence.leading, *rates.shape))
    unknown = np.full((*evidence.leading, 1), np.nan)
    by_kind = [
        [
            evidence.figure(name, specialty) if evidence.has(name, specialty) else unknown
            for specialty in situation.specialties
        ]
        for name in (f"interview_rate_by.{kind}" for kind in kinds)
    ]
    published = np.take(np.stack([np.concatenate(each, axis=-1) for each in by_kind], axis=-1), index, axis=-2)
    towards = evidence.figure("own_rate_prior_share")[..., None]
    return np.asarray(logit((1 - towards) * rates + towards * published) - logit(published))
