"""The desk: what is kept is kept whole, nobody overwrites another, and a file that can't be used is left as it is."""

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.errors import BadInput
from optimizer.plan import Desk, Sheet, WrittenMeanwhile

KILLS = 20


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "mine" / "drafts.sqlite")


def test_a_desk_that_was_never_used_is_empty_and_makes_no_file(desk: Desk) -> None:
    assert (desk.sheets(), desk.sheet("a"), desk.revision("a"), desk.mark("b")) == ((), None, 0, "")
    assert not desk.path.parent.exists()


@settings(max_examples=20)
@given(contents=st.lists(st.text(), min_size=1, max_size=4))
def test_what_is_written_last_is_read_as_it_was_written(
    contents: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = Desk(tmp_path_factory.mktemp("desk") / "drafts.sqlite")
    sheet = Sheet("a", "")
    for content in contents:
        sheet = desk.write(Sheet("a", content, sheet.revision, "now"))
    assert desk.sheets() == (Sheet("a", contents[-1], len(contents), "now"),)
    assert desk.revision("a") == len(contents)


def test_of_two_writers_the_later_one_is_told_and_nothing_is_written_over(desk: Desk) -> None:
    first = desk.write(Sheet("a", "mine"))
    with pytest.raises(WrittenMeanwhile) as refused:
        desk.write(Sheet("a", "yours"))
    assert refused.value.sheet == first == desk.sheet("a")


def test_a_sheet_that_was_taken_off_meanwhile_is_told(desk: Desk) -> None:
    kept = desk.write(Sheet("a", "mine"))
    desk.take_off("a")
    with pytest.raises(WrittenMeanwhile) as refused:
        desk.write(kept)
    assert refused.value.sheet is None


def test_a_sheet_can_be_put_under_another_key(desk: Desk) -> None:
    desk.write(Sheet("a", "mine"))
    desk.rename("a", "b")
    assert [sheet.key for sheet in desk.sheets()] == ["b"]


def test_notes_are_kept_by_name(desk: Desk) -> None:
    desk.note("in hand", "a")
    desk.note("in hand", "b")
    assert (desk.mark("in hand"), desk.mark("other")) == ("b", "")


def test_nobody_else_at_this_computer_can_read_it(desk: Desk) -> None:
    desk.note("in hand", "a")
    assert desk.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda path: path.write_bytes(b"no database at all" * 100), "damaged"),
        (lambda path: _script(path, "PRAGMA user_version = 99"), "of a newer matchlist"),
        (lambda path: _script(path, "CREATE TABLE other (a)"), "none that matchlist keeps plans in"),
        (lambda path: path.mkdir(), "can't be kept here"),
    ],
    ids=["no database", "newer", "somebody else's", "a folder"],
)
def test_a_file_that_cannot_be_used_is_told_and_left_as_it_is(made: object, words: str, desk: Desk) -> None:
    desk.path.parent.mkdir()
    assert callable(made)
    made(desk.path)
    before = desk.path.read_bytes() if desk.path.is_file() else b""
    for act in (desk.sheets, lambda: desk.write(Sheet("a", "mine")), lambda: desk.mark("in hand")):
        with pytest.raises(BadInput, match=words):
            act()
    assert (desk.path.read_bytes() if desk.path.is_file() else b"") == before


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="can't be kept here"):
        Desk(tmp_path / "file" / "drafts.sqlite").note("in hand", "a")


def test_a_desk_that_was_put_in_the_place_of_another_is_the_one_that_counts(desk: Desk, tmp_path: Path) -> None:
    desk.write(Sheet("a", "mine"))
    other = Desk(tmp_path / "other.sqlite")
    other.write(Sheet("a", "theirs"))
    other.write(Sheet("b", "theirs too"))
    for file in tmp_path.glob("mine/*"):
        file.unlink()
    with closing(sqlite3.connect(other.path)) as store, closing(sqlite3.connect(desk.path)) as here:
        store.backup(here)
    desk.path.chmod(0o600)
    assert [sheet.content for sheet in desk.sheets()] == ["theirs", "theirs too"]
    desk.write(Sheet("a", "mine again", 1))
    with closing(sqlite3.connect(desk.path)) as store:
        assert store.execute("SELECT content FROM sheet WHERE key = 'a'").fetchone() == ("mine again",)


def test_a_desk_that_a_program_has_used_is_one_file_when_it_ends(desk: Desk) -> None:
    said = f"from pathlib import Path; from optimizer.plan import Desk; Desk(Path({str(desk.path)!r})).note('a', 'b')"
    subprocess.run([sys.executable, "-c", said], check=True)
    assert [file.name for file in desk.path.parent.iterdir()] == [desk.path.name]
    assert desk.mark("a") == "b"


def _script(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as store:
        store.executescript(script)


def _write_for_ever(path: Path, told: Path) -> None:
    """Write sheet after sheet, and say of each, in a file of its own, that it is kept."""
    desk, sheet = Desk(path), Sheet("a", "")
    sheet = desk.sheet("a") or sheet
    with told.open("a", encoding="utf-8") as said:
        while True:
            sheet = desk.write(Sheet("a", "x" * (sheet.revision * 7919 % 20_000), sheet.revision))
            said.write(f"{sheet.revision}\n")
            said.flush()


def test_whoever_is_killed_while_writing_loses_nothing_that_was_said_to_be_kept(desk: Desk, tmp_path: Path) -> None:
    told = tmp_path / "told"
    seed = random.Random(1)  # noqa: S311 - moments to kill at, no secrets
    for _ in range(KILLS):
        writer = multiprocessing.get_context("fork").Process(target=_write_for_ever, args=(desk.path, told))
        writer.start()
        before = told.stat().st_size if told.exists() else 0
        while not told.exists() or told.stat().st_size == before:
            time.sleep(0.01)
        time.sleep(seed.uniform(0.0, 0.1))
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        said = int(told.read_text(encoding="utf-8").split("\n")[-2])
        assert said <= desk.revision("a") <= said + 1
