"""Lists read back from the files that they were written to."""

import csv
import io
import json
from pathlib import Path

import pytest

from optimizer.errors import BadInput
from optimizer.export import list_bytes, list_csv
from optimizer.plan import KeptList, build_list, read_list, read_plan
from tests.export.lists import listed, program_list
from tests.people_and_programs import directory as directory_of
from tests.people_and_programs import plan, programs_in_many_cities, solved

TWO = program_list(listed(id="a", signal="gold", locked=True), listed(id="b", name="=evil", region="@home"))


def written(folder: Path, ending: str) -> Path:
    path = folder / f"list{ending}"
    path.write_bytes(list_bytes(TWO, plan(title="Mine"), ending))
    return path


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json"])
def test_every_format_that_can_be_read_gives_the_list_s_id_programs_signals_and_locks(
    ending: str, tmp_path: Path
) -> None:
    kept = read_list(written(tmp_path, ending))
    assert kept.list_id == TWO.list_id
    assert [(one.id, one.signal, one.tier) for one in kept.programs] == [
        ("a", "gold", "safety"),
        ("b", "none", "safety"),
    ]
    assert [one.locked in {True, "yes"} for one in kept.programs] == [True, False]
    assert kept.programs[1].name == "=evil"
    assert kept.programs[0].interview_probability == pytest.approx(0.0312)


def test_json_holds_the_plan_and_the_figures(tmp_path: Path) -> None:
    kept = read_list(written(tmp_path, ".json"))
    assert kept.plan == plan(title="Mine")
    assert (kept.match_probability, kept.spend, kept.season) == (TWO.match_probability, TWO.spend, TWO.season)


def test_csv_and_xlsx_hold_no_plan_nor_what_the_user_told_of_themselves(tmp_path: Path) -> None:
    for ending in (".csv", ".xlsx"):
        assert read_list(written(tmp_path, ending)).plan is None


def test_a_table_with_semicolons_as_spreadsheets_of_other_countries_save_it_is_read(tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(list_csv(TWO).decode("utf-8-sig"), newline="")))
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert [one.id for one in read_list(path).programs] == ["a", "b"]


def test_the_id_of_a_list_tells_signals_locks_tiers_and_order_apart() -> None:
    others = [
        program_list(listed(id="a", signal="silver", locked=True), listed(id="b")),
        program_list(listed(id="a", signal="gold"), listed(id="b")),
        program_list(listed(id="a", signal="gold", locked=True, tier="reach"), listed(id="b")),
        program_list(listed(id="a", signal="gold", locked=True)),
    ]
    assert len({TWO.list_id, *(other.list_id for other in others)}) == 5


def test_the_id_of_a_list_doesn_t_depend_on_how_long_it_took() -> None:
    assert TWO.model_copy(update={"seconds": 9.0}).list_id == TWO.list_id


def test_a_list_of_an_older_matchlist_with_fewer_facts_is_read(tmp_path: Path) -> None:
    record = json.loads(list_bytes(TWO, plan(), ".json"))
    for program in record["programs"]:
        del program["tier_rests_on"], program["marginal_value"], program["reasons"]
    record["something_new"] = 1
    path = tmp_path / "old.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert [one.id for one in read_list(path).programs] == ["a", "b"]


def faults(folder: Path, name: str, content: str | bytes) -> list[str]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadInput) as caught:
        read_list(path)
    return [str(fault) for fault in caught.value.faults]


HEADER = "id,list_id,signal,tier,locked\n"


def test_every_row_that_names_no_program_or_one_twice_is_told_with_its_line(tmp_path: Path) -> None:
    found = faults(tmp_path, "l.csv", f"{HEADER}a,x,none,safety,no\n,x,none,safety,no\na,x,none,safety,no\n")
    assert any("line 3: the row names no program" in fault for fault in found)
    assert any("line 4: the program stands twice (first in line 2)" in fault for fault in found)


def test_rows_of_two_lists_are_not_taken_for_one(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, "l.csv", f"{HEADER}a,x,none,safety,no\nb,y,none,safety,no\n")
    assert "rows of several lists" in found


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, "l.csv", "id,list_id,tier\na,x,safety\n")
    assert "a column is missing: signal, locked" in found


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("l.csv", "name,city\na,b\n", "holds no list"),
        ("l.json", "{", "begins as JSON"),
        ("l.json", "{}", "without its plan"),
        ("l.json", '{"plan": {"applicant": 3}, "programs": []}', "plan: applicant"),
        ("l.json", '{"plan": 3, "programs": []}', "plan: applicant: is missing"),
        ("l.json", b'{"\xff": 1}', "not UTF-8"),
    ],
)
def test_what_is_no_list_is_told(name: str, content: str | bytes, told: str, tmp_path: Path) -> None:
    assert any(told in fault for fault in faults(tmp_path, name, content))


def test_json_without_usable_programs_is_told(tmp_path: Path) -> None:
    record = json.loads(list_bytes(TWO, plan(), ".json"))
    assert any("programs" in fault for fault in faults(tmp_path, "a.json", json.dumps(record | {"programs": 3})))
    twice = json.dumps(record | {"programs": record["programs"] * 2})
    assert any("stands twice" in fault for fault in faults(tmp_path, "b.json", twice))


def test_a_list_written_as_json_is_a_plan_file_that_builds_the_same_list(tmp_path: Path) -> None:
    where = directory_of(*programs_in_many_cities(12))
    wanted = plan(title="Mine", budget={"dollars": 77.0}, flexibility=0.3)
    found = solved(wanted, where)
    path = tmp_path / "list.json"
    path.write_bytes(list_bytes(found, wanted, ".json"))
    again = read_plan(path)
    assert again == wanted
    rebuilt = build_list(again, where)
    assert rebuilt.model_copy(update={"seconds": 0.0}) == found.model_copy(update={"seconds": 0.0})


def test_a_json_file_that_is_no_object_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("{ not json", encoding="utf-8")
    with pytest.raises(BadInput, match="begins as JSON"):
        read_plan(path)


def test_a_kept_list_says_where_its_rows_stand(tmp_path: Path) -> None:
    kept: KeptList = read_list(written(tmp_path, ".csv"))
    assert [one.line for one in kept.programs] == ["line 2", "line 3"]
