"""How likely one more applicant with a given list is to match in a season that was played, exactly.

One applicant among thousands moves no program's bar: against the bars and cutoffs of the played season, an invitation
depends on that applicant's luck with that program only, and so does being ranked high enough. So the chance needs no
dice: it is added up program by program, in the order in which the applicant likes them, over how many interviews were
taken so far.

References
----------
E. M. Azevedo, J. D. Leshno (2016), A supply and demand framework for two-sided matching markets, Journal of Political
Economy 124(5), doi:10.1086/687476: in large markets a stable match is given by the programs' cutoffs.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from optimizer.arrays import FloatArray, IntArray
from optimizer.cohort.market.chance import Luck
from optimizer.cohort.market.pairs import pairs_of
from optimizer.cohort.market.people import People
from optimizer.cohort.market.season import Applications, Market, Played, likings, worth


@dataclass(frozen=True, slots=True, eq=False)
class Prospects:
    """What can be expected of lists; arrays have one entry an applicant.

    Attributes
    ----------
    matched : float array
        Chance to match.
    utility : float array
        Expected worth of the match, 0 where there is none.
    interviews : float array
        Expected number of interviews taken.
    """

    matched: FloatArray
    utility: FloatArray
    interviews: FloatArray


def prospects(market: Market, played: Played, people: People, lists: np.ndarray, luck: Luck) -> Prospects:
    """What some further applicants can expect of their lists in a season that was played.

    Parameters
    ----------
    market : Market
    played : Played
        Its season; whose bars and cutoffs are what the applicants meet.
    people : People
        The further applicants.
    lists : int array (applicants, programs)
        Mode of each application, -1 = not applied to.
    luck : Luck
        Of these applicants; only their tastes are used.
    """
    theirs = replace(market, people=people)
    applications = Applications.of(lists)
    pairs = pairs_of(people, market.programs, applications.person, applications.program)
    utility = worth(theirs, pairs)
    order = np.lexsort((-likings(theirs, pairs.person, pairs.program, utility, luck), applications.person))
    program = applications.program
    invited = expit(market.truth.interview(people, market.programs, pairs, applications.mode) - played.bar[program])
    ranked = expit(market.truth.offer(people, market.programs, pairs) - played.cutoff[program])
    column = _columns(applications.person[order], people.count)
    shape = (people.count, int(column.max(initial=-1)) + 1)
    invite, offer, value = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    at = applications.person[order], column
    invite[at], offer[at], value[at] = invited[order], ranked[order], utility[order]
    most = round(market.figures.assumptions.of("interviews_accepted"))
    return _added_up(invite, offer, value, most)


def _columns(person: IntArray, people: int) -> IntArray:
    """Place of each application in its applicant's list."""
    start = np.searchsorted(person, np.arange(people))
    return np.asarray(np.arange(person.size) - start[person])


def _added_up(invite: FloatArray, offer: FloatArray, value: FloatArray, most: int) -> Prospects:
    """Over programs from the best liked on: chances of so many interviews so far, without and with a match."""
    people = len(invite)
    unmatched = np.zeros((people, most + 1))
    unmatched[:, 0] = 1.0
    taken = unmatched.copy()
    matched, utility, interviews = np.zeros(people), np.zeros(people), np.zeros(people)
    for place in range(invite.shape[1]):
        chance, ranked = invite[:, place, None], offer[:, place, None]
        interviewed = unmatched[:, :most] * chance
        here = (interviewed * ranked).sum(axis=1)
        matched += here
        utility += here * value[:, place]
        unmatched[:, :most] -= interviewed
        unmatched[:, 1:] += interviewed * (1.0 - ranked)
        more = taken[:, :most] * chance
        interviews += more.sum(axis=1)
        taken[:, :most] -= more
        taken[:, 1:] += more
    return Prospects(matched, utility, interviews)
