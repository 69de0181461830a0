"""From trials to figures: differences between rules with their intervals, and how well stated chances hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from optimizer.arrays import FloatArray
from optimizer.cohort.market.applying import FOLKLORE
from optimizer.cohort.market.study import INDEPENDENT, MATCHLIST, RULES, Adopted, Expecting, Group, Seasons, Trial
from optimizer.vocabulary import APPLICANT_TYPES

CONFIDENCE = 0.95
WITHOUT_CHANCES = tuple(name for name in FOLKLORE if name != "greedy")
"""Rules of folklore that need no estimated chances."""
BINS = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval; low and high are NaN where one value says nothing of the spread."""

    mean: float
    low: float
    high: float

    @property
    def tells_apart(self) -> bool:
        """Whether 0 lies outside."""
        return bool(self.low > 0 or self.high < 0)


def interval(values: FloatArray) -> Interval:
    """Student's interval of a mean of independent values, shape (values,)."""
    mean = float(values.mean())
    if values.size < 2:
        return Interval(mean, float("nan"), float("nan"))
    half = float(stdtrit(values.size - 1, (1 + CONFIDENCE) / 2)) * float(values.std(ddof=1)) / np.sqrt(values.size)
    return Interval(mean, mean - half, mean + half)


@dataclass(frozen=True, slots=True)
class RuleMeans:
    """Means over the people who were looked at: stated and true chance, worth, interviews, dollars (NaN unknown)."""

    stated: float
    matched: float
    utility: float
    interviews: float
    applications: float
    dollars: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One specialty and type: every rule, and matchlist against the best of them.

    Attributes
    ----------
    specialty, kind, known : str
    rules : mapping of rule to RuleMeans
    best, best_plain : str
        Rule of folklore with the highest matched share, of all and of those that need no estimated chances. Chosen on
        the same trials, so the difference to it is, if anything, too small.
    matched, matched_plain, matched_independent, utility : Interval
        matchlist less `best`, less `best_plain`, less the optimum under independence; and, in worth of the match, less
        the rule of folklore with the highest worth.
    """

    specialty: str
    kind: str
    known: str
    rules: Mapping[str, RuleMeans]
    best: str
    best_plain: str
    matched: Interval
    matched_plain: Interval
    matched_independent: Interval
    utility: Interval


ALL_SPECIALTIES = "all"


def cells_of(seasons: Seasons) -> tuple[Cell, ...]:
    """A cell for each specialty, type and state of knowledge."""
    by_cell: dict[tuple[str, str, str], list[Trial]] = {}
    for trial in seasons.trials:
        by_cell.setdefault((trial.known, trial.specialty, trial.kind), []).append(trial)
    return tuple(
        _cell(specialty, kind, known, _by_rule(trials)) for (known, specialty, kind), trials in by_cell.items()
    )


def totals_of(seasons: Seasons, weight: Mapping[tuple[str, str], float]) -> tuple[Cell, ...]:
    """A cell for each type over all specialties together, each as heavy as its applicants in the country.

    Parameters
    ----------
    seasons : Seasons
    weight : mapping of (specialty, type) to number of applicants
    """
    found = []
    knowns = dict.fromkeys(trial.known for trial in seasons.trials)
    for known in knowns:
        for kind in seasons.study.types:
            chosen = [trial for trial in seasons.trials if (trial.known, trial.kind) == (known, kind)]
            heavy = np.array([weight[name, kind] for name in seasons.study.specialties])
            shares = dict(zip(seasons.study.specialties, heavy / heavy.sum(), strict=True))
            found.append(_cell(ALL_SPECIALTIES, kind, known, _by_rule(chosen, shares)))
    return tuple(found)


_FIELDS = ("stated", "matched", "utility", "interviews", "applications", "dollars")
ByRule = Mapping[str, Mapping[str, FloatArray]]


def _by_rule(trials: Sequence[Trial], shares: Mapping[str, float] | None = None) -> ByRule:
    """For each rule and field the independent values: one a season, or one a person where there is one season only.

    With `shares`, specialties are added up in these shares within each season.
    """
    seasons = sorted({trial.replication for trial in trials})
    one_season = len(seasons) == 1 and shares is None
    found: dict[str, dict[str, FloatArray]] = {}
    for rule in RULES:
        of_rule = [trial for trial in trials if trial.rule == rule]
        found[rule] = {
            field: (
                np.concatenate([getattr(trial, field) for trial in of_rule]).astype(np.float64)
                if one_season
                else np.array([_season_mean(of_rule, replication, field, shares) for replication in seasons])
            )
            for field in _FIELDS
        }
    return found


def _season_mean(trials: Iterable[Trial], replication: int, field: str, shares: Mapping[str, float] | None) -> float:
    means = {
        trial.specialty: float(np.mean(getattr(trial, field))) for trial in trials if trial.replication == replication
    }
    if shares is None:
        return sum(means.values()) / len(means)
    # Dollars aren't known everywhere: a mean over the specialties where they are.
    known = {name: mean for name, mean in means.items() if not np.isnan(mean)}
    return sum(shares[name] * mean for name, mean in known.items()) / sum(shares[name] for name in known)


def _cell(specialty: str, kind: str, known: str, values: ByRule) -> Cell:
    def mean(rule: str, field: str) -> float:
        return float(values[rule][field].mean())

    def against(rule: str, field: str) -> Interval:
        return interval(values[MATCHLIST][field] - values[rule][field])

    best = max(FOLKLORE, key=lambda rule: mean(rule, "matched"))
    best_plain = max(WITHOUT_CHANCES, key=lambda rule: mean(rule, "matched"))
    worthiest = max(FOLKLORE, key=lambda rule: mean(rule, "utility"))
    return Cell(
        specialty=specialty,
        kind=kind,
        known=known,
        rules={rule: RuleMeans(*(mean(rule, field) for field in _FIELDS)) for rule in RULES},
        best=best,
        best_plain=best_plain,
        matched=against(best, "matched"),
        matched_plain=against(best_plain, "matched"),
        matched_independent=against(INDEPENDENT, "matched"),
        utility=against(worthiest, "utility"),
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """Lists whose stated chance lies between two tenths.

    Attributes
    ----------
    low, high : float
    share : float
        Of all lists, by weight.
    stated, true : float
        Weighted means.
    """

    low: float
    high: float
    share: float
    stated: float
    true: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well stated chances hold.

    Attributes
    ----------
    bins : tuple of Bin
        Those that hold any list.
    expected_error : float
        Expected calibration error: mean over bins, by weight, of the distance between stated and true.
    bias : float
        Mean of stated less true.
    """

    bins: tuple[Bin, ...]
    expected_error: float
    bias: float


def calibration(stated: FloatArray, true: FloatArray, weight: FloatArray) -> Calibration:
    """Calibration of stated chances against true ones, or against what happened (0 or 1); arrays of one shape."""
    share = weight / weight.sum()
    which = np.minimum((stated * BINS).astype(np.int64), BINS - 1)
    bins = []
    for number in range(BINS):
        inside = which == number
        heavy = float(share[inside].sum())
        if heavy > 0:
            means = (float(share[inside] @ values[inside]) / heavy for values in (stated, true))
            bins.append(Bin(number / BINS, (number + 1) / BINS, heavy, *means))
    error = sum(one.share * abs(one.stated - one.true) for one in bins)
    return Calibration(tuple(bins), error, float(share @ (stated - true)))


def calibration_of_trials(
    trials: Iterable[Trial], weight: Mapping[tuple[str, str], float], kind: str | None = None
) -> Calibration:
    """Calibration over trials, each specialty and type as heavy as its applicants in the country."""
    chosen = [trial for trial in trials if kind in (None, trial.kind)]
    each = np.concatenate([np.full(trial.stated.size, weight[trial.specialty, trial.kind]) for trial in chosen])
    return calibration(
        np.concatenate([trial.stated for trial in chosen]), np.concatenate([trial.matched for trial in chosen]), each
    )


@dataclass(frozen=True, slots=True)
class ExpectingMeans:
    """A type where everybody's advice expects that all follow it; means over the applicants.

    Attributes
    ----------
    stated, matched, utility, interviews : float
    more_matched : Interval
        Matched, less where everybody's advice expects nothing of others; paired by applicant.
    alone : float
        Chance to match of one more with such a list, where everybody else's advice expects nothing.
    more_alone : Interval
        The same less that of a list whose advice expects nothing either.
    """

    stated: float
    matched: float
    utility: float
    interviews: float
    more_matched: Interval
    alone: float
    more_alone: Interval


@dataclass(frozen=True, slots=True)
class AdoptedMeans:
    """A type when everybody uses matchlist, and before: shares of the applicants who match, and the rest as means.

    `more_matched` is the share who match less that before, paired by applicant.
    """

    kind: str
    known: str
    applicants: int
    stated: float
    matched: float
    matched_before: float
    utility: float
    utility_before: float
    interviews: float
    interviews_before: float
    more_matched: Interval
    expecting: ExpectingMeans


def adopted_means(adopted: Sequence[Adopted]) -> tuple[AdoptedMeans, ...]:
    """Means by type and state of knowledge, over all specialties and seasons that were played; NaN of nobody."""
    fields = ("stated", "matched", "matched_before", "utility", "utility_before", "interviews", "interviews_before")
    found = []
    for known in dict.fromkeys(one.known for one in adopted):
        chosen = [one for one in adopted if one.known == known]
        kind_of = np.concatenate([one.kind for one in chosen])
        values = {field: _all_of(chosen, field) for field in fields}
        expecting = [one.expecting for one in chosen]
        later = {field: _all_of(expecting, field) for field in (*_OF_EXPECTING, "alone_unaware")}
        for index, kind in enumerate(APPLICANT_TYPES):
            them = kind_of == index
            means = ExpectingMeans(
                **{field: _mean(later[field][them]) for field in _OF_EXPECTING},
                more_matched=_paired(later["matched"][them], values["matched"][them]),
                more_alone=_paired(later["alone"][them], later["alone_unaware"][them]),
            )
            more = _paired(values["matched"][them], values["matched_before"][them])
            own = {field: _mean(values[field][them]) for field in fields}
            count = int(them.sum())
            found.append(AdoptedMeans(kind, known, count, **own, more_matched=more, expecting=means))
    return tuple(found)


_OF_EXPECTING = ("stated", "matched", "utility", "interviews", "alone")


def _all_of(chosen: Sequence[Adopted] | Sequence[Expecting], field: str) -> FloatArray:
    return np.concatenate([getattr(one, field) for one in chosen]).astype(np.float64)


def _mean(values: FloatArray) -> float:
    return float(values.mean()) if values.size else float("nan")


def _paired(one: FloatArray, other: FloatArray) -> Interval:
    unknown = float("nan")
    return interval(one - other) if one.size else Interval(unknown, unknown, unknown)


@dataclass(frozen=True, slots=True)
class Settling:
    """How far advice that expects others to follow it came to rest, over all specialties; means over applicants.

    Attributes
    ----------
    rounds : float
    still_moving : float
        Log-odds by which crowding was still expected wrongly.
    changed : float
        Share of applications that go elsewhere, or in another mode.
    matched_before, matched, matched_expecting : float
        Share of all who match: by folklore, with advice that expects nothing of others, and with advice that does.
    """

    rounds: float
    still_moving: float
    changed: float
    matched_before: float
    matched: float
    matched_expecting: float


def settling_of(adopted: Sequence[Adopted], known: str) -> Settling:
    """How far advice came to rest, for one state of knowledge."""
    chosen = [one for one in adopted if one.known == known]
    people = np.array([one.kind.size for one in chosen])

    def mean(values: Sequence[float]) -> float:
        return float(np.average(values, weights=people))

    return Settling(
        mean([one.expecting.rounds for one in chosen]),
        mean([one.expecting.still_moving for one in chosen]),
        mean([one.expecting.changed for one in chosen]),
        mean([float(one.matched_before.mean()) for one in chosen]),
        mean([float(one.matched.mean()) for one in chosen]),
        mean([float(one.expecting.matched.mean()) for one in chosen]),
    )


def calibration_when_adopted(adopted: Sequence[Adopted], known: str, *, expecting: bool = False) -> Calibration:
    """Stated chances against what happened when everybody uses matchlist, and where advice expects that."""
    chosen = [one for one in adopted if one.known == known]
    told: Sequence[Adopted] | Sequence[Expecting] = [one.expecting for one in chosen] if expecting else chosen
    stated, happened = _all_of(told, "stated"), _all_of(told, "matched")
    return calibration(stated, happened, np.ones(stated.size))


@dataclass(frozen=True, slots=True)
class WorldMeans:
    """How the seasons of folklore went for one specialty and type, over all of them.

    Attributes
    ----------
    specialty, kind : str
    interview_rate : float
    match_rate : float
        Of those with at least one interview; NaN where there were none.
    """

    specialty: str
    kind: str
    interview_rate: float
    match_rate: float


def world_means(groups: Sequence[Group]) -> tuple[WorldMeans, ...]:
    """Means over seasons, to hold against published figures."""
    by_cell: dict[tuple[str, str], list[Group]] = {}
    for group in groups:
        by_cell.setdefault((group.specialty, group.kind), []).append(group)
    return tuple(
        WorldMeans(
            specialty,
            kind,
            float(np.mean([group.interview_rate for group in found])),
            sum(group.matched for group in found) / listed
            if (listed := sum(group.listed for group in found))
            else float("nan"),
        )
        for (specialty, kind), found in by_cell.items()
    )
