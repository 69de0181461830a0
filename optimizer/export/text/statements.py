"""Which statements a list needs, as text for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.export.text.lists import bullet, heading
from optimizer.vocabulary import NO_SIGNAL, specialty_name

if TYPE_CHECKING:
    from optimizer.plan import StatementModule, StatementPlan, StatementProgram


def statements_text(plan: "StatementPlan") -> RenderableType:
    """Core statements, regional paragraphs with their programs and ties, and what has no story yet."""
    parts: list[RenderableType] = [Text("What to write for this list", style="bold")]
    parts += [bullet(notice) for notice in plan.notices]
    for module in plan.modules:
        title = f"{module.region}, {specialty_name(module.specialty)}: {len(module.programs)}"
        parts += [heading(title), *_module(module)]
    return Group(*parts)


def _module(module: "StatementModule") -> Iterator[RenderableType]:
    named = (
        ("Your story", module.story),
        ("Ties to name", ", ".join(module.ties)),
        ("Letters to assign", ", ".join(module.letters)),
        ("People to write to", ", ".join(module.contacts)),
        ("Rotations, research, meetings", ", ".join(module.meetings)),
        ("Stated as preferred", ", ".join(module.stated_divisions)),
    )
    for what, words in named:
        if words:
            yield bullet(f"{what}: {words}")
    if not module.has_story:
        yield bullet("No story yet: to be fixed, or these programs to be dropped.")
    for program in module.programs:
        yield Text(f"  {_program(program)}")


def _program(program: "StatementProgram") -> str:
    signal = "" if program.signal == NO_SIGNAL else f" [{program.signal}]"
    own = f" - name here: {', '.join(program.own_ties)}" if program.own_ties else ""
    return f"{program.name}{signal}{own}"
