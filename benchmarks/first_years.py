"""First years: two lists in one budget against two lists built apart, in worlds that the estimate doesn't know.

Built apart, the usual number of applications to first years is set aside, the list of advanced positions is the best
for the dollars that are left, and the list of first years the best for what was set aside. Which programs have
preliminary tracks isn't published: every third program of internal medicine and of general surgery of the shipped
directory is taken to have one, the same ones for both. Lists are made by the central figures and the usual luck, and
judged in worlds in which every coefficient, what each program is like, and the luck of strength and regions fall
otherwise; the same worlds for both. Intervals are Student's, over applicants, of the differences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from rich.table import Table

from benchmarks.couples import difference, other_luck
from benchmarks.measuring import WrongAnswer, table
from optimizer.arrays import IntArray
from optimizer.directory import Directory, load_directory
from optimizer.evidence import load_evidence, load_season
from optimizer.plan import Plan, Prepared, plan_from_content, prepare
from optimizer.plan.listing import complete_draws
from optimizer.plan.problem import application_dollars, needs_first_year, usual_applications
from optimizer.portfolio import Solved, solve
from optimizer.vocabulary import FIRST_YEARS

SPECIALTIES = (
    "dermatology",
    "diagnostic-radiology",
    "anesthesiology",
    "physical-medicine-rehabilitation",
    "neurology",
)
TYPES = ("us-md", "us-do")
DOLLARS = (500.0, 900.0)
_SEASON, _TIME_LIMIT_S, _EVERY = 2027, 10.0, 3


@dataclass(frozen=True, slots=True)
class Applicant:
    """One applicant's outcome: chance of a complete training with both lists as one, and with two built apart."""

    specialty: str
    complete: tuple[float, float]
    dollars: tuple[float, float]
    gap: float


def report() -> Table:
    """A row for each specialty, and one for all applicants."""
    headings = (
        "specialty",
        "applicants",
        "complete, as one",
        "built apart",
        "difference",
        "dollars of first years, as one",
        "apart",
        "gap, worst",
    )
    title = "First years: chance in 100 of a complete training, in worlds that the estimate doesn't know"
    return table(title, headings, _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    found: list[Applicant] = []
    for specialty in SPECIALTIES:
        own = [_judged(_plan(specialty, kind, dollars)) for kind in TYPES for dollars in DOLLARS]
        found += own
        yield _row(specialty.replace("-", " "), own)
    yield _row("all", found)


@cache
def _directory() -> Directory:
    """The shipped one, with preliminary tracks at every third program of the specialties that have such."""
    tracks = {kind.specialty for kind in FIRST_YEARS.values() if kind.is_track}
    programs = []
    seen = dict.fromkeys(tracks, 0)
    for number, program in enumerate(load_directory().programs):
        kept = program
        if program.specialty in tracks:
            if seen[program.specialty] % _EVERY == 0:
                kept = program.model_copy(update={"nrmp_code": f"{1000 + number}140C0 {1000 + number}140P0"})
            seen[program.specialty] += 1
        programs.append(kept)
    return Directory.of(programs)


def _plan(specialty: str, kind: str, dollars: float) -> Plan:
    content = {
        "season": _SEASON,
        "flexibility": 1.0,
        "applicant": {"type": kind, "specialties": (specialty,), "step2": 248},
        "budget": {"dollars": dollars},
    }
    return plan_from_content(content, "an applicant")


def _judged(plan: Plan) -> Applicant:
    prepared = prepare(plan, _directory())
    chosen = prepared.first_year
    if chosen is None or chosen.beside is None or chosen.modes is None or chosen.found is None:
        raise WrongAnswer("no second list")
    unit = 1.0 if chosen.completion is None else chosen.completion.unit_of_value
    joint = prepared.of_programs(chosen.modes[0]), chosen.beside.of_programs(chosen.modes[1])
    apart, dollars = _built_apart(plan, chosen.beside)
    worlds = prepare(plan, _directory(), scenarios=other_luck()[0])
    own, second = worlds.with_second
    needs = needs_first_year(own.directory, load_evidence())
    drawn = [complete_draws(own, second, modes, needs) for modes in (joint, apart)]
    return Applicant(
        specialty=plan.applicant.specialties[0],
        complete=(float(drawn[0].mean()), float(drawn[1].mean())),
        dollars=(chosen.dollars, dollars),
        gap=(chosen.found.bound - chosen.found.value) / unit,
    )


def _built_apart(plan: Plan, second: Prepared) -> tuple[tuple[IntArray, IntArray], float]:
    """Two lists that know nothing of each other, and the dollars that are set aside for first years."""
    usual = round(usual_applications(load_evidence()).central)
    dollars = application_dollars(load_season(_SEASON), "internal-medicine", usual)
    if dollars is None or plan.budget.dollars is None:
        raise WrongAnswer("no fees")
    left = plan.model_copy(
        update={
            "budget": plan.budget.model_copy(update={"dollars": plan.budget.dollars - dollars}),
            "first_year": plan.first_year.model_copy(update={"apply": False}),
        }
    )
    alone = prepare(left, _directory())
    lists = []
    for part, problem in ((alone, alone.problem), (second, replace(second.problem, budget=dollars))):
        outcome = solve(problem, time_limit_s=_TIME_LIMIT_S)
        if not isinstance(outcome, Solved):
            raise WrongAnswer(f"no list: {outcome}")
        lists.append(part.of_programs(outcome.mode))
    return (lists[0], lists[1]), dollars


def _row(name: str, applicants: Sequence[Applicant]) -> tuple[str, ...]:
    complete = np.array([one.complete for one in applicants])
    dollars = np.array([one.dollars for one in applicants]).mean(axis=0)
    return (
        name,
        str(len(applicants)),
        f"{100 * complete[:, 0].mean():.1f}",
        f"{100 * complete[:, 1].mean():.1f}",
        difference(complete[:, 0] - complete[:, 1]),
        f"{dollars[0]:.0f}",
        f"{dollars[1]:.0f}",
        f"{100 * max(one.gap for one in applicants):.2f}",
    )
