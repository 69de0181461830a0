"""What applications cost: the schedules of a season's services, fee assistance, and each program's share."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.directory import Directory
from optimizer.evidence import Season
from optimizer.plan.document import Plan
from optimizer.portfolio import FeeSchedule


def plan_fees(plan: Plan, directory: Directory, season: Season, extra: int = 0) -> tuple[FeeSchedule, ...]:
    """What each specialty's service charges in the season; nothing where that isn't known.

    `extra` is the number of rows after the programs that cost nothing.

    With fee assistance every price of its service is reduced, and a further schedule over all its specialties takes the
    reduction back beyond the applications that are covered. Which ones count as covered in several specialties isn't
    published; what is taken back is the reduction of the dearest, so that the spend is exact up to the covered number
    and in one specialty, and beyond it never too low.
    """
    specialty = np.array([program.specialty for program in directory.programs] + [""] * extra)
    assistance = season.fee_assistance
    schedules: list[FeeSchedule] = []
    reduced, dearest = np.zeros(specialty.size, dtype=np.bool_), 0.0
    for name in plan.applicant.specialties:
        fees = season.fees(name)
        if fees is None:
            continue
        tiers, member = fees.tiers, specialty == name
        if plan.budget.fee_assistance and fees.service == assistance.service:
            reduced |= member
            dearest = max(dearest, *(dollars for _, dollars in tiers))
            tiers = tuple((start, dollars * (1 - assistance.discount)) for start, dollars in tiers)
        schedules.append(FeeSchedule(f"{fees.service} {name}", member, tiers, fees.flat, fees.flat_covers))
    if reduced.any():
        beyond = ((assistance.covers_applications + 1, dearest * assistance.discount),)
        schedules.append(FeeSchedule(f"{assistance.service} beyond fee assistance", reduced, beyond))
    return tuple(schedules)


def application_dollars(season: Season, specialty: str, count: int) -> float | None:
    """What so many applications in one specialty cost; None where the season's fees aren't known."""
    fees = season.fees(specialty)
    if fees is None:
        return None
    members = np.ones(count, dtype=np.bool_)
    return sum(_prices(FeeSchedule(specialty, members, fees.tiers, fees.flat, fees.flat_covers), count))


def cost_shares(fees: tuple[FeeSchedule, ...], applied: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Dollars of each program, shape (programs,): each schedule's sum spread evenly over its applications.

    They add up to the spend. What a program would save is another thing: see `dollars_saved`.
    """
    shares = np.zeros(applied.size)
    for fee in fees:
        count = int((fee.members & applied).sum())
        if count:
            shares[fee.members & applied] += sum(_prices(fee, count)) / count
    return shares


def dollars_saved(fees: tuple[FeeSchedule, ...], applied: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Dollars less that the list costs without a program, shape (programs,); 0 for those that aren't on it."""
    saved = np.zeros(applied.size)
    for fee in fees:
        count = int((fee.members & applied).sum())
        if count:
            saved[fee.members & applied] += list(_prices(fee, count))[-1]
    return saved


def next_dollars(
    fees: tuple[FeeSchedule, ...], applied: npt.NDArray[np.bool_], allowed: npt.NDArray[np.bool_]
) -> float:
    """What the cheapest further application to one of the allowed programs would cost; 0 where there is none."""
    return float(added_dollars(fees, applied)[allowed].min()) if allowed.any() else 0.0


def added_dollars(fees: tuple[FeeSchedule, ...], applied: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """What one further application to each program would cost, shape (programs,)."""
    added = np.zeros(applied.size)
    for fee in fees:
        count = int((fee.members & applied).sum())
        added[fee.members] += list(_prices(fee, count + 1))[-1]
    return added


def _prices(fee: FeeSchedule, count: int) -> Iterator[float]:
    """Dollars of the first, second, ... application through a schedule."""
    for number in range(1, count + 1):
        reached = [dollars for start, dollars in fee.tiers if start <= number]
        tier = reached[-1] if reached and number > fee.flat_covers else 0.0
        yield tier + (fee.flat if number == 1 else 0.0)
