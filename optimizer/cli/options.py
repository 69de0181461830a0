"""Options that several commands take, and a plan or file of programs as the options say."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.plan import Plan

_OPTION_OF_KEY = {"season": "--season", "budget.dollars": "--budget", "programs": "--programs"}


PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.toml", show_default=False, help="The plan.")]

Programs = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE ...", show_default=False, help="CSV files of programs, in place of the plan's."),
]


SeasonYear = Annotated[
    int | None, typer.Option(metavar="YEAR", show_default=False, help="Year of the match, in place of the plan's.")
]


Specialties = Annotated[
    list[str] | None,
    typer.Option("--specialty", metavar="SLUG", show_default=False, help="Such as psychiatry; may be given again."),
]


Dollars = Annotated[
    float | None,
    typer.Option(metavar="DOLLARS", show_default=False, help="Budget for application fees, in place of the plan's."),
]


def plan_with_options(
    file: Path, programs: list[Path] | None, season: int | None, budget: float | None, out: Path | None = None
) -> "Plan":
    """The plan with the options of the command line in place of its own values, checked as those are."""
    from optimizer.plan import changed_plan, read_plan

    plan = read_plan(file)
    given = {
        "season": season,
        "budget.dollars": budget,
        "programs": tuple(str(path) for path in programs) if programs else None,
    }
    try:
        plan = changed_plan(plan, {key: value for key, value in given.items() if value is not None})
    except BadInput as error:
        raise BadInput(
            replace(fault, where=_OPTION_OF_KEY.get(fault.where.removeprefix("plan: "), fault.where))
            for fault in error.faults
        ) from None
    if out is not None and out.resolve() in {Path(path).resolve() for path in plan.programs}:
        remedy = "Choose another name for the list"
        raise BadInput(Fault("would overwrite a file of programs", "--out", str(out), "another file", remedy))
    return plan


Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Replace files that are there already; what they hold is lost.")
]


def check_programs_file(
    out: Path, programs: Sequence[Path], option: str = "--out", *, overwrite: bool, remedy: str = ""
) -> None:
    """Refuse, before anything is worked out, a place where no file of programs can or may be written.

    Parameters
    ----------
    out : pathlib.Path
        Where the option says to write.
    programs : sequence of pathlib.Path
        Files that are read and must stay.
    option : str
    overwrite : bool
        Whether a file that is there already may be replaced: somebody may have spent hours on it.
    remedy : str
        What else to do where one is there.
    """
    from optimizer.export import checked_ending

    checked_ending(out, option, (".csv",))
    if out.resolve() in {path.resolve() for path in programs}:
        what, remedy = "would overwrite a file of programs", "Choose another name"
        raise BadInput(Fault(what, option, str(out), "another file", remedy))
    if not overwrite and out.exists() and out.stat().st_size > 0:
        what = "is there already, and what it holds would be lost"
        remedy = remedy or "Choose another name, or add --overwrite to replace it"
        raise BadInput(Fault(what, option, str(out), "a new file", remedy))
