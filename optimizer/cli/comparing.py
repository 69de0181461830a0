"""``matchlist compare`` and ``history``: what changed between two lists, and the versions kept of a plan."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.cli.options import PlanFile
from optimizer.cli.telling import EXIT_STATUS, faults_told, print_no_list, print_words, stdout_kept_clean, working
from optimizer.errors import BadInput, Fault

if TYPE_CHECKING:
    from optimizer.plan import KeptList, Plan

commands = typer.Typer()

_KINDS = "a plan (.toml), or a list (.json, .csv, .xlsx)"


@commands.command("compare")
def compare_lists(
    first: Annotated[Path, typer.Argument(metavar="A", show_default=False, help=f"Before: {_KINDS}.")],
    second: Annotated[Path, typer.Argument(metavar="B", show_default=False, help="After: the same.")],
    effects: Annotated[
        bool, typer.Option("--effects/--no-effects", help="Whether to work out what each changed key does alone.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Set two plans or lists against each other: what changed, what came and went and why, and what it costs."""
    with faults_told():
        with working("Comparing"):
            from optimizer.export import comparison_text
            from optimizer.plan import Comparison, compare

            before, after = _sides(first, second)
            with stdout_kept_clean():
                found = compare(before, after, names=_names(first, second), effects=effects)
        if as_json:
            values = found.model_dump(mode="json")
            typer.echo(f"{json.dumps(values, ensure_ascii=False, indent=2)}\n".encode(), nl=False)
        elif isinstance(found, Comparison):
            print_words(comparison_text(found))
        else:
            print_no_list(found)
    raise typer.Exit(EXIT_STATUS[found.status])


@commands.command("history")
def show_history(
    plan: PlanFile,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Show the versions of a plan that are kept beside it, each with its list's chance and what had changed."""
    with faults_told():
        from optimizer.export import history_json, history_text
        from optimizer.plan import differences, read_history

        if not plan.is_file():
            raise BadInput(Fault("the file can't be read (no such file)", str(plan), None, "a plan file", "Check it"))
        found = read_history(plan)
        plans = [version.kept.plan for version in found.versions]
        pairs = zip([None, *plans], plans, strict=False)
        changes = [[one.key for one in differences(was, now)] if was and now else [] for was, now in pairs]
        if as_json:
            typer.echo(f"{history_json(found, changes)}\n".encode(), nl=False)
        else:
            print_words(history_text(found, changes))


def _sides(first: Path, second: Path) -> "tuple[Plan | KeptList, Plan | KeptList]":
    """Both files, the faults of both at once."""
    read: list[Plan | KeptList] = []
    faults: list[Fault] = []
    for file in (first, second):
        try:
            read.append(_side(file))
        except BadInput as error:
            faults += error.faults
    if faults:
        raise BadInput(faults)
    return read[0], read[1]


def _side(file: Path) -> "Plan | KeptList":
    """A plan from TOML, which is built; a list from anything else, which is taken as it is."""
    from optimizer.plan import read_list, read_plan

    return read_plan(file) if file.suffix.lower() == ".toml" else read_list(file)


def _names(first: Path, second: Path) -> tuple[str, str]:
    """The files' names, with their folders where the names are the same."""
    return (first.name, second.name) if first.name != second.name else (str(first), str(second))
