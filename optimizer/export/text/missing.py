"""What knowing more about the programs would be worth, as text for a terminal."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from optimizer.applicant import answers_words
from optimizer.export.text.lists import bullet, heading, plain_table
from optimizer.wording import in_100, of_100, whole_of_100

if TYPE_CHECKING:
    from optimizer.plan import Gain, MissingFacts, ProgramToAsk


def missing_text(found: "MissingFacts") -> RenderableType:
    """What each kind of unknown fact would bring, which programs to ask first, and what the figures leave out."""
    parts: list[RenderableType] = [
        Text(found.title, style="bold"),
        Text(f"Your list's chance to match: {in_100(found.match_probability)}."),
    ]
    if found.facts:
        parts += [heading("What it would gain if these facts were known of every program"), *_facts(found)]
    else:
        parts.append(Text("Nothing that the estimate uses is unknown about the programs."))
    if found.programs:
        parts += [heading("Where asking is worth most"), *_programs(found.programs)]
    if found.not_answered:
        names = answers_words(found.not_answered)
        parts += [heading("What only you know"), Text(f"Not given: {names}. It is counted as typical of your group.")]
    parts += [heading("Not counted"), *(bullet(words) for words in found.not_counted)]
    return Group(*parts)


def points_gained(gain: "Gain") -> str:
    """A gain in points in 100, rounded so that its last digit is larger than its standard error: "+22", "+0.4"."""
    error = gain.standard_error * 100
    decimals = max(0, min(2, -math.ceil(math.log10(error)))) if error > 0 else 2
    rounded = round(gain.gain * 100, decimals)
    return f"{rounded:+.{decimals}f}" if rounded else f"less than {10.0**-decimals:g}"


def _facts(found: "MissingFacts") -> Iterator[RenderableType]:
    numbers = ("unknown", "points in 100")
    table = plain_table("fact", *numbers, numbers=numbers)
    for fact in found.facts:
        table.add_row(Text(fact.fact), str(fact.unknown), points_gained(fact.match_probability))
    yield table
    worst = max(fact.match_probability.standard_error for fact in found.facts) * 100
    yield Text(
        f"Points of the chance to match: mean of {found.draws} draws of what the facts may be, with the best list for "
        f"each; the standard error is {worst:.1f} points at most.",
        style="dim",
    )


def _programs(programs: "tuple[ProgramToAsk, ...]") -> Iterator[RenderableType]:
    facts = list(programs[0].value_by_fact)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold", expand=True)
    table.add_column("program", ratio=3, overflow="fold")
    table.add_column("place", ratio=2, overflow="fold")
    table.add_column("listed", width=6)
    for fact in facts:
        table.add_column(fact.split()[0], justify="right", width=9)
    table.add_column("moves it", justify="right", width=8)
    for program in programs:
        worths = (hundredths(program.value_by_fact[fact]) for fact in facts)
        place, listed = Text(f"{program.city}, {program.state}"), "yes" if program.on_list else "no"
        table.add_row(Text(program.name), place, listed, *worths, whole_of_100(program.moves))
    yield table
    yield Text(
        f"{' and '.join(facts)}: points in 100 of what the list is built for, from knowing it of that program alone, "
        "the rest of the list staying as it is (approximate). Moves it: how often, in 100, the answer puts the program "
        "onto the list or takes it off.",
        style="dim",
    )


def hundredths(share: float) -> str:
    """A small worth in points in 100: "0.25", "<0.01"."""
    return of_100(share, 2) if share >= 5e-5 else "<0.01"
