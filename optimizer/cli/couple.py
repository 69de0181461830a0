"""``matchlist couple``: two lists with one aim, of a plan that names a partner."""

from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.options import PlanFile, Programs, SeasonYear, plan_with_options, written
from optimizer.cli.telling import (
    EXIT_STATUS,
    UNDECIDED,
    faults_told,
    print_line,
    print_words,
    stdout_kept_clean,
    working,
)

commands = typer.Typer()


@commands.command()
def couple(
    plan: PlanFile,
    programs: Programs = None,
    season: SeasonYear = None,
    pairs: Annotated[
        int | None,
        typer.Option(
            metavar="N", show_default=False, help="Make so many lines of your rank order list of pairs, at most 300."
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(min=0, metavar="SECONDS", show_default=False, help="Search for so long at most; 15 if not given."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="LISTS.csv|.xlsx|.json", show_default=False, help="Write both lists to a file."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Build two lists, of you and your partner, for the highest chance to match near each other.

    The plan names the partner's in its table of the couple.
    """
    with faults_told():
        with working("Building both lists"):
            from optimizer.couple import COUPLE_TIME_LIMIT_S, CoupleLists, NoCouple, build_couple, partners_of
            from optimizer.export import COUPLE_ENDINGS, checked_ending, couple_bytes, couple_json

            ending = None if out is None else checked_ending(out, "--out", COUPLE_ENDINGS)
            chosen = plan_with_options(plan, programs, season, None, out)
            with stdout_kept_clean():
                found = build_couple(
                    partners_of(chosen),
                    pairs=pairs or 0,
                    time_limit_s=COUPLE_TIME_LIMIT_S if seconds is None else seconds,
                )
        if out is not None and ending is not None and isinstance(found, CoupleLists):
            written(out, couple_bytes(found, ending))
        if as_json:
            typer.echo(couple_json(found).encode())
        elif isinstance(found, CoupleLists):
            from optimizer.export import couple_text

            print_words(couple_text(found))
            if out is None:
                print_line("--out LISTS.csv writes both lists to a file; --pairs 300 makes the pairs to rank.")
            else:
                print_line(f"Both lists are in {out}.")
        elif isinstance(found, NoCouple):
            from optimizer.export import no_couple_text

            print_words(no_couple_text(found), err=True)
        else:
            print_line(f"The time ran out after {found.seconds:.0f} seconds before both had a list.", err=True)
            raise typer.Exit(UNDECIDED)
    raise typer.Exit(EXIT_STATUS[found.status])
