"""What to do with the money and the time that are left: more applications, letters of interest, contacts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict
from scipy.special import expit, logit

from optimizer.arrays import FloatArray
from optimizer.errors import BadInput, Fault
from optimizer.estimate import chances_at
from optimizer.plan import said_tier
from optimizer.portfolio import FeeSchedule, Limit, Problem, Solved, marginal_values, match_probability, solve, spend
from optimizer.season.outlook.arrivals import review_day
from optimizer.season.outlook.view import SeasonView
from optimizer.season.tracker import Contact


class _Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class FurtherApplication(_Value):
    """A program worth applying to now.

    Attributes
    ----------
    tier_words : str
        What its tier is called.
    interview : float
        Chance of an interview, less what is lost by applying now.
    gain : float
        What the list loses without it, in chance to match.
    """

    id: str
    name: str
    region: str
    tier: str
    tier_words: str
    interview: float
    gain: float


class FurtherApplications(_Value):
    """The best further applications for some money.

    Attributes
    ----------
    dollars : float
        What they cost.
    match_probability, match_probability_now : float
        With them, and with what is sent already.
    gap : float
        No choice of further applications has a value higher than theirs by more than this.
    invitations_left : float
        Share of the season's invitations that are still to come, which is what a late application can get.
    proven : bool
    programs : tuple of FurtherApplication
        The most useful first.
    """

    dollars: float
    match_probability: float
    match_probability_now: float
    gap: float
    invitations_left: float
    proven: bool
    programs: tuple[FurtherApplication, ...]


class Gain(_Value):
    """What one letter or contact would bring.

    Attributes
    ----------
    name : str
        The program, or the contact.
    programs : tuple of str
        Ids of the programs that it bears on.
    gain : float
        In chance to match, at the effect's central value.
    gain_range : (float, float)
        At the effect's low and high value.
    """

    name: str
    programs: tuple[str, ...]
    gain: float
    gain_range: tuple[float, float]


class BestLetters(_Value):
    """The letters of interest to write, best first, and what they bring together."""

    letters: tuple[Gain, ...]
    together: float
    together_range: tuple[float, float]


def further_applications(
    view: SeasonView, *, dollars: float, most: int | None = None, time_limit_s: float = 10.0
) -> FurtherApplications:
    """Solve again, with what is sent already fixed and updated, for the money that is left.

    Signals are spent with the first applications; quotas held for the first list and don't hold here, what is
    locked out still does.

    Parameters
    ----------
    view : SeasonView
    dollars : float
        For further applications.
    most : int or None
        How many at most.
    time_limit_s : float

    Raises
    ------
    BadInput
        A negative amount or number, or no time to decide.
    """
    _check("dollars", dollars)
    _check("most", most)
    view.require_any_chance("what further applications bring")
    prepared, answers = view.prepared, view.answers
    plan, season = prepared.plan, prepared.season
    closed = np.union1d(prepared.problem.forbidden, answers.index).astype(np.int64)
    # Where no chance is known, none can be set against the dollars that are left.
    candidates = np.setdiff1d(np.flatnonzero(prepared.estimate.known), closed)
    later = chances_at(
        prepared.estimate, np.where(np.isin(np.arange(answers.mode.size), candidates), 0, -1), view.scenarios
    )
    day_of = {name: review_day(view.as_of, season, name) for name in prepared.directory.specialties}
    days = np.array([day_of[program.specialty] for program in prepared.directory.programs])
    left = 1.0 - view.arrivals.invitations_out(days)
    chance = np.zeros((answers.mode.size, 1, view.scenarios.weight.size))
    chance[candidates] = later.offer * left[candidates, None, None]
    coming, offer_if = view.scenario_chances
    chance[answers.index, 0] = coming * offer_if
    further = np.ones((len(prepared.directory.programs), 1))
    further[answers.index] = 0.0
    limits = () if most is None else (Limit("further applications", further, maximum=float(most)),)
    sent = np.where(answers.mode >= 0, 0, -1)
    open_problem = Problem(
        offer_chance=chance,
        scenario_weight=view.scenarios.weight,
        utility=prepared.problem.utility[: answers.mode.size],
        fees=tuple(_of_programs(fees, answers.mode.size) for fees in prepared.problem.fees),
        limits=limits,
        required=answers.index,
        forbidden=np.setdiff1d(
            np.union1d(prepared.problem.forbidden, np.flatnonzero(~prepared.estimate.known)), answers.index
        ),
    )
    problem = replace(open_problem, budget=spend(open_problem, sent) + dollars)
    outcome = solve(problem, gap=plan.gap, time_limit_s=time_limit_s)
    if not isinstance(outcome, Solved):
        remedy = "Give it more time"
        raise BadInput(Fault("no decision in time", "further applications", time_limit_s, "more seconds", remedy))
    marginal = marginal_values(problem, outcome.mode)
    at_first, interview = np.zeros((2, answers.mode.size))
    at_first[candidates] = later.interview[:, 0] @ view.scenarios.weight
    interview[candidates] = at_first[candidates] * left[candidates]
    new = np.flatnonzero((outcome.mode >= 0) & (answers.mode < 0))
    return FurtherApplications(
        dollars=outcome.spend - spend(problem, sent),
        match_probability=outcome.match_probability,
        match_probability_now=match_probability(problem, sent),
        gap=outcome.bound - outcome.value,
        invitations_left=float(left.max(initial=0.0)),
        proven=outcome.proven,
        programs=tuple(
            FurtherApplication(
                id=prepared.directory.programs[k].id,
                name=prepared.directory.programs[k].name,
                region=str(prepared.region[k]),
                tier=str(prepared.tier[k]),
                tier_words=said_tier(prepared, k, float(at_first[k]), float(at_first[k])),
                interview=float(interview[k]),
                gain=float(marginal[k]),
            )
            for k in sorted(new.tolist(), key=lambda k: (-marginal[k], k))
        ),
    )


def _of_programs(fees: FeeSchedule, programs: int) -> FeeSchedule:
    """Fees over programs only: a plan that bounds the regions opened has rows for these decisions after them."""
    return replace(fees, members=fees.members[:programs])


def _check(name: str, value: float | None) -> None:
    if value is not None and not (np.isfinite(value) and value >= 0):
        raise BadInput(Fault("is no amount", name, value, "a number from 0", "Give a number from 0"))


def letters_of_interest(view: SeasonView, count: int = 10) -> BestLetters:
    """The letters of interest that raise the chance to match most, each chosen after the ones before it.

    Only programs that have not answered can be moved, and only as far as their invitations are still to come.

    Parameters
    ----------
    view : SeasonView
    count : int
        How many letters there is time for.

    Raises
    ------
    BadInput
        A negative number.
    """
    _check("count", count)
    view.require_any_chance("what a letter brings")
    row = view.prepared.estimate.evidence.row("letter_of_interest_effect")
    effect = view.prepared.estimate.evidence.central("letter_of_interest_effect")
    silent = np.flatnonzero(view.answers.open).tolist()
    chosen: list[int] = []
    for _ in range(min(count, len(silent))):
        left = [k for k in silent if k not in chosen]
        gains = _each_gain(view, left, effect, dict.fromkeys(chosen, effect))
        if gains.max() <= 0.0:
            break
        chosen.append(left[int(np.argmax(gains))])
    letters = tuple(
        Gain(
            name=view.answers.programs[k].name,
            programs=(view.answers.programs[k].id,),
            gain=_gain(view, {k: effect}),
            gain_range=(_gain(view, {k: row.low}), _gain(view, {k: row.high})),
        )
        for k in chosen
    )
    together = [_gain(view, dict.fromkeys(chosen, size)) for size in (effect, row.low, row.high)]
    return BestLetters(letters=letters, together=together[0], together_range=(together[1], together[2]))


def contact_gains(view: SeasonView, contacts: Sequence[Contact]) -> tuple[Gain, ...]:
    """What it would bring if each contact spoke for the applicant, at the programs that it bears on; the best first."""
    view.require_any_chance("what a contact brings")
    evidence = view.prepared.estimate.evidence
    sizes = [evidence.central("tie.contact"), *_low_high(view, "tie.contact")]
    return tuple(sorted(_contact_gains(view, contacts, sizes), key=lambda found: -found.gain))


def _low_high(view: SeasonView, name: str) -> tuple[float, float]:
    row = view.prepared.estimate.evidence.row(name)
    return row.low, row.high


def _contact_gains(view: SeasonView, contacts: Sequence[Contact], sizes: Sequence[float]) -> Iterator[Gain]:
    place = {program.id: k for k, program in enumerate(view.answers.programs)}
    for contact in contacts:
        borne = [program for program in contact.programs if program in place and view.answers.open[place[program]]]
        if borne:
            gains = [_gain(view, {place[program]: size for program in borne}) for size in sizes]
            yield Gain(name=contact.name, programs=tuple(borne), gain=gains[0], gain_range=(gains[1], gains[2]))


def _gain(view: SeasonView, effects: Mapping[int, float]) -> float:
    return _matched(view, effects) - _matched(view, {})


def _matched(view: SeasonView, effects: Mapping[int, float]) -> float:
    """Chance to match with the odds of some applications' invitations moved."""
    return float((1.0 - np.prod(1.0 - _offers(view, effects), axis=0)) @ view.scenarios.weight)


def _offers(view: SeasonView, effects: Mapping[int, float]) -> FloatArray:
    coming, offer_if = view.scenario_chances
    moved = coming.copy()
    for k, effect in effects.items():
        moved[k] = _moved(coming[k], effect)
    return np.asarray(moved * offer_if)


def _moved(chance: FloatArray, effect: float) -> FloatArray:
    return np.asarray(expit(logit(np.clip(chance, 1e-15, 1 - 1e-15)) + effect))


def _each_gain(
    view: SeasonView, candidates: Sequence[int], effect: float, already: Mapping[int, float]
) -> npt.NDArray[np.float64]:
    """What moving each candidate on its own adds to what is moved already."""
    coming, offer_if = view.scenario_chances
    offers = _offers(view, already)
    nothing = np.prod(1.0 - offers, axis=0)
    moved = _moved(coming[list(candidates)], effect) * offer_if[list(candidates)]
    before = 1.0 - offers[list(candidates)]
    with np.errstate(divide="ignore", invalid="ignore"):
        without = np.where(before > 0, nothing / before, 0.0)
    return np.asarray((nothing - without * (1.0 - moved)) @ view.scenarios.weight)
