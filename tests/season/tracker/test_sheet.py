"""The tracking sheet goes out and comes back the same; what can't be read is named, all at once."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory.importing import Given
from optimizer.directory.importing.grid import clean_cell
from optimizer.errors import BadInput, Fault
from optimizer.season.tracker import SHEET_COLUMNS, SheetRead, Tracked, Tracker, read_sheet, sheet_csv
from optimizer.season.tracker.story import SeasonDays
from tests.drawn import examples
from tests.season.seasons import DECEMBER, NOVEMBER, OCTOBER, SENT, TODAY, tracked

KNOWN = {f"im-{k:02}": tracked(f"im-{k:02}") for k in range(4)}


def unknown(program: str, where: str) -> Fault:
    return Fault("no such program", where, program)


def read_all(*lines: str, columns: tuple[str, ...] = SHEET_COLUMNS) -> SheetRead:
    content = "\r\n".join((",".join(columns), *lines)).encode()
    return read_sheet(Given("sheet.csv", content), KNOWN, unknown, TODAY)


def read(*lines: str) -> list[Tracked]:
    return list(read_all(*lines).programs)


def cells_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_sheet_tells_the_whole_story_of_a_program() -> None:
    one = tracked(
        "im-00",
        region="Home",
        setting="university",
        tie="=family",
        signal="gold",
        applied=SENT,
        invited=OCTOBER,
        slots=(NOVEMBER, DECEMBER),
        dollars=250.5,
        held=NOVEMBER,
        rejected=DECEMBER,
        score=8.0,
        impression="kind people",
        rank=2,
    )
    assert cells_of(sheet_csv([one])) == [
        {
            "id": "im-00",
            "program": "Program im-00",
            "region": "Home",
            "type": "university",
            "tie": "'=family",
            "applied": "2025-09-24 gold",
            "interview": "invited 2025-10-10 for 2025-11-12 or 2025-12-05, $250.5; held 2025-11-12; "
            "rejected 2025-12-05",
            "impression": "8: kind people",
            "rank": "2",
            "signal": "gold",
        }
    ]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("im-00,,,,,10/5/2025,,,", {"applied": date(2025, 10, 5)}),
        ("im-00,,,,,2025-9-4 00:00:00 Gold,,,", {"applied": date(2025, 9, 4), "signal": "gold"}),
        ("im-00,,,,,2025-09-24,no response,,", {"applied": SENT}),
        ("im-00,,,,,2025-09-24,Invited on 10/10/2025,,", {"applied": SENT, "invited": OCTOBER}),
        ("im-00,,,,,,,3.5,", {"score": 3.5}),
        ("im-00,,,,,,,friendly: yes,", {"impression": "friendly: yes"}),
        ("im-00,,,,,,,,no", {"acceptable": False}),
        ("im-00,,,,,no,,,", {}),
        (
            "im-00,a name nobody reads,South,community,a cousin,,,,",
            {"region": "South", "setting": "community", "tie": "a cousin"},
        ),
    ],
)
def test_what_people_write_is_read(cells: str, said: dict[str, Any]) -> None:
    assert read(cells) == [tracked("im-00", **said)]


def test_blank_lines_and_blank_cells_say_nothing() -> None:
    assert read(",,,,,,,,", "im-01") == [KNOWN["im-01"]]


def test_all_faults_of_a_sheet_come_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        read(
            "im-00,,,,,perhaps,maybe,12,first",
            "im-00,,,,,,,,",
            "nowhere,,,,,,,,",
            "im-01,,,,,2025-13-40,invited 2025-02-30,,0",
        )
    places = [fault.where for fault in caught.value.faults]
    assert places == [
        "sheet.csv line 2: applied",
        "sheet.csv line 2: interview",
        "sheet.csv line 2: impression",
        "sheet.csv line 2: rank",
        "sheet.csv line 3",
        "sheet.csv line 4",
        "sheet.csv line 5: applied",
        "sheet.csv line 5: interview",
        "sheet.csv line 5: rank",
    ]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("program,applied", "the column 'id' is missing"),
        ("id,applied,Applied", "stands twice"),
    ],
)
def test_a_header_that_is_none_is_told(header: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_sheet(Given("sheet.csv", f"{header}\nim-00,,\n".encode()), KNOWN, unknown, TODAY)


def test_columns_and_answers_that_are_not_read_as_they_stand_are_told() -> None:
    found = read_all(
        "im-00,waitlisted,12", "im-01,invited,10", "im-02,held,9", columns=("id", "interview", "shoe size")
    )
    assert found.programs == (
        tracked("im-00", waitlisted=TODAY),
        tracked("im-01", invited=TODAY),
        tracked("im-02", invited=TODAY, held=TODAY),
    )
    assert [notice.partition(":")[0] for notice in found.notices] == [
        "Columns that weren't read",
        "Answers without a day count as known on 2026-02-01",
    ]


def test_days_as_a_spreadsheet_writes_them_are_those_of_every_further_answer() -> None:
    (one, other) = read(
        "im-00,,,,,9/24/2025 gold,waitlisted 10/10/2025; invited 11/12/2025 for 12/5/2025; accepted 11/12/2025,,",
        "im-01,,,,,9/24/2025,on hold 10/10/2025; withdrew 11/12/2025,,",
    )
    assert (one.applied, one.signal, one.waitlisted, one.accepted) == (SENT, "gold", OCTOBER, NOVEMBER)
    assert (one.invited, one.slots, one.last_word) == (NOVEMBER, (DECEMBER,), "accepted")
    assert (other.paused, other.withdrawn, other.last_word) == (OCTOBER, NOVEMBER, "withdrawn")


def test_an_answer_without_a_day_keeps_the_day_that_is_known() -> None:
    known = {"im-00": tracked("im-00", applied=SENT, invited=OCTOBER)}
    content = b"id,interview\nim-00,invited\n"
    found = read_sheet(Given("sheet.csv", content), known, unknown, TODAY)
    assert found.programs == (known["im-00"],)
    assert found.notices == ()


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12).map(clean_cell).map(str.strip)
days = st.dates(SENT, TODAY)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Tracked, ...]:
    programs = []
    for identity in draw(st.lists(st.sampled_from(sorted(KNOWN)), unique=True)):
        happened: dict[str, Any] = {}
        if draw(st.booleans()):
            happened["applied"] = draw(days)
            happened["signal"] = draw(st.sampled_from(("none", "single", "silver", "gold")))
            if draw(st.booleans()):
                happened["invited"] = draw(st.dates(happened["applied"], TODAY))
                happened["slots"] = tuple(sorted(draw(st.sets(days, max_size=3))))
                happened["dollars"] = draw(st.none() | st.integers(0, 10_000).map(lambda cents: cents / 100))
                further = draw(st.sampled_from(("", "accepted", "held", "declined", "rejected", "cancelled")))
                if further:
                    happened[further] = draw(st.dates(happened["invited"], TODAY))
            else:
                further = draw(st.sampled_from(("", "rejected", "waitlisted", "paused", "withdrawn", "closed")))
                if further:
                    happened[further] = draw(st.dates(happened["applied"], TODAY))
        acceptable = draw(st.booleans())
        programs.append(
            tracked(
                identity,
                **happened,
                region=draw(texts) or None,
                setting=draw(texts) or None,
                tie=draw(texts),
                score=draw(st.none() | st.integers(0, 100).map(lambda tenths: tenths / 10)),
                impression=draw(texts),
                acceptable=acceptable,
                rank=draw(st.none() | st.integers(1, 300)) if acceptable else None,
            )
        )
    return tuple(programs)


@given(stories())
@examples(150)
def test_a_sheet_read_back_is_the_same(programs: tuple[Tracked, ...]) -> None:
    content = sheet_csv(programs)
    found = list(read_sheet(Given("sheet.csv", content), KNOWN, unknown, TODAY).programs)
    assert found == list(programs)
    assert sheet_csv(found) == content


def test_a_sheet_taken_into_a_new_store_comes_out_the_same(tmp_path: Path) -> None:
    programs = [
        tracked(
            "im-00",
            applied=SENT,
            signal="gold",
            invited=OCTOBER,
            held=NOVEMBER,
            score=5.0,
            impression="good",
        ),
        tracked("im-01", applied=SENT, rejected=NOVEMBER, tie="family", rank=3),
        tracked("im-02", applied=SENT + timedelta(days=1), acceptable=False),
        tracked("im-03"),
    ]
    content = sheet_csv(programs)
    rows = list(read_sheet(Given("sheet.csv", content), KNOWN, unknown, TODAY).programs)
    with Tracker.at(tmp_path / "season.sqlite", today=lambda: TODAY) as tracker:
        assert tracker.take(rows, "sheet.csv") == 4
        assert sheet_csv(tracker.programs()) == content
        assert tracker.take(rows, "sheet.csv") == 0
        tracker.undo()
        tracker.undo()
        assert tracker.programs() == ()


# ---- what the whole sheet says of its numbers and days

SEASON = SeasonDays(date(2025, 6, 4), date(2026, 3, 20))


def faults_of(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_sheet(Given("sheet.csv", text.encode()), KNOWN, unknown, TODAY, SEASON)
    return [f"{fault.where}: {fault.what}" for fault in caught.value.faults]


def said_by(text: str) -> SheetRead:
    return read_sheet(Given("sheet.csv", text.encode()), KNOWN, unknown, TODAY, SEASON)


def test_days_are_read_in_the_order_that_another_cell_shows() -> None:
    first, second = said_by("id,applied\nim-00,24/9/2025\nim-01,5/10/2025\n").programs
    assert (first.applied, second.applied) == (date(2025, 9, 24), date(2025, 10, 5))
    first, second = said_by("id,applied\nim-00,9/24/2025\nim-01,10/9/2025\n").programs
    assert (first.applied, second.applied) == (date(2025, 9, 24), date(2025, 10, 9))


def test_a_day_of_which_one_reading_lies_in_the_season_is_that_one() -> None:
    assert said_by("id,applied\nim-00,10/5/2025\n").programs[0].applied == date(2025, 10, 5)
    assert said_by("id,applied\nim-00,5/10/2025\n").programs[0].applied == date(2025, 10, 5)


def test_a_day_that_may_be_two_is_asked_about() -> None:
    assert faults_of("id,applied\nim-00,11/10/2025\n") == ["sheet.csv line 2: applied: may be 2025-10-11 or 2025-11-10"]
    mixed = "id,applied\nim-00,11/10/2025\nim-01,24/9/2025\nim-02,9/25/2025\n"
    assert faults_of(mixed) == ["sheet.csv line 2: applied: may be 2025-10-11 or 2025-11-10"]


def test_costs_and_scores_are_read_as_the_sheet_writes_numbers() -> None:
    sheet = "id;applied;interview;impression\nim-00;2025-09-24;invited 2025-10-10, $1.250;7,5\nim-01;;;8,5: good\n"
    first, second = said_by(sheet).programs
    assert (first.dollars, first.score, second.score, second.impression) == (1250.0, 7.5, 8.5, "good")
    (fault,) = faults_of("id,applied,interview\nim-00,2025-09-24,invited 2025-10-10 $1.250\n")
    assert fault == "sheet.csv line 2: interview: may be 1.25 or 1250"


def test_a_cell_too_many_is_a_fault_and_a_second_header_is_said() -> None:
    assert faults_of("id,applied\nim-00,2025-09-24,gold\n") == ["sheet.csv line 2: the row has more cells than columns"]
    found = said_by("id,applied\nim-00,2025-09-24\nid,applied\nim-01,2025-09-25\n")
    assert len(found.programs) == 2
    assert found.notices == ("sheet.csv line 3 repeats the header and was left out.",)


WITH_SIGNAL = ("id", "signal", "applied")


@pytest.mark.parametrize(
    ("cells", "signal"),
    [
        ("gold,9/24/25", "gold"),
        ("Silver,yes", "silver"),
        (",9/24/25", "none"),
        ("none,9/24/25", "none"),
        ("gold,9/24/25 silver", "silver"),
        ("gold,", "none"),
    ],
)
def test_the_signal_that_the_list_planned_is_sent_with_the_application(cells: str, signal: str) -> None:
    (program,) = read_all(f"im-00,{cells}", columns=WITH_SIGNAL).programs
    assert program.signal == signal


def test_a_signal_that_is_none_is_told() -> None:
    with pytest.raises(BadInput, match=r"signal.*bronze"):
        read_all("im-00,bronze,9/24/25", columns=WITH_SIGNAL)


def test_yes_counts_as_sent_by_today_and_is_said_once() -> None:
    found = read_all("im-00,,yes", "im-01,,x", columns=WITH_SIGNAL)
    assert [one.applied for one in found.programs] == [TODAY, TODAY]
    (notice,) = found.notices
    assert "im-00, im-01" in notice


def test_the_same_fault_of_many_rows_is_one_line() -> None:
    with pytest.raises(BadInput) as caught:
        read_all(*(f"im-0{k},,perhaps" for k in range(4)), "im-05,,x", columns=WITH_SIGNAL)
    together, other = caught.value.faults
    assert together.where == "sheet.csv lines 2, 3, 4, 5: applied"
    assert other.what == "no such program"
