"""A populated place, and how one is read from a line of places.csv."""

import csv
from dataclasses import dataclass

from optimizer.directory.distance import distances_miles
from optimizer.directory.geography import division_of

COLUMNS = (
    "city",
    "state",
    "latitude",
    "longitude",
    "county_fips",
    "metro",
    "population",
    "source",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place.

    Parameters
    ----------
    city, state : str
        Name, and two-letter postal code of the state.
    latitude, longitude : float
        Degrees north and east (so west of Greenwich is negative), WGS 84.
    county_fips : str
        Five-digit code of the county or county equivalent, 2023 edition.
    metro : str or None
        Title of the metropolitan statistical area as of July 2023; None outside metropolitan areas, which
        includes micropolitan ones.
    division : str
        Census division, or "Puerto Rico".
    population : int
        As given by the source, of no one year; parts of cities (Brooklyn) stand beside the city, so don't
        add them up.
    """

    city: str
    state: str
    latitude: float
    longitude: float
    county_fips: str
    metro: str | None
    division: str
    population: int


def place_of(line: str) -> Place:
    """The place of a line."""
    city, state, latitude, longitude, county_fips, metro, population, _ = next(csv.reader((line,)))
    return Place(
        city=city,
        state=state,
        latitude=float(latitude),
        longitude=float(longitude),
        county_fips=county_fips,
        metro=metro or None,
        division=division_of(state),
        population=int(population),
    )


def state_of(line: str) -> str:
    """State of a line, without making its place."""
    return line.split(",", 2)[1]


def state_and_city_of(line: str) -> tuple[str, str]:
    """What the lines are sorted by."""
    city, state, _ = line.split(",", 2)
    return state, city


def distance_miles(a: Place, b: Place) -> float:
    """Great-circle distance between two places in statute miles, at least 0."""
    return float(distances_miles(a.latitude, a.longitude, b.latitude, b.longitude))
