"""A season opened: programs, people and their folklore drawn, selectivity settled, ready to be played."""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.arrays import IntArray
from optimizer.cohort.market.applying import FOLKLORE, Purse, aimed, follow, heard_of, seen_by
from optimizer.cohort.market.chance import Luck, generator
from optimizer.cohort.market.figures import MarketFigures
from optimizer.cohort.market.knowing import Facts
from optimizer.cohort.market.people import People, draw_people
from optimizer.cohort.market.programs import Programs, draw_programs
from optimizer.cohort.market.season import Applications, Market
from optimizer.cohort.market.settling import settle
from optimizer.cohort.market.study import NOTHING_KNOWN
from optimizer.evidence import Evidence, Season, load_evidence
from optimizer.vocabulary import APPLICANT_TYPES

_AT_ONCE = 1000
"""Applicants whose keys over all programs are held at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A season before anybody is looked at.

    Attributes
    ----------
    market : Market
    folklore : Applications
        What everybody in the background does.
    purses : mapping of applicant type to Purse
    luck : Luck
    """

    market: Market
    folklore: Applications
    purses: dict[str, Purse]
    luck: Luck


def open_season(
    figures: MarketFigures,
    truth: Evidence,
    season: Season,
    specialty: str,
    *,
    scale: float = 1.0,
    seed: int = 0,
) -> Opened:
    """Draw one specialty of a national season.

    Parameters
    ----------
    figures : MarketFigures
    truth : Evidence
        What holds in this world.
    season : Season
        Signals and fees.
    specialty : str
    scale : float
        1 = the country; applicants, programs and positions in proportion.
    seed : int
        The same seed gives the same season to the bit.
    """
    national = figures.specialties[specialty]
    programs = draw_programs(figures, truth, specialty, scale=scale, seed=seed)
    # A dozen programs are the fewest there are, so what they hold is scaled as they are.
    scaled = max(scale, programs.count / national.programs.value)
    counts = {str(kind): max(round(figure.value * scaled), 1) for kind, figure in national.applicants.items()}
    people = draw_people(figures, truth, programs, counts, generator(seed, specialty, "people"))
    purses = {
        kind: Purse.of(season, specialty, truth.central("applications_typical", specialty, kind), programs.count)
        for kind in APPLICANT_TYPES
    }
    folklore = _folklore(figures, truth, season, programs, people, purses, seed)
    positions = round(national.positions.value * scaled)
    market = settle(figures, truth, programs, people, folklore, positions=positions, seed=seed)
    luck = Luck.draw(people.count, programs.count, seed, specialty, "luck")
    return Opened(market, folklore, purses, luck)


def _folklore(
    figures: MarketFigures,
    truth: Evidence,
    season: Season,
    programs: Programs,
    people: People,
    purses: dict[str, Purse],
    seed: int,
) -> Applications:
    """Everybody's list by the rule that each happens to follow, and by hearsay.

    People hear from advisers and from those before them who takes people like them. By so much do their applications
    lie above a program drawn at random as `aim_effect` says; no rule that is compared hears of it.
    """
    rng = generator(seed, programs.specialty, "folklore")
    names = list(figures.background.shares)
    rule_of = rng.choice(len(names), size=people.count, p=list(figures.background.shares.values()))
    parts: list[Applications] = []
    caps = season.signal_caps(programs.specialty)
    elsewhere = figures.assumptions.of("elsewhere_utility")
    for index, name in enumerate(names):
        for kind in APPLICANT_TYPES:
            following = np.flatnonzero((rule_of == index) & (people.type == APPLICANT_TYPES.index(kind)))
            for part in _parts(following):
                seen = seen_by(people, programs, part, purses[kind].applications, elsewhere, rng)
                welcome = programs.effect[:, APPLICANT_TYPES.index(kind)]
                heard = heard_of(welcome, part.size, rng)
                rule = aimed(FOLKLORE[name], heard, welcome, truth.central("aim_effect", None, kind))
                theirs = Applications.of(follow(rule, seen, caps))
                parts.append(replace(theirs, person=part[theirs.person]))
    return Applications.joined(parts)


def _parts(positions: IntArray) -> list[IntArray]:
    return [positions[k : k + _AT_ONCE] for k in range(0, positions.size, _AT_ONCE)]


def facts_of(opened: Opened, known: str, seed: int) -> Facts:
    """What applicants know of the programs: nothing, or rates of the season before and visa policies."""
    if known == NOTHING_KNOWN:
        return Facts.none(opened.market.programs)
    return Facts.last_season(opened.market, opened.folklore, load_evidence(), seed)
