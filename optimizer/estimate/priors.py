"""What is known of every program without asking it, as a term of the estimate: for programs without rates of their own.

The coefficients (`program_prior.*`, surgical specialties apart) were fitted together on program rates, by ridge
regression with the penalty that predicts programs of other cities best; see `optimizer.estimate.prior_fit`. They move
programs of a specialty against each other and leave its mean alone: over the shipped directory the mean chance of an
interview stays the published one.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.directory import TRAITS
from optimizer.evidence import AnyEvidence
from optimizer.vocabulary import load_vocabulary

OWN_ROWS = {"university": "university_effect", "top-research": "research_intensive_effect"}
"""Traits whose rows have a name of their own and hold for all specialties."""
LEVEL = "program_prior_level"
COMMUNITY = "program_prior.community"


def prior_name(trait: str, specialty: str) -> str:
    """The name of a trait's row for a specialty."""
    return OWN_ROWS.get(trait, f"program_prior{'_surgical' if specialty in load_vocabulary().surgical else ''}.{trait}")


def prior_effects(
    deviations: FloatArray,
    specialties: Sequence[str],
    specialty_index: npt.NDArray[np.int64],
    evidence: AnyEvidence,
    applicant_type: str,
) -> FloatArray:
    """What the traits of programs add to the log-odds of an interview, shape (..., programs).

    Parameters
    ----------
    deviations : array, shape (programs, traits)
        Of `optimizer.directory.trait_deviations`.
    specialties : sequence of str
    specialty_index : int array, shape (programs,)
        Position of each program's in them.
    evidence : Evidence, or draws of it
    applicant_type : str
    """
    none = np.zeros((*evidence.leading, 1))
    found = np.zeros((*evidence.leading, len(deviations)))
    for position, specialty in enumerate(specialties):
        names = [prior_name(trait, specialty) for trait in TRAITS]
        coefficients = np.concatenate(
            [
                evidence.figure(name, None, applicant_type) if evidence.has(name, None, applicant_type) else none
                for name in names
            ],
            axis=-1,
        )
        level = (
            evidence.figure(LEVEL, specialty, applicant_type)
            if evidence.has(LEVEL, specialty, applicant_type)
            else none
        )
        here = np.flatnonzero(specialty_index == position)
        # Not as a product of matrices: threads for so small a one cost more than they bring.
        found[..., here] = np.einsum("...t,pt->...p", coefficients, deviations[here]) - level
    return found


_OF_HOSPITALS = np.array([trait.startswith("hospital-") for trait in TRAITS])


def moved_by_hospital(
    deviations: FloatArray,
    specialties: Sequence[str],
    specialty_index: npt.NDArray[np.int64],
    evidence: AnyEvidence,
    applicant_type: str,
) -> FloatArray:
    """What facts of the hospital alone add to the log-odds, shape (..., programs); as `prior_effects`."""
    none = np.zeros_like(deviations)
    with_them, without = (
        prior_effects(one, specialties, specialty_index, evidence, applicant_type)
        for one in (np.where(_OF_HOSPITALS, deviations, none), none)
    )
    return np.asarray(with_them - without)
