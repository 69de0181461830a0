"""Updated chances against what came, over 2,000 made-up applicants at three days of the season."""

from rich.table import Table

from benchmarks.measuring import require, table
from benchmarks.simulated_seasons import Seasons, forecasts, seasons
from optimizer.applicant import Applicant
from optimizer.plan import Plan

DAYS = (15.0, 46.0, 90.0)
APPLICANTS = 2000
FARTHEST = 3.5
"""Standard errors that the worst of sixty bins may lie off: by chance alone more happens once in 40 runs."""

PEOPLE = (
    {"type": "us-md", "specialties": ("internal-medicine",), "step2": 248, "home_state": "TX"},
    {"type": "us-do", "specialties": ("psychiatry",), "step2": 238},
    {"type": "us-img", "specialties": ("internal-medicine",), "step2": 240, "us_clinical_months": 4},
    {"type": "non-us-img", "specialties": ("internal-medicine",), "step2": 252, "visa": "j1"},
    {"type": "non-us-img", "specialties": ("psychiatry",), "step2": 245, "visa": "j1"},
)
BUDGETS = (400.0, 800.0, 1500.0, 2400.0)


def report() -> Table:
    """A row for each day and kind of forecast."""
    worlds = _worlds(APPLICANTS // (len(PEOPLE) * len(BUDGETS)))
    headings = ("forecast", "day", "forecasts", "came", "worst bin, standard errors", "log score before", "after")
    return table("Updated chances against what came", headings, _rows(worlds))


def _worlds(each: int) -> list[Seasons]:
    return [
        seasons(_plan(person, dollars), None, each, seed=100 * number + int(dollars))
        for number, person in enumerate(PEOPLE)
        for dollars in BUDGETS
    ]


def _plan(person: dict[str, object], dollars: float) -> Plan:
    applicant = Applicant.model_validate({"graduation_year": 2024, "failed_attempts": 0, **person})
    return Plan.model_validate({"applicant": applicant, "flexibility": 1.0, "budget": {"dollars": dollars}})


def _rows(worlds: list[Seasons]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for day in DAYS:
        for name, found in zip(("match", "invitation"), forecasts(worlds, day), strict=True):
            worst = max(abs(off) for _, _, off, _ in found.reliability())
            before, after = found.log_score(found.before), found.log_score(found.after)
            require(worst < FARTHEST, f"{name} on day {day:.0f} is {worst:.1f} standard errors off")
            require(after > before, f"{name} on day {day:.0f}: {after:.5f} is no better than {before:.5f}")
            count, came = found.came.size, found.came.mean()
            rows.append(
                (name, f"{day:.0f}", f"{count:,}", f"{came:.1%}", f"{worst:.1f}", f"{before:.5f}", f"{after:.5f}")
            )
    return rows
