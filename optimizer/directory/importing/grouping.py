"""Rows of one table that mean one program: its tracks, its contacts, a row that stands twice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimizer.directory.importing.joining import Identity, city_key
from optimizer.directory.importing.names import name_words
from optimizer.directory.importing.rows import RowFacts
from optimizer.directory.importing.values import Value
from optimizer.directory.program import FACTS

_TRACKS = "CMARFPD"
"""Letters of NRMP codes, in the order in which a track stands for its program: categorical first."""


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
    groups = [_group(positions, rows, identities, has_id=True) for positions in by_id.values()]
    groups += [_group(positions, rows, identities, has_id=False) for positions in by_name.values()]
    return sorted(groups, key=lambda group: min(group.rows))


def _id(identity: Identity) -> tuple[str, ...]:
    if identity.acgme_id:
        return "acgme", identity.acgme_id
    return ("nrmp", identity.nrmp_codes[0][:7]) if identity.nrmp_codes else ()


def _name(identity: Identity) -> tuple[str, ...]:
    return name_words(identity.name).key, city_key(identity.city), identity.state, identity.specialty


def _group(
    positions: Sequence[int], rows: Mapping[int, RowFacts], identities: Mapping[int, Identity], *, has_id: bool
) -> Group:
    ordered = sorted(positions, key=lambda position: (_track(identities[position]), position))
    merged: dict[str, Value] = {}
    contradiction = ""
    for position in ordered:
        for field, value in rows[position].facts.items():
            if field == "nrmp_code" and field in merged:
                merged[field] = f"{merged[field]} {value}"
            elif not has_id and field in FACTS and merged.get(field, value) != value:
                contradiction = contradiction or field
            merged.setdefault(field, value)
    return Group(tuple(ordered), Identity.of(merged), contradiction)


def _track(identity: Identity) -> int:
    return min((_TRACKS.index(code[7]) for code in identity.nrmp_codes), default=0)
