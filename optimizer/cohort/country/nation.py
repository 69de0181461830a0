"""The country's match: all lists joined, matched with the couples', proven stable; first years; offers after it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, IntArray
from optimizer.cohort.country.couples import draw_couples, near_each_other, places_of
from optimizer.cohort.country.first_years import FirstYears, matched_first_years, seek_first_years
from optimizer.cohort.country.specialty_part import (
    CountryStudy,
    Sent,
    Share,
    SpecialtyPart,
    play_part,
    play_share,
    shares_of,
)
from optimizer.cohort.country.supplement import Offers, supplement
from optimizer.cohort.deferred_acceptance import UNMATCHED, RankOrderLists, blocking_pairs
from optimizer.cohort.engine import Engine, Failed
from optimizer.cohort.market import load_market
from optimizer.cohort.match_with_couples import CouplesLists, CouplesMatch, blocking_couples, match_with_couples
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
    couples : CouplesLists
        Who ranked as a couple, and their lines.
    matched : CouplesMatch
        What the match gave.
    blocking : bool array (couples,)
        Couples that would rather have another line, and could: where there is no stable match, or none was found.
    first_years : FirstYears or None
        First years of those who matched to advanced positions; None where no specialty has such.
    supplement : Offers
        What the rounds of offers after the match brought.
    """

    study: CountryStudy
    parts: tuple[SpecialtyPart, ...]
    lists: RankOrderLists
    couples: CouplesLists
    matched: CouplesMatch
    blocking: BoolArray
    first_years: FirstYears | None
    supplement: Offers

    @property
    def got(self) -> IntArray:
        """Position in the lists' choices of what each applicant got in the match, -1 = unmatched."""
        return self.matched.got

    @property
    def in_advanced(self) -> BoolArray:
        """Who matched to a position that begins in the second year, shape (applicants,)."""
        return in_advanced(self.parts, self.lists, self.matched)

    @property
    def near(self) -> BoolArray:
        """Couples both of whom matched in one city or metropolitan area, shape (couples,)."""
        first, second = self.program_of[self.couples.partners].T
        both = (first != UNMATCHED) & (second != UNMATCHED)
        return np.asarray(both & near_each_other(places_of(self.parts), first, second))

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
        Plays the specialties, on this machine in threads; the match is made here.
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
    done = _played(study, engine, told)
    parts = tuple(done[name] for name in study.specialties)
    lists = joined([part.lists for part in parts])
    with ThreadPoolExecutor(1) as aside:
        # Who gets a first year waits for the match; who applied for one and was interviewed doesn't.
        seeking = aside.submit(seek_first_years, study, parts, figures)
        if not engine.spreads:
            seeking.result()
        couples = draw_couples(parts, lists, figures, study.seed)
        matched = match_with_couples(lists, couples)
        blocking = proven(lists, couples, matched)
        sought = seeking.result()
    has_one = matched.got != UNMATCHED
    advanced = in_advanced(parts, lists, matched)
    first_years = None if sought is None else matched_first_years(sought, advanced)
    left = lists.positions - np.bincount(lists.choice[matched.got[has_one]], minlength=lists.positions.size)
    after = supplement(parts, first_years, ~has_one, advanced, left, figures, study.seed, engine.at_once)
    return Country(study, parts, lists, couples, matched, blocking, first_years, after)


def _played(study: CountryStudy, engine: Engine, told: Callable[[str], None]) -> dict[str, SpecialtyPart]:
    """Every specialty played, the largest in shares where several work at once."""
    specialties = load_market().specialties
    # The largest first, so that no worker is left with one at the end.
    largest = sorted(
        study.specialties, key=lambda name: -sum(kind.value for kind in specialties[name].applicants.values())
    )
    shares = {name: shares_of(study, name) if engine.spreads else [Share(name)] for name in largest}
    tasks = {f"{one.specialty} {one.number}": one for those in shares.values() for one in those}
    done: dict[str, SpecialtyPart] = {}
    sent: dict[str, list[Sent]] = {name: [] for name in largest}
    for task, result in engine.results(play_share, study, tasks, in_threads=True):
        name = tasks[task].specialty
        if isinstance(result, Failed):
            raise BadInput(Fault(f"the season could not be played: {result.words}", f"simulated season {name}"))
        if isinstance(result, SpecialtyPart):
            done[name] = result
        else:
            sent[name].append(result)
            if len(sent[name]) < len(shares[name]):
                continue
            done[name] = play_part(study, name, sent.pop(name))
        told(name)
    return done


def in_advanced(parts: Sequence[SpecialtyPart], lists: RankOrderLists, matched: CouplesMatch) -> BoolArray:
    """Who matched to a position that begins in the second year, shape (applicants,)."""
    advanced = np.concatenate([part.advanced for part in parts])
    return np.append(advanced[lists.choice], [False])[matched.got]


def proven(lists: RankOrderLists, couples: CouplesLists, matched: CouplesMatch) -> BoolArray:
    """Which couples block a match, shape (couples,); none may that the match did not tell of.

    Raises
    ------
    RefereeDisagreement
        Somebody who ranks alone blocks it, or a couple that wasn't told of: a defect of matchlist.
    """
    pairs = blocking_pairs(lists, matched.got, couples.ranks_alone(lists.applicants))
    blocking = blocking_couples(lists, couples, matched)
    if untold := pairs + int((blocking & ~matched.in_circles).sum()):
        raise RefereeDisagreement(Fault("a match is not stable", "simulated country", untold, "no blocking pair"))
    return blocking


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
