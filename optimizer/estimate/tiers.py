"""Reach, realistic, safety: how realistic a program is for this applicant, not how likely in absolute terms."""

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from optimizer.estimate.scenarios import FloatArray
from optimizer.estimate.situation import Situation
from optimizer.estimate.terms import Terms
from optimizer.evidence import Evidence

Tier = Literal["reach", "realistic", "safety"]
TIERS: tuple[str, ...] = get_args(Tier)

_SELECTIVITY = {"top-25": 3.0, "26-60": 2.0}
_SELECTIVITY_OF_SETTING = {"university": 1.0, "community": -1.0}
_REACH_FROM, _SAFETY_TO = 1.5, -0.5
_MOST_SHIFT = (-0.4, 1.4)


def tiers_of(situation: Situation, terms: Terms, chance: FloatArray, evidence: Evidence) -> npt.NDArray[np.str_]:
    """Tier of each program.

    Where the program's own interview rate is known, the odds of this applicant's chance against the mean of such
    chances decide. Elsewhere chances of one specialty's programs lie close together, so research intensity and
    setting decide: top-25 before 26-60 before other universities before affiliated hospitals before community
    hospitals, shifted by how strong the applicant's figures are for the group.

    Parameters
    ----------
    situation, terms
        Facts, and what they add.
    chance : array, shape (programs,)
        Chance of an interview without a signal.
    evidence : Evidence
        With the odds ratios `tier_reach_odds_ratio` and `tier_safety_odds_ratio`.
    """
    known = np.isfinite(situation.own_rate)
    by_setting = _by_setting(situation, terms)
    if not known.any():
        return by_setting
    odds = chance / np.maximum(1 - chance, 1e-12)
    middle = float(np.exp(np.log(np.maximum(odds[known], 1e-9)).mean()))
    by_chance = np.select(
        [
            odds < middle * evidence.central("tier_reach_odds_ratio"),
            odds > middle * evidence.central("tier_safety_odds_ratio"),
        ],
        ["reach", "safety"],
        "realistic",
    )
    return np.where(known, by_chance, by_setting)


def _by_setting(situation: Situation, terms: Terms) -> npt.NDArray[np.str_]:
    selectivity = np.array(
        [
            _SELECTIVITY.get(program.research_intensity or "", _SELECTIVITY_OF_SETTING.get(program.setting or "", 0.0))
            for program in situation.programs
        ]
    )
    # Kept within bounds so that no applicant is told that everything is a reach, or nothing.
    left = selectivity - np.clip(terms.applicant, *_MOST_SHIFT)
    # A program of unknown kind is nobody's safety.
    known = np.array([program.setting is not None for program in situation.programs])
    return np.select([left >= _REACH_FROM, known & (left <= _SAFETY_TO)], ["reach", "safety"], "realistic")
