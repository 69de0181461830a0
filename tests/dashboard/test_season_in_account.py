"""The Season page of whoever logs in to a copy with a database: theirs alone, on every computer, and removable."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from optimizer.dashboard import keeping
from optimizer.dashboard.season import store as season_store
from optimizer.dashboard.season.places import InAccount
from optimizer.errors import BadInput
from optimizer.plan import Desk, Shelf
from optimizer.season.tracker import AccountStore, Tracker
from tests.cli.test_season import PLAN, PROGRAMS
from tests.cli.test_season import said as said_by_command
from tests.dashboard.driving import ENTRY, button, click_row, draft, go, look, said, upload
from tests.dashboard.season_driving import ASKED, on
from tests.dashboard.test_database_desk import PERSON
from tests.postgres import Postgres
from tests.season.accounts import PlaceInMemory


@pytest.fixture(autouse=True)
def nobodys_database() -> Iterator[None]:
    """Let the connections of the copy go before the test and after it."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


Visit = Callable[[str], AppTest]


def as_somebody(person: str, database: object = None) -> AppTest:
    """The Season page of somebody who has logged in, at a computer that knows nothing of them."""
    page = AppTest.from_file(str(ENTRY), default_timeout=120)
    page.secrets["auth"] = {"client_id": "x"}
    if database:
        page.secrets["database"] = database
    page.user = PERSON | {"sub": person}
    return go(page, "season")


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlaceInMemory]:
    place = PlaceInMemory()
    for module in (keeping, season_store):
        monkeypatch.setattr(module, "database_desk", lambda: Desk(place, str(st.user.get("sub"))))
    yield place
    place.close()


@pytest.fixture(params=["memory", "database"])
def visit(request: pytest.FixtureRequest) -> Iterator[Visit]:
    if request.param == "memory":
        request.getfixturevalue("place")
        yield as_somebody
        return
    server: Postgres = request.getfixturevalue("database_server")
    address = server.address(server.new_database())
    yield lambda person: as_somebody(person, {"address": address})


def begun(page: AppTest) -> AppTest:
    """A season whose list was sent, of a small plan with programs of the person's own."""
    upload(page, ("plan.toml", PLAN), ("programs.csv", PROGRAMS))
    button(page, "Start my season").click().run()
    button(page, "I sent the whole list").click().run()
    assert not page.exception
    return on(page, ASKED)


def test_a_season_is_there_on_another_computer_and_nobody_else_has_it(visit: Visit, store: Path) -> None:
    page = visit("ann")
    assert "kept in your account" in said(page)
    assert "nothing is written before you ask" in said(page)
    begun(page)
    click_row(page, "season/programs", 0)
    button(page, "Invited").click().run()
    assert "8 programs: 7 no answer yet" in said(page)
    elsewhere = visit("ann")
    assert "8 programs: 7 no answer yet" in said(elsewhere)
    assert not [one.label for one in elsewhere.button if "Start my season" in one.label or "Close it" in one.label]
    other = visit("bo")
    assert "There is none yet" in said(other)
    assert "8 programs" not in said(other)
    # Nothing of it lies on the server's disk.
    assert not store.parent.exists()


def test_chances_stand_on_programs_of_ones_own_that_are_kept_with_the_season(visit: Visit) -> None:
    begun(visit("ann"))
    elsewhere = on(visit("ann"), ASKED)
    assert "goes by its own plan" not in said(elsewhere)
    look(elsewhere, "season-view", "Chances")
    assert not elsewhere.exception
    assert "can't be shown yet" not in said(elsewhere)
    look(elsewhere, "season-view", "Contacts and ties")
    assert not elsewhere.exception
    go(elsewhere, "list").number_input(key="budget").set_value(55.0).run()
    go(elsewhere, "season")
    assert "goes by its own plan" in said(elsewhere)
    button(elsewhere, "Take that plan in hand").click().run()
    assert not elsewhere.exception
    assert "goes by its own plan" not in said(elsewhere)
    assert draft(elsewhere).plan.budget.dollars != 55.0


def test_what_another_window_changed_meanwhile_is_not_overwritten_and_is_shown(visit: Visit) -> None:
    first = begun(visit("ann"))
    second = on(visit("ann"), ASKED)
    click_row(first, "season/programs", 0)
    click_row(second, "season/programs", 0)
    button(first, "Invited").click().run()
    button(second, "Rejected").click().run()
    assert "Nothing was changed" in said(second)
    assert "somebody else changed it meanwhile" in said(second)
    assert "8 programs: 7 no answer yet" in said(second)


def test_a_season_that_is_removed_is_gone_in_every_window_and_plans_stay(visit: Visit) -> None:
    page = begun(visit("ann"))
    other, bos = on(visit("ann"), ASKED), begun(visit("bo"))
    page.session_state["season/about"] = True
    page.run()
    click_row(other, "season/programs", 0)
    page.button(key="season/remove").click().run()
    assert "There is none yet" in said(page)
    button(other, "Invited").click().run()
    assert "Nothing was changed" in said(other)
    assert "there is none" in said(other)
    assert "There is none yet" in said(visit("ann"))
    assert "8 programs" in said(bos.run())
    assert draft(go(page, "list")).plan.title == draft(bos).plan.title


def about(page: AppTest) -> list[str]:
    """What can be saved, under "Where it is kept"."""
    page.session_state["season/about"] = True
    page.run()
    assert not page.exception
    return [str(one.proto.label) for one in page.get("download_button")]


def test_a_copy_that_is_saved_goes_on_on_ones_own_computer(
    place: PlaceInMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begun(as_somebody("ann"))
    assert "Save a copy" in about(page)
    assert "in the database of whoever hosts this copy and in its backups" in said(page)
    (tmp_path / "mine.sqlite").write_bytes(InAccount(AccountStore(Shelf(place, "ann"))).copy())
    monkeypatch.setenv("MATCHLIST_TRACKER", str(tmp_path / "mine.sqlite"))
    assert "8 programs" in said_by_command("track", "show")


def test_another_season_leaves_a_copy_of_the_one_before_to_be_saved(place: PlaceInMemory) -> None:
    page, kept = begun(as_somebody("ann")), AccountStore(Shelf(place, "ann"))
    assert not [one for one in about(page) if "season of" in one]
    upload(page, ("plan.toml", f"season = 2027\n{PLAN}"), ("programs.csv", PROGRAMS))
    button(page, "Make the plan in hand the season's").click().run()
    assert "is kept in your account" in said(page)
    assert Tracker(kept).programs() == ()
    assert "Save the season of 2026" in about(page)
    (name,) = kept.copies()
    assert kept.copy(name).startswith(b"SQLite format 3")
    with pytest.raises(BadInput, match="there is none"):
        kept.copy("another")


def test_a_plan_in_an_account_reads_no_file_of_the_server(place: PlaceInMemory, tmp_path: Path) -> None:
    (tmp_path / "programs.csv").write_text(PROGRAMS, encoding="utf-8")
    text = PLAN.replace("programs.csv", str(tmp_path / "programs.csv"))
    Tracker(AccountStore(Shelf(place, "ann"), may_begin=True)).keep_plan("Mine", 2026, text)
    page = as_somebody("ann")
    assert not page.exception
    assert "programs of your own aren't kept in your account any more" in said(page)


def test_a_database_that_is_named_wrongly_is_told_and_no_season_can_be_started() -> None:
    page = as_somebody("ann", "mysql://owner:hush@host/x")
    assert not page.exception
    assert "Your season can't be read" in said(page)
    assert "is no address of a PostgreSQL database" in said(page)
    assert "hush" not in said(page)
    assert not [one.label for one in page.button if "Start my season" in one.label]


_END_ALL_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def everybody_comes_anew(server: Postgres, database: str, setting: str) -> None:
    """Set something that holds for connections made from now on, and end those that there are."""
    server.psql("postgres", f"ALTER DATABASE {database} {setting}")
    server.psql(database, _END_ALL_OTHERS)


def test_while_the_database_is_away_it_is_said_and_what_was_shown_as_saved_is_there_afterwards(
    database_server: Postgres,
) -> None:
    name = database_server.new_database()
    page = begun(as_somebody("ann", {"address": database_server.address(name)}))
    click_row(page, "season/programs", 0)
    everybody_comes_anew(database_server, name, "SET default_transaction_read_only = on")
    button(page, "Invited").click().run()
    assert "Nothing was changed" in said(page)
    assert "it can be read only, at the moment" in said(page)
    assert "8 programs: 8 no answer yet" in said(page)
    everybody_comes_anew(database_server, name, "RESET default_transaction_read_only")
    database_server.psql(name, "UPDATE matchlist.alembic_version SET version_num = '9999'")
    page.run()
    assert "Your season can't be read at the moment. You see it as it was at" in said(page)
    assert "it is of a newer matchlist" in said(page)
    assert not [one.label for one in page.button if "Start my season" in one.label]
    assert "8 programs: 8 no answer yet" in said(page)
    assert "Your season can't be read. It is left as it is." in said(
        as_somebody("ann", {"address": database_server.address(name)})
    )
    database_server.psql(name, "UPDATE matchlist.alembic_version SET version_num = '0002'")
    page.run()
    assert "8 programs: 8 no answer yet" in said(page)
    click_row(page, "season/programs", 0)
    button(page, "Invited").click().run()
    assert "8 programs: 7 no answer yet" in said(page)


def typed(page: AppTest, label: str) -> Any:
    """A field of a form by how its words begin."""
    fields = (*page.text_input, *page.number_input, *page.multiselect, *page.selectbox)
    return next(one for one in fields if one.label.startswith(label))


def test_while_the_database_is_away_the_season_stays_on_the_page_as_it_was_read_last(place: PlaceInMemory) -> None:
    page = begun(as_somebody("ann"))
    place.is_away = True
    click_row(page, "season/programs", 0)
    assert "You see it as it was at" in said(page)
    assert "it doesn't answer" in said(page)
    assert "8 programs: 8 no answer yet" in said(page)
    for view in ("Chances", "What next", "Rank order list", "Contacts and ties", "Before the season", "Answers"):
        look(page, "season-view", view)
        assert not page.exception
        assert "This can't be shown yet" not in said(page), view
    click_row(page, "season/programs", 0)
    button(page, "Invited").click().run()
    assert "Nothing was changed." in said(page)
    assert "8 programs: 8 no answer yet" in said(page)
    place.is_away = False
    button(page, "Read it again").click().run()
    assert "can't be read" not in said(page)
    assert [one.invited for one in Tracker(AccountStore(Shelf(place, "ann"))).programs()] == [None] * 8
    click_row(page, "season/programs", 0)
    button(page, "Invited").click().run()
    assert "8 programs: 7 no answer yet" in said(page)


def test_what_was_read_last_is_shown_to_nobody_else_and_not_once_it_was_removed(place: PlaceInMemory) -> None:
    page = begun(as_somebody("ann"))
    page.user = PERSON | {"sub": "bo"}
    place.is_away = True
    page.run()
    assert "8 programs" not in said(page)
    assert "Your season can't be read. It is left as it is." in said(page)
    place.is_away = False
    page.user = PERSON | {"sub": "ann"}
    AccountStore(Shelf(place, "ann")).remove()
    assert "There is none yet" in said(page.run())
    place.is_away = True
    assert "8 programs" not in said(page.run())


def test_what_was_typed_into_a_note_or_a_contact_stays_until_it_can_be_kept(place: PlaceInMemory) -> None:
    page = look(begun(as_somebody("ann")), "season-view", "Contacts and ties")
    program = Tracker(AccountStore(Shelf(place, "ann"))).programs()[0]
    place.is_away = True
    typed(page, "A note on nothing").set_value("Breathe")
    button(page, "Keep the note").click().run()
    typed(page, "Name of a person").set_value("Ada")
    typed(page, "Kind").set_value("director")
    typed(page, "Programs that it bears on").set_value([program.id])
    button(page, "Add this contact").click().run()
    # Other pages and tabs are looked at meanwhile.
    go(page, "list")
    go(page, "season")
    look(page, "season-view", "Contacts and ties")
    assert typed(page, "A note on nothing").value == "Breathe"
    assert (typed(page, "Name of a person").value, typed(page, "Kind").value) == ("Ada", "director")
    assert said(page).count("Not kept yet.") == 2
    place.is_away = False
    button(page, "Keep the note").click().run()
    button(page, "Add this contact").click().run()
    assert "Not kept yet." not in said(page)
    store = Tracker(AccountStore(Shelf(place, "ann")))
    assert [one.words for one in store.notes()] == ["Breathe"]
    assert [(one.name, one.kind, one.programs) for one in store.contacts()] == [("Ada", "director", (program.id,))]
    assert (typed(page, "A note on nothing").value, typed(page, "Name of a person").value) == ("", "")


def test_what_was_typed_of_a_program_stays_until_it_can_be_kept_and_another_windows_is_said(
    place: PlaceInMemory,
) -> None:
    page = begun(as_somebody("ann"))
    click_row(page, "season/programs", 0)
    page.session_state["season/more"] = True
    page.run()
    place.is_away = True
    typed(page, "In words").set_value("Kind people")
    typed(page, "A note").set_value("Ask them")
    button(page, "Keep this").click().run()
    assert "Not kept yet." in said(page)
    assert "Kept by another window" not in said(page)
    place.is_away = False
    other = Tracker(AccountStore(Shelf(place, "ann")))
    program = other.programs()[0]
    other.take([replace(program, impression="Cold", score=2.0, tie="My aunt")], "elsewhere")
    assert (typed(page, "In words").value, typed(page, "A note").value) == ("Kind people", "Ask them")
    button(page, "Keep this").click().run()
    # Another window was first: nothing of it is written over before it was seen.
    assert "somebody else changed it meanwhile" in said(page)
    assert "Kept by another window since, and written over by that: impression in words: “Cold”." in said(page)
    assert (typed(page, "In words").value, typed(page, "What binds").value) == ("Kind people", "My aunt")
    assert other.programs()[0].impression == "Cold"
    button(page, "Keep this").click().run()
    found = other.programs()[0]
    assert (found.impression, found.tie, found.score) == ("Kind people", "My aunt", 2.0)
    assert [one.words for one in other.notes()] == ["Ask them"]
    assert typed(page, "A note").value == ""


def test_a_program_and_its_note_are_kept_together_or_not_at_all(place: PlaceInMemory) -> None:
    begun(as_somebody("ann"))
    store = Tracker(AccountStore(Shelf(place, "ann")))
    program = store.programs()[0]
    store.take([replace(program, tie="My aunt")], "more", {program.id: "Ask them"})
    store.undo()
    assert (store.programs()[0].tie, store.notes()) == (program.tie, ())
