"""First years: who ranks an advanced position also ranks, on a supplemental list, where the year before it is spent.

An advanced position is matched whether or not a first year is found for it, and here nobody ranks a first year on the
primary list. So the supplemental lists are a match of their own, of those who matched to advanced positions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logit

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.cohort.country.specialty_part import CountryStudy, SpecialtyPart, people_of
from optimizer.cohort.deferred_acceptance import UNMATCHED, UNRANKED, RankOrderLists, blocking_pairs, match
from optimizer.cohort.market import (
    FOLKLORE,
    NOWHERE,
    PEOPLE_AT_ONCE,
    Applications,
    Luck,
    Market,
    MarketFigures,
    People,
    Programs,
    Purse,
    Truth,
    blocks,
    draw_programs,
    follow,
    generator,
    ranked,
    screen,
    seen_by,
    shared_out,
)
from optimizer.directory import Directory
from optimizer.errors import Fault, RefereeDisagreement
from optimizer.estimate import interview_rates
from optimizer.evidence import Evidence, load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES, FIRST_YEARS

CHOSEN_AS = "internal-medicine"
"""Programs of first years choose as programs of this specialty do: nothing is known of how they choose."""
_SITES_OF = {"transitional-year": CHOSEN_AS}
_FEWEST_PROGRAMS = 4


@dataclass(frozen=True, slots=True, eq=False)
class FirstYears:
    """The programs of first years, and who ranked them.

    Attributes
    ----------
    programs : Programs
        Each one's `specialty` is its kind of first year.
    level, ranking : float arrays (applicant types,)
        As in `Truth`.
    seekers : int array (seekers,)
        Applicants who applied to an advanced position.
    lists : RankOrderLists
        Supplemental, of the seekers; their programs are those of first years.
    received, asked, held, most_interviews : int arrays (programs,)
        As in `SpecialtyPart`.
    got : int array (seekers,)
        Position in the lists' choices of what each seeker got, -1 = nothing, or none needed.
    """

    programs: Programs
    level: FloatArray
    ranking: FloatArray
    seekers: IntArray
    lists: RankOrderLists
    received: IntArray
    asked: IntArray
    held: IntArray
    most_interviews: IntArray
    got: IntArray

    @property
    def filled(self) -> IntArray:
        """Positions that the supplemental lists filled at each program."""
        return np.bincount(self.lists.choice[self.got[self.got != UNMATCHED]], minlength=self.lists.positions.size)


def seek_first_years(study: CountryStudy, parts: Sequence[SpecialtyPart], figures: MarketFigures) -> FirstYears | None:
    """Play the first years up to the supplemental lists.

    Parameters
    ----------
    study : CountryStudy
    parts : sequence of SpecialtyPart
    figures : MarketFigures

    Returns
    -------
    FirstYears or None
        Nobody matched yet; None where none of the specialties has advanced positions.
    """
    seeks = np.concatenate([part.seeks_first_year for part in parts])
    if not seeks.any():
        return None
    evidence, seekers = load_evidence(), np.flatnonzero(seeks)
    market, applications, luck = _opened(study, strangers(parts, seekers), figures, evidence)
    screened = screen(market, applications, luck)
    everything = np.ones(applications.person.size, dtype=np.bool_)
    received, asked, held = (
        np.bincount(applications.program[counted], minlength=market.programs.count)
        for counted in (everything, screened.invited, screened.interviewed)
    )
    return FirstYears(
        programs=market.programs,
        level=market.truth.level,
        ranking=market.truth.ranking,
        seekers=seekers,
        lists=ranked(market, applications, screened, luck).lists,
        received=received,
        asked=asked,
        held=held,
        most_interviews=market.interviews,
        got=np.full(seekers.size, UNMATCHED),
    )


def matched_first_years(sought: FirstYears, in_advanced: BoolArray) -> FirstYears:
    """Match the supplemental lists.

    Parameters
    ----------
    sought : FirstYears
    in_advanced : bool array (applicants,)
        Who matched to an advanced position.

    Raises
    ------
    RefereeDisagreement
        The match is not stable: a defect of matchlist.
    """
    lists = sought.lists
    owner = np.repeat(np.arange(sought.seekers.size), np.diff(lists.start))
    needed = replace(lists, rank_there=np.where(in_advanced[sought.seekers][owner], lists.rank_there, UNRANKED))
    got = match(needed)
    if blocking := blocking_pairs(needed, got):
        raise RefereeDisagreement(Fault("a match is not stable", "simulated first years", blocking, "no blocking pair"))
    return replace(sought, got=got)


def strangers(parts: Sequence[SpecialtyPart], someone: IntArray) -> People:
    """Some applicants of all specialties; homes and families, which are programs of their own specialty, left out."""
    nowhere = np.full(someone.size, NOWHERE)
    return replace(people_of(parts, someone), home=nowhere, family=nowhere)


def _opened(
    study: CountryStudy, people: People, figures: MarketFigures, evidence: Evidence
) -> tuple[Market, Applications, Luck]:
    """The programs of first years, what they hold, and who applies where."""
    programs, positions = _programs(study, figures, evidence)
    interviews = np.round(positions * figures.first_years.interviews_for_position.value).astype(np.int64)
    rates = [interview_rates(evidence, (CHOSEN_AS,), kind)[0] for kind in APPLICANT_TYPES]
    ranking = np.array([figures.ranking_of(CHOSEN_AS, kind) for kind in APPLICANT_TYPES])
    market = Market(programs, people, Truth(evidence, logit(rates), ranking), interviews, positions, figures)
    usual = Purse.of(
        load_season(figures.season), CHOSEN_AS, evidence.central("first_year_applications"), programs.count
    ).applications
    elsewhere = figures.assumptions.of("elsewhere_utility")
    rng = generator(study.seed, "first years", "applications")
    sent = []
    for block in blocks(people.count, PEOPLE_AT_ONCE):
        some = np.arange(people.count)[block]
        seen = seen_by(people, programs, some, usual, elsewhere, rng)
        theirs = Applications.of(follow(FOLKLORE["nearest"], seen, {}))
        sent.append(replace(theirs, person=some[theirs.person]))
    luck = Luck.draw(people.count, programs.count, study.seed, "first years", "luck")
    return market, Applications.joined(sent), luck


def _programs(study: CountryStudy, figures: MarketFigures, evidence: Evidence) -> tuple[Programs, IntArray]:
    """Programs of first years, one kind after the other, and their positions.

    They stand where invented programs of internal medicine or general surgery do, and are what those are.
    """
    found, effect, reputation, places, positions = [], [], [], [], []
    for kind, figure in figures.first_years.positions.items():
        rng = generator(study.seed, kind, "programs")
        sites_of = _SITES_OF.get(kind, FIRST_YEARS[kind].specialty)
        sites = draw_programs(figures, evidence, sites_of, scale=study.scale, seed=study.seed)
        total = round(figure.value * study.scale)
        count = min(max(round(total / figures.first_years.positions_each.value), _FEWEST_PROGRAMS), sites.count)
        chosen = rng.permutation(sites.count)[:count]
        for number, at in enumerate(chosen):
            site = sites.directory.programs[at]
            found.append(site.model_copy(update={"id": f"{kind}-{number:04}", "specialty": kind}))
            places.append(sites.directory.places[at])
        effect.append(sites.effect[chosen])
        reputation.append(sites.reputation[chosen])
        spread = figures.assumptions.of("positions_spread")
        positions.append(shared_out(np.exp(spread * rng.normal(size=count)), total))
    programs = Programs(
        CHOSEN_AS, Directory(tuple(found), tuple(places)), np.concatenate(reputation), np.concatenate(effect)
    )
    return programs, np.concatenate(positions)
