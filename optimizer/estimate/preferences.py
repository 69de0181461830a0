"""Chances under every statement of geographic preference that the application could make."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.estimate.chances import chances_of
from optimizer.estimate.estimator import Estimate
from optimizer.estimate.situation import preference_towards
from optimizer.estimate.terms import answers_of, terms_of

_NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True, eq=False)
class PreferenceChances:
    """Chances of offers, shape (programs, modes, scenarios), by what the application says about divisions.

    Attributes
    ----------
    aligned, elsewhere : arrays
        Where a preference is stated for the program's division, and where one is stated for others only.
    none : array
        Where no preference is stated.
    division : array of str, shape (programs,)
    """

    aligned: FloatArray
    elsewhere: FloatArray
    none: FloatArray
    division: np.ndarray[tuple[int], np.dtype[np.str_]]

    @classmethod
    def of(cls, estimate: Estimate) -> Self:
        """Chances for one applicant; what the applicant's plan says about divisions plays no part."""
        division = np.array([program.division for program in estimate.situation.programs])
        return cls(_offers(estimate, "aligned"), _offers(estimate, "elsewhere"), _offers(estimate, "none"), division)

    def offers(self, stated: Collection[str]) -> FloatArray:
        """Chances when a preference for some divisions is stated; for none of them: "no preference"."""
        if not stated:
            return self.none
        return np.where(np.isin(self.division, list(stated))[:, None, None], self.aligned, self.elsewhere)


def with_preference(estimate: Estimate, stated: Collection[str]) -> Estimate:
    """The estimate of an application that states a preference for some divisions, or for none of them."""
    applicant = estimate.situation.applicant.model_copy(update={"preferred_divisions": tuple(stated)})
    preference = np.array([preference_towards(applicant, program.division) for program in estimate.situation.programs])
    return _stating(replace(estimate, situation=replace(estimate.situation, applicant=applicant)), preference)


def _offers(estimate: Estimate, preference: str) -> FloatArray:
    return _stating(estimate, np.full(len(estimate.situation.programs), preference)).chances.offer


def _stating(estimate: Estimate, preference: npt.NDArray[np.str_]) -> Estimate:
    """The estimate where something is stated at each program, as far as its application takes divisions at all."""
    before = estimate.situation
    asked = np.where(before.preference == _NOT_ASKED, _NOT_ASKED, preference)
    situation = replace(before, preference=asked)
    terms = terms_of(situation, answers_of(situation), estimate.evidence, estimate.weights)
    chances = chances_of(situation, terms, estimate.evidence, estimate.scenarios)
    return replace(estimate, situation=situation, terms=terms, chances=chances)
