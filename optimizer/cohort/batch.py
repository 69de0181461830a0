"""Every student's list: built side by side, written as they come, gone on with after an interruption."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.cohort.class_file import Class, Refused
from optimizer.cohort.engine import Engine, Failed
from optimizer.cohort.outcome_files import earlier_outcome, made_folder, write_outcome
from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.plan import Plan, PlanOutcome, build_list, plan_directory, plan_mark, programs_mark

Sources = tuple[tuple[str, ...], tuple[str, ...] | None]
"""Which program files, and which kept facts, a plan's directory is made of."""


@dataclass(frozen=True, slots=True)
class Built:
    """One student and what became of the plan.

    Attributes
    ----------
    code : str
    outcome : PlanOutcome or None
        None where there is none; `words` then says why.
    words : str
    unknown : tuple of str
        Answers that the student has not given.
    kept : bool
        Whether the outcome is an earlier run's.
    """

    code: str
    outcome: PlanOutcome | None
    words: str = ""
    unknown: tuple[str, ...] = ()
    kept: bool = False


def build_class(
    found: Class, folder: Path, engine: Engine, told: Callable[[Built], None] = lambda _: None
) -> tuple[Built, ...]:
    """Build the list of every student of a class.

    Each outcome is written into ``folder/students/CODE.json`` (and a list to ``CODE.csv`` beside it) as soon as it is
    there. A run that finds an outcome of the same plan, data and version keeps it: what was stopped goes on where it
    was, and nothing is counted twice.

    Parameters
    ----------
    found : Class
    folder : Path
        Made if it isn't there.
    engine : Engine
    told : function
        Called with each student's result as it comes.

    Returns
    -------
    tuple of Built
        In the order of the class, the refused last.

    Raises
    ------
    BadInput
        The folder can't be written to (a full disk, say; what was written stays), or the engine can't be reached.
    """
    students = made_folder(folder / "students")
    directories, broken = directories_of([student.plan for student in found.students])
    possible = {one.code: one.plan for one in found.students if sources_of(one.plan) not in broken}
    marks = marks_of(possible)
    built: dict[str, Built] = {}

    def settle(one: Built) -> None:
        built[one.code] = one
        told(one)

    tasks: dict[str, Plan] = {}
    for student in found.students:
        if sources_of(student.plan) in broken:
            settle(_refused(Refused(student.code, broken[sources_of(student.plan)])))
            continue
        earlier = earlier_outcome(students / f"{student.code}.json", marks[student.code])
        if earlier is None:
            tasks[student.code] = student.plan
        else:
            settle(Built(student.code, earlier, _words(earlier), student.plan.applicant.unknowns, kept=True))
    for code, result in engine.results(_list_of_student, directories, tasks):
        one = _settled(code, result, tasks[code])
        if one.outcome is not None:
            write_outcome(students, one.code, one.outcome, marks[code])
        settle(one)
    ordered = [built[student.code] for student in found.students]
    for refused in found.refused:
        one = _refused(refused)
        told(one)
        ordered.append(one)
    return tuple(ordered)


def _list_of_student(directories: Mapping[Sources, Directory], plan: Plan) -> PlanOutcome | tuple[Fault, ...]:
    try:
        return build_list(plan, directories[sources_of(plan)])
    except BadInput as error:
        return error.faults


def _settled(code: str, result: PlanOutcome | tuple[Fault, ...] | Failed, plan: Plan) -> Built:
    if isinstance(result, Failed):
        return Built(code, None, result.words, plan.applicant.unknowns)
    if isinstance(result, tuple):
        return _refused(Refused(code, result))
    return Built(code, result, _words(result), plan.applicant.unknowns)


def _refused(refused: Refused) -> Built:
    return Built(refused.code, None, " ".join(" ".join(str(fault).split()) for fault in refused.faults))


def _words(outcome: PlanOutcome) -> str:
    if outcome.status == "infeasible":
        return outcome.words
    return "The time ran out before a list was found." if outcome.status == "undecided" else ""


def sources_of(plan: Plan) -> Sources:
    """What a plan's directory is made of: plans with the same share one."""
    return plan.programs, plan.facts


def directories_of(plans: Sequence[Plan]) -> tuple[dict[Sources, Directory], dict[Sources, tuple[Fault, ...]]]:
    """The directory of each `sources_of` the plans, read once, and the faults of those that can't be."""
    directories, broken = {}, {}
    for sources, plan in {sources_of(plan): plan for plan in plans}.items():
        try:
            directories[sources] = plan_directory(plan)
        except BadInput as error:
            broken[sources] = error.faults
    return directories, broken


def marks_of(plans: Mapping[str, Plan]) -> dict[str, str]:
    """What each student's list is made from, as a mark by code; see `optimizer.plan.plan_mark`."""
    programs: dict[Sources, str] = {}
    marks = {}
    for code, plan in plans.items():
        part = sources_of(plan)
        if part not in programs:
            programs[part] = programs_mark(plan)
        marks[code] = plan_mark(plan, programs[part])
    return marks
