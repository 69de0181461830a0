"""A season in which everybody uses matchlist, beside the same season of folklore, and beside advice that expects it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.cohort.market.advising import Task
from optimizer.cohort.market.applying import NOT_APPLIED, Purse, seen_by
from optimizer.cohort.market.chance import Luck, generator
from optimizer.cohort.market.crowding import Sent, crowding, with_crowding
from optimizer.cohort.market.figures import load_market
from optimizer.cohort.market.knowing import Adviser, Told
from optimizer.cohort.market.opening import Opened, facts_of, open_season
from optimizer.cohort.market.prospects import prospects
from optimizer.cohort.market.season import Applications, Played, play
from optimizer.cohort.market.study import Adopted, Expecting, Study
from optimizer.estimate import draw_scenarios
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES

SCENARIOS_OF_EVERYBODY = 16
GAP_OF_EVERYBODY = 1e-3
"""Tens of thousands of lists: half the scenarios of a person's own list, and proven to a thousandth."""
STANDS_STILL = 0.05
"""Log-odds of crowding: what is left below says nothing."""


def everybody(study: Study, specialty: str, known: str) -> Adopted:
    """Play one specialty's season with folklore, with everybody's list by matchlist, and with lists that expect that.

    Parameters
    ----------
    study : Study
    specialty : str
    known : str
        What applicants know of programs, one of `KNOWLEDGE`.
    """
    seed, scale = study.seed, study.adoption_scale or study.scale
    season = load_season(load_market().season)
    opened = open_season(load_market(), study.truth(0), season, specialty, scale=scale, seed=seed)
    adviser = Adviser(
        opened.market.programs,
        load_evidence(),
        season,
        facts_of(opened, known, seed),
        draw_scenarios(SCENARIOS_OF_EVERYBODY),
    )
    advising = _Advising.of(opened, adviser, seed)
    first = advising.lists(np.zeros(opened.market.programs.count))
    before = play(opened.market, opened.folklore, opened.luck)
    after = play(opened.market, Applications.of(first.mode), opened.luck)
    return Adopted(
        specialty=specialty,
        known=known,
        kind=opened.market.people.type,
        stated=first.stated,
        matched=after.matched,
        matched_before=before.matched,
        utility=after.utility,
        utility_before=before.utility,
        interviews=after.interviews_of(),
        interviews_before=before.interviews_of(),
        expecting=_expecting(advising, first, after, study),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Lists:
    """Everybody's lists: modes of shape (applicants, programs), what each states, and the applications in them."""

    mode: npt.NDArray[np.int8]
    stated: FloatArray
    sent: Sent


@dataclass(frozen=True, slots=True, eq=False)
class _Advising:
    """Everybody's advice in one season; what a match is worth to each has shape (applicants, programs)."""

    opened: Opened
    adviser: Adviser
    utility: FloatArray

    @classmethod
    def of(cls, opened: Opened, adviser: Adviser, seed: int) -> "_Advising":
        people, programs = opened.market.people, opened.market.programs
        elsewhere = opened.market.figures.assumptions.of("elsewhere_utility")
        rng = generator(seed, programs.specialty, "everybody")
        utility = np.empty((people.count, programs.count))
        for person in range(people.count):
            applications = opened.purses[APPLICANT_TYPES[people.type[person]]].applications
            utility[person] = seen_by(people, programs, np.array([person]), applications, elsewhere, rng).utility[0]
        return cls(opened, adviser, utility)

    def lists(self, shift: FloatArray) -> _Lists:
        """Everybody's list where crowding adds something to each program's log-odds of an interview."""
        people, programs = self.opened.market.people, self.opened.market.programs
        caps = self.adviser.season.signal_caps(programs.specialty)
        mode = np.full((people.count, programs.count), NOT_APPLIED, dtype=np.int8)
        stated, chances = np.zeros(people.count), []
        for person in range(people.count):
            told = self.adviser.tell(people, person)
            crowded = with_crowding(told, shift) if shift.any() else told
            task = Task.of(crowded, self.utility[person], self._purse(person), caps)
            best = task.best(GAP_OF_EVERYBODY)
            mode[person], stated[person] = best, task.stated(best)
            chances.append(_interview_chances(told, best))
        return _Lists(mode, stated, Sent(np.nonzero(mode != NOT_APPLIED)[1], np.concatenate(chances)))

    def of_folklore(self) -> Sent:
        """What everybody sends by folklore, with the estimate's chances."""
        sent, people = self.opened.folklore, self.opened.market.people
        start = np.searchsorted(sent.person, np.arange(people.count + 1))
        chances = []
        for person in range(people.count):
            mode = np.full(self.opened.market.programs.count, NOT_APPLIED)
            theirs = slice(start[person], start[person + 1])
            mode[sent.program[theirs]] = sent.mode[theirs]
            told = self.adviser.tell(people, person)
            chances.append((np.flatnonzero(mode != NOT_APPLIED), _interview_chances(told, mode)))
        return Sent(np.concatenate([one for one, _ in chances]), np.concatenate([one for _, one in chances]))

    def _purse(self, person: int) -> Purse:
        return self.opened.purses[APPLICANT_TYPES[self.opened.market.people.type[person]]]


def _interview_chances(told: Told, mode: npt.NDArray[np.int64]) -> FloatArray:
    applied = np.flatnonzero(mode != NOT_APPLIED)
    return np.asarray(told.chances.interview[applied, mode[applied], :] @ told.scenarios.weight)


def _expecting(advising: _Advising, first: _Lists, season_of_first: Played, study: Study) -> Expecting:
    """Advise until what crowding adds stands still, and play the season of those lists."""
    opened = advising.opened
    market, programs = opened.market, opened.market.programs
    held = advising.of_folklore().expected(programs.count)
    shift, lists, moving, rounds = np.zeros(programs.count), first, np.inf, 0
    while moving > STANDS_STILL and rounds < study.adoption_rounds:
        rounds += 1
        missing = crowding(lists.sent, held) - shift
        moving = float(np.abs(missing)[lists.sent.program].mean())
        # Ever smaller steps: so few programs and people jump back and forth otherwise.
        shift = shift + missing / (rounds + 1)
        lists = advising.lists(shift)
    played = play(market, Applications.of(lists.mode), opened.luck)
    luck = Luck.draw(market.people.count, programs.count, study.seed, programs.specialty, "one more")
    alone, unaware = (
        prospects(market, season_of_first, market.people, one.mode, luck).matched for one in (lists, first)
    )
    sent = first.mode != NOT_APPLIED
    return Expecting(
        stated=lists.stated,
        matched=played.matched,
        utility=played.utility,
        interviews=played.interviews_of(),
        alone=alone,
        alone_unaware=unaware,
        rounds=rounds,
        still_moving=moving,
        changed=float((lists.mode != first.mode)[sent].mean()),
    )
