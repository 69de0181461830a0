"""Two lists in one budget: goals, some of whose offers count only beside an offer of a complement."""

from dataclasses import dataclass

from optimizer.arrays import BoolArray, FloatArray
from optimizer.errors import Fault
from optimizer.portfolio.checks import member_flags, misshapen, numbers, outside, refuse
from optimizer.portfolio.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class CompletionProblem:
    """Which goals and which complements to apply to, for the highest expected utility of the best offer that counts.

    An offer of a goal counts by itself, or only together with an offer of at least one complement. Given the scenario
    all offers are independent. With ``F`` the chance of an offer of a complement, and ``alone`` and ``full`` the
    chances that the goals bring an offer of some utility that counts by itself, or at all, the chance of such an offer
    that counts is ``(1 - F) * alone + F * full`` in each scenario.

    Parameters
    ----------
    problem : Problem
        All programs, goals and complements, with the fees, the limits and the budget that they share. Its utilities are
        those of the goals; a complement's utility is ignored, it is worth what it completes. All scenarios count
        (``worst_share`` 1) and nothing is charged for but in dollars.
    complement : bool array, shape (programs,)
        Which programs are complements.
    needs : array, shape (programs,)
        Chance in [0, 1] that an offer of the goal counts only beside a complement; ignored for complements.

    Raises
    ------
    BadInput
        Wrong shapes, chances outside [0, 1], a worst share below 1, or charges.
    """

    problem: Problem
    complement: BoolArray
    needs: FloatArray

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        complement = member_flags(self.complement, "complement", faults)
        needs = numbers(self.needs, "needs", faults)
        programs = (self.problem.shape[0],)
        faults += misshapen(complement, "complement", programs)
        if needs is not None:
            faults += misshapen(needs, "needs", programs) or outside(needs, "needs", 0.0, 1.0)
        if self.problem.worst_share != 1:
            remedy = "Let all scenarios count"
            faults.append(
                Fault("the worst scenarios alone can't count", "worst_share", self.problem.worst_share, "1", remedy)
            )
        if self.problem.charge is not None:
            faults.append(Fault("applications can't be charged for", "charge", "charges", "None", "Leave it out"))
        refuse(faults)
        object.__setattr__(self, "complement", complement)
        object.__setattr__(self, "needs", needs)

    @property
    def unit_of_value(self) -> float:
        """The largest utility of a goal, in which the search measures values; never 0."""
        return max(float(self.problem.utility[~self.complement].max(initial=0.0)), 1e-300)
