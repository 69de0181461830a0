"""The golden cases of presets, by value and bound; run as a module it writes them anew.

After a change of the estimate or the data that is meant: ``python -m tests.plan.golden_presets``, look at the
difference, and name it under "Changed results".
"""

import csv
import os
from pathlib import Path
from typing import Any

from optimizer.plan import Plan, all_presets

FILE = Path(__file__).parents[1] / "cases" / "presets.csv"
COLUMNS = ("preset", "applicant_type", "specialty", "value", "bound", "free_value")
SPECIALTIES = ("internal-medicine", "family-medicine", "psychiatry")
TYPES = ("us-md", "us-do", "us-img", "non-us-img")
SLUGS = tuple(one.slug for one in all_presets())
REGIONS = (
    {"name": "New England", "divisions": ("New England",), "priority": 10},
    {"name": "Mid-Atlantic", "states": ("DC", "MD", "VA", "PA"), "priority": 9},
    {"name": "Texas", "states": ("TX", "OK"), "priority": 6},
)


def fits(slug: str, kind: str) -> bool:
    """Los Angeles first is for international graduates, the visa's preset for those who need one."""
    if slug == "visa-needing-img":
        return kind == "non-us-img"
    return slug != "los-angeles-first" or kind.endswith("img")


CASES = tuple(
    (slug, kind, specialty) for slug in SLUGS for kind in TYPES for specialty in SPECIALTIES if fits(slug, kind)
)


def person(slug: str, kind: str, specialty: str) -> dict[str, Any]:
    """An applicant of the type who says what the preset needs."""
    second = "internal-medicine" if specialty == "psychiatry" else "psychiatry"
    given: dict[str, Any] = {
        "type": kind,
        "specialties": (specialty, second) if slug == "dual-application" else (specialty,),
        "step2": 240,
        "graduation_year": 2025,
        "failed_attempts": 0,
        "visa": "j1" if kind == "non-us-img" else "none",
    }
    if kind.endswith("img"):
        given["us_clinical_months"] = 4.0
    if slug == "return-home":
        given["home_state"] = "OH"
    if slug == "strong-ties":
        given["ties"] = ({"kind": "family", "city": "Los Angeles, CA"}, {"kind": "letter", "city": "Los Angeles, CA"})
    return given


def case_plan(slug: str, kind: str, specialty: str) -> Plan:
    """The plan of a case."""
    regions = REGIONS if slug == "regional-pivot" else ()
    return Plan.model_validate({"preset": slug, "applicant": person(slug, kind, specialty), "regions": regions})


def golden() -> dict[tuple[str, str, str], tuple[float, float, float]]:
    """Value, bound and value without the preset's numbers of each case."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["preset"], row["applicant_type"], row["specialty"]): (
                float(row["value"]),
                float(row["bound"]),
                float(row["free_value"]),
            )
            for row in csv.DictReader(file)
        }


def write_golden() -> None:
    """Solve every case and write the file."""
    from optimizer.directory import load_directory  # noqa: PLC0415 - only the writing needs them
    from optimizer.plan import ProgramList, build_list  # noqa: PLC0415 - as above

    directory = load_directory()
    with FILE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for case in CASES:
            found = build_list(case_plan(*case), directory)
            assert isinstance(found, ProgramList)
            assert found.preset is not None
            rows.writerow([*case, f"{found.value:.6f}", f"{found.bound:.6f}", f"{found.preset.free_value:.6f}"])


if __name__ == "__main__":
    from optimizer.clock import DAY_VARIABLE
    from tests.season.seasons import TODAY

    # As of the tests' own day, whose season the cases are of.
    os.environ[DAY_VARIABLE] = TODAY.isoformat()
    write_golden()
