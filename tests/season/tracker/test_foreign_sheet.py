"""Lists of what was sent in other forms: MyERAS's own, and trackers as applicants keep them."""

import csv
import io

import pytest

from optimizer.directory import Directory
from optimizer.directory.importing import Given
from optimizer.errors import BadInput
from optimizer.season.tracker import own_sheet
from tests.directory.importing.tables import Table, text_file
from tests.people_and_programs import directory, program

KNOWN = directory(
    program("im-a", name="Lakes University Hospital", city="Fresno", state="CA"),
    program("im-b", name="Hill Medical Center", city="Reno", state="NV"),
)
ERAS = ("Program Name", "Specialty", "City", "State", "Signaled?", "Accreditation ID", "Applied Dates")


def read(table: Table, kinds: tuple[str, ...] = ("single",), known: Directory = KNOWN) -> list[dict[str, str]]:
    found = own_sheet(text_file(table), known, ["internal-medicine"], lambda _: kinds)
    assert found is not None
    return list(csv.DictReader(io.StringIO(found[0].content.decode())))


def test_myeras_own_list_tells_what_was_applied_to_when_and_with_which_signal() -> None:
    rows = [
        ("Lakes University Hospital Program", "Internal Medicine", "Fresno", "California", "Yes", "", "09/24/2025"),
        ("Hill Medical Center", "IM", "Reno", "NV", "No", "", "09/25/2025"),
    ]
    told = [(row["id"], row["applied"]) for row in read([ERAS, *rows])]
    assert told == [("im-a", "09/24/2025 single"), ("im-b", "09/25/2025")]


def test_a_bare_yes_where_signals_are_of_two_kinds_is_not_taken_and_said() -> None:
    row = ("Lakes University Hospital", "IM", "Fresno", "CA", "Yes", "", "9/24/2025")
    found = own_sheet(text_file([ERAS, row]), KNOWN, ["internal-medicine"], lambda _: ("silver", "gold"))
    assert found is not None
    assert found[1] == ("A signal is told without its kind, and isn't taken: im-a.",)


@pytest.mark.parametrize(
    ("status", "offer", "held", "story"),
    [
        ("Interview Scheduled", "10/8/2025", "11/12/2025", "invited 10/8/2025 for 11/12/2025; accepted"),
        ("Rejected", "", "", "rejected"),
        ("Waitlisted", "", "", "waitlisted"),
        ("Application on hold", "", "", "on hold"),
        ("I withdrew", "", "", "withdrawn"),
        ("Program closed", "", "", "closed"),
        ("Interview canceled by program", "10/8/2025", "", "invited 10/8/2025; cancelled"),
        ("Offer returned", "10/8/2025", "", "invited 10/8/2025; declined"),
        ("Applied", "", "", ""),
        ("Interview offer received", "", "", "invited"),
    ],
)
def test_a_tracker_of_ones_own_tells_the_story_of_each_program(status: str, offer: str, held: str, story: str) -> None:
    header = (
        "Program",
        "City",
        "State",
        "Status",
        "Date Applied",
        "Interview Offer",
        "Interview Date",
        "Signal",
        "Rank",
    )
    rows = [("Lakes University Hospital", "Fresno", "CA", status, "9/24/2025", offer, held, "Gold", "2")]
    (row,) = read([header, *rows])
    assert (row["interview"], row["applied"], row["rank"]) == (story, "9/24/2025 gold", "2")


def test_rows_that_mean_no_program_are_told_with_those_that_may_be_meant() -> None:
    rows = [("Nobody Knows", "IM", "Fresno", "CA", "No", "", "9/24/2025")]
    with pytest.raises(BadInput) as caught:
        read([ERAS, *rows])
    assert caught.value.faults[0].value == "Nobody Knows"


def test_the_tracking_sheet_itself_and_other_tables_are_left_alone() -> None:
    for header in ("id,applied\nim-a,2025-09-24\n", "color,size\nred,1\n"):
        assert own_sheet(Given("f.csv", header.encode()), KNOWN, ["internal-medicine"], lambda _: ()) is None


@pytest.mark.parametrize("status", ["Interviewed", "Interview Complete", "Interview completed", "Attended"])
def test_an_interview_that_is_over_was_held_on_its_day(status: str) -> None:
    header = ("Program", "City", "State", "Status", "Date Applied", "Interview Date")
    (row,) = read([header, ("Lakes University Hospital", "Fresno", "CA", status, "9/24/25", "11/10/25")])
    assert row["interview"] == "invited; held 11/10/25"


def test_rows_of_first_years_mean_programs_of_the_second_list() -> None:
    known = directory(
        program("derm-l", name="University of Lakes", specialty="dermatology", city="Fresno", state="CA"),
        program("im-l", name="University of Lakes", specialty="internal-medicine", city="Fresno", state="CA"),
        program("ty-l", name="Lake Hospital", specialty="transitional-year", city="Fresno", state="CA"),
    )
    table = [
        ("Program", "City", "State", "Specialty", "Status", "Date Applied"),
        ("University of Lakes", "Fresno", "CA", "Dermatology", "Applied", "9/24/25"),
        ("University of Lakes", "Fresno", "CA", "IM (Preliminary)", "Applied", "9/24/25"),
        ("Lake Hospital", "Fresno", "CA", "TY", "Applied", "9/24/25"),
    ]
    found = own_sheet(text_file(table), known, ["dermatology"], lambda _: ())
    assert found is not None
    told = csv.DictReader(io.StringIO(found[0].content.decode()))
    assert [row["id"] for row in told] == ["derm-l", "im-l", "ty-l"]
