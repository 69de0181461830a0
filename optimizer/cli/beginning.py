"""``matchlist new``: a plan asked for question by question, written as a file that a person can edit."""

from pathlib import Path
from typing import Annotated

import typer

from optimizer.cli.prompting import ask, say
from optimizer.cli.questions import Draft, ask_everything
from optimizer.cli.telling import faults_told, print_line
from optimizer.errors import BadInput, Fault

commands = typer.Typer()


@commands.command("new")
def new_plan(
    out: Annotated[
        Path | None, typer.Argument(metavar="PLAN.toml", show_default=False, help="The file to write.")
    ] = None,
) -> None:
    """Ask about you and where you want to be, and write a plan file; then build its list, if you like."""
    with faults_told():
        draft = Draft()
        say('A few questions, about two minutes. Enter alone is "don\'t know"; ? explains a question.')
        say("Ctrl+C ends it, and what you answered so far is kept.\n")
        path = _file(out)
        try:
            ask_everything(draft)
        except (typer.Abort, KeyboardInterrupt, EOFError):
            _kept(draft, path)
            raise typer.Exit(130) from None
        _write(draft, path)
        say(f"\nYour plan is in {path}. Open it in any editor to change it.")
        if _build_now():
            from optimizer.cli.lists import build

            build(path)
        say("To build its list:")
        print_line(f"matchlist build {path}")


def _file(out: Path | None) -> Path:
    """Where to write; a file that is there already is replaced only when the person says so."""
    path = out
    while True:
        if path is None:
            path = ask(
                "Name of the file?",
                _meant_file,
                "A name that ends in .toml.",
                enter=Path("my-plan.toml"),
                entered="my-plan.toml",
            )
        found = _meant_file(str(path))
        if isinstance(found, Fault):
            if out is not None:
                raise BadInput(found)
            say(f"{found}")
        elif not found.exists() or typer.confirm(f"{found} exists. Replace it?", default=False):
            return found
        path, out = None, None


def _meant_file(text: str) -> Path | Fault:
    from optimizer.export import checked_ending

    path = Path(text if text.lower().endswith(".toml") else f"{text}.toml")
    try:
        checked_ending(path, "PLAN.toml", (".toml",))
    except BadInput as error:
        return error.faults[0]
    return path


def _write(draft: Draft, path: Path) -> None:
    from optimizer.export import write_whole
    from optimizer.plan import commented_plan_text

    write_whole(path, commented_plan_text(draft.plan()).encode(), "PLAN.toml")


def _kept(draft: Draft, path: Path) -> None:
    """Keep what was answered before the person left, and say so."""
    if not draft.is_enough:
        say("\nNothing was written: without specialty and kind of applicant there is no plan yet.")
        return
    _write(draft, path)
    say(f"\nWhat you answered is in {path}; add the rest there, or build it as it is:")
    print_line(f"matchlist build {path}")


def _build_now() -> bool:
    try:
        return bool(typer.confirm("Build the list now?", default=True))
    except (typer.Abort, KeyboardInterrupt, EOFError):
        say("")
        return False
