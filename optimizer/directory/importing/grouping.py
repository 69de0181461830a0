"""Rows of one table that mean one program: its tracks, its contacts, a row that stands twice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.directory.importing.joining import Identity, city_key
from optimizer.directory.importing.names import name_words
from optimizer.directory.importing.rows import RowFacts
from optimizer.directory.importing.values import TRACKS, Value
from optimizer.directory.program import FACTS
from optimizer.vocabulary import ADVANCED, CATEGORICAL, FIRST_YEARS, PRELIMINARY, load_vocabulary

_TRACKS = "CMARFPD"
"""Letters of NRMP codes, in the order in which a track stands for its program: categorical first."""
_LETTERS = {"preliminary": PRELIMINARY, "advanced": ADVANCED, "categorical": CATEGORICAL}
_WHOLE_YEARS = frozenset(kind.specialty for kind in FIRST_YEARS.values() if not kind.is_track)
"""Specialties whose programs are one year as a whole."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one table that mean one program.

    Parameters
    ----------
    rows : tuple of int
        Their positions, the row that counts first in front.
    identity : Identity
    contradiction : str
        A fact on which rows without an id differ, so that they may be two programs; empty where they don't.
    """

    rows: tuple[int, ...]
    identity: Identity
    contradiction: str = ""


def grouped(rows: Mapping[int, RowFacts]) -> list[Group]:
    """Put together rows of one ACGME id, of one NRMP institution and specialty, or of one name and place.

    Rows without an id belong to the rows of their name that have one, if those are one program.

    Parameters
    ----------
    rows : mapping of int to RowFacts
        By position in the table.
    """
    identities = {position: Identity.of(row.facts) for position, row in rows.items()}
    by_id: dict[tuple[str, ...], list[int]] = defaultdict(list)
    by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    ids_of_name: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for position, identity in identities.items():
        name = _name(identity)
        told = _id(identity)
        if told:
            by_id[told].append(position)
            ids_of_name[name].add(told)
        else:
            by_name[name].append(position)
    for name, positions in list(by_name.items()):
        ids = ids_of_name.get(name, set())
        if len(ids) == 1:
            by_id[next(iter(ids))] += by_name.pop(name)
        elif not name[0]:
            # Nothing says that rows without a name are one program.
            by_name.pop(name)
            by_name.update({("", str(position)): [position] for position in positions})
    groups = [_group(positions, rows, has_id=True) for positions in by_id.values()]
    groups += [_group(positions, rows, has_id=False) for positions in by_name.values()]
    return sorted(groups, key=lambda group: min(group.rows))


def _id(identity: Identity) -> tuple[str, ...]:
    if identity.acgme_id:
        return "acgme", identity.acgme_id
    return ("nrmp", identity.nrmp_codes[0][:7]) if identity.nrmp_codes else ()


def _name(identity: Identity) -> tuple[str, ...]:
    name = load_vocabulary().tracks_at_end(identity.name)[0]
    return name_words(name).key, city_key(identity.city), identity.state, identity.specialty


def tracks_of(row: RowFacts) -> frozenset[str]:
    """The tracks that a row names, in the name of its program or beside its specialty."""
    named = load_vocabulary().tracks_at_end(str(row.facts.get("name") or ""))[1]
    return frozenset((*named, *str(row.facts.get(TRACKS) or "").split()))


def starts_otherwise(row: RowFacts) -> bool:
    """Whether a row is of one-year positions, or of such as begin in the second year."""
    return _letter(row) in {PRELIMINARY, ADVANCED}


def is_preliminary(row: RowFacts) -> bool:
    """Whether a row is of one-year positions, whose rates are not those of the residency."""
    return _letter(row) == PRELIMINARY


def _letter(row: RowFacts) -> str:
    """Which kind of positions a row is of, as the letter of an NRMP code; empty where it doesn't say.

    A transitional year is one year as a whole, and its codes say so: there is nothing else to tell it from.
    """
    if row.facts.get("specialty") in _WHOLE_YEARS:
        return ""
    codes = str(row.facts.get("nrmp_code") or "").split()
    if codes:
        return min((code[7] for code in codes), key=_TRACKS.index)
    named = [_LETTERS[track] for track in tracks_of(row) if track in _LETTERS]
    return min(named, key=_TRACKS.index, default="")


def _group(positions: Sequence[int], rows: Mapping[int, RowFacts], *, has_id: bool) -> Group:
    letters = {position: _letter(rows[position]) for position in positions}
    # What is said of a program counts most in the row of the whole program, then in that of its usual track.
    named = {position: tracks_of(rows[position]) - {"categorical"} for position in positions}
    order = {position: _TRACKS.index(letters[position] or "C") for position in positions}
    ordered = sorted(positions, key=lambda position: (order[position], bool(named[position]), position))
    merged: dict[str, Value] = {}
    contradiction = ""
    for position in ordered:
        for field, value in rows[position].facts.items():
            if field == "nrmp_code" and field in merged:
                merged[field] = f"{merged[field]} {value}"
            elif not has_id and field in FACTS and merged.get(field, value) != value:
                told_apart = len({(letters[one], named[one]) for one in positions}) == len(positions)
                contradiction = contradiction or ("" if told_apart else field)
            merged.setdefault(field, value)
    one_year = set(letters.values()) == {PRELIMINARY}
    return Group(tuple(ordered), Identity.of(merged, first_year_only=one_year), contradiction)
