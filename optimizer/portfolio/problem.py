"""The problem: chances, utilities, money and limits as arrays, checked once, when they are handed over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.errors import BadInput, Fault
from optimizer.portfolio.attendance import Attendance
from optimizer.portfolio.checks import (
    is_amount,
    is_number,
    is_whole,
    member_flags,
    misshapen,
    no_share,
    no_weights,
    not_finite,
    not_unique,
    numbers,
    outside,
    program_indices,
    refuse,
)

BUDGET = "budget"
REQUIRED = "required"
FORBIDDEN = "forbidden"
RESERVED_NAMES = (BUDGET, REQUIRED, FORBIDDEN)


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A linear limit over (program, mode): ``minimum <= sum(coefficient * applied) <= maximum``.

    Parameters
    ----------
    name : str
        Unique within a problem; "budget", "required" and "forbidden" are taken.
    coefficient : array, shape (programs, modes)
        Finite; an array of shape (programs,) holds for every mode.
    minimum, maximum : float
        -inf and inf where that side is free. The minimum may not exceed the maximum.
    structural : bool
        It says what a row means and is nobody's wish: no conflict names it, and no remedy changes it.

    Raises
    ------
    BadInput
        Not finite coefficients, NaN, or a minimum above the maximum.
    """

    name: str
    coefficient: FloatArray
    minimum: float = -np.inf
    maximum: float = np.inf
    structural: bool = False

    def __post_init__(self) -> None:
        where = f"limit {self.name!r}"
        faults: list[Fault] = []
        coefficient = numbers(self.coefficient, f"{where}: coefficient", faults)
        if coefficient is not None:
            faults += not_finite(coefficient, f"{where}: coefficient")
        for side, value, never in (("minimum", self.minimum, np.inf), ("maximum", self.maximum, -np.inf)):
            if not is_number(value) or value == never:
                allowed = f"a number, or {-never:g} for no {side}"
                faults.append(Fault("is not a limit", f"{where}: {side}", value, allowed, "Give a number"))
        refuse(faults)
        if self.minimum > self.maximum:
            raise BadInput(
                Fault(
                    "the minimum is above the maximum",
                    where,
                    (self.minimum, self.maximum),
                    "minimum <= maximum",
                    "Lower the minimum or raise the maximum",
                )
            )
        object.__setattr__(self, "coefficient", coefficient)
        object.__setattr__(self, "minimum", float(self.minimum))
        object.__setattr__(self, "maximum", float(self.maximum))


@dataclass(frozen=True, slots=True, eq=False)
class FeeSchedule:
    """What a service charges for its applications, counted together.

    The k-th application costs the rate of the last tier that starts at or before k; applications before the
    first tier and the ``flat_covers`` first ones cost nothing by tier. ``flat`` is charged once as soon as
    there is one application.

    Parameters
    ----------
    name : str
        Service and specialty, for messages.
    members : bool array, shape (programs,)
        Which programs are applied to through this schedule.
    tiers : tuple of (int, float)
        (number of the first application at this rate, dollars each), numbers >= 1 and increasing.
        ``((1, 11.0), (31, 30.0))`` is $11 each to 30, then $30 each.
    flat : float
        Dollars charged once, >= 0.
    flat_covers : int
        How many first applications the flat fee pays for, >= 0.

    Raises
    ------
    BadInput
        A negative or not finite amount, or tiers out of order.
    """

    name: str
    members: BoolArray
    tiers: tuple[tuple[int, float], ...]
    flat: float = 0.0
    flat_covers: int = 0

    def __post_init__(self) -> None:
        where = f"fee schedule {self.name!r}"
        faults: list[Fault] = []
        members = member_flags(self.members, f"{where}: members", faults)
        tiers = _read_tiers(self.tiers, f"{where}: tiers", faults)
        if not is_amount(self.flat):
            faults.append(_no_dollars(f"{where}: flat", self.flat))
        if not (is_whole(self.flat_covers) and self.flat_covers >= 0):
            faults.append(
                Fault(
                    "is not a number of applications",
                    f"{where}: flat_covers",
                    self.flat_covers,
                    "a whole number >= 0",
                    "Give how many first applications the flat fee pays for",
                )
            )
        refuse(faults)
        object.__setattr__(self, "members", members)
        object.__setattr__(self, "tiers", tiers)
        object.__setattr__(self, "flat", float(self.flat))
        object.__setattr__(self, "flat_covers", int(self.flat_covers))

    def price(self, number: int) -> float:
        """Dollars that the application of a number (from 1) adds, as people are told it.

        The solver and the referee each work out what a list costs on their own.
        """
        reached = [dollars for start, dollars in self.tiers if start <= number]
        tier = reached[-1] if reached and number > self.flat_covers else 0.0
        return tier + (self.flat if number == 1 else 0.0)

    def prices(self, count: int) -> Iterator[float]:
        """Dollars of the first, second, ... application, as many as are counted."""
        return map(self.price, range(1, count + 1))

    def reduced(self, discount: float) -> "FeeSchedule":
        """The same with a share in [0, 1] taken off every price."""
        tiers = tuple((start, dollars * (1 - discount)) for start, dollars in self.tiers)
        return replace(self, tiers=tiers, flat=self.flat * (1 - discount))


def _read_tiers(given: object, where: str, faults: list[Fault]) -> tuple[tuple[int, float], ...]:
    """Tiers as (first application, dollars each); empty and faults where they are none."""
    entries: list[Any] = list(given) if isinstance(given, Sequence) else [given]
    found: list[Fault] = []
    for k, entry in enumerate(entries):
        if not (isinstance(entry, Sequence) and len(entry) == 2 and is_whole(entry[0])):
            allowed = "(number of the first application, dollars each)"
            found.append(Fault("is not a tier", f"{where}[{k}]", entry, allowed, "Give a pair of numbers"))
        elif not is_amount(entry[1]):
            found.append(_no_dollars(f"{where}[{k}]", entry[1]))
    tiers = () if found else tuple((int(entry[0]), float(entry[1])) for entry in entries)
    starts = [start for start, _ in tiers]
    if any(start < 1 for start in starts) or starts != sorted(set(starts)):
        found.append(
            Fault(
                "tiers are out of order",
                where,
                given,
                "increasing first application numbers from 1",
                "Sort the tiers and give each number once",
            )
        )
    faults += found
    return tiers


def _no_dollars(where: str, value: object) -> Fault:
    return Fault("is not an amount of dollars", where, value, ">= 0 and finite", "Give an amount from 0")


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Which programs to apply to, and in which mode, for the highest expected utility of the best offer.

    Parameters
    ----------
    offer_chance : array, shape (programs, modes, scenarios)
        Chance in [0, 1] that applying ends in an offer, independent across programs given the scenario.
        Mode 0 is an application without a signal; further modes are one per kind of signal.
    scenario_weight : array, shape (scenarios,)
        Weights >= 0 that sum to 1.
    utility : array, shape (programs,)
        Utility >= 0 of matching there; 1 everywhere makes the value the match probability.
    cost : array, shape (programs,), or None
        Dollars >= 0 that an application costs on top of the fees; None is nothing.
    budget : float or None
        Dollars >= 0 for fees and costs together; None is no bound.
    fees : tuple of FeeSchedule
    limits : tuple of Limit
        Names are unique.
    required, forbidden : arrays of int
        Indices of programs that have to be, or may not be, applied to.
    worst_share : float
        Share of the scenarios, above 0 and at most 1, over whose worst the value is averaged: 1 is the expected
        utility, 0.2 the mean of the worst fifth (conditional value at risk).
    charge : array, shape (programs, modes), or None
        Utility >= 0 that an application in a mode takes off the list's value; None is nothing. Unlike a cost it is no
        money: it is what a place is worth to others who want it too.
    attendance : Attendance or None
        How many of the occasions that offers come of can be attended; it counts in the match probability, not in the
        value. None is all of them.

    Raises
    ------
    BadInput
        Wrong shapes, NaN, chances outside [0, 1], negative utility, cost, charge or budget, weights that don't sum to
        1, unknown indices: all faults at once, each naming field and index.
    """

    offer_chance: FloatArray
    scenario_weight: FloatArray
    utility: FloatArray
    cost: FloatArray | None = None
    budget: float | None = None
    fees: tuple[FeeSchedule, ...] = ()
    limits: tuple[Limit, ...] = ()
    required: IntArray | Sequence[int] = ()
    forbidden: IntArray | Sequence[int] = ()
    worst_share: float = 1.0
    charge: FloatArray | None = None
    attendance: Attendance | None = None

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        chance = numbers(self.offer_chance, "offer_chance", faults)
        weight = numbers(self.scenario_weight, "scenario_weight", faults)
        utility = numbers(self.utility, "utility", faults)
        cost = None if self.cost is None else numbers(self.cost, "cost", faults)
        charge = None if self.charge is None else numbers(self.charge, "charge", faults)
        if self.budget is not None and not is_amount(self.budget):
            faults.append(_no_dollars("budget", self.budget))
        faults += no_share(self.worst_share, "worst_share")
        faults += not_unique([limit.name for limit in self.limits], RESERVED_NAMES)
        if chance is None or chance.ndim != 3 or 0 in chance.shape:
            if chance is not None:
                faults.append(_no_chances(chance.shape))
            # Without its shape nothing else can be measured.
            raise BadInput(faults)
        programs, modes, scenarios = chance.shape
        faults += outside(chance, "offer_chance", 0.0, 1.0)
        if weight is not None:
            faults += misshapen(weight, "scenario_weight", (scenarios,)) or no_weights(weight, "scenario_weight")
        for field, array, shape in (
            ("utility", utility, (programs,)),
            ("cost", cost, (programs,)),
            ("charge", charge, (programs, modes)),
        ):
            if array is not None:
                faults += misshapen(array, field, shape) or outside(array, field, 0.0, np.inf)
        faults += [] if self.attendance is None else self.attendance.faults(programs, scenarios)
        for fee in self.fees:
            faults += misshapen(fee.members, f"fee schedule {fee.name!r}: members", (programs,))
        limits = tuple(_per_mode(limit, modes) for limit in self.limits)
        for limit in limits:
            faults += misshapen(limit.coefficient, f"limit {limit.name!r}: coefficient", (programs, modes))
        required = program_indices(self.required, REQUIRED, programs, faults)
        forbidden = program_indices(self.forbidden, FORBIDDEN, programs, faults)
        refuse(faults)
        for field, value in (
            ("offer_chance", chance),
            ("scenario_weight", weight),
            ("utility", utility),
            ("cost", cost),
            ("budget", None if self.budget is None else float(self.budget)),
            ("fees", tuple(self.fees)),
            ("limits", limits),
            (REQUIRED, required),
            (FORBIDDEN, forbidden),
            ("charge", charge),
        ):
            object.__setattr__(self, field, value)

    @property
    def unit_of_value(self) -> float:
        """The largest utility, in which the solver measures values; never 0."""
        highest = float(self.utility.max())
        if highest == 0 and self.charge is not None:
            # Where nothing is worth anything, charges alone are weighed.
            highest = float(self.charge.max())
        return max(highest, 1e-300)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of programs, modes and scenarios."""
        programs, modes, scenarios = self.offer_chance.shape
        return programs, modes, scenarios


def _no_chances(shape: tuple[int, ...]) -> Fault:
    return Fault(
        "has the wrong shape",
        "offer_chance",
        shape,
        "(programs, modes, scenarios), each at least 1",
        "Give one chance per program, mode and scenario",
    )


def _per_mode(limit: Limit, modes: int) -> Limit:
    if limit.coefficient.ndim != 1:
        return limit
    coefficient = np.repeat(limit.coefficient[:, None], modes, axis=1)
    return Limit(limit.name, coefficient, limit.minimum, limit.maximum, limit.structural)
