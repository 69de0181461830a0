"""``matchlist programs``, ``template`` and ``facts``: what is known of programs, and where to find the rest."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.options import Specialties, check_programs_file, plan_with_options, written
from optimizer.cli.telling import (
    EXIT_STATUS,
    faults_told,
    print_line,
    print_no_list,
    print_words,
    stdout_kept_clean,
    working,
)
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.directory import Program
    from optimizer.plan import Plan

_OPTION_OF_FIELD = {
    "specialties": "--specialty",
    "states": "--state",
    "regions": "--region",
    "within_miles": "--within",
    "of": "--of",
    "settings": "--setting",
    "visa": "--visa",
    "": "--within and --of",
}

commands = typer.Typer()


@commands.command("programs")
def find_programs(  # noqa: PLR0913, PLR0917 - one parameter an option
    specialty: Specialties = None,
    state: Annotated[
        list[str] | None, typer.Option(metavar="STATE", show_default=False, help="Such as CA; may be given again.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REGION", show_default=False, help="A metropolitan area or Census division; may be given again."
        ),
    ] = None,
    within: Annotated[
        float | None, typer.Option(metavar="MILES", show_default=False, help="At most so far from --of.")
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(metavar="CITY|ZIP", show_default=False, help='Such as "Los Angeles, CA", or a ZIP code.'),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SETTING",
            show_default=False,
            help="university, university-affiliated, community, military or unknown; may be given again.",
        ),
    ] = None,
    visa: Annotated[
        str | None, typer.Option(metavar="VISA", show_default=False, help="Sponsors j1, h1b or either.")
    ] = None,
    keep_unknown: Annotated[
        bool, typer.Option("--keep-unknown/--known-only", help="Whether an unknown visa policy stays in.")
    ] = True,
    search: Annotated[
        str, typer.Option(metavar="TEXT", show_default=False, help="Words of name, institution, city or id.")
    ] = "",
    programs: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE ...", show_default=False, help="CSV files of programs, in place of matchlist's own."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", show_default=False, help="Write the programs to a file for --programs."),
    ] = None,
) -> None:
    """Search the programs; what is unknown is kept apart from what is not so."""
    given = {
        "specialties": tuple(specialty or ()),
        "states": tuple(state or ()),
        "regions": tuple(region or ()),
        "within_miles": within,
        "of": of,
        "settings": tuple(setting or ()),
        "visa": visa,
        "keep_unknown_visa": keep_unknown,
        "text": search,
    }
    with faults_told():
        from optimizer.directory import load_directory, program_query, search_programs
        from optimizer.directory.kept import directory_with
        from optimizer.export import programs_csv, programs_json, programs_text

        if out is not None:
            check_programs_file(out, programs or ())
        with options_named():
            query = program_query(given)
            directory = load_directory(programs) if programs else directory_with()
            found = search_programs(directory, query)
        if out is not None:
            written(out, programs_csv(one.program for one in found.programs))
        if as_json:
            typer.echo(f"{programs_json(found)}\n".encode(), nl=False)
            return
        print_words(programs_text(found, query))
        if out is not None:
            print_line(f"\nThe programs are in {out}.")
        print_line("\nmatchlist facts says where to find what isn't known.")


@commands.command("template")
def write_template(
    out: Annotated[Path, typer.Option(metavar="FILE.csv", show_default=False, help="The sheet to write.")],
    plan: Annotated[
        Path | None,
        typer.Option(
            metavar="PLAN.toml", show_default=False, help="A row for each program of this plan's specialties."
        ),
    ] = None,
    specialty: Specialties = None,
    listed: Annotated[bool, typer.Option("--listed", help="Only the programs of the plan's list.")] = False,
) -> None:
    """Write a sheet to fill in by hand: a row for each program, a column for each fact, empty where unknown."""
    with faults_told():
        from optimizer.export import template_csv, template_text

        chosen = None if plan is None else plan_with_options(plan, None, None, None, out)
        check_programs_file(out, ())
        rows = _template_rows(chosen, specialty or (), listed=listed)
        written(out, template_csv(rows))
    print_words(template_text(len(rows)))
    print_line(f"\nThe sheet is in {out}. When it is filled in and saved as CSV:")
    if listed:
        # A list needs the other programs beside these.
        print_line(f"matchlist import {out} --out my-programs.csv")
    print_line(f"matchlist build {plan or 'PLAN.toml'} --programs {'my-programs.csv' if listed else out}")


@commands.command()
def facts() -> None:
    """Say where to find the facts of programs, what they are worth, and how to bring them in."""
    from rich.markdown import Markdown

    from optimizer.directory import load_facts_guide

    print_words(Markdown(load_facts_guide().markdown()))


def _template_rows(plan: "Plan | None", specialties: Sequence[str], *, listed: bool) -> "Sequence[Program]":
    """The programs of a plan's list or specialties, or of some specialties; none where neither is given."""
    from optimizer.directory import ProgramQuery, load_directory, search_programs
    from optimizer.plan import plan_directory

    directory = load_directory() if plan is None else plan_directory(plan)
    if listed:
        if plan is None:
            raise BadInput(Fault("needs a plan", "--listed", None, "--plan PLAN.toml as well", "Name the plan"))
        return [directory.programs[directory.index_by_id[one]] for one in _listed_ids(plan)]
    wanted = tuple(specialties) or (plan.applicant.specialties if plan is not None else ())
    if not wanted:
        return ()
    with options_named():
        return [found.program for found in search_programs(directory, ProgramQuery(specialties=wanted)).programs]


def _listed_ids(plan: "Plan") -> list[str]:
    from optimizer.plan import ProgramList, build_list

    with working("Building the list"), stdout_kept_clean():
        outcome = build_list(plan)
    if isinstance(outcome, ProgramList):
        return [program.id for program in outcome.programs]
    print_no_list(outcome)
    raise typer.Exit(EXIT_STATUS[outcome.status])


@contextmanager
def options_named() -> Iterator[None]:
    """Name the options where faults name the fields of a query."""
    try:
        yield
    except BadInput as error:
        raise BadInput(
            replace(
                fault,
                where=_OPTION_OF_FIELD.get(
                    fault.where.removeprefix("query").partition("[")[0].strip(": "), fault.where
                ),
            )
            for fault in error.faults
        ) from None
