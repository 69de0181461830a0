"""What was taken over from an edited list, as text for a terminal."""

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.export.text.lists import bullet

if TYPE_CHECKING:
    from optimizer.plan import ListEdits

_NAMED_AT_MOST = 6


def edits_text(edits: "ListEdits") -> RenderableType:
    """What a person changed in a list, and what it means for the plan."""
    lines = (
        (edits.removed, "removed, so locked out"),
        (edits.added, "added, so locked in"),
        (edits.locked, "locked in"),
        (edits.unlocked, "no longer locked"),
        ([f"{one} ({kind})" for one, kind in edits.signals.items()], "with another signal"),
        ([f"{one} ({tier})" for one, tier in edits.tiers.items()], "in another tier"),
    )
    told = [bullet(f"{_count(len(named))} {words}: {_names(named)}") for named, words in lines if named]
    if edits.carried:
        told.append(bullet(f"Decisions that the list was built with stay in force: {', '.join(edits.carried)}"))
    if not told:
        return Text("The list came back as it was: nothing to take over.\n")
    saved = Text("--save-plan NEW.toml writes the plan with these changes.\n")
    return Group(Text("Taken over from your list", style="bold"), *told, saved)


def _count(number: int) -> str:
    return "1 program" if number == 1 else f"{number} programs"


def _names(named: "tuple[str, ...] | list[str]") -> str:
    further = len(named) - _NAMED_AT_MOST
    return ", ".join(named[:_NAMED_AT_MOST]) + (f" and {further} more" if further > 0 else "")
