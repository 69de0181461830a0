"""Where each fact of a program comes from, and which of two facts counts."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.directory.program import FACTS, Program

IDENTITY = ("name", "institution", "specialty", "city", "state")
"""Fields that say which program it is. A file that spells them otherwise doesn't change them."""

_SEPARATORS = re.compile(r"[;|:\s]+")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact comes from.

    Parameters
    ----------
    source : str
        Slug of the layout that it was read in.
    file : str
        Name of the file.
    date : str
        "2026-11-22", "2026-11" or "2026"; empty where unknown.
    """

    source: str
    file: str
    date: str

    @property
    def year(self) -> int:
        """Year of the date, 0 where it is unknown."""
        return int(self.date[:4]) if self.date[:4].isdigit() else 0

    def __str__(self) -> str:
        return _origin_text(self)


@functools.lru_cache(maxsize=1000)
def _origin_text(origin: Origin) -> str:
    return " | ".join(_SEPARATORS.sub(" ", part).strip() for part in (origin.source, origin.file, origin.date))


SHIPPED = Origin("general-knowledge", "programs.csv", "2026-11")
"""Source of what the directory that comes with matchlist says."""


def sources_text(sources: Mapping[str, Origin]) -> str:
    """The sources of a program's facts as the text that its column `sources` holds.

    Each source is named once, with the fields that come from it: ``freida-2025 | f.csv | 2026: img_share setting``.
    """
    fields = defaultdict(list)
    for field, source in sources.items():
        fields[source].append(field)
    return "; ".join(sorted(f"{source}: {' '.join(sorted(names))}" for source, names in fields.items()))


def parse_sources(text: str) -> dict[str, Origin]:
    """The origins by field in a text that `sources_text` made; entries of another form are passed over."""
    told: dict[str, Origin] = {}
    for entry in text.split(";"):
        source, colon, names = entry.rpartition(":")
        parts = [part.strip() for part in source.split("|")]
        if colon and len(parts) == 3:
            told.update(dict.fromkeys(names.split(), Origin(*parts)))
    return told


def read_sources(program: Program, otherwise: Origin) -> dict[str, Origin]:
    """The origin of each known fact of a program.

    Parameters
    ----------
    program : Program
    otherwise : Origin
        Of facts of which the program doesn't say it.
    """
    told = parse_sources(program.sources or "")
    known = [field for field in (*IDENTITY, *FACTS) if getattr(program, field) is not None]
    return {field: told.get(field, otherwise) for field in known}


def counts_more(new: Origin, old: Origin, trusts: Mapping[str, int]) -> bool:
    """Whether a new fact takes the place of an old one that says otherwise.

    The later year counts; within a year, or where one has no date, the better source; then the later date; then the new
    one.
    """
    if new.year and old.year and new.year != old.year:
        return new.year > old.year
    trust = trusts.get(new.source, 0), trusts.get(old.source, 0)
    return trust[0] > trust[1] or (trust[0] == trust[1] and new.date >= old.date)


def known_facts(program: Program) -> tuple[str, ...]:
    """Names of the facts that are known of a program; `FACTS` are all that could be."""
    return tuple(field for field in FACTS if getattr(program, field) is not None)
