"""A season played out: programs screen and invite, interview and rank, and the match is made and checked.

Programs don't decide by a chance but by places: each invites the best by what it sees, up to the interviews that it can
hold. How many those are, and how many positions it has, is settled once, by a season in which everybody follows
folklore: there the published interview rates come out, and the positions add up to the published ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray, in_stable_order
from optimizer.cohort.deferred_acceptance import UNMATCHED, UNRANKED, RankOrderLists, blocking_pairs, match
from optimizer.cohort.market.applying import NOT_APPLIED
from optimizer.cohort.market.chance import Luck, logistic
from optimizer.cohort.market.figures import MarketFigures
from optimizer.cohort.market.pairs import ALIGNED, Pairs, Truth, blocks, pairs_of
from optimizer.cohort.market.people import People
from optimizer.cohort.market.programs import Programs
from optimizer.errors import Fault, RefereeDisagreement
from optimizer.vocabulary import APPLICANT_TYPES


@dataclass(frozen=True, slots=True, eq=False)
class Applications:
    """Everybody's applications; arrays have one entry an application.

    Attributes
    ----------
    person, program : int arrays
        Positions; ordered by person.
    mode : int array
        Signal, as a position in `MODES`.
    """

    person: IntArray
    program: IntArray
    mode: IntArray

    @classmethod
    def of(cls, lists: np.ndarray) -> "Applications":
        """From modes of shape (applicants, programs), -1 = not applied to."""
        person, program = np.nonzero(lists != NOT_APPLIED)
        return cls(person, program, lists[person, program].astype(np.int64))

    @classmethod
    def nobodys(cls) -> "Applications":
        """None at all."""
        none = np.zeros(0, dtype=np.int64)
        return cls(none, none, none)

    @classmethod
    def joined(cls, parts: Sequence["Applications"]) -> "Applications":
        """Those of several groups of applicants, nobody in two of them, as one."""
        person = np.concatenate([part.person for part in parts])
        order = np.argsort(person, kind="stable")
        program, mode = (np.concatenate([getattr(part, name) for part in parts])[order] for name in ("program", "mode"))
        return cls(person[order], program, mode)


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Programs, people and what holds between them.

    Attributes
    ----------
    programs : Programs
    people : People
    truth : Truth
    interviews, positions : int arrays (programs,)
        How many each program interviews at most, and takes.
    figures : MarketFigures
    """

    programs: Programs
    people: People
    truth: Truth
    interviews: IntArray
    positions: IntArray
    figures: MarketFigures


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What became of a season.

    Attributes
    ----------
    applications : Applications
    invited, interviewed : bool arrays (applications,)
        Offered an interview at some time; took it.
    program_of : int array (applicants,)
        Where each one matched, -1 = unmatched.
    utility : float array (applicants,)
        What the match is worth to each; 0 = unmatched.
    bar : float array (programs,)
        Score that an application has to beat to be invited; -inf where the program invites everybody.
    cutoff : float array (programs,)
        Score that an interviewed applicant has to beat to match there; 0 where positions stay open.
    """

    applications: Applications
    invited: BoolArray
    interviewed: BoolArray
    program_of: IntArray
    utility: FloatArray
    bar: FloatArray
    cutoff: FloatArray

    @property
    def matched(self) -> BoolArray:
        """Who matched, shape (applicants,)."""
        return np.asarray(self.program_of != UNMATCHED)

    def interviews_of(self) -> IntArray:
        """How many interviews each applicant had."""
        return np.bincount(self.applications.person[self.interviewed], minlength=self.program_of.size)


def play(market: Market, applications: Applications, luck: Luck) -> Played:
    """Play a season.

    Parameters
    ----------
    market : Market
    applications : Applications
        Of the market's people.
    luck : Luck

    Raises
    ------
    RefereeDisagreement
        The match is not stable: a defect of matchlist.
    """
    return conclude(market, applications, screen(market, applications, luck), luck)


def conclude(market: Market, applications: Applications, screened: "Screened", luck: Luck) -> Played:
    """Rank and match after the interviews; raises as `play`."""
    brought = ranked(market, applications, screened, luck)
    lists = brought.lists
    got = match(lists)
    if blocking := blocking_pairs(lists, got):
        raise RefereeDisagreement(Fault("a match is not stable", "simulated season", blocking, "no blocking pair"))
    matched = got != UNMATCHED
    taken = got[matched]
    program_of = np.full(market.people.count, UNMATCHED, dtype=np.int64)
    program_of[matched] = lists.choice[taken]
    utility = np.zeros(market.people.count)
    utility[matched] = brought.utility[taken]
    cutoff = _cutoffs(market, lists.choice[taken], brought.score[taken])
    return Played(applications, screened.invited, screened.interviewed, program_of, utility, screened.bar, cutoff)


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """What comes out of the interviews.

    Attributes
    ----------
    lists : RankOrderLists
    utility : float array (choices,)
        What a match at each choice is worth to the applicant.
    score : float array (choices,)
        By which the program ranks the applicant; ranked where above 0.
    """

    lists: RankOrderLists
    utility: FloatArray
    score: FloatArray


def ranked(market: Market, applications: Applications, screened: "Screened", luck: Luck) -> Ranked:
    """Both sides' rank order lists after the interviews.

    Applicants rank all their interviews by liking; programs rank those whom they want (score above 0) by score.
    """
    held = screened.interviewed
    interviews = pairs_of(market.people, market.programs, applications.person[held], applications.program[held])
    chance = luck.interview(interviews.person, interviews.program)
    score = market.truth.offer(market.people, market.programs, interviews) + logistic(chance)
    at = np.lexsort((-screened.liking[held], interviews.person))
    start = np.searchsorted(interviews.person[at], np.arange(market.people.count + 1)).astype(np.int64)
    order = np.lexsort((-score, interviews.program))
    first = np.searchsorted(interviews.program[order], np.arange(market.programs.count))
    rank_there = np.empty(order.size, dtype=np.int64)
    rank_there[order] = np.arange(order.size) - first[interviews.program[order]]
    rank_there[score <= 0] = UNRANKED
    lists = RankOrderLists(start, interviews.program[at], rank_there[at], market.positions)
    return Ranked(lists, screened.utility[held][at], score[at])


@dataclass(frozen=True, slots=True, eq=False)
class Screened:
    """What came of the applications; arrays have one entry an application, `bar` one a program."""

    utility: FloatArray
    liking: FloatArray
    invited: BoolArray
    interviewed: BoolArray
    bar: FloatArray


def screen(market: Market, applications: Applications, luck: Luck) -> Screened:
    """Programs score the applications and invite."""
    return invite(market, applications, read(market, applications), luck)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """What stands in applications; arrays have one entry an application.

    Attributes
    ----------
    log_odds : float array
        Of an interview.
    utility : float array
        What a match there is worth to the applicant.
    """

    log_odds: FloatArray
    utility: FloatArray


def read(market: Market, applications: Applications) -> Read:
    """Look at applications one by one; what comes out for each hangs on no other, and on no luck."""
    person, program = applications.person, applications.program
    log_odds, utility = np.empty(person.size), np.empty(person.size)
    for block in blocks(person.size):
        pairs = pairs_of(market.people, market.programs, person[block], program[block])
        log_odds[block] = market.truth.interview(market.people, market.programs, pairs, applications.mode[block])
        utility[block] = worth(market, pairs)
    return Read(log_odds, utility)


def invite(market: Market, applications: Applications, seen: Read, luck: Luck) -> Screened:
    """Programs invite the best, applicants decline what is too much."""
    person, program = applications.person, applications.program
    score = seen.log_odds + logistic(luck.screening(person, program))
    liking = likings(market, person, program, seen.utility, luck)
    invited, interviewed = _invitations(market, applications, score, liking)
    bar = _bars(market, applications, score, interviewed, invited)
    return Screened(seen.utility, liking, invited, interviewed, bar)


def worth(market: Market, pairs: Pairs) -> FloatArray:
    """What a match at each pair's program is worth to the applicant."""
    own_state = market.people.home_state[pairs.person] == market.programs.state[pairs.program]
    elsewhere = market.figures.assumptions.of("elsewhere_utility")
    return np.where(own_state | (pairs.preference == ALIGNED), 1.0, elsewhere)


def likings(market: Market, person: IntArray, program: IntArray, utility: FloatArray, luck: Luck) -> FloatArray:
    """In which order applicants rank the programs of their interviews."""
    assumed = market.figures.assumptions.of
    taste = luck.taste(person, program).astype(np.float64)
    reputation = market.programs.reputation[program]
    return np.asarray(utility + assumed("reputation_weight") * reputation + assumed("taste_sd") * taste)


def _invitations(
    market: Market, applications: Applications, score: FloatArray, liking: FloatArray
) -> tuple[BoolArray, BoolArray]:
    """Invite the best; who has too many declines the least liked, and the next in line are invited."""
    most = round(market.figures.assumptions.of("interviews_accepted"))
    order = best_first(applications.program, score)
    program = applications.program[order]
    first_there = np.searchsorted(program, np.arange(market.programs.count))[program]
    room = market.interviews[program]
    declined = np.zeros(score.size, dtype=np.bool_)
    ever = np.zeros(score.size, dtype=np.bool_)
    while True:
        in_line = ~declined[order]
        invited = np.zeros(score.size, dtype=np.bool_)
        invited[order] = in_line & (place_within(in_line, first_there) < room)
        ever |= invited
        too_many = _beyond(applications.person, np.flatnonzero(invited), liking, most)
        if not too_many.size:
            return ever, invited
        declined[too_many] = True


def best_first(program: IntArray, score: FloatArray) -> IntArray:
    """Applications by program, each one's best first; as equal ones stand."""
    best = in_stable_order(-score)
    # Few enough for two bytes, programs are sorted digit by digit.
    few = program[best].astype(np.int16 if program.max(initial=0) < 2**15 else np.int64)
    return best[np.argsort(few, kind="stable")]


def _beyond(person: IntArray, offered: IntArray, liking: FloatArray, most: int) -> IntArray:
    """Which offers, of those at these positions, lie beyond the most liked of each who has more than so many."""
    has_more = np.bincount(person[offered]) > most
    offers = offered[has_more[person[offered]]]
    offers = offers[np.lexsort((-liking[offers], person[offers]))]
    whose = person[offers]
    return offers[np.arange(offers.size) - np.searchsorted(whose, whose) >= most]


def place_within(counted: BoolArray, first: IntArray) -> IntArray:
    """How many counted entries stand before each in its group, which begins at `first`; groups follow one another."""
    before = np.concatenate([[0], np.cumsum(counted)])
    return np.asarray(before[:-1] - before[first])


def _bars(
    market: Market, applications: Applications, score: FloatArray, interviewed: BoolArray, invited: BoolArray
) -> FloatArray:
    """Lowest score interviewed where a program holds all its interviews and had more applications, else -inf."""
    lowest = np.full(market.programs.count, np.inf)
    np.minimum.at(lowest, applications.program[interviewed], score[interviewed])
    held = np.bincount(applications.program[interviewed], minlength=market.programs.count)
    turned_down = np.bincount(applications.program[~invited], minlength=market.programs.count)
    return np.where((held >= market.interviews) & (turned_down > 0), lowest, -np.inf)


def _cutoffs(market: Market, program: IntArray, score: FloatArray) -> FloatArray:
    """Score of the last one whom each full program took, 0 where positions stay open; of the matched pairs."""
    worst = np.full(market.programs.count, np.inf)
    np.minimum.at(worst, program, score)
    full = np.bincount(program, minlength=market.programs.count) >= market.positions
    return np.where(full, worst, 0.0)


def interview_rates(market: Market, played: Played) -> Mapping[str, float]:
    """Mean over programs of the share of each type's applications that were interviewed; NaN where none applied."""
    found = {}
    kind = market.people.type[played.applications.person]
    for index, name in enumerate(APPLICANT_TYPES):
        program = played.applications.program[kind == index]
        count = np.bincount(program, minlength=market.programs.count)
        held = np.bincount(program, played.interviewed[kind == index], market.programs.count)
        found[name] = float((held[count > 0] / count[count > 0]).mean()) if program.size else float("nan")
    return found
