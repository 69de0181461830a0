"""What applications cost: the schedules of a season's services, fee assistance, and each program's share."""

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
        schedule = FeeSchedule(f"{fees.service} {name}", specialty == name, **fees.shape)
        if plan.budget.fee_assistance and fees.service == assistance.service:
            reduced |= schedule.members
            dearest = max(dearest, *(dollars for _, dollars in schedule.tiers))
            schedule = schedule.reduced(assistance.discount)
        schedules.append(schedule)
    if reduced.any():
        beyond = ((assistance.covers_applications + 1, dearest * assistance.discount),)
        schedules.append(FeeSchedule(f"{assistance.service} beyond fee assistance", reduced, beyond))
    return tuple(schedules)


def application_dollars(season: Season, specialty: str, count: int) -> float | None:
    """What so many applications in one specialty cost; None where the season's fees aren't known."""
    fees = season.fees(specialty)
    if fees is None:
        return None
    schedule = FeeSchedule(specialty, np.ones(count, dtype=np.bool_), **fees.shape)
    return sum(schedule.prices(count))


def cost_shares(fees: tuple[FeeSchedule, ...], applied: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Dollars of each program, shape (programs,): each schedule's sum spread evenly over its applications.

    They add up to the spend. What a program would save is another thing: see `dollars_saved`.
    """
    shares = np.zeros(applied.size)
    for fee in fees:
        count = int((fee.members & applied).sum())
        if count:
            shares[fee.members & applied] += sum(fee.prices(count)) / count
    return shares


def dollars_saved(fees: tuple[FeeSchedule, ...], applied: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Dollars less that the list costs without a program, shape (programs,); 0 for those that aren't on it."""
    saved = np.zeros(applied.size)
    for fee in fees:
        count = int((fee.members & applied).sum())
        if count:
            saved[fee.members & applied] += fee.price(count)
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
        added[fee.members] += fee.price(count + 1)
    return added
