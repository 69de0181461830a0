"""What is published of the hospital behind a program, and of visas that its employer asked for: in dated words."""

from collections.abc import Iterator

from optimizer.directory import Hospital, load_hospitals, load_visa_evidence
from optimizer.wording import in_100

BEFORE_THE_PROCLAMATION = "before the H-1B proclamation of September 2025, so no yes for this season"


def hospital_facts(program_id: str) -> tuple[str, ...]:
    """Facts of the hospital behind a program, the first naming it; empty where no reviewed hospital is known."""
    hospital = load_hospitals().get(program_id)
    return () if hospital is None else tuple(_facts(hospital))


def visa_filings(program_id: str) -> str | None:
    """Labor condition applications for the program's residents, with date and warning; None where none is known."""
    found = load_visa_evidence().get(program_id)
    if found is None:
        return None
    count = "1 application" if found.filings == 1 else f"{found.filings} applications"
    filed = f"{found.employer} filed {count} for H-1B residents in {found.worksite}"
    return f"{filed} in {found.quarter} ({_dated(found.quarter)})"


def _dated(quarter: str) -> str:
    """Fiscal years begin in October: up to 2025Q4 a filing was made before the proclamation."""
    return BEFORE_THE_PROCLAMATION if quarter <= "2025Q4" else "no yes for this season"


def _facts(hospital: Hospital) -> Iterator[str]:
    yield f"{hospital.name.title()}, {hospital.city}, {hospital.state} (of the hospital, not of the program)"
    if hospital.residents is not None:
        yield f"{hospital.residents:.0f} residents of all specialties in {hospital.residents_year}{_growth(hospital)}"
    if hospital.ownership is not None:
        yield f"ownership: {hospital.ownership}"
    if hospital.star_rating is not None:
        yield f"Medicare's overall rating: {hospital.star_rating} of 5 stars"
    if hospital.dual_eligible_share is not None:
        yield f"{in_100(hospital.dual_eligible_share)} of its Medicare patients have Medicaid too"


def _growth(hospital: Hospital) -> str:
    if hospital.newly_teaching:
        return ", newly teaching"
    if hospital.growth is None:
        return ""
    return f", {hospital.growth:+.0f} since {hospital.residents_before_year}"
