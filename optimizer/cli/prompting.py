"""Questions in the terminal: asked again until an answer means something."""

import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

import typer

from optimizer.cli.telling import print_line
from optimizer.errors import Fault
from optimizer.wording import capitalised

if TYPE_CHECKING:
    from optimizer.plan.questions import Meaning

Answer = TypeVar("Answer")
_WIDEST = 100


def say(words: str) -> None:
    """Print some lines, broken between words where the terminal ends."""
    print_line(_broken(words))


def _broken(words: str) -> str:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False, drop_whitespace=False)
        if len(line) > width
        else line
        for line in words.split("\n")
    )


def ask(
    words: str,
    meaning: "Callable[[str], Answer | Fault]",
    explained: str,
    *,
    enter: "Answer | None" = None,
    entered: str = "don't know",
) -> "Answer | None":
    """Ask until the answer means something.

    Parameters
    ----------
    words : str
        The question.
    meaning : callable
        What an answer means, or the fault to tell.
    explained : str
        What ? says.
    enter : any
        What Enter alone means; None is "don't know".
    entered : str
        How that is said; empty where an answer is needed.
    """
    from optimizer.plan.questions import is_unknown

    while True:
        shown = f"{words} [Enter: {entered}]" if entered else words
        text = typer.prompt(_broken(shown), default="", show_default=False, prompt_suffix="\n> ").strip()
        if text == "?":
            say(explained)
            continue
        if is_unknown(text):
            if entered:
                return enter
            say("This one is needed.")
            continue
        found = meaning(text)
        if not isinstance(found, Fault):
            return found
        told = f"{capitalised(found.what)}: {text}. Allowed: {found.allowed}."
        say(told if found.allowed else f"{found}")


def ask_place(words: str, *, for_tie: bool, entered: str = "none") -> "Meaning | None":
    """Ask for a place, and which one is meant where a name has several; None for Enter alone."""
    from optimizer.plan.questions import meanings, meant_choice

    def meant(text: str) -> "tuple[Meaning, ...] | Fault":
        found = meanings(text)
        if isinstance(found, Fault):
            return found
        allowed = "a state, a Census division, or a city"
        kept = tuple(one for one in found if one.tie is not None or not for_tie)
        return kept or Fault("no tie has such a place", "place", text, allowed, "Name one of them")

    explained = 'Such as "Texas", "Los Angeles", "Springfield, IL" or "Middle Atlantic"; for where to be also "90012".'
    found = ask(words, meant, explained, entered=entered)
    if found is None or len(found) == 1:
        return None if found is None else found[0]
    offered = {str(number): one.words for number, one in enumerate(found, start=1)}
    for number, choice in offered.items():
        say(f"  {number} {choice}")
    chosen = ask("Which one?", lambda text: meant_choice(text, offered, "place"), "Its number.", entered="")
    return found[int(chosen or 1) - 1]


def show(offered: Mapping[str, str]) -> None:
    """Print what there is to choose from, numbered."""
    for line in _lines(offered):
        say(line)


def _lines(offered: Mapping[str, str]) -> Iterator[str]:
    width = max(map(len, offered))
    for number, (slug, words) in enumerate(offered.items(), start=1):
        yield f"  {number:2} {slug.ljust(width)}  {words}"
