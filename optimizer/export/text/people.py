"""Who applies, in words."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from optimizer.vocabulary import NO_VISA, TYPE_NAMES, VISA_NAMES, specialty_name, tie_name

if TYPE_CHECKING:
    from optimizer.applicant import Applicant, Tie


def applicant_words(applicant: "Applicant") -> str:
    """Who applies, in one line: type, specialties, score, graduation, experience, visa."""
    return ", ".join(_applicant_parts(applicant))


def _applicant_parts(applicant: "Applicant") -> Iterator[str]:
    yield TYPE_NAMES[applicant.type]
    yield " and ".join(specialty_name(specialty) for specialty in applicant.specialties)
    yield from _scores(applicant)
    if applicant.failed_attempts:
        yield f"{applicant.failed_attempts} failed attempt{'' if applicant.failed_attempts == 1 else 's'}"
    if applicant.applied_before:
        yield "in a match before"
    if applicant.graduation_year is not None:
        yield f"graduation {applicant.graduation_year}"
    if applicant.us_clinical_months is not None:
        months = applicant.us_clinical_months
        yield f"{months:g} month{'' if months == 1 else 's'} of US clinical experience"
    if applicant.visa_need is not None:
        yield "no visa needed" if applicant.visa_need == NO_VISA else f"{VISA_NAMES[applicant.visa_need]} visa"
    if applicant.ties:
        yield f"ties: {', '.join(ties_words(applicant.ties))}"


def _scores(applicant: "Applicant") -> Iterator[str]:
    """The scores there are; that there will be none is said too."""
    if applicant.comlex2 is not None:
        yield f"COMLEX-USA Level 2 CE {applicant.comlex2}"
    if applicant.step2 is not None:
        yield f"Step 2 CK {applicant.step2}"
    elif applicant.step2_taken is False:
        yield "no Step 2 CK"
    elif applicant.comlex2 is None:
        yield "Step 2 CK not given"


def ties_words(ties: "Iterable[Tie]") -> Iterator[str]:
    """Each tie with its place: "family (Fresno)"; a program is named by an id only, so it is called a program."""
    for tie in ties:
        yield f"{tie_name(tie.kind)} ({'a program' if tie.scope == 'program' else tie.place})"
