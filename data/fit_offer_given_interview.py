"""Fits `offer_given_interview` in evidence.csv, and prints what comes out against what was published.

Run by hand when another figure of evidence.csv changes, never by the product::

    python data/fit_offer_given_interview.py            # the table: fitted, in the file, reproduced, published
    python data/fit_offer_given_interview.py --write    # and the fitted rows into evidence.csv

What is reproduced is the match rate of applicants of one type who preferred a specialty *and had a rank list*, that
is at least one interview. A model population stands for them: strength and score spread as in the estimate, programs
without a rate of their own, the season's signals all used, the typical number of applications. Then

published
    US MD everywhere, non-US IMG in seven specialties, US DO in orthopaedic surgery: the value that reproduces the
    match rate. For non-US IMGs so many applications that those with a rank list have as many interviews on average as
    they had contiguous ranks.
non-US IMG elsewhere
    In log-odds as far below US MD as on average over the specialties where both are published.
US DO, US IMG
    Part of the way from US MD to non-US IMG in log-odds, one share for all specialties: such that the same
    seven specialties together, each as heavy as its positions, reproduce the PGY-1 match rate of the type.
"""

import argparse
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

from optimizer.estimate.mean_chances import base_log_odds, mean_chance
from optimizer.estimate.scenarios import FloatArray
from optimizer.evidence import APPLICANT_TYPES, Evidence, Season, load_evidence, load_season

EVIDENCE_FILE = Path(__file__).with_name("evidence.csv")
NAME = "offer_given_interview"

RANKS_AND_POSITIONS = {
    "internal-medicine": (3392, 6.1, 3600, 2.5, 11632),
    "psychiatry": (219, 5.8, 156, 2.6, 2516),
    "family-medicine": (599, 5.4, 513, 1.9, 5491),
    "pediatrics": (542, 7.6, 249, 1.7, 3185),
    "emergency-medicine": (80, 5.1, 68, 2.1, 3198),
    "general-surgery": (124, 3.7, 309, 2.2, 1807),
    "neurology": (215, 6.8, 298, 3.0, 1260),
}
"""Non-US IMGs matched and their mean contiguous ranks, the same of those not matched, positions. NRMP, Charting
Outcomes 2026, as transcribed in https://github.com/saieeshb/img-match-2026."""

LARGEST_OFFER, SMALLEST_OFFER = 0.98, 0.01
MOST_APPLICATIONS = 3000.0
FITTED_WIDTH, ASSUMED_WIDTH = 0.45, 0.65
"""Half-widths of the ranges in log-odds: about what a fifth more or fewer interviews would move a fit, and half as
much again where no match rate was found."""

_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_NODE_SHARES = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Applicants of one type in one specialty.

    Attributes
    ----------
    share : array, shape (applicants,)
        Sums to 1.
    interview : array, shape (modes, applicants)
        Chance of an interview at a program drawn at random, without a signal first.
    signals : array, shape (modes - 1,)
        How many signals of each kind there are.
    offer_luck : array, shape (applicants,)
        What strength and score add to the log-odds of an offer after an interview.
    offer_spread : float
        Standard deviation of strength in it.
    """

    share: FloatArray
    interview: FloatArray
    signals: FloatArray
    offer_luck: FloatArray
    offer_spread: float

    def listed(self, applications: float) -> float:
        """Share with at least one interview."""
        return float(self.share @ (1.0 - self._none_of(self.interview, applications)))

    def interviews(self, applications: float) -> float:
        """Mean number of interviews over those with at least one."""
        return float(self.share @ (self._count(applications) @ self.interview)) / self.listed(applications)

    def match_rate(self, offer_given_interview: float, applications: float) -> float:
        """Share that matches of those with at least one interview."""
        offer = expit(base_log_odds(offer_given_interview, self.offer_spread) + self.offer_luck)
        matched = self.share @ (1.0 - self._none_of(self.interview * offer, applications))
        return float(matched) / self.listed(applications)

    def _count(self, applications: float) -> FloatArray:
        return np.concatenate([[applications - self.signals.sum()], self.signals])

    def _none_of(self, chance: FloatArray, applications: float) -> FloatArray:
        return np.asarray(np.prod((1.0 - chance) ** self._count(applications)[:, None], axis=0))


def population(evidence: Evidence, season: Season, specialty: str, kind: str) -> Population:
    """Applicants whose mean interview rate is the published one."""
    strength, score = (grid.ravel() for grid in np.meshgrid(_NODES, _NODES))
    share = np.outer(_NODE_SHARES, _NODE_SHARES).ravel()
    tens_of_points = score * evidence.central("step2_sd") / 10
    luck = evidence.central("strength_sd_interview") * strength
    luck = luck + evidence.central("step2_slope", specialty, kind) * tens_of_points
    of_programs = np.hypot(evidence.central("program_spread_sd", None, kind), evidence.central("region_sd"))
    caps = season.signal_caps(specialty)
    effects = np.array([0.0, *(evidence.central(f"signal_effect.{mode}", specialty, kind) for mode in caps)])
    signals = np.array(list(caps.values()), dtype=np.float64)
    signalled = signals / max(evidence.central("applications_typical", specialty, kind), signals.sum())
    base = base_log_odds(
        evidence.central("interview_rate", specialty, kind),
        np.hypot(of_programs, np.sqrt(share @ luck**2)),
        effects,
        np.array([1.0 - signalled.sum(), *signalled]),
    )
    interview = mean_chance(base + effects[:, None] + luck, of_programs)
    offer_spread = evidence.central("strength_sd_offer")
    offer_luck = offer_spread * strength + evidence.central("step2_slope_offer", specialty, kind) * tens_of_points
    return Population(share, interview, signals, offer_luck, offer_spread)


@dataclass(frozen=True, slots=True)
class Fit:
    """Value for one specialty and type, and what it reproduces.

    Attributes
    ----------
    offer_given_interview : float
    applications, interviews : float
        Applications of the model population, and its mean number of interviews over those with at least one.
    match_rate : float
        Reproduced, of those with at least one interview.
    published : float or None
        Published match rate; None where none was found and the value lies between neighbours.
    note : str
        How the value was found.
    """

    offer_given_interview: float
    applications: float
    interviews: float
    match_rate: float
    published: float | None
    note: str

    @property
    def width(self) -> float:
        """Half-width of the range in log-odds."""
        return ASSUMED_WIDTH if self.published is None else FITTED_WIDTH


_MEANING = "Chance that an interview ends ranked high enough to match there if nothing better comes. "
_FITTED = "Fitted so that the typical number of applications at the published interview rate reproduces match_rate."
_FITTED_TO_RANKS = (
    "Fitted so that applicants of this group with at least one interview, on average as many as the contiguous ranks "
    "of the match_rate row's source, reproduce match_rate."
)
_AS_ELSEWHERE = (
    "No match rate of the specialty was found for this group: in log-odds as far below US MD as on average over the "
    "seven specialties where both are published."
)
_BETWEEN = (
    "No match rate of the specialty was found for this group: {:.0%} of the way from US MD to non-US IMG in log-odds, "
    "such that seven specialties together reproduce pgy1_match_rate."
)


class Fitting:
    """Fits all specialties and types of an evidence table."""

    def __init__(self, evidence: Evidence, season: Season) -> None:
        self.evidence = evidence
        self.specialties = [name for name in season.specialties if evidence.has("interview_rate", name, "us-md")]
        self.population = cache(lambda specialty, kind: population(evidence, season, specialty, kind))

    def fits(self) -> dict[tuple[str, str], Fit]:
        """Fit of every specialty and type, in the order of the season and of the types."""
        found = {(s, k): self._fitted(s, k) for s in self.specialties for k in APPLICANT_TYPES if self._published(s, k)}
        top = {s: float(logit(found[s, "us-md"].offer_given_interview)) for s in self.specialties}
        bottom = {s: float(logit(found[s, "non-us-img"].offer_given_interview)) for s in RANKS_AND_POSITIONS}
        gap = float(np.mean([bottom[s] - top[s] for s in bottom]))
        for specialty in self.specialties:
            if specialty not in bottom:
                bottom[specialty] = top[specialty] + gap
                found[specialty, "non-us-img"] = self._assumed(
                    specialty, "non-us-img", bottom[specialty], _AS_ELSEWHERE
                )
        for kind in ("us-do", "us-img"):
            way = self._way(kind, top, bottom)
            for specialty in self.specialties:
                log_odds = top[specialty] + way * (bottom[specialty] - top[specialty])
                found.setdefault((specialty, kind), self._assumed(specialty, kind, log_odds, _BETWEEN.format(way)))
        return {(s, k): found[s, k] for s in self.specialties for k in APPLICANT_TYPES}

    def _published(self, specialty: str, kind: str) -> bool:
        return self.evidence.has("match_rate", specialty, kind)

    def _fitted(self, specialty: str, kind: str) -> Fit:
        people, published = self.population(specialty, kind), self.evidence.central("match_rate", specialty, kind)
        applications, note = self._typical(specialty, kind), _FITTED
        if kind == "non-us-img":
            applications, note = _applications_for(people, _mean_ranks(specialty)), _FITTED_TO_RANKS
        value = _crossing(lambda offer: people.match_rate(offer, applications) - published)
        return self._fit(specialty, kind, value, applications, note)

    def _assumed(self, specialty: str, kind: str, log_odds: float, note: str) -> Fit:
        return self._fit(specialty, kind, float(expit(log_odds)), self._typical(specialty, kind), note)

    def _fit(self, specialty: str, kind: str, value: float, applications: float, note: str) -> Fit:
        people = self.population(specialty, kind)
        published = self.evidence.central("match_rate", specialty, kind) if self._published(specialty, kind) else None
        return Fit(
            value,
            applications,
            people.interviews(applications),
            people.match_rate(value, applications),
            published,
            note,
        )

    def _way(self, kind: str, top: dict[str, float], bottom: dict[str, float]) -> float:
        """Share of the way from US MD to non-US IMG at which the type's overall match rate comes out."""
        overall = self.evidence.central("pgy1_match_rate", None, kind)
        positions = {specialty: figures[-1] for specialty, figures in RANKS_AND_POSITIONS.items()}

        def beyond(way: float) -> float:
            matched = sum(
                count
                * self.population(s, kind).match_rate(
                    float(expit(top[s] + way * (bottom[s] - top[s]))), self._typical(s, kind)
                )
                for s, count in positions.items()
            )
            return matched / sum(positions.values()) - overall

        return round(float(brentq(beyond, -0.5, 1.5)), 2)

    def _typical(self, specialty: str, kind: str) -> float:
        return self.evidence.central("applications_typical", specialty, kind)


def _mean_ranks(specialty: str) -> float:
    matched, their_ranks, unmatched, other_ranks, _ = RANKS_AND_POSITIONS[specialty]
    return (matched * their_ranks + unmatched * other_ranks) / (matched + unmatched)


def _applications_for(people: Population, interviews: float) -> float:
    fewest = float(people.signals.sum()) + 1.0
    return float(brentq(lambda count: people.interviews(count) - interviews, fewest, MOST_APPLICATIONS))


def _crossing(beyond: Callable[[float], float]) -> float:
    """Where a rising function crosses 0, within what an offer's chance can be."""
    if beyond(LARGEST_OFFER) < 0.0:
        return LARGEST_OFFER
    return float(brentq(beyond, SMALLEST_OFFER, LARGEST_OFFER))


def rows_of(fits: dict[tuple[str, str], Fit]) -> Iterator[dict[str, str]]:
    """Rows of evidence.csv."""
    for (specialty, kind), fit in fits.items():
        low, central, high = expit(logit(fit.offer_given_interview) + fit.width * np.array([-1.0, 0.0, 1.0]))
        yield {
            "name": NAME,
            "specialty": specialty,
            "applicant_type": kind,
            "state": "",
            "low": f"{low:.2g}",
            "central": f"{central:.2g}",
            "high": f"{high:.2g}",
            "unit": "share",
            "season": "",
            "source": "Fitted to match_rate or pgy1_match_rate",
            "address": "",
            "grade": "C",
            "note": f"{_MEANING}{fit.note} See data/fit_offer_given_interview.py.",
        }


def write(rows: list[dict[str, str]], file: Path) -> None:
    """Put rows into the table in place of those of the same name, where the first of them stood."""
    with file.open(encoding="utf-8", newline="") as stream:
        before = list(csv.DictReader(stream))
    place = next(index for index, row in enumerate(before) if row["name"] == NAME)
    kept = [row for row in before if row["name"] != NAME]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(before[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*kept[:place], *rows, *kept[place:]])


def show(fits: dict[tuple[str, str], Fit], evidence: Evidence) -> None:
    """Print what was fitted beside what is in the file, and what it reproduces beside what was published."""
    print(f"{'':46}{'fitted':>8}{'in file':>8}{'applied':>9}{'interviews':>12}{'match':>8}{'published':>11}")
    for (specialty, kind), fit in fits.items():
        has = evidence.has(NAME, specialty, kind)
        in_file = f"{evidence.central(NAME, specialty, kind):.2g}" if has else "-"
        published = "-" if fit.published is None else f"{fit.published:.1%}"
        print(
            f"{specialty:34}{kind:12}{fit.offer_given_interview:8.3f}{in_file:>8}{fit.applications:9.0f}"
            f"{fit.interviews:12.1f}{fit.match_rate:8.1%}{published:>11}"
        )


def main() -> None:
    """Fit, print, and write where asked to."""
    parser = argparse.ArgumentParser(description="Fit offer_given_interview to the published match rates.")
    parser.add_argument("--write", action="store_true", help="write the fitted rows into evidence.csv")
    evidence = load_evidence()
    fits = Fitting(evidence, load_season(2026)).fits()
    show(fits, evidence)
    if parser.parse_args().write:
        write(list(rows_of(fits)), EVIDENCE_FILE)


if __name__ == "__main__":
    main()
