"""People, programs and plans for tests: everything that a test doesn't name is unremarkable."""

from typing import Any, TypeVar

from optimizer.applicant import Applicant
from optimizer.directory import Directory, Program
from optimizer.plan import Plan, ProgramList, build_list

CITIES = (
    ("Los Angeles", "CA"),
    ("San Francisco", "CA"),
    ("Fresno", "CA"),
    ("Las Vegas", "NV"),
    ("Phoenix", "AZ"),
    ("Houston", "TX"),
    ("Chicago", "IL"),
    ("New York", "NY"),
    ("Boston", "MA"),
    ("Atlanta", "GA"),
)


def program(identity: str = "one", /, **facts: Any) -> Program:
    given = {
        "id": identity,
        "name": f"Program {identity}",
        "institution": f"Hospital {identity}",
        "specialty": "internal-medicine",
        "city": "Los Angeles",
        "state": "CA",
    }
    return Program.model_validate(given | facts)


def directory(*programs: Program) -> Directory:
    return Directory.of(programs)


def programs_in_many_cities(count: int, *, prefix: str = "im", **facts: Any) -> list[Program]:
    """So many programs, going round the cities; the settings alternate."""
    settings = ("university", "community", None, "university-affiliated")
    research = ("top-25", "other", None, "other")
    return [
        program(
            f"{prefix}-{k:02}",
            **(
                dict(zip(("city", "state"), CITIES[k % len(CITIES)], strict=True))
                | {"setting": settings[k % 4], "research_intensity": research[k % 4]}
                | facts
            ),
        )
        for k in range(count)
    ]


def applicant(**answers: Any) -> Applicant:
    given = {
        "type": "non-us-img",
        "specialties": ("internal-medicine",),
        "step2": 240,
        "graduation_year": 2024,
        "us_clinical_months": 3,
        "failed_attempts": 0,
        "visa": "j1",
        "home_state": "none",
    }
    return Applicant.model_validate(given | answers)


def plan(**parts: Any) -> Plan:
    return Plan.model_validate({"applicant": applicant()} | parts)


Figure = TypeVar("Figure")


def known(figure: Figure | None) -> Figure:
    """A figure that is known."""
    assert figure is not None
    return figure


def solved(wanted: Plan, where: Directory) -> ProgramList:
    answer = build_list(wanted, where)
    assert isinstance(answer, ProgramList), answer
    return answer
