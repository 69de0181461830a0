"""`matchlist fetch` as a user meets it, and lists that stand on what it kept."""

import csv
import hashlib
import io
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from optimizer.cli import app
from optimizer.directory import load_directory
from optimizer.directory.fetching import CATALOGUE_VARIABLE
from optimizer.directory.kept import FACTS_VARIABLE, directory_with
from tests.directory.importing.tables import RATES, text_file

PLAN = """
[applicant]
type = "non-us-img"
specialties = ["psychiatry"]
step2 = 240
visa = "none"
[quotas]
applications = { minimum = 12, maximum = 12 }
[[regions]]
name = "Ohio"
priority = 10
states = ["OH"]
"""


def run(*arguments: object, answer: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=answer)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a made-up file of rates of every psychiatry program in Ohio, and its catalogue."""
    programs = [one for one in load_directory().programs if (one.specialty, one.state) == ("psychiatry", "OH")]
    rows = [
        (one.name, "0.3", "0.2", "0.3", "0.2", "0.1", str(round(0.01 + 0.03 * k, 2)), one.city, one.state, "")
        for k, one in enumerate(programs)
    ]
    content = text_file([RATES, *rows]).content
    files = tmp_path / "files"
    files.mkdir()
    (files / "Psychiatry.csv").write_bytes(content)
    catalogue = tmp_path / "made-up.toml"
    catalogue.write_text(
        '[made-up]\ntitle = "Made-up rates"\npublisher = "nobody"\nversion = "1"\nlicence = "none"\n'
        f'origin = "made up"\nseason = 2024\nbase = "http://127.0.0.1:9/"\n[[made-up.files]]\npath = "Psychiatry.csv"\n'
        f'bytes = {len(content)}\nspecialty = "psychiatry"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv(CATALOGUE_VARIABLE, str(catalogue))
    monkeypatch.setenv(FACTS_VARIABLE, str(tmp_path / "facts"))
    return files


def test_what_there_is_is_listed_with_what_is_not_known_of_it(folder: Path) -> None:
    assert "What isn't known: made up" in run("fetch").stdout
    assert json.loads(run("fetch", "--json").stdout)["kept"] == []
    run("fetch", "made-up", "--from", folder)
    assert "made-up (kept)" in run("fetch").stdout
    assert [one["name"] for one in json.loads(run("fetch", "--json").stdout)["kept"]] == ["made-up"]


def test_kept_facts_count_in_a_plan_that_names_no_programs_and_the_list_says_so(tmp_path: Path, folder: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    build = ("build", plan, "--no-keep", "--no-standing", "--json")
    before = json.loads(run(*build).stdout)
    made = run("fetch", "made-up", "--from", folder)
    assert made.exit_code == 0, made.output
    assert "every sum as it should be" in made.stdout
    after = json.loads(run(*build).stdout)
    said = " ".join(after["notices"])
    assert "are the programs' own: file made-up, season 2023-24" in said
    assert "the programs' own" not in " ".join(before["notices"])
    chances = [[one["interview_probability"] for one in found["programs"]] for found in (before, after)]
    apart_before, apart_after = (max(found) - min(found) for found in chances)
    assert apart_after > apart_before
    plan.write_text(f"facts = []\n{PLAN}", encoding="utf-8")
    assert json.loads(run(*build).stdout)["match_probability"] == before["match_probability"]


def test_an_export_names_the_very_facts_and_is_refused_without_them(tmp_path: Path, folder: Path) -> None:
    plan, out = tmp_path / "plan.toml", tmp_path / "list.json"
    plan.write_text(PLAN, encoding="utf-8")
    run("fetch", "made-up", "--from", folder)
    run("build", plan, "--no-keep", "--no-standing", "--out", out)
    (pin,) = json.loads(out.read_text(encoding="utf-8"))["plan"]["facts"]
    assert pin.startswith("made-up@")
    table, book = tmp_path / "list.csv", tmp_path / "list.xlsx"
    for file in (table, book):
        assert run("build", plan, "--no-keep", "--no-standing", "--out", file).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert {row["facts"] for row in rows} == {pin}
    assert "program" in {row["figure_of"] for row in rows}
    method = openpyxl.load_workbook(book)["Method"]
    told = {str(name.value): str(words.value) for name, words in zip(method["A"], method["B"], strict=True)}
    assert f'facts = ["{pin}"]' in told["Facts behind the list"]
    assert run("fetch", "--remove", "made-up").exit_code == 0
    plan.write_text(f'facts = ["{pin}"]\n{PLAN}', encoding="utf-8")
    refused = run("build", plan, "--no-keep", "--no-standing")
    assert refused.exit_code == 2
    assert "matchlist fetch made-up" in " ".join(refused.stderr.split())


def test_going_online_is_asked_first() -> None:
    unasked = run("fetch", "made-up")
    assert unasked.exit_code == 2
    assert "This contacts 127.0.0.1; nothing about you is sent." in unasked.stdout
    assert "--yes" in unasked.stderr
    assert run("fetch", "made-up", answer="n\n").stdout.strip().endswith("Nothing was fetched.")


def test_what_makes_no_sense_is_told(folder: Path) -> None:
    assert run("fetch", "others", "--from", folder).exit_code == 2
    assert run("fetch", "--from", folder).exit_code == 2
    assert run("fetch", "made-up", "--remove", "made-up").exit_code == 2
    assert run("fetch", "--remove", "made-up").exit_code == 2


def test_what_was_fetched_and_removed_is_one_json_object_too(folder: Path) -> None:
    made = json.loads(run("fetch", "made-up", "--from", folder, "--json").stdout)
    assert (made["status"], made["counts"]["refused"], made["facts"]["name"]) == ("fetched", 0, "made-up")
    assert json.loads(run("fetch", "--remove", "made-up", "--json").stdout)["status"] == "removed"


def test_files_of_ones_own_are_kept_by_a_name_and_count(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Program,City,State,DO invite rate\nUniversity of Toledo,Toledo,OH,17%\n", encoding="utf-8")
    columns = ["--map", "Program=name", "--map", "City=city", "--map", "State=state"]
    columns += ["--map", "DO invite rate=interview_rate_us_do"]
    made = run("import", sheet, "--specialty", "psych", *columns, "--keep", "my-sheet")
    assert made.exit_code == 0, made.output
    assert "Kept as my-sheet" in made.stdout
    found = directory_with()
    toledo = found.programs[found.index_by_id["psych-oh-university-of-toledo"]]
    assert (toledo.interview_rate_us_do, "my-sheet/sheet.csv" in (toledo.sources or "")) == (0.17, True)
    assert run("import", sheet).exit_code == 2
    assert run("import", sheet, "--keep", "My Sheet").exit_code == 2
