"""Programs found in the directory as text for a terminal; it stays readable at 80 columns and without colours."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, zip_longest
from textwrap import wrap
from types import MappingProxyType

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from optimizer.directory import TOLD, FoundProgram, Program, ProgramQuery, ProgramsFound, specialty_asked
from optimizer.export.text.lists import bullet, heading
from optimizer.vocabulary import VISA_NAMES, specialty_name

WIDTH, GAP = 80, 2
_COUNTED = tuple(dict.fromkeys(fact.counted_as for fact in TOLD.values() if fact.counted_as is not None))
FACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {words: tuple(field for field, fact in TOLD.items() if fact.counted_as == words) for words in _COUNTED}
)
"""Facts whose completeness is told, with the fields of `Program` that hold them; one of the fields is enough."""


TEMPLATE_COLUMNS: tuple[str, ...] = tuple(name for name in Program.model_fields if name != "sources")
"""Columns of the sheet to fill in: all that is known of a program, but where each fact comes from."""


def programs_text(found: ProgramsFound, query: ProgramQuery) -> RenderableType:
    """What a search found: how many, of how many of them each fact is known, and the programs under their specialty."""
    if not found.programs:
        return Group(Text("No program fits.", style="bold"), *_asked(query), *_left_out(found, query))
    count = len(found.programs)
    parts: list[RenderableType] = [
        Text("1 program fits." if count == 1 else f"{count:,} programs fit.", style="bold"),
        Text(_known(found)),
        *_left_out(found, query),
    ]
    ordered = sorted(found.programs, key=lambda one: _headed(one.program))
    for words, programs in groupby(ordered, key=lambda one: _headed(one.program)):
        group = tuple(programs)
        parts += [heading(f"{words}: {len(group):,}"), *_programs(group, query)]
    return Group(*parts)


def _headed(program: Program) -> str:
    """What a program is shown under: its specialty, and whether it gives one year of it alone."""
    return f"{program.specialty}, one year only" if program.is_first_year_only else program.specialty


def _asked(query: ProgramQuery) -> Iterator[RenderableType]:
    """Which specialty the words of a search mean, where they mean one."""
    specialty = specialty_asked(query.text)
    if specialty is not None:
        yield Text(
            f"{query.text!r} is {specialty_name(specialty)}: none of its programs that are known here fits. Your own "
            "file can bring them, by matchlist import."
        )


def template_text(rows: int) -> RenderableType:
    """How to fill in the sheet of `template_csv`: each column with what it takes."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for name in TEMPLATE_COLUMNS:
        table.add_row(Text(name), Text(Program.model_fields[name].description or ""))
    headline = f"{rows:,} programs, one a row." if rows else "An empty sheet: a row for each program of your own."
    return Group(Text(headline, style="bold"), heading("The columns"), table)


def _known(found: ProgramsFound) -> str:
    counts = {words: found.known(*fields) for words, fields in FACTS.items()}
    some = [f"{words} of {count:,}" for words, count in counts.items() if count]
    none = [words for words, count in counts.items() if not count]
    parts = [f"Known: {', '.join(some)}."] if some else []
    return " ".join([*parts, f"Not known of any: {', '.join(none)}."] if none else parts)


def _left_out(found: ProgramsFound, query: ProgramQuery) -> Iterator[RenderableType]:
    for fact, count in found.left_out.items():
        visa = VISA_NAMES.get(query.visa or "", "")
        why = {
            "setting": "their setting isn't known; --setting unknown shows them",
            "visa policy": f"their {visa} visa policy isn't known; --keep-unknown shows them",
            "place": "the map doesn't know their city",
        }[fact]
        yield bullet(f"Left out: {count:,} that would fit, but {why}.")


def _programs(programs: tuple[FoundProgram, ...], query: ProgramQuery) -> Iterator[Text]:
    """The programs in columns, each with its id on a line of its own: an id has to be copied whole."""
    widths = {"program": 0, "place": 19, "setting": 12}
    if query.visa is not None:
        widths["visa" if query.visa == "either" else VISA_NAMES[query.visa]] = 7
    if query.of is not None:
        widths["miles"] = 5
    widths["program"] = WIDTH - sum(widths.values()) - GAP * (len(widths) - 1)
    yield Text(_line(tuple(widths), tuple(widths.values())), style="bold")
    for found in programs:
        cells = [wrap(cell, width) or [""] for cell, width in zip(_cells(found), widths.values(), strict=True)]
        for line in zip_longest(*cells, fillvalue=""):
            yield Text(_line(line, tuple(widths.values())))
        yield Text(f"  {found.program.id}", style="dim", no_wrap=True, overflow="ignore")


def _cells(found: FoundProgram) -> list[str]:
    program = found.program
    cells = [program.name, f"{program.city}, {program.state}", program.setting or "unknown"]
    if found.visa is not None:
        cells.append(found.visa)
    if found.miles is not None:
        cells.append(f"{found.miles:,.0f}".rjust(len("miles")))
    return cells


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (" " * GAP).join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
