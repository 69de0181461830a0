"""Fit how programs rank applicants after interviews, so that simulated seasons reproduce the published match rates.

Run by hand from the checkout: ``python data/fit_market.py`` prints what comes out beside what was published; with
``--write`` it also puts the values into the latest file of market/. One log-odds for each specialty and applicant type,
in seasons of the whole country in which everybody follows folklore. Targets are the match rates of those with at least
one interview: published where there is such a figure, else what the estimate has of its own model population, less
where the positions don't allow so many.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from optimizer.cohort.market.figures import MarketFigures, load_market
from optimizer.cohort.market.opening import Opened, open_season
from optimizer.cohort.market.season import Played, Screened, conclude, interview_rates, screen
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES

SEED = 20260320
ROUNDS, STEP = 10, 0.8
PEOPLE_WANTED = 12_000
"""Small specialties are played in several seasons until about so many applicants have been seen."""
MOST_SEASONS = 12
FILLED_AT_MOST = 0.995
_WIDEST = 5.0


@dataclass(frozen=True, slots=True)
class Fit:
    """What was fitted for one specialty and type, and what comes out."""

    ranking: float
    target: float
    match_rate: float
    interview_rate: float
    published_interview_rate: float
    published: bool


class MarketFitting:
    """Fits the specialties of a market."""

    def __init__(self, figures: MarketFigures) -> None:
        self.figures, self.evidence, self.season = figures, load_evidence(), load_season(figures.season)

    def assumed(self, specialty: str, kind: str) -> float:
        """Match rate of those with an interview, as all published rates together have it."""
        evidence = self.evidence
        return evidence.central("match_rate", specialty, kind)

    def published(self, specialty: str, kind: str) -> bool:
        """Whether there is a match rate of this season's match, and not only what all others make of it."""
        return self.evidence.has(f"match_rate_published.preferred-{self.figures.season}", specialty, kind)

    def fit(self, specialty: str) -> dict[str, Fit]:
        """Fit one specialty."""
        national = self.figures.specialties[specialty]
        people = sum(figure.value for figure in national.applicants.values())
        count = int(np.clip(np.ceil(PEOPLE_WANTED / people), 1, MOST_SEASONS))
        opened = [
            open_season(self.figures, self.evidence, self.season, specialty, seed=SEED + number)
            for number in range(count)
        ]
        screened = [screen(one.market, one.folklore, one.luck) for one in opened]
        ranking = np.array([self.figures.ranking_of(specialty, kind) for kind in APPLICANT_TYPES])
        target = np.empty(0)
        for _ in range(ROUNDS):
            played = [_played(one, before, ranking) for one, before in zip(opened, screened, strict=True)]
            listed, matched = _listed_and_matched(opened, played)
            if not target.size:
                target = self._targets(specialty, listed / count)
            seen = (matched + 0.5) / (listed + 1.0)
            ranking = np.clip(ranking + STEP * (logit(target) - logit(seen)), -_WIDEST, _WIDEST)
        ranking = np.round(ranking, 2)
        played = [_played(one, before, ranking) for one, before in zip(opened, screened, strict=True)]
        listed, matched = _listed_and_matched(opened, played)
        rates = [interview_rates(one.market, season) for one, season in zip(opened, played, strict=True)]
        return {
            kind: Fit(
                float(ranking[index]),
                float(target[index]),
                float(matched[index] / max(listed[index], 1.0)),
                float(np.nanmean([rate[kind] for rate in rates])),
                self.evidence.central("interview_rate", specialty, kind),
                self.published(specialty, kind),
            )
            for index, kind in enumerate(APPLICANT_TYPES)
        }

    def _targets(self, specialty: str, listed: np.ndarray) -> np.ndarray:
        target = np.array([self.assumed(specialty, kind) for kind in APPLICANT_TYPES])
        free = np.array([not self.published(specialty, kind) for kind in APPLICANT_TYPES])
        room = FILLED_AT_MOST * self.figures.specialties[specialty].positions.value

        def beyond(shift: float) -> float:
            return float(listed @ np.where(free, expit(logit(target) + shift), target)) - room

        if beyond(0.0) <= 0.0 or beyond(-_WIDEST) > 0.0:
            return target
        return np.where(free, expit(logit(target) + brentq(beyond, -_WIDEST, 0.0)), target)


def _played(opened: Opened, screened: Screened, ranking: np.ndarray) -> Played:
    """The season's end under another ranking; invitations don't depend on it."""
    market = replace(opened.market, truth=replace(opened.market.truth, ranking=ranking))
    return conclude(market, opened.folklore, screened, opened.luck)


def _listed_and_matched(opened: list[Opened], played: list[Played]) -> tuple[np.ndarray, np.ndarray]:
    """How many of each type had an interview, and how many of those matched, over all seasons."""
    listed, matched = np.zeros(len(APPLICANT_TYPES)), np.zeros(len(APPLICANT_TYPES))
    for one, season in zip(opened, played, strict=True):
        has_list = season.interviews_of() > 0
        kind = one.market.people.type
        listed += np.bincount(kind[has_list], minlength=len(APPLICANT_TYPES))
        matched += np.bincount(kind[season.matched], minlength=len(APPLICANT_TYPES))
    return listed, matched


def lines_of(fits: dict[str, dict[str, Fit]]) -> Iterator[str]:
    """Lines of the table [ranking]."""
    for specialty, by_type in fits.items():
        yield f"{specialty} = {{ " + ", ".join(f"{kind} = {fit.ranking:g}" for kind, fit in by_type.items()) + " }"


def write(fits: dict[str, dict[str, Fit]], file: Path) -> None:
    """Put the fitted lines in place of those that stand in the file."""
    text = file.read_text(encoding="utf-8")
    for line in lines_of(fits):
        specialty = line.partition(" = ")[0]
        text, found = re.subn(rf"(?m)^{specialty} = \{{ us-md = .*$", line, text)
        if found != 1:
            raise SystemExit(f"{specialty} stands {found} times under [ranking]")
    file.write_text(text, encoding="utf-8")


def market_file(figures: MarketFigures) -> Path:
    """The file that figures come from."""
    return Path(__file__).with_name("market") / f"{figures.season}.toml"


def main() -> None:
    """Fit, print, and write where asked to."""
    parser = argparse.ArgumentParser(description="Fit how programs rank, to the published match rates.")
    parser.add_argument("--write", action="store_true", help="write the fitted values into the market's file")
    parser.add_argument("--specialty", action="append", help="only these")
    asked = parser.parse_args()
    fitting = MarketFitting(load_market())
    fits = {}
    print(f"{'':46}{'ranking':>8}{'match':>8}{'target':>8}{'':>11}{'interviewed':>12}{'published':>11}")
    for specialty in asked.specialty or fitting.figures.specialties:
        fits[specialty] = fitting.fit(specialty)
        for kind, fit in fits[specialty].items():
            print(
                f"{specialty:34}{kind:12}{fit.ranking:8.2f}{fit.match_rate:8.1%}{fit.target:8.1%}"
                f"{'published' if fit.published else '':>11}"
                f"{fit.interview_rate:12.1%}{fit.published_interview_rate:11.1%}",
                flush=True,
            )
    if asked.write:
        write(fits, market_file(fitting.figures))


if __name__ == "__main__":
    main()
