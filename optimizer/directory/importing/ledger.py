"""A directory while files are joined into it: facts with their sources, disagreements, new programs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.directory.catalog import Directory
from optimizer.directory.importing.joining import Identity, Index, Match
from optimizer.directory.importing.layouts import Layouts
from optimizer.directory.importing.provenance import (
    IDENTITY,
    Origin,
    counts_more,
    read_sources,
    sources_text,
)
from optimizer.directory.importing.values import Value
from optimizer.directory.place_names import place_key
from optimizer.directory.program import FACTS, Program, known_nrmp_codes, says_first_year_only

_LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources that say different things of one program.

    Parameters
    ----------
    program : str
        Its id.
    field : str
    kept, other : value
        What counts, and what doesn't.
    kept_source, other_source : Origin
    """

    program: str
    field: str
    kept: Value
    kept_source: Origin
    other: Value
    other_source: Origin


@dataclass(slots=True)
class _Entry:
    facts: dict[str, Value]
    sources: dict[str, Origin]


@dataclass(slots=True)
class Ledger:
    """Programs that facts are added to; made by `ledger_of`.

    Parameters
    ----------
    layouts : Layouts
    entries : dict of str to entry
    disagreements : list of Disagreement
    """

    layouts: Layouts
    entries: dict[str, _Entry]
    disagreements: list[Disagreement] = field(default_factory=list)

    def match(self, identities: Sequence[Identity]) -> list[Match]:
        """What each program that one file names is, in the same order."""
        known = ((name, _identity(entry)) for name, entry in self.entries.items())
        return Index(known).match(identities)

    def add_new(self, programs: Sequence[Mapping[str, Value]]) -> list[str]:
        """Make entries for new programs, empty but for their place; their ids depend on them, not on their order."""
        taken = set(self.entries)
        chosen: list[str] = []
        spelled = [self._spellings(facts) for facts in programs]
        counts = [Counter(spelling[depth] for spelling in spelled) for depth in range(3)]
        for spelling in spelled:
            free = [name for depth, name in enumerate(spelling) if counts[depth][name] == 1 and name not in taken]
            name = free[0] if free else _numbered(spelling[-1], taken)
            taken.add(name)
            chosen.append(name)
            self.entries[name] = _Entry({"id": name}, {})
        return chosen

    def _spellings(self, facts: Mapping[str, Value]) -> tuple[str, str, str]:
        """Ids for a program, each more particular than the one before."""
        specialty = str(facts["specialty"])
        known = self.layouts.specialties.get(specialty)
        own = facts.get("id")
        if own:
            return str(own), str(own), str(own)
        start = f"{known.short if known else specialty}-{str(facts['state']).lower()}-{_slug(str(facts['name']))}"
        with_city = f"{start}-{_slug(str(facts['city']))}"
        code = facts.get("acgme_id") or str(facts.get("nrmp_code") or "").split(" ")[0].lower()
        return start, with_city, f"{with_city}-{code}" if code else with_city

    def add_facts(self, program: str, facts: Mapping[str, Value], sources: Mapping[str, Origin]) -> None:
        """Add what a row says to a program: later and better sources count, what they overrule is recorded."""
        entry = self.entries[program]
        for name, value in facts.items():
            source = sources[name]
            old = entry.facts.get(name)
            if old is None:
                entry.facts[name], entry.sources[name] = (
                    known_nrmp_codes(str(value)) if name == "nrmp_code" else value,
                    source,
                )
            elif name == "nrmp_code":
                entry.facts[name] = " ".join(sorted({*str(old).split(), *str(value).split()}))
            elif name in IDENTITY:
                if name in {"city", "state"} and place_key(str(old)) != place_key(str(value)):
                    self.disagree(program, name, (old, entry.sources[name]), (value, source))
            elif old != value:
                self._settle(program, name, (value, source))

    def _settle(self, program: str, name: str, new: tuple[Value, Origin]) -> None:
        entry = self.entries[program]
        old = entry.facts[name], entry.sources[name]
        if counts_more(new[1], old[1], self.layouts.trusts):
            entry.facts[name], entry.sources[name] = new
            self.disagree(program, name, new, old)
        else:
            self.disagree(program, name, old, new)

    def disagree(self, program: str, name: str, kept: tuple[Value, Origin], other: tuple[Value, Origin]) -> None:
        """Record that a source says otherwise than the one that counts."""
        self.disagreements.append(Disagreement(program, name, *kept, *other))

    def directory(self) -> Directory:
        """The directory as it stands, each program with its sources.

        Raises
        ------
        pydantic.ValidationError
            Never on facts that were read by `optimizer.directory.importing.values`.
        """
        return Directory.of(
            [
                Program.model_validate(entry.facts | {"sources": sources_text(entry.sources)})
                for entry in self.entries.values()
            ]
        )


def _identity(entry: _Entry) -> Identity:
    codes = entry.facts.get("nrmp_code")
    one_year = says_first_year_only(str(entry.facts.get("name", "")), None if codes is None else str(codes))
    return Identity.of(entry.facts, first_year_only=one_year)


def ledger_of(directory: Directory, layouts: Layouts, otherwise: Origin) -> Ledger:
    """A ledger that begins with the programs of a directory; `otherwise` is the source of facts that name none."""
    entries = {}
    for program in directory.programs:
        known = {name: value for name in ("id", *IDENTITY, *FACTS) if (value := getattr(program, name)) is not None}
        entries[program.id] = _Entry(known, read_sources(program, otherwise))
    return Ledger(layouts, entries)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        if slug and len(slug) + len(word) >= _LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word[:_LONGEST_SLUG]
    return slug or "program"


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
