"""Outcomes to export: everything that a test doesn't name is unremarkable."""

from typing import Any

from optimizer.plan import LimitUse, ListedProgram, ProgramList, Wish


def listed(**facts: Any) -> ListedProgram:
    given = {
        "id": "im-ca-example",
        "name": "Example Hospital",
        "institution": "Example Health",
        "specialty": "internal-medicine",
        "city": "Fresno",
        "state": "CA",
        "division": "Pacific",
        "region": "West",
        "setting": "community",
        "tier": "safety",
        "tier_rests_on": "setting",
        "signal": "none",
        "interview_probability": 0.0312,
        "interview_probability_range": (0.004, 0.09),
        "offer_probability": 0.006,
        "marginal_value": 0.00123,
        "locked": False,
        "reasons": ("West: your priority 9 of 10",),
        "latitude": None,
        "longitude": None,
    }
    facts["ties"] = tuple({"kind": "family", "label": label, "scope": "city"} for label in facts.get("ties", ()))
    return ListedProgram.model_validate(given | facts)


def program_list(*programs: ListedProgram, **facts: Any) -> ProgramList:
    given = {
        "title": "A list",
        "season": 2026,
        "match_probability": 0.274,
        "match_probability_range": (0.18, 0.37),
        "expected_interviews": 1.9,
        "expected_interviews_range": (1.3, 2.8),
        "value": 0.231,
        "bound": 0.23105,
        "gap": 0.00005,
        "proven": True,
        "spend": 330.0,
        "seconds": 0.03,
        "programs": programs,
        "limits": (
            LimitUse(
                name="applications", about=Wish("applications"), minimum=None, maximum=30.0, used=30.0, binding=True
            ),
        ),
        "notices": ("Check each before you pay.",),
    }
    return ProgramList.model_validate(given | facts)
