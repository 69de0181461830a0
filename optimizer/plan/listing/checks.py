"""What isn't known of a listed program, what to look up before paying, and where."""

from collections.abc import Iterator

import numpy as np

from optimizer.applicant import Applicant
from optimizer.directory import TOLD, Program
from optimizer.estimate import OUT_OF_REACH, SCOPES, Estimate
from optimizer.plan.listing.outcome import TieThere
from optimizer.plan.listing.published import visa_filings
from optimizer.plan.problem import Prepared
from optimizer.vocabulary import INTERNATIONAL_TYPES, TYPE_NAMES, VISA_NAMES, visa_policy, visas_meant

_FREIDA = "https://freida.ama-assn.org/program/"
"""Public address of a program's page in FREIDA, the AMA's directory; its ten-digit ACGME id follows."""


def freida_link(program: Program) -> str | None:
    """Address of a program's page in FREIDA; None where its ACGME id isn't known."""
    return None if program.acgme_id is None else f"{_FREIDA}{program.acgme_id}"


def ties_there(estimate: Estimate, index: int) -> tuple[TieThere, ...]:
    """The applicant's ties that reach a program, in the order of the plan."""
    return tuple(
        TieThere(kind=tie.kind, label=tie.label, scope=SCOPES[tie.nearest[index]])
        for tie in estimate.situation.ties
        if tie.nearest[index] < OUT_OF_REACH
    )


def program_unknowns(prepared: Prepared, index: int) -> tuple[str, ...]:
    """Facts of a program that bear on its chance or on the plan and aren't known."""
    estimate, program = prepared.estimate, prepared.directory.programs[index]
    found: dict[str, None] = {}
    if not np.isfinite(estimate.situation.own_rate[index]):
        found[f"interview rate for {TYPE_NAMES[estimate.situation.applicant.type]} applicants"] = None
    if program.setting is None:
        found["setting"] = None
    if estimate.situation.visa[index] == "unknown":
        found[visa_policy(estimate.situation.applicant.visa_need or "either")] = None
    for one in prepared.view.fits:
        if one.unknown[index]:
            found[one.fact] = None
    return tuple(found)


def program_checks(prepared: Prepared, index: int) -> tuple[str, ...]:
    """What to look up on a program's own site before paying, because it would close the door."""
    return tuple(dict.fromkeys(_checks(prepared, index)))


def _checks(prepared: Prepared, index: int) -> Iterator[str]:
    program, person = prepared.directory.programs[index], prepared.estimate.situation.applicant
    yield "that it takes part this season"
    if prepared.estimate.situation.visa[index] in ("unknown", "sponsored"):
        filed = visa_filings(program.id)
        evidence = "" if filed is None else f": {filed}"
        yield f"that it sponsors {VISA_NAMES[person.visa_need or 'either']} this season{evidence}"
    yield from _examinations_checked(program, person)
    if person.type in INTERNATIONAL_TYPES:
        if program.years_since_graduation_maximum is None:
            yield TOLD["years_since_graduation_maximum"].lookup
        if program.us_clinical_months_minimum is None:
            yield TOLD["us_clinical_months_minimum"].lookup
    for one in prepared.view.fits:
        if one.unknown[index]:
            yield f"its {one.fact}"


def _examinations_checked(program: Program, person: Applicant) -> Iterator[str]:
    """What to look up about scores, attempts and examinations."""
    if program.step2_minimum is None:
        yield TOLD["step2_minimum"].lookup
    elif person.step2 is not None and person.step2 < program.step2_minimum:
        yield f"its lowest Step 2 CK, known as {program.step2_minimum}: yours is below"
    if person.type == "us-do" and not person.has_step2 and program.accepts_comlex_alone is None:
        yield "that it accepts COMLEX-USA without a USMLE score"
    if "h1b" in visas_meant(person.visa_need or "") and person.step3_passed is not True:
        yield "by when it wants USMLE Step 3 passed, which an H-1B needs"
    if (person.failed_attempts or 0) > 0 and program.failed_attempts_maximum is None:
        yield TOLD["failed_attempts_maximum"].lookup
