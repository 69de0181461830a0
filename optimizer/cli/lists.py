"""``matchlist build`` and ``why``: the list of a plan, and one program of it explained."""

from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.options import Dollars, PlanFile, Programs, SeasonYear, plan_with_options
from optimizer.cli.telling import EXIT_STATUS, faults_told, print_no_list, print_words, stdout_kept_clean, working

commands = typer.Typer()


@commands.command()
def build(
    plan: PlanFile,
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
    preset: Annotated[
        str | None,
        typer.Option(metavar="SLUG", show_default=False, help="A rule of thumb, see matchlist presets."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="LIST.csv|LIST.json", show_default=False, help="Write the list to a file.")
    ] = None,
    standing: Annotated[
        bool, typer.Option(help="Say how firmly each program stands on the list: core, swing or fringe.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Build the list of a plan: the programs to apply to and to signal, with proof and reasons."""
    with faults_told():
        with working("Building the list"):
            from optimizer.export import list_bytes, list_ending, outcome_json, write_whole
            from optimizer.plan import ProgramList, build_list

            ending = "" if out is None else list_ending(out, "--out")
            chosen = plan_with_options(plan, programs, season, budget, out, preset=preset)
            with stdout_kept_clean():
                outcome = build_list(chosen, standing=standing)
        if out is not None and isinstance(outcome, ProgramList):
            write_whole(out, list_bytes(outcome, ending), "--out")
        if as_json:
            # Bytes: JSON is UTF-8 whatever the terminal's encoding.
            typer.echo(outcome_json(outcome).encode())
        elif isinstance(outcome, ProgramList):
            from optimizer.export import list_text

            print_words(list_text(outcome, chosen))
            written = f"The list is in {out}." if out else "--out LIST.csv writes the list with ids to a file."
            typer.echo(f"{written}\nmatchlist why {plan} ID explains one program.")
        else:
            print_no_list(outcome)
    raise typer.Exit(EXIT_STATUS[outcome.status])


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
