"""A joint plan as a value: what was asked, each student's list beside the own one, and what the places are worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from optimizer.cohort.caps import Caps
from optimizer.cohort.joint.search import NOTHING
from optimizer.errors import BadInput, Fault
from optimizer.plan import PlanOutcome, ProgramList
from optimizer.vocabulary import NO_SIGNAL

JOINT_GAP = 0.01
"""How much of what is possible may be missing, as a share, unless something else is asked for."""
TIME_LIMIT_S = 900.0
MOST_STUDENTS_JOINTLY = 400
"""Of one joint plan: 150 of internal medicine take a gigabyte."""


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
        Wall-clock seconds for the search, > 0; what is proven by then is said.

    Raises
    ------
    BadInput
        A weight, the gap or the time isn't positive.
    """

    caps: Caps
    fair: bool = False
    weight: Mapping[str, float] = field(default_factory=dict)
    gap: float = JOINT_GAP
    time_limit_s: float = TIME_LIMIT_S

    def __post_init__(self) -> None:
        given = {f"weight of {code}": number for code, number in self.weight.items()}
        given |= {"gap": self.gap, "time limit": self.time_limit_s}
        faults = [
            Fault("is not above 0", where, number, "a number above 0", "Correct it")
            for where, number in given.items()
            if not (np.isfinite(number) and number > 0)
        ]
        if faults:
            raise BadInput(faults)


def check_joint_size(students: int) -> None:
    """Refuse a class that one machine may not have the memory for.

    Raises
    ------
    BadInput
        There are more than `MOST_STUDENTS_JOINTLY`.
    """
    if students > MOST_STUDENTS_JOINTLY:
        what, remedy = (
            "the class is too large for a joint plan",
            "Plan it in parts that meet least, such as specialties",
        )
        raise BadInput(Fault(what, "CLASS", students, f"at most {MOST_STUDENTS_JOINTLY} students", remedy))


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

    @property
    def signals_given_up(self) -> tuple[str, ...]:
        """Programs that the own list signals and the joint one doesn't, whether it applies there or not."""
        signalled = set(_signalled(self.joint))
        return tuple(program for program in _signalled(self.alone) if program not in signalled)

    @property
    def loss(self) -> float | None:
        """What the caps take off the value of the list, >= 0 but for the gaps; None where there is no joint list."""
        return self.alone.value - self.joint.value if isinstance(self.joint, ProgramList) else None


def _without(one: PlanOutcome, other: PlanOutcome) -> tuple[str, ...]:
    theirs = {program.id for program in other.programs} if isinstance(other, ProgramList) else set()
    own = one.programs if isinstance(one, ProgramList) else ()
    return tuple(program.id for program in own if program.id not in theirs)


def _signalled(one: PlanOutcome) -> tuple[str, ...]:
    own = one.programs if isinstance(one, ProgramList) else ()
    return tuple(program.id for program in own if program.signal != NO_SIGNAL)


@dataclass(frozen=True, slots=True)
class CapUse:
    """One capped kind at one program that more students want than may.

    Attributes
    ----------
    program, kind : str
    name, city, state : str
        Of the program.
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
    name: str
    city: str
    state: str
    cap: int
    wanted: int
    taken: int
    price: float


@dataclass(frozen=True, slots=True)
class JointFigures:
    """What a joint plan reaches, and what no plan exceeds.

    Attributes
    ----------
    fair : bool
        Whether the lowest value came first; else the sum of values alone counted.
    total, total_bound : float
        Weighted sum of the values of those with a joint list, and what no plan exceeds (with fairness: none whose
        lowest value is as high).
    lowest, lowest_bound : float
        Lowest value of those with a joint list, and what no plan's lowest exceeds; without fairness the bound is what
        the least student has alone.
    gap_asked : float
    rounds : int
        Of prices; 0 where no cap stands in anybody's way.
    seconds : float
    """

    fair: bool
    total: float
    total_bound: float
    lowest: float
    lowest_bound: float
    gap_asked: float
    rounds: int
    seconds: float

    @property
    def gap(self) -> float:
        """What may be missing from the total, as a share of its bound."""
        return _share(self.total_bound - self.total, self.total_bound)

    @property
    def lowest_gap(self) -> float:
        """What may be missing from the lowest value, as a share of its bound."""
        return _share(self.lowest_bound - self.lowest, self.lowest_bound)

    @property
    def proven(self) -> bool:
        """Whether the plan is proven to the gap asked for."""
        # Where the lowest comes first, its own gap is part of what was asked.
        gaps = [self.gap, self.lowest_gap] if self.fair else [self.gap]
        return max(gaps) <= self.gap_asked * (1 + 1e-6)


def _share(missing: float, bound: float) -> float:
    return missing / abs(bound) if missing > NOTHING else 0.0


@dataclass(frozen=True, slots=True)
class JointPlan:
    """Lists for a class under caps.

    Attributes
    ----------
    students : tuple of JointStudent
        In the order of the class; only those who have a list by themselves.
    places : tuple of CapUse
        Those wanted by more than may have one, or worth something; dearest first.
    figures : JointFigures
    kept : bool
        Whether the plan is an earlier run's.
    """

    students: tuple[JointStudent, ...]
    places: tuple[CapUse, ...]
    figures: JointFigures
    kept: bool = False

    @property
    def without_list(self) -> tuple[str, ...]:
        """Codes of those who have a list by themselves, and none beside their classmates'."""
        return tuple(one.code for one in self.students if not isinstance(one.joint, ProgramList))

    @property
    def changed(self) -> tuple[JointStudent, ...]:
        """Those whose joint list is another than the own one, largest loss first; those without a list before them."""
        others = [one for one in self.students if one.joint is not one.alone and one.joint != one.alone]
        return tuple(sorted(others, key=lambda one: (-np.inf if one.loss is None else -one.loss, one.code)))
