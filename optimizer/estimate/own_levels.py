"""Programs with rates of their own: the log-odds at which these come out, each centred on its own applications."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate.averages import Kinds, by_specialty, spread_between_applicants
from optimizer.estimate.mean_curves import log_odds_at, mean_at
from optimizer.estimate.own_rates import related_shift
from optimizer.estimate.situation import Situation
from optimizer.estimate.terms import Terms
from optimizer.evidence import AnyEvidence

_KNOWN, _RELATED, _UNRELATED = range(3)
_SORTS = 3
"""The rate for the group is known; only others of the program's rates are, which say something of it; or nothing."""
_NO_KINDS = Kinds(np.zeros(1), np.ones(1))
OWN_LEVELS = ("base", "spread", "visa", "geography", "signal")


@dataclass(frozen=True, slots=True, eq=False)
class OwnLevels:
    """Log-odds of some programs, shape (..., programs) each.

    Attributes
    ----------
    base : array
        Of a typical applicant of the group.
    spread : array
        Standard deviation of what the program may still be like.
    visa, geography, signal : arrays
        What the average application has of each.
    """

    base: FloatArray
    spread: FloatArray
    visa: FloatArray
    geography: FloatArray
    signal: FloatArray


def own_levels(
    situation: Situation,
    terms: Terms,
    evidence: AnyEvidence,
    special: npt.NDArray[np.int64],
    expected: FloatArray,
    *,
    apart: bool,
) -> OwnLevels:
    """Levels of programs with rates of their own.

    Parameters
    ----------
    situation, terms, evidence
        As of the estimate.
    special : int array
        Positions of the programs, at least one.
    expected : array, shape (..., programs)
        Log-odds of a program of this state and setting, of all programs.
    apart : bool
        Whether visa, geography and signal are asked for; else all is in `base`, and they are 0.
    """
    kind, mix = situation.applicant.type, terms.mix
    known, related = np.isfinite(situation.own_rate)[special], related_shift(situation, evidence)[..., special]
    tells = np.isfinite(related).all(axis=tuple(range(related.ndim - 1)))
    sort = np.where(known, _KNOWN, np.where(tells, _RELATED, _UNRELATED))
    # Programs of one row differ in their rate, their place and perhaps their signals: they share a curve.
    occurring, row_of = np.unique(situation.specialty_index[special] * _SORTS + sort, return_inverse=True)
    specialty, sort = occurring // _SORTS, occurring % _SORTS
    between_programs = by_specialty(evidence, "program_spread_sd", situation.specialties, kind)[..., specialty]
    between_applicants = spread_between_applicants(evidence, situation.specialties, kind)[..., specialty]
    left = np.sqrt(1 - evidence.figure("related_rate_share") ** 2)
    spread = np.where(
        sort == _KNOWN,
        evidence.figure("own_rate_spread_sd"),
        np.where(sort == _RELATED, left, 1.0) * between_programs,
    )
    rows = _Rows(row_of.reshape(-1), occurring.size, evidence.leading)
    # The rate that a program of this state and setting has on average is what its own rate is drawn towards.
    middle = expected[..., special] + np.nan_to_num(related)
    prior = rows.mean_at(middle, np.hypot(between_applicants, between_programs))
    towards = evidence.figure("own_rate_prior_share")
    rate = np.where(known, (1 - towards) * np.nan_to_num(situation.own_rate[special]) + towards * prior, prior)
    both = np.hypot(between_applicants, spread)
    # A program's own rate for the group has its policy in it.
    effect = np.where((sort == _KNOWN)[:, None], 0.0, mix.policies.of(specialty).effect)
    policies = Kinds(effect, np.broadcast_to(mix.policies.of(specialty).share, effect.shape))
    shared = policies.crossed(mix.preferences)
    own = Kinds(np.take(mix.own_addresses.effect, special, axis=-2), mix.own_addresses.share)
    if np.isfinite(situation.rate_by_mode[special]).any():
        share = np.take(mix.signals.share, situation.specialty_index[special], axis=-2)
        signals = Kinds(np.take(mix.own_signals, special, axis=-2), share).occurring
        with_all = rows.log_odds_at(rate, both, shared, own.crossed(signals))
    else:
        with_all = rows.log_odds_at(rate, both, shared.crossed(mix.signals.of(specialty).occurring), own)
    each = np.take(spread, rows.of_program, axis=-1)
    if not apart:
        none = np.zeros_like(with_all)
        return OwnLevels(with_all, each, none, none, none)
    average = rows.log_odds_at(rate, both, _NO_KINDS, _NO_KINDS)
    with_policies = rows.log_odds_at(rate, both, policies, _NO_KINDS)
    with_places = rows.log_odds_at(rate, both, shared, own)
    return OwnLevels(average, each, average - with_policies, with_policies - with_places, with_places - with_all)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Which curve each program has: so many in each draw.

    Attributes
    ----------
    of_program : int array, shape (programs,)
    count : int
    leading : tuple of int
        Of the arrays: how many draws, or nothing of one.
    """

    of_program: npt.NDArray[np.int64]
    count: int
    leading: tuple[int, ...]

    @property
    def _row(self) -> npt.NDArray[np.int64]:
        draws = np.arange(int(np.prod(self.leading, dtype=np.int64)), dtype=np.int64)
        return (draws[:, None] * self.count + self.of_program).reshape(*self.leading, self.of_program.size)

    def _of_rows(self, kinds: Kinds) -> Kinds:
        """Kinds by row, those of all draws beneath each other."""
        return kinds.over(*self.leading, self.count).in_rows

    def _spread(self, spread: FloatArray) -> FloatArray:
        return np.broadcast_to(spread, (*self.leading, self.count)).reshape(-1)

    def mean_at(self, log_odds: FloatArray, spread: FloatArray) -> FloatArray:
        """Mean chance at log-odds, over the spread of each row."""
        return mean_at(log_odds, self._row, self._spread(spread), self._of_rows(_NO_KINDS))

    def log_odds_at(self, rate: FloatArray, spread: FloatArray, shared: Kinds, own: Kinds) -> FloatArray:
        """Log-odds at which rates come out over kinds that all of a row share, and kinds of each program's own."""
        beside = own.over(*rate.shape)
        return log_odds_at(rate, self._row, self._spread(spread), self._of_rows(shared), beside)
