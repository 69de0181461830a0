import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.data_folder import data_folder
from optimizer.directory.distance import EARTH_RADIUS_MILES, distances_miles
from optimizer.directory.geography import DIVISIONS, PUERTO_RICO, load_states
from optimizer.directory.metros import METRO_COLUMNS
from optimizer.directory.place import COLUMNS, Place, distance_miles
from optimizer.directory.place_names import place_key, place_keys
from optimizer.directory.places import Gazetteer, load_gazetteer, read_gazetteer
from optimizer.errors import BadInput

LATITUDES = st.floats(-90.0, 90.0)
LONGITUDES = st.floats(-180.0, 180.0)


def known(city: str, state: str) -> Place:
    place = load_gazetteer().find(city, state)
    assert place is not None, f"{city}, {state}"
    return place


def all_rows() -> list[dict[str, str]]:
    with (data_folder() / "places.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- the file


def test_no_name_stands_twice_in_a_state() -> None:
    rows = all_rows()
    keys = place_keys([row["city"] for row in rows])
    assert len(set(zip(keys, (row["state"] for row in rows), strict=True))) == len(rows)


def test_no_city_name_holds_a_comma_or_quotation_mark() -> None:
    assert [row["city"] for row in all_rows() if set(row["city"]) & set(',"\n')] == []


def test_every_line_is_complete_and_lies_in_the_united_states() -> None:
    states = {state.code for state in load_states()}
    for row in all_rows():
        assert row["state"] in states
        assert 17.0 < float(row["latitude"]) < 72.0
        assert -180.0 <= float(row["longitude"]) < -65.0 or row["state"] == "AK"
        assert int(row["population"]) >= 0
        assert row["source"] in {"cities500", "postal"}


def test_a_county_code_begins_alike_throughout_a_state() -> None:
    fips_of_state: dict[str, set[str]] = {}
    for row in all_rows():
        assert len(row["county_fips"]) == 5
        fips_of_state.setdefault(row["state"], set()).add(row["county_fips"][:2])
    assert len(fips_of_state) == 52
    assert all(len(codes) == 1 for codes in fips_of_state.values())


def test_the_metro_of_every_place_is_the_one_of_its_county() -> None:
    with (data_folder() / "metros.csv").open(encoding="utf-8", newline="") as file:
        metro_of_county = {row["county_fips"]: row["metro"] for row in csv.DictReader(file)}
    assert [row for row in all_rows() if row["metro"] != metro_of_county.get(row["county_fips"], "")] == []


def test_there_are_as_many_metropolitan_areas_as_the_bulletin_of_july_2023_lists() -> None:
    with (data_folder() / "metros.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    titles = {row["metro"] for row in rows}
    assert len(titles) == 393
    assert len({title for title in titles if title.endswith(", PR")}) == 6
    assert len({row["county_fips"] for row in rows}) == len(rows)


def test_every_alternate_name_stands_for_a_place() -> None:
    with (data_folder() / "place_aliases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert known(row["also"], row["state"]) == known(row["city"], row["state"])


def test_lines_are_sorted_by_state_and_city_so_that_one_is_found_without_an_index() -> None:
    order = [(row["state"], row["city"]) for row in all_rows()]
    assert order == sorted(order)


# ---- finding one place


def test_every_place_is_found_by_its_own_name() -> None:
    gazetteer = load_gazetteer()
    for row in all_rows():
        place = gazetteer.find(row["city"], row["state"])
        assert place is not None
        assert (place.city, place.state, place.population) == (row["city"], row["state"], int(row["population"]))


@pytest.mark.parametrize(
    ("city", "state", "metro"),
    [
        ("Pomona", "CA", "Los Angeles-Long Beach-Anaheim, CA"),
        ("Sylmar", "CA", "Los Angeles-Long Beach-Anaheim, CA"),
        ("Torrance", "CA", "Los Angeles-Long Beach-Anaheim, CA"),
        ("Riverside", "CA", "Riverside-San Bernardino-Ontario, CA"),
        ("Loma Linda", "CA", "Riverside-San Bernardino-Ontario, CA"),
        ("Stanford", "CA", "San Jose-Sunnyvale-Santa Clara, CA"),
        ("La Jolla", "CA", "San Diego-Chula Vista-Carlsbad, CA"),
        ("Flushing", "NY", "New York-Newark-Jersey City, NY-NJ"),
        ("Far Rockaway", "NY", "New York-Newark-Jersey City, NY-NJ"),
        ("Valhalla", "NY", "New York-Newark-Jersey City, NY-NJ"),
        ("Bethesda", "MD", "Washington-Arlington-Alexandria, DC-VA-MD-WV"),
        ("Fort Sam Houston", "TX", "San Antonio-New Braunfels, TX"),
        ("New Haven", "CT", "New Haven, CT"),
        ("Farmington", "CT", "Hartford-West Hartford-East Hartford, CT"),
        ("Petersburg", "VA", "Richmond, VA"),
        ("Ponce", "PR", "Ponce, PR"),
    ],
)
def test_a_place_lies_in_its_metropolitan_area(city: str, state: str, metro: str) -> None:
    assert known(city, state).metro == metro


def test_a_place_outside_metropolitan_areas_has_none() -> None:
    assert known("Lebanon", "NH").metro is None


def test_a_place_has_county_division_and_population() -> None:
    pomona = known("Pomona", "CA")
    assert pomona.county_fips == "06037"
    assert pomona.division == "Pacific"
    assert 100_000 < pomona.population < 200_000


@pytest.mark.parametrize("borough", ["Bronx", "Brooklyn", "Manhattan", "Queens", "Staten Island"])
def test_the_boroughs_of_new_york_are_places(borough: str) -> None:
    assert known(borough, "NY").county_fips in {"36005", "36047", "36061", "36081", "36085"}


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("St. Louis", "Saint Louis", "MO"),
        ("ST LOUIS", "saint louis", "Missouri"),
        ("Ft. Worth", "Fort Worth", "TX"),
        ("Mt Vernon", "Mount Vernon", "NY"),
        ("Winston Salem", "Winston-Salem", "NC"),
        ("Mayaguez", "Mayagüez", "PR"),
        ("Coeur d’Alene", "Coeur D'Alene", "ID"),  # noqa: RUF001
        ("New York City", "New York", "NY"),
        ("The Bronx", "Bronx", "NY"),
        ("Washington DC", "Washington", "DC"),
        ("Mc Lean", "McLean", "VA"),
        ("N. Charleston", "North Charleston", "SC"),
        ("Commerce", "Commerce Township", "MI"),
        ("Clinton Twp", "Clinton Township", "MI"),
        ("Travis Air Force Base", "Travis AFB", "CA"),
        ("Fort Liberty", "Fort Bragg", "NC"),
        ("  Los   Angeles ", "Los Angeles", "ca"),
    ],
)
def test_two_spellings_are_one_place(one: str, other: str, state: str) -> None:
    assert known(one, state) == known(other, state)


@pytest.mark.parametrize(
    ("city", "state"),
    [("Nowhereville", "CA"), ("Los Angeles", "NY"), ("Los Angeles", "XX"), ("", "CA"), ("Los", "CA")],
)
def test_an_unknown_place_is_none_and_not_a_guess(city: str, state: str) -> None:
    assert load_gazetteer().find(city, state) is None


def test_a_township_is_not_taken_for_the_town_of_its_name() -> None:
    assert load_gazetteer().find("Springfield Township", "MA") is None


def test_a_town_is_not_shadowed_by_a_city_quarter_of_its_name() -> None:
    # Chicago has a quarter called Bridgeport that is twenty times as populous as the town in Lawrence County.
    assert known("Bridgeport", "IL").county_fips == "17101"


# ---- searching


def test_springfield_gives_several_the_most_populous_first() -> None:
    found = load_gazetteer().search("Springfield")
    assert len(found) > 10
    assert {"MO", "MA", "IL", "OR", "OH"} <= {place.state for place in found}
    assert {place.city for place in found} == {"Springfield"}
    assert [place.population for place in found] == sorted((p.population for p in found), reverse=True)


@pytest.mark.parametrize("text", ["Springfield, MA", "springfield massachusetts", "Springfield MA"])
def test_a_state_narrows_the_search_to_one(text: str) -> None:
    assert load_gazetteer().search(text) == (known("Springfield", "MA"),)


def test_a_city_that_ends_like_a_state_is_still_a_city() -> None:
    assert known("Port Washington", "NY") in load_gazetteer().search("Port Washington")


def test_a_beginning_is_enough_when_no_name_matches() -> None:
    assert load_gazetteer().search("Philadelph")[0] == known("Philadelphia", "PA")
    assert {place.state for place in load_gazetteer().search("Springfi, IL")} == {"IL"}


@pytest.mark.parametrize("text", ["", " ", ",", "Qwertyville", "Springfield, Ontario"])
def test_a_search_for_nothing_known_is_empty(text: str) -> None:
    assert load_gazetteer().search(text) == ()


# ---- metropolitan areas


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Los Angeles", ("Los Angeles-Long Beach-Anaheim, CA",)),
        ("los angeles-long beach-anaheim, ca", ("Los Angeles-Long Beach-Anaheim, CA",)),
        ("Winston-Salem", ("Winston-Salem, NC",)),
        ("Louisville", ("Louisville/Jefferson County, KY-IN",)),
        ("Nashville", ("Nashville-Davidson--Murfreesboro--Franklin, TN",)),
        ("Portland", ("Portland-Vancouver-Hillsboro, OR-WA", "Portland-South Portland, ME")),
        ("Portland, ME", ("Portland-South Portland, ME",)),
        ("Bronx", ("New York-Newark-Jersey City, NY-NJ",)),
        ("Pasadena, CA", ("Los Angeles-Long Beach-Anaheim, CA",)),
        ("Qwertyville", ()),
    ],
)
def test_a_metropolitan_area_is_found_by_title_and_by_city(text: str, titles: tuple[str, ...]) -> None:
    assert load_gazetteer().find_metros(text) == titles


def test_a_city_in_two_metropolitan_areas_gives_both_and_settles_nothing() -> None:
    found = load_gazetteer().find_metros("Pasadena")
    assert {"Houston-Pasadena-The Woodlands, TX", "Los Angeles-Long Beach-Anaheim, CA"} <= set(found)


def test_every_metropolitan_area_is_found_by_its_own_title() -> None:
    gazetteer = load_gazetteer()
    assert len(gazetteer.metros()) == 393
    for title in gazetteer.metros():
        assert gazetteer.find_metros(title) == (title,)


# ---- distance


def test_los_angeles_to_san_diego_is_about_112_miles() -> None:
    assert distance_miles(known("Los Angeles", "CA"), known("San Diego", "CA")) == pytest.approx(112.0, abs=3.0)


def test_new_york_to_los_angeles_is_about_2450_miles() -> None:
    distance = distance_miles(known("New York", "NY"), known("Los Angeles", "CA"))
    assert distance == pytest.approx(2448.0, abs=12.0)


def test_a_degree_of_latitude_is_about_69_miles() -> None:
    assert float(distances_miles(40.0, -100.0, 41.0, -100.0)) == pytest.approx(69.09, abs=0.01)


def test_distances_of_arrays_have_the_broadcast_shape_and_agree_with_single_ones() -> None:
    cities = [known("Boston", "MA"), known("Miami", "FL"), known("Seattle", "WA")]
    latitude = np.array([place.latitude for place in cities])
    longitude = np.array([place.longitude for place in cities])
    table = distances_miles(latitude[:, None], longitude[:, None], latitude[None, :], longitude[None, :])
    assert table.shape == (3, 3)
    for row, a in enumerate(cities):
        for column, b in enumerate(cities):
            assert table[row, column] == pytest.approx(distance_miles(a, b))


def test_an_unknown_coordinate_gives_an_unknown_distance() -> None:
    assert math.isnan(distances_miles([math.nan], [-100.0], 40.0, -100.0)[0])


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_is_symmetric_and_at_most_half_way_round(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> None:
    there = float(distances_miles(latitude, longitude, other_latitude, other_longitude))
    back = float(distances_miles(other_latitude, other_longitude, latitude, longitude))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0.0 <= there <= math.pi * EARTH_RADIUS_MILES * (1.0 + 1e-12)


@given(LATITUDES, LONGITUDES)
def test_a_place_is_at_no_distance_from_itself(latitude: float, longitude: float) -> None:
    assert float(distances_miles(latitude, longitude, latitude, longitude)) == 0.0


# ---- keys


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\n\r", exclude_categories=["Cs"])), min_size=1))
def test_keys_of_many_names_are_those_of_each(names: list[str]) -> None:
    assert place_keys(names) == [place_keys([name])[0] for name in names]


def test_abbreviations_inside_words_are_left_alone() -> None:
    assert place_key("Stamford") == "stamford"
    assert place_key("Eaton") == "eaton"
    assert place_key("E. Lansing") == "eastlansing"


# ---- faulty files


def write_places(folder: Path, places: str = "", aliases: str = "", metros: str = "") -> Path:
    (folder / "places.csv").write_text(places or ",".join(COLUMNS) + "\n", encoding="utf-8")
    (folder / "place_aliases.csv").write_text(aliases or "also,city,state\n", encoding="utf-8")
    (folder / "metros.csv").write_text(metros or ",".join(METRO_COLUMNS) + "\n", encoding="utf-8")
    return folder


def test_an_empty_gazetteer_finds_nothing(tmp_path: Path) -> None:
    gazetteer = read_gazetteer(write_places(tmp_path))
    assert len(gazetteer) == 0
    assert gazetteer.find("Los Angeles", "CA") is None
    assert gazetteer.search("Los Angeles") == ()
    assert gazetteer.metros() == ()


@pytest.mark.parametrize("name", ["places.csv", "place_aliases.csv", "metros.csv"])
def test_a_missing_file_of_places_is_bad_input_that_names_it(tmp_path: Path, name: str) -> None:
    write_places(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(BadInput, match=name):
        read_gazetteer(tmp_path)


@pytest.mark.parametrize("content", ["city,state\n", ""])
def test_a_file_of_places_with_other_columns_is_bad_input(tmp_path: Path, content: str) -> None:
    write_places(tmp_path)
    (tmp_path / "places.csv").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match="other columns"):
        read_gazetteer(tmp_path)


def test_the_gazetteer_is_read_once_and_holds_every_division() -> None:
    gazetteer = load_gazetteer()
    assert isinstance(gazetteer, Gazetteer)
    assert load_gazetteer() is gazetteer
    assert len(gazetteer) == len(all_rows())
    capitals = [("Honolulu", "HI"), ("Denver", "CO"), ("Dallas", "TX"), ("Memphis", "TN"), ("Miami", "FL")]
    capitals += [("Omaha", "NE"), ("Detroit", "MI"), ("Newark", "NJ"), ("Boston", "MA"), ("San Juan", "PR")]
    assert {known(city, state).division for city, state in capitals} == {*DIVISIONS, PUERTO_RICO}


def test_a_name_is_not_completed_where_it_has_to_be_exact() -> None:
    gazetteer = load_gazetteer()
    assert [place.city for place in gazetteer.search("Los Angel, CA")] == ["Los Angeles"]
    assert gazetteer.named("Los Angel, CA") == ()
    assert gazetteer.named("Los Angeles, CA") == gazetteer.search("Los Angeles, CA")
    assert gazetteer.named("New York City") == gazetteer.search("New York City")
