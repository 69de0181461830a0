from pathlib import Path

import pytest

from optimizer.data_folder import data_folder
from optimizer.directory.geography import (
    DIVISIONS,
    PUERTO_RICO,
    division_of,
    load_states,
    read_states,
    state_named,
    states_in,
)
from optimizer.errors import BadInput

HEADER = "state,name,division,price_parity\n"


def test_fifty_states_the_district_and_puerto_rico_each_have_a_division() -> None:
    assert len(load_states()) == 52
    assert len({state.code for state in load_states()}) == 52
    assert len({state.name for state in load_states()}) == 52
    assert {state.division for state in load_states()} == {*DIVISIONS, PUERTO_RICO}


@pytest.mark.parametrize(
    ("division", "codes"),
    [
        ("New England", "CT MA ME NH RI VT"),
        ("Middle Atlantic", "NJ NY PA"),
        ("East North Central", "IL IN MI OH WI"),
        ("West North Central", "IA KS MN MO ND NE SD"),
        ("South Atlantic", "DC DE FL GA MD NC SC VA WV"),
        ("East South Central", "AL KY MS TN"),
        ("West South Central", "AR LA OK TX"),
        ("Mountain", "AZ CO ID MT NM NV UT WY"),
        ("Pacific", "AK CA HI OR WA"),
    ],
)
def test_each_division_has_the_states_the_census_says(division: str, codes: str) -> None:
    assert " ".join(state.code for state in states_in(division)) == codes


def test_puerto_rico_lies_outside_the_nine_divisions() -> None:
    assert PUERTO_RICO not in DIVISIONS
    assert division_of("PR") == PUERTO_RICO
    assert [state.code for state in states_in(PUERTO_RICO)] == ["PR"]


def test_a_name_that_is_no_division_has_no_states() -> None:
    assert states_in("Midwest") == ()


@pytest.mark.parametrize("text", ["CA", "ca", " California ", "CALIFORNIA"])
def test_a_state_is_found_by_code_or_name_in_any_case(text: str) -> None:
    found = state_named(text)
    assert found is not None
    assert found.code == "CA"


@pytest.mark.parametrize("text", ["DC", "D.C.", "district of  columbia"])
def test_the_district_of_columbia_is_found_as_people_write_it(text: str) -> None:
    found = state_named(text)
    assert found is not None
    assert found.code == "DC"


@pytest.mark.parametrize("text", ["", "Calif", "XX", "Ontario"])
def test_what_is_no_state_is_not_guessed(text: str) -> None:
    assert state_named(text) is None


def test_division_of_an_unknown_state_is_bad_input_that_names_it() -> None:
    with pytest.raises(BadInput) as caught:
        division_of("ZZ")
    assert caught.value.faults[0].value == "ZZ"


def test_price_parity_is_known_for_every_state_and_unknown_for_puerto_rico() -> None:
    assert [state.code for state in load_states() if state.price_parity is None] == ["PR"]


def test_california_is_dearer_than_the_country_and_arkansas_cheaper() -> None:
    parity = {state.code: state.price_parity for state in load_states()}
    assert parity["CA"] is not None
    assert parity["CA"] > 110.0
    assert parity["AR"] == pytest.approx(86.508)


def test_all_faults_of_a_file_of_states_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "states.csv"
    file.write_text(
        HEADER + "CA,California,West,110\nTX,Texas,West South Central,cheap\nNV,Nevada,Mountain,-3\n"
        "UT,Utah,Mountain\nAZ,Arizona,Mountain,101.1\n"
    )
    with pytest.raises(BadInput) as caught:
        read_states(file)
    assert [(fault.where, fault.value) for fault in caught.value.faults] == [
        ("states.csv line 2", "West"),
        ("states.csv line 3", "cheap"),
        ("states.csv line 4", "-3"),
        ("states.csv line 5", "UT,Utah,Mountain"),
    ]


def test_a_file_of_states_with_other_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "states.csv"
    file.write_text("code,name\nCA,California\n")
    with pytest.raises(BadInput, match="other columns"):
        read_states(file)


def test_data_inside_the_package_is_preferred_to_data_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "optimizer"
    for folder in (package / "data", tmp_path / "data"):
        folder.mkdir(parents=True)
        (folder / "states.csv").write_text(HEADER)
    assert data_folder(package) == package / "data"


def test_data_beside_the_package_is_found_in_a_checkout(tmp_path: Path) -> None:
    package = tmp_path / "optimizer"
    (package / "data").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "states.csv").write_text(HEADER)
    assert data_folder(package) == tmp_path / "data"


def test_a_missing_data_folder_is_bad_input_that_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        data_folder(tmp_path / "optimizer")
    assert str(tmp_path / "optimizer" / "data") in str(caught.value)
    assert str(tmp_path / "data") in str(caught.value)
