"""Sheets as people write them: headers that mislead, short and former names, tracks, cities, quotation marks, JSON."""

import json
from typing import Any

import pytest

from optimizer.directory import Directory, load_directory
from optimizer.directory.importing import (
    Given,
    Imported,
    NeedsMapping,
    NothingUsable,
    Proposal,
    Wishes,
    bring_in,
    import_programs,
    parse_mapping,
)
from tests.directory.importing.tables import NOTHING, RATES, Table, brought, text_file
from tests.people_and_programs import directory, program

LAKES = program("im-lakes", name="University of Lakes", city="Fresno", state="CA")


def proposed(table: Table, **options: Any) -> Proposal:
    found = bring_in(NOTHING, [text_file(table)], Wishes("internal-medicine", **options))
    assert isinstance(found, NeedsMapping)
    (proposal,) = found.proposals
    return proposal


def named(rows: Table, into: Directory, specialty: str = "internal-medicine") -> Imported:
    """Rows of name, city and state."""
    mapping = parse_mapping(["Who=name", "City=city", "State=state"])
    return import_programs(into, [text_file([("Who", "City", "State"), *rows])], Wishes(specialty, mapping))


def joined_to(name: str, city: str, state: str, specialty: str = "internal-medicine") -> str:
    (row,) = named([(name, city, state)], load_directory(), specialty).report.rows
    return row.program if row.outcome == "joined" else f"{row.outcome} {' '.join(row.candidates)}"


# ---- what columns hold


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("% of Non-US IMGs interviewed", "interview_rate_non_us_img"),
        ("DO invite rate", "interview_rate_us_do"),
        ("Interview rate with gold signal", "interview_rate_gold"),
        ("% interviewed without signal", "interview_rate_no_signal"),
        ("Percent interviewed, out of state", "interview_rate_out_of_state"),
        ("Lowest Step 2 score", "step2_minimum"),
        ("CK cut-off", "step2_minimum"),
        ("# of positions", "first_year_positions"),
        ("Program track", "track"),
        ("Position type", "track"),
        ("Residents per class", "first_year_positions"),
        ("Max years since graduation", "years_since_graduation_maximum"),
        ("% IMG residents", "img_share"),
        ("Sponsors J-1?", "sponsors_j1"),
        ("Average Step 2", None),
        ("Interview date", None),
        ("Number interviewed", None),
        ("US IMG residents %", None),
    ],
)
def test_the_words_of_a_header_tell_what_it_holds(header: str, field: str | None) -> None:
    cell = {"sponsors_j1": "yes", "step2_minimum": "230"}.get(field or "", "7")
    proposal = proposed([("Program", header), ("Lake Hospital", cell), ("Hill Hospital", cell)])
    assert proposal.fields.get(header) == field


@pytest.mark.parametrize(
    "cells",
    [
        (("55%", "40%"), ("30%", "65%")),
        (("yes", "no"), ("no", "yes")),
        (("1", "1"), ("0", "1")),
        (("x", "y"), ("", "z")),
    ],
)
def test_shares_of_residents_flags_and_words_are_never_proposed_as_rates(cells: Any) -> None:
    proposal = proposed([("Hospital", "US IMG", "Non-US IMG"), *[("Lake Hospital", *row) for row in cells]])
    assert proposal.fields == {"Hospital": "name"}


def test_small_numbers_under_a_group_may_be_rates() -> None:
    proposal = proposed([("Hospital", "US IMG"), ("Lake Hospital", "3%"), ("Hill Hospital", "5%")])
    assert proposal.fields["US IMG"] == "interview_rate_us_img"


def test_rates_far_above_what_is_usual_are_pointed_out_before_and_after() -> None:
    usual = {"internal-medicine": {"interview_rate_us_do": 0.2}}
    rows = [(f"Lake Hospital {k}", "Fresno", "CA", "0.8") for k in range(4)]
    table = [("Hospital", "City", "State", "DO interview rate"), *rows]
    before = proposed(table, usual=usual)
    assert "DO interview rate" not in before.fields
    assert "about 20 in 100 is usual" in " ".join(before.notes)
    mapping = parse_mapping(["Hospital=name", "City=city", "State=state", "DO interview rate=interview_rate_us_do"])
    imported = import_programs(NOTHING, [text_file(table)], Wishes("internal-medicine", mapping, usual=usual))
    assert "80 in 100 on average" in " ".join(imported.report.tables[0].notices)
    known = [
        ("Program", *RATES[1:]),
        *[(f"Lake {k}", "0", "0", "0", "0.9", "0", "0", "Reno", "NV", "") for k in range(4)],
    ]
    report = import_programs(NOTHING, [text_file(known)], Wishes("internal-medicine", usual=usual)).report
    assert "90 in 100 on average" in " ".join(report.tables[0].notices)


def test_a_column_of_specialties_is_no_name_and_names_may_end_in_a_state() -> None:
    header = ("Program", "Sponsor Institution")
    proposal = proposed([header, ("Psychiatry", "Lake Hospital-OH"), ("Child Neurology", "Hill Center-OH")])
    assert proposal.fields == {"Program": "specialty", "Sponsor Institution": "name_state"}


def test_a_column_that_holds_names_is_proposed_as_such_whatever_it_is_called() -> None:
    proposal = proposed([("Golds", "%"), ("Lake University Hospital", "1"), ("Hill Medical Center", "2")])
    assert proposal.fields == {"Golds": "name"}


def test_a_known_layout_uses_a_column_of_ids_that_it_does_not_know() -> None:
    header = ("Program Name", "Institution / Hospital System", "City, State", "Specialty", "My key")
    row = ("Lake Hospital", "Lake", "Fresno, CA", "IM", "1400012345")
    (found,) = brought(text_file([header, row])).directory.programs
    assert found.acgme_id == "1400012345"


# ---- no header


def test_a_table_without_a_header_keeps_its_first_row() -> None:
    rows = [("Lake Hospital Program", "Fresno", "CA"), ("Hill Hospital Program", "Reno", "NV")]
    proposal = proposed(rows)
    assert proposal.fields == {"Column 1": "name", "Column 2": "city", "Column 3": "state"}
    for mapping in (proposal.fields, {"Lake Hospital Program": "name", "Fresno": "city", "CA": "state"}):
        imported = import_programs(NOTHING, [text_file(rows)], Wishes("internal-medicine", mapping))
        assert imported.report.counts()["new"] == 2


def test_a_bare_list_of_ids_needs_no_header() -> None:
    known = directory(program("im-a", acgme_id="1400000001"), program("im-b", name="B", acgme_id="1400000002"))
    imported = brought(text_file([("1400000001",), ("1400000002",)]), into=known)
    assert imported.report.counts()["joined"] == 2


# ---- names


@pytest.mark.parametrize(
    ("name", "city", "state", "program_id"),
    [
        ("HUP", "Philadelphia", "PA", "im-pa-university-of-pennsylvania-health-system"),
        ("MUSC", "Charleston", "SC", "im-sc-medical-university-of-south-carolina"),
        ("Vanderbilt IM (Categorical)", "Nashville", "TN", "im-tn-vanderbilt-university-medical-center"),
        ("URMC", "Rochester", "NY", "im-ny-university-of-rochester"),
        ("UCSF-Fresno", "Fresno", "CA", "im-ca-university-of-california-san-francisco-fresno"),
        ("Hennepin County Medical Center", "Minneapolis", "MN", "im-mn-hennepin-healthcare"),
        (
            "Albert Einstein Medical Center",
            "Philadelphia",
            "PA",
            "im-pa-jefferson-health-jefferson-einstein-philadelphia",
        ),
        ("Mayo", "Rochester", "MN", "im-mn-mayo-clinic-college-of-medicine-and-science-rochester"),
        (
            "UVA Internal Medicine Residency Program",
            "Charlottesville",
            "VA",
            "im-va-university-of-virginia-medical-center",
        ),
        ("Duke", "Durham", "NC", "im-nc-duke-university-hospital"),
    ],
)
def test_short_and_former_names_go_to_their_program(name: str, city: str, state: str, program_id: str) -> None:
    assert joined_to(name, city, state) == program_id


def test_initials_that_no_file_lists_go_to_the_one_program_of_the_city_that_has_them() -> None:
    known = directory(program("im-q", name="Quail Ridge Teaching Hospital", city="Fresno", state="CA"))
    (row,) = named([("QRTH", "Fresno", "CA")], known).report.rows
    assert (row.outcome, row.program) == ("joined", "im-q")


def test_a_short_name_that_says_nothing_is_never_new_in_a_city_with_programs() -> None:
    known = directory(LAKES, program("im-b", name="Hill Hospital", city="Fresno", state="CA"))
    (row,) = named([("XYZW", "Fresno", "CA")], known).report.rows
    assert (row.outcome, row.candidates) == ("ambiguous", ("im-b", "im-lakes"))


def test_a_university_is_not_its_namesake_with_state_nor_its_branch() -> None:
    assert joined_to("University of Minnesota Medical Center", "Minneapolis", "MN", "family-medicine").startswith("amb")


@pytest.mark.parametrize(
    "track",
    [" (Primary Care)", " - Research Track", " Rural Training Track", ": Program B", " Categorical", " (Advanced)"],
)
def test_a_track_in_the_name_is_no_second_program(track: str) -> None:
    imported = named(
        [("University of Lakes", "Fresno", "CA"), (f"University of Lakes{track}", "Fresno", "CA")], directory(LAKES)
    )
    assert [row.program for row in imported.report.rows] == ["im-lakes", "im-lakes"]


@pytest.mark.parametrize(
    ("name", "specialty", "track"),
    [
        ("University of Lakes (Preliminary)", "Internal Medicine", ""),
        ("University of Lakes", "Prelim IM", ""),
        ("University of Lakes", "Internal Medicine", "Preliminary"),
    ],
)
def test_rates_of_one_year_positions_are_not_those_of_the_residency(name: str, specialty: str, track: str) -> None:
    header = ("Who", "City", "State", "Field", "Track", "Interviewed", "Positions")
    rows = [
        ("University of Lakes", "Fresno", "CA", "IM", "", "10%", "15"),
        (name, "Fresno", "CA", specialty, track, "60%", "5"),
    ]
    fields = ("name", "city", "state", "specialty", "track", "interview_rate_us_md", "first_year_positions")
    mapping = parse_mapping([f"{column}={field}" for column, field in zip(header, fields, strict=True)])
    for told in (rows, rows[::-1]):
        found = import_programs(directory(LAKES), [text_file([header, *told])], Wishes(None, mapping))
        (lakes,) = found.directory.programs
        assert (lakes.interview_rate_us_md, lakes.first_year_positions) == (0.1, 15)
        assert not found.report.disagreements
    alone = import_programs(directory(LAKES), [text_file([header, rows[1]])], Wishes(None, mapping))
    assert alone.directory.programs[0].interview_rate_us_md is None
    assert "its rates are left out" in alone.report.rows[0].how


def test_tracks_that_differ_in_facts_are_one_program_and_the_whole_program_counts() -> None:
    header = ("Program", *RATES[1:])
    rates = ("0.5", "0.1", "0.4", "0.3", "0.2", "0.1", "Fresno", "CA", "Pacific")
    other = ("0.9", *rates[1:])
    imported = brought(text_file([header, ("Lakes (Primary Care)", *other), ("Lakes Program", *rates)]))
    (found,) = imported.directory.programs
    assert found.interview_rate_in_state == 0.5
    assert len(imported.report.disagreements) == 1


def test_a_program_of_one_year_positions_alone_is_kept_apart() -> None:
    header = ("Institution", "City", "State", "Program", "Program Code", "2026 Quota")
    rows = [("Lake Hospital-OH", "Akron", "OH", "Surgery-Preliminary", "8101440P0", "6")]
    imported = import_programs(directory(LAKES), [text_file([header, *rows])], Wishes())
    (row,) = imported.report.rows
    lakes, lake = imported.directory.programs
    assert (row.outcome, row.kept_apart) == ("new", True)
    assert "give one year and no training in general surgery" in row.how
    assert (lake.name, lake.institution, lake.first_year_positions) == (
        "Lake Hospital (Preliminary)",
        "Lake Hospital",
        None,
    )
    assert lake.is_first_year_only
    assert imported.directory.of_specialties(("general-surgery", lakes.specialty)).programs == (lakes,)
    both = [*rows, ("Lake Hospital-OH", "Akron", "OH", "Surgery", "8101440C0", "4")]
    (found,) = import_programs(NOTHING, [text_file([header, *both])], Wishes()).directory.programs
    assert (found.first_year_positions, found.nrmp_code) == (4, "8101440C0 8101440P0")


def test_a_program_kept_apart_is_known_again_and_never_taken_for_the_residency() -> None:
    mapping = parse_mapping(["Who=name", "City=city", "State=state", "What=specialty", "Id=acgme_id"])

    def with_row(known: Directory, what: str) -> Imported:
        table = text_file(
            [("Who", "City", "State", "What", "Id"), ("Lake Hospital", "Akron", "OH", what, "1403899301")]
        )
        return import_programs(known, [table], Wishes(None, mapping))

    first = with_row(NOTHING, "IM prelim")
    again = with_row(first.directory, "Preliminary Medicine")
    assert [row.outcome for row in again.report.rows] == ["joined"]
    whole = with_row(again.directory, "Internal Medicine")
    assert [row.outcome for row in whole.report.rows] == ["new"]
    assert [one.is_first_year_only for one in whole.directory.programs] == [True, False]
    then = with_row(whole.directory, "IM (Preliminary)")
    assert [row.outcome for row in then.report.rows] == ["ambiguous"], "its id is that of both by now"


def test_a_transitional_year_is_a_program_of_its_own_whatever_its_code() -> None:
    header = ("Institution", "City", "State", "Program", "Program Code", "2026 Quota")
    for words in ("Transitional (PGY-1 Only)", "Transitional Year", "Transitional"):
        imported = import_programs(
            NOTHING, [text_file([header, ("Lake Hospital-OH", "Akron", "OH", words, "8101999P0", "6")])], Wishes()
        )
        (lake,) = imported.directory.programs
        assert (lake.specialty, lake.first_year_positions, lake.name) == ("transitional-year", 6, "Lake Hospital")
        assert not lake.is_first_year_only
        assert imported.directory.of_specialties(("transitional-year",)).programs == (lake,)


# ---- pages of today

SIGNALS = ("Gold", "Silver", "None")
GROUPS = ("In-State", "Out-of-State", "U.S. MD", "U.S. DO", "U.S. IMG", "Non-U.S. IMG")
FIGURES = ("62.1%", "31%", "3.2%", "24%", "6%", "30%", "12%", "--", "1.5%")
FOUND = {
    "gold": 0.621,
    "silver": 0.31,
    "no_signal": 0.032,
    "in_state": 0.24,
    "out_of_state": 0.06,
    "us_md": 0.3,
    "us_do": 0.12,
    "us_img": None,
    "non_us_img": 0.015,
}


def rates_of(imported: Imported) -> dict[str, float | None]:
    (one,) = imported.directory.programs
    return {group: getattr(one, f"interview_rate_{group}") for group in FOUND}


@pytest.mark.parametrize(
    "headers",
    [
        tuple(f"{name} Signal" if name != "None" else "No Signal" for name in SIGNALS) + GROUPS,
        tuple(f"% Interviewed: {name} Signal".replace("None", "No") for name in SIGNALS)
        + tuple(f"% Interviewed: {name}" for name in GROUPS),
        tuple(f"{name} signal interview rate".replace("None", "No") for name in SIGNALS)
        + tuple(f"{name} interview rate" for name in GROUPS),
    ],
)
def test_a_page_of_interviews_by_signal_place_and_group_is_known(headers: tuple[str, ...]) -> None:
    header = ("Program", "Location", *headers)
    row = ("University of Lakes Program (1403899301)", "Fresno, CA", *FIGURES)
    assert rates_of(brought(text_file([header, row]))) == pytest.approx(FOUND)
    (found,) = brought(text_file([header, row])).directory.programs
    assert (found.name, found.acgme_id, found.city) == ("University of Lakes", "1403899301", "Fresno")


@pytest.mark.parametrize("written", ["236 - 262", "236\u2013262", "236 to 262"])
@pytest.mark.parametrize("column", ["Step 2 CK (middle 80%)", "Middle 80% Step 2 CK"])
def test_the_middle_of_step_2_ck_is_kept_with_both_ends(written: str, column: str) -> None:
    header = ("Program", "Location", "No Signal", *GROUPS, column)
    row = ("University of Lakes", "Fresno, CA", "3%", *FIGURES[3:], written)
    (found,) = brought(text_file([header, row])).directory.programs
    assert (found.step2_middle_low, found.step2_middle_high) == (236, 262)


def test_a_range_that_is_none_is_told_and_the_row_kept() -> None:
    header = ("Program", "Location", "No Signal", *GROUPS, "Step 2 CK (middle 80%)")
    imported = brought(text_file([header, ("University of Lakes", "Fresno, CA", "3%", *FIGURES[3:], "262 - 236")]))
    assert imported.directory.programs[0].step2_middle_low is None
    assert "two scores from 100 to 300" in str(imported.report.faults[0])


def test_a_page_copied_twice_joins_into_the_same_programs() -> None:
    header = ("Program", "City", "State", "No Signal", *GROUPS)
    names = ("Heron University", "Osprey Clinic", "Kestrel Foundation", "Falcon Consortium")
    rows = [(name, "Fresno", "CA", "3%", *FIGURES[3:]) for name in names]
    both = import_programs(
        NOTHING, [text_file([header, *rows[:3]]), text_file([header, *rows[2:]])], Wishes("internal-medicine")
    )
    assert len(both.directory.programs) == 4
    assert both.report.counts() == {"joined": 1, "new": 4, "ambiguous": 0, "refused": 0}


def test_headers_of_two_rows_are_one_and_what_they_hold_is_proposed() -> None:
    groups = ("", "", "", "Interviewed by signal", "", "", "Interviewed by geography", "", "Interviewed by type")
    columns = ("Program", "City", "State", *SIGNALS, *GROUPS, "Middle 80%")
    above = (*groups, "", "", "", "USMLE Step 2 CK")
    row = ("University of Lakes", "Fresno", "CA", *FIGURES, "236 - 262")
    proposal = proposed([above, columns, row])
    told = {field.removeprefix("interview_rate_") for field in proposal.fields.values()}
    assert set(FOUND) <= told
    assert proposal.columns[3] == "Interviewed by signal: Gold"
    assert proposal.columns[0] == "Program"


@pytest.mark.parametrize(
    "above",
    [
        ("My interviews", "", "", ""),
        ("", "", "Updated 2026", ""),
        ("Programs", "", "", ""),
        ("Interviews of 2026", "", "", ""),
    ],
)
def test_a_title_above_a_table_is_no_group(above: tuple[str, ...]) -> None:
    columns = ("Program", "City", "State", "% interviewed")
    proposal = proposed([above, columns, ("University of Lakes", "Fresno", "CA", "12%")])
    assert proposal.columns == columns


def test_groups_beside_rates_by_signal_are_rates_and_elsewhere_are_not() -> None:
    row = ("University of Lakes", "Fresno", "CA", "12%", "4%", "30%", "9%")
    by_signal = ("Hospital", "City", "State", "Signal", "No signal", "US MD", "In state")
    told = proposed([by_signal, row]).fields
    assert (told["US MD"], told["In state"]) == ("interview_rate_us_md", "interview_rate_in_state")
    alone = proposed([(*by_signal[:3], "Beds", "Salary", *by_signal[5:]), row]).fields
    assert not {"US MD", "In state"} & set(alone)


# ---- places


def test_a_misspelt_city_is_read_as_the_programs_own_and_said() -> None:
    (row,) = named([("University of Lakes", "Frenso", "CA")], directory(LAKES)).report.rows
    assert (row.outcome, row.program) == ("joined", "im-lakes")
    assert "no place 'Frenso' is known in CA: taken for Fresno" in row.how


def test_what_shares_the_telling_words_of_a_program_elsewhere_in_the_state_is_not_new() -> None:
    known = directory(program("im-h", name="Summit Health/Heronwood Medical Center", city="Fresno", state="CA"))
    (row,) = named([("Heronwood", "Clovis", "CA")], known).report.rows
    assert (row.outcome, row.candidates) == ("ambiguous", ("im-h",))


def test_without_a_city_a_row_is_to_decide_and_never_refused() -> None:
    mapping = parse_mapping(["Who=name", "State=state"])
    file = text_file([("Who", "State"), ("Lakes", "CA"), ("Nobody Knows", "CA")])
    rows = import_programs(directory(LAKES), [file], Wishes("internal-medicine", mapping)).report.rows
    assert [(row.outcome, row.candidates) for row in rows] == [("ambiguous", ("im-lakes",)), ("ambiguous", ())]


def test_without_a_state_the_citys_counts() -> None:
    mapping = parse_mapping(["Who=name", "City=city"])
    file = text_file([("Who", "City"), ("University of Lakes", "Fresno")])
    (row,) = import_programs(directory(LAKES), [file], Wishes("internal-medicine", mapping)).report.rows
    assert (row.outcome, row.program) == ("joined", "im-lakes")


# ---- specialties


def test_a_specialty_that_is_not_understood_is_quoted_and_the_report_is_there_when_nothing_is_usable() -> None:
    header = ("Program Name", "Specialty", "City", "State", "Accreditation ID")
    with pytest.raises(NothingUsable) as caught:
        import_programs(NOTHING, [text_file([header, ("Lake", "Alchemy", "Fresno", "CA", "")])], Wishes())
    (row,) = caught.value.report.rows
    assert row.how == "its specialty 'Alchemy' is none that matchlist knows"


def test_the_name_of_a_program_may_say_its_specialty() -> None:
    file = text_file([("Program", *RATES[1:]), ("Lakes Psychiatry Residency", *["0.1"] * 6, "Fresno", "CA", "")])
    (found,) = brought(file, specialty=None).directory.programs
    assert found.specialty == "psychiatry"


# ---- reading


def test_quotation_marks_in_pasted_cells_are_letters() -> None:
    header, row = "Program Name\tSpecialty\tCity\tState\tAccreditation ID\tNotes", "Lake\tPsychiatry\tFresno\tCA\t\t"
    text = f'{header}\n{row}"gem" they say\n'
    imported = import_programs(NOTHING, [Given("pasted", text.encode())], Wishes())
    assert imported.report.counts()["new"] == 1


def test_a_quotation_mark_that_is_not_closed_costs_its_own_row_alone() -> None:
    text = 'Program Name,Specialty,City,State,Accreditation ID\n"Lake,Psychiatry,Fresno,CA,\nHill,Psychiatry,Reno,NV,\n'
    imported = import_programs(NOTHING, [Given("f.csv", text.encode())], Wishes())
    told = [(row.line, row.outcome) for row in imported.report.rows]
    assert told == [("line 2", "refused"), ("line 3", "new")]


def test_notes_beside_a_table_cost_no_row() -> None:
    rows = [(*RATES,), ("Lake", *["0.1"] * 6, "Fresno", "CA", "Pacific", "ask Ann", "", "by May")]
    assert brought(text_file(rows)).report.counts()["new"] == 1


def test_json_keyed_by_name_is_a_table_and_each_list_is_one() -> None:
    keyed = Given("k.json", json.dumps({"Lake|Fresno|CA": {"rank": 1}, "Hill|Reno|NV": {"rank": 2}}).encode())
    found = bring_in(NOTHING, [keyed], Wishes("psychiatry"))
    assert isinstance(found, NeedsMapping)
    assert found.proposals[0].fields == {"name": "name", "city": "city", "state": "state"}
    lists = {"weights": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "places": [{"who": "Lakes", "where": "Fresno, CA"}]}
    mapping = parse_mapping(["who=name", "where=city_state"])
    several = Given("s.json", json.dumps(lists).encode())
    assert import_programs(NOTHING, [several], Wishes("psychiatry", mapping)).report.counts()["new"] == 1


# ---- copied from a page

CELLS = ("Program Name", "Specialty", "City", "State", "Accreditation ID", "Signaled?")


def stacked(*rows: tuple[str, ...], above: str = "Programs applied to\nShowing 1 - 3 of 3\n") -> Given:
    lines = [cell for row in (CELLS, *rows) for cell in row]
    return Given("pasted text", (above + "\n".join(lines) + "\nNext\nPrevious\n").encode())


def test_a_table_copied_one_cell_a_line_is_put_back_into_rows() -> None:
    rows = [(f"Lake Hospital {k}", "Psychiatry", "Fresno", "California", f"400000000{k}", "Yes") for k in range(3)]
    imported = import_programs(NOTHING, [stacked(*rows)], Wishes())
    assert [program.acgme_id for program in imported.directory.programs] == ["4000000000", "4000000001", "4000000002"]
    assert "one cell a line" in imported.report.tables[0].notices[0]
    again = import_programs(imported.directory, [stacked(*rows[1:], above="")], Wishes())
    assert again.report.counts()["joined"] == 2


def test_cells_that_are_empty_and_columns_that_nobody_knows_keep_their_places() -> None:
    text = "Hospital\nWhere\nDO invite rate\nNotes\n" + "\n".join(
        f"Lake Hospital {k}\nFresno, CA\n{5 + k}%\n{'' if k == 1 else 'fine'}" for k in range(4)
    )
    found = bring_in(NOTHING, [Given("pasted text", text.encode())], Wishes("psychiatry"))
    assert isinstance(found, NeedsMapping)
    mapping = {"Hospital": "name", "Where": "city_state", "DO invite rate": "interview_rate_us_do"}
    assert found.proposals[0].fields == mapping
    imported = import_programs(NOTHING, [Given("pasted text", text.encode())], Wishes("psychiatry", mapping))
    assert [one.interview_rate_us_do for one in imported.directory.programs] == [0.05, 0.06, 0.07, 0.08]


def test_a_plain_list_of_lines_is_no_table_copied_one_cell_a_line() -> None:
    text = "Program,City,State\n" + "".join(f"Lake {k},Fresno,CA\n" for k in range(12))
    mapping = parse_mapping(["Program=name", "City=city", "State=state"])
    counts = import_programs(NOTHING, [Given("f.csv", text.encode())], Wishes("psychiatry", mapping)).report.counts()
    assert counts["new"] == 12
