"""``matchlist build`` with files: what is written, what comes back edited, and what is kept beside the plan."""

import csv
import io
import json
from pathlib import Path

import pypdf
import pytest

from optimizer.data_folder import data_folder
from optimizer.plan import history_folder, read_history, read_plan
from tests.cli.test_commands import SIX, file, flat, run

PLAN = """# my words
title = "Mine"
programs = ["programs.csv"]
[applicant]
type = "non-us-img"
specialties = ["internal-medicine"]
step2 = 240
[quotas]
applications = { maximum = 3 }
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file(tmp_path, "programs.csv", SIX)
    return file(tmp_path, "plan.toml", PLAN)


def edit(path: Path, *, gone: int = 0, locked: int | None = None) -> list[str]:
    """Take some rows off the top of a list and lock one of the rest; gives back the ids there were."""
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    if locked is not None:
        rows[locked]["locked"] = "yes"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows[gone:])
    return [row["id"] for row in rows]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "pdf"])
def test_the_list_is_written_in_the_format_of_the_ending(ending: str, plan: Path, tmp_path: Path) -> None:
    out = tmp_path / f"list.{ending}"
    result = run("build", plan, "--out", out)
    assert result.exit_code == 0, result.output
    assert f"The list is in {out}." in flat(result.stdout).replace(" ", "") or str(out) in result.stdout
    starts = {"csv": b"\xef\xbb\xbfnumber", "xlsx": b"PK", "json": b"{", "pdf": b"%PDF"}
    assert out.read_bytes().startswith(starts[ending])


def test_a_list_written_as_json_is_built_again_from_that_file(plan: Path, tmp_path: Path) -> None:
    run("build", plan, "--out", tmp_path / "list.json")
    again = json.loads(run("build", tmp_path / "list.json", "--json").stdout)
    written = json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))
    assert again | {"seconds": 0} == written | {"seconds": 0}


def test_a_csv_exported_edited_and_read_back_gives_the_edited_plan(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    run("build", plan, "--out", out)
    ids = edit(out, gone=1, locked=2)
    result = run("build", plan, "--list", out, "--save-plan", tmp_path / "new.toml")
    assert result.exit_code == 0, result.output
    told = flat(result.stdout)
    assert f"1 program removed, so locked out: {ids[0]}" in told
    assert f"1 program locked in: {ids[2]}" in told
    saved = read_plan(tmp_path / "new.toml")
    assert (saved.locks.apply, saved.locks.never) == ((ids[2],), (ids[0],))
    found = json.loads(run("build", tmp_path / "new.toml", "--json").stdout)
    assert ids[0] not in {one["id"] for one in found["programs"]}
    assert [one["locked"] for one in found["programs"] if one["id"] == ids[2]] == [True]


def test_edits_go_on_from_list_to_list_though_the_plan_s_file_stays_as_it_is(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    run("build", plan, "--out", out)
    first = edit(out, gone=1)
    run("build", plan, "--list", out, "--out", out)
    second = edit(out, gone=1)
    result = run("build", plan, "--list", out, "--save-plan", tmp_path / "new.toml")
    assert "stay in force: locks.never" in flat(result.stdout)
    assert set(read_plan(tmp_path / "new.toml").locks.never) == {first[0], second[0]}
    assert plan.read_text(encoding="utf-8") == PLAN


def test_a_list_that_came_back_unchanged_says_so(plan: Path, tmp_path: Path) -> None:
    run("build", plan, "--out", tmp_path / "list.xlsx")
    result = run("build", plan, "--list", tmp_path / "list.xlsx")
    assert "came back as it was" in result.stdout


def test_a_list_that_somebody_edited_is_kept_beside_the_new_one(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    run("build", plan, "--out", out)
    assert "held before" not in flat(run("build", plan, "--out", out).stdout)
    edit(out, gone=1)
    edited = out.read_bytes()
    assert "What list.csv held before is in" in flat(run("build", plan, "--out", out).stdout)
    assert (tmp_path / "list.previous.csv").read_bytes() == edited


def test_signals_and_tiers_that_were_changed_are_told(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.csv"
    run("build", plan, "--out", out)
    text = out.read_text(encoding="utf-8-sig").replace(",gold,", ",none,").replace(",safety,", ",reach,")
    out.write_text(text, encoding="utf-8")
    told = flat(run("build", plan, "--list", out).stdout)
    assert "with another signal" in told
    assert "in another tier" in told


def test_a_list_of_another_plan_is_bad_input(plan: Path, tmp_path: Path) -> None:
    run("build", plan, "--out", tmp_path / "list.csv", "--no-keep")
    plan.write_text(PLAN.replace("maximum = 3", "maximum = 2"), encoding="utf-8")
    result = run("build", plan, "--list", tmp_path / "list.csv")
    assert result.exit_code == 2
    assert "was not made from the plan as it is now" in result.stderr


def test_the_tracking_sheet_is_written_once_and_never_over_another_file(plan: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    assert run("build", plan, "--tracking", sheet).exit_code == 0
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbfid,program,")
    sheet.write_text("filled in", encoding="utf-8")
    result = run("build", plan, "--tracking", sheet)
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert sheet.read_text(encoding="utf-8") == "filled in"


def test_all_that_can_t_be_written_is_told_at_once(plan: Path, tmp_path: Path) -> None:
    same = tmp_path / "same.csv"
    wrong = ("--out", same, "--tracking", same, "--save-plan", plan)
    result = run("build", plan, *wrong)
    assert result.exit_code == 2
    assert "--tracking: is the list's file" in result.stderr
    assert "--save-plan: the file exists already" in result.stderr
    assert plan.read_text(encoding="utf-8") == PLAN
    other = run("build", plan, "--out", tmp_path / "a.doc", "--tracking", tmp_path / "b.pdf")
    assert len(other.stderr.splitlines()) == 2


def test_looking_leaves_nothing_behind(plan: Path) -> None:
    before = sorted(plan.parent.iterdir())
    run("build", plan)
    run("build", plan, "--json")
    assert sorted(plan.parent.iterdir()) == before


def test_what_is_written_to_a_file_is_kept_and_from_then_on_every_change(plan: Path, tmp_path: Path) -> None:
    result = run("build", plan, "--out", tmp_path / "list.csv")
    assert "This version is kept as" in flat(result.stdout)
    assert "kept" not in run("build", plan).stdout
    run("build", plan, "--budget", "22")
    found = read_history(plan)
    assert len(found.versions) == 2
    assert found.versions[0].file.with_suffix(".toml").read_text(encoding="utf-8") == PLAN
    assert found.versions[1].kept.plan is not None
    assert found.versions[1].kept.plan.budget.dollars == 22


def test_keeping_is_begun_with_keep_and_left_with_no_keep(plan: Path, tmp_path: Path) -> None:
    run("build", plan, "--out", tmp_path / "list.csv", "--no-keep")
    assert not history_folder(plan).exists()
    run("build", plan, "--keep")
    assert len(read_history(plan).versions) == 1


def test_nothing_is_kept_among_matchlist_s_own_examples(tmp_path: Path) -> None:
    example = data_folder() / "examples" / "los-angeles-psychiatry.toml"
    result = run("build", example, "--out", tmp_path / "list.pdf")
    assert "This version is kept" not in result.stdout
    assert not history_folder(example).exists()
    assert len(pypdf.PdfReader(tmp_path / "list.pdf").pages) == 2


def test_a_page_for_an_adviser_is_one_page_beside_the_list(plan: Path) -> None:
    out, page = plan.with_name("list.csv"), plan.with_name("page.pdf")
    told = flat(run("build", plan, "--out", out, "--adviser", page).stdout)
    assert f"The page for an adviser is in {page}." in told
    (only,) = pypdf.PdfReader(page).pages
    assert "Mine" in only.extract_text()


@pytest.mark.parametrize("name", ["page.csv", "nowhere/page.pdf"])
def test_a_page_for_an_adviser_is_a_pdf_in_a_folder_that_is_there(plan: Path, name: str) -> None:
    result = run("build", plan, "--adviser", plan.parent / name)
    assert result.exit_code == 2
    assert "--adviser" in result.stderr


def test_the_list_and_the_page_for_an_adviser_are_two_files(plan: Path) -> None:
    out = plan.with_name("list.pdf")
    result = run("build", plan, "--out", out, "--adviser", out)
    assert result.exit_code == 2
    assert not out.exists()
