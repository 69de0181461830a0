"""``matchlist missing`` and ``advise``: what knowing more is worth, what to state and whom to signal."""

from typing import Annotated

import typer

from optimizer.cli.options import Dollars, PlanFile, Programs, SeasonYear, plan_with_options
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

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@commands.command()
def missing(
    plan: PlanFile,
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
    as_json: AsJson = False,
) -> None:
    """Say what the list would gain if unknown facts about programs were known, and which programs to ask first."""
    with faults_told():
        with working("Drawing what is not known"):
            from optimizer.export import missing_text, outcome_json
            from optimizer.plan import MissingFacts, missing_facts

            chosen = plan_with_options(plan, programs, season, budget)
            with stdout_kept_clean():
                found = missing_facts(chosen)
        if as_json:
            typer.echo(outcome_json(found).encode())
        elif isinstance(found, MissingFacts):
            print_words(missing_text(found))
            print_line("matchlist facts says where to find them; matchlist import brings them in.")
        else:
            print_no_list(found)
    raise typer.Exit(EXIT_STATUS[found.status])


@commands.command()
def advise(
    plan: PlanFile,
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
    as_json: AsJson = False,
) -> None:
    """Say which divisions to state, where signals decide, and whether to signal home and away-rotation programs."""
    with faults_told():
        with working("Comparing statements of preference"):
            from optimizer.export import advice_text, outcome_json
            from optimizer.plan import Advice, preference_advice

            chosen = plan_with_options(plan, programs, season, budget)
            with stdout_kept_clean():
                found = preference_advice(chosen)
        if as_json:
            typer.echo(outcome_json(found).encode())
        elif isinstance(found, Advice):
            print_words(advice_text(found))
        else:
            print_no_list(found)
    raise typer.Exit(EXIT_STATUS[found.status])
