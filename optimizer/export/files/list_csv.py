"""A list as CSV that a spreadsheet opens by a double click."""

from typing import TYPE_CHECKING

from optimizer.export.files.facts_behind import facts_behind
from optimizer.export.files.spreadsheet import csv_bytes

if TYPE_CHECKING:
    from optimizer.plan import ListedProgram, Plan, ProgramList

COLUMNS = (
    "number",
    "id",
    "name",
    "institution",
    "specialty",
    "city",
    "state",
    "division",
    "region",
    "setting",
    "tier",
    "tier_rests_on",
    "signal",
    "signal_value",
    "interview_chance",
    "interview_chance_low",
    "interview_chance_high",
    "figure_of",
    "offer_chance",
    "marginal_value",
    "cost_share",
    "dollars_saved",
    "locked",
    "standing",
    "standing_share",
    "ties",
    "reasons",
    "unknowns",
    "checks",
    "link",
    "list_id",
    "facts",
)


def first_year_csv(program_list: "ProgramList", plan: "Plan | None" = None) -> bytes | None:
    """The second list as CSV, in the columns of `list_csv`; None where there is none. It isn't read back."""
    found = program_list.first_year
    if found is None or not found.programs:
        return None
    return list_csv(program_list.model_copy(update={"programs": found.programs}), plan)


def list_csv(program_list: "ProgramList", plan: "Plan | None" = None) -> bytes:
    """A list as CSV, one program a row, in the order of the list.

    Chances are shares from 0 to 1 with four decimals, `interview_chance_low` and `_high` the 10th and 90th percentile,
    the marginal value what the list's value loses without the program, the signal's value what it loses without the
    signal; dollars have cents. What isn't known is empty, and so are standings that weren't worked out. By `list_id`,
    the same in every row, matchlist knows which list it was when the file comes back edited. `facts` says which facts
    it stands on, in the form of the plan's own key: with them a plan gives the same list again.

    Parameters
    ----------
    program_list : ProgramList
    plan : Plan, optional
        The one that it was built from; without it the column `facts` is empty.

    Returns
    -------
    bytes
        As `csv_bytes` says.
    """
    made = program_list.list_id
    facts = "" if plan is None else " ".join(facts_behind(plan))
    rows = (
        (*_cells(number, program, program_list.unpriced), made, facts)
        for number, program in enumerate(program_list.programs, start=1)
    )
    return csv_bytes(COLUMNS, rows)


def _cells(number: int, program: "ListedProgram", unpriced: tuple[str, ...] = ()) -> tuple[str | int, ...]:
    low, high = program.interview_probability_range or (None, None)
    return (
        number,
        program.id,
        program.name,
        program.institution,
        program.specialty,
        program.city,
        program.state,
        program.division,
        program.region,
        program.setting or "",
        program.tier,
        program.tier_rests_on,
        program.signal,
        _figure(program.signal_value, 6),
        *(_figure(chance, 4) for chance in (program.interview_probability, low, high)),
        program.figure_of or "",
        _figure(program.offer_probability, 4),
        _figure(program.marginal_value, 6),
        "" if program.specialty in unpriced else f"{program.cost_share:.2f}",
        "" if program.specialty in unpriced else f"{program.dollars_saved:.2f}",
        "yes" if program.locked else "no",
        program.standing or "",
        "" if program.standing_share is None else f"{program.standing_share:.2f}",
        "; ".join(tie.label for tie in program.ties),
        "; ".join(program.reasons),
        "; ".join(program.unknowns),
        "; ".join(program.checks),
        program.link or "",
    )


def _figure(figure: float | None, decimals: int) -> str:
    """A figure, empty where it isn't known."""
    return "" if figure is None else f"{figure:.{decimals}f}"
