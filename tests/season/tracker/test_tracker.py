"""What the tracker takes, refuses, gives back and undoes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from optimizer.errors import BadInput
from optimizer.season.tracker import Contact, Entry, EventKind, KeptTie, SeasonDays, Tracker, contact_of, event_kind
from optimizer.season.tracker.edits import Describe, Edit, Impress, Rank, Record
from optimizer.season.tracker.reader import Reader
from tests.season.seasons import DECEMBER, NOVEMBER, OCTOBER, SENT, TODAY, tracked


@pytest.fixture
def tracker(tmp_path: Path) -> Iterator[Tracker]:
    with Tracker.at(tmp_path / "season.sqlite", today=lambda: TODAY) as opened:
        opened.follow([tracked("im-00", signal="gold"), tracked("im-01"), tracked("im-02")], SENT)
        yield opened


def test_an_application_is_silent_until_something_comes(tracker: Tracker) -> None:
    assert [one.last_word for one in tracker.programs()] == ["silent"] * 3
    assert tracker.program("im-00").signal == "gold"
    assert tracker.program("im-00").applied == SENT


def test_the_last_word_is_the_standing(tracker: Tracker) -> None:
    tracker.record([Entry("im-00", "invited", OCTOBER, (DECEMBER, NOVEMBER), 250.0)])
    one = tracker.program("im-00")
    assert (one.last_word, one.slots, one.dollars) == ("invited", (NOVEMBER, DECEMBER), 250.0)
    tracker.record([Entry("im-00", "held", NOVEMBER), Entry("im-01", "rejected", NOVEMBER)])
    assert [one.last_word for one in tracker.programs()] == ["held", "rejected", "silent"]
    tracker.record([Entry("im-02", "invited", OCTOBER), Entry("im-02", "declined", OCTOBER)])
    assert tracker.program("im-02").last_word == "declined"


def test_a_program_can_be_followed_before_it_is_applied_to(tracker: Tracker) -> None:
    tracker.follow([tracked("im-09")])
    assert tracker.program("im-09").last_word == "followed"
    tracker.follow([tracked("im-09", signal="silver")], OCTOBER)
    assert (tracker.program("im-09").last_word, tracker.program("im-09").signal) == ("silent", "silver")


def test_answers_change_as_the_season_goes_on(tracker: Tracker) -> None:
    said = []
    for kind, on in (
        ("waitlisted", OCTOBER),
        ("paused", OCTOBER),
        ("invited", NOVEMBER),
        ("accepted", NOVEMBER),
        ("declined", DECEMBER),
    ):
        tracker.record([Entry("im-00", event_kind(kind), on)])
        said.append(tracker.program("im-00").last_word)
    assert said == ["waitlisted", "paused", "invited", "accepted", "declined"]
    tracker.record([Entry("im-01", "invited", OCTOBER), Entry("im-01", "cancelled", NOVEMBER)])
    tracker.record([Entry("im-02", "withdrawn", NOVEMBER)])
    assert [(one.last_word, one.over) for one in tracker.programs()][1:] == [
        ("cancelled", NOVEMBER),
        ("withdrawn", NOVEMBER),
    ]
    tracker.follow([tracked("im-09")])
    tracker.record([Entry("im-09", "closed", OCTOBER)])
    assert tracker.program("im-09").last_word == "closed"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("On Hold", "paused"),
        ("canceled", "cancelled"),
        ("wait-listed", "waitlisted"),
        ("withdrew", "withdrawn"),
        ("merged", "closed"),
        ("gave back", "declined"),
        ("Accepted", "accepted"),
    ],
)
def test_an_answer_is_taken_as_people_write_it(words: str, kind: str) -> None:
    assert event_kind(words) == kind


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([Entry("im-00", "accepted", OCTOBER)], "accepted without an invitation"),
        ([Entry("im-00", "cancelled", OCTOBER)], "cancelled without an invitation"),
        ([Entry("im-00", "withdrawn", OCTOBER), Entry("im-00", "invited", NOVEMBER)], "lies after an application with"),
        (
            [
                Entry("im-00", "invited", OCTOBER),
                Entry("im-00", "declined", OCTOBER),
                Entry("im-00", "accepted", NOVEMBER),
            ],
            "given back before it was accepted",
        ),
        ([Entry("im-00", "held", OCTOBER)], "held without an invitation"),
        ([Entry("im-00", "declined", OCTOBER)], "declined without an invitation"),
        ([Entry("im-00", "invited", date(2025, 9, 1))], "an invitation lies before an application"),
        ([Entry("im-00", "applied", OCTOBER)], "an application stands there already (2025-09-24, 2025-10-10)"),
        ([Entry("im-00", "invited", date(2026, 2, 2))], "lies in the future"),
        (
            [
                Entry("im-00", "invited", OCTOBER),
                Entry("im-00", "held", NOVEMBER),
                Entry("im-00", "declined", NOVEMBER),
            ],
            "both held and declined",
        ),
        ([Entry("im-00", "rejected", OCTOBER), Entry("im-00", "invited", NOVEMBER)], "lies after the rejection"),
        ([Entry("nowhere", "invited", OCTOBER)], "never applied to"),
    ],
)
def test_what_cannot_have_happened_so_is_refused(tracker: Tracker, entries: list[Entry], words: str) -> None:
    before = tracker.programs(), tracker.last_change()
    with pytest.raises(BadInput) as caught:
        tracker.record(entries)
    assert words in str(caught.value)
    assert (tracker.programs(), tracker.last_change()) == before


def test_an_interview_at_a_program_never_applied_to_is_refused(tracker: Tracker) -> None:
    tracker.follow([tracked("im-09")])
    with pytest.raises(BadInput, match="at a program that was never applied to"):
        tracker.record([Entry("im-09", "invited", OCTOBER)])


def test_all_faults_of_one_entry_come_at_once(tracker: Tracker) -> None:
    with pytest.raises(BadInput) as caught:
        tracker.record([Entry("im-00", "held", OCTOBER), Entry("im-01", "invited", date(2027, 1, 1))])
    assert {fault.where for fault in caught.value.faults} == {"im-00", "im-01"}


def test_days_outside_the_season_are_refused(tracker: Tracker) -> None:
    within = tracker.within(SeasonDays(date(2025, 6, 4), date(2026, 3, 20)))
    with pytest.raises(BadInput, match="outside the season"):
        within.follow([tracked("im-09")], date(2015, 9, 24))
    within.follow([tracked("im-09")], SENT)


def test_an_unknown_program_is_answered_with_similar_ones(tracker: Tracker) -> None:
    with pytest.raises(BadInput, match=r"im-00 \(Program im-00\)"):
        tracker.program("im-0")


def test_a_part_of_a_name_means_the_one_program_that_has_it(tracker: Tracker) -> None:
    tracker.follow([tracked("im-09", institution="Mercy")])
    assert tracker.meant("mercy") == "im-09"
    assert tracker.meant("im-00") == "im-00"
    with pytest.raises(BadInput, match="several programs"):
        tracker.meant("hospital")
    with pytest.raises(BadInput, match="never applied to"):
        tracker.meant("lighthouse")


def test_the_last_impression_holds(tracker: Tracker) -> None:
    tracker.impress("im-00", 3.0, "fine")
    tracker.impress("im-00", 4.5, "  kind \n people ")
    one = tracker.program("im-00")
    assert (one.score, one.impression) == (4.5, "kind people")
    with pytest.raises(BadInput, match="is no score"):
        tracker.impress("im-00", 10.5)


def test_an_order_takes_the_place_of_the_one_before(tracker: Tracker) -> None:
    tracker.rank(["im-02", "im-00"])
    tracker.rank(["im-00"])
    assert [one.rank for one in tracker.programs()] == [1, None, None]
    with pytest.raises(BadInput, match="stands twice"):
        tracker.rank(["im-00", "im-00"])


def test_what_the_applicant_says_of_a_program_is_kept(tracker: Tracker) -> None:
    tracker.describe("im-00", tie="grew up there", acceptable=False)
    one = tracker.program("im-00")
    assert (one.tie, one.acceptable) == ("grew up there", False)


def test_notes_are_of_a_program_or_of_none(tracker: Tracker) -> None:
    tracker.note("Call the office", "im-00")
    tracker.note("Buy shoes")
    assert [note.words for note in tracker.notes()] == ["Call the office", "Buy shoes"]
    assert [note.words for note in tracker.notes("im-00")] == ["Call the office"]
    assert tracker.notes()[0].on == TODAY


def test_ties_and_plans_are_kept(tracker: Tracker) -> None:
    assert tracker.plan() is None
    tracker.keep_plan("First", 2026, "text")
    tracker.keep_plan("Second", 2026, "other text")
    kept = tracker.plan()
    assert kept is not None
    assert (kept.title, kept.content) == ("Second", "other text")
    tracker.keep_tie(KeptTie(kind="contact", scope="program", place="im-00"))
    (tie,) = tracker.ties()
    assert tie.place == "im-00"
    assert tie.id is not None
    tracker.drop_tie(tie.id)
    assert tracker.ties() == ()


def test_contacts_know_their_programs_and_remind(tracker: Tracker) -> None:
    office = Contact(name="Office", kind="office", programs=("im-00",), remind_on=NOVEMBER, last_contact=OCTOBER)
    tracker.keep_contact(office)
    tracker.keep_contact(Contact(name="Dr B", remind_on=OCTOBER, next_step="write"))
    tracker.keep_contact(Contact(name="Dr C"))
    assert [one.name for one in tracker.reminders(NOVEMBER)] == ["Dr B", "Office"]
    assert [one.name for one in tracker.reminders(date(2025, 10, 31))] == ["Dr B"]
    (found,) = tracker.contacts("im-00")
    assert found == office.model_copy(update={"id": found.id})
    tracker.keep_contact(found.model_copy(update={"remind_on": None}))
    assert [one.name for one in tracker.reminders(TODAY)] == ["Dr B"]
    assert found.id is not None
    tracker.drop_contact(found.id)
    assert [one.name for one in tracker.contacts()] == ["Dr B", "Dr C"]


def test_a_contact_bears_on_programs_that_are_followed(tracker: Tracker) -> None:
    with pytest.raises(BadInput, match="never applied to"):
        tracker.keep_contact(Contact(name="Dr A", programs=("nowhere",)))
    with pytest.raises(BadInput, match="no such contact"):
        tracker.keep_contact(Contact(id=99, name="Dr A"))


def test_values_that_can_not_be_used_are_named() -> None:
    with pytest.raises(BadInput, match="kind"):
        contact_of({"name": "Dr A", "kind": "wizard"})
    with pytest.raises(BadInput, match="no such answer"):
        event_kind("ghosted")
    assert event_kind("INVITED") == "invited"


def test_every_change_can_be_undone_and_the_undoing_too(tracker: Tracker) -> None:
    start = tracker.programs()
    tracker.record([Entry("im-00", "invited", OCTOBER, (), 10.0)])
    changed = tracker.programs()
    undone = tracker.undo()
    assert undone.words.startswith("im-00: invited")
    assert tracker.programs() == start
    tracker.undo(tracker.last_change())
    assert tracker.programs() == changed


def test_undoing_walks_back_to_the_start(tracker: Tracker) -> None:
    tracker.impress("im-00", 5.0)
    tracker.rank(["im-01", "im-00"])
    tracker.describe("im-00", tie="family")
    tracker.keep_contact(Contact(name="Dr A"))
    for _ in range(5):
        tracker.undo()
    assert tracker.programs() == ()
    assert tracker.contacts() == ()
    with pytest.raises(BadInput, match="nothing to undo"):
        tracker.undo()


def test_a_removal_is_undone_by_bringing_the_row_back(tracker: Tracker) -> None:
    tracker.keep_contact(Contact(name="Dr A"))
    kept = tracker.contacts()
    tracker.drop_contact(kept[0].id or 0)
    tracker.undo()
    assert tracker.contacts() == kept


def test_a_change_on_which_others_rest_is_undone_after_them(tracker: Tracker) -> None:
    tracker.record([Entry("im-00", "invited", OCTOBER)])
    with pytest.raises(BadInput, match="later changes rest on"):
        tracker.undo(1)
    tracker.record([Entry("im-00", "held", NOVEMBER)])
    with pytest.raises(BadInput, match="held without an invitation"):
        tracker.undo(2)
    tracker.rank(["im-00"])
    with pytest.raises(BadInput, match="altered since, by change 4"):
        tracker.undo(1)


def test_a_change_is_undone_once(tracker: Tracker) -> None:
    tracker.impress("im-00", 5.0)
    tracker.undo(2)
    with pytest.raises(BadInput, match="undone already, by change 3"):
        tracker.undo(2)
    with pytest.raises(BadInput, match="no such change"):
        tracker.undo(77)


def test_the_journal_tells_what_was_done_and_undone(tracker: Tracker) -> None:
    tracker.impress("im-01", 5.0)
    tracker.undo()
    last, undone, first = tracker.history()
    assert (last.undoes, undone.undone_by, first.undone_by) == (2, 3, None)
    assert [change.id for change in tracker.history(program="im-01")] == [3, 2, 1]
    assert [change.id for change in tracker.history(program="im-00")] == [1]
    assert [change.id for change in tracker.history(1)] == [3]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(tracker: Tracker) -> None:
    looked_at = tracker.last_change()
    tracker.impress("im-00", 5.0, "by somebody else")
    mine = tracker.as_seen(looked_at)
    with pytest.raises(BadInput, match="somebody else changed it meanwhile"):
        mine.impress("im-00", 2.0)
    mine.impress("im-01", 2.0)
    assert tracker.program("im-00").score == 5.0


def test_many_rows_are_taken_and_undone_in_one_change(tracker: Tracker) -> None:
    many = [tracked(f"fm-{k:04}") for k in range(700)]
    tracker.follow(many, SENT)
    tracker.record([Entry(one.id, "invited", OCTOBER) for one in many])
    told = [replace(one, applied=SENT, invited=NOVEMBER, rank=k + 1) for k, one in enumerate(many)]
    assert tracker.take(told, "a sheet") == 700
    assert tracker.program("fm-0699").invited == NOVEMBER
    tracker.undo()
    assert tracker.program("fm-0699").invited == OCTOBER
    tracker.undo()
    tracker.undo()
    assert len(tracker.programs()) == 3


@pytest.mark.parametrize("kind", ["invited", "rejected"])
def test_taking_the_same_again_changes_nothing(tracker: Tracker, kind: EventKind) -> None:
    tracker.record([Entry("im-00", kind, OCTOBER)])
    assert tracker.take(tracker.programs(), "again") == 0


def test_what_a_change_rests_on_is_read_while_nobody_else_can_write(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window tries to follow the same program between the look and the write: it has to wait, and gives up."""
    tried: list[str] = []
    look = Reader.known

    def looked(self: Reader, *given: Any) -> set[str]:
        found: set[str] = look(self, *given)
        if not tried:
            tried.append("at once")
            path = str(self.connection.engine.url.database)
            with closing(sqlite3.connect(path, timeout=0)) as other, suppress(sqlite3.OperationalError):
                other.execute("BEGIN IMMEDIATE")
                tried.append("came between")
        return found

    monkeypatch.setattr(Reader, "known", looked)
    tracker.follow([tracked("im-09")])
    assert tried == ["at once"]


def test_the_same_row_written_twice_is_a_clash_and_no_damage(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reader, "known", lambda *_: set())
    with pytest.raises(BadInput, match="another window has written the same just now") as told:
        tracker.follow([tracked("im-00")])
    assert "damaged" not in str(told.value)


def test_what_is_looked_at_is_of_one_moment_whatever_others_write_meanwhile(tracker: Tracker) -> None:
    with tracker.looking() as store:
        before = store.programs()
        tracker.record([Entry("im-00", "invited", OCTOBER)])
        assert store.programs() == before
        assert store.last_change() < tracker.last_change()
    assert tracker.program("im-00").last_word == "invited"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Record((Entry("im-00", "invited", OCTOBER),)), f"im-00: invited {OCTOBER.isoformat()}"),
        (Describe("im-01", tie="  family ", acceptable=False), "im-01: tie family, acceptable False"),
        (Impress("im-02", 7.0), "im-02: impression"),
        (Rank(("im-02", "im-00")), "ranked 2 programs"),
    ],
)
def test_an_edit_is_a_value_and_the_journal_keeps_its_words(tracker: Tracker, edit: Edit[None], words: str) -> None:
    before = tracker.programs()
    tracker.make(edit)
    assert tracker.history(1)[0].words == words
    assert tracker.programs() != before
    tracker.undo()
    assert tracker.programs() == before


def test_a_description_has_four_known_parts_and_a_known_signal(tracker: Tracker) -> None:
    tracker.describe("im-00", region="West", signal="silver")
    assert (tracker.program("im-00").region, tracker.program("im-00").signal) == ("West", "silver")
    with pytest.raises(BadInput, match=r"no such signal \(found 'platinum'\); allowed: none, "):
        tracker.describe("im-00", signal="platinum")
    unknown: dict[str, Any] = {"name": "Another"}
    with pytest.raises(TypeError):
        tracker.describe("im-00", **unknown)
    assert tracker.program("im-00").name != "Another"
