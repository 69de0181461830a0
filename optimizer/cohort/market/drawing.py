"""A season drawn: programs, people and what everybody applies to by folklore, before selectivity is settled."""

from dataclasses import dataclass, replace

import numpy as np

from optimizer.cohort.market.applying import FOLKLORE, Purse, aimed, follow, heard_of, seen_by
from optimizer.cohort.market.chance import Luck, generator
from optimizer.cohort.market.figures import MarketFigures
from optimizer.cohort.market.pairs import Truth, blocks
from optimizer.cohort.market.people import draw_people
from optimizer.cohort.market.programs import draw_programs
from optimizer.cohort.market.season import Applications, Market
from optimizer.evidence import Evidence, Season
from optimizer.vocabulary import APPLICANT_TYPES

PEOPLE_AT_ONCE = 1000
"""Applicants whose keys over all programs are held at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A season of one specialty before anybody applies.

    Attributes
    ----------
    market : Market
        Not settled: nothing is added to the log-odds of an interview yet, and no program has interviews or positions.
    season : Season
        Signals and fees.
    purses : mapping of applicant type to Purse
    positions : int
        Of all programs together.
    seed : int
    """

    market: Market
    season: Season
    purses: dict[str, Purse]
    positions: int
    seed: int

    @property
    def luck(self) -> Luck:
        """What is left to chance between everybody."""
        market = self.market
        return Luck.draw(market.people.count, market.programs.count, self.seed, market.programs.specialty, "luck")

    def folklore(self, share: int = 0, shares: int = 1) -> Applications:
        """Everybody's list by the rule that each happens to follow, and by hearsay; or a share of these lists.

        People hear from advisers and from those before them who takes people like them. By so much do their
        applications lie above a program drawn at random as `aim_effect` says; no rule that is compared hears of it.

        Parameters
        ----------
        share, shares : int
            Which part, from 0, of how many. Random numbers are drawn for those before it too, so that the parts
            together are what one alone would be.
        """
        people, programs, figures = self.market.people, self.market.programs, self.market.figures
        truth = self.market.truth.evidence
        rng = generator(self.seed, programs.specialty, "folklore")
        names = list(figures.background.shares)
        rule_of = rng.choice(len(names), size=people.count, p=list(figures.background.shares.values()))
        caps, elsewhere = self.season.signal_caps(programs.specialty), figures.assumptions.of("elsewhere_utility")
        groups = [
            (name, kind, following[block])
            for index, name in enumerate(names)
            for kind in APPLICANT_TYPES
            for following in [np.flatnonzero((rule_of == index) & (people.type == APPLICANT_TYPES.index(kind)))]
            for block in blocks(following.size, PEOPLE_AT_ONCE)
        ]
        first, end = (len(groups) * (share + more) // shares for more in (0, 1))
        lists: list[Applications] = [Applications.nobodys()]
        for number, (name, kind, some) in enumerate(groups[:end]):
            welcome = programs.effect[:, APPLICANT_TYPES.index(kind)]
            if number < first:
                rng.random((some.size, programs.count), dtype=np.float32)
                heard_of(welcome, some.size, rng)
                continue
            seen = seen_by(people, programs, some, self.purses[kind].applications, elsewhere, rng)
            heard = heard_of(welcome, some.size, rng)
            rule = aimed(FOLKLORE[name], heard, welcome, truth.central("aim_effect", None, kind))
            theirs = Applications.of(follow(rule, seen, caps))
            lists.append(replace(theirs, person=some[theirs.person]))
        return Applications.joined(lists)


def draw_season(
    figures: MarketFigures, truth: Evidence, season: Season, specialty: str, *, scale: float, seed: int
) -> Drawn:
    """Draw programs and people of one specialty.

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
    ranking = np.array([figures.ranking_of(specialty, kind) for kind in APPLICANT_TYPES])
    nothing = np.zeros(programs.count, dtype=np.int64)
    open_truth = Truth(truth, np.zeros(len(APPLICANT_TYPES)), ranking)
    market = Market(programs, people, open_truth, nothing, nothing, figures)
    return Drawn(market, season, purses, round(national.positions.value * scaled), seed)
