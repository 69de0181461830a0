"""ZIP codes: where each lies, and what isn't one."""

from pathlib import Path

import pytest

from optimizer.data_folder import data_folder
from optimizer.directory import Place, ZipPlace, center_meant, distances_miles, load_gazetteer, load_states
from optimizer.directory.places import read_gazetteer
from optimizer.directory.zip_codes import COLUMNS, ZipCodes, read_zip_codes
from optimizer.errors import BadInput, Fault

LINES = (data_folder() / "zip_codes.csv").read_text(encoding="utf-8").splitlines()[1:]


def found(text: str) -> ZipPlace:
    place = load_gazetteer().zip_code(text)
    assert place is not None, text
    return place


# ---- the file


def test_every_line_is_a_zip_code_of_a_state_with_coordinates_in_order() -> None:
    states = {state.code for state in load_states()}
    codes = []
    for line in LINES:
        zip_code, state, latitude, longitude = line.split(",")
        codes.append(zip_code)
        assert len(zip_code) == 5
        assert zip_code.isdigit()
        assert state in states
        assert 17.0 < float(latitude) < 72.0
        assert -180.0 <= float(longitude) < -65.0
    assert codes == sorted(set(codes))
    assert len(codes) > 40_000


@pytest.mark.parametrize(
    ("zip_code", "city", "state"),
    [
        ("90012", "Los Angeles", "CA"),
        ("10016", "Manhattan", "NY"),
        ("02115", "Boston", "MA"),
        ("60612", "Chicago", "IL"),
        ("77030", "Houston", "TX"),
        ("99503", "Anchorage", "AK"),
        ("99701", "Fairbanks", "AK"),
        ("96813", "Honolulu", "HI"),
        ("96859", "Honolulu", "HI"),
        ("00921", "San Juan", "PR"),
        ("78234", "San Antonio", "TX"),
        ("80841", "Colorado Springs", "CO"),
        ("20889", "Bethesda", "MD"),
    ],
)
def test_a_zip_code_lies_within_fifteen_miles_of_its_city(zip_code: str, city: str, state: str) -> None:
    place = load_gazetteer().find(city, state)
    assert place is not None
    assert found(zip_code).state == state
    middle = found(zip_code)
    assert float(distances_miles(place.latitude, place.longitude, middle.latitude, middle.longitude)) < 15.0


# ---- finding one


def test_beverly_hills_is_found_with_and_without_the_extension() -> None:
    expected = ZipPlace("90210", "CA", 34.101, -118.415)
    assert found("90210") == found(" 90210 ") == found("90210-1234") == expected


@pytest.mark.parametrize(
    "text", ["", "2115", "902101", "9021O", "90210-12", "00000", "09096", "96910", "96898", "zip_code", "٩٠٢١٠"]
)
def test_what_is_no_zip_code_of_a_state_is_none_and_no_zero_is_put_back(text: str) -> None:
    assert load_gazetteer().zip_code(text) is None


def test_the_first_and_the_last_line_are_found() -> None:
    codes = ZipCodes(f"{','.join(COLUMNS)}\n00501,NY,40.815,-73.045\n99950,AK,55.542,-131.433")
    assert codes.find("00501") == ZipPlace("00501", "NY", 40.815, -73.045)
    assert codes.find("99950") == ZipPlace("99950", "AK", 55.542, -131.433)


def test_zip_codes_are_read_only_when_one_is_asked_for(tmp_path: Path) -> None:
    for name in ("places.csv", "place_aliases.csv", "metros.csv"):
        (tmp_path / name).write_bytes((data_folder() / name).read_bytes())
    gazetteer = read_gazetteer(tmp_path)
    assert gazetteer.find("Boston", "MA") is not None
    with pytest.raises(BadInput, match=r"zip_codes\.csv: this file of ZIP codes can't be read"):
        gazetteer.zip_code("02115")


def test_a_file_with_other_columns_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "zip_codes.csv"
    path.write_text("zip,lat,lon\n", encoding="utf-8")
    with pytest.raises(BadInput, match="has other columns"):
        read_zip_codes(path)


# ---- what a distance is measured from


def test_a_center_is_a_city_or_a_zip_code() -> None:
    assert isinstance(center_meant("Boston, MA", "of"), Place)
    assert center_meant("02115", "of") == found("02115")


@pytest.mark.parametrize(
    ("text", "what", "allowed", "remedy"),
    [
        ("2115", "a ZIP code has five digits", "such as 02115", "Put back a zero"),
        ("09096", "no such ZIP code", "Puerto Rico", "name a city near it"),
        ("90210-1", "no such ZIP code", "or a city", "Correct it"),
        ("Qwertyville", "no such city", "or a ZIP code", "Name one of them"),
        ("Springfield", "several cities", "Springfield, MO; Springfield, MA", "Name one of them"),
    ],
)
def test_what_no_distance_can_be_measured_from_is_told_with_a_way_out(
    text: str, what: str, allowed: str, remedy: str
) -> None:
    fault = center_meant(text, "--of")
    assert isinstance(fault, Fault)
    assert (fault.where, fault.value) == ("--of", text)
    assert what in fault.what
    assert allowed in fault.allowed
    assert remedy in fault.remedy
