"""The country's match: every specialty's lists joined, matched together, proven stable, and open positions offered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import IntArray
from optimizer.cohort.country.specialty_part import CountryStudy, SpecialtyPart, play_part
from optimizer.cohort.country.supplement import Offers, supplement
from optimizer.cohort.deferred_acceptance import UNMATCHED, RankOrderLists, blocking_pairs, match
from optimizer.cohort.engine import Engine, Failed
from optimizer.cohort.market import load_market
from optimizer.errors import BadInput, Fault, RefereeDisagreement


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """A season of the country; applicants and programs are numbered specialty after specialty.

    Attributes
    ----------
    study : CountryStudy
    parts : tuple of SpecialtyPart
        In the order of the study's specialties.
    lists : RankOrderLists
        Everybody's.
    got : int array (applicants,)
        Position in the lists' choices of what each applicant got in the match, -1 = unmatched.
    supplement : Offers
        What the rounds of offers after the match brought.
    """

    study: CountryStudy
    parts: tuple[SpecialtyPart, ...]
    lists: RankOrderLists
    got: IntArray
    supplement: Offers

    @property
    def program_of(self) -> IntArray:
        """Program that each applicant matched to, -1 = unmatched."""
        return np.append(self.lists.choice, UNMATCHED)[self.got]

    @property
    def filled(self) -> IntArray:
        """Positions that the match filled at each program."""
        return np.bincount(self.lists.choice[self.got[self.got != UNMATCHED]], minlength=self.lists.positions.size)


def play_country(study: CountryStudy, engine: Engine, told: Callable[[str], None] = lambda _: None) -> Country:
    """Play a season of the country.

    Parameters
    ----------
    study : CountryStudy
    engine : Engine
        Plays the specialties; the match is made here.
    told : function
        Called with each specialty once it is played.

    Raises
    ------
    BadInput
        A specialty could not be played, or the engine can't be reached.
    RefereeDisagreement
        The match is not stable: a defect of matchlist.
    """
    figures = load_market()
    # The largest first, so that no worker is left with one at the end.
    largest = sorted(
        study.specialties, key=lambda name: -sum(kind.value for kind in figures.specialties[name].applicants.values())
    )
    done: dict[str, SpecialtyPart] = {}
    for name, part in engine.results(play_part, study, {name: name for name in largest}):
        if isinstance(part, Failed):
            raise BadInput(Fault(f"the season could not be played: {part.words}", f"simulated season {name}"))
        done[name] = part
        told(name)
    parts = tuple(done[name] for name in study.specialties)
    lists = joined([part.lists for part in parts])
    got = match(lists)
    if blocking := blocking_pairs(lists, got):
        raise RefereeDisagreement(Fault("a match is not stable", "simulated country", blocking, "no blocking pair"))
    taken = np.bincount(lists.choice[got[got != UNMATCHED]], minlength=lists.positions.size)
    after = supplement(parts, got == UNMATCHED, lists.positions - taken, figures, study.seed)
    return Country(study, parts, lists, got, after)


def joined(parts: Sequence[RankOrderLists]) -> RankOrderLists:
    """Lists of several groups of applicants and programs as one, numbered one group after the other."""
    programs = np.cumsum([0, *(part.positions.size for part in parts)])
    choices = np.cumsum([0, *(part.choice.size for part in parts)])
    return RankOrderLists(
        np.concatenate([[0], *(part.start[1:] + before for part, before in zip(parts, choices, strict=False))]),
        np.concatenate([part.choice + before for part, before in zip(parts, programs, strict=False)]),
        np.concatenate([part.rank_there for part in parts]),
        np.concatenate([part.positions for part in parts]),
    )
