"""The XML in a workbook, read in bounded time and memory: no entities, depth, endless tokens or floods of names."""

from collections.abc import Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

_DEEPEST = 100
_MOST_NAMES = 10_000
"""Names of elements and attributes, each of which the parser keeps; real workbooks have some hundred."""
_LONGEST_TOKEN = 1_000_000
"""Bytes without anything complete in them. Parsers before Expat 2.6 begin such a token anew with every piece."""


class Reader(Protocol):
    """What takes in the elements of a part."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; its name is without its prefix."""

    def end(self, name: str) -> None:
        """It ends."""

    def text(self, text: str) -> None:
        """A piece of text, where the reader is."""


class Elements:
    """How many elements a workbook has, all its parts together."""

    def __init__(self, most: int) -> None:
        self._left = most

    def count(self, part: str) -> None:
        """Take in one more."""
        self._left -= 1
        if self._left < 0:
            raise ValueError(f"{part} holds more elements than any spreadsheet writes")


def read_part(steps: Iterable[bytes], part: str, reader: Reader, elements: Elements) -> Iterator[None]:
    """Hand the elements of a part to a reader; comes up for air after each step, so that rows can be taken away.

    Raises
    ------
    ValueError
        It is no plain XML, or larger in some way than spreadsheets write.
    """
    return _Parsing(part, reader, elements).run(steps)


class _Parsing:
    def __init__(self, part: str, reader: Reader, elements: Elements) -> None:
        self._part, self._reader, self._elements = part, reader, elements
        self._depth = self._since = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.DefaultHandler = self._other
        parser.StartDoctypeDeclHandler = self._doctype

    def run(self, steps: Iterable[bytes]) -> Iterator[None]:
        try:
            for step in steps:
                self._since += len(step)
                self._parser.Parse(step, False)
                if self._since > _LONGEST_TOKEN or len(self._parser.intern) > _MOST_NAMES:
                    raise ValueError(f"{self._part} holds more in one place than any spreadsheet writes")
                yield
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ValueError(f"{self._part}: {error}") from None
        yield

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._since = 0
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError(f"{self._part} holds more in one place than any spreadsheet writes")
        self._elements.count(self._part)
        self._reader.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self._since = 0
        self._depth -= 1
        self._reader.end(name.rpartition(":")[2])

    def _text(self, text: str) -> None:
        self._since = 0
        self._reader.text(text)

    def _other(self, text: str) -> None:
        del text
        self._since = 0

    def _doctype(self, *declared: object) -> None:
        # Only a document type can define what expands.
        del declared
        raise ValueError(f"{self._part} is not plain XML")
