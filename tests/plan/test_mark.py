"""The mark of a plan changes with all that its answers rest on, and with nothing else."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.data_folder import data_folder
from optimizer.evidence import FURTHER_FOLDER
from optimizer.plan import changed_plan, plan_mark
from optimizer.plan.document import mark as mark_room
from tests.people_and_programs import plan

PROGRAMS = "id,name,institution,specialty,city,state\na,A,A Hospital,psychiatry,Fresno,CA\n"
FIGURES = "name,low,central,high\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {"programs": tmp_path / "programs.csv", "evidence_file": tmp_path / "figures.csv"}
    found["programs"].write_text(PROGRAMS, encoding="utf-8")
    found["evidence_file"].write_text(FIGURES, encoding="utf-8")
    return found


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Shipped data in a folder that may be altered."""
    folder = tmp_path / "data"
    (folder / "seasons").mkdir(parents=True)
    for name in ("evidence.csv", "states.csv", "seasons/2026.toml"):
        shutil.copy(data_folder() / name, folder / name)
    monkeypatch.setattr(mark_room, "data_folder", lambda: folder)
    yield folder
    mark_room.shipped_mark.cache_clear()


def of(files: dict[str, Path]) -> str:
    return plan_mark(plan(season=2026, programs=(str(files["programs"]),), evidence_file=str(files["evidence_file"])))


@pytest.mark.parametrize("name", ["programs", "evidence_file"])
def test_one_byte_of_a_named_file_changes_it_and_moving_the_file_does_not(files: dict[str, Path], name: str) -> None:
    before = of(files)
    moved = files | {name: files[name].rename(files[name].with_name("elsewhere.csv"))}
    assert of(moved) == before
    content = bytearray(moved[name].read_bytes())
    content[-2] ^= 1
    moved[name].write_bytes(content)
    assert of(moved) != before
    moved[name].unlink()
    assert of(moved) != before


@pytest.mark.parametrize("name", ["evidence.csv", "states.csv", "seasons/2026.toml"])
def test_one_byte_of_the_shipped_data_changes_it_and_moving_the_folder_does_not(
    shipped: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = plan_mark(plan(season=2026))
    moved = shipped.rename(shipped.with_name("moved"))
    monkeypatch.setattr(mark_room, "data_folder", lambda: moved)
    assert plan_mark(plan(season=2026)) == before
    content = bytearray((moved / name).read_bytes())
    content[-2] ^= 1
    (moved / name).write_bytes(content)
    # A new start of matchlist reads its data anew.
    mark_room.shipped_mark.cache_clear()
    assert plan_mark(plan(season=2026)) != before


def test_another_season_changes_it_and_so_does_another_file_of_the_season(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = plan_mark(plan(season=2026))
    assert plan_mark(plan(season=2027)) != before
    text = (data_folder() / "seasons" / "2026.toml").read_text(encoding="utf-8")
    monkeypatch.setenv(FURTHER_FOLDER, str(tmp_path))
    # A figure that is another one: the note of a signal count.
    (tmp_path / "2026.toml").write_text(text.replace("carried from 2025", "carried over from 2025"), encoding="utf-8")
    assert plan_mark(plan(season=2026)) != before


def test_the_version_kept_facts_wishes_and_programs_in_hand_change_it(monkeypatch: pytest.MonkeyPatch) -> None:
    one = plan(season=2026)
    before = plan_mark(one)
    assert plan_mark(one) == before
    assert plan_mark(changed_plan(one, {"budget.dollars": 300.0})) != before
    assert plan_mark(one, "another directory") != before
    with monkeypatch.context() as other:
        other.setattr(mark_room, "facts_mark", lambda _: "other facts")
        assert plan_mark(one) != before
    monkeypatch.setattr(mark_room, "_release", lambda: "999")
    assert plan_mark(one) != before


def test_facts_that_are_not_kept_are_a_state_of_their_own() -> None:
    assert plan_mark(plan(facts=("nowhere",))) != plan_mark(plan())
