"""The directory as a pandas table, for those who want to look at it with pandas' tools; nothing else needs pandas."""

from collections.abc import Sequence
from types import NoneType
from typing import Annotated, Literal, get_args, get_origin

import pandas as pd

from optimizer.directory.geography import load_states
from optimizer.directory.place import Place
from optimizer.directory.program import Program

_DTYPES = {str: "string", bool: "boolean", int: "Int64", float: "float64"}
PLACE_DTYPES = {
    "division": "string",
    "metro": "string",
    "latitude": "float64",
    "longitude": "float64",
    "price_parity": "float64",
}
"""Columns that the table adds to those of `Program`, with their types."""


def directory_table(programs: Sequence[Program], places: Sequence[Place | None]) -> pd.DataFrame:
    """Programs as a table, one row a program in the directory's order, numbered from 0.

    Parameters
    ----------
    programs : sequence of Program
    places : sequence of Place or None
        One per program.

    Returns
    -------
    pandas.DataFrame
        The fields of `Program`, then `division`, `metro` (title of the metropolitan area), `latitude` and `longitude`
        (degrees of the program's city) and `price_parity` (of its state, United States = 100). Text is `string`, yes
        or no `boolean`, whole numbers `Int64`; there unknown is `pandas.NA`. Shares, degrees and price parities are
        `float64`; there unknown is NaN. Unknown is never an empty text, no or zero.
    """
    parity = {state.code: state.price_parity for state in load_states()}
    columns: dict[str, list[object]] = {
        name: [getattr(program, name) for program in programs] for name in Program.model_fields
    }
    columns["division"] = [program.division for program in programs]
    for name in ("metro", "latitude", "longitude"):
        columns[name] = [None if place is None else getattr(place, name) for place in places]
    columns["price_parity"] = [parity[program.state] for program in programs]
    return pd.DataFrame(columns, dtype=object).astype(table_dtypes())


def table_dtypes() -> dict[str, str]:
    """Type of each column of the table, by the column's name and in its order."""
    fields = {name: _dtype(field.annotation) for name, field in Program.model_fields.items()}
    return fields | PLACE_DTYPES


def _dtype(annotation: object) -> str:
    (kind,) = _kinds(annotation) - {NoneType}
    return _DTYPES[kind]


def _kinds(annotation: object) -> set[type]:
    """The plain types that an annotation comes down to."""
    if isinstance(annotation, type):
        return {annotation}
    if get_origin(annotation) is Literal:
        return {type(word) for word in get_args(annotation)}
    parts = get_args(annotation)[:1] if get_origin(annotation) is Annotated else get_args(annotation)
    return {kind for part in parts for kind in _kinds(part)}
