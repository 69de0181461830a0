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
    def of(cls, made: Estimate) -> Self:
        """Chances for one applicant; what the applicant's plan says about divisions plays no part."""
        division = np.array([program.division for program in made.situation.programs])
        return cls(_offers(made, "aligned"), _offers(made, "elsewhere"), _offers(made, "none"), division)

    def offers(self, stated: Collection[str]) -> FloatArray:
        """Chances when a preference for some divisions is stated; for none of them: "no preference"."""
        if not stated:
            return self.none
        return np.where(np.isin(self.division, list(stated))[:, None, None], self.aligned, self.elsewhere)


def with_preference(made: Estimate, stated: Collection[str]) -> Estimate:
    """The estimate of an application that states a preference for some divisions, or for none of them."""
    applicant = made.situation.applicant.model_copy(update={"preferred_divisions": tuple(stated)})
    preference = np.array([preference_towards(applicant, program.division) for program in made.situation.programs])
    situation = replace(made.situation, applicant=applicant, preference=_where_asked(made, preference))
    terms = terms_of(situation, answers_of(situation), made.evidence, made.weights)
    return replace(
        made,
        situation=situation,
        terms=terms,
        chances=chances_of(situation, terms, made.evidence, made.scenarios),
    )


def _offers(made: Estimate, preference: str) -> FloatArray:
    stated = _where_asked(made, np.full(len(made.situation.programs), preference))
    situation = replace(made.situation, preference=stated)
    terms = terms_of(situation, answers_of(situation), made.evidence, made.weights)
    return chances_of(situation, terms, made.evidence, made.scenarios).offer


def _where_asked(made: Estimate, preference: npt.NDArray[np.str_]) -> npt.NDArray[np.str_]:
    """What is stated, at the programs whose application takes divisions at all."""
    return np.where(made.situation.preference == _NOT_ASKED, _NOT_ASKED, preference)
