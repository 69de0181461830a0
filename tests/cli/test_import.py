"""`matchlist import` as a user meets it: what it prints and writes, and its exit status."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from optimizer.cli import app
from optimizer.directory import load_directory
from optimizer.directory.importing import REPORT_COLUMNS
from tests.directory.importing.tables import ONE_RATE, RATES, text_file, workbook

OWN = "id,name,institution,specialty,city,state\n"
MERCY = "im-mercy,Mercy Hospital,Mercy Hospital,internal-medicine,Fresno,CA\n"
WEST = "im-west,Mercy Hospital West,Mercy Hospital West,internal-medicine,Fresno,CA\n"
LIKE_BOTH = ("Mercy Hospital and Clinics of Fresno", *ONE_RATE[1:])
PLAN = """
[applicant]
type = "non-us-img"
specialties = ["internal-medicine"]
step2 = 240
"""


def run(*arguments: object, pasted: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=pasted)


def rates(folder: Path, *rows: object, name: str = "internal-medicine.csv") -> Path:
    path = folder / name
    path.write_bytes(text_file([RATES, *rows]).content)  # type: ignore[list-item]
    return path


def own(folder: Path, text: str = OWN + MERCY + WEST) -> Path:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def flat(text: str) -> str:
    return " ".join(text.split())


def test_one_command_imports_and_build_solves_a_plan_on_the_result(tmp_path: Path) -> None:
    rows = [(f"Hospital {letter} Program", *ONE_RATE[1:]) for letter in "ABCDEFGH"]
    out = tmp_path / "programs.csv"
    result = run("import", rates(tmp_path, *rows), "--out", out)
    assert result.exit_code == 0, result.output
    told = flat(result.stdout)
    assert "8 rows: 0 joined, 8 new, 0 ambiguous, 0 refused." in told
    assert "Recognised as interview rates by program." in told
    assert "Columns not used: Region." in told
    assert "Interview rate US MD: 0 before, 8 now" in told
    shipped, written = load_directory(), load_directory([out])
    assert len(written.programs) == len(shipped.programs) + 8
    assert [one.id for one in written.programs[:9]] == [one.id for one in shipped.programs[:9]]
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    built = run("build", plan, "--programs", out, "--json")
    assert built.exit_code == 0, built.output
    assert json.loads(built.stdout)["status"] == "solved"


def test_a_saved_directory_keeps_its_sources_and_can_be_joined_into(tmp_path: Path) -> None:
    mine = own(tmp_path)
    first = run("import", rates(tmp_path, ONE_RATE), "--into", mine, "--out", mine)
    assert first.exit_code == 0, first.output
    again = run("import", rates(tmp_path, ONE_RATE), "--into", mine, "--out", tmp_path / "again.csv")
    assert again.exit_code == 0, again.output
    assert (tmp_path / "again.csv").read_bytes() == mine.read_bytes()
    mercy = load_directory([mine]).programs[0]
    assert mercy.sources is not None
    assert "signal-interview-rates | internal-medicine.csv" in mercy.sources
    assert "matchlist | mine.csv" in mercy.sources


def test_the_report_is_filled_in_and_given_back(tmp_path: Path) -> None:
    mine, out, report = own(tmp_path), tmp_path / "out.csv", tmp_path / "report.csv"
    file = rates(tmp_path, LIKE_BOTH)
    result = run("import", file, "--into", mine, "--out", out, "--report", report)
    assert result.exit_code == 0, result.output
    assert "To decide: 1 row" in flat(result.stdout)
    assert "--decisions REPORT.csv" in flat(result.stdout)
    header, row, *rest = csv.reader(io.StringIO(report.read_text(encoding="utf-8-sig")))
    assert tuple(header) == REPORT_COLUMNS
    assert row[0] == "ambiguous"
    row[-1] = "im-west"
    report.write_bytes(text_file([header, row, *rest]).content)
    decided = run("import", file, "--into", out, "--out", out, "--decisions", report)
    assert decided.exit_code == 0, decided.output
    assert load_directory([out]).programs[1].interview_rate_us_md == 0.4


def test_decisions_that_are_given_twice_make_no_program_twice(tmp_path: Path) -> None:
    mine, report = own(tmp_path), tmp_path / "report.csv"
    file = rates(tmp_path, LIKE_BOTH)
    run("import", file, "--into", mine, "--out", mine, "--report", report)
    header, row, *rest = csv.reader(io.StringIO(report.read_text(encoding="utf-8-sig")))
    report.write_bytes(text_file([header, [*row[:-1], "new"], *rest]).content)
    for counts in ("0 joined, 1 new", "1 joined, 0 new"):
        decided = run("import", file, "--into", mine, "--out", mine, "--decisions", report)
        assert decided.exit_code == 0, decided.output
        assert counts in flat(decided.stdout)
        assert len(load_directory([mine]).programs) == 3


# ---- what is there already


def test_a_directory_that_is_not_joined_into_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    file, out = rates(tmp_path, ONE_RATE), own(tmp_path)
    before = out.read_bytes()
    result = run("import", file, "--out", out)
    assert result.exit_code == 0, result.output
    kept = out.with_name(f"{out.stem}.previous.csv")
    assert f"{out} was there already; what it held is kept in {kept}." in flat(result.stderr)
    assert kept.read_bytes() == before
    assert len(load_directory([out]).programs) > len(load_directory().programs)


def test_the_same_import_again_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file, out = rates(tmp_path, ONE_RATE), tmp_path / "out.csv"
    for _ in range(2):
        result = run("import", file, "--out", out)
        assert result.exit_code == 0
        assert "was there already" not in result.stderr
    assert not list(tmp_path.glob("*.previous*"))


def test_a_directory_that_is_joined_into_goes_on_without_a_copy(tmp_path: Path) -> None:
    file, mine = rates(tmp_path, ONE_RATE), own(tmp_path)
    assert run("import", file, "--into", mine, "--out", mine).exit_code == 0
    assert not list(tmp_path.glob("*.previous*"))


def test_a_report_with_decisions_in_it_is_kept(tmp_path: Path) -> None:
    file, mine, report = rates(tmp_path, ONE_RATE), own(tmp_path), tmp_path / "report.csv"
    report.write_text("an afternoon's work", encoding="utf-8")
    assert run("import", file, "--into", mine, "--out", mine, "--report", report).exit_code == 0
    assert (tmp_path / "report.previous.csv").read_text(encoding="utf-8") == "an afternoon's work"


def test_an_empty_file_holds_nothing_that_could_be_lost(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.touch()
    assert run("import", rates(tmp_path, ONE_RATE), "--into", own(tmp_path), "--out", out).exit_code == 0


def test_json_is_one_object_with_every_row(tmp_path: Path) -> None:
    file = rates(
        tmp_path,
        ONE_RATE,
        ("Zebra", "140%", *ONE_RATE[2:7], "Reno", "NV"),
        ("Nowhere", *ONE_RATE[1:7], "Nowhere", "ZZ"),
    )
    result = run("import", file, "--into", own(tmp_path), "--out", tmp_path / "out.csv", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["counts"] == {"joined": 1, "new": 1, "ambiguous": 0, "refused": 1}
    assert [row["line"] for row in found["rows"]] == ["line 2", "line 3", "line 4"]
    assert found["tables"][0]["layout"] == "signal-interview-rates"
    assert found["tables"][0]["counts"] == found["counts"]
    assert {fault["value"] for fault in found["refused_cells"]} == {"140%", "ZZ"}
    assert found["known"]["interview_rate_us_do"] == {"before": 0, "after": 2}
    assert (found["programs_before"], found["programs_after"]) == (2, 3)


def test_refused_rows_cells_and_disagreements_are_shown(tmp_path: Path) -> None:
    text = (
        OWN.replace("state", "state,interview_rate_us_md") + MERCY.replace("CA", "CA,0.9") + WEST.replace("CA", "CA,")
    )
    rows = [ONE_RATE, *[("Nowhere", *ONE_RATE[1:7], "Nowhere", "ZZ")] * 6]
    result = run("import", rates(tmp_path, *rows), "--into", own(tmp_path, text), "--out", tmp_path / "out.csv")
    told = flat(result.stdout)
    assert "Refused: 6 rows" in told
    assert "and 1 more; --report FILE.csv lists all" in told
    assert "Cells that can't be used: 6" in told
    assert "Sources that disagree: 1" in told
    assert "im-mercy, interview rate US MD: 0.9 (matchlist | mine.csv | " in told
    assert "counts, not 0.4 (signal-interview-rates | internal-medicine.csv | " in told


def test_a_workbook_tells_of_sheets_that_are_not_used(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(workbook({"Internal Medicine": [RATES, ONE_RATE], "Notes": [("a", "b")]}).content)
    result = run("import", book, "--out", tmp_path / "out.csv")
    told = flat(result.stdout)
    assert "book.xlsx, sheet Notes - Not used (1 row): the columns are of no known layout." in told


def test_pasted_text_is_imported(tmp_path: Path) -> None:
    pasted = text_file([RATES, ONE_RATE], separator="\t").content
    out = tmp_path / "out.csv"
    result = run(
        "import", "-", "--specialty", "Internal Medicine", "--into", own(tmp_path), "--out", out, pasted=pasted
    )
    assert result.exit_code == 0, result.output
    assert load_directory([out]).programs[0].interview_rate_us_md == 0.4
    assert "pasted text" in result.stdout


def test_columns_are_named_with_map(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("Spital;Ort;Anteil\nMercy Hospital;Fresno, CA;35\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    unknown = run("import", file, "--out", out)
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "own.csv line 1: the columns are of no known layout" in flat(unknown.stderr)
    seems = "Spital Mercy Hospital name of the program Ort Fresno, CA city and state in one cell Anteil 35 -"
    assert seems in flat(unknown.stderr)
    again = 'If this is what the columns hold, import again with --map "Spital=name" --map "Ort=city_state"'
    assert again in flat(unknown.stderr)
    assert not out.exists()
    options = ["--map", "Spital=name", "--map", "Ort=city_state", "--map", "Anteil=img_share"]
    named = run("import", file, *options, "--specialty", "internal-medicine", "--into", own(tmp_path), "--out", out)
    assert named.exit_code == 0, named.output
    assert load_directory([out]).programs[0].img_share == 0.35


def test_what_the_columns_may_hold_is_one_json_object_too(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("Ort;Anteil\nFresno, CA;35\n", encoding="utf-8")
    result = run("import", file, "--out", tmp_path / "out.csv", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["status"], found["faults"]) == (2, "needs-mapping", [])
    (table,) = found["tables"]
    assert (table["columns"], table["fields"]) == (["Ort", "Anteil"], {"Ort": "city_state"})
    assert table["first_rows"] == [["Fresno, CA", "35"]]
    assert "city_state" in found["fields"]


def test_an_option_to_copy_keeps_quotes_and_is_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        '"The ""very"" long name of a column that holds a place with its state",,x\n"Fresno, CA",1,2\n',
        encoding="utf-8",
    )
    result = run("import", file, "--out", tmp_path / "out.csv")
    option = """--map 'The "very" long name of a column that holds a place with its state=city_state'"""
    assert option in result.stderr.splitlines()
    assert "(number 2)" in result.stderr


def test_columns_that_hold_nothing_known_are_shown_with_the_fields_that_there_are(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    people = ("graduateType", "codeName", "medicalDegree", "numApplications", "numInterviews")
    book.write_bytes(workbook({"Notes": [("a", "b"), ("1", "2")], "People": [people, ("a",) * 5]}).content)
    result = run("import", book, "--out", tmp_path / "out.csv")
    assert result.exit_code == 2
    told = flat(result.stderr)
    assert 'Import again with --map "COLUMN=FIELD", once for each column' in told
    assert "name name of the program institution institution behind the program" in told
    assert "not programs" in told


def test_names_that_a_spreadsheet_would_run_are_written_so_that_it_does_not(tmp_path: Path) -> None:
    out, report = tmp_path / "out.csv", tmp_path / "report.csv"
    run(
        "import",
        rates(tmp_path, ("=cmd|' /C calc'!A0", *ONE_RATE[1:])),
        "--into",
        own(tmp_path),
        "--out",
        out,
        "--report",
        report,
    )
    for file in (out, report):
        cells = [cell for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
        assert "'=cmd|' /C calc'!A0" in cells


def test_what_was_written_once_is_imported_again_as_the_same_program(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    file = rates(tmp_path, ("=Formula Hospital", *ONE_RATE[1:]))
    run("import", file, "--into", own(tmp_path), "--out", out)
    result = run("import", file, "--into", out, "--out", out)
    assert "1 row: 1 joined" in flat(result.stdout)
    assert len(load_directory([out]).programs) == 3


def test_an_import_waits_for_no_solver_and_no_statistics(tmp_path: Path) -> None:
    code = (
        "import sys; from optimizer.cli import app; "
        "app(sys.argv[1:], standalone_mode=False); "
        "print(sorted({'ortools', 'pandas', 'scipy', 'streamlit'} & set(sys.modules)))"
    )
    arguments = ["import", rates(tmp_path, ONE_RATE), "--into", own(tmp_path), "--out", tmp_path / "out.csv"]
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


# ---- bad input


def test_every_fault_is_a_line_and_an_existing_directory_stays_as_it_was(tmp_path: Path) -> None:
    mine = own(tmp_path)
    before = mine.read_bytes()
    result = run("import", tmp_path / "none.csv", tmp_path, "--into", mine, "--out", mine)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 2
    assert "the file can't be read" in result.stderr
    assert mine.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_a_file_of_many_bytes_is_not_read_whole(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    result = run("import", large, "--out", tmp_path / "out.csv")
    assert result.exit_code == 2
    assert "the file is too large; allowed: 50,000,000 bytes or fewer" in flat(result.stderr)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--specialty", "cardiology"], "--specialty: no such specialty (found 'cardiology')"),
        (["--map", "x"], "--map: is not of the form Column=field"),
        (["--map", "x=y"], "--map: no such field"),
        (["--decisions", "none.csv"], "none.csv: the file can't be read"),
        (["--into", "none.csv"], "none.csv: the file can't be read"),
        (["--report", "report.pdf"], "--report: no format belongs to this ending"),
        (["--report", "OUT"], "--report: would overwrite a file of programs"),
        (["--out", "FILE"], "--out: would overwrite a file of programs"),
        (["--out", "out.pdf"], "--out: no format belongs to this ending"),
    ],
)
def test_an_option_that_makes_no_sense_is_told(tmp_path: Path, options: list[str], words: str) -> None:
    file, out = rates(tmp_path, ONE_RATE), tmp_path / "out.csv"
    places = {"OUT": str(out), "FILE": str(file), "none.csv": str(tmp_path / "none.csv")}
    given = [places.get(option, option) for option in options]
    result = run("import", file, "--out", out, *given)
    assert result.exit_code == 2, result.output
    assert words in flat(result.stderr)
    assert not out.exists()
