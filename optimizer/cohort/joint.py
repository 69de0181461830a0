"""The joint plan of a class: every student's list under caps on how many of them meet at one program, with a proof."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from optimizer.cohort.batch import Built, directories_of
from optimizer.cohort.caps import Caps, Places
from optimizer.cohort.class_file import Class
from optimizer.cohort.desk import Ask, Desk, Settled, Wishes, bound_at, outcome_of, started, wishes_of
from optimizer.cohort.engine import Crew, Engine, Failed, Result, Task
from optimizer.cohort.joint_search import Found, Lists, Search
from optimizer.cohort.outcome_files import made_folder, write_outcome
from optimizer.errors import BadInput, Fault, RefereeDisagreement
from optimizer.plan import PlanOutcome, ProgramList
from optimizer.portfolio import Aim, Member, evaluate, violations

JOINT_GAP = 0.01
"""How much of what is possible may be missing, as a share, unless something else is asked for."""
TIME_LIMIT_S = 900.0

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class JointStudent:
    """One student of a joint plan.

    Attributes
    ----------
    code : str
    alone : ProgramList
        The list without classmates.
    joint : PlanOutcome
        The list under the caps; why there is none, where classmates leave no room for what the plan asks for.
    """

    code: str
    alone: ProgramList
    joint: PlanOutcome

    @property
    def given_up(self) -> tuple[str, ...]:
        """Programs of the own list that the joint one does without."""
        return _without(self.alone, self.joint)

    @property
    def taken_up(self) -> tuple[str, ...]:
        """Programs of the joint list that the own one does without."""
        return _without(self.joint, self.alone)


def _without(one: PlanOutcome, other: PlanOutcome) -> tuple[str, ...]:
    theirs = {program.id for program in other.programs} if isinstance(other, ProgramList) else set()
    own = one.programs if isinstance(one, ProgramList) else ()
    return tuple(program.id for program in own if program.id not in theirs)


@dataclass(frozen=True, slots=True)
class CapUse:
    """One capped kind at one program that more students want than may.

    Attributes
    ----------
    program, kind : str
    cap : int
    wanted : int
        Students who would take a place there, each by themselves.
    taken : int
        Students who do in the joint plan.
    price : float
        Value that one place more would bring all students together, about; 0 where it would bring nothing.
    """

    program: str
    kind: str
    cap: int
    wanted: int
    taken: int
    price: float


@dataclass(frozen=True, slots=True)
class JointPlan:
    """Lists for a class under caps.

    Attributes
    ----------
    students : tuple of JointStudent
        In the order of the class; only those who have a list by themselves.
    caps : tuple of CapUse
        Dearest first.
    fair : bool
        Whether the lowest value came first; else the sum of values alone counted.
    total, total_bound : float
        Weighted sum of the values of those with a joint list, and what no plan exceeds (with fairness: none whose
        lowest value is as high).
    lowest, lowest_bound : float
        Lowest value of those with a joint list, and what no plan's lowest exceeds; without fairness the bound is what
        the least student has alone.
    rounds : int
    seconds : float
    """

    students: tuple[JointStudent, ...]
    caps: tuple[CapUse, ...]
    fair: bool
    total: float
    total_bound: float
    lowest: float
    lowest_bound: float
    rounds: int
    seconds: float

    @property
    def gap(self) -> float:
        """What may be missing from the total, as a share of its bound."""
        return (self.total_bound - self.total) / max(abs(self.total_bound), 1e-300)

    @property
    def lowest_gap(self) -> float:
        """What may be missing from the lowest value, as a share of its bound."""
        return (self.lowest_bound - self.lowest) / max(abs(self.lowest_bound), 1e-300)


@dataclass(frozen=True, slots=True)
class JointRequest:
    """What is asked of a joint plan.

    Parameters
    ----------
    caps : Caps
    fair : bool
        First the lowest value as high as it can be, to the gap; then the sum of all values. Else the sum alone.
    weight : mapping of str to float
        What a unit of a student's value counts in the sum, > 0, by code; 1 where it isn't said.
    gap : float
        Share of what is possible that may be missing, > 0.
    time_limit_s : float
        Wall-clock seconds for the search; what is proven by then is said.

    Raises
    ------
    BadInput
        A weight or the gap isn't positive.
    """

    caps: Caps
    fair: bool = False
    weight: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    gap: float = JOINT_GAP
    time_limit_s: float = TIME_LIMIT_S

    def __post_init__(self) -> None:
        faults = [
            Fault("is no weight", f"weight of {code}", number, "a number above 0", "Correct it")
            for code, number in self.weight.items()
            if not (np.isfinite(number) and number > 0)
        ]
        if not (np.isfinite(self.gap) and self.gap > 0):
            faults.append(Fault("the gap is not positive", "--gap", self.gap, "above 0, such as 0.01", "Correct it"))
        if faults:
            raise BadInput(faults)


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
        ``folder/joint/CODE.csv`` and ``CODE.json`` are written there.
    engine : Engine
    request : JointRequest
    told : function
        Told in words how far it is.

    Raises
    ------
    BadInput
        No student has a list, or can have one under the caps; a worker fails again and again; the folder can't be
        written to.
    RefereeDisagreement
        The lists break a cap or a limit: a defect of matchlist.
    """
    began = perf_counter()
    alone = {one.code: one.outcome for one in built if isinstance(one.outcome, ProgramList)}
    plans = {student.code: student.plan for student in found.students if student.code in alone}
    if not plans:
        raise BadInput(Fault("no student of the class has a list", "CLASS", None, "a list for one student at least"))
    students = made_folder(folder / "joint")
    directories, _ = directories_of(list(plans.values()))
    with engine.crew(Desk(directories, plans), most=len(plans)) as crew:
        told("preparing")
        wishes = _all(crew, wishes_of, {code: code for code in plans})
        hall = _Hall.of({code: wishes[code] for code in plans}, request.caps)
        weights = np.array([request.weight.get(code, 1.0) for code in plans])

        def bounds(charges: dict[int, FloatArray]) -> dict[int, float]:
            asks = {str(k): Ask(hall.codes[k], charge, search.own_gap) for k, charge in charges.items()}
            return {int(k): bound for k, bound in _all(crew, bound_at, asks).items()}

        deadline = began + request.time_limit_s
        search = Search(hall.members, hall.settled_first, hall.places.capacity, request.gap, bounds, deadline, told)
        present, searched = _searched(search, weights, fair=request.fair)
        lists = searched.total.lists
        _confirm(hall, present, lists)
        told("writing the lists")
        everyone = _spread(lists, present, len(hall.codes))
        left = search.left(everyone)
        settled = {}
        for k, (code, mode) in enumerate(zip(hall.codes, everyone.mode, strict=True)):
            own = left if mode is None else left + hall.members[k].used(mode)
            settled[code] = Settled(code, mode, search.closed(k, own))
        outcomes = _all(crew, outcome_of, settled)
    for code in hall.codes:
        write_outcome(students, code, outcomes[code], "")
    values = lists.value
    return JointPlan(
        students=tuple(JointStudent(code, alone[code], outcomes[code]) for code in hall.codes),
        caps=tuple(_cap_uses(hall, alone, everyone, searched.total.price)),
        fair=request.fair,
        total=float(weights[present] @ values),
        total_bound=searched.total.bound,
        lowest=float(values.min()),
        lowest_bound=searched.lowest_bound,
        rounds=searched.rounds,
        seconds=perf_counter() - began,
    )


def _all(crew: Crew[Desk], work: Callable[[Desk, Task], Result], tasks: Mapping[str, Task]) -> dict[str, Result]:
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
    places: Places

    @classmethod
    def of(cls, wishes: Mapping[str, Wishes], caps: Caps) -> "_Hall":
        places = Places.of(caps, [one.programs for one in wishes.values()])
        members = [
            Member(started(one.problem), places.uses(one.programs, one.problem.shape[0])) for one in wishes.values()
        ]
        return cls(tuple(wishes), tuple(members), tuple(one.settled_first for one in wishes.values()), places)


@dataclass(frozen=True, slots=True)
class _Searched:
    total: Found
    lowest_bound: float
    rounds: int


def _searched(search: Search, weights: FloatArray, *, fair: bool) -> tuple[list[int], _Searched]:
    """The best lists, and who has one: where not all can have one, those who can, one by one."""
    start = search.one_by_one(None, Aim(weights))
    those_with_one = [k for k, mode in enumerate(start.mode) if mode is not None]
    for present in (list(range(len(search.members))), those_with_one):
        own = Lists(tuple(start.mode[k] for k in present), start.value[present])
        searched = _best(search.of(present), weights[present], own, fair=fair) if present else None
        if searched is not None:
            return present, searched
    raise BadInput(Fault("no student can have a list under these caps", "caps", None, "room for one", "Raise the caps"))


def _best(search: Search, weights: FloatArray, start: Lists, *, fair: bool) -> _Searched | None:
    if not fair:
        found = search.best(Aim(weights), start)
        most = min(member.most for member in search.members)
        return None if found is None else _Searched(found, most, found.rounds)
    lowest = search.best(Aim(weights, lowest=True), start)
    if lowest is None:
        return None
    # What is within the gap is as good as the best, and a hair below it leaves the others much more room.
    floor = min(lowest.reached, lowest.bound * (1 - search.gap))
    found = search.best(Aim(weights, floor=floor), lowest.lists)
    return None if found is None else _Searched(found, lowest.bound, lowest.rounds + found.rounds)


def _spread(lists: Lists, present: Sequence[int], count: int) -> Lists:
    """The lists of those present, at their places among all."""
    mode = dict(zip(present, lists.mode, strict=True))
    value = np.full(count, -np.inf)
    value[list(present)] = lists.value
    return Lists(tuple(mode.get(k) for k in range(count)), value)


def _confirm(hall: _Hall, present: Sequence[int], lists: Lists) -> None:
    """The referee's word: caps counted from the lists, limits and values from their definitions.

    Raises
    ------
    RefereeDisagreement
    """
    faults = []
    ids_taken: dict[int, int] = {}
    for k, mode, value in zip(present, lists.mode, lists.value, strict=True):
        problem = hall.members[k].model.problem
        if mode is None or violations(problem, mode) or evaluate(problem, mode) != value:
            faults.append(Fault("the list breaks a limit or has another value", hall.codes[k]))
            continue
        for application in np.flatnonzero(mode >= 0) * problem.shape[1] + mode[mode >= 0]:
            uses = hall.members[k].uses
            for place in uses.indices[uses.indptr[application] : uses.indptr[application + 1]]:
                ids_taken[int(place)] = ids_taken.get(int(place), 0) + 1
    faults += [
        Fault("more students than the cap allows", " ".join(hall.places.names[place]), taken)
        for place, taken in ids_taken.items()
        if taken > hall.places.capacity[place]
    ]
    if faults:
        raise RefereeDisagreement(faults)


def _cap_uses(hall: _Hall, alone: Mapping[str, ProgramList], lists: Lists, price: FloatArray) -> list[CapUse]:
    """What each wanted cap is used for and worth, dearest first."""
    taken = np.zeros(hall.places.capacity.size)
    for member, mode in zip(hall.members, lists.mode, strict=True):
        if mode is not None:
            taken += member.used(mode)
    wanted: dict[tuple[str, str], int] = {}
    for own in alone.values():
        for program in own.programs:
            signals = () if program.signal == "none" else ("signalling", program.signal)
            for kind in ("applying", *signals):
                wanted[program.id, kind] = wanted.get((program.id, kind), 0) + 1
    uses = [
        CapUse(*name, int(cap), wanted.get(name, 0), round(float(used)), float(own))
        for name, cap, used, own in zip(hall.places.names, hall.places.capacity, taken, price, strict=True)
        if own > 0 or wanted.get(name, 0) > cap
    ]
    return sorted(uses, key=lambda use: (-use.price, use.cap - use.wanted, use.program, use.kind))
