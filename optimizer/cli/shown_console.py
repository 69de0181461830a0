"""A console to which text that is printed can do nothing; apart, since a command that prints JSON needn't load Rich."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from optimizer.wording import shown


class ShownConsole(Console):
    """A console whose styles are its own: text that is printed can't steer the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As Rich renders, what could steer the terminal made visible."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(shown(segment.text), segment.style)
