"""The states and the nine Census divisions in which residency applicants state their preferences."""

import csv
import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault

DIVISIONS: tuple[str, ...] = (
    "New England",
    "Middle Atlantic",
    "East North Central",
    "West North Central",
    "South Atlantic",
    "East South Central",
    "West South Central",
    "Mountain",
    "Pacific",
)
"""The divisions of the US Census Bureau, which are also what an ERAS application lets one prefer."""

COLUMNS = ("state", "name", "division", "price_parity")

PUERTO_RICO = "Puerto Rico"
"""Stands in for a division for the one territory with residency programs; no Census division includes it."""


@dataclass(frozen=True, slots=True)
class State:
    """A state, the District of Columbia or Puerto Rico.

    Parameters
    ----------
    code : str
        Two-letter postal code, "CA".
    name : str
        Full name, "California".
    division : str
        One of `DIVISIONS`, or `PUERTO_RICO`.
    price_parity : float or None
        Regional price parity of 2023, all items, United States = 100; above 100 is dearer than the country.
        None where the Bureau of Economic Analysis publishes none (Puerto Rico).

    References
    ----------
    US Census Bureau, Census Regions and Divisions of the United States.
    US Bureau of Economic Analysis, Regional Price Parities by State, 2023.
    """

    code: str
    name: str
    division: str
    price_parity: float | None


@functools.cache
def load_states() -> tuple[State, ...]:
    """Return all 50 states, the District of Columbia and Puerto Rico, in the order of their codes.

    Raises
    ------
    BadInput
        When states.csv is missing or holds a division or a price parity that can't be used; all faults at
        once.
    """
    return read_states(data_folder() / "states.csv")


def read_states(path: Path) -> tuple[State, ...]:
    """Read a file with the columns state, name, division and price_parity (which may be empty).

    Parameters
    ----------
    path : pathlib.Path
        A CSV file in UTF-8 with a header line.

    Raises
    ------
    BadInput
        When the columns are others, a division is none of the nine, or a price parity is no positive number.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = tuple(next(lines, ()))
        if header != COLUMNS:
            raise BadInput(_fault("the file has other columns than it should", path.name, header, COLUMNS))
        read = [_state(cells, f"{path.name} line {lines.line_num}") for cells in lines]
    faults = [entry for entry in read if isinstance(entry, Fault)]
    if faults:
        raise BadInput(faults)
    return tuple(entry for entry in read if isinstance(entry, State))


def _state(cells: list[str], where: str) -> State | Fault:
    """Make a state of one line, or say what is wrong with it."""
    if len(cells) != len(COLUMNS):
        return _fault("the line has too few or too many cells", where, cells, COLUMNS)
    code, name, division, price_parity = cells
    if division not in (*DIVISIONS, PUERTO_RICO):
        return _fault("no such Census division", where, (division,), (*DIVISIONS, PUERTO_RICO))
    if not price_parity:
        return State(code, name, division, None)
    try:
        parity = float(price_parity)
    except ValueError:
        parity = math.nan
    if not 0.0 < parity < math.inf:
        allowed = ("a positive number such as 101.7", "nothing where none is published")
        return _fault("the price parity is not a positive number", where, (price_parity,), allowed)
    return State(code, name, division, parity)


def _fault(what: str, where: str, cells: Sequence[str], allowed: Sequence[str]) -> Fault:
    remedy = "Restore the file that came with matchlist."
    return Fault(what, where, ",".join(cells), ", ".join(allowed), remedy)


@functools.cache
def _states_by_text() -> Mapping[str, State]:
    """Every spelling under which a state is found, in lower case, and the codes in capitals."""
    spelled: dict[str, State] = {}
    for state in load_states():
        # As programs spell it, which saves a directory of thousands the rest.
        spelled[state.code] = state
        spelled[state.code.lower()] = state
        spelled[state.name.lower()] = state
    spelled["d.c."] = spelled["dc"]
    return MappingProxyType(spelled)


def state_named(text: str) -> State | None:
    """Find a state by its postal code or its full name, in any case.

    Parameters
    ----------
    text : str
        "CA", "ca", "California", "D.C.".

    Returns
    -------
    State or None
        None when there is no such state: nothing is guessed.
    """
    spelled = _states_by_text()
    return spelled.get(text) or spelled.get(" ".join(text.split()).lower())


@functools.lru_cache(maxsize=1024)
def division_of(state: str) -> str:
    """Census division of a state.

    Parameters
    ----------
    state : str
        Postal code or full name, in any case.

    Returns
    -------
    str
        One of `DIVISIONS`, or `PUERTO_RICO`.

    Raises
    ------
    BadInput
        When there is no such state.
    """
    found = state_named(state)
    if found is None:
        raise BadInput(
            Fault(
                what="no such state",
                where="state",
                value=state,
                allowed="a two-letter code or full name of one of the 50 states, DC or PR",
                remedy="Write the state as its postal code, for example CA.",
            )
        )
    return found.division


def states_in(division: str) -> tuple[State, ...]:
    """States of a division, in the order of their codes; empty for a name that is no division."""
    return tuple(state for state in load_states() if state.division == division)
