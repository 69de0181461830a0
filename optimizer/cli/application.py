"""The command ``matchlist``: its families of commands put together."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from optimizer import clock
from optimizer.cli import (
    asking,
    beginning,
    cohort,
    comparing,
    couple,
    directory,
    evidence,
    fetching,
    filings,
    importing,
    lists,
    presets,
    season,
    seasons,
    serving,
    simulate,
    tracking,
    tradeoffs,
)
from optimizer.cli.telling import faults_told

app = typer.Typer(
    name="matchlist",
    help="Which residency programs to apply to and which to signal, for the highest estimated chance to match.",
    no_args_is_help=True,
    add_completion=False,
    # An applicant's figures don't belong into a traceback that gets pasted somewhere.
    pretty_exceptions_show_locals=False,
)


PANELS = (
    ("Your list", (beginning, lists, presets, asking, tradeoffs, comparing, couple)),
    ("Programs and evidence", (directory, importing, fetching, filings, evidence)),
    ("The season", (seasons, tracking, season)),
    ("Many applicants, and the browser", (cohort, simulate, serving)),
)
for panel, families in PANELS:
    for family in families:
        for registered in (*family.commands.registered_commands, *family.commands.registered_groups):
            registered.rich_help_panel = panel
        app.add_typer(family.commands)


def run() -> None:
    """Run the command that this process was started for."""
    for stream in (sys.stdout, sys.stderr):
        # A name with an accent must not end the program on a terminal that can't show it.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(args=day_first(one_option_each(sys.argv[1:])), prog_name="matchlist")
    except Exception as error:  # noqa: BLE001 - the last to hear of it: nothing that a user does ends in a traceback
        from optimizer.cli.last_resort import tell_defect

        sys.exit(tell_defect(error))


def one_option_each(arguments: Sequence[str], option: str = "--programs") -> list[str]:
    """Arguments in which an option that takes several files stands before each of them.

    ``--programs a.csv b.csv`` becomes ``--programs a.csv --programs b.csv``; further files end in ``.csv``.
    """
    spread: list[str] = []
    taking = False
    for argument in arguments:
        if argument == option:
            taking = True
            spread.append(argument)
        elif taking and argument.lower().endswith(".csv"):
            spread += [argument] if spread[-1] == option else [option, argument]
        else:
            taking = False
            spread.append(argument)
    return spread


def day_first(arguments: Sequence[str], option: str = "--as-of") -> list[str]:
    """Arguments in which the day to work as of stands first, wherever before ``--`` it was given."""
    ours = list(arguments)
    end = ours.index("--") if "--" in ours else len(ours)
    head, tail = ours[:end], ours[end:]
    day: list[str] = []
    others: list[str] = []
    while head:
        one = head.pop(0)
        if one == option:
            day = [one, *head[:1]]
            head = head[1:]
        elif one.startswith(f"{option}="):
            day = [one]
        else:
            others.append(one)
    return [*day, *others, *tail]


@app.callback(invoke_without_command=True)
def _matchlist(
    context: typer.Context,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DAY",
            show_default=False,
            help=f"Work as of a day, before or after the command. Without it: {clock.DAY_VARIABLE} in the environment, "
            "or today.",
        ),
    ] = None,
    show_version: Annotated[bool, typer.Option("--version", is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    if show_version:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"matchlist {version('matchlist')}")
        except PackageNotFoundError:
            typer.echo("matchlist, run from a checkout that is not installed")
        raise typer.Exit
    with faults_told():
        if as_of is not None:
            context.with_resource(clock.working_as_of(clock.day_from(as_of, "--as-of")))
        # A day that can't be read is told before anything is worked out.
        clock.today()
