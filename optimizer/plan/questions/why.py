"""Why one program is on the list or not: its chance term by term, what is unknown, what the opposite would cost."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.applicant import answers_words
from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.estimate import Estimate, chance_walk, list_range, rows_behind
from optimizer.evidence import of_words
from optimizer.plan.document import Plan, with_program_in, with_program_out
from optimizer.plan.listing import (
    ListedProgram,
    NoList,
    NotDecided,
    ProgramList,
    hospital_facts,
    program_reasons,
    said_tier,
    visa_filings,
)
from optimizer.plan.planner import DEFAULT_TIME_LIMIT_S, prepare, solve_prepared
from optimizer.plan.problem import Prepared, closed_by_reason, not_wanted, plan_directory, unknown_program
from optimizer.vocabulary import SIGNALS_SENT, TYPE_NAMES, visa_policy


class _Value(BaseModel):
    model_config = ConfigDict(defer_build=True, frozen=True)


class FigureSource(_Value):
    """A figure of the evidence table that a term is made from, what it is of ("of 2023-24"), and where it is from."""

    figure: str
    of: str
    grade: str
    source: str
    address: str


class WhyStep(_Value):
    """One term of the estimate: its words, what it adds to the log-odds, and the chance of an interview so far.

    `sources` are the figures that it is made from; a program's own facts have theirs in the directory.
    """

    term: str
    words: str
    log_odds: float
    interview_probability: float
    sources: tuple[FigureSource, ...] = ()


class Mention(_Value):
    """A program that is named beside the one in question."""

    id: str
    name: str
    city: str
    state: str


class Opposite(_Value):
    """The best list with the program locked in where it isn't on the list, or locked out where it is.

    Attributes
    ----------
    change : {"locked in", "locked out"}
    status : {"solved", "infeasible", "undecided"}
        Where it isn't "solved", `words` says why, the numbers are None and no programs are named.
    signal : str or None
        The program's signal on that list; None where it isn't on it.
    match_probability, value : float or None
        Of that list.
    match_probability_change, value_change : float or None
        Against the plan's own list; below 0 is a loss.
    value_change_range : (float, float) or None
        Between which the proofs of both lists put the change of the best value; where 0 lies inside, the lists
        can't be told apart.
    leaving, entering : tuple of Mention
        Programs that leave the list and enter it, without the one in question.
    """

    change: Literal["locked in", "locked out"]
    status: Literal["solved", "infeasible", "undecided"]
    words: str = ""
    signal: str | None = None
    match_probability: float | None = None
    match_probability_change: float | None = None
    value: float | None = None
    value_change: float | None = None
    value_change_range: tuple[float, float] | None = None
    leaving: tuple[Mention, ...] = ()
    entering: tuple[Mention, ...] = ()


class ProgramWhy(_Value):
    """Why one program is on a plan's list, or isn't.

    Attributes
    ----------
    on_list : bool
    verdict : str
        The answer in one sentence.
    signal : str
        On the list; "none" where it isn't on it.
    interview_probability, offer_probability : float or None
        With that signal, in [0, 1]; the range is 10th to 90th percentile. None where the chances of the specialty
        aren't known, and there are no steps then.
    steps : tuple of WhyStep
        From a typical applicant at the average program of the specialty to this applicant at this program.
    reasons, unknowns : tuple of str
        As on the list; and what isn't known about the program and the applicant.
    hospital : tuple of str
        What is published of the hospital behind the program: not of the program. Empty where none is known.
    visa_filings : str or None
        Labor condition applications for its residents, with their date; None where none is known.
    list_match_probability, list_value : float
        Of the plan's own list.
    opposite : Opposite
    """

    id: str
    name: str
    institution: str
    specialty: str
    city: str
    state: str
    division: str
    region: str
    setting: str | None
    tier: str
    tier_words: str = ""
    on_list: bool
    verdict: str
    signal: str
    interview_probability: float | None
    interview_probability_range: tuple[float, float] | None
    offer_probability: float | None
    steps: tuple[WhyStep, ...]
    reasons: tuple[str, ...]
    unknowns: tuple[str, ...]
    list_match_probability: float | None
    list_value: float
    opposite: Opposite
    hospital: tuple[str, ...] = ()
    visa_filings: str | None = None


def explain_program(
    plan: Plan, program_id: str, directory: Directory | None = None, *, time_limit_s: float = DEFAULT_TIME_LIMIT_S
) -> ProgramWhy | NoList | NotDecided:
    """Say why a program is on the plan's list or isn't, and what the opposite would cost.

    Parameters
    ----------
    plan : Plan
    program_id : str
    directory : Directory or None
        None reads the plan's program files, or the shipped directory where it names none.
    time_limit_s : float
        Wall-clock seconds for each of the two solves.

    Returns
    -------
    ProgramWhy, or NoList or NotDecided where the plan has no list to compare with

    Raises
    ------
    BadInput
        No program of the applicant's specialties has this id, naming those that may be meant; else as `build_list`.
    """
    whole = directory or plan_directory(plan)
    prepared = prepare(plan, whole)
    meant = prepared.directory.called(program_id)
    program_id = program_id if meant is None else meant.id
    index = prepared.directory.index_by_id.get(program_id)
    if index is None:
        raise BadInput(_no_such_program(program_id, plan, whole, prepared.directory))
    found = solve_prepared(prepared, time_limit_s=time_limit_s)
    if not isinstance(found, ProgramList):
        return found
    listed = next((program for program in found.programs if program.id == program_id), None)
    estimate, mode = prepared.estimate, 0 if listed is None else prepared.estimate.modes.index(listed.signal)
    program, region = prepared.directory.programs[index], str(prepared.region[index])
    known = bool(estimate.known[index])
    span = _range_alone(estimate, index) if listed is None and known else None
    return ProgramWhy(
        **program.model_dump(include={"id", "name", "institution", "specialty", "city", "state", "setting"}),
        division=program.division,
        region=region,
        tier=str(prepared.tier[index]),
        tier_words=_tier_words(prepared, index, mode, span if listed is None else listed.interview_probability_range),
        on_list=listed is not None,
        verdict=_verdict(prepared, index, listed),
        signal=estimate.modes[mode],
        interview_probability=float(estimate.interview_probability[index, mode]) if known else None,
        interview_probability_range=span if listed is None else listed.interview_probability_range,
        offer_probability=float(estimate.offer_probability[index, mode]) if known else None,
        steps=tuple(_steps(estimate, index, mode)) if known else (),
        reasons=program_reasons(estimate, index, mode, region, prepared.plan),
        unknowns=tuple(_unknowns(estimate, index)),
        hospital=hospital_facts(program_id),
        visa_filings=visa_filings(program_id),
        list_match_probability=found.match_probability,
        list_value=found.value,
        opposite=_opposite(plan, whole, found, program_id, time_limit_s),
    )


def _no_such_program(program_id: str, plan: Plan, whole: Directory, part: Directory) -> Fault:
    index = whole.index_by_id.get(program_id)
    if index is None:
        return unknown_program(program_id, part, "PROGRAM_ID", "Give one id, as in the list's CSV file")
    what = f"the program is in {whole.programs[index].specialty}, in which the applicant doesn't apply"
    remedy = "Name another program, or add the specialty to the plan"
    return Fault(what, "PROGRAM_ID", program_id, f"a program in {', '.join(plan.applicant.specialties)}", remedy)


def _verdict(prepared: Prepared, index: int, listed: ListedProgram | None) -> str:
    plan, program = prepared.plan, prepared.directory.programs[index]
    if listed is not None:
        signal = SIGNALS_SENT[listed.signal]
        return f"It is on the list {signal}{', because you locked it in' if listed.locked else ''}."
    if program.id in plan.locks.never:
        return "It is not on the list, because you locked it out."
    if not prepared.view.is_open[index]:
        for one in prepared.view.fits:
            if one.removes[index]:
                known = "it fails" if one.fails[index] else f"its {one.fact} isn't known, and you exclude that, for"
                return f"It is not on the list: {known} your condition {one.name!r}."
    closed = closed_by_reason(plan, prepared.directory)
    reasons = {
        "you want none in its region or of its kind (priority 0)": not_wanted(
            plan, prepared.directory, prepared.region
        )[index],
        "a military program takes members of the armed forces only": index in closed["military"],
        "it takes no COMLEX-USA score alone": index in closed["no USMLE score"],
        "within your limits, other programs add more": True,
    }
    return f"It is not on the list: {next(words for words, holds in reasons.items() if holds)}."


def _range_alone(estimate: Estimate, index: int) -> tuple[float, float]:
    """Range of a program that isn't on the list, without a signal."""
    alone = np.full(len(estimate.situation.programs), -1)
    alone[index] = 0
    (span,) = list_range(estimate, alone).interview_probability
    chance = float(estimate.interview_probability[index, 0])
    return min(span.low, chance), max(span.high, chance)


def _steps(estimate: Estimate, index: int, mode: int) -> Iterator[WhyStep]:
    for step in chance_walk(estimate, index, mode):
        yield WhyStep(
            term=step.term,
            words=step.words,
            log_odds=step.log_odds,
            interview_probability=step.interview_probability,
            sources=tuple(
                FigureSource(
                    figure=row.label, of=of_words(row), grade=row.grade, source=row.source, address=row.address
                )
                for row in rows_behind(estimate, index, mode, step.term)
            ),
        )


def _tier_words(prepared: Prepared, index: int, mode: int, span: tuple[float, float] | None) -> str:
    low = 0.0 if span is None else span[0]
    return said_tier(prepared, index, float(prepared.estimate.interview_probability[index, mode]), low)


def _unknowns(estimate: Estimate, index: int) -> Iterator[str]:
    situation, program = estimate.situation, estimate.situation.programs[index]
    if not estimate.rests_on_own_rate[index]:
        yield f"the program's interview rate for {TYPE_NAMES[situation.applicant.type]} applicants"
    if program.setting is None:
        yield "the program's setting"
    if program.research_intensity is None:
        yield "the program's research intensity"
    if situation.visa[index] == "unknown":
        yield f"the program's {visa_policy(situation.applicant.visa_need or 'either')}"
    for name in situation.applicant.unknowns:
        yield f"your {answers_words([name])}"


def _opposite(plan: Plan, directory: Directory, found: ProgramList, program_id: str, time_limit_s: float) -> Opposite:
    on_list = {program.id: program for program in found.programs}
    change: Literal["locked in", "locked out"] = "locked out" if program_id in on_list else "locked in"
    other_plan = (with_program_out if program_id in on_list else with_program_in)(plan, program_id)
    other = solve_prepared(prepare(other_plan, directory), time_limit_s=time_limit_s)
    if isinstance(other, NoList):
        return Opposite(change=change, status="infeasible", words=other.words)
    if isinstance(other, NotDecided):
        return Opposite(change=change, status="undecided", words="No list was found in time.")
    on_other = {program.id: program for program in other.programs}
    before, after = found.match_probability, other.match_probability
    told = before is not None and after is not None
    return Opposite(
        change=change,
        status="solved",
        signal=on_other[program_id].signal if program_id in on_other else None,
        match_probability=after,
        match_probability_change=None if before is None or after is None else after - before,
        value=other.value,
        value_change=other.value - found.value if told else None,
        value_change_range=(other.value - found.bound, other.bound - found.value) if told else None,
        leaving=tuple(_mentions(on_list, {*on_other, program_id})),
        entering=tuple(_mentions(on_other, {*on_list, program_id})),
    )


def _mentions(programs: dict[str, ListedProgram], without: set[str]) -> Iterator[Mention]:
    for program in programs.values():
        if program.id not in without:
            yield Mention(id=program.id, name=program.name, city=program.city, state=program.state)
