"""The command line as a user meets it: what it prints where, what it writes, and its exit status."""

import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

import optimizer.plan
from optimizer.cli import app, main, serving
from optimizer.cli.application import one_option_each
from optimizer.cli.serving import dashboard_entry
from optimizer.errors import BadInput, RefereeDisagreement
from optimizer.evidence import season_years
from optimizer.plan import build_list
from tests.season.seasons import TODAY

CHECKOUT = Path(__file__).resolve().parents[2]
EXAMPLE = CHECKOUT / "data" / "examples" / "los-angeles-img.toml"
PSYCHIATRY = CHECKOUT / "data" / "examples" / "los-angeles-psychiatry.toml"
HEADER = "id,name,institution,specialty,city,state,setting,interview_rate_non_us_img\n"
PLAN = """
[applicant]
type = "non-us-img"
specialties = ["internal-medicine"]
step2 = 240
"""
SIX = HEADER + "".join(f"p{k},Program {k},Hospital {k},internal-medicine,Fresno,CA,community,\n" for k in range(6))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def process(*arguments: object, code: str | None = None, **options: Any) -> subprocess.CompletedProcess[str]:
    """Matchlist in a process of its own, or some code that ends in it."""
    start = ["-m", "optimizer.cli"] if code is None else ["-c", code]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, *start, *(str(argument) for argument in arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False, **options
    )


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def flat(text: str) -> str:
    return " ".join(text.split())


# ---- solved --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", [EXAMPLE, PSYCHIATRY], ids=lambda path: path.stem)
def test_an_example_is_solved_proven_and_within_its_limits(example: Path) -> None:
    result = run("build", example, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["status"] == "solved"
    assert 0 <= found["gap"] <= 1e-4
    for limit in found["limits"]:
        assert limit["minimum"] is None or limit["used"] >= limit["minimum"] - 1e-6
        assert limit["maximum"] is None or limit["used"] <= limit["maximum"] + 1e-6
    assert found["spend"] <= next(limit["maximum"] for limit in found["limits"] if limit["name"] == "budget") + 1e-6
    low, high = found["match_probability_range"]
    assert 0 < low <= found["match_probability"] <= high < 1


def test_stdout_holds_one_json_object_and_nothing_else_from_run_to_run_the_same() -> None:
    elsewhere, here = process("build", EXAMPLE, "--json"), run("build", EXAMPLE, "--json")
    assert elsewhere.returncode == here.exit_code == 0
    found, again = json.loads(elsewhere.stdout), json.loads(here.stdout)
    assert elsewhere.stderr == ""
    assert {**found, "seconds": 0} == {**again, "seconds": 0}


def test_what_compiled_code_prints_goes_past_stdout(tmp_path: Path) -> None:
    noisy = """
import ctypes, sys
import optimizer.plan
quiet = optimizer.plan.build_list
def build_list(*arguments, **options):
    ctypes.CDLL(None).puts(b"buffered noise of a solver")
    import os
    os.write(1, b"plain noise of a solver\\n")
    return quiet(*arguments, **options)
optimizer.plan.build_list = build_list
from optimizer.cli import main
main()
"""
    plan = file(tmp_path, "plan.toml", PLAN)
    programs = file(tmp_path, "programs.csv", SIX)
    result = process("build", plan, "--programs", programs, "--json", code=noisy)
    assert json.loads(result.stdout)["status"] == "solved"
    assert "buffered noise of a solver" in result.stderr
    assert "plain noise of a solver" in result.stderr


def test_without_a_stdout_the_list_is_still_written(tmp_path: Path) -> None:
    plan, programs = file(tmp_path, "plan.toml", PLAN), file(tmp_path, "programs.csv", SIX)
    closed = "import os; os.close(1); from optimizer.cli import main; main()"
    process("build", plan, "--programs", programs, "--out", tmp_path / "list.json", code=closed)
    assert json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))["status"] == "solved"


def test_the_list_in_words_says_chance_proof_split_programs_limits_and_notices() -> None:
    result = run("build", EXAMPLE)
    assert result.exit_code == 0
    told = flat(result.stdout)
    assert re.search(r"Chance to match about \d+ in 100 \(range \d+-\d+\)", told)
    assert re.search(r"no list within your limits can beat this by more than 0\.\d\d points in 100", told)
    assert re.search(r"Fees \$[\d,]+ of a budget of \$3,330", told)
    assert re.search(r"Los Angeles and nearby: \d+", told)
    assert re.search(r"applications 120 130 1[23]\d", told)
    assert "Visa policy is not known" in told
    assert result.stderr == ""


def test_in_a_pipe_lines_are_at_most_80_wide_without_codes_lines_or_blanks_at_their_ends() -> None:
    result = process("build", EXAMPLE)
    # What to do next quotes the path of the plan, however long that is.
    lines = [line for line in result.stdout.splitlines() if str(EXAMPLE) not in line]
    assert max(len(line) for line in lines) <= 80
    assert not any(line != line.rstrip() for line in lines)
    assert "\x1b" not in result.stdout
    assert "".join(lines).isascii()


def test_a_directory_of_one_program_is_solved(tmp_path: Path) -> None:
    plan = file(tmp_path, "plan.toml", PLAN)
    programs = file(tmp_path, "one.csv", HEADER + "p,Program,Hospital,internal-medicine,Fresno,CA,,\n")
    found = json.loads(run("build", plan, "--programs", programs, "--json").stdout)
    assert [program["id"] for program in found["programs"]] == ["p"]


def test_a_directory_of_one_program_clashes_with_the_quotas_of_a_plan_for_120(tmp_path: Path) -> None:
    programs = file(tmp_path, "one.csv", HEADER + "p,Program,Hospital,internal-medicine,Fresno,CA,,\n")
    result = run("build", EXAMPLE, "--programs", programs)
    assert result.exit_code == 3
    assert "the directory doesn't have the programs for it" in flat(result.stderr)


def test_no_money_at_all_is_an_empty_list_and_not_an_error(tmp_path: Path) -> None:
    plan = file(tmp_path, "plan.toml", PLAN)
    result = run("build", plan, "--programs", file(tmp_path, "six.csv", SIX), "--budget", "0")
    assert result.exit_code == 0
    assert "none: the best list within your limits is empty" in flat(result.stdout)


# ---- options in place of the plan's values ----------------------------------------------------------------------


def test_a_budget_on_the_command_line_goes_before_the_plans(tmp_path: Path) -> None:
    plan = file(tmp_path, "plan.toml", f"{PLAN}\n[budget]\ndollars = 66\n")
    programs = file(tmp_path, "six.csv", SIX)
    spent = [
        json.loads(run("build", plan, "--programs", programs, *options, "--json").stdout)["spend"]
        for options in ((), ("--budget", "33"))
    ]
    assert spent == [66, 33]


def test_program_files_on_the_command_line_go_before_the_plans_and_may_be_several(tmp_path: Path) -> None:
    plan = file(tmp_path, "plan.toml", f'programs = ["missing.csv"]\n{PLAN}')
    first = file(tmp_path, "first.csv", HEADER + "a,A,A,internal-medicine,Fresno,CA,,\n")
    second = file(tmp_path, "second.csv", HEADER + "b,B,B,internal-medicine,Reno,NV,,\n")
    result = run("build", plan, "--programs", first, "--programs", second, "--json")
    assert {program["id"] for program in json.loads(result.stdout)["programs"]} == {"a", "b"}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("build p.toml --programs a.csv b.csv --json", "build p.toml --programs a.csv --programs b.csv --json"),
        ("build --programs a.csv b.CSV p.toml", "build --programs a.csv --programs b.CSV p.toml"),
        ("build p.toml --programs a.txt --out b.csv", "build p.toml --programs a.txt --out b.csv"),
        ("why p.toml --programs a.csv im-one", "why p.toml --programs a.csv im-one"),
        ("build p.toml --out b.csv", "build p.toml --out b.csv"),
        ("build p.toml --programs", "build p.toml --programs"),
    ],
)
def test_further_program_files_each_get_the_option(given: str, meant: str) -> None:
    assert one_option_each(given.split()) == meant.split()


# ---- files -------------------------------------------------------------------------------------------------------


def test_a_csv_file_has_the_programs_of_the_json_object(tmp_path: Path) -> None:
    result = run("build", EXAMPLE, "--out", tmp_path / "list.csv", "--json")
    text = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    written = [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert written == [program["id"] for program in json.loads(result.stdout)["programs"]]


def test_a_json_file_is_what_json_prints_and_the_place_is_told(tmp_path: Path) -> None:
    plan, programs = file(tmp_path, "plan.toml", PLAN), file(tmp_path, "six.csv", SIX)
    out = tmp_path / "list.json"
    result = run("build", plan, "--programs", programs, "--out", out)
    assert f"The list is in {out}." in result.stdout
    printed = json.loads(run("build", plan, "--programs", programs, "--json").stdout)
    assert {**json.loads(out.read_text(encoding="utf-8")), "seconds": 0} == {**printed, "seconds": 0}


def test_the_list_never_overwrites_the_programs_it_is_made_from(tmp_path: Path) -> None:
    plan, programs = file(tmp_path, "plan.toml", PLAN), file(tmp_path, "six.csv", SIX)
    result = run("build", plan, "--programs", programs, "--out", programs)
    assert result.exit_code == 2
    assert "would overwrite a file of programs" in result.stderr
    assert programs.read_text(encoding="utf-8") == SIX


def test_another_ending_is_refused_with_those_that_are_allowed(tmp_path: Path) -> None:
    result = run("build", EXAMPLE, "--out", tmp_path / "list.doc")
    assert result.exit_code == 2
    assert result.stderr.startswith("--out: no format belongs to this ending")
    assert ".csv, .xlsx, .json or .pdf" in result.stderr
    assert list(tmp_path.iterdir()) == []


# ---- no list -----------------------------------------------------------------------------------------------------


def test_300_dollars_clash_with_a_quota_in_words_and_nothing_is_written(tmp_path: Path) -> None:
    result = run("build", EXAMPLE, "--budget", "300", "--out", tmp_path / "list.csv")
    assert result.exit_code == 3
    assert result.stdout == ""
    told = flat(result.stderr)
    assert re.search(r"No list can keep '(region|tier|applications).*' and the budget together", told)
    assert re.search(r"Raise the budget from \$300 to \$[\d,]+\.", told)
    assert list(tmp_path.iterdir()) == []


def test_300_dollars_clash_in_json_the_same_each_time() -> None:
    asked = ("build", EXAMPLE, "--budget", "300", "--json")
    elsewhere, here = process(*asked), run(*asked)
    assert (elsewhere.returncode, elsewhere.stderr) == (3, "")
    found = json.loads(elsewhere.stdout)
    assert found["status"] == "infeasible"
    assert "budget" in found["conflict"]
    assert len(found["conflict"]) > 1
    assert found["remedies"]
    assert elsewhere.stdout == here.stdout


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_time_that_ran_out_ends_in_status_4(options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimizer.plan, "build_list", partial(build_list, time_limit_s=0.0))
    result = run("build", EXAMPLE, *options)
    assert result.exit_code == 4
    if options:
        assert json.loads(result.stdout)["status"] == "undecided"
    else:
        assert "No list was found within 0 seconds" in flat(result.stderr)


# ---- bad input ---------------------------------------------------------------------------------------------------


def plan_with(old: str, new: str) -> str:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    return text.replace(old, new)


BAD_PLANS = {
    "an unknown key": (plan_with("flexibility", "flexibilty"), "flexibilty", "0.5", "Did you mean 'flexibility'?"),
    "an unknown value": (plan_with('"non-us-img"', '"img"'), "applicant.type", "'img'", "us-md, us-do"),
    "a date as a score": (plan_with("= 235", "= 2024-05-01"), "applicant.step2", "2024-05-01", "from 100 to 300"),
    "text as a score": (plan_with("= 235", '= "235"'), "applicant.step2", "'235'", "from 100 to 300"),
    "a negative budget": (plan_with("3330", "-5"), "budget.dollars", "-5", "dollars from 0"),
    "NaN dollars": (plan_with("3330", "nan"), "budget.dollars", "nan", "dollars from 0"),
    "true as dollars": (plan_with("3330", "true"), "budget.dollars", "True", "dollars from 0"),
    "a minimum above the maximum": (
        plan_with("minimum = 120, maximum = 130", "minimum = 131, maximum = 130"),
        "quotas.applications",
        "131, is above the maximum, 130",
        "{ minimum = N, maximum = M }",
    ),
    "a lock on an unknown program": (
        plan_with("[budget]", '[locks]\napply = ["im-ca-loma-linda"]\n\n[budget]'),
        "locks.apply",
        "'im-ca-loma-linda'",
        "im-ca-loma-linda-university",
    ),
    "an unknown season": (plan_with("title =", "season = 2011\ntitle ="), "season", "2011", str(season_years()[0])),
    "an unknown specialty": (plan_with('"internal-medicine"', '"alchemy"'), "specialties", "'alchemy'", "psychiatry"),
    "an unknown place": (plan_with('"Oxnard"', '"Shangri-La"'), "regions[0].metros[2]", "'Shangri-La'", "Los Angeles"),
    "a place that could be several": (plan_with('"Oxnard"', '"Portland"'), "metros", "'Portland'", "; Portland-"),
    "no applicant": (f"season = {TODAY.year}\n", "applicant", "is missing", "Add it"),
    "not TOML": ("[[[", "plan.toml", "at line 1", "Correct this place"),
}


@pytest.mark.parametrize("case", BAD_PLANS)
def test_a_bad_plan_is_told_with_place_value_allowed_and_mend(case: str, tmp_path: Path) -> None:
    text, *told = BAD_PLANS[case]
    plan, out = file(tmp_path, "plan.toml", text), tmp_path / "list.csv"
    result = run("build", plan, "--out", out, "--json")
    assert_refused(result, *told)
    assert not out.exists()


BAD_PROGRAMS = {
    "no column": ("id,name,institution,specialty,state\n", "line 1", "'city'", "Add the column"),
    "an unknown column": (HEADER.replace("setting", "seting"), "line 1", "'seting'", "Rename or remove it"),
    "a program twice": (f"{SIX}p0,Other,Other,internal-medicine,Reno,NV,,\n", "line 8", "line 2", "'p0'", "Remove one"),
    "a NaN rate": (f"{HEADER}a,A,A,internal-medicine,Reno,NV,,nan\n", "line 2", "'nan'", "from 0 to 1", "Correct it"),
    "a rate of 2": (f"{HEADER}a,A,A,internal-medicine,Reno,NV,,2\n", "line 2", "'2'", "from 0 to 1"),
    "no state": (f"{HEADER}a,A,A,internal-medicine,Reno,Nevadia,,\n", "line 2", "'Nevadia'", "two-letter"),
    "an empty directory": (HEADER, "the directory has no program", "at least one row", "Add programs"),
    "an empty file": ("", "line 1", "'id'", "Add the column"),
    "no program of the specialty": (
        f"{HEADER}a,A,A,psychiatry,Reno,NV,,\n",
        "applicant.specialties",
        "'internal-medicine'",
        "psychiatry",
    ),
}


@pytest.mark.parametrize("case", BAD_PROGRAMS)
def test_a_bad_directory_is_told_with_place_value_allowed_and_mend(case: str, tmp_path: Path) -> None:
    text, *told = BAD_PROGRAMS[case]
    plan, programs, out = file(tmp_path, "p.toml", PLAN), file(tmp_path, "d.csv", text), tmp_path / "list.csv"
    result = run("build", plan, "--programs", programs, "--out", out, "--json")
    assert_refused(result, *told)
    assert not out.exists()


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--budget", "-5", ("--budget: ", "-5", "dollars from 0", "Correct it")),
        ("--budget", "nan", ("--budget: ", "nan", "dollars from 0")),
        ("--budget", "inf", ("--budget: ", "inf", "dollars from 0")),
        ("--season", "1900", ("--season: ", "1900", "the year of the match")),
        ("--season", "2011", ("season", "2011", str(season_years()[0]))),
        ("--programs", "nowhere.csv", ("nowhere.csv", "No such file", "Check the path")),
    ],
)
def test_a_bad_option_is_told_as_in_a_plan(option: str, value: str, told: tuple[str, ...]) -> None:
    assert_refused(run("build", EXAMPLE, option, value, "--json"), *told)


def test_a_plan_that_is_not_there_is_told() -> None:
    assert_refused(run("build", "nowhere.toml"), "nowhere.toml", "No such file", "Check the path")


def test_a_plan_that_is_a_picture_is_told(tmp_path: Path) -> None:
    picture = tmp_path / "plan.toml"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    assert_refused(run("build", picture), "plan.toml", "not UTF-8")


def test_every_fault_has_a_line_of_its_own(tmp_path: Path) -> None:
    text = plan_with("flexibility = 0.5", "flexibility = 5").replace("3330", "-5").replace("= 235", "= 9")
    result = run("build", file(tmp_path, "plan.toml", text))
    assert len(result.stderr.splitlines()) == 3


def test_a_fault_with_markup_or_line_breaks_in_it_is_one_line_of_plain_text(tmp_path: Path) -> None:
    text = f'{PLAN}\n[quotas]\nregion = {{ "[red]A\\nB[/]" = {{ minimum = 1 }} }}\n'
    result = run("build", file(tmp_path, "plan.toml", text))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "[red]A" in result.stderr
    assert "[/]" in result.stderr


def test_a_usage_error_ends_in_status_2() -> None:
    assert run("build").exit_code == 2
    assert run("build", EXAMPLE, "--budget", "lots").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_a_defect_of_matchlist_is_not_blamed_on_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def disagrees(*_: object, **__: object) -> None:
        raise RefereeDisagreement([])

    monkeypatch.setattr(optimizer.plan, "build_list", disagrees)
    result = run("build", EXAMPLE)
    assert result.exit_code == 1
    assert isinstance(result.exception, RefereeDisagreement)


def assert_refused(result: Result, *told: str) -> None:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert isinstance(result.exception, SystemExit)
    for words in told:
        assert words in result.stderr


def test_a_mistake_ends_a_real_process_with_status_2_and_no_traceback() -> None:
    result = process("build", EXAMPLE, "--budget", "-5", "--json")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines() == ["--budget: can't be used (found -5.0); allowed: dollars from 0. Correct it."]


# ---- why ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> tuple[object, ...]:
    """Plan and directory of six like programs, of which three can be applied to."""
    plan = file(tmp_path, "plan.toml", f"{PLAN}\n[quotas]\napplications = {{ maximum = 3 }}\n")
    return plan, "--programs", file(tmp_path, "six.csv", SIX)


def test_why_tells_a_program_on_the_list_and_one_off_it(small: tuple[object, ...]) -> None:
    plan, *programs = small
    on_list = {each["id"] for each in json.loads(run("build", *small, "--json").stdout)["programs"]}
    assert len(on_list) == 3
    for program in ("p0", "p1", "p2", "p3", "p4", "p5"):
        result = run("why", plan, program, *programs)
        assert result.exit_code == 0
        told = flat(result.stdout)
        assert ("It is on the list" in told) == (program in on_list)
        assert ("Without it" in told) == (program in on_list)
        assert ("If you lock it in" in told) == (program not in on_list)
        assert "score Step 2 CK: 240" in told
        assert "the program's interview rate for non-US IMG applicants" in told


def test_why_names_ids_near_an_unknown_one(small: tuple[object, ...]) -> None:
    plan, *programs = small
    assert_refused(run("why", plan, "p4-", *programs), "PROGRAM_ID", "'p4-'", "p4 (Program 4)")


def test_why_takes_the_whole_name_of_a_program_as_its_id(small: tuple[object, ...]) -> None:
    plan, *programs = small
    by_name, by_id = (run("why", plan, given, *programs) for given in ("Program 4", "p4"))
    assert by_name.exit_code == by_id.exit_code == 0
    assert by_name.stdout == by_id.stdout


def test_why_of_an_impossible_plan_ends_in_status_3(small: tuple[object, ...]) -> None:
    plan, *programs = small
    with Path(str(plan)).open("a", encoding="utf-8") as text:
        text.write("setting = { university = { minimum = 1 } }\n")
    result = run("why", plan, "p0", *programs)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "setting university" in result.stderr


def test_why_with_a_bad_budget_ends_in_status_2(small: tuple[object, ...]) -> None:
    plan, *programs = small
    assert_refused(run("why", plan, "p0", *programs, "--budget", "-1"), "--budget: ", "dollars from 0")


# ---- the rest ----------------------------------------------------------------------------------------------------


def test_the_version_is_that_of_the_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: {"matchlist": "1.2.3"}[name])
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, "matchlist 1.2.3\n")


def test_without_an_installed_distribution_there_is_no_version_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", missing)
    result = run("--version")
    assert result.exit_code == 0
    assert "not installed" in result.stdout


def every_command(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, part in getattr(command, "commands", {}).items():
        yield from every_command(part, *path, name)


def test_help_shows_every_word_that_was_written_for_it() -> None:
    for path, command in every_command(get_command(app)):
        shown = set(re.findall(r"\S+", CliRunner().invoke(app, [*path, "--help"]).output))
        texts = [command.help or "", *(one.help for one in command.params if getattr(one, "help", None))]
        assert {word for text in texts for word in text.partition("\f")[0].split()} <= shown, path


def test_help_names_every_command_and_loads_neither_solver_nor_web_server() -> None:
    code = """
import sys
from optimizer.cli import main
try:
    main()
finally:
    print(sorted({"numpy", "ortools", "scipy", "streamlit", "pandas"} & set(sys.modules)), file=sys.stderr)
"""
    result = process("--help", code=code)
    assert result.returncode == 0
    assert all(command in result.stdout for command in ("build", "why", "app"))
    assert result.stderr.strip() == "[]"


def test_building_a_list_loads_no_web_server_and_no_data_frames() -> None:
    code = """
import sys
from optimizer.cli import main
try:
    main()
finally:
    print(sorted({"streamlit", "altair", "pandas"} & set(sys.modules)), file=sys.stderr)
"""
    assert process("build", EXAMPLE, "--json", code=code).stderr.strip() == "[]"


def test_the_dashboards_entry_is_looked_for_in_the_package_first_and_then_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "optimizer"
    package.mkdir()
    with pytest.raises(BadInput, match="the dashboard's entry is missing"):
        dashboard_entry(package)
    beside = file(tmp_path, "app.py", "")
    assert dashboard_entry(package) == beside
    inside = file(package, "app.py", "")
    assert dashboard_entry(package) == inside


class Started(Exception):
    """Stands for the process having become another."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The command that `matchlist app` turns into, without turning into it."""
    command: list[str] = []

    def execv(_: str, arguments: list[str]) -> None:
        command.extend(arguments)
        raise Started

    for name in list(os.environ):
        if name.startswith("STREAMLIT_") or name in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name)
    # Set and taken away, so that what the command sets is taken away again after the test.
    for name in ("SERVER_ADDRESS", "SERVER_HEADLESS", "BROWSER_GATHER_USAGE_STATS", "SERVER_SHOW_EMAIL_PROMPT"):
        monkeypatch.setenv(f"STREAMLIT_{name}", "")
        monkeypatch.delenv(f"STREAMLIT_{name}")
    monkeypatch.setattr(serving, "dashboard_entry", lambda: tmp_path / "app.py")
    monkeypatch.setattr(serving, "CAN_BECOME_ANOTHER", True)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "execv", execv)
    return command


@pytest.fixture
def port() -> str:
    """One that nobody has taken."""
    with socket.create_server(("localhost", 0)) as free:
        return str(free.getsockname()[1])


def test_the_dashboard_is_served_here_only_without_statistics_or_questions(
    started: list[str], port: str, tmp_path: Path
) -> None:
    result = run("app", "--port", port)
    assert isinstance(result.exception, Started)
    assert started == [sys.executable, str(tmp_path / "app.py"), "--server.port", port]
    assert f"http://localhost:{port}" in result.stdout
    assert os.environ["STREAMLIT_SERVER_ADDRESS"] == "localhost"
    assert os.environ["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"
    assert os.environ["STREAMLIT_SERVER_SHOW_EMAIL_PROMPT"] == "false"
    assert os.environ["STREAMLIT_SERVER_HEADLESS"] == "true"


def test_a_hosted_copy_is_told_its_names(started: list[str], port: str, tmp_path: Path) -> None:
    run("app", "--port", port, "--host-name", "a.example.org", "--host-name", "*.example.net")
    assert started[1:4] == [str(tmp_path / "app.py"), "--server.port", port]
    assert started[4:] == ["--server.allowedHosts", "a.example.org", "--server.allowedHosts", "*.example.net"]


@pytest.mark.parametrize("name", ["https://a.example.org", "a.example.org:443", "", "*", "a b", "-x", "--server.port"])
def test_what_is_no_name_of_a_server_is_refused(started: list[str], name: str) -> None:
    result = run("app", f"--host-name={name}")
    assert result.exit_code == 2
    assert "is no name of a server" in flat(result.stderr)
    assert not started


def test_where_a_process_cannot_become_another_it_waits_for_it(
    started: list[str], port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(command: list[str]) -> int:
        started.extend(command)
        return 7

    monkeypatch.setattr(serving, "CAN_BECOME_ANOTHER", False)
    monkeypatch.setattr(subprocess, "call", call)
    assert run("app", "--port", port).exit_code == 7
    assert started[-2:] == ["--server.port", port]


def test_with_a_display_a_browser_may_open(started: list[str], port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    run("app", "--port", port)
    assert started
    assert os.environ["STREAMLIT_SERVER_HEADLESS"] == "false"


def test_who_sets_the_server_otherwise_has_their_way(
    started: list[str], port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")  # noqa: S104 - in a container
    run("app", "--port", port)
    assert started
    assert os.environ["STREAMLIT_SERVER_ADDRESS"] == "0.0.0.0"  # noqa: S104 - as above


def test_a_port_that_is_taken_is_told(started: list[str]) -> None:
    with socket.create_server(("localhost", 0)) as other:
        port = other.getsockname()[1]
        assert_refused(run("app", "--port", port), "--port: ", f"{port}", f"Try --port {port + 1}")
    assert not started


def test_on_a_terminal_headings_stand_out(monkeypatch: pytest.MonkeyPatch, small: tuple[object, ...]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1mLimits\x1b[0m" in run("build", *small).stdout


def test_the_console_script_reads_its_arguments_and_survives_a_poor_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    poor = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    programs = file(tmp_path, "one.csv", HEADER + "p,Łódź Hospital,Łódź,internal-medicine,Mayagüez,PR,,\n")
    monkeypatch.setattr(sys, "stdout", poor)
    monkeypatch.setattr(
        sys, "argv", ["matchlist", "build", str(file(tmp_path, "p.toml", PLAN)), "--programs", str(programs)]
    )
    with pytest.raises(SystemExit) as left:
        main()
    poor.seek(0)
    assert not left.value.code
    told = poor.read()
    assert "?ód? Hospital" in told
    assert "Mayagüez, PR" in told


def test_a_spinner_turns_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, small: tuple[object, ...]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run("build", *small, "--json")
    assert "Building the list" in result.stderr
    assert json.loads(result.stdout)["status"] == "solved"
    monkeypatch.delenv("FORCE_COLOR")
    assert run("build", *small, "--json").stderr == ""
