"""``matchlist build`` and ``why``: the list of a plan, and one program of it explained."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.keeping import Written, keep_if_wanted
from optimizer.cli.options import AdviserPage, Dollars, PlanFile, Programs, SeasonYear, plan_with_options
from optimizer.cli.telling import (
    EXIT_STATUS,
    faults_told,
    print_line,
    print_no_list,
    print_words,
    stdout_kept_clean,
    working,
)

commands = typer.Typer()


@commands.command()
def build(  # noqa: PLR0913, PLR0917 - one parameter an option
    plan: PlanFile,
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
    edited: Annotated[
        Path | None,
        typer.Option(
            "--list", metavar="LIST.csv|.xlsx|.json", show_default=False, help="Take over what you changed in a list."
        ),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(metavar="SLUG", show_default=False, help="A rule of thumb, see matchlist presets."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="LIST.csv|.xlsx|.json|.pdf", show_default=False, help="Write the list to a file."),
    ] = None,
    tracking: Annotated[
        Path | None,
        typer.Option(metavar="SHEET.csv|.xlsx", show_default=False, help="Write a sheet to track the applications in."),
    ] = None,
    adviser: AdviserPage = None,
    save_plan: Annotated[
        Path | None,
        typer.Option(metavar="NEW.toml", show_default=False, help="Write the plan as options and --list changed it."),
    ] = None,
    keep: Annotated[
        bool | None,
        typer.Option(
            "--keep/--no-keep",
            show_default=False,
            help="Keep this version beside the plan; otherwise when it is written to a file, and once there is one.",
        ),
    ] = None,
    standing: Annotated[
        bool, typer.Option(help="Say how firmly each program stands on the list: core, swing or fringe.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Build the list of a plan: the programs to apply to and to signal, with proof and reasons."""
    with faults_told():
        written = Written(out, tracking, adviser, save_plan)
        with working("Building the list"):
            from optimizer.export import outcome_json
            from optimizer.plan import ProgramList, build_list

            written.check()
            chosen, edits = plan_with_options(plan, programs, season, budget, out, preset=preset), None
            with stdout_kept_clean():
                if edited is not None:
                    from optimizer.plan import edited_plan

                    found = edited_plan(chosen, edited, history_of=plan)
                    chosen, edits = found.plan, found.edits
                outcome = build_list(chosen, standing=standing)
        told: list[str] = []
        if isinstance(outcome, ProgramList):
            told = [*written.write(outcome, chosen), *keep_if_wanted(plan, chosen, outcome, written, keep=keep)]
        if as_json:
            # Bytes: JSON is UTF-8 whatever the terminal's encoding.
            typer.echo(outcome_json(outcome, chosen).encode())
        elif isinstance(outcome, ProgramList):
            from optimizer.export import edits_text, list_text

            if edits is not None:
                print_words(edits_text(edits))
            print_words(list_text(outcome, chosen))
            for line in told or ["--out LIST.csv writes the list with ids to a file."]:
                print_line(line)
            print_line(f"matchlist why {plan} ID explains one program.")
            print_line(f"matchlist missing {plan} says what knowing more would bring, and which programs to ask first.")
            for line in _offers(plan, outcome.season):
                print_line(line)
        else:
            print_no_list(outcome)
    raise typer.Exit(EXIT_STATUS[outcome.status])


def _offers(plan: Path, season: int) -> Iterator[str]:
    """What the day offers after the list: keeping track, ranking, or the next season."""
    from optimizer.clock import today
    from optimizer.evidence import load_season, season_choice
    from optimizer.plan import moment_of

    choice, phase = season_choice(today()), moment_of(load_season(season), today()).phase
    if choice.fits and choice.year > season:
        yield f"matchlist renew {plan} carries the plan over to season {choice.year}."
    if phase == "applying":
        yield f"Once it is sent: matchlist track start {plan}, then matchlist track apply --list."
    if phase == "ranking":
        yield "matchlist rank makes the rank order list."


@commands.command()
def why(
    plan: PlanFile,
    program_id: Annotated[str, typer.Argument(metavar="PROGRAM_ID", show_default=False, help="Id of a program.")],
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
) -> None:
    """Say why a program is on the list or not, its chance term by term, and what the opposite would cost."""
    with faults_told():
        with working("Building the list with the program and without it"):
            from optimizer.export import why_text
            from optimizer.plan import ProgramWhy, explain_program

            chosen = plan_with_options(plan, programs, season, budget)
            with stdout_kept_clean():
                found = explain_program(chosen, program_id)
        if isinstance(found, ProgramWhy):
            print_words(why_text(found))
            return
        print_no_list(found)
    raise typer.Exit(EXIT_STATUS[found.status])
