"""Versions kept beside a plan: only ever added, none lost, none twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from optimizer.errors import BadInput
from optimizer.export import keep_version
from optimizer.plan import Plan, ProgramList, history_folder, next_version, read_history, read_plan
from tests.export.lists import listed, program_list
from tests.people_and_programs import plan

START = datetime(2026, 9, 1, 12, tzinfo=UTC)
TEXT = "# my own words\n[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n"


def plan_file(folder: Path) -> Path:
    path = folder / "my-plan.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def keep(file: Path, wanted: Plan, found: ProgramList, minutes: int = 0) -> Path | None:
    version = next_version(file, wanted, found, START + timedelta(minutes=minutes))
    if version is not None:
        keep_version(version, file, found, wanted)
    return version


def test_versions_stand_in_a_folder_beside_the_plan_with_the_plan_s_own_words(tmp_path: Path) -> None:
    file = plan_file(tmp_path)
    version = keep(file, plan(), program_list(listed()))
    assert version is not None
    assert version.parent == history_folder(file) == tmp_path / "my-plan.history"
    assert version.with_suffix(".toml").read_text(encoding="utf-8") == TEXT
    assert read_plan(version) == plan()


def test_versions_come_oldest_first_with_the_moment_they_were_kept(tmp_path: Path) -> None:
    file = plan_file(tmp_path)
    for minutes, name in ((5, "b"), (0, "a"), (7, "c")):
        keep(file, plan(), program_list(listed(id=name)), minutes)
    found = read_history(file)
    assert [one.kept.programs[0].id for one in found.versions] == ["a", "b", "c"]
    assert found.versions[1].kept_at == START + timedelta(minutes=5)


def test_the_same_list_of_the_same_plan_is_kept_once(tmp_path: Path) -> None:
    file = plan_file(tmp_path)
    assert keep(file, plan(), program_list(listed())) is not None
    assert keep(file, plan(), program_list(listed(), seconds=9.0), 1) is None
    assert keep(file, plan(title="Other"), program_list(listed()), 2) is not None
    assert keep(file, plan(), program_list(listed()), 3) is not None
    assert len(read_history(file).versions) == 3


def test_a_damaged_version_is_told_and_hides_no_other(tmp_path: Path) -> None:
    file = plan_file(tmp_path)
    keep(file, plan(), program_list(listed()))
    (history_folder(file) / "20260901T130000000000Z-damaged.json").write_text("{", encoding="utf-8")
    (history_folder(file) / "notes.json").write_text("{}", encoding="utf-8")
    found = read_history(file)
    assert len(found.versions) == 1
    assert len(found.faults) == 1
    assert "damaged" in found.faults[0].where


def test_a_plan_without_history_has_none(tmp_path: Path) -> None:
    found = read_history(plan_file(tmp_path))
    assert found.versions == ()
    assert found.faults == ()


def test_a_plan_that_is_json_is_not_copied_beside_its_version(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text("{}", encoding="utf-8")
    version = keep(file, plan(), program_list(listed()))
    assert version is not None
    assert list(version.parent.iterdir()) == [version]


def test_where_the_folder_can_t_be_made_it_is_told(tmp_path: Path) -> None:
    file = plan_file(tmp_path)
    history_folder(file).write_text("a file in the way", encoding="utf-8")
    with pytest.raises(BadInput, match="can't be kept"):
        keep_version(history_folder(file) / "a.json", file, program_list(listed()), plan())
