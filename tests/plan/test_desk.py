"""The desk, in a file and in a database: what is kept is kept whole, and nobody overwrites another."""

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.errors import BadInput
from optimizer.plan import Desk, DeskFile, Sheet, WrittenMeanwhile, database_of
from optimizer.plan.kept.desk_file import FORM
from tests.postgres import Postgres

KILLS = 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine" / "drafts.sqlite"


@pytest.fixture(params=["file", "database"])
def desk(request: pytest.FixtureRequest, file: Path) -> Iterator[Desk]:
    """The same desk in each of its two places."""
    if request.param == "file":
        yield Desk(DeskFile(file))
        return
    server: Postgres = request.getfixturevalue("database_server")
    place = database_of({"address": server.address(server.new_database())})
    yield Desk(place, "ann")
    place.close()


def test_a_desk_that_was_never_used_is_empty(desk: Desk) -> None:
    assert (desk.sheets(), desk.sheet("a"), desk.revision("a"), desk.mark("b")) == ((), None, 0, "")


def test_a_desk_that_was_never_used_makes_no_file(file: Path) -> None:
    assert Desk(DeskFile(file)).sheets() == ()
    assert not file.parent.exists()


# Text with NUL in it can't be kept in PostgreSQL; what is kept is JSON, which writes that sign another way.
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=1, max_size=4))
def test_what_is_written_last_is_read_as_it_was_written(contents: list[str], desk: Desk) -> None:
    desk.take_off("a")
    sheet = Sheet("a", "")
    for content in contents:
        sheet = desk.write(Sheet("a", content, sheet.revision, "now"), {"last": content})
    assert desk.sheets() == (Sheet("a", contents[-1], len(contents), "now"),)
    assert desk.revision("a") == len(contents)
    assert desk.mark("last") == contents[-1]


def test_sheets_stand_in_the_order_in_which_they_were_first_kept(desk: Desk) -> None:
    first = desk.write(Sheet("z", "one"))
    desk.write(Sheet("a", "two"))
    desk.write(Sheet("z", "three", first.revision))
    assert [sheet.key for sheet in desk.sheets()] == ["z", "a"]


def test_a_sheet_that_is_put_in_the_place_of_another_is_the_only_one_there(desk: Desk) -> None:
    desk.write(Sheet("a", "mine"))
    desk.write(Sheet("b", "other"))
    desk.rename("a", "b")
    desk.rename("gone", "b")
    desk.rename("b", "b")
    assert [(sheet.key, sheet.content) for sheet in desk.sheets()] == [("b", "mine")]


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


def test_nobody_else_at_this_computer_can_read_it(file: Path) -> None:
    Desk(DeskFile(file)).note("in hand", "a")
    assert file.stat().st_mode & 0o077 == 0


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
def test_a_file_that_cannot_be_used_is_told_and_left_as_it_is(made: object, words: str, file: Path) -> None:
    file.parent.mkdir()
    assert callable(made)
    made(file)
    desk = Desk(DeskFile(file))
    before = file.read_bytes() if file.is_file() else b""
    for act in (desk.sheets, lambda: desk.write(Sheet("a", "mine")), lambda: desk.mark("in hand")):
        with pytest.raises(BadInput, match=words):
            act()
    assert (file.read_bytes() if file.is_file() else b"") == before


def test_a_file_of_the_form_before_keeps_all_that_is_in_it(file: Path) -> None:
    file.parent.mkdir()
    _script(
        file,
        """
        CREATE TABLE sheet (
          key TEXT PRIMARY KEY, content TEXT NOT NULL, revision INTEGER NOT NULL, written_at TEXT NOT NULL
        );
        CREATE TABLE mark (name TEXT PRIMARY KEY, content TEXT NOT NULL);
        INSERT INTO sheet VALUES ('z', 'first', 7, 'then'), ('a', 'second', 1, 'later');
        INSERT INTO mark VALUES ('in hand', 'z');
        PRAGMA user_version = 1;
        """,
    )
    desk = Desk(DeskFile(file))
    assert desk.sheets() == (Sheet("z", "first", 7, "then"), Sheet("a", "second", 1, "later"))
    assert desk.mark("in hand") == "z"
    assert desk.write(Sheet("z", "on", 7)).revision == 8
    with closing(sqlite3.connect(file)) as store:
        assert store.execute("PRAGMA user_version").fetchone() == (FORM,)
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="can't be kept here"):
        Desk(DeskFile(tmp_path / "file" / "drafts.sqlite")).note("in hand", "a")


def test_a_desk_that_was_put_in_the_place_of_another_is_the_one_that_counts(file: Path, tmp_path: Path) -> None:
    desk, other = Desk(DeskFile(file)), Desk(DeskFile(tmp_path / "other.sqlite"))
    desk.write(Sheet("a", "mine"))
    other.write(Sheet("a", "theirs"))
    other.write(Sheet("b", "theirs too"))
    for part in file.parent.iterdir():
        part.unlink()
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as store, closing(sqlite3.connect(file)) as here:
        store.backup(here)
    assert [sheet.content for sheet in desk.sheets()] == ["theirs", "theirs too"]
    desk.write(Sheet("a", "mine again", 1))
    with closing(sqlite3.connect(file)) as store:
        assert store.execute("SELECT content FROM sheet WHERE key = 'a'").fetchone() == ("mine again",)


def test_a_desk_that_a_program_has_used_is_one_file_when_it_ends(file: Path) -> None:
    said = (
        "from pathlib import Path; from optimizer.plan import Desk, DeskFile; "
        f"Desk(DeskFile(Path({str(file)!r}))).note('a', 'b')"
    )
    subprocess.run([sys.executable, "-c", said], check=True)
    assert [part.name for part in file.parent.iterdir()] == [file.name]
    assert Desk(DeskFile(file)).mark("a") == "b"


def _script(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as store:
        store.executescript(script)


def _write_for_ever(path: Path, told: Path) -> None:
    """Write sheet after sheet, and say of each, in a file of its own, that it is kept."""
    desk, sheet = Desk(DeskFile(path)), Sheet("a", "")
    sheet = desk.sheet("a") or sheet
    with told.open("a", encoding="utf-8") as said:
        while True:
            sheet = desk.write(Sheet("a", "x" * (sheet.revision * 7919 % 20_000), sheet.revision))
            said.write(f"{sheet.revision}\n")
            said.flush()


def test_whoever_is_killed_while_writing_loses_nothing_that_was_said_to_be_kept(file: Path, tmp_path: Path) -> None:
    desk = Desk(DeskFile(file))
    told = tmp_path / "told"
    seed = random.Random(1)  # noqa: S311 - moments to kill at, no secrets
    for _ in range(KILLS):
        writer = multiprocessing.get_context("fork").Process(target=_write_for_ever, args=(file, told))
        writer.start()
        before = told.stat().st_size if told.exists() else 0
        while not told.exists() or told.stat().st_size == before:
            time.sleep(0.01)
        time.sleep(seed.uniform(0.0, 0.1))
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        said = int(told.read_text(encoding="utf-8").split("\n")[-2])
        assert said <= desk.revision("a") <= said + 1
