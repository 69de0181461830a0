"""Couples: two lists with one aim against two lists built apart, in worlds that the estimate doesn't know.

Both kinds of lists are made once, by the central figures and the usual luck. They are judged in worlds in which every
coefficient, what each program without rates is like, and the luck of strength and regions fall otherwise; the same
worlds for both. Intervals are Student's, over couples, of the differences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rich.table import Table
from scipy.special import stdtrit

from benchmarks.measuring import WrongAnswer, table
from optimizer.arrays import FloatArray
from optimizer.couple import couple_draws, partners_of, prepare_couple
from optimizer.directory import Directory, load_directory
from optimizer.estimate import REGIONS, Scenarios
from optimizer.plan import Plan, plan_from_content
from optimizer.portfolio import PairSolved, solve_pair

SPECIALTIES = (
    ("internal-medicine", "pediatrics"),
    ("psychiatry", "general-surgery"),
    ("neurology", "pathology"),
)
TYPES = (("us-md", "us-md"), ("us-do", "us-img"))
DOLLARS = (450.0, 900.0)
_SEASON, _WORLDS_OF_LUCK, _SEED, _TIME_LIMIT_S = 2027, 64, 18, 15.0


@dataclass(frozen=True, slots=True)
class Couple:
    """One couple's outcome: shares of worlds, first with two lists of one aim, then with two built apart."""

    specialties: tuple[str, str]
    together: tuple[float, float]
    either: tuple[float, float]
    gap: float
    seconds: float


def report() -> Table:
    """A row for each pair of specialties, and one for all couples."""
    headings = (
        "specialties",
        "couples",
        "together, one aim",
        "apart",
        "difference",
        "at least one, difference",
        "gap, worst",
        "seconds, worst",
    )
    title = "Couples: chance in 100 to match near each other, in worlds that the estimate doesn't know"
    return table(title, headings, _rows())


def _rows() -> Iterator[tuple[str, ...]]:
    directory = load_directory()
    luck = other_luck()
    found: list[Couple] = []
    for names in SPECIALTIES:
        own = [_judged(_couple(names, kinds, dollars), directory, luck) for kinds in TYPES for dollars in DOLLARS]
        found += own
        yield _row(" and ".join(name.replace("-", " ") for name in names), own)
    yield _row("all", found)


def _couple(specialties: tuple[str, str], kinds: tuple[str, str], dollars: float) -> Plan:
    """A couple without regions of their own, each with a budget."""
    plans = [
        {
            "season": _SEASON,
            "flexibility": 1.0,
            "applicant": {"type": kind, "specialties": (specialty,), "step2": 240},
            "budget": {"dollars": dollars},
        }
        for specialty, kind in zip(specialties, kinds, strict=True)
    ]
    return plan_from_content(plans[0] | {"couple": {"partner": plans[1], "alone": 4.0}}, "a couple")


def other_luck() -> tuple[Scenarios, Scenarios]:
    """Luck that no list was made by: the regions' shared, strength each one's own."""
    rng = np.random.default_rng(_SEED)
    weight = np.full(_WORLDS_OF_LUCK, 1.0 / _WORLDS_OF_LUCK)
    region = rng.normal(size=(_WORLDS_OF_LUCK, len(REGIONS)))
    first, second = (
        Scenarios(weight, rng.normal(size=_WORLDS_OF_LUCK), region, rng.permutation(_WORLDS_OF_LUCK) / _WORLDS_OF_LUCK)
        for _ in range(2)
    )
    return first, second


def _judged(plan: Plan, directory: Directory, luck: tuple[Scenarios, Scenarios]) -> Couple:
    partners = partners_of(plan)
    ready = prepare_couple(partners, directory)
    solved = solve_pair(ready.problem, time_limit_s=_TIME_LIMIT_S)
    if not isinstance(solved, PairSolved):
        raise WrongAnswer(f"no pair of lists: {solved}")
    worlds = prepare_couple(partners, directory, luck)
    drawn = [couple_draws(worlds, lists) for lists in (solved.lists, solved.apart)]
    return Couple(
        specialties=(plan.applicant.specialties[0], partners.plans[1].applicant.specialties[0]),
        together=(float(drawn[0].together.mean()), float(drawn[1].together.mean())),
        either=(float(drawn[0].either.mean()), float(drawn[1].either.mean())),
        gap=(solved.bound - solved.value) / ready.problem.unit_of_value,
        seconds=solved.seconds,
    )


def _row(name: str, couples: Sequence[Couple]) -> tuple[str, ...]:
    together = np.array([one.together for one in couples])
    either = np.array([one.either for one in couples])
    return (
        name,
        str(len(couples)),
        f"{100 * together[:, 0].mean():.1f}",
        f"{100 * together[:, 1].mean():.1f}",
        difference(together[:, 0] - together[:, 1]),
        difference(either[:, 0] - either[:, 1]),
        f"{100 * max(one.gap for one in couples):.1f}",
        f"{max(one.seconds for one in couples):.0f}",
    )


def difference(paired: FloatArray) -> str:
    """Mean difference in points of 100 with its 95 % interval."""
    reach = float(stdtrit(paired.size - 1, 0.975) * paired.std(ddof=1) / np.sqrt(paired.size))
    return f"{100 * paired.mean():+.1f} [{100 * (paired.mean() - reach):+.1f}, {100 * (paired.mean() + reach):+.1f}]"
