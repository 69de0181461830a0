"""The year before an advanced position: its programs, and the split of the dollars between two lists.

An applicant to advanced positions needs an offer of a first year too. Both lists are solved together, for the chance of
a complete training; what is chosen for the first year then stands beside the list as one more row that costs what it
costs, so that every question about the list is asked within the dollars that are left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.directory import Directory, Program
from optimizer.evidence import Evidence, EvidenceRow
from optimizer.plan.document import FirstYearWish, Locks, Plan, Quota, Quotas
from optimizer.plan.problem.decisions import Decision, with_rows
from optimizer.portfolio import Attendance, CompletionProblem, Limit, Problem
from optimizer.vocabulary import ADVANCED, CATEGORICAL, FIRST_YEARS, PRELIMINARY, load_vocabulary, track_letters

FIRST_YEAR = Decision("first year")
"""The row by which the first year is paid."""
_UNFOUND = 0.05
"""Where chances of first years aren't known, they count for the split as if the usual number of applications left so
many in 1 without one. No figure: it says how dollars are divided, and is shown nowhere."""


def advanced_share(evidence: Evidence, specialty: str) -> EvidenceRow | None:
    """In what share the positions of a specialty are advanced; None where it isn't known, or none are."""
    found = (row for row in evidence.rows if row.name == "advanced_share" and row.specialty == specialty)
    return next(found, None)


def usual_applications(evidence: Evidence) -> EvidenceRow:
    """How many applications to first years are usual."""
    return evidence.row("first_year_applications")


def advanced_specialties(plan: Plan, evidence: Evidence) -> tuple[str, ...]:
    """The plan's specialties with advanced positions."""
    return tuple(one for one in plan.applicant.specialties if advanced_share(evidence, one) is not None)


def needs_first_year(directory: Directory, evidence: Evidence, part: float | None = None) -> FloatArray:
    """Chance that an offer of each program is an advanced position, shape (programs,).

    Its NRMP codes say it where they are known: 1 with an advanced track only, 0 with a categorical one only. Else it is
    the share of the specialty.

    Parameters
    ----------
    directory : Directory
    evidence : Evidence
    part : float or None
        0 takes the low ends of the shares, 1 the high ends, None the central ones.
    """
    return np.array([_needs(program, evidence, part) for program in directory.programs], dtype=np.float64)


def _needs(program: Program, evidence: Evidence, part: float | None) -> float:
    tracks = track_letters(program.nrmp_code) & {ADVANCED, CATEGORICAL}
    if tracks == {ADVANCED}:
        return 1.0
    row = advanced_share(evidence, program.specialty)
    if tracks == {CATEGORICAL} or row is None:
        return 0.0
    return row.central if part is None else row.low + part * (row.high - row.low)


def first_year_programs(plan: Plan, whole: Directory) -> Directory:
    """Programs of a directory at which the plan's kinds of first years can be spent, and that aren't on its own list.

    A transitional year is a program; preliminary medicine and surgery are tracks of programs, known by their NRMP
    codes, or by what their names say.
    """
    own = set(plan.applicant.specialties)
    kinds = [FIRST_YEARS[kind] for kind in plan.first_year.kinds]
    kept = [
        index
        for index, program in enumerate(whole.programs)
        if program.specialty not in own
        and any(
            kind.specialty == program.specialty and (not kind.is_track or _is_preliminary(program)) for kind in kinds
        )
    ]
    return Directory(tuple(whole.programs[k] for k in kept), tuple(whole.places[k] for k in kept))


def _is_preliminary(program: Program) -> bool:
    named = load_vocabulary().tracks_at_end(program.name)[1]
    return PRELIMINARY in track_letters(program.nrmp_code) or "preliminary" in named


def first_year_plan(plan: Plan, programs: Directory) -> Plan:
    """The plan as it holds for first years: same person, places and conditions; no quotas but its own number."""
    specialties = tuple(dict.fromkeys(program.specialty for program in programs.programs))
    ids = programs.index_by_id
    locks = Locks(
        apply=tuple(one for one in plan.locks.apply if one in ids),
        never=tuple(one for one in plan.locks.never if one in ids),
        signal={one: kind for one, kind in plan.locks.signal.items() if one in ids},
    )
    signals = plan.signals.model_copy(
        update={
            **dict.fromkeys(plan.signals.wanted),
            "specialty": {name: one for name, one in plan.signals.specialty.items() if name in specialties},
            "never": tuple(one for one in plan.signals.never if one in ids),
            "only_in": {},
        }
    )
    return plan.model_copy(
        update={
            "applicant": plan.applicant.model_copy(update={"specialties": specialties}),
            "quotas": Quotas(applications=Quota(maximum=plan.first_year.maximum)),
            "locks": locks,
            "signals": signals,
            "tiers": {one: tier for one, tier in plan.tiers.items() if one in ids},
            "preset": None,
            "couple": None,
            "first_year": FirstYearWish(apply=False),
        }
    )


def both_lists(
    own: Problem, first: Problem, needs: FloatArray, known: npt.NDArray[np.bool_], usual: float, reserve: float
) -> CompletionProblem:
    """The plan's own problem and that of the first years as one, in one budget.

    Parameters
    ----------
    own, first : Problem
        Over the same scenarios.
    needs : array, shape (own rows,)
    known : bool array, shape (first years,)
        Whether the chances are known; where not, even ones stand in.
    usual : float
        How many applications to first years are usual.
    reserve : float
        Dollars that are kept.
    """
    rows, more = own.shape[0], first.shape[0]
    chance = first.offer_chance.copy()
    if not known.all():
        by_signal = chance / np.maximum(chance[:, :1], 1e-300)
        even = 1.0 - _UNFOUND ** (1.0 / usual)
        chance = np.where(known[:, None, None], chance, np.minimum(even * by_signal, 0.9))
    problem = Problem(
        offer_chance=np.concatenate([own.offer_chance, chance]),
        scenario_weight=own.scenario_weight,
        utility=with_rows(own.utility, more),
        budget=None if own.budget is None else max(own.budget - reserve, 0.0),
        fees=(
            *(replace(fee, members=np.append(fee.members, np.zeros(more, dtype=np.bool_))) for fee in own.fees),
            *(
                replace(
                    fee, name=f"first year: {fee.name}", members=np.append(np.zeros(rows, dtype=np.bool_), fee.members)
                )
                for fee in first.fees
            ),
        ),
        limits=(
            *(replace(limit, coefficient=with_rows(limit.coefficient, more)) for limit in own.limits),
            *(_after(limit, rows) for limit in first.limits),
        ),
        forbidden=np.concatenate([own.forbidden, np.asarray(first.forbidden) + rows]),
        worst_share=own.worst_share,
    )
    return CompletionProblem(problem, np.arange(rows + more) >= rows, with_rows(needs, rows + more - needs.size))


def _after(limit: Limit, rows: int) -> Limit:
    before = np.zeros((rows, limit.coefficient.shape[1]))
    return replace(limit, name=f"first year: {limit.name}", coefficient=np.vstack([before, limit.coefficient]))


def with_first_year(problem: Problem, dollars: float) -> Problem:
    """A problem with one more row, applied to in any case, that costs what the first year costs."""
    rows = problem.shape[0]
    cost = np.zeros(rows) if problem.cost is None else problem.cost
    return replace(
        problem,
        offer_chance=with_rows(problem.offer_chance, 1),
        utility=with_rows(problem.utility, 1),
        cost=np.append(cost, dollars),
        fees=tuple(replace(fee, members=np.append(fee.members, False)) for fee in problem.fees),
        limits=tuple(_with_row(limit) for limit in problem.limits),
        required=np.append(np.asarray(problem.required, dtype=np.int64), rows),
        attendance=None if problem.attendance is None else _with_nothing(problem.attendance),
    )


def _with_nothing(attendance: Attendance) -> Attendance:
    return replace(attendance, offer_if_attended=with_rows(attendance.offer_if_attended, 1))


def _with_row(limit: Limit) -> Limit:
    return replace(limit, coefficient=with_rows(limit.coefficient, 1))


def least_for_both(own: Problem, first: Problem, reserve: float) -> float:
    """Dollars that one application of each list costs, with the reserve."""

    def cheapest(problem: Problem) -> float:
        return min((fee.price(1) for fee in problem.fees if fee.members.any()), default=0.0)

    return cheapest(own) + cheapest(first) + reserve


def listed_kinds(specialties: Iterable[str]) -> Sequence[str]:
    """Names of the kinds of first years among programs of some specialties, in their usual order."""
    found = {*specialties}
    return [kind.name for kind in FIRST_YEARS.values() if kind.specialty in found]
