"""Stores that are new, old, newer, damaged, foreign, or in use by somebody else."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from optimizer.errors import BadInput
from optimizer.season.tracker import STORE_VARIABLE, Contact, Entry, KeptTie, Tracker, opening, store_path
from optimizer.season.tracker.opening import APPLICATION_ID, opened, reading, writing
from optimizer.season.tracker.tables import Record
from tests.season.seasons import OCTOBER, SENT, tracked


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "season.sqlite"
    with Tracker.at(path) as tracker:
        tracker.follow([tracked("im-00")], SENT)
    return path


def test_the_store_is_where_it_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store_path(tmp_path / "here.sqlite") == tmp_path / "here.sqlite"
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "there.sqlite"))
    assert store_path() == tmp_path / "there.sqlite"
    monkeypatch.delenv(STORE_VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "matchlist" in str(store_path())


def test_a_store_is_made_with_its_folder_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "some" / "where" / "a%20b.sqlite"
    with Tracker.at(path) as tracker:
        assert tracker.programs() == ()
    assert {file.name for file in path.parent.iterdir()} == {path.name}


def test_the_tables_are_those_that_the_migrations_make(store: Path) -> None:
    engine = opened(store)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Record.metadata) == []
    engine.dispose()


def test_a_change_is_on_the_disk_when_it_is_confirmed(store: Path) -> None:
    engine = opened(store)
    with reading(engine) as connection:
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    engine.dispose()
    assert settings == ["wal", 2]


def test_the_journal_can_only_be_added_to(store: Path) -> None:
    engine = opened(store)
    for statement in ("UPDATE change SET words = ''", "DELETE FROM change", "DELETE FROM changed_row"):
        with pytest.raises((BadInput, IntegrityError), match="only ever added to"), writing(engine) as connection:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _damage_header(path: Path) -> None:
    path.write_bytes(b"garbage " + path.read_bytes()[8:])


def _damage_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 6000] = b"\xff" * 6000
    path.write_bytes(bytes(content))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [_damage_header, _damage_middle, _cut, _empty])
def test_a_damaged_store_is_told_and_left_as_it_is(store: Path, damage: Callable[[Path], None]) -> None:
    damage(store)
    before = store.read_bytes()
    with pytest.raises(BadInput) as caught:
        Tracker.at(store)
    assert str(store) in str(caught.value)
    assert store.read_bytes() == before


def test_a_damaged_store_with_a_backup_names_it(store: Path) -> None:
    backup = store.with_name("season.version-0001.20260101T000000.sqlite")
    backup.write_bytes(store.read_bytes())
    _damage_middle(store)
    with pytest.raises(BadInput, match="damaged") as caught:
        Tracker.at(store)
    assert backup.name in str(caught.value)


def test_another_programs_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photo (id INTEGER)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(BadInput, match="no store of matchlist"):
        Tracker.at(path)
    assert path.read_bytes() == before


def test_a_store_of_a_newer_matchlist_is_left_as_it_is(store: Path) -> None:
    with closing(sqlite3.connect(store)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    before = store.read_bytes()
    with pytest.raises(BadInput, match="newer matchlist"):
        Tracker.at(store)
    assert store.read_bytes() == before


def _older_store(path: Path) -> None:
    """A store of the first version, with a program in it."""
    with closing(sqlite3.connect(path)) as older:
        for table in ("tie", "contact"):
            older.execute(f"DROP TABLE {table}")
        older.execute("UPDATE alembic_version SET version_num = '0001'")
        older.commit()


def test_an_older_store_is_backed_up_and_brought_up_to_date(store: Path) -> None:
    _older_store(store)
    with Tracker.at(store) as tracker:
        assert [one.id for one in tracker.programs()] == ["im-00"]
        assert tracker.contacts() == ()
    (backup,) = store.parent.glob("season.version-0001.*.sqlite")
    with closing(sqlite3.connect(backup)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert kept.execute("SELECT id FROM program").fetchall() == [("im-00",)]
        assert kept.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


TABLE_OF_VERSION_2 = """
CREATE TABLE event (
    id INTEGER NOT NULL,
    program TEXT NOT NULL,
    kind TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    slots TEXT NOT NULL,
    dollars FLOAT,
    CONSTRAINT pk_event PRIMARY KEY (id),
    CONSTRAINT fk_event_program_program FOREIGN KEY(program) REFERENCES program (id),
    CONSTRAINT ck_event_known_kind CHECK (kind IN ('applied', 'invited', 'held', 'declined', 'rejected'))
);
INSERT INTO event SELECT id, program, kind, happened_on, slots, dollars FROM event_new;
DROP TABLE event_new;
CREATE INDEX ix_event_program ON event (program);
UPDATE alembic_version SET version_num = '0002';
"""


def test_a_store_that_knew_no_waitlist_keeps_its_answers_and_learns_the_new_ones(store: Path) -> None:
    with Tracker.at(store) as tracker:
        tracker.record([Entry("im-00", "invited", OCTOBER, (date(2025, 11, 12),), 250.0)])
        before = tracker.programs(), tracker.history()
    with closing(sqlite3.connect(store)) as older:
        older.executescript(f"DROP INDEX ix_event_program; ALTER TABLE event RENAME TO event_new; {TABLE_OF_VERSION_2}")
    with Tracker.at(store) as tracker:
        assert (tracker.programs(), tracker.history()) == before
        tracker.record([Entry("im-00", "accepted", OCTOBER), Entry("im-00", "cancelled", OCTOBER)])
        assert tracker.program("im-00").last_word == "cancelled"
        tracker.undo()
        assert tracker.programs() == before[0]
    assert len(list(store.parent.glob("season.version-0002.*.sqlite"))) == 1


STEP_THAT_FAILS = """
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer()))
    op.execute("INSERT INTO nowhere VALUES (1)")
"""


def test_a_migration_that_fails_leaves_the_store_and_a_backup(store: Path, tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "v0004_fails.py").write_text(STEP_THAT_FAILS)
    with pytest.raises(BadInput, match="nowhere"):
        opened(store, further_steps=(steps,))
    assert len(list(tmp_path.glob("season.version-0003.*.sqlite"))) == 1
    with Tracker.at(store) as tracker:
        assert [one.id for one in tracker.programs()] == ["im-00"]
    with closing(sqlite3.connect(store)) as left:
        assert left.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []


def test_whoever_finds_the_store_being_written_is_told(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    with Tracker.at(store) as mine, Tracker.at(store) as theirs, mine.store.writing():
        with pytest.raises(BadInput, match="writing to the store"):
            theirs.record([Entry("im-00", "invited", OCTOBER)])
        assert len(theirs.programs()) == 1


def test_two_who_write_in_turn_both_keep_what_they_wrote(store: Path) -> None:
    with Tracker.at(store) as mine, Tracker.at(store) as theirs:
        mine.record([Entry("im-00", "invited", OCTOBER)])
        theirs.impress("im-00", 4.0)
        assert mine.program("im-00").score == 4.0
        assert theirs.program("im-00").invited == OCTOBER


def test_two_who_make_the_store_at_once_have_one(tmp_path: Path) -> None:
    path = tmp_path / "season.sqlite"
    script = "import sys; from pathlib import Path; from optimizer.season.tracker import Tracker; "
    script += "t = Tracker.at(Path(sys.argv[1])); t.note(sys.argv[2])"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    both = [
        subprocess.Popen([sys.executable, "-c", script, str(path), words], env=environment) for words in ("one", "two")
    ]
    assert [process.wait() for process in both] == [0, 0]
    with Tracker.at(path) as tracker:
        assert sorted(note.words for note in tracker.notes()) == ["one", "two"]


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="can't be used"):
        Tracker.at(tmp_path / "file" / "season.sqlite")
    with pytest.raises(BadInput, match="can't be used"):
        Tracker.at(tmp_path)


def test_a_backup_is_a_store_and_never_overwrites(store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with Tracker.at(store) as tracker:
        tracker.back_up(copy)
        with pytest.raises(BadInput, match="exists already"):
            tracker.back_up(copy)
        with Tracker.at(copy) as copied:
            assert copied.programs() == tracker.programs()


def test_days_are_todays_where_none_are_given(store: Path) -> None:
    with Tracker.at(store) as tracker, pytest.raises(BadInput, match="lies in the future"):
        tracker.record([Entry("im-00", "invited", date(9999, 1, 1))])


@pytest.fixture
def full_store(store: Path) -> Path:
    """A store with something in every table, as it lies on the disk when nobody has it open."""
    with Tracker.at(store, today=lambda: OCTOBER) as tracker:
        tracker.keep_plan("Mine", 2026, 'title = "Mine"')
        tracker.record([Entry("im-00", "invited", OCTOBER, (date(2025, 11, 3),), 100.0)])
        tracker.impress("im-00", 4.0, "kind people")
        tracker.note("they wrote", "im-00")
        tracker.keep_tie(KeptTie(kind="family", scope="city", place="Fresno, CA"))
        tracker.keep_contact(Contact(name="Dr. Ruiz", kind="faculty", programs=("im-00",)))
    return store


def looked_at(path: Path) -> None:
    """Read all that a store holds, and take its last change back."""
    with Tracker.at(path, today=lambda: OCTOBER) as tracker:
        for read in (tracker.plan, tracker.programs, tracker.notes, tracker.ties, tracker.contacts, tracker.history):
            read()
        tracker.undo()


def test_whichever_byte_of_a_store_is_changed_it_ends_in_words(full_store: Path, tmp_path: Path) -> None:
    whole = full_store.read_bytes()
    changed = tmp_path / "changed.sqlite"
    told: set[str] = set()
    # Steps of a prime, so that bytes of every kind and place come in turn.
    written = [place for place, byte in enumerate(whole) if byte][::47]
    for number, place in enumerate(written):
        content = bytearray(whole)
        content[place] ^= (0x01, 0x20, 0x80, 0xFF)[number % 4]
        for file in tmp_path.glob("changed.sqlite*"):
            file.unlink()
        changed.write_bytes(content)
        try:
            looked_at(changed)
        except BadInput as error:
            told.add(error.faults[0].what)
    assert len(written) > 100
    assert any("is damaged" in what for what in told)


@pytest.mark.parametrize(
    ("statement", "reads"),
    [
        ("UPDATE note SET words = CAST(x'ff' AS TEXT)", "notes"),
        ("UPDATE program SET name = CAST(x'ff' AS TEXT)", "programs"),
        ("UPDATE program SET name = 5.5 || x'00ff'", "programs"),
        ("UPDATE program SET name = x'00ff'", "programs"),
        ("UPDATE program SET signal = 'gilver'", "programs"),
        ("UPDATE event SET happened_on = '2025-99-99'", "programs"),
        ("UPDATE contact SET programs = '[\"im'", "contacts"),
        ("UPDATE contact SET programs = '" + "[" * 100_000 + "'", "contacts"),
        ("UPDATE plan SET season = 'last'", "plan"),
        ("UPDATE tie SET kind = x'ff'", "ties"),
    ],
)
def test_text_that_matchlist_can_not_have_written_is_damage(full_store: Path, statement: str, reads: str) -> None:
    with closing(sqlite3.connect(full_store)) as other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute(statement)
        other.commit()
    with Tracker.at(full_store) as tracker, pytest.raises(BadInput, match="the store is damaged"):
        getattr(tracker, reads)()


@pytest.mark.parametrize(
    ("column", "value"), [("after", "{"), ("row_key", "["), ("after", "5"), ("table_name", "nothing")]
)
def test_a_journal_that_can_not_be_understood_is_damage(full_store: Path, column: str, value: str) -> None:
    with closing(sqlite3.connect(full_store)) as other:
        for (trigger,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {trigger}")
        other.execute(f"UPDATE changed_row SET {column} = ?", (value,))  # noqa: S608 - names of this file
        other.commit()
    with Tracker.at(full_store) as tracker, pytest.raises(BadInput, match="its journal can't be understood"):
        tracker.undo()


class _NothingCanBeWritten:
    """SQLite as it is on a disk that is full or can't be written: it opens stores for reading alone."""

    def __init__(self, words: str, *, even_reading: bool = False) -> None:
        self._words, self._even_reading = words, even_reading

    def __call__(self, path: object, **options: Any) -> sqlite3.Connection:
        is_address = bool(options.get("uri"))
        if not is_address or (self._even_reading and "immutable" not in str(path)):
            raise sqlite3.OperationalError(self._words)
        return _CONNECT(path, **options)  # type: ignore[call-overload,no-any-return]


_CONNECT = sqlite3.connect


@pytest.mark.parametrize("words", ["unable to open database file", "database or disk is full", "disk I/O error"])
@pytest.mark.parametrize("even_reading", [False, True])
def test_a_store_on_a_disk_that_can_not_be_written_is_shown_and_exported(
    full_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, *, even_reading: bool
) -> None:
    before = full_store.read_bytes()
    monkeypatch.setattr(sqlite3, "connect", _NothingCanBeWritten(words, even_reading=even_reading))
    with Tracker.at(full_store) as tracker:
        assert [one.id for one in tracker.programs()] == ["im-00"]
        assert len(tracker.history()) > 5
        with pytest.raises(BadInput, match="can't be used"):
            tracker.note("more")
        monkeypatch.undo()
        tracker.back_up(tmp_path / "copy.sqlite")
    assert full_store.read_bytes() == before
    with Tracker.at(tmp_path / "copy.sqlite") as copy:
        assert [one.id for one in copy.programs()] == ["im-00"]


def test_changes_that_lie_beside_a_store_are_not_passed_over(full_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_store.with_name(f"{full_store.name}-wal").write_bytes(b"changes")
    broken = _NothingCanBeWritten("unable to open database file", even_reading=True)
    monkeypatch.setattr(sqlite3, "connect", broken)
    with pytest.raises(BadInput, match="unable to open database file"):
        Tracker.at(full_store)


def test_an_older_store_that_can_not_be_written_is_told(full_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _older_store(full_store)
    monkeypatch.setattr(sqlite3, "connect", _NothingCanBeWritten("database or disk is full"))
    with pytest.raises(BadInput, match="database or disk is full"):
        Tracker.at(full_store)


def test_a_store_without_a_version_is_damaged(full_store: Path) -> None:
    with closing(sqlite3.connect(full_store)) as other:
        other.execute("DELETE FROM alembic_version")
        other.commit()
    with pytest.raises(BadInput, match="its version can't be read"):
        Tracker.at(full_store)
