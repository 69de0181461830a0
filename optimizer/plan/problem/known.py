"""Questions that are about chances, where the chance in a specialty is not known: the answer isn't known either."""

from optimizer.errors import BadInput, Fault
from optimizer.estimate import chance_is_known
from optimizer.plan.problem.preparing import Prepared
from optimizer.vocabulary import specialty_name


def unknown_specialties(prepared: Prepared) -> tuple[str, ...]:
    """The plan's specialties in which the chance is not known."""
    who, evidence = prepared.plan.applicant, prepared.estimate.evidence
    return tuple(one for one in who.specialties if not chance_is_known(evidence, one, who.type))


def require_chances(prepared: Prepared, question: str) -> None:
    """Refuse a question that only chances answer.

    Parameters
    ----------
    prepared : Prepared
    question : str
        What isn't known: "what flexibility buys".

    Raises
    ------
    BadInput
        The chance in one of the plan's specialties is not known.
    """
    unknown = unknown_specialties(prepared)
    if unknown:
        names = " and ".join(specialty_name(one) for one in unknown)
        known = [one for one in prepared.plan.applicant.specialties if one not in unknown]
        remedy = (
            f"Ask it of a plan in {' and '.join(specialty_name(one) for one in known)} alone"
            if known
            else "The list itself, the frontier of dollars, files and the season's tracker work without chances"
        )
        raise BadInput(
            Fault(
                f"the chance in {names} is not known, so {question} is not known either",
                "applicant.specialties",
                ", ".join(unknown),
                "specialties with known chances",
                remedy,
            )
        )
