"""The joint plan of a class: every student's list under caps on how many of them meet at one program, with a proof."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.cohort.batch import Built, directories_of, marks_of
from optimizer.cohort.caps import Places
from optimizer.cohort.class_file import Class
from optimizer.cohort.engine import Crew, Engine, Failed, Result, Task
from optimizer.cohort.joint.cap_use import cap_uses, confirm_caps
from optimizer.cohort.joint.kept import earlier_plan, mark_of_plan, write_plan
from optimizer.cohort.joint.plan import JointFigures, JointPlan, JointRequest, JointStudent, check_joint_size
from optimizer.cohort.joint.search import Found, Lists, Own, Search, closed
from optimizer.cohort.joint.student_problems import (
    Alone,
    Ask,
    Settled,
    StudentProblems,
    Wishes,
    bound_at,
    outcome_of,
    started,
    wishes_of,
)
from optimizer.errors import BadInput, Fault, RefereeDisagreement
from optimizer.plan import Plan, PlanOutcome, ProgramList
from optimizer.portfolio import Aim, Deadline, Member, evaluate, violations


def plan_jointly(
    found: Class,
    built: Sequence[Built],
    folder: Path,
    engine: Engine,
    request: JointRequest,
    told: Callable[[str], None] = lambda _: None,
) -> JointPlan:
    """Plan the lists of a class together.

    Each student's list stays within the student's own plan, and what counts is the estimated value of each list. The
    estimate knows nothing of classmates: so a joint plan shows what caps cost, not what less competition brings.

    Parameters
    ----------
    found : Class
    built : sequence of Built
        The students' own lists; who has none takes no part.
    folder : Path
        ``folder/joint/CODE.csv`` and ``CODE.json`` are written there, and ``folder/joint.json`` last. A run that finds
        a joint plan of the same lists, data and request there keeps it.
    engine : Engine
    request : JointRequest
    told : function
        Told in words how far it is.

    Raises
    ------
    BadInput
        The class is too large; no student has a list, or can have one under the caps; a weight names no student; a
        worker fails again and again; the folder can't be written to.
    RefereeDisagreement
        The lists break a cap or a limit: a defect of matchlist.
    """
    began, deadline = perf_counter(), Deadline.after(request.time_limit_s)
    # Lists of unknown chances can't be weighed against the others': they stay as they are.
    alone = {
        one.code: one.outcome
        for one in built
        if isinstance(one.outcome, ProgramList) and one.outcome.match_probability is not None
    }
    plans = {student.code: student.plan for student in found.students if student.code in alone}
    check_joint_size(len(plans))
    _check_students(found, plans, request)
    directories, _ = directories_of(list(plans.values()))
    mark = mark_of_plan(request, marks_of(plans))
    earlier = earlier_plan(folder, mark, alone)
    if earlier is not None:
        return earlier
    with engine.crew(StudentProblems(directories, plans), most=len(plans)) as crew:
        told("Preparing")
        wishes = _all(crew, wishes_of, {code: Alone.of(code, alone[code]) for code in plans})
        hall = _Hall.of({code: wishes[code] for code in plans}, request)
        searched, everyone = _searched_and_confirmed(hall, crew, request, alone, deadline, told)
        told("Writing the lists")
        outcomes = _outcomes(hall, crew, everyone, alone)
    confirm_caps(request.caps, outcomes)
    listed = np.isfinite(everyone.value)
    plan = JointPlan(
        students=tuple(JointStudent(code, alone[code], outcomes[code]) for code in hall.codes),
        places=tuple(cap_uses(hall.places, hall.taken(everyone), searched.total.price, alone, directories.values())),
        figures=JointFigures(
            fair=request.fair,
            total=float(hall.weights[listed] @ everyone.value[listed]),
            total_bound=searched.total.bound,
            lowest=float(everyone.value[listed].min()),
            lowest_bound=searched.lowest_bound,
            gap_asked=request.gap,
            rounds=searched.rounds,
            seconds=perf_counter() - began,
        ),
    )
    write_plan(folder, plan, mark)
    return plan


def _check_students(found: Class, plans: Mapping[str, Plan], request: JointRequest) -> None:
    codes = {student.code for student in found.students}
    faults = [
        Fault("there is no such student", "weight", code, "the code of a student of the class", "Correct the code")
        for code in request.weight
        if code not in codes
    ]
    if not plans:
        what, remedy = "no student of the class has a list", "See the summary for the reasons"
        faults.append(Fault(what, "CLASS", None, "a list for one student at least", remedy))
    if faults:
        raise BadInput(faults)


def _searched_and_confirmed(
    hall: "_Hall",
    crew: Crew[StudentProblems],
    request: JointRequest,
    alone: Mapping[str, ProgramList],
    deadline: Deadline,
    told: Callable[[str], None],
) -> tuple["_Searched", Lists]:
    """The best lists, each at its student's place, confirmed by the referee."""

    def bounds(charges: dict[int, FloatArray]) -> dict[int, float]:
        asks = {str(k): Ask(hall.codes[k], charge, search.own_gap) for k, charge in charges.items()}
        return {int(k): bound for k, bound in _all(crew, bound_at, asks).items()}

    own = [
        None if mode is None else Own(mode, evaluate(member.model.problem, mode), alone[code].bound)
        for code, member, mode in zip(hall.codes, hall.members, hall.own, strict=True)
    ]
    search = Search(hall.members, hall.settled_first, own, hall.places.capacity, request.gap, bounds, deadline, told)
    present, searched = _searched(search, hall.weights, fair=request.fair)
    _confirm(hall, present, searched.total.lists)
    return searched, _spread(searched.total.lists, present, len(hall.codes))


def _outcomes(
    hall: "_Hall", crew: Crew[StudentProblems], everyone: Lists, alone: Mapping[str, ProgramList]
) -> dict[str, PlanOutcome]:
    """Every student's list in words; who keeps the own list keeps its words."""
    outcomes: dict[str, PlanOutcome] = {}
    settled = {}
    left = hall.left(everyone)
    for code, member, mode, own in zip(hall.codes, hall.members, everyone.mode, hall.own, strict=True):
        if mode is not None and own is not None and np.array_equal(mode, own):
            outcomes[code] = alone[code]
        else:
            room = left if mode is None else left + member.used(mode)
            settled[code] = Settled(code, mode, closed(member, room))
    return outcomes | _all(crew, outcome_of, settled)


def _all(
    crew: Crew[StudentProblems], work: Callable[[StudentProblems, Task], Result], tasks: Mapping[str, Task]
) -> dict[str, Result]:
    """Every task's result; a joint plan can't do without any."""
    done: dict[str, Result] = {}
    for name, result in crew.results(work, tasks):
        if isinstance(result, Failed):
            remedy = "Start it again, with fewer workers if memory is short"
            raise BadInput(
                Fault("the joint plan can't go on", name, result.words, "an answer for each student", remedy)
            )
        done[name] = result
    return done


@dataclass(frozen=True, slots=True, eq=False)
class _Hall:
    """The class in arrays: codes, problems that share places, and the places."""

    codes: tuple[str, ...]
    members: tuple[Member, ...]
    settled_first: tuple[range, ...]
    own: tuple[npt.NDArray[np.int64] | None, ...]
    weights: FloatArray
    places: Places

    @classmethod
    def of(cls, wishes: Mapping[str, Wishes], request: JointRequest) -> "_Hall":
        each = tuple(wishes.values())
        places = Places.of(request.caps, [one.programs for one in each])
        return cls(
            codes=tuple(wishes),
            members=tuple(
                Member(started(one.problem), places.uses(one.programs, one.problem.shape[0])) for one in each
            ),
            settled_first=tuple(one.settled_first for one in each),
            own=tuple(one.own for one in each),
            weights=np.array([request.weight.get(code, 1.0) for code in wishes]),
            places=places,
        )

    def taken(self, lists: Lists) -> FloatArray:
        """Places that lists take together, shape (places,)."""
        taken = np.zeros(self.places.capacity.size)
        for member, mode in zip(self.members, lists.mode, strict=True):
            if mode is not None:
                taken += member.used(mode)
        return taken

    def left(self, lists: Lists) -> FloatArray:
        """Places that lists leave, shape (places,)."""
        return self.places.capacity - self.taken(lists)


@dataclass(frozen=True, slots=True)
class _Searched:
    total: Found
    lowest_bound: float
    rounds: int
    floor: float = -np.inf


def _searched(search: Search, weights: FloatArray, *, fair: bool) -> tuple[list[int], _Searched]:
    """The best lists, and who has one: where not all can have one, those who can, one by one."""
    start = search.one_by_one(None, Aim(weights))
    those_with_one = [k for k, mode in enumerate(start.mode) if mode is not None]
    for present in (list(range(len(search.members))), those_with_one):
        own = Lists(tuple(start.mode[k] for k in present), start.value[present])
        searched = _best(search.of(present), weights[present], own, fair=fair) if present else None
        if searched is not None:
            aim = Aim(weights[present], floor=searched.floor)
            return present, replace(searched, total=search.of(present).with_own(aim, searched.total))
    raise BadInput(Fault("no student can have a list under these caps", "caps", None, "room for one", "Raise the caps"))


def _best(search: Search, weights: FloatArray, start: Lists, *, fair: bool) -> _Searched | None:
    if not fair:
        found = search.best(Aim(weights), start)
        return None if found is None else _Searched(found, float(search.most.min()), found.rounds)
    lowest = search.best(Aim(weights, lowest=True), start)
    if lowest is None:
        return None
    # What is within the gap is as good as the best, and a hair below it leaves the others much more room.
    floor = min(lowest.reached, lowest.bound * (1 - search.gap))
    found = search.best(Aim(weights, floor=floor), lowest.lists)
    return None if found is None else _Searched(found, lowest.bound, lowest.rounds + found.rounds, floor)


def _spread(lists: Lists, present: Sequence[int], count: int) -> Lists:
    """The lists of those present, at their places among all."""
    mode = dict(zip(present, lists.mode, strict=True))
    value = np.full(count, -np.inf)
    value[list(present)] = lists.value
    return Lists(tuple(mode.get(k) for k in range(count)), value)


def _confirm(hall: _Hall, present: Sequence[int], lists: Lists) -> None:
    """The referee's word on each list: limits and value from their definitions.

    Raises
    ------
    RefereeDisagreement
    """
    faults = []
    for k, mode, value in zip(present, lists.mode, lists.value, strict=True):
        problem = hall.members[k].model.problem
        if mode is None or violations(problem, mode) or evaluate(problem, mode) != value:
            faults.append(Fault("the list breaks a limit or has another value", hall.codes[k]))
    if faults:
        raise RefereeDisagreement(faults)
