"""What the commands print, and how a user's mistake ends one: in words on stderr, with status 2."""

import ctypes
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from optimizer.errors import BadInput
from optimizer.wording import shown

if TYPE_CHECKING:
    from rich.console import RenderableType

    from optimizer.plan import NoList, NotDecided

BAD_INPUT, INFEASIBLE, UNDECIDED = 2, 3, 4


EXIT_STATUS = {"solved": 0, "infeasible": INFEASIBLE, "undecided": UNDECIDED}


@contextmanager
def faults_told() -> Iterator[None]:
    """Say a user's mistakes on stderr, one a line, and leave with status 2; anything else is a defect and shows."""
    try:
        yield
    except BadInput as error:
        for fault in error.faults:
            print_line(" ".join(str(fault).splitlines()), err=True)
        raise typer.Exit(BAD_INPUT) from None


def print_line(words: str = "", *, err: bool = False) -> None:
    """Print a line; a name or a path in it can't steer the terminal."""
    typer.echo(shown(words), err=err)


@contextmanager
def working(words: str) -> Iterator[Callable[[str], None]]:
    """Show that something is going on, on stderr and only to a person who looks at it; what it gives tells how far."""
    if not _may_be_looked_at():
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(f"{words} ...") as status:
        yield lambda further: status.update(f"{words}: {further} ...")


def _may_be_looked_at() -> bool:
    """Whether stderr is a terminal or passes for one: Rich knows for certain, but takes a command in a script long."""
    return sys.stderr.isatty() or any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE"))


@contextmanager
def counting(words: str, total: int) -> Iterator[Callable[[object], None]]:
    """Show a bar on stderr, only to a person who looks at it; what it gives is called with each thing that is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(words, total=total)
        yield lambda _: progress.advance(task)


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Spare a command that makes many values and keeps them the search for some that could go: a fifth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def stdout_kept_clean() -> Iterator[None]:
    """Let what compiled code prints go to stderr.

    The solvers are C++ and in rare cases write to file descriptor 1 past Python's `sys.stdout`; one such line in
    front of the JSON object would break whatever reads it.
    """
    try:
        sys.stdout.flush()
        kept = os.dup(1)
    except OSError:
        # There is no stdout to keep clean.
        yield
        return
    try:
        with suppress(OSError):
            os.dup2(2, 1)
        yield
    finally:
        # What C still holds in its buffers would come out after the switch back.
        with suppress(OSError, AttributeError):
            ctypes.CDLL("ucrtbase" if os.name == "nt" else None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)


def print_words(words: "RenderableType", *, err: bool = False) -> None:
    """Print text of which nothing is read as markup; in a file or a pipe without blanks at the ends of lines."""
    from optimizer.cli.shown_console import ShownConsole

    console = ShownConsole(stderr=err, markup=False, emoji=False, highlight=False)
    # Not cropped: a program's id has to be copied whole, however long it is.
    if console.is_terminal:
        console.print(words, crop=False)
        return
    with console.capture() as captured:
        console.print(words, crop=False)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()), err=err)


def print_no_list(found: "NoList | NotDecided") -> None:
    """Say on stderr why there is no list, or that time ran out."""
    from optimizer.export import no_list_text, not_decided_text

    words = no_list_text(found) if found.status == "infeasible" else not_decided_text(found)
    print_words(words, err=True)
