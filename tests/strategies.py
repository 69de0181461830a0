"""Small problems of every kind: from a seed for the oracle, from Hypothesis for the properties."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from optimizer.portfolio import FeeSchedule, Limit, Problem

CHANCES = (0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.99, 1.0)
UTILITIES = (0.0, 0.5, 1.0, 1.0, 3.0, 17.0)
RATES = (0.0, 5.0, 11.0, 30.0)
CHARGES = (0.0, 0.001, 0.05, 0.4, 1.2)


def random_problem(seed: int) -> Problem:
    """A problem that the oracle can enumerate; about a quarter have no list."""
    rng = np.random.default_rng(seed)
    modes, scenarios = int(rng.integers(1, 4)), int(rng.integers(1, 4))
    programs = int(rng.integers(1, 8 - modes))
    chance = rng.random((programs, modes, scenarios)) * rng.choice([0.05, 0.5, 1.0])
    certain = rng.random(chance.shape)
    chance = np.where(certain < 0.04, 0.0, np.where(certain > 0.96, 1.0, chance))
    utility = rng.choice(UTILITIES, programs) if rng.random() < 0.6 else rng.random(programs) * 5
    fees = tuple(_random_fee(rng, k, programs) for k in range(rng.integers(0, 3)))
    problem = Problem(
        offer_chance=chance,
        scenario_weight=rng.dirichlet(np.ones(scenarios)),
        utility=utility,
        cost=rng.integers(0, 9, programs).astype(float) if rng.random() < 0.5 else None,
        budget=_random_budget(rng, fees) if rng.random() < 0.7 else None,
        fees=fees,
        limits=tuple(_random_limit(rng, f"limit {k}", programs, modes) for k in range(rng.integers(0, 4))),
        required=rng.choice(programs, int(rng.random() < 0.25), replace=False),
        forbidden=rng.choice(programs, int(rng.random() < 0.25), replace=False),
        worst_share=float(rng.choice([0.01, 0.2, 0.5, 0.9])) if rng.random() < 0.4 else 1.0,
    )
    return replace(problem, charge=_random_charge(rng, problem)) if rng.random() < 0.3 else problem


def _random_charge(rng: np.random.Generator, problem: Problem) -> npt.NDArray[np.float64]:
    """From next to nothing to more than any offer is worth, or nothing."""
    share = rng.random(problem.shape[:2]) * rng.choice([0.01, 0.2, 1.5])
    free = rng.random(problem.shape[:2]) < 0.2
    return np.where(free, 0.0, share * problem.utility.max())


def _random_fee(rng: np.random.Generator, k: int, programs: int) -> FeeSchedule:
    covers = int(rng.integers(0, 3))
    starts = covers + 1 + np.cumsum([0, *rng.integers(1, 3, 2)])
    rates = rng.choice(RATES, 3)
    return FeeSchedule(
        name=f"service {k}",
        members=rng.random(programs) < 0.7,
        tiers=tuple(zip(starts.tolist(), rates.tolist(), strict=True)),
        flat=float(rng.choice([0.0, 15.0])),
        flat_covers=covers,
    )


def _random_budget(rng: np.random.Generator, fees: tuple[FeeSchedule, ...]) -> float:
    """Any amount, or one that a number of applications through one schedule costs exactly."""
    if not fees or rng.random() < 0.5:
        return float(rng.integers(0, 70))
    return _dollars_to(fees[0], int(rng.integers(0, 5)))


def _dollars_to(fee: FeeSchedule, applications: int) -> float:
    numbers = range(fee.flat_covers + 1, applications + 1)
    return fee.flat * (applications > 0) + sum(
        [dollars for start, dollars in fee.tiers if start <= n][-1] for n in numbers
    )


def _random_limit(rng: np.random.Generator, name: str, programs: int, modes: int) -> Limit:
    kind = rng.random()
    if kind < 0.5:
        coefficient = np.repeat(rng.integers(0, 2, (programs, 1)), modes, axis=1).astype(float)
    elif kind < 0.75:
        coefficient = rng.integers(0, 2, (programs, modes)).astype(float)
    else:
        coefficient = rng.normal(size=(programs, modes)).round(2)
    low, high = np.sort(rng.integers(-1, 5, 2))
    if rng.random() < 0.1:
        high = low
    free = rng.random(2) < 0.4
    return Limit(name, coefficient, -np.inf if free[0] else low, np.inf if free[1] else high)


@st.composite
def fee_schedules(draw: st.DrawFn, programs: int) -> FeeSchedule:
    """Convex, flat-block and decreasing schedules, also for nobody."""
    covers = draw(st.integers(0, 2))
    starts = draw(st.lists(st.integers(covers + 1, covers + 4), unique=True, max_size=3).map(sorted))
    return FeeSchedule(
        name=draw(st.sampled_from(["east", "west"])),
        members=np.array(draw(st.lists(st.booleans(), min_size=programs, max_size=programs))),
        tiers=tuple((start, draw(st.sampled_from(RATES))) for start in starts),
        flat=draw(st.sampled_from([0.0, 15.0])),
        flat_covers=covers,
    )


@st.composite
def limits(draw: st.DrawFn, programs: int, modes: int) -> tuple[Limit, ...]:
    """Quotas over programs, caps on one mode, weighted sums and equalities; often loose, at times impossible."""
    found = []
    for k in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["quota", "signal", "weighted"]))
        coefficient = np.zeros((programs, modes))
        if kind == "quota":
            members = draw(st.lists(st.booleans(), min_size=programs, max_size=programs))
            coefficient[np.array(members)] = 1.0
        elif kind == "signal":
            coefficient[:, draw(st.integers(0, modes - 1))] = 1.0
        else:
            hundredths = st.integers(-200, 200)
            entries = draw(st.lists(hundredths, min_size=coefficient.size, max_size=coefficient.size))
            coefficient = np.array(entries).reshape(programs, modes) / 100
        low, high = sorted(draw(st.tuples(st.integers(0, 2), st.integers(0, 5))))
        sides = draw(st.sampled_from(["maximum", "maximum", "minimum", "both", "equal"]))
        minimum = {"maximum": -np.inf}.get(sides, low)
        maximum = {"minimum": np.inf, "equal": low}.get(sides, high)
        found.append(Limit(f"{kind} {k}", coefficient, minimum, maximum))
    return tuple(found)


@st.composite
def problems(draw: st.DrawFn, /, **fixed: Any) -> Problem:
    """Problems of up to six programs, three modes and three scenarios; `fixed` overrides fields."""
    programs, modes = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    scenarios = draw(st.integers(1, 3))
    size = programs * modes * scenarios
    chance = draw(st.lists(st.sampled_from(CHANCES), min_size=size, max_size=size))
    weight = np.array(draw(st.lists(st.integers(1, 5), min_size=scenarios, max_size=scenarios)), dtype=float)
    indices = st.lists(st.integers(0, programs - 1), max_size=1)
    fields: dict[str, Any] = {
        "offer_chance": np.array(chance).reshape(programs, modes, scenarios),
        "scenario_weight": weight / weight.sum(),
        "utility": draw(st.lists(st.sampled_from(UTILITIES), min_size=programs, max_size=programs)),
        "cost": draw(st.none() | st.lists(st.integers(0, 9), min_size=programs, max_size=programs)),
        "budget": draw(st.none() | st.integers(0, 90)),
        "fees": tuple(draw(st.lists(fee_schedules(programs), max_size=2))),
        "limits": draw(limits(programs, modes)),
        "required": draw(indices),
        "forbidden": draw(indices),
        "worst_share": draw(st.sampled_from([1.0, 1.0, 0.5, 0.1])),
    }
    charges = st.lists(st.sampled_from(CHARGES), min_size=programs * modes, max_size=programs * modes)
    charge = np.array(draw(st.just([0.0] * programs * modes) | charges)).reshape(programs, modes)
    fields["charge"] = charge * max(fields["utility"]) if charge.any() else None
    return Problem(**(fields | fixed))
