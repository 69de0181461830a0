"""Options that several commands take, and a plan or file of programs as the options say."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.telling import print_line
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.plan import Plan

_OPTION_OF_KEY = {"season": "--season", "budget.dollars": "--budget", "programs": "--programs", "preset": "--preset"}


PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.toml", show_default=False, help="The plan.")]

Programs = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE ...", show_default=False, help="CSV files of programs, in place of the plan's."),
]


SeasonYear = Annotated[
    int | None, typer.Option(metavar="YEAR", show_default=False, help="Year of the match, in place of the plan's.")
]


def _specialties_meant(names: list[str] | None) -> list[str] | None:
    """Slugs of what people call specialties; what is none stays, for whoever uses it to refuse."""
    if not names:
        return names
    from optimizer.vocabulary import specialty_meant

    return [specialty_meant(name) for name in names]


Specialties = Annotated[
    list[str] | None,
    typer.Option(
        "--specialty",
        metavar="SLUG",
        show_default=False,
        callback=_specialties_meant,
        help="Such as psychiatry; may be given again.",
    ),
]


Workers = Annotated[
    int | None, typer.Option(min=1, max=512, show_default=False, help="Processes; one a core if not given.")
]


Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", show_default=False, help="A Dask scheduler whose workers do the work."),
]


AdviserPage = Annotated[
    Path | None,
    typer.Option(metavar="PAGE.pdf", show_default=False, help="Write one page for an adviser: who, what, why."),
]

Dollars = Annotated[
    float | None,
    typer.Option(metavar="DOLLARS", show_default=False, help="Budget for application fees, in place of the plan's."),
]


def plan_with_options(
    file: Path,
    programs: list[Path] | None,
    season: int | None,
    budget: float | None,
    out: Path | None = None,
    *,
    preset: str | None = None,
) -> "Plan":
    """The plan with the options of the command line in place of its own values, checked as those are."""
    from optimizer.plan import changed_plan, read_plan

    plan = read_plan(file)
    given = {
        "season": season,
        "budget.dollars": budget,
        "preset": preset,
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


def check_programs_file(out: Path, programs: Sequence[Path], option: str = "--out") -> None:
    """Refuse, before anything is worked out, a place where no file of programs can or may be written.

    Parameters
    ----------
    out : pathlib.Path
        Where the option says to write.
    programs : sequence of pathlib.Path
        Files that are read and must stay.
    option : str
    """
    from optimizer.export import checked_ending

    checked_ending(out, option, (".csv",))
    if out.resolve() in {path.resolve() for path in programs}:
        what, remedy = "would overwrite a file of programs", "Choose another name"
        raise BadInput(Fault(what, option, str(out), "another file", remedy))


def written(out: Path, content: bytes, option: str = "--out") -> None:
    """Write a file and say on stderr where what it held before is kept: somebody may have spent hours on it."""
    from optimizer.export import write_keeping_previous

    kept = write_keeping_previous(out, content, option)
    if kept is not None:
        print_line(f"{out} was there already; what it held is kept in {kept}.", err=True)
