"""From two plans to two lists with one aim."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.couple.answer import (
    Chance,
    CoupleFigures,
    CoupleLists,
    CoupleNotDecided,
    CoupleOutcome,
    CouplePlace,
    NoCouple,
)
from optimizer.couple.pairs import ranked_pairs
from optimizer.couple.partners import Partners
from optimizer.couple.places import Places, shared_places
from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.estimate import Scenarios, draw_for_two, ends_of_chances, offer_draws
from optimizer.plan import (
    MILES_AN_HOUR,
    Couple,
    Plan,
    Prepared,
    ProgramList,
    no_list,
    plan_directory,
    prepare,
    program_list,
    require_chances,
)
from optimizer.portfolio import (
    NOWHERE,
    PairInfeasible,
    PairProblem,
    PairSolved,
    PairUndecided,
    Solved,
    evaluate,
    evaluate_pair,
    match_probability,
    pair_chances,
    solve_pair,
    spend,
)
from optimizer.wording import tenths_in_100, tenths_of_100

Lists = tuple[IntArray, IntArray]

COUPLE_TIME_LIMIT_S = 15.0
WHO = ("you", "your partner")
_BESIDE = "This list is made to go with your partner's. By itself another list would be better."
_SMALLEST_SAID = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class PreparedCouple:
    """Two plans with all that the search needs.

    Attributes
    ----------
    wish : Couple
    prepared : pair of Prepared
        By the same luck of regions, and each one's own of all else.
    places : Places
    problem : PairProblem
    """

    wish: Couple
    prepared: tuple[Prepared, Prepared]
    places: Places
    problem: PairProblem


def prepare_couple(
    partners: Partners, directory: Directory | None = None, luck: tuple[Scenarios, Scenarios] | None = None
) -> PreparedCouple:
    """Estimate both's chances by shared luck, and find the places that both can go to.

    Parameters
    ----------
    partners : Partners
    directory : Directory or None
        Of both; None reads each plan's program files, or the shipped directory where it names none.
    luck : pair of Scenarios or None
        With the same weights for both; None is `draw_for_two`.

    Raises
    ------
    BadInput
        A plan can't be used, or no program of one is near one of the other.
    """
    first, second = partners.plans
    if directory is None and (first.programs, first.facts) == (second.programs, second.facts):
        directory = plan_directory(first)
    faults: list[Fault] = []
    made: list[Prepared] = []
    for who, plan, scenarios in zip(WHO, (first, second), luck or draw_for_two(), strict=True):
        try:
            one = prepare(plan, directory, scenarios=scenarios)
            require_chances(one, "what two lists bring together")
            made.append(one)
        except BadInput as error:
            faults += [_of(fault, who) for fault in error.faults]
    if faults:
        raise BadInput(faults)
    prepared = made[0], made[1]
    places = shared_places(
        (prepared[0].directory, prepared[1].directory),
        (prepared[0].view.is_open, prepared[1].view.is_open),
        partners.wish,
    )
    where = [
        np.concatenate([own, np.full(len(one.decisions), NOWHERE)])
        for own, one in zip(places.of, prepared, strict=True)
    ]
    problem = PairProblem((prepared[0].problem, prepared[1].problem), (where[0], where[1]), partners.wish.alone / 10.0)
    return PreparedCouple(partners.wish, prepared, places, problem)


def _of(fault: Fault, who: str) -> Fault:
    return (
        fault if who == WHO[0] else Fault(fault.what, f"{who}: {fault.where}", fault.value, fault.allowed, fault.remedy)
    )


def build_couple(
    partners: Partners,
    directory: Directory | None = None,
    *,
    pairs: int = 0,
    time_limit_s: float = COUPLE_TIME_LIMIT_S,
) -> CoupleOutcome:
    """Two lists with one aim.

    Parameters
    ----------
    partners : Partners
    directory : Directory or None
        As for `prepare_couple`.
    pairs : int
        How many lines of the couple's rank order list to make, from 0.
    time_limit_s : float
        Wall-clock seconds for the search.

    Raises
    ------
    BadInput
        As `prepare_couple`; or more pairs are asked for than the NRMP takes.
    """
    ready = prepare_couple(partners, directory)
    check_pairs(pairs, ready)
    found = solve_pair(ready.problem, time_limit_s=time_limit_s)
    if isinstance(found, PairUndecided):
        return CoupleNotDecided(seconds=found.seconds)
    if isinstance(found, PairInfeasible):
        return NoCouple(who=0 if found.who == 0 else 1, why=no_list(ready.prepared[found.who], found.why))
    return _answer(ready, found, pairs)


def check_pairs(pairs: int, ready: PreparedCouple) -> None:
    """Refuse a longer rank order list than the NRMP takes.

    Raises
    ------
    BadInput
    """
    most = ready.prepared[0].season.nrmp.maximum_codes
    if not 0 <= pairs <= most:
        remedy = "Ask for fewer: the couple's list has as many lines as each partner's"
        raise BadInput(Fault("is not a number of pairs that can be ranked", "pairs", pairs, f"0 to {most}", remedy))


def _answer(ready: PreparedCouple, found: PairSolved, pairs: int) -> CoupleLists:
    wish, problem = ready.wish, ready.problem
    return CoupleLists(
        season=ready.prepared[0].plan.season,
        near=near_words(wish),
        alone=wish.alone,
        lists=(_list_of(ready, found, 0), _list_of(ready, found, 1)),
        joint=_figures(ready, found.lists),
        apart=_figures(ready, found.apart),
        bound=found.bound,
        gap=(found.bound - found.value) / problem.unit_of_value,
        settled=found.settled,
        places=tuple(_places_of(ready, found.lists)),
        elsewhere=_elsewhere(ready, found.lists),
        pairs=ranked_pairs(ready.prepared, problem, ready.places, found.lists, pairs) if pairs else (),
        notices=tuple(_notices(ready, found)),
        seconds=found.seconds,
    )


def near_words(wish: Couple) -> str:
    """What counts as near, in words."""
    if wish.hours is not None:
        hours = "1 hour" if wish.hours == 1 else f"{wish.hours:g} hours"
        return (
            f"within {hours} of each other, counted as {wish.hours * MILES_AN_HOUR:.0f} miles by the straight line "
            f"({MILES_AN_HOUR:.0f} miles an hour)"
        )
    if wish.miles is not None:
        return f"within {wish.miles:g} miles of each other by the straight line"
    return "in the same city" if wish.near == "city" else "in the same metropolitan area"


def _list_of(ready: PreparedCouple, found: PairSolved, who: int) -> ProgramList:
    """One's list with its reasons; what it is worth alone is not what it was made for, and it says so."""
    prepared, mode = ready.prepared[who], found.lists[who]
    problem = prepared.problem
    value = evaluate(problem, mode)
    best = evaluate(problem, found.apart[who])
    solved = Solved(
        mode=mode,
        value=value,
        bound=max(best, value),
        match_probability=match_probability(problem, mode),
        spend=spend(problem, mode),
        proven=bool(best <= value),
        seconds=found.seconds,
    )
    return program_list(prepared, solved, unproven=_BESIDE)


@dataclass(frozen=True, slots=True, eq=False)
class CoupleDraws:
    """What comes of two lists, draw by draw of all that isn't known; arrays of shape (draws,), as `CoupleFigures`."""

    together: FloatArray
    both: FloatArray
    either: FloatArray
    each: tuple[FloatArray, FloatArray]


def couple_draws(ready: PreparedCouple, lists: Lists) -> CoupleDraws:
    """What comes of two lists in every draw of all that isn't known; draws of two pairs of lists are paired.

    Parameters
    ----------
    ready : PreparedCouple
    lists : pair of int arrays, shape (programs,)
        Mode of each application, -1 = not applied to.
    """
    own = [one.of_programs(mode) for one, mode in zip(ready.prepared, lists, strict=True)]
    first, second = (offer_draws(one.estimate, mode) for one, mode in zip(ready.prepared, own, strict=True))
    apart = np.ones_like(first)
    shared = [np.unique(where[mode >= 0]) for where, mode in zip(ready.places.of, own, strict=True)]
    for place in np.intersect1d(shared[0], shared[1]):
        if place != NOWHERE:
            there = [
                offer_draws(one.estimate, np.where(where == place, mode, -1))
                for one, where, mode in zip(ready.prepared, ready.places.of, own, strict=True)
            ]
            apart *= 1.0 - there[0] * there[1]
    weight = ready.problem.weight
    return CoupleDraws(
        together=(1.0 - apart) @ weight,
        both=(first * second) @ weight,
        either=(1.0 - (1.0 - first) * (1.0 - second)) @ weight,
        each=(first @ weight, second @ weight),
    )


def _figures(ready: PreparedCouple, lists: Lists) -> CoupleFigures:
    chances, drawn = pair_chances(ready.problem, lists), couple_draws(ready, lists)
    return CoupleFigures(
        together=_chance(chances.together, drawn.together),
        both=_chance(chances.both, drawn.both),
        either=_chance(chances.either, drawn.either),
        each=(_chance(chances.each[0], drawn.each[0]), _chance(chances.each[1], drawn.each[1])),
        value=evaluate_pair(ready.problem, lists),
        spend=(spend(ready.problem.problems[0], lists[0]), spend(ready.problem.problems[1], lists[1])),
    )


def _chance(value: float, draws: FloatArray) -> Chance:
    low, high = ends_of_chances(draws)
    return Chance(value=value, low=min(low, value), high=max(high, value))


def _places_of(ready: PreparedCouple, lists: Lists) -> Iterator[CouplePlace]:
    there = []
    for number, name in enumerate(ready.places.names):
        here = [
            np.flatnonzero((where == number) & (one.of_programs(mode) >= 0))
            for one, where, mode in zip(ready.prepared, ready.places.of, lists, strict=True)
        ]
        if not all(own.size for own in here):
            continue
        offered = [
            1.0 - np.prod(1.0 - one.estimate.chances.offer[own, mode[own]], axis=0)
            for one, own, mode in zip(ready.prepared, here, lists, strict=True)
        ]
        weight = ready.problem.weight
        ids = [tuple(one.directory.programs[k].id for k in own) for one, own in zip(ready.prepared, here, strict=True)]
        there.append(
            CouplePlace(
                name=name,
                together=float(weight @ (offered[0] * offered[1])),
                each=(float(weight @ offered[0]), float(weight @ offered[1])),
                programs=(ids[0], ids[1]),
            )
        )
    yield from sorted(there, key=lambda place: (-place.together, place.name))


def _elsewhere(ready: PreparedCouple, lists: Lists) -> tuple[int, int]:
    """How many programs each has where the other has none."""
    used = [
        set(where[one.of_programs(mode) >= 0].tolist())
        for one, where, mode in zip(ready.prepared, ready.places.of, lists, strict=True)
    ]
    shared = (used[0] & used[1]) - {NOWHERE}
    counts = [
        int(sum(place not in shared for place in where[one.of_programs(mode) >= 0].tolist()))
        for one, where, mode in zip(ready.prepared, ready.places.of, lists, strict=True)
    ]
    return counts[0], counts[1]


def _notices(ready: PreparedCouple, found: PairSolved) -> Iterator[str]:
    plans: Sequence[Plan] = [one.plan for one in ready.prepared]
    yield (
        "The luck of a region is shared by both of you; how strong programs find you is taken to be each one's own. "
        "A couple that programs know of may be treated as one, and that is not in the figures."
    )
    missing = (found.bound - found.value) / ready.problem.unit_of_value
    if missing > _SMALLEST_SAID:
        yield (
            f"No pair of lists is worth more than {tenths_in_100(found.bound)}; yours is worth "
            f"{tenths_of_100(found.value)}. What lies between is not proven: a better pair may exist, or none."
        )
    if not found.settled:
        yield "The time ran out while one of the two lists could perhaps still be improved beside the other."
    if plans[0].applicant.specialties != plans[1].applicant.specialties and ready.wish.within_miles is not None:
        yield "Programs within the distance that fell into different places are not counted: the chance is rather low."
    if len({*plans[0].locks.apply, *plans[1].locks.apply}) > 0:
        yield "Programs that you locked in stand on the lists whether the other has a program near them or not."
