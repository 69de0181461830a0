"""Desks in PostgreSQL: each person's own, brought to form by whoever comes first, backed up, refused in words."""

import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import URL, Engine, create_engine

from benchmarks.school.certificates import Authority
from optimizer.errors import BadInput
from optimizer.plan import DatabaseSettings, Desk, DeskDatabase, Sheet, Shelf, WrittenMeanwhile, database_of
from optimizer.plan.kept import desk_database
from optimizer.plan.kept.desk_tables import Kept
from tests.postgres import Postgres

NEXT_STEP = """
import sqlalchemy as sa
from alembic import op
revision = "0003"
down_revision = "0002"
def upgrade():
    op.add_column("sheet", sa.Column("colour", sa.Text(), nullable=False, server_default="blue"))
"""


@pytest.fixture
def database(database_server: Postgres) -> str:
    return database_server.new_database()


@pytest.fixture
def place(database_server: Postgres, database: str) -> Iterator[DeskDatabase]:
    place = database_of({"address": database_server.address(database)})
    yield place
    place.close()


def test_nobody_sees_or_touches_anothers(place: DeskDatabase) -> None:
    ann, bo = Desk(place, "ann"), Desk(place, "bo")
    kept = ann.write(Sheet("a", "Ann's"), {"in hand": "a"})
    assert (bo.sheets(), bo.sheet("a"), bo.revision("a"), bo.mark("in hand")) == ((), None, 0, "")
    bo.write(Sheet("a", "Bo's"), {"in hand": "b"})
    bo.rename("a", "b")
    bo.take_off("a")
    assert ann.sheets() == (kept,)
    assert ann.mark("in hand") == "a"


def test_of_many_who_write_at_once_one_is_first_and_the_others_are_told(place: DeskDatabase) -> None:
    def write(content: str) -> Sheet | None:
        try:
            return Desk(place, "ann").write(Sheet("a", content))
        except WrittenMeanwhile as meanwhile:
            return meanwhile.sheet

    with ThreadPoolExecutor(8) as threads:
        seen = set(threads.map(write, map(str, range(8))))
    assert seen == {Desk(place, "ann").sheet("a")}
    assert Desk(place, "ann").revision("a") == 1


def test_copies_that_start_at_once_make_the_tables_once(database_server: Postgres, database: str) -> None:
    places = [database_of({"address": database_server.address(database)}) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda pair: Desk(pair[1], "ann").note(str(pair[0]), "x"), enumerate(places)))
    assert [Desk(places[0], "ann").mark(str(number)) for number in range(4)] == ["x"] * 4
    for place in places:
        place.close()


def test_the_migrations_make_the_tables_that_the_models_describe(place: DeskDatabase) -> None:
    with place.reading() as store:
        assert compare_metadata(MigrationContext.configure(store), Kept.metadata) == []


def test_a_database_from_before_there_were_files_keeps_its_plans_and_takes_files(
    place: DeskDatabase, database_server: Postgres, database: str
) -> None:
    kept = Desk(place, "ann").write(Sheet("a", "mine"), {"in hand": "a"})
    place.close()
    database_server.psql(
        database, "DROP TABLE matchlist.file; UPDATE matchlist.alembic_version SET version_num = '0001'"
    )
    now = database_of({"address": database_server.address(database)})
    assert Desk(now, "ann").sheets() == (kept,)
    with Shelf(now, "ann").changing() as files:
        files.put("season.sqlite", b"\x00\xff")
    assert Shelf(now, "ann").file("season.sqlite") == b"\x00\xff"
    assert (Shelf(now, "bo").names(), Shelf(now, "bo").written_at("season.sqlite")) == ((), "")
    now.close()


def test_a_database_of_the_form_before_is_brought_to_the_present_one_and_an_older_matchlist_stops(
    place: DeskDatabase, database_server: Postgres, database: str, tmp_path: Path
) -> None:
    kept = Desk(place, "ann").write(Sheet("a", "mine"))
    (tmp_path / "v0003_colours.py").write_text(NEXT_STEP, encoding="utf-8")
    settings = DatabaseSettings(address=database_server.address(database))
    newer = DeskDatabase(settings, further_steps=(tmp_path,))
    assert Desk(newer, "ann").sheets() == (kept,)
    newer.close()
    assert database_server.psql(database, "SELECT colour FROM matchlist.sheet") == "blue"
    # The one that is running notices, and one that starts does too; neither touches anything.
    for older in (place, DeskDatabase(settings)):
        for act in (Desk(older, "ann").sheets, lambda: Desk(older, "ann").note("in hand", "a")):  # noqa: B023 - called at once
            with pytest.raises(BadInput, match="of a newer matchlist"):
                act()
        older.close()
    assert database_server.psql(database, "SELECT count(*) FROM matchlist.mark") == "0"


def test_what_is_backed_up_is_there_again_after_all_was_lost(
    place: DeskDatabase, database_server: Postgres, database: str
) -> None:
    ann = Desk(place, "ann")
    kept = ann.write(Sheet("a", "mine, “quoted”, é"), {"in hand": "a"})
    backup = str(database_server.folder / f"{database}.dump")
    database_server.run("pg_dump", "--format=custom", "--schema=matchlist", f"--file={backup}", database)
    database_server.psql(database, "DROP SCHEMA matchlist CASCADE")
    with pytest.raises(BadInput):
        ann.sheets()
    database_server.run("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={database}", backup)
    assert ann.sheets() == (kept,)
    assert ann.mark("in hand") == "a"
    assert ann.write(Sheet("b", "the next")).revision == 1


def test_a_database_that_is_down_is_told_at_once_and_used_again_when_it_is_back(
    place: DeskDatabase, database_server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(place, "ann")
    kept = desk.write(Sheet("a", "mine"))
    database_server.stop()
    try:
        for act in (desk.sheets, lambda: desk.write(kept)):
            with pytest.raises(BadInput, match="the database of kept plans: it doesn't answer"):
                act()
    finally:
        database_server.start()
    # It isn't asked again for some seconds, so that pages don't wait for it one after another.
    with pytest.raises(BadInput, match="it doesn't answer"):
        desk.sheets()
    monkeypatch.setattr(place, "_away_until", 0.0)
    assert desk.sheets() == (kept,)


_RAISES = """
CREATE FUNCTION matchlist.refuse() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON matchlist.sheet EXECUTE FUNCTION matchlist.refuse();
"""


@pytest.mark.parametrize(
    ("what_happens", "words", "table"),
    [
        # A disk that is full, as PostgreSQL says it.
        (_RAISES, "it has no room left", "matchlist.sheet"),
        ("ALTER TABLE matchlist.sheet SET SCHEMA public", "it refuses what it is asked", "public.sheet"),
        ("ALTER DATABASE {database} SET default_transaction_read_only = on", "it can be read only", "matchlist.sheet"),
    ],
    ids=["full", "tables gone", "read only"],
)
def test_a_database_that_refuses_is_told_in_words_and_keeps_what_was_kept(
    what_happens: str, words: str, table: str, place: DeskDatabase, database_server: Postgres, database: str
) -> None:
    desk = Desk(place, "ann")
    kept = desk.write(Sheet("a", "mine"))
    database_server.psql(database, what_happens.format(database=database))
    place.close()
    with pytest.raises(BadInput, match=words):
        desk.write(Sheet("a", "more", kept.revision))
    assert database_server.psql(database, f"SELECT content FROM {table}") == "mine"  # noqa: S608 - a test's own


def test_a_name_or_account_that_is_not_there_is_told(database_server: Postgres, database: str) -> None:
    address = database_server.address(database)
    for wrong, words in (
        (database_server.address("nowhere"), "there is none by that name"),
        (address.replace("owner@", "nobody@"), "it doesn't let this copy in"),
        (address.replace(str(database_server.folder), "/nowhere"), "it doesn't answer"),
        ("postgresql://owner@localhost:1/x", "it doesn't answer"),
    ):
        place = database_of({"address": wrong})
        with pytest.raises(BadInput, match=words):
            Desk(place, "ann").sheets()
        place.close()


def test_whoever_may_read_only_is_told_that_nothing_can_be_written(
    place: DeskDatabase, database_server: Postgres, database: str
) -> None:
    Desk(place, "ann").write(Sheet("a", "mine"))
    reader = f"reader_{database}"
    database_server.psql(
        database,
        f"CREATE ROLE {reader} LOGIN; GRANT USAGE ON SCHEMA matchlist TO {reader}; "
        f"GRANT SELECT ON ALL TABLES IN SCHEMA matchlist TO {reader}",
    )
    theirs = database_of({"address": database_server.address(database).replace("owner@", f"{reader}@")})
    assert Desk(theirs, "ann").revision("a") == 1
    with pytest.raises(BadInput, match="it doesn't let this copy write"):
        Desk(theirs, "ann").note("in hand", "a")
    theirs.close()


def test_what_keeps_a_plan_from_being_kept_goes_into_the_log_without_the_plan(
    place: DeskDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[object] = []
    monkeypatch.setattr(desk_database, "told", lambda event, **figures: said.append((event, figures)))
    with pytest.raises(BadInput, match="a character of what was entered") as refused:
        Desk(place, "ann").note("in hand", "secret\0")
    assert said == [("plans can't be kept", {"database": "it can't hold a character of what was entered"})]
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "address: is missing"),
        ({"adress": "postgresql://owner:hush@host/x"}, "Did you mean 'address'"),
        ({"address": "mysql://owner:hush@host/x"}, "is no address of a PostgreSQL database"),
        ({"address": "postgresql://host/x"}, "is no address of a PostgreSQL database"),
        ({"address": "postgresql://owner:hush@host/"}, "is no address of a PostgreSQL database"),
        ({"address": "owner:hush"}, "is no address of a PostgreSQL database"),
        ({"address": "postgresql://owner:hush@host:port/x"}, "is no address of a PostgreSQL database"),
        ({"address": "postgresql://owner:hush@host/x", "certificate_authority": "/no/file.pem"}, "can't be read"),
    ],
)
def test_settings_that_cannot_be_used_are_told_without_a_password(given: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput) as refused:
        database_of(given)
    assert words in str(refused.value)
    assert "hush" not in str(refused.value)


def test_without_its_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    absent: Callable[[str], None] = lambda _: None  # noqa: E731 - in place of a function
    monkeypatch.setattr(desk_database, "find_spec", absent)
    with pytest.raises(BadInput, match="its extra “database”"):
        database_of({"address": "postgresql://owner@host/x"})


@pytest.mark.parametrize(
    ("place", "is_over_tls"),
    [("database.example", True), ("database.example:5433", True), ("localhost", False), ("127.0.0.1", False)],
)
def test_a_database_on_another_machine_is_spoken_to_over_tls_only_and_has_to_be_who_it_says(
    place: str, is_over_tls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def taken_down(url: URL, *, connect_args: dict[str, Any], **further: Any) -> Engine:
        asked.update(connect_args)
        return create_engine(url, connect_args=connect_args, **further)

    monkeypatch.setattr(desk_database, "create_engine", taken_down)
    database_of({"address": f"postgresql://owner@{place}/x"}).close()
    assert ("ssl_context" in asked) is is_over_tls
    if is_over_tls:
        assert asked["ssl_context"].verify_mode is ssl.CERT_REQUIRED
        assert asked["ssl_context"].check_hostname


def test_a_certificate_that_expired_is_told_from_a_database_that_is_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if it were on another machine.
    monkeypatch.setattr(desk_database, "_LOCAL", ())
    authority = Authority()
    for file, content in zip(("certificate", "key"), authority.vouches_for("localhost", expired=True), strict=True):
        (tmp_path / file).write_bytes(content)
    (tmp_path / "authority").write_bytes(authority.as_pem())
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as thread:

        def answer() -> None:
            came, _ = listening.accept()
            # It is asked for TLS, and agrees.
            came.recv(8)
            came.sendall(b"S")
            with suppress(OSError):
                tls.wrap_socket(came, server_side=True).close()

        thread.submit(answer)
        listening.settimeout(20.0)
        address = f"postgresql://owner@localhost:{listening.getsockname()[1]}/x"
        place = database_of({"address": address, "certificate_authority": str(tmp_path / "authority")})
        with pytest.raises(BadInput, match="its certificate can't be trusted"):
            Desk(place, "ann").sheets()
        place.close()
