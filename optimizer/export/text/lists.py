"""A list, or why there is none, as text for a terminal; it stays readable at 80 columns and without colours."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from optimizer.export.text.headlines import CHANCE, chance_words, headline
from optimizer.export.text.limits import amount_words, limit_label
from optimizer.vocabulary import FIRMNESSES, NO_SIGNAL, TIERS, specialty_name
from optimizer.wording import (
    chance_cell,
    of_100,
)

if TYPE_CHECKING:
    from optimizer.plan import LimitUse, ListedProgram, NoList, NotDecided, Plan, ProgramList

_NEXT_AT_MOST = 8


class Tiered(Protocol):
    """A program with its tier, and what that is called for the applicant."""

    @property
    def tier(self) -> str:
        """One of the tiers."""

    @property
    def tier_words(self) -> str:
        """What it is called; empty where nobody has looked."""


def list_text(program_list: "ProgramList", plan: "Plan") -> RenderableType:
    """A solved list: chance, proof and spend, how it splits, the programs, the limits and what to know.

    Parameters
    ----------
    program_list : ProgramList
    plan : Plan
        The plan that it was built from.
    """
    parts = [Text(program_list.title, style="bold"), *_season(program_list), Text(""), *_headline(program_list, plan)]
    if program_list.chance_notices:
        parts += [Text(""), *(bullet(notice) for notice in program_list.chance_notices)]
    said_first = (*first_notices(program_list), *program_list.chance_notices)
    if program_list.programs:
        parts += [heading("How the list splits"), _split(program_list.programs), heading("The programs")]
        for title, programs in grouped(program_list.programs):
            parts += list(_group(title, programs))
        parts += _standings(program_list)
    if program_list.first_year is not None and program_list.first_year.programs:
        parts += _group("The second list, for the first year", program_list.first_year.programs)
    parts += [heading("Limits"), _limits(program_list.limits), heading("What to know")]
    parts += [bullet(notice) for notice in program_list.notices if notice not in said_first]
    # Said again, because the top of a long list has scrolled away by now.
    parts += [heading(f"{CHANCE}: {chance_words(program_list)}")]
    return Group(*parts)


def no_list_text(found: "NoList") -> RenderableType:
    """Which limits clash, and single changes that would mend it."""
    parts: list[RenderableType] = [Text("There is no such list.", style="bold"), Text(found.words)]
    if found.remedies:
        parts.append(Text("Any one of these changes mends it:"))
        parts += [bullet(remedy.words) for remedy in found.remedies]
    else:
        parts.append(Text("No single change of these limits mends it: loosen several, or bring in more programs."))
    return Group(*parts)


def not_decided_text(found: "NotDecided") -> RenderableType:
    """That the time ran out."""
    return Text(
        f"No list was found within {found.seconds:.0f} seconds, and none was shown to be impossible. "
        "Loosen a quota, or try again."
    )


def heading(words: str) -> RenderableType:
    """A heading with an empty line before it."""
    return Padding(Text(words, style="bold"), (1, 0, 0, 0))


def bullet(words: str) -> RenderableType:
    """One point of several; further lines are indented."""
    table = Table.grid(padding=(0, 1, 0, 0))
    # An id that is longer than the line goes on in the next: cut short it couldn't be copied.
    table.add_row(Text("-"), Text(words, overflow="fold"))
    return table


def plain_table(*columns: str, numbers: tuple[str, ...] = ()) -> Table:
    """A table without lines, so that it reads alike on a screen and in a file; `numbers` are aligned right."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(Text(column), justify="right" if column in numbers else "left", overflow="fold")
    return table


def first_notices(program_list: "ProgramList") -> tuple[str, ...]:
    """What has to be known of a list's season before anything else."""
    return () if program_list.about_season is None else program_list.about_season.notices


def _season(program_list: "ProgramList") -> Iterator[RenderableType]:
    about = program_list.about_season
    if about is not None:
        yield Text(f"{about.words}. {about.moment}")
        yield Text(about.figures_words, style="dim")
        yield from (Text(notice, style="bold") for notice in about.notices)


def _headline(program_list: "ProgramList", plan: "Plan") -> Iterator[RenderableType]:
    for name, words in headline(program_list, plan):
        yield _fact(name, words, style="bold" if name == CHANCE else "")


def _fact(name: str, words: str, style: str = "") -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=19)
    table.add_row(Text(name), Text(words, style=style))
    return table


def _split(programs: "tuple[ListedProgram, ...]") -> RenderableType:
    """How many programs of each tier there are in each region, and in each specialty where there are several."""
    tiers = [tier for tier in TIERS if any(program.tier == tier for program in programs)]
    title, rows = split_by(programs)
    headings = [tier_heading(tier, programs) for tier in tiers]
    table = plain_table(title, *headings, "all", numbers=(*headings, "all"))
    for name, listed in rows:
        table.add_row(Text(name), *(str(listed.count(tier)) for tier in tiers), str(len(listed)))
    if len(rows) > 1:
        totals = [sum(program.tier == tier for program in programs) for tier in tiers]
        table.add_row("all", *(str(count) for count in totals), str(len(programs)), style="bold")
    return table


def split_by(programs: "tuple[ListedProgram, ...]") -> tuple[str, list[tuple[str, list[str]]]]:
    """What a list is split by, and the tiers of the programs of each region, and of each specialty if several."""
    kinds = [[program.region for program in programs]]
    specialties = [specialty_name(program.specialty) for program in programs]
    if len(set(specialties)) > 1:
        kinds.append(specialties)
    rows = [
        (name, [program.tier for program, own in zip(programs, names, strict=True) if own == name])
        for names in kinds
        for name in dict.fromkeys(names)
    ]
    return ("region" if len(kinds) == 1 else "region or specialty"), rows


def tier_heading(tier: str, programs: Iterable[Tiered]) -> str:
    """A tier over a column or beside a colour: "safety", "likelier" where none of its programs is one, or both."""
    said = {tier_cell(program) for program in programs if program.tier == tier}
    return " or ".join(sorted(said, reverse=True)) or tier


def grouped(programs: "tuple[ListedProgram, ...]") -> "Iterator[tuple[str, tuple[ListedProgram, ...]]]":
    """Programs by region, and by specialty where there are several, each group under its name with their number."""
    several = len({program.specialty for program in programs}) > 1
    for (region, specialty), found in groupby(programs, key=lambda program: (program.region, program.specialty)):
        group = tuple(found)
        yield f"{region}, {specialty_name(specialty)}: {len(group)}" if several else f"{region}: {len(group)}", group


def _group(title: str, programs: "tuple[ListedProgram, ...]") -> Iterator[RenderableType]:
    """Programs under their region's name: a column of its own would leave no room for the programs' names."""
    yield heading(title)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold", expand=True)
    table.add_column("program", ratio=3, overflow="fold")
    table.add_column("place", ratio=2, overflow="fold")
    table.add_column("tier", width=9)
    table.add_column("signal", width=6)
    table.add_column("interview in 100", width=10)
    told = any(program.standing for program in programs)
    if told:
        table.add_column("stands", width=6)
    for program in programs:
        chance = chance_cell(program.interview_probability, program.interview_probability_range)
        name = Text(f"{program.name} (locked)" if program.locked else program.name)
        signal = "-" if program.signal == NO_SIGNAL else program.signal
        standing = (program.standing or "",) if told else ()
        table.add_row(name, Text(f"{program.city}, {program.state}"), tier_cell(program), signal, chance, *standing)
    yield table


def tier_cell(program: Tiered) -> str:
    """A tier in a narrow column: "likelier" where a safety is none, but more likely than most."""
    return "likelier" if program.tier_words and program.tier_words != program.tier else program.tier


def _standings(program_list: "ProgramList") -> Iterator[RenderableType]:
    """How many programs are core, swing and fringe, and which come next."""
    following = program_list.next_in_line
    if following is None:
        return
    yield heading("How firm the list is")
    counts = {word: sum(program.standing == word for program in program_list.programs) for word in FIRMNESSES}
    yield Text(
        f"{counts['core']} core, {counts['swing']} swing, {counts['fringe']} fringe: on the best list in at least 80, "
        "in 40 to 79, in fewer than 40 of 100 draws of the coefficients. Programs of which the same is known share "
        "alike."
    )
    if following:
        shown = "; ".join(
            f"{program.name} ({program.city}, {program.state}) {of_100(program.standing_share)}"
            for program in following[:_NEXT_AT_MOST]
        )
        further = len(following) - _NEXT_AT_MOST
        more = f"; and {further} more" if further > 0 else ""
        yield Text(f"Next in line, in 100 draws: {shown}{more}.")


def _limits(limits: "tuple[LimitUse, ...]") -> RenderableType:
    if not limits:
        return Text("none")
    numbers = ("at least", "at most", "used")
    table = plain_table("limit", *numbers, "", numbers=numbers)
    for limit in limits:
        amounts = (amount_words(limit, value) or "-" for value in (limit.minimum, limit.maximum, limit.used))
        table.add_row(Text(limit_label(limit.about)), *amounts, "reached" if limit.binding else "")
    return table
