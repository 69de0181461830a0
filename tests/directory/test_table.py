"""The directory as a pandas table."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from optimizer.directory import Program, load_directory
from optimizer.directory.table import PLACE_DTYPES, table_dtypes
from tests.people_and_programs import directory, program

CHECKOUT = Path(__file__).parents[2]


def test_the_columns_are_the_fields_of_a_program_and_where_it_is_with_their_types() -> None:
    table = directory(program("one")).table()
    assert list(table.columns) == [*Program.model_fields, *PLACE_DTYPES]
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == table_dtypes()
    assert table_dtypes()["name"] == table_dtypes()["setting"] == "string"
    assert table_dtypes()["sponsors_j1"] == "boolean"
    assert table_dtypes()["interview_rate_non_us_img"] == "float64"
    assert table_dtypes()["step2_minimum"] == "Int64"


def test_known_facts_come_through_and_unknown_ones_are_missing_never_empty_no_or_zero() -> None:
    known = program(
        "known", setting="community", sponsors_j1=False, interview_rate_us_md=0.0, city="Pomona", step2_minimum=220
    )
    table = directory(known, program("unknown", city="Xyzzy")).table().set_index("id")
    first = table.loc["known"]
    assert (first["setting"], first["interview_rate_us_md"], first["step2_minimum"]) == ("community", 0.0, 220)
    assert first["sponsors_j1"] is np.False_ or first["sponsors_j1"] is False
    assert first["metro"] == "Los Angeles-Long Beach-Anaheim, CA"
    assert first["latitude"] == pytest.approx(34.06, abs=0.05)
    second = table.loc["unknown"]
    for name in ("setting", "sponsors_j1", "interview_rate_us_md", "step2_minimum", "metro", "latitude", "longitude"):
        assert pd.isna(second[name]), name
    assert second["division"] == "Pacific"


def test_price_parity_is_that_of_the_state_and_unknown_in_puerto_rico() -> None:
    table = directory(program("ca"), program("pr", city="Ponce", state="PR")).table()
    assert table["price_parity"][0] > 105
    assert np.isnan(table["price_parity"][1])
    assert table["division"].tolist() == ["Pacific", "Puerto Rico"]


def test_the_shipped_directory_is_a_row_a_program_in_its_order() -> None:
    shipped = load_directory()
    table = shipped.table()
    assert table["id"].tolist() == [one.id for one in shipped.programs]
    assert table.index.tolist() == list(range(len(shipped.programs)))
    assert table[["division", "latitude", "longitude"]].notna().all(axis=None)


def test_an_empty_directory_is_an_empty_table_with_the_same_columns_and_types() -> None:
    table = directory().table()
    assert len(table) == 0
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == table_dtypes()


def test_pandas_is_not_loaded_before_a_table_is_asked_for() -> None:
    code = "import sys, optimizer.plan, optimizer.export; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=False).returncode == 0
