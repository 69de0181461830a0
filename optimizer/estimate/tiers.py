"""Reach, realistic, safety: how realistic a program is for this applicant, not how likely in absolute terms."""

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.directory import Program
from optimizer.estimate.situation import Situation
from optimizer.estimate.terms import Terms
from optimizer.evidence import Evidence
from optimizer.vocabulary import TIERS

_REACH, _REALISTIC, _SAFETY = TIERS


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
    by_setting = _by_setting(situation, terms, evidence)
    if not known.any():
        return by_setting
    odds = chance / np.maximum(1 - chance, 1e-12)
    middle = float(np.exp(np.log(np.maximum(odds[known], 1e-9)).mean()))
    by_chance = np.select(
        [
            odds < middle * evidence.central("tier_reach_odds_ratio"),
            odds > middle * evidence.central("tier_safety_odds_ratio"),
        ],
        [_REACH, _SAFETY],
        _REALISTIC,
    )
    return np.where(known, by_chance, by_setting)


def _by_setting(situation: Situation, terms: Terms, evidence: Evidence) -> npt.NDArray[np.str_]:
    selectivity = np.array([_selectivity(program, evidence) for program in situation.programs])
    # Kept within bounds so that no applicant is told that everything is a reach, or nothing.
    least, most = evidence.central("tier_shift_least"), evidence.central("tier_shift_most")
    left = selectivity - np.clip(terms.applicant, least, most)
    reach = left >= evidence.central("tier_reach_from")
    # A program of unknown kind is nobody's safety.
    known = np.array([program.setting is not None for program in situation.programs])
    safety = known & (left <= evidence.central("tier_safety_to"))
    return np.select([reach, safety], [_REACH, _SAFETY], _REALISTIC)


def _selectivity(program: Program, evidence: Evidence) -> float:
    """Steps by research intensity, else by setting; of unknown kind: 0."""
    for kind in (program.research_intensity, program.setting):
        if kind is not None and evidence.has(f"tier_selectivity.{kind}"):
            return evidence.central(f"tier_selectivity.{kind}")
    return 0.0
