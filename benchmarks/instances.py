"""Seeded problems of the size and shape of a real application season, from weak to strong applicants."""

import numpy as np

from optimizer.portfolio import FeeSchedule, Limit, Problem

SEEDS = range(20)
MODES = 3
SCENARIOS = 32
DIVISIONS = 9
BUDGET_DOLLARS = 2500.0
ERAS_TIERS = ((1, 11.0), (31, 30.0))
RESIDENCY_CAS_TIERS = ((19, 18.0), (31, 23.0))
TIER_QUOTAS = {"reach": (10, 20), "realistic": (20, 70), "safety": (10, 40)}
DIVISION_QUOTA = (5, 40)
SIGNALS = {"silver": 12, "gold": 3}

_TIER_LOG_ODDS = np.array([-0.8, 0.0, 0.6])
_SIGNAL_LOG_ODDS = np.array([0.0, 0.9, 1.6])
_MATCH_GIVEN_INTERVIEW = 0.25
_SD_PROGRAM, _SD_STRENGTH, _SD_DIVISION = 1.2, 0.65, 0.25
_WEAKEST, _STRONGEST = -7.6, -3.2


def instance(seed: int, *, programs: int = 650, utility_levels: int = 1, two_services: bool = False) -> Problem:
    """One applicant's problem: quotas per tier and for four divisions, two kinds of signals, fees and a budget.

    Parameters
    ----------
    seed : int
        From `SEEDS`: the higher, the stronger the applicant; best lists reach from about 20 to 99 in 100.
    programs : int
    utility_levels : int
        Number of distinct utilities, from 0.3 to 1; one level is all 1.
    two_services : bool
        Every third program takes applications through ResidencyCAS (a flat fee that covers the first 18), not ERAS.

    Returns
    -------
    Problem
        `programs` x 3 modes x 32 scenarios that share a strength and a division shock.
    """
    rng = np.random.default_rng(seed)
    strength = _WEAKEST + (_STRONGEST - _WEAKEST) * seed / (len(SEEDS) - 1)
    division, tier = rng.integers(0, DIVISIONS, programs), rng.integers(0, len(TIER_QUOTAS), programs)
    log_odds = (strength + rng.normal(0, _SD_PROGRAM, programs) + _TIER_LOG_ODDS[tier])[:, None, None]
    log_odds = log_odds + _SIGNAL_LOG_ODDS[None, :, None] + _SD_STRENGTH * rng.normal(size=SCENARIOS)
    log_odds = log_odds + _SD_DIVISION * rng.normal(size=(DIVISIONS, SCENARIOS))[division][:, None, :]
    levels = np.linspace(1.0, 0.3, utility_levels)
    return Problem(
        offer_chance=_MATCH_GIVEN_INTERVIEW / (1 + np.exp(-log_odds)),
        scenario_weight=np.full(SCENARIOS, 1 / SCENARIOS),
        utility=levels[rng.integers(0, utility_levels, programs)],
        budget=BUDGET_DOLLARS,
        fees=_fees(programs, two_services=two_services),
        limits=(
            *(Limit(name, tier == k, *quota) for k, (name, quota) in enumerate(TIER_QUOTAS.items())),
            *(Limit(f"division {k}", division == k, *DIVISION_QUOTA) for k in range(4)),
            *(
                Limit(name, np.tile(np.arange(MODES) == mode, (programs, 1)), maximum=cap)
                for mode, (name, cap) in enumerate(SIGNALS.items(), start=1)
            ),
        ),
    )


def _fees(programs: int, *, two_services: bool) -> tuple[FeeSchedule, ...]:
    elsewhere = np.full(programs, two_services) & (np.arange(programs) % 3 == 0)
    eras = FeeSchedule("ERAS", ~elsewhere, ERAS_TIERS)
    residency_cas = FeeSchedule("ResidencyCAS", elsewhere, RESIDENCY_CAS_TIERS, flat=99.0, flat_covers=18)
    return (eras, residency_cas) if two_services else (eras,)
