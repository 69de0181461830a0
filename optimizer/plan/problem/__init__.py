"""A plan's wishes as mathematics: open programs, preferences, limits, decisions and fees as rows of one problem."""

from optimizer.plan.problem.branching import solve_deciding
from optimizer.plan.problem.fees import (
    added_dollars,
    application_dollars,
    cost_shares,
    dollars_saved,
    next_dollars,
    plan_fees,
)
from optimizer.plan.problem.first_year import (
    advanced_share,
    advanced_specialties,
    listed_kinds,
    needs_first_year,
    usual_applications,
)
from optimizer.plan.problem.fits import Fit, unknown_fact
from optimizer.plan.problem.institutions import most_specialties_together
from optimizer.plan.problem.known import require_chances, unknown_specialties
from optimizer.plan.problem.limits import unknown_program, wanted_reaches
from optimizer.plan.problem.preparing import (
    FirstYearChosen,
    Ground,
    Prepared,
    closed_by_reason,
    closed_programs,
    faults_of,
    first_year_chosen,
    ground_of,
    open_programs,
    plan_directory,
    prepared_on,
)
from optimizer.plan.problem.regions import region_of_programs
from optimizer.plan.problem.signal_limits import home_and_away, most_signals_by_limit
from optimizer.plan.problem.wanted_first import locked_in, not_wanted
from optimizer.plan.problem.wishes import (
    APPLICATIONS,
    BUDGET,
    QUOTAS,
    REGIONS_OPENED,
    Wish,
    Wished,
    WishKind,
    everywhere,
)

__all__ = [
    "APPLICATIONS",
    "BUDGET",
    "QUOTAS",
    "REGIONS_OPENED",
    "FirstYearChosen",
    "Fit",
    "Ground",
    "Prepared",
    "Wish",
    "WishKind",
    "Wished",
    "added_dollars",
    "advanced_share",
    "advanced_specialties",
    "application_dollars",
    "closed_by_reason",
    "closed_programs",
    "cost_shares",
    "dollars_saved",
    "everywhere",
    "faults_of",
    "first_year_chosen",
    "ground_of",
    "home_and_away",
    "listed_kinds",
    "locked_in",
    "most_signals_by_limit",
    "most_specialties_together",
    "needs_first_year",
    "next_dollars",
    "not_wanted",
    "open_programs",
    "plan_directory",
    "plan_fees",
    "prepared_on",
    "region_of_programs",
    "require_chances",
    "solve_deciding",
    "unknown_fact",
    "unknown_program",
    "unknown_specialties",
    "usual_applications",
    "wanted_reaches",
]
