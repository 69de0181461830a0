"""Why a program is on a list or not, as text for a terminal."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.export.text.lists import bullet, heading, plain_table
from optimizer.vocabulary import SIGNALS_SENT
from optimizer.wording import (
    in_100,
    of_100,
    points_rounded_up,
    span_cell,
)

if TYPE_CHECKING:
    from optimizer.plan import Mention, Opposite, ProgramWhy, WhyStep

_NAMED_AT_MOST = 8


def why_text(why: "ProgramWhy") -> RenderableType:
    """Whether a program is on the list, its chance term by term, reasons, what is unknown, and the opposite's cost."""
    told = why.interview_probability_range is not None
    span = f" (range {span_cell(why.interview_probability_range)})" if told else ""
    walk = (
        heading("From the average program to this one"),
        _steps(why.steps),
        Text("Odds x 1.50: half as much again. The program's true chance may lie anywhere in the range.", style="dim"),
    )
    parts = [
        Text(f"{why.name}, {why.city}, {why.state}", style="bold"),
        Text(why.verdict),
        Text(f"Chance of an interview: {in_100(why.interview_probability)}{span}."),
        Text(f"Chance to match there if nothing better comes: {in_100(why.offer_probability)}."),
        *(walk if told else ()),
        heading("Reasons" if why.on_list else "What counts here"),
        *(bullet(reason) for reason in why.reasons),
    ]
    if why.unknowns:
        parts += [heading("Not known"), *(bullet(unknown) for unknown in why.unknowns)]
    if why.visa_filings is not None:
        parts += [heading("Visas asked for"), bullet(why.visa_filings)]
    if why.hospital:
        parts += [heading("The hospital"), *(bullet(fact) for fact in why.hospital)]
    if any(step.sources for step in why.steps):
        parts += [heading("Where the terms are from"), *_sources(why.steps)]
    title = "Without it" if why.opposite.change == "locked out" else "If you lock it in"
    parts += [heading(title), *_opposite(why.opposite)]
    return Group(*parts)


def _steps(steps: "tuple[WhyStep, ...]") -> RenderableType:
    table = plain_table("term", "", "odds", "interview in 100", numbers=("odds", "interview in 100"))
    for step in steps:
        odds = "" if step is steps[0] else f"x {math.exp(step.log_odds):.2f}"
        table.add_row(step.term, Text(step.words), odds, _finer_in_100(step.interview_probability))
    return table


def _sources(steps: "tuple[WhyStep, ...]") -> Iterator[RenderableType]:
    for step in steps:
        if step.sources:
            figures: dict[str, list[str]] = {}
            for one in step.sources:
                where = ", ".join(filter(None, (one.source.partition(": matchlist")[0], one.of, one.grade)))
                figures.setdefault(where, []).append(one.figure.partition("/")[0])
            named = [f"{', '.join(names)} ({where})" for where, names in figures.items()]
            yield bullet(f"{step.term}: {'; '.join(named)}")
    yield Text(
        "A: primary source. B: secondary, or derived. C: assumed, or found by calibration. matchlist evidence --name "
        "FIGURE prints each with its range, address and arithmetic.",
        style="dim",
    )


def _finer_in_100(share: float) -> str:
    """With a decimal where whole numbers would hide every step."""
    return of_100(share) if share >= 0.1 else of_100(share, 1)


def _opposite(opposite: "Opposite") -> Iterator[RenderableType]:
    if opposite.status != "solved":
        yield Text(f"There is no list then. {opposite.words}")
        return
    change, match = opposite.value_change_range, opposite.match_probability_change
    if change is None or match is None:
        yield Text("What that does to the chance to match is not known.")
    else:
        yield from _difference(change, match)
    if opposite.signal is not None:
        yield Text(f"It would be on that list {SIGNALS_SENT[opposite.signal]}.")
    if opposite.leaving:
        yield Text(f"Leaving the list: {_names(opposite.leaving)}.")
    if opposite.entering:
        yield Text(f"Entering it: {_names(opposite.entering)}.")


def _difference(change: tuple[float, float], match: float) -> Iterator[RenderableType]:
    """What the other list is worth against this one."""
    low, high = change
    if low <= 0 <= high:
        proven = points_rounded_up(max(-low, high))
        yield Text(f"The best list then is as good as this one, to {proven} points in 100 of what it is built for.")
    else:
        verb, by = ("loses", -high) if high < 0 else ("gains", low)
        yield Text(
            f"The best list then {verb} {points_rounded_up(by)} points in 100 of what it is built for: a match, "
            "counted by how much you want the program."
        )
    yield Text(_match_change(match))


def _match_change(change: float) -> str:
    if abs(change) < 5e-5:
        return "The chance to match stays the same to 0.01 points in 100."
    return f"The chance to match {'rises' if change > 0 else 'falls'} by {of_100(abs(change), 2)} points in 100."


def _names(programs: "tuple[Mention, ...]") -> str:
    named = "; ".join(f"{program.name} ({program.city}, {program.state})" for program in programs[:_NAMED_AT_MOST])
    further = len(programs) - _NAMED_AT_MOST
    return f"{named}; and {further} more" if further > 0 else named
