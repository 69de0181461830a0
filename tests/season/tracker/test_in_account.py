"""A season in an account: what a file on one's own computer does, for many people in one database, each alone."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.errors import BadInput
from optimizer.plan import DeskDatabase, Shelf, database_of
from optimizer.plan.kept import shelf
from optimizer.plan.kept.desk import DeskPlace
from optimizer.season.tracker import AccountStore, Contact, Entry, KeptTie, Tracker
from tests.postgres import Postgres
from tests.season.accounts import PlaceInMemory
from tests.season.seasons import NOVEMBER, OCTOBER, SENT, TODAY, tracked


@pytest.fixture(params=["memory", "database"])
def place(request: pytest.FixtureRequest) -> Iterator[DeskPlace]:
    if request.param == "memory":
        alone = PlaceInMemory()
        yield alone
        alone.close()
        return
    with database(request.getfixturevalue("database_server")) as place:
        yield place


@contextmanager
def database(server: Postgres) -> Iterator[DeskDatabase]:
    place = database_of({"address": server.address(server.new_database())})
    yield place
    place.close()


def season_of(place: DeskPlace, owner: str, **options: Any) -> Tracker:
    return Tracker(AccountStore(Shelf(place, owner), may_begin=True, **options), today=lambda: TODAY)


def all_of(tracker: Tracker) -> tuple[object, ...]:
    """All that a store holds, but for the moments at which it was written."""
    with tracker.looking() as store:
        changes = [(one.id, one.words, one.undoes, one.undone_by) for one in store.history()]
        return store.plan(), store.programs(), store.notes(), store.ties(), store.contacts(), changes


PROGRAMS = [tracked(f"im-{number:02}") for number in range(3)]
EDITS: dict[str, Callable[[Tracker], object]] = {
    "plan": lambda season: season.keep_plan("Mine", 2026, 'title = "Mine"'),
    "another season": lambda season: season.keep_plan("Mine", 2027, 'title = "Mine"'),
    "applied": lambda season: season.follow(PROGRAMS, SENT),
    "invited": lambda season: season.record([Entry("im-01", "invited", OCTOBER, (NOVEMBER,), 100.0)]),
    "held": lambda season: season.record([Entry("im-01", "held", NOVEMBER)]),
    "impression": lambda season: season.impress("im-00", 4.0, "kind people"),
    "rank": lambda season: season.rank(["im-01", "im-00"]),
    "note": lambda season: season.note("they wrote", "im-00"),
    "tie": lambda season: season.keep_tie(KeptTie(kind="family", scope="city", place="Fresno, CA")),
    "contact": lambda season: season.keep_contact(Contact(name="Dr. Ruiz", kind="faculty", programs=("im-00",))),
    "undo": lambda season: season.undo(),
}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(st.tuples(st.sampled_from(["ann", "bo"]), st.sampled_from(sorted(EDITS))), max_size=12))
def test_two_in_one_database_are_as_two_with_a_computer_each(
    done: list[tuple[str, str]], place: DeskPlace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever two people do in turn, each has what a file of one's own has, in words too, and nothing of the other."""
    folder = tmp_path_factory.mktemp("own")
    people = ("ann", "bo")
    for owner in people:
        cast("AccountStore", season_of(place, owner).store).remove()
    accounts = {owner: season_of(place, owner) for owner in people}
    files = {owner: Tracker.at(folder / f"{owner}.sqlite", today=lambda: TODAY) for owner in people}
    for owner, edit in done:
        refused = []
        for season in (accounts[owner], files[owner]):
            try:
                EDITS[edit](season)
            except BadInput as error:
                refused.append([(fault.what, fault.value) for fault in error.faults])
            else:
                refused.append([])
        assert refused[0] == refused[1]
    for owner in people:
        if AccountStore(Shelf(place, owner)).written_at():
            assert all_of(accounts[owner]) == all_of(files[owner])
        else:
            assert files[owner].history() == ()
        files[owner].store.close()


def test_nobody_sees_or_removes_anothers(place: DeskPlace) -> None:
    ann, bo = season_of(place, "ann"), season_of(place, "bo")
    ann.follow(PROGRAMS, SENT)
    kept = all_of(ann)
    assert not AccountStore(Shelf(place, "bo")).written_at()
    with pytest.raises(BadInput, match="there is none"):
        bo.programs()
    bo.note("mine")
    AccountStore(Shelf(place, "bo")).remove()
    assert all_of(ann) == kept
    AccountStore(Shelf(place, "ann")).remove()
    assert Shelf(place, "ann").names() == ()


def test_where_none_was_started_nothing_is_written(place: DeskPlace) -> None:
    store = AccountStore(Shelf(place, "ann"))
    with pytest.raises(BadInput, match="there is none"):
        Tracker(store).note("mine")
    with pytest.raises(BadInput, match="stands twice"):
        season_of(place, "ann").rank(["im-00", "im-00"])
    assert not store.written_at()


def test_a_change_that_is_refused_leaves_everything_as_it_is(place: DeskPlace) -> None:
    season = season_of(place, "ann")
    season.follow(PROGRAMS, SENT)
    before = Shelf(place, "ann").file("season.sqlite")
    with pytest.raises(BadInput, match="without an invitation"):
        season.record([Entry("im-00", "held", OCTOBER)])
    assert Shelf(place, "ann").file("season.sqlite") == before


def test_one_person_cannot_fill_the_database(place: DeskPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    season = season_of(place, "ann")
    season.follow(PROGRAMS, SENT)
    kept, size = all_of(season), len(Shelf(place, "ann").file("season.sqlite") or b"")
    monkeypatch.setattr(shelf, "MOST_BYTES", size + 20_000)
    with pytest.raises(BadInput, match="your account: has no room for more"):
        season.note("long" * 10_000)
    assert all_of(season) == kept
    season_of(place, "bo").follow(PROGRAMS, SENT)
    with Shelf(place, "ann").changing() as files, pytest.raises(BadInput, match="has no room for more"):
        files.put("season.programs-1.csv", bytes(20_001))
    season.note("short")


def test_what_another_window_changed_meanwhile_is_not_overwritten(place: DeskPlace) -> None:
    season = season_of(place, "ann")
    season.follow(PROGRAMS, SENT)
    seen = season.last_change()
    season.record([Entry("im-00", "invited", OCTOBER)])
    with pytest.raises(BadInput, match="somebody else changed it meanwhile: im-00: invited"):
        season.as_seen(seen).describe("im-00", tie="family")
    season.as_seen(seen).describe("im-01", tie="family")
    assert season.program("im-01").tie == "family"


def test_windows_that_write_at_once_all_keep_what_they_wrote(database_server: Postgres) -> None:
    with database(database_server) as place:
        season_of(place, "ann").follow(PROGRAMS, SENT)
        with ThreadPoolExecutor(6) as threads:
            list(threads.map(lambda number: season_of(place, "ann").note(str(number)), range(12)))
        assert {note.words for note in season_of(place, "ann").notes()} == set(map(str, range(12)))
        assert season_of(place, "ann").last_change() == 13


def test_what_is_kept_is_the_file_of_ones_own_computer(place: DeskPlace, tmp_path: Path) -> None:
    season = season_of(place, "ann")
    for edit in ("plan", "applied", "invited", "note", "contact"):
        EDITS[edit](season)
    season.back_up(tmp_path / "mine.sqlite")
    with Tracker.at(tmp_path / "mine.sqlite", today=lambda: TODAY) as own:
        assert all_of(own) == all_of(season)
        own.note("at home")
    with pytest.raises(BadInput, match="the file exists already"):
        season.back_up(tmp_path / "mine.sqlite")


def test_another_season_begins_empty_beside_a_copy_of_the_one_before(place: DeskPlace, tmp_path: Path) -> None:
    season, store = season_of(place, "ann"), AccountStore(Shelf(place, "ann"))
    for _ in range(2):
        season.keep_plan("Mine", 2026, 'title = "Mine"')
        season.follow(PROGRAMS, SENT)
        assert season.keep_plan("Mine", 2027, 'title = "Mine"') == "your account"
    assert season.programs() == ()
    assert store.copies() == ("season-2026-2.sqlite", "season-2026.sqlite")
    (tmp_path / "old.sqlite").write_bytes(Shelf(place, "ann").file("season-2026.sqlite") or b"")
    with Tracker.at(tmp_path / "old.sqlite") as old:
        assert [one.applied for one in old.programs()] == [SENT] * 3


NEXT_STEP = """
import sqlalchemy as sa
from alembic import op
revision = "0004"
down_revision = "0003"
def upgrade():
    op.create_table("further", sa.Column("id", sa.Integer(), nullable=False, primary_key=True))
"""


def test_a_season_of_an_earlier_form_is_brought_to_the_present_one_beside_a_copy(
    place: DeskPlace, tmp_path: Path
) -> None:
    older = season_of(place, "ann")
    older.follow(PROGRAMS, SENT)
    (tmp_path / "v0004_further.py").write_text(NEXT_STEP, encoding="utf-8")
    newer = season_of(place, "ann", further_steps=(tmp_path,))
    assert [one.id for one in newer.programs()] == ["im-00", "im-01", "im-02"]
    _, copy = Shelf(place, "ann").names()
    assert copy.startswith("season.version-0003.")
    # One that is still running stops, and touches nothing.
    before = Shelf(place, "ann").file("season.sqlite")
    for act in (older.programs, lambda: older.note("mine")):
        with pytest.raises(BadInput, match=r"written by a newer matchlist \(form 0004; this one knows up to 0003\)"):
            act()
    assert Shelf(place, "ann").file("season.sqlite") == before


def test_whichever_byte_of_it_is_changed_it_ends_in_words() -> None:
    place = PlaceInMemory()
    season = season_of(place, "ann")
    for edit in ("plan", "applied", "invited", "impression", "note", "tie", "contact"):
        EDITS[edit](season)
    whole = Shelf(place, "ann").file("season.sqlite") or b""
    told: set[str] = set()
    written = [at for at, byte in enumerate(whole) if byte][::97]
    for number, at in enumerate(written):
        content = bytearray(whole)
        content[at] ^= (0x01, 0x20, 0x80, 0xFF)[number % 4]
        with Shelf(place, "ann").changing() as files:
            files.put("season.sqlite", bytes(content))
        try:
            all_of(season)
            season.undo()
        except BadInput as error:
            told |= {fault.what for fault in error.faults}
    assert any("it is damaged" in words for words in told)
    place.close()


def test_a_season_lies_in_the_database_as_sqlite_reads_it(place: DeskPlace) -> None:
    season_of(place, "ann").follow(PROGRAMS, SENT)
    with closing(sqlite3.connect(":memory:")) as store:
        store.deserialize(Shelf(place, "ann").file("season.sqlite") or b"")
        assert store.execute("SELECT count(*) FROM event").fetchone() == (3,)
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            store.execute("DELETE FROM change")


def test_days_are_todays_where_none_are_given(place: DeskPlace) -> None:
    season = Tracker(AccountStore(Shelf(place, "ann"), may_begin=True))
    season.follow(PROGRAMS)
    with pytest.raises(BadInput, match="lies in the future"):
        season.record([Entry("im-00", "applied", date(9999, 1, 1))])


def test_what_is_backed_up_is_there_again_and_what_comes_while_it_is_away_is_refused_in_words(
    database_server: Postgres,
) -> None:
    name = database_server.new_database()
    place = database_of({"address": database_server.address(name)})
    season = season_of(place, "ann")
    season.follow(PROGRAMS, SENT)
    kept = all_of(season)
    backup = str(database_server.folder / f"{name}.dump")
    database_server.run("pg_dump", "--format=custom", "--schema=matchlist", f"--file={backup}", name)
    database_server.psql(name, "DROP SCHEMA matchlist CASCADE")
    with pytest.raises(BadInput, match="the database of kept plans"):
        season.programs()
    database_server.run("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={name}", backup)
    assert all_of(season) == kept
    database_server.psql(name, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    place.close()
    with pytest.raises(BadInput, match="it can be read only, at the moment"):
        season.note("mine")
    assert all_of(season) == kept
    database_server.psql("postgres", f"ALTER DATABASE {name} RESET default_transaction_read_only")
    place.close()
    database_server.psql(name, "UPDATE matchlist.alembic_version SET version_num = '9999'")
    for act in (season.programs, lambda: season.note("mine")):
        with pytest.raises(BadInput, match="it is of a newer matchlist"):
            act()
    place.close()
