"""``matchlist presets`` and ``statements``: rules of thumb and what they cost; what a list asks one to write."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from optimizer.errors import BadInput

if TYPE_CHECKING:
    from optimizer.plan import Plan, PlanOutcome, Preset

commands = typer.Typer()
_TIME_LIMIT_S = 5.0
"""Wall-clock seconds for the list of each preset, and as many for its price; most take less than one."""


@commands.command("presets")
def show_presets(
    slug: Annotated[str | None, typer.Argument(metavar="SLUG", show_default=False, help="One preset.")] = None,
    plan: Annotated[
        Path | None,
        typer.Option(metavar="PLAN.toml", show_default=False, help="What each would make of this plan, and its price."),
    ] = None,
    programs: Programs = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """List the presets, show one, or say what they cost a plan."""
    with faults_told():
        from optimizer.export import preset_prices_text, preset_text, presets_json, presets_text
        from optimizer.plan import all_presets, preset

        chosen = all_presets() if slug is None else (preset(slug, "SLUG"),)
        if plan is None:
            if as_json:
                typer.echo(presets_json(chosen).encode())
            else:
                print_words(presets_text(chosen) if slug is None else preset_text(chosen[0]))
                print_line("\nmatchlist build PLAN.toml --preset SLUG builds a list by one of them.")
            return
        answers = []
        with working("Building the list of each preset") as tell, stdout_kept_clean():
            wanted = plan_with_options(plan, programs, None, None)
            for number, one in enumerate(chosen, start=1):
                tell(f"{one.title}, {number} of {len(chosen)}")
                answers.append((one, _answer(wanted, one)))
        if as_json:
            typer.echo(presets_json(chosen, {one.slug: answer for one, answer in answers}).encode())
        else:
            print_words(preset_prices_text(answers))


@commands.command()
def statements(
    plan: PlanFile,
    programs: Programs = None,
    season: SeasonYear = None,
    budget: Dollars = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Say what a list asks one to write: core statements, regional paragraphs, ties to name, what lacks a story."""
    with faults_told():
        with working("Building the list"):
            from optimizer.export import statements_text
            from optimizer.plan import ProgramList, build_list, statement_plan

            chosen = plan_with_options(plan, programs, season, budget)
            with stdout_kept_clean():
                outcome = build_list(chosen)
        if isinstance(outcome, ProgramList):
            needed = statement_plan(outcome, chosen)
            if as_json:
                typer.echo(needed.model_dump_json(indent=2).encode())
            else:
                print_words(statements_text(needed))
            return
        print_no_list(outcome)
    raise typer.Exit(EXIT_STATUS[outcome.status])


def _answer(plan: "Plan", preset: "Preset") -> "PlanOutcome | str":
    """A preset's list, or the reason why it doesn't fit; any other fault of the plan is told as one."""
    from optimizer.plan import preset_price

    try:
        return preset_price(plan, preset.slug, time_limit_s=_TIME_LIMIT_S)
    except BadInput as error:
        if all(fault.where == "preset" for fault in error.faults):
            return "; ".join(f"{fault.what}; it needs {fault.allowed}" for fault in error.faults)
        raise
