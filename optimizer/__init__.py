"""matchlist: which residency programs to apply to and which to signal, with the proof and the reasons.

From a plan to its list::

    from pathlib import Path
    from optimizer import ProgramList, build_list, read_plan

    found = build_list(read_plan(Path("my-plan.toml")))
    if isinstance(found, ProgramList):
        print(found.match_probability, found.match_probability_range, [program.name for program in found.programs])

What there is:

Who applies and what is wanted
    `Applicant`, `Tie` · `Plan`, `Region`, `Quota`, `Budget` · `read_plan`, `plan_text`, `changed_plan`
Which programs there are, and what holds for a season
    `Program`, `Directory`, `load_directory` · `Season`, `load_season`, `Evidence`, `load_evidence`
The list
    `build_list` gives a `ProgramList` of `ListedProgram`, or `NoList` with the limits that clash, or `NotDecided`
    in time · `list_bytes` writes one as CSV, XLSX, JSON or PDF
What people ask of a list
    `explain_program` (why, why not) · `budget_frontier` · `limit_prices` · `compare` · `missing_facts`
The mathematics, which knows arrays and no medicine
    `Problem`, `Limit`, `FeeSchedule` · `solve` gives `Solved`, `Infeasible` or `Undecided` · the referee, `evaluate`
    and `violations`, shares no code with it
What goes wrong
    `MatchlistError`; `BadInput`, whose `faults` say what, where, which value, what is allowed and how to mend it

Each name is loaded when it is first asked for: importing `optimizer` costs next to nothing. More stands behind the
doors of the rooms, such as `optimizer.plan`, `optimizer.season` and `optimizer.cohort`.
"""

from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.applicant import Applicant, Tie
    from optimizer.directory import Directory, Program, load_directory
    from optimizer.errors import BadInput, MatchlistError
    from optimizer.evidence import Evidence, Season, load_evidence, load_season
    from optimizer.export import list_bytes
    from optimizer.plan import (
        Budget,
        ListedProgram,
        NoList,
        NotDecided,
        Plan,
        ProgramList,
        Quota,
        Region,
        budget_frontier,
        build_list,
        changed_plan,
        compare,
        explain_program,
        limit_prices,
        missing_facts,
        plan_text,
        read_plan,
    )
    from optimizer.portfolio import (
        FeeSchedule,
        Infeasible,
        Limit,
        Problem,
        Solved,
        Undecided,
        evaluate,
        solve,
        violations,
    )

opened_later(__name__)

__all__ = [
    "Applicant",
    "BadInput",
    "Budget",
    "Directory",
    "Evidence",
    "FeeSchedule",
    "Infeasible",
    "Limit",
    "ListedProgram",
    "MatchlistError",
    "NoList",
    "NotDecided",
    "Plan",
    "Problem",
    "Program",
    "ProgramList",
    "Quota",
    "Region",
    "Season",
    "Solved",
    "Tie",
    "Undecided",
    "budget_frontier",
    "build_list",
    "changed_plan",
    "compare",
    "evaluate",
    "explain_program",
    "limit_prices",
    "list_bytes",
    "load_directory",
    "load_evidence",
    "load_season",
    "missing_facts",
    "plan_text",
    "read_plan",
    "solve",
    "violations",
]
