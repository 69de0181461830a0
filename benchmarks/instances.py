"""Seeded problems of the size and shape of a real application season, from weak to strong applicants."""

import numpy as np
import numpy.typing as npt

from optimizer.portfolio import FeeSchedule, Limit, Problem

SEEDS = range(20)
MODES = 3
SCENARIOS = 32
DIVISIONS = 9
BUDGET_DOLLARS = 2500.0
ERAS_TIERS = ((1, 11.0), (31, 30.0))
FLAT_FEE_DOLLARS = 99.0
RESIDENCY_CAS_TIERS = ((19, 18.0), (31, 23.0))
TIER_QUOTAS = {"reach": (10, 20), "realistic": (20, 70), "safety": (10, 40)}
DIVISION_QUOTA = (5, 40)
SIGNALS = {"silver": 12, "gold": 3}

_QUOTAS_IN_ALL = sum(low for low, _ in TIER_QUOTAS.values()) + 4 * DIVISION_QUOTA[0]
_TIER_LOG_ODDS = np.array([-0.8, 0.0, 0.6])
_SIGNAL_LOG_ODDS = np.array([0.0, 0.9, 1.6])
_MATCH_GIVEN_INTERVIEW = 0.25
_SD_PROGRAM, _SD_STRENGTH, _SD_DIVISION = 1.2, 0.65, 0.25
_WEAKEST, _STRONGEST = -7.6, -3.2


def instance(
    seed: int,
    *,
    programs: int = 650,
    modes: int = MODES,
    scenarios: int = SCENARIOS,
    utility_levels: int = 1,
    two_services: bool = False,
    budget: float = BUDGET_DOLLARS,
    kinds: int | None = None,
) -> Problem:
    """One applicant's problem: quotas per tier and for four divisions, kinds of signals, fees and a budget.

    Parameters
    ----------
    seed : int
        The higher, up to the last of `SEEDS`, the stronger the applicant; best lists reach from about 20 to 99 in 100.
    programs, modes, scenarios : int
        Quotas shrink with the programs below 650, and their minima with what the budget buys, so that there is a list.
        There are at most three modes.
    utility_levels : int
        Number of distinct utilities, from 0.3 to 1; one level is all 1.
    two_services : bool
        Every third program takes applications through ResidencyCAS (a flat fee that covers the first 18), not ERAS.
    budget : float
        Dollars.
    kinds : int or None
        How many different programs there are, each many times over and without minimum quotas; None is all different.

    Returns
    -------
    Problem
        Scenarios share a strength and a division shock.
    """
    rng = np.random.default_rng(seed)
    strength = _WEAKEST + (_STRONGEST - _WEAKEST) * (seed % len(SEEDS)) / (len(SEEDS) - 1)
    kind = np.arange(programs) % (kinds or programs)
    division, tier = rng.integers(0, DIVISIONS, programs)[kind], rng.integers(0, len(TIER_QUOTAS), programs)[kind]
    log_odds = (strength + rng.normal(0, _SD_PROGRAM, programs)[kind] + _TIER_LOG_ODDS[tier])[:, None, None]
    log_odds = log_odds + _SIGNAL_LOG_ODDS[None, :modes, None] + _SD_STRENGTH * rng.normal(size=scenarios)
    log_odds = log_odds + _SD_DIVISION * rng.normal(size=(DIVISIONS, scenarios))[division][:, None, :]
    levels = np.linspace(1.0, 0.3, utility_levels)
    # Few different programs may leave a tier or a division empty.
    least = 0.0 if kinds else min(1.0, _applications_for(max(budget - FLAT_FEE_DOLLARS, 0.0)) / _QUOTAS_IN_ALL)
    tier_quotas = {name: (least * low, high) for name, (low, high) in TIER_QUOTAS.items()}
    division_quota = (least * DIVISION_QUOTA[0], DIVISION_QUOTA[1])
    return Problem(
        offer_chance=_MATCH_GIVEN_INTERVIEW / (1 + np.exp(-log_odds)),
        scenario_weight=np.full(scenarios, 1 / scenarios),
        utility=levels[rng.integers(0, utility_levels, programs)[kind]],
        budget=budget,
        fees=_fees(programs, two_services=two_services),
        limits=(
            *(_quota(name, tier == k, *quota) for k, (name, quota) in enumerate(tier_quotas.items())),
            *(_quota(f"division {k}", division == k, *division_quota) for k in range(4)),
            *(
                _quota(name, np.tile(np.arange(modes) == mode, (programs, 1)), 0, cap)
                for mode, (name, cap) in enumerate(SIGNALS.items(), start=1)
                if mode < modes
            ),
        ),
    )


def _quota(name: str, members: npt.NDArray[np.bool_], least: float, most: int) -> Limit:
    share = min(1.0, len(members) / 650)
    lowest = 0.0 if least == 0 else min(np.floor(least * share), members.sum())
    return Limit(name, members.astype(np.float64), lowest, np.ceil(most * share))


def _applications_for(budget: float) -> float:
    """How many applications the budget buys whichever service takes them: ERAS, dearer from the same number on."""
    (_, low), (further, high) = ERAS_TIERS
    at_low = min(budget / low, further - 1)
    return at_low + (budget - at_low * low) / high


def _fees(programs: int, *, two_services: bool) -> tuple[FeeSchedule, ...]:
    elsewhere = np.full(programs, two_services) & (np.arange(programs) % 3 == 0)
    eras = FeeSchedule("ERAS", ~elsewhere, ERAS_TIERS)
    residency_cas = FeeSchedule("ResidencyCAS", elsewhere, RESIDENCY_CAS_TIERS, flat=FLAT_FEE_DOLLARS, flat_covers=18)
    return (eras, residency_cas) if two_services else (eras,)
