"""The Season page: opened by the user's own act, entered in two clicks, told in words."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from optimizer.dashboard.season.places import OnThisComputer
from optimizer.season.tracker import CONTACT_KINDS, Entry, KeptTie, Tracker, sheet_csv
from tests.cli.test_season import PLAN, PROGRAMS
from tests.cli.test_season import answered as told_by_cli
from tests.cli.test_season import said as done_by_cli
from tests.dashboard.driving import button, click_row, done, draft, edit, go, look, opened, said, upload
from tests.dashboard.season_driving import ASKED, LATER, SENT, begun, kept, on, with_small_plan
from tests.dashboard.test_login import hosted
from tests.season.seasons import tracked


def answer(page: AppTest, position: int, words: str) -> AppTest:
    """The two clicks: the program's row, and the answer."""
    click_row(page, "season/programs", position)
    button(page, words).click().run()
    assert not page.exception
    return page


# ---- opening -----------------------------------------------------------------------------------------------------


def test_nothing_is_written_before_the_user_asks(store: Path) -> None:
    page = opened("season")
    assert "nothing is written before you ask" in said(page)
    assert not store.parent.exists()
    button(page, "Start my season").click().run()
    assert store.is_file()


def test_a_season_is_read_only_in_the_session_that_opened_it(store: Path) -> None:
    begun()
    other = opened("season")
    assert "Nothing of it has been read yet" in said(other)
    assert "8 programs" not in said(other)
    button(other, "Open my season").click().run()
    assert "8 programs: 8 no answer yet" in said(other)
    assert "goes by its own plan" in said(other)
    assert kept(store)


def test_another_place_can_be_chosen_and_closed_again(tmp_path: Path, store: Path) -> None:
    page = with_small_plan()
    page.text_input(key="season/elsewhere").set_value(str(tmp_path / "elsewhere.sqlite")).run()
    button(page, "Start my season").click().run()
    assert (tmp_path / "elsewhere.sqlite").is_file()
    assert not store.is_file()
    page.session_state["season/about"] = True
    page.run()
    assert str(tmp_path / "elsewhere.sqlite") in said(page)
    assert OnThisComputer(tmp_path / "elsewhere.sqlite").copy().startswith(b"SQLite format 3")
    button(page, "Close it on this page").click().run()
    assert "Keep track of your season" in said(page)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")


def damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\x07" * 4000)


def another_file(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as store:
        store.execute("CREATE TABLE one (two)")


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (newer, "written by a newer matchlist"),
        (damaged, "the store is damaged"),
        (another_file, "is no store of matchlist"),
        (gone, "there is no store here"),
    ],
)
def test_a_store_that_can_not_be_used_is_told_and_left_as_it_is(harm: Any, words: str, store: Path) -> None:
    page = with_small_plan()
    button(page, "Start my season").click().run()
    for beside in store.parent.glob("season.sqlite-*"):
        beside.unlink()
    harm(store)
    before = store.read_bytes() if store.exists() else None
    page.run()
    assert not page.exception
    assert words in said(page)
    assert "It is left as it is" in said(page)
    assert (store.read_bytes() if store.exists() else None) == before
    assert "Before the season" in said(page)


@pytest.mark.parametrize("asked_at", ["matchlist.example.org", "localhost:8501"])
def test_a_store_is_opened_only_where_the_person_at_the_computer_asks(
    asked_at: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun()
    page = opened()
    monkeypatch.setattr(type(st.context), "headers", {"Host": asked_at})
    page.session_state["season/place"] = store
    go(page, "season")
    assert ("8 programs" in said(page)) == asked_at.startswith("localhost")
    assert ("kept on one's own computer only" in said(page)) != asked_at.startswith("localhost")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded"])
def test_what_comes_through_a_proxy_does_not_come_from_the_person_at_the_computer(
    header: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun()
    page = opened()
    monkeypatch.setattr(type(st.context), "headers", {"Host": "localhost:8501", header: "192.0.2.1"})
    page.session_state["season/place"] = store
    go(page, "season")
    assert "kept on one's own computer only" in said(page)


def test_a_copy_with_a_login_keeps_no_season(store: Path) -> None:
    begun()
    page = hosted(logged_in=True)
    page.session_state["season/place"] = store
    go(page, "season")
    assert "kept on one's own computer only" in said(page)
    assert "Before the season" in said(page)
    assert not [one.label for one in page.button if "my season" in one.label]


def test_a_season_without_a_plan_gets_the_one_in_hand(store: Path) -> None:
    with Tracker.at(store) as tracker:
        tracker.follow([tracked("p1")], SENT)
    page = with_small_plan()
    button(page, "Open my season").click().run()
    assert "No plan is kept with this season yet" in said(page)
    page.session_state["season/sending"] = True
    assert "no plan is kept yet" in said(look(page, "season-view", "Chances"))
    button(page, "Make the plan in hand the season's").click().run()
    assert any("range" in one.value for one in page.header)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[quotas.applications]\nminimum = 500", "the season's plan has no list"),
        ('programs = ["gone.csv"]', "gone.csv"),
        ('flexibility = "much"', "flexibility"),
    ],
)
def test_a_kept_plan_that_gives_no_list_is_told(content: str, words: str, store: Path) -> None:
    person = '[applicant]\ntype = "us-md"\nspecialties = ["psychiatry"]\nstep2 = 240'
    with Tracker.at(store) as tracker:
        text = f"{person}\n{content}" if content.startswith("[") else f"{content}\n{person}"
        tracker.keep_plan("Mine", 2026, text)
    page = opened("season")
    button(page, "Open my season").click().run()
    assert not page.exception
    assert words in said(page)


# ---- entering ----------------------------------------------------------------------------------------------------


def test_an_answer_takes_two_clicks_and_one_takes_it_back(store: Path) -> None:
    page = begun()
    program = kept(store)[3]
    assert program.applied == SENT
    answer(page, 3, "Invited")
    assert kept(store)[3].invited == ASKED
    assert f"{program.name}: invited, 8 Oct 2025" in said(page)
    assert f"Last entry: {program.name}: invited 8 Oct 2025" in said(page.run())
    button(page, "Undo the last entry").click().run()
    assert kept(store)[3] == program


def test_only_what_can_come_next_can_be_clicked() -> None:
    page = answer(on(begun(), ASKED), 0, "Invited")
    usable = {one.label for one in page.button if not one.disabled}
    assert {"Interviewed", "I declined", "Rejected"} <= usable
    assert "Invited" not in usable


def test_dates_out_of_order_are_refused_in_words(store: Path) -> None:
    page = on(begun(), date(2025, 9, 1))
    answer(page, 0, "Invited")
    assert "Nothing was changed" in said(page)
    assert "an invitation lies before an application" in said(page)
    assert kept(store)[0].invited is None


def test_what_somebody_else_changed_meanwhile_is_not_written_over(store: Path) -> None:
    page = begun()
    click_row(page, "season/programs", 0)
    with Tracker.at(store) as other:
        other.record([Entry(kept(store)[0].id, "rejected", ASKED)])
    button(page, "Invited").click().run()
    assert "somebody else changed it meanwhile" in said(page)
    assert (kept(store)[0].invited, kept(store)[0].rejected) == (None, ASKED)
    assert "1 rejected" in said(page)
    answer(page, 1, "Invited")
    assert kept(store)[1].invited == ASKED


def test_more_about_a_program_is_kept_with_its_days(store: Path) -> None:
    page = answer(begun(), 0, "Invited")
    page.session_state["season/more"] = True
    page.run()
    page.multiselect[0].set_value([date(2025, 11, 12), date(2025, 11, 10)])
    next(one for one in page.number_input if one.label.startswith("Going there")).set_value(250.0)
    next(one for one in page.number_input if one.label.startswith("Impression")).set_value(8.5)
    for label, words in (
        ("In words", "Kind people"),
        ("What binds me to it", "My aunt"),
        ("A note", "Ask <b>them</b>"),
    ):
        next(one for one in page.text_input if one.label.startswith(label)).set_value(words)
    button(page, "Keep this").click().run()
    assert not page.exception
    found = kept(store)[0]
    assert (found.slots, found.dollars) == ((date(2025, 11, 10), date(2025, 11, 12)), 250.0)
    assert (found.score, found.impression, found.tie) == (8.5, "Kind people", "My aunt")
    assert "Ask <b>them</b>" in said(page)
    button(page, "more about it").click().run()
    assert kept(store)[0].dollars is None


def test_single_applications_are_added_and_filtered(store: Path) -> None:
    page = begun()
    page.session_state["season/sending"] = True
    page.run()
    left = page.selectbox(key="season/sent-program").options
    assert len(left) == 12 - 8
    page.selectbox(key="season/sent-program").select_index(0).run()
    page.selectbox(key="season/sent-signal").set_value("gold").run()
    button(page, "Add it").click().run()
    assert [one.signal for one in kept(store)].count("gold") >= 1
    assert len(kept(store)) == 9
    page.text_input(key="season/sought").set_value("fresno").run()
    assert "of 9 programs shown" in said(page)


def test_a_sheet_is_brought_in_whole_or_not_at_all(store: Path) -> None:
    page = with_small_plan()
    button(page, "Start my season").click().run()
    upload(page, ("sheet.csv", "id,applied\nnowhere,2025-09-24\np1,soon\n"), key="season/sheet")
    assert "no program has this id" in said(page)
    assert "can't be read" in said(page)
    assert kept(store) == ()
    upload(page, ("good.csv", "id,applied,interview\np1,2025-09-24,invited\n"), key="season/sheet")
    page.session_state["season/sending"] = True
    page.run()
    assert "Answers without a day count as known on" in said(page)
    assert [one.id for one in kept(store)] == ["p1"]


# ---- what it says ------------------------------------------------------------------------------------------------


def test_chances_are_said_with_ranges_and_with_how_sure_they_are() -> None:
    page = answer(answer(begun(), 0, "Invited"), 1, "Invited")
    look(page, "season-view", "Chances")
    told = said(page)
    assert any(one.value.startswith("About ") and "range" in one.value for one in page.header)
    assert "When the applications went out it was about" in told
    assert "Which divisions run above or below expectation" in told
    assert "2 answers say little" in told
    words = {cell for table in page.table for cell in table.value.get("In words", ())}
    assert words & {"within what luck alone brings", "more than luck alone brings in 9 of 10 seasons"}


def test_before_anything_was_sent_there_is_nothing_to_update() -> None:
    page = with_small_plan()
    button(page, "Start my season").click().run()
    for view, words in (
        ("Chances", "Nothing had been sent by this day"),
        ("What next", "what comes next is to send the list"),
        ("Rank order list", "No interview has been held yet"),
    ):
        assert words in said(look(page, "season-view", view))


def test_what_next_weighs_invitations_applications_letters_and_contacts(store: Path) -> None:
    page = begun()
    with Tracker.at(store) as tracker:
        first, second, third, *_ = (one.id for one in tracker.programs())
        tracker.record([Entry(one, "invited", ASKED, (LATER,), 300.0) for one in (first, second)])
        done_by_cli("track", "contact", "Dr A", "--program", third, "--remind", "2025-10-01", "--next", "write")
    look(page, "season-view", "What next")
    assert "Accept 1 of 2" in said(page)
    assert "Dr A, write" in said(page)
    assert "Contacts who could speak for me" in said(page)
    assert "found no effect, so the range begins at nothing" in said(page)
    page.number_input(key="next/dollars").set_value(22.0).run()
    assert "2 more for $22" in said(page)
    page.multiselect(key="next/taken").set_value([LATER]).run()
    assert "Accept 0 of 2" in said(page)
    button(page, "I sent these 2").click().run()
    assert len(kept(store)) == 10
    button(page, "Done").click().run()
    assert "Dr A, write" not in said(page)


def test_where_nothing_is_left_to_do_it_is_said(store: Path) -> None:
    page = with_small_plan()
    button(page, "Start my season").click().run()
    with Tracker.at(store) as tracker:
        tracker.follow([tracked("p1")], SENT)
        tracker.record([Entry("p1", "rejected", ASKED)])
    look(page, "season-view", "What next")
    page.number_input(key="next/dollars").set_value(0.0).run()
    for words in ("No invitation is open", "No further application can be sent", "No program is open that a letter"):
        assert words in said(page)


def test_the_rank_order_list_is_the_applicants_own(store: Path) -> None:
    page = begun()
    with Tracker.at(store) as tracker:
        met = [one.id for one in tracker.programs()][:3]
        tracker.record([Entry(one, "invited", ASKED) for one in met])
        tracker.record([Entry(one, "held", LATER) for one in met])
    on(page, LATER)
    look(page, "season-view", "Rank order list")
    order = [one["id"] for one in told_by_cli("rank", "--as-of", "2025-11-10")["programs"]]
    edit(page, "rank-editor", edited_rows={2: {"Rank": 1}})
    wanted = [order[2], order[0], order[1]]
    assert [one["id"] for one in told_by_cli("rank", "--as-of", "2025-11-10")["programs"]] == wanted
    page.selectbox(key="rank/program").set_value(order[1]).run()
    button(page, "Up").click().run()
    wanted = [order[2], order[1], order[0]]
    assert [one["id"] for one in told_by_cli("rank", "--as-of", "2025-11-10")["programs"]] == wanted
    edit(page, "rank-editor", edited_rows={1: {"On my list": False}})
    assert [one.id for one in kept(store) if not one.acceptable] == [order[1]]
    assert "left out as not acceptable" in said(page)
    assert "NRMP registration: $70" in said(page)
    edit(page, "rank-editor", edited_rows={2: {"On my list": True}})
    assert all(one.acceptable for one in kept(store))


# ---- people ------------------------------------------------------------------------------------------------------


def test_contacts_are_added_changed_and_removed(store: Path) -> None:
    page = look(begun(), "season-view", "Contacts and ties")
    next(one for one in page.text_input if one.label.startswith("Name of a person")).set_value("Dr B")
    button(page, "Add this contact").click().run()
    with Tracker.at(store) as tracker:
        assert [(one.name, one.kind) for one in tracker.contacts()] == [("Dr B", CONTACT_KINDS[0])]
    program = kept(store)[0].id
    changes = {"Remind me on": "2025-10-01", "Programs": [program], "Where": None, "Next step": "call"}
    edit(page, "contacts", edited_rows={0: changes})
    with Tracker.at(store) as tracker:
        (found,) = tracker.contacts(program)
        assert (found.remind_on, found.next_step) == (date(2025, 10, 1), "call")
    assert "Dr B, call" in said(page)
    edit(page, "contacts", edited_rows={0: {"Name": ""}})
    assert "Nothing was changed" in said(page)
    edit(page, "contacts", deleted_rows=[0])
    with Tracker.at(store) as tracker:
        assert tracker.contacts() == ()


def test_ties_and_notes_are_kept(store: Path) -> None:
    page = look(begun(), "season-view", "Contacts and ties")
    page.selectbox(key="season-tie/kind").set_value("contact").run()
    page.text_input(key="season-tie/sought").set_value("nowhere at all").run()
    assert "Nothing is called so" in said(page)
    page.text_input(key="season-tie/sought").set_value("Fresno").run()
    button(page, "Add this tie").click().run()
    next(one for one in page.text_input if one.label.startswith("A note on nothing")).set_value("Breathe")
    button(page, "Keep the note").click().run()
    with Tracker.at(store) as tracker:
        assert tracker.ties() == (KeptTie(id=1, kind="contact", scope="city", place="Fresno, CA"),)
        assert [one.words for one in tracker.notes()] == ["Breathe"]
    assert "Breathe" in said(page)
    button(page, "Remove").click().run()
    with Tracker.at(store) as tracker:
        assert tracker.ties() == ()


# ---- one store ---------------------------------------------------------------------------------------------------


def test_a_season_entered_on_the_page_is_the_one_entered_in_the_terminal(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begun()
    answer(answer(answer(page, 0, "Invited"), 1, "Rejected"), 2, "Invited")
    answer(on(page, LATER), 0, "Interviewed")
    answer(page, 2, "I declined")
    answer(page, 3, "Rejected")
    button(page, "Undo the last entry").click().run()
    listed = [one.id for one in kept(store)]

    other = tmp_path / "terminal.sqlite"
    monkeypatch.setenv("MATCHLIST_TRACKER", str(other))
    (tmp_path / "programs.csv").write_text(PROGRAMS, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    done_by_cli("track", "start", tmp_path / "plan.toml")
    done_by_cli("track", "apply", "--list", "--on", SENT.isoformat())
    for position, kind, day in (
        (0, "invited", ASKED),
        (1, "rejected", ASKED),
        (2, "invited", ASKED),
        (0, "held", LATER),
        (2, "declined", LATER),
        (3, "rejected", LATER),
    ):
        done_by_cli("track", "answer", listed[position], kind, "--on", day)
    done_by_cli("track", "undo")
    assert kept(store) == kept(other)
    by_cli = told_by_cli("track", "chances", "--as-of", LATER)
    assert told_by_cli("track", "chances", "--as-of", LATER, "--store", store) == by_cli
    look(page, "season-view", "Chances")
    assert f"About {by_cli['match_probability'] * 100:.0f} in 100" in page.header[0].value

    # The sheet that goes out comes back the same, into another store, through the page.
    sheet = sheet_csv(kept(store))
    monkeypatch.setenv("MATCHLIST_TRACKER", str(tmp_path / "third.sqlite"))
    third = with_small_plan()
    button(third, "Start my season").click().run()
    upload(third, ("season.csv", sheet.decode("utf-8-sig")), key="season/sheet")
    assert kept(tmp_path / "third.sqlite") == kept(store)


def test_a_season_is_kept_where_it_was_said_though_the_click_came_before_the_page_was_drawn(
    tmp_path: Path, store: Path
) -> None:
    page = with_small_plan()
    elsewhere = tmp_path / "elsewhere.sqlite"
    page.text_input(key="season/elsewhere").set_value(str(elsewhere))
    button(page, "Start my season").click().run()
    assert elsewhere.is_file()
    assert not store.is_file()


APPLICANTS_OWN = """Program,City,State,Status,Date Applied,Interview Offer,Interview Date,Rank,Notes
Program a,Fresno,CA,Interview Scheduled,9/24/25,10/8/25,11/12/25,2,kind people
Program b,Phoenix,AZ,Waitlisted,9/24/25,,,,
Program c,Houston,TX,Withdrawn,9/24/25,10/8/25,,,
Program d,Chicago,IL,Cancelled by the program,9/24/25,10/8/25,11/14/25,,
Program e,Boston,MA,On hold,24-Sep-25,,,,
Program f,Atlanta,GA,Rejected,Sep 24,,,,
Program g,Fresno,CA,Interview Complete,9/24/2025,10/9/25,11/10/25,1,
"""
"""A tracker as an applicant keeps it, with days as American spreadsheets show them."""


def test_an_applicants_own_sheet_in_american_dates_is_the_same_season_on_the_page_and_in_the_terminal(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_small_plan()
    button(page, "Start my season").click().run()
    upload(page, ("mine.csv", APPLICANTS_OWN), key="season/sheet")
    on_page = {one.id: one for one in kept(store)}
    assert {name: one.last_word for name, one in on_page.items()} == {
        "p0": "accepted",
        "p1": "waitlisted",
        "p2": "withdrawn",
        "p3": "cancelled",
        "p4": "paused",
        "p5": "rejected",
        "p6": "held",
    }
    assert {one.applied for one in on_page.values()} == {SENT}
    assert (on_page["p0"].invited, on_page["p0"].slots) == (ASKED, (date(2025, 11, 12),))
    assert (on_page["p6"].held, on_page["p6"].rank) == (LATER, 1)

    other = tmp_path / "terminal.sqlite"
    monkeypatch.setenv("MATCHLIST_TRACKER", str(other))
    (tmp_path / "programs.csv").write_text(PROGRAMS, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "mine.csv").write_text(APPLICANTS_OWN, encoding="utf-8")
    done_by_cli("track", "start", tmp_path / "plan.toml")
    done_by_cli("track", "import", tmp_path / "mine.csv")
    assert kept(other) == kept(store)
    day = date(2025, 12, 1)
    by_cli = told_by_cli("track", "chances", "--as-of", day)
    assert told_by_cli("track", "chances", "--as-of", day, "--store", store) == by_cli


def test_a_season_that_has_not_begun_can_be_kept_and_nothing_entered_in_it(store: Path) -> None:
    page = upload(opened("season"), ("plan.toml", f"season = 2027\n{PLAN}"), ("programs.csv", PROGRAMS))
    button(page, "Start my season").click().run()
    assert not page.exception
    button(page, "I sent the whole list").click().run()
    assert not page.exception
    assert "an application lies outside the season" in said(page)
    assert kept(store) == ()


def test_the_plan_in_hand_and_the_seasons_become_one_either_way(store: Path) -> None:
    page = begun()
    assert "goes by its own plan" not in said(page)
    go(page, "list").number_input(key="budget").set_value(55.0).run()
    go(page, "season")
    button(page, "Make the plan in hand the season's").click().run()
    assert "goes by its own plan" not in said(page)
    with Tracker.at(store) as tracker:
        plan = tracker.plan()
    assert plan is not None
    assert "dollars = 55.0" in plan.content
    other = opened("season")
    button(other, "Open my season").click().run()
    button(other, "Take that plan in hand").click().run()
    assert not other.exception
    assert "goes by its own plan" not in said(other)
    assert draft(other).plan.budget.dollars == 55.0


# ---- before the season -------------------------------------------------------------------------------------------


def test_the_example_has_actions_and_a_proven_choice_among_them() -> None:
    page = done(opened("season"))
    assert "a made-up person's" in said(page)
    assert "Proven: no other choice of actions and list" in said(page)
    page.number_input(key="ties/weeks-limit").set_value(4.0).run()
    assert "a made-up person's" not in said(page)
    done(page)
    edit(page, "actions", deleted_rows=[0, 1, 2, 3, 4, 5], edited_rows={6: {"Weeks": 9, "Starts": "2025-03-01"}})
    done(page)
    assert "1 weeks and $0 for the actions" in said(page)


def test_actions_are_found_by_name_added_and_read_from_a_file() -> None:
    page = with_small_plan()
    assert "Nothing to choose from yet" in said(page)
    page.text_input(key="ties/sought").set_value("Fresno").run()
    button(page, "Add this action").click().run()
    done(page)
    assert "Chance to match" in said(page)
    page.text_input(key="ties/sought").set_value("Fresno").run()
    button(page, "Add this action").click().run()
    assert "stands twice" in said(page)
    edit(page, "actions", edited_rows={0: {"Kind": "letter"}})
    page.number_input(key="ties/dollars-limit").set_value(100.0).run()
    page.toggle(key="ties/one_purse").set_value(True).run()
    done(page)
    assert "$88 for" not in said(page)
    page.number_input(key="ties/dollars-limit").set_value(None).run()
    for content, words in (("actions = 3", "actions"), ("not toml [", "is not TOML")):
        upload(page, ("mine.toml", content), key="ties/file")
        assert words in said(page)
    file = '[[actions]]\nname = "Elsewhere"\nkind = "letter"\nprogram = "nowhere"\nweeks = 1.0\n'
    upload(page, ("mine.toml", file), key="ties/file")
    done(page)
    assert "no program has this id" in said(page)
