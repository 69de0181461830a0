"""Programs found in the directory as text for a terminal; it stays readable at 80 columns and without colours."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from optimizer.directory import FoundProgram, Program, ProgramQuery, ProgramsFound
from optimizer.export.list_text import bullet, heading

_VISAS: Mapping[str, str] = MappingProxyType({"j1": "J-1", "h1b": "H-1B", "either": "J-1 or H-1B"})
_RATES = tuple(name for name in Program.model_fields if name.startswith("interview_rate_"))
FACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "setting": ("setting",),
        "research intensity": ("research_intensity",),
        "J-1 policy": ("sponsors_j1",),
        "H-1B policy": ("sponsors_h1b",),
        "an interview rate": _RATES,
        "share of international graduates": ("img_share",),
        "lowest Step 2 CK": ("step2_minimum",),
    }
)
"""Facts whose completeness is told, with the fields of `Program` that hold them; one of the fields is enough."""


def programs_text(found: ProgramsFound, query: ProgramQuery) -> RenderableType:
    """What a search found: how many, of how many of them each fact is known, and the programs under their specialty."""
    if not found.programs:
        return Group(Text("No program fits.", style="bold"), *_left_out(found, query))
    count = len(found.programs)
    parts: list[RenderableType] = [
        Text("1 program fits." if count == 1 else f"{count:,} programs fit.", style="bold"),
        Text(_known(found)),
        *_left_out(found, query),
    ]
    ordered = sorted(found.programs, key=lambda one: one.program.specialty)
    for specialty, programs in groupby(ordered, key=lambda one: one.program.specialty):
        group = tuple(programs)
        parts += [heading(f"{specialty}: {len(group):,}"), _table(group, query)]
    return Group(*parts)


def _known(found: ProgramsFound) -> str:
    counts = [f"{words} of {found.known(*fields):,}" for words, fields in FACTS.items()]
    return f"Known: {', '.join(counts)}."


def _left_out(found: ProgramsFound, query: ProgramQuery) -> Iterator[RenderableType]:
    for fact, count in found.left_out.items():
        visa = _VISAS.get(query.visa or "", "")
        why = {
            "setting": "their setting isn't known; --setting unknown shows them",
            "visa policy": f"their {visa} policy isn't known; --keep-unknown shows them",
            "place": "the map doesn't know their city",
        }[fact]
        yield bullet(f"Left out: {count:,} that would fit, but {why}.")


def _table(programs: tuple[FoundProgram, ...], query: ProgramQuery) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold", expand=True)
    table.add_column("program and its id", ratio=3, overflow="fold")
    table.add_column("place", ratio=2, overflow="fold")
    table.add_column("setting", width=11, overflow="fold")
    if query.visa is not None:
        table.add_column(_VISAS[query.visa], width=7, overflow="fold")
    if query.of is not None:
        table.add_column("miles", width=5, justify="right")
    for found in programs:
        program = found.program
        name = Text(program.name).append(f"\n{program.id}", style="dim")
        cells = [name, Text(f"{program.city}, {program.state}"), Text(program.setting or "unknown")]
        if found.visa is not None:
            cells.append(Text(found.visa))
        if query.of is not None:
            cells.append(Text("" if found.miles is None else f"{found.miles:,.0f}"))
        table.add_row(*cells)
    return table
