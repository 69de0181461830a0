"""The files that applicants have, each described by one entry of layouts.toml, and the words that occur in them."""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from optimizer.data_folder import data_folder
from optimizer.directory.importing.grid import LIMITS, Grid, Row, header_key, transposed
from optimizer.directory.program import TOLD
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.vocabulary import SpecialtyNames, load_vocabulary

IDENTITY: Mapping[str, str] = {
    "name": "name of the program",
    "institution": "institution behind the program",
    "specialty": "specialty",
    "city": "city",
    "state": "state",
}
"""What says which program a row is of, in words."""
SEVERAL_AT_ONCE: Mapping[str, str] = {
    "code": "ACGME id or NRMP code",
    "city_state": "city and state in one cell",
    "name_state": "name of the program with its state behind it",
    "step2_middle": "middle 80 in 100 of Step 2 CK, both ends in one cell",
    "track": "track (categorical, preliminary, primary care ...)",
    "visas": "visas that it sponsors, perhaps not all of them",
    "visas_all": "visas that it sponsors, and no others",
    "visa_friendly": "whether it sponsors any visa",
    "year": "year that the row is of",
}
"""What a column can hold that is more, or less, than one field of the directory, in words."""
OWN_FIELDS = ("id", "sources")
"""What only matchlist's own files hold."""
FIELD_WORDS: Mapping[str, str] = {
    **IDENTITY,
    **{field: fact.words for field, fact in TOLD.items()},
    **SEVERAL_AT_ONCE,
}
"""Everything that a column can be read as, as it is called within a sentence."""
FIELDS = tuple(FIELD_WORDS)
HEADER_WITHIN = 10
"""The header is looked for in so many rows, blank ones not counted."""
_EVERYDAY = frozenset(
    {"medicine", "med", "surgery", "family", "internal", "emergency", "gas", "er", "rad", "obstetrics"}
)
"""Words that a file may be called by without meaning a specialty by them."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Reading(_Entry):
    """Which columns a field is read from: the first that is there, the sum of all, or a part of a whole."""

    first: tuple[str, ...] = ()
    sum: tuple[str, ...] = ()
    ratio: tuple[str, str] | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers that it may read."""
        return (*self.first, *self.sum, *(self.ratio or ()))


def _as_reading(value: object) -> object:
    return {"first": value} if isinstance(value, list | tuple) else value


class LeaveOut(_Entry):
    """Rows that are no residency programs."""

    header: str
    words: tuple[str, ...]
    why: str


class Layout(_Entry):
    """One kind of file; the parameters are those that layouts.toml explains at its top."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="lower case, digits and hyphens")]
    title: Annotated[str, Field(min_length=1, description="text")]
    trust: Annotated[int, Field(ge=0, le=3, description="0 to 3")] = 1
    needs: tuple[str, ...] = ()
    alone: bool = False
    refuse: str | None = None
    fields: dict[str, Annotated[Reading, BeforeValidator(_as_reading)]] = {}
    at: dict[str, int] = {}
    constant: dict[str, str] = {}
    percent: tuple[str, ...] = ()
    shares: bool = False
    leave_out: tuple[LeaveOut, ...] = ()

    @model_validator(mode="after")
    def _names_known_fields(self) -> Self:
        unknown = sorted({*self.fields, *self.at, *self.constant, *self.percent} - {*FIELDS, *OWN_FIELDS})
        if unknown:
            raise ValueError(f"no such field: {', '.join(unknown)}")
        return self

    def scale_of(self, field: str) -> Literal["share", "percent"] | None:
        """What bare numbers of a field are whatever their size; None where each column has to say it for itself."""
        if field in self.percent:
            return "percent"
        return "share" if self.shares else None

    @cached_property
    def _needed(self) -> tuple[tuple[re.Pattern[str], ...], ...]:
        return tuple(tuple(header_pattern(header) for header in need.split("|")) for need in self.needs)

    def fits(self, keys: Sequence[str]) -> bool:
        """Whether a row with these `header_key` is the header of this layout."""
        known = [key for key in keys if key]
        if self.alone and len(known) != len(self.needs):
            return False
        return bool(self.needs) and all(
            any(pattern.fullmatch(key) for pattern in patterns for key in known) for patterns in self._needed
        )


OWN_TABLE = Layout(slug="own-table", title="your own table")
"""The layout of a table whose columns the user has named."""


@functools.cache
def header_pattern(header: str) -> re.Pattern[str]:
    """What the keys of a header look like; the group is the year."""
    return re.compile(r"([0-9]{4})".join(re.escape(header_key(part)) for part in header.split("{year}")))


class Words(_Entry):
    """Words of cells, see layouts.toml."""

    unknown: frozenset[str]
    no_minimum: frozenset[str]
    no_maximum: frozenset[str]
    not_required: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    no_visa: frozenset[str]
    setting: dict[str, tuple[str, ...]]


class Layouts(_Entry):
    """Everything in layouts.toml."""

    layout: tuple[Layout, ...]
    words: Words

    @cached_property
    def trusts(self) -> Mapping[str, int]:
        """How good the facts of each layout are, by its slug."""
        return {layout.slug: layout.trust for layout in (*self.layout, OWN_TABLE)}

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """Settings by the keys of the words for them."""
        return {header_key(word): slug for slug, words in self.words.setting.items() for word in (slug, *words)}

    @property
    def specialties(self) -> Mapping[str, SpecialtyNames]:
        """How each specialty is called and coded, by its slug."""
        return load_vocabulary().specialties

    @property
    def specialty_by_code(self) -> Mapping[str, str]:
        """Slugs by the three digits in ids."""
        return load_vocabulary().by_code

    def specialty(self, text: str) -> str | None:
        """The specialty of a cell: "Psychiatry", "IM", "Surgery-Preliminary", "OB/GYN"; None where unknown."""
        return load_vocabulary().specialty(text)

    def specialty_in(self, text: str) -> str | None:
        """The specialty that a file's or sheet's name holds, the longest where one is part of another."""
        named = load_vocabulary().specialty_within(text)
        stem = re.sub(r"\.[A-Za-z]{2,4}$", "", text)
        # A file may be called by a short form alone: "PM&R.csv", "im-peds.csv".
        return named or (None if header_key(stem) in _EVERYDAY else load_vocabulary().specialty(stem))

    def is_unknown(self, text: str) -> bool:
        """Whether a cell says that it isn't known."""
        return (
            not text.strip("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212_?.*/ ") or text.casefold() in self.words.unknown
        )


@functools.cache
def load_layouts() -> Layouts:
    """The layouts that come with matchlist, read once; raises as `read_layouts`."""
    return read_layouts(data_folder() / "layouts.toml")


def read_layouts(path: Path) -> Layouts:
    """Read a file of layouts.

    Raises
    ------
    BadInput
        It can't be read, or an entry can't be used; all faults at once.
    """
    remedy = "Correct the entry, or restore the file that came with matchlist"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(Fault(f"can't be read ({error})", str(path), None, "layouts in TOML", remedy)) from None
    try:
        return Layouts.model_validate(raw)
    except ValidationError as error:
        raise BadInput(validation_faults(error, Layouts, str(path))) from None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A grid whose header was found.

    Parameters
    ----------
    layout : Layout
    grid : Grid
        On its side if it had to be turned.
    header : Row
    rows : tuple of Row
        Those below the header.
    above : tuple of Row
        Those above it: titles, announcements.
    """

    layout: Layout
    grid: Grid
    header: Row
    rows: tuple[Row, ...]
    above: tuple[Row, ...]


def recognise(grid: Grid, layouts: Layouts) -> Recognised | None:
    """Find a known header within the first ten rows, or the first ten columns.

    Where several layouts fit, the one that needs most columns is meant: it says most about the table.

    Returns
    -------
    Recognised or None
        None where no layout fits.
    """
    # On its side a table has a row for each of its columns, so that a longer one can't be on its side.
    for turned in (False, True) if len(grid.rows) <= LIMITS.columns else (False,):
        candidate = transposed(grid) if turned else grid
        found = [
            (len(layout.needs), -index, -order, layout)
            for index, row in enumerate(candidate.rows[:HEADER_WITHIN])
            if len(keys := [header_key(cell) for cell in row.cells]) > 0
            for order, layout in enumerate(layouts.layout)
            if layout.fits(keys) and not (turned and layout.alone)
        ]
        if found:
            _, index, _, layout = max(found, key=lambda fit: fit[:3])
            return split_at(candidate, -index, layout)
    return None


def split_at(grid: Grid, index: int, layout: Layout) -> Recognised:
    """A grid whose header is the row at an index."""
    return Recognised(layout, grid, grid.rows[index], grid.rows[index + 1 :], grid.rows[:index])
