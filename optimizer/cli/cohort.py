"""``matchlist cohort``: the lists of a whole class."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.telling import BAD_INPUT, faults_told, print_words, stdout_kept_clean

if TYPE_CHECKING:
    from optimizer.cohort import Built, Class, Engine

commands = typer.Typer()


@commands.command()
def cohort(
    students: Annotated[
        Path,
        typer.Argument(
            metavar="CLASS", show_default=False, help="A folder of plan files, or a table with a student a row."
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="FOLDER", show_default=False, help="Where the lists go.")],
    plan: Annotated[
        Path | None,
        typer.Option(metavar="PLAN.toml", show_default=False, help="What the students of a table share."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=512, show_default=False, help="Processes; one a core if not given.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", show_default=False, help="A Dask scheduler whose workers do the work."),
    ] = None,
    at_risk: Annotated[
        float, typer.Option(min=0, max=100, help="Point out students whose chance is below so many in 100.")
    ] = 75,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Build the list of every student of a class; stopped and started again, it goes on where it was."""
    with faults_told():
        from optimizer.cohort import (
            Engine,
            overlaps_csv,
            read_class,
            summarised,
            summary_csv,
            summary_json,
            summary_text,
        )
        from optimizer.export import write_whole
        from optimizer.plan import read_plan

        found = read_class(students, None if plan is None else read_plan(plan))
        with stdout_kept_clean():
            built = _built(found, out, Engine(workers, scheduler))
        summary = summarised(built, at_risk / 100)
        write_whole(out / "summary.csv", summary_csv(summary), "--out")
        write_whole(out / "overlaps.csv", overlaps_csv(summary), "--out")
        if as_json:
            typer.echo(f"{summary_json(summary)}\n".encode(), nl=False)
        else:
            print_words(summary_text(summary, found.notices))
            typer.echo(f"\nEach student's list is in {out / 'students'}; all at a glance in {out / 'summary.csv'}.")
    if any(one.outcome is None for one in built):
        raise typer.Exit(BAD_INPUT)


def _built(found: "Class", out: Path, engine: "Engine") -> "tuple[Built, ...]":
    """Build with a bar on stderr for a person who looks at it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from optimizer.cohort import build_class

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Building the lists", total=len(found.students) + len(found.refused))
        return build_class(found, out, engine, lambda _: progress.advance(task))
