"""Which invitations to accept when days or money don't go round."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from pydantic import BaseModel, ConfigDict

from optimizer.arrays import FloatArray
from optimizer.errors import BadInput, Fault
from optimizer.portfolio import Limit, Problem, Solved, evaluate, solve
from optimizer.season.outlook.view import SeasonView

MOST_INTERVIEWS = "interviews"


class Acceptance(BaseModel):
    """One invitation, and what to do about it.

    Attributes
    ----------
    on : datetime.date or None
        The day to go; None where the program offered none, or the invitation is better declined.
    worth : float
        What the season is worth more with the interview than without it, the others as chosen.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    name: str
    accept: bool
    on: date | None
    dollars: float
    worth: float


class Acceptances(BaseModel):
    """Invitations to accept and to decline.

    Attributes
    ----------
    dollars : float
        What going to the accepted ones costs.
    match_probability : float
    gap : float
        No choice is worth more than this one by more than that.
    unpriced : tuple of str
        Ids of invitations without a price, which count as free.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    invitations: tuple[Acceptance, ...]
    dollars: float
    match_probability: float
    gap: float
    unpriced: tuple[str, ...]


def interviews_to_accept(
    view: SeasonView, *, dollars: float | None = None, most: int | None = None, taken: Sequence[date] = ()
) -> Acceptances:
    """Choose among the invitations that are not held yet, one interview a day.

    An interview is worth what it adds to the preference-weighted chance to match; silent programs and interviews
    already held count along as they stand.

    Parameters
    ----------
    view : SeasonView
    dollars : float or None
        For going there; None is no bound.
    most : int or None
        How many there is time for.
    taken : sequence of datetime.date
        Days on which the applicant can't.

    Raises
    ------
    BadInput
        No invitation is open.
    """
    view.require_any_chance("which interviews bring most")
    answers = view.answers
    invited = [k for k, program in enumerate(answers.programs) if program.last_word == "invited"]
    if not invited:
        what = "there is no invitation to decide on"
        raise BadInput(Fault(what, "invitations", None, "an invitation that is not held yet", "Enter it first"))
    # The day of an interview that was accepted already is taken.
    kept = [one.slots[0] for one in answers.programs if one.last_word == "accepted" and len(one.slots) == 1]
    days = {k: tuple(day for day in answers.programs[k].slots if day not in (*taken, *kept)) for k in invited}
    problem = _problem(view, invited, days, dollars, most)
    solved = solve(problem, gap=view.prepared.plan.gap)
    if not isinstance(solved, Solved):
        raise BadInput(Fault("no decision in time", "invitations", None, "fewer invitations", "Decide some by hand"))
    value = evaluate(problem, solved.mode)
    rows = []
    for k in invited:
        mode = int(solved.mode[k])
        without = solved.mode.copy()
        without[k] = -1
        program = answers.programs[k]
        rows.append(
            Acceptance(
                id=program.id,
                name=program.name,
                accept=mode >= 0,
                on=days[k][mode] if mode >= 0 and days[k] else None,
                dollars=program.dollars or 0.0,
                worth=value - evaluate(problem, without) if mode >= 0 else 0.0,
            )
        )
    return Acceptances(
        invitations=tuple(sorted(rows, key=lambda row: (not row.accept, row.on or date.max, row.id))),
        dollars=sum(row.dollars for row in rows if row.accept),
        match_probability=solved.match_probability,
        gap=solved.bound - solved.value,
        unpriced=tuple(answers.programs[k].id for k in invited if answers.programs[k].dollars is None),
    )


def _problem(
    view: SeasonView,
    invited: Sequence[int],
    days: Mapping[int, tuple[date, ...]],
    dollars: float | None,
    most: int | None,
) -> Problem:
    """A mode for each day that a program offers; everything that isn't to be decided is required."""
    answers = view.answers
    applications, modes = len(answers.programs), max(1, *(len(days[k]) for k in invited))
    coming, offer_if = view.scenario_chances
    closed = np.zeros((applications, modes))
    counted = np.zeros((applications, modes))
    on_day: dict[date, FloatArray] = {}
    for k in range(applications):
        offered = days.get(k, ())
        # Where every day that was offered is taken there is no way to go.
        gone = bool(answers.programs[k].slots) and k in days and not offered
        closed[k, 0 if gone else max(1, len(offered)) :] = 1.0
        counted[k] = float(k in days)
        for mode, day in enumerate(offered):
            on_day.setdefault(day, np.zeros((applications, modes)))[k, mode] = 1.0
    limits = [Limit("days that weren't offered", closed, maximum=0.0)]
    limits += [
        Limit(f"interviews on {day.isoformat()}", coefficient, maximum=1.0) for day, coefficient in on_day.items()
    ]
    if most is not None:
        limits.append(Limit(MOST_INTERVIEWS, counted, maximum=float(most)))
    cost = np.array([answers.programs[k].dollars or 0.0 if k in days else 0.0 for k in range(applications)])
    return Problem(
        offer_chance=np.repeat((coming * offer_if)[:, None, :], modes, axis=1),
        scenario_weight=view.scenarios.weight,
        utility=view.prepared.problem.utility[answers.index],
        cost=cost,
        budget=dollars,
        limits=tuple(limits),
        required=np.array([k for k in range(applications) if k not in days], dtype=np.int64),
    )
