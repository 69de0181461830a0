"""Files into a directory: who is joined, what is learned, what the report says."""

from pathlib import Path
from typing import Any

import pytest

from optimizer.directory import Directory, Program
from optimizer.directory.importing import (
    NEW,
    REPORT_COLUMNS,
    SHIPPED,
    Given,
    Imported,
    NeedsMapping,
    Origin,
    Wishes,
    bring_in,
    import_programs,
    origin_of_file,
    parse_mapping,
    proposed_mapping,
    read_decisions,
    read_sources,
    read_tables,
    report_rows,
)
from optimizer.directory.importing.layouts import load_layouts
from optimizer.errors import BadInput, Fault
from tests.directory.importing.tables import NOTHING, ONE_RATE, RATES, Table, brought, text_file, workbook
from tests.people_and_programs import directory, program

MERCY = program("im-mercy", name="Mercy Hospital", city="Fresno", setting="community")
MYERAS = ("Program Name", "Specialty", "City", "State", "Accreditation ID", "Status")


def rates(*rows: Table, name: str = "rates.csv", **options: Any) -> Given:
    return text_file([RATES, *(row for table in rows for row in table)], name=name, **options)


def only(imported: Imported) -> Any:
    (found,) = imported.directory.programs
    return found


def faults_of(*given: Given, wishes: Wishes | None = None) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as caught:
        import_programs(NOTHING, given, wishes)
    return caught.value.faults


# ---- what is learned


def test_rates_arrive_in_their_fields_and_what_was_known_stays() -> None:
    found = only(brought(rates([ONE_RATE]), into=directory(MERCY)))
    assert (found.id, found.setting) == ("im-mercy", "community")
    assert (found.interview_rate_in_state, found.interview_rate_out_of_state) == (0.5, 0.1)
    assert (found.interview_rate_us_md, found.interview_rate_us_do) == (0.4, 0.3)
    assert (found.interview_rate_us_img, found.interview_rate_non_us_img) == (0.2, 0.1)
    assert found.interview_rate_gold is None


def test_signals_of_one_and_of_two_kinds_arrive_apart() -> None:
    header = ("Program", "Silver Signal", "Gold Signal", "No Signal", *RATES[1:])
    two = only(brought(text_file([header, (ONE_RATE[0], "0.6", "0.9", "0.01", *ONE_RATE[1:])])))
    assert (two.interview_rate_silver, two.interview_rate_gold, two.interview_rate_no_signal) == (0.6, 0.9, 0.01)
    single = ("Program", "Signal", "No Signal", *RATES[1:])
    one = only(brought(text_file([single, (ONE_RATE[0], "0.7", "0.02", *ONE_RATE[1:])])))
    assert (one.interview_rate_single, one.interview_rate_no_signal) == (0.7, 0.02)


SHEET = tuple(name for name in Program.model_fields if name != "sources")
MIXED = ("0.05", "12 %", "1", "0", "0.5%")


@pytest.mark.parametrize("header", [SHEET, tuple(Program.model_fields)], ids=["template", "directory"])
def test_bare_numbers_of_matchlists_own_sheets_are_shares_whatever_stands_beside_them(header: tuple[str, ...]) -> None:
    rows = [
        [
            {
                "id": f"im-{k}",
                "name": f"Hospital {k}",
                "institution": "H",
                "specialty": "internal-medicine",
                "city": "Fresno",
                "state": "CA",
                "interview_rate_us_md": share,
                "img_share": "1",
            }.get(column, "")
            for column in header
        ]
        for k, share in enumerate(MIXED)
    ]
    imported = brought(text_file([header, *rows]))
    assert [one.interview_rate_us_md for one in imported.directory.programs] == [0.05, 0.12, 1.0, 0.0, 0.005]
    assert {one.img_share for one in imported.directory.programs} == {1.0}
    assert imported.report.tables[0].notices == ()


def test_a_number_above_one_in_matchlists_own_sheet_is_no_share() -> None:
    header = ("name", "institution", "specialty", "city", "state", "interview_rate_us_md", "img_share")
    imported = brought(text_file([header, ("A", "H", "internal-medicine", "Fresno", "CA", "12", "12%")]))
    (fault,) = imported.report.faults
    assert (fault.what, fault.value) == ("is no possible rate", "12")
    assert (only(imported).interview_rate_us_md, only(imported).img_share) == (None, 0.12)


def test_bare_numbers_below_one_beside_a_percent_sign_in_a_sheet_of_ones_own_are_less_than_one_percent() -> None:
    rows = [(f"Hospital {k}", *ONE_RATE[1:3], share, *ONE_RATE[4:]) for k, share in enumerate(MIXED)]
    imported = brought(rates(rows))
    assert [one.interview_rate_us_md for one in imported.directory.programs] == [0.0005, 0.12, 0.01, 0.0, 0.005]
    (notice,) = imported.report.tables[0].notices
    assert notice.startswith("column 'MD' is one of percentages")


def test_a_column_that_is_named_by_hand_beside_matchlists_own_says_for_itself_what_its_numbers_are() -> None:
    header = ("name", "institution", "specialty", "city", "state", "MD rate in percent")
    rows = [("A", "H", "internal-medicine", "Fresno", "CA", "12"), ("B", "H", "internal-medicine", "Reno", "NV", "40")]
    wishes = Wishes("internal-medicine", {"MD rate in percent": "interview_rate_us_md"})
    imported = import_programs(NOTHING, [text_file([header, *rows])], wishes)
    assert [one.interview_rate_us_md for one in imported.directory.programs] == [0.12, 0.4]


def test_unknown_takes_nothing_away() -> None:
    known = program("im-mercy", name="Mercy Hospital", city="Fresno", interview_rate_us_md=0.25)
    row = ["-" if text.startswith("0.") else text for text in ONE_RATE]
    assert only(brought(rates([row]), into=directory(known))).interview_rate_us_md == 0.25


def test_a_new_program_gets_an_id_that_does_not_depend_on_the_order_of_rows() -> None:
    other = ("Lakeview (North) Program", *ONE_RATE[1:])
    first, second = (
        {one.name: one.id for one in brought(rates(rows)).directory.programs}
        for rows in ([ONE_RATE, other], [other, ONE_RATE])
    )
    assert first == second == {"Mercy Hospital": "im-ca-mercy-hospital", "Lakeview (North)": "im-ca-lakeview-north"}


def test_ids_of_programs_of_one_name_are_told_apart_by_city_then_by_official_id() -> None:
    rows = [
        ("Mercy Hospital", "Psychiatry", "Fresno", "CA", "4000512345", ""),
        ("Mercy Hospital", "Psychiatry", "Fresno", "CA", "4000512346", ""),
        ("Mercy Hospital", "Psychiatry", "Eureka", "CA", "4000512347", ""),
    ]
    found = [one.id for one in brought(text_file([MYERAS, *rows]), specialty=None).directory.programs]
    assert found == [
        "psych-ca-mercy-hospital-fresno-4000512345",
        "psych-ca-mercy-hospital-fresno-4000512346",
        "psych-ca-mercy-hospital-eureka",
    ]


def test_an_id_that_is_taken_gets_a_number() -> None:
    taken = [program("im-ca-mercy-hospital", state="NV"), program("im-ca-mercy-hospital-fresno", state="NV")]
    taken.append(program("im-ca-mercy-hospital-fresno-2", state="NV"))
    found = brought(rates([ONE_RATE]), into=directory(*taken)).directory.programs[-1]
    assert found.id == "im-ca-mercy-hospital-fresno-3"


def test_a_name_that_no_id_can_be_made_of_still_gets_one() -> None:
    assert only(brought(rates([("梅奥", *ONE_RATE[1:])]))).id == "im-ca-program"


def test_importing_again_changes_nothing() -> None:
    once = brought(rates([ONE_RATE]), into=directory(MERCY, program("other", city="Reno", state="NV")))
    twice = brought(rates([ONE_RATE]), into=once.directory)
    assert twice.directory.programs == once.directory.programs
    assert twice.report.counts()["joined"] == 1


def test_a_filled_sheet_is_joined_by_matchlists_ids_and_keeps_the_sources_it_names() -> None:
    header = ("id", "name", "institution", "specialty", "city", "state", "img_share", "sources")
    row = ("im-mercy", "Renamed", "H", "internal-medicine", "Fresno", "CA", "0.3", "told | a.csv | 2025: img_share")
    found = only(brought(text_file([header, row], name="sheet.csv"), into=directory(MERCY)))
    assert (found.name, found.img_share) == ("Mercy Hospital", 0.3)
    assert read_sources(found, SHIPPED)["img_share"] == Origin("told", "a.csv", "2025")
    fresh = only(brought(text_file([header, row])))
    assert (fresh.id, fresh.name) == ("im-mercy", "Renamed")


def test_an_id_tells_the_specialty_and_a_lost_zero_comes_back() -> None:
    row = ("Mercy", "", "Fresno", "CA", "400512345", "")
    found = only(brought(text_file([MYERAS, row]), specialty=None))
    assert (found.specialty, found.acgme_id) == ("anesthesiology", "0400512345")


def test_years_in_headers_and_rows_are_the_dates_of_facts() -> None:
    header = ("Sponsoring Institution", "SNHAF", "City", "Specialty", "Program Code", "2025 Quota", "2026 Quota")
    row = ("Mercy", "x", "Tampa", "Internal Medicine", "1234140C0", "8", "10")
    found = only(brought(text_file([header, row], name="nrmp.csv"), specialty=None))
    assert (found.first_year_positions, found.state) == (10, "FL")
    sources = read_sources(found, SHIPPED)
    assert sources["first_year_positions"].date == "2026"
    assert sources["name"] == Origin("nrmp-results-florida", "nrmp.csv", "2026-11-22")


def test_the_year_of_a_row_is_the_date_of_its_facts() -> None:
    header = (
        "AcademicYearRange",
        "ProgramCode",
        "SpecialtyName",
        "IsSubspecialty",
        "ProgramName",
        "ProgramCity",
        "ProgramStateName",
    )
    rows = [
        ("2024-2025", "1403512345", "Internal medicine", "No", "Mercy Program", "Fresno", "California"),
        ("2024-2025", "1413512345", "Cardiovascular disease", "Yes", "Mercy Program", "Fresno", "California"),
    ]
    imported = brought(text_file([header, *rows]), specialty=None)
    assert read_sources(only(imported), SHIPPED)["acgme_id"].date == "2025"
    assert [row.how for row in imported.report.rows] == ["not in the directory", "is a fellowship"]


def test_the_later_file_counts_and_the_disagreement_is_told() -> None:
    freida = ("program_id", "program_name_suffix", "city", "state", "visa_statuses_accepted", "pct_img")
    row = ("1403512345", "Mercy", "Fresno", "CA", "J-1", "30")
    later = ("1403512345", "Mercy", "Clovis", "CA", "H-1B", "40")
    imported = brought(
        text_file([freida, row], name="freida 2026.csv"),
        text_file([freida, later], name="freida 2025.csv"),
        specialty=None,
    )
    found = only(imported)
    assert (found.img_share, found.sponsors_j1, found.city) == (0.3, True, "Fresno")
    told = {one.field: (one.kept, one.other) for one in imported.report.disagreements}
    assert told == {
        "city": ("Fresno", "Clovis"),
        "sponsors_j1": (True, False),
        "sponsors_h1b": (False, True),
        "img_share": (0.3, 0.4),
    }
    turned = brought(
        text_file([freida, later], name="freida 2025.csv"),
        text_file([freida, row], name="freida 2026.csv"),
        specialty=None,
    )
    assert only(turned).img_share == 0.3


def test_tracks_of_one_program_leave_one_program_with_all_codes() -> None:
    header = ("Institution", "City", "Program", "Program Code", "2025 Quota")
    rows = [
        ("Mercy Hospital-CA", "Fresno", "Medicine-Preliminary", "1234140P0", "4"),
        ("Mercy Hospital-CA", "Fresno", "Internal Medicine", "1234140C0", "12"),
    ]
    imported = brought(text_file([header, *rows]), specialty=None)
    found = only(imported)
    assert (found.nrmp_code, found.first_year_positions) == ("1234140C0 1234140P0", 12)
    assert imported.report.counts() == {"joined": 0, "new": 2, "ambiguous": 0, "refused": 0}


# ---- which rows are used


def test_every_row_is_accounted_for_with_its_line() -> None:
    ambiguous = ("Mercy Hospital and Clinics of Fresno", *ONE_RATE[1:])
    rows = [ONE_RATE, ("Zebra", *ONE_RATE[1:7], "Reno", "NV", ""), RATES, ("Nowhere", *ONE_RATE[1:8], "ZZ", "")]
    imported = brought(rates(rows), into=directory(MERCY))
    told = [(row.line, row.outcome, row.how) for row in imported.report.rows]
    assert told == [
        ("line 2", "joined", "by name and city"),
        ("line 3", "new", "not in the directory"),
        ("line 4", "refused", "repeats the header"),
        ("line 5", "refused", "is not in the directory, and lacks state"),
    ]
    two = brought(rates([ambiguous]), into=directory(MERCY, program("b", name="Mercy Hospital West", city="Fresno")))
    assert two.report.counts()["ambiguous"] == 1
    assert two.directory.programs[0].interview_rate_us_md is None


def test_rows_of_another_specialty_than_asked_for_are_refused() -> None:
    rows = [("Mercy", "Neurology", "Fresno", "CA", "", ""), ("Mercy", "Psychiatry", "Fresno", "CA", "", "")]
    imported = brought(text_file([MYERAS, *rows]), specialty="psychiatry")
    assert [row.how for row in imported.report.rows] == ["is of neurology, not of psychiatry", "not in the directory"]


def test_an_id_of_another_specialty_or_of_none_is_refused() -> None:
    rows = [
        ("Mercy", "Neurology", "Fresno", "CA", "4000512345", ""),
        ("Mercy", "", "Fresno", "CA", "1410512345", ""),
        ("Mercy", "Neurology", "Fresno", "CA", "", ""),
    ]
    told = [row.how for row in brought(text_file([MYERAS, *rows]), specialty=None).report.rows]
    assert told[:2] == [
        "says neurology, but its id is one of psychiatry",
        "its id is of no residency specialty that matchlist knows (141)",
    ]


def test_rows_of_one_name_that_differ_are_for_the_user() -> None:
    imported = brought(rates([ONE_RATE, (ONE_RATE[0], "0.9", *ONE_RATE[2:])], [("Zebra", *ONE_RATE[1:])]))
    assert imported.report.counts() == {"joined": 0, "new": 1, "ambiguous": 2, "refused": 0}
    assert "interview_rate_in_state" in imported.report.rows[0].how


def test_a_list_of_ids_joins_what_is_known_and_refuses_the_rest() -> None:
    known = program("a", acgme_id="1403512345")
    imported = brought(text_file([["Accreditation_IDs"], ["1403512345"], ["1403599999"]]), into=directory(known))
    assert [(row.outcome, row.name) for row in imported.report.rows] == [
        ("joined", "1403512345"),
        ("refused", "1403599999"),
    ]


def test_decisions_settle_ambiguous_rows() -> None:
    into = directory(MERCY, program("b", name="Mercy Hospital West", city="Fresno"))
    file = rates([("Mercy Hospital and Clinics of Fresno", *ONE_RATE[1:])])
    key = ("rates.csv", "", "line 2")
    for decision, outcome in (("b", "joined"), (NEW, "new"), ("nonsense", "refused")):
        wishes = Wishes("internal-medicine", decisions={key: decision})
        if outcome == "refused":
            with pytest.raises(BadInput, match="the decision names no program"):
                import_programs(into, [file], wishes)
            continue
        imported = import_programs(into, [file], wishes)
        assert imported.report.rows[0].outcome == outcome
        assert len(imported.directory.programs) == (3 if decision == NEW else 2)


def test_a_decision_to_join_puts_the_facts_there() -> None:
    into = directory(MERCY, program("b", name="Mercy Hospital West", city="Fresno"))
    wishes = Wishes("internal-medicine", decisions={("rates.csv", "", "line 2"): "b"})
    imported = import_programs(into, [rates([("Mercy Hospital of Fresno", *ONE_RATE[1:])])], wishes)
    assert imported.directory.programs[1].interview_rate_us_md == 0.4


# ---- tables


def test_each_sheet_of_a_workbook_is_a_table_of_its_own() -> None:
    sheets: dict[str, Table] = {
        "Psychiatry": [RATES, ONE_RATE],
        "Applicants": [("graduateType", "codeName", "medicalDegree", "numApplications", "numInterviews"), ("a",) * 5],
        "Notes": [("Dear all", "read this"), ("x", "y")],
        "Empty": [],
    }
    imported = brought(workbook(sheets), specialty=None)
    assert only(imported).specialty == "psychiatry"
    told = [(table.sheet, table.layout, table.rows) for table in imported.report.tables]
    assert told == [("Psychiatry", "signal-interview-rates", 1), ("Applicants", "", 2), ("Notes", "", 2)]
    assert imported.report.rows[0].sheet == "Psychiatry"


def test_a_sheet_of_people_is_refused_in_words() -> None:
    header = ("Program Code", "Program Name", "Location", "IMG", "Degree Type", "Geo", "Sig", "Step2")
    (fault,) = faults_of(text_file([header, ("1",) * 8]))
    assert "interview offers that applicants report" in fault.what


def test_the_title_above_a_table_may_name_the_specialty() -> None:
    rows: Table = [("Rates for: Psychiatry", ""), RATES, ONE_RATE]
    assert only(brought(text_file(rows), specialty=None)).specialty == "psychiatry"


def test_a_comparison_that_lies_on_its_side_has_ids_without_a_header() -> None:
    rows: Table = [
        ("Compare: Internal Medicine", "", ""),
        ("", "1403512345", "1403512346"),
        ("Residency program name", "Mercy", "Lakeview"),
        ("City", "Fresno", "Reno"),
        ("State", "CA", "NV"),
        ("Zip", "93701", "89501"),
    ]
    imported = brought(workbook({"Compare": rows}), specialty=None)
    assert [(one.name, one.acgme_id) for one in imported.directory.programs] == [
        ("Mercy", "1403512345"),
        ("Lakeview", "1403512346"),
    ]
    assert [row.line for row in imported.report.rows] == ["column B", "column C"]


def test_columns_that_are_not_used_are_named() -> None:
    (table,) = brought(rates([ONE_RATE])).report.tables
    assert table.unused == ("Region",)


def test_a_share_of_two_columns_and_a_ratio_of_two_counts() -> None:
    grid = ("ProgramId", "Program", "City", "State", "Setting", "VisaJ1YN", "VisaH1BYN")
    header = (*grid, "PercentApplicantsWhoMatchedUSIMG", "PercentApplicantsWhoMatchedFMG")
    rows = [
        ("1403512345", "Mercy", "Fresno", "CA", "Community-based", "Y", "N", "20", "15"),
        ("1403512346", "Lake", "Fresno", "CA", "", "", "", "20", ""),
        ("1403512347", "View", "Fresno", "CA", "", "", "", "60", "70"),
    ]
    imported = brought(text_file([header, *rows]), specialty=None)
    assert [one.img_share for one in imported.directory.programs] == [0.35, None, None]
    assert [fault.what for fault in imported.report.faults] == ["add up to more than everybody"]
    counts = ("Name", "ACGME Program Code", "Institutional Setting", "# of Applicants:", "Interviewed:")
    known = [program(str(k), acgme_id=f"140351234{k}") for k in (5, 6)]
    rows_of_counts = [("Mercy", "1403512345", "", "1,200", "60"), ("Lake", "1403512346", "", "0", "60")]
    imported = brought(text_file([counts, *rows_of_counts]), into=directory(*known), specialty=None)
    assert [one.interview_rate_all for one in imported.directory.programs] == [0.05, None]
    assert [fault.value for fault in imported.report.faults] == ["60 and 0"]


# ---- unknown layouts

OWN = ("Hospital", "Town & State", "Residency IMG %", "Visa", "Remarks")
OWN_ROW = ("Mercy", "Fresno, CA", "35%", "J-1", "nice")


def test_an_unknown_layout_is_told_with_its_columns_and_what_they_may_hold() -> None:
    (fault,) = faults_of(text_file([OWN, OWN_ROW]))
    assert fault.what == "the columns are of no known layout"
    assert fault.value == ", ".join(OWN)
    assert '--map "Hospital=name"' in fault.remedy
    assert '--map "Town & State=city_state"' in fault.remedy
    assert '--map "Visa=visas"' in fault.remedy
    assert "Remarks" not in fault.remedy


def test_columns_of_an_unknown_layout_can_be_named() -> None:
    mapping = parse_mapping(["Hospital=name", "town & state=city_state", "Residency IMG %=img_share", "Visa=visas"])
    wishes = Wishes("psychiatry", mapping)
    imported = import_programs(NOTHING, [text_file([("my list", ""), OWN, OWN_ROW])], wishes)
    found = only(imported)
    assert (found.name, found.city, found.img_share, found.sponsors_j1) == ("Mercy", "Fresno", 0.35, True)
    assert found.sponsors_h1b is None
    assert imported.report.tables[0].layout == "own-table"
    assert imported.report.tables[0].unused == ("Remarks",)


def test_a_named_column_counts_more_than_what_the_layout_says_of_it() -> None:
    imported = import_programs(NOTHING, [rates([ONE_RATE])], Wishes("psychiatry", {"MD": "interview_rate_us_do"}))
    found = only(imported)
    assert (found.interview_rate_us_do, found.interview_rate_us_md) == (0.4, None)


def test_a_column_that_no_file_has_is_told() -> None:
    (fault,) = faults_of(rates([ONE_RATE]), wishes=Wishes("psychiatry", {"Spital": "name"}))
    assert (fault.where, fault.value) == ("--map", "Spital")


def test_a_table_in_which_no_column_names_the_programs_is_told() -> None:
    (fault,) = faults_of(text_file([("x", "Share"), ("1", "2")]), wishes=Wishes("psychiatry", {"Share": "img_share"}))
    assert (fault.what, fault.value) == ("no column names the programs", "x, Share")


def test_a_table_without_a_usable_column_is_told() -> None:
    (fault,) = faults_of(text_file([("x", "y"), ("1", "2")]))
    assert "Name its columns" in fault.remedy


@pytest.mark.parametrize(
    ("option", "what"),
    [
        ("Hospital", "is not of the form Column=field"),
        ("=name", "is not of the form Column=field"),
        ("Hospital=nam", "no such field"),
        ("Hospital=zzz", "no such field"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_told(option: str, what: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_mapping([option])
    assert caught.value.faults[0].what == what


def test_a_field_can_be_named_once() -> None:
    with pytest.raises(BadInput) as caught:
        parse_mapping(["A=name", "B=name"])
    assert caught.value.faults[0].what == "stands twice"
    assert parse_mapping(["A=B=name"]) == {"A=B": "name"}


def test_content_is_proposed_where_headers_say_nothing() -> None:
    rows: Table = [("a", "b", "c", "d", "e"), ("1403512345", "CA", "Psychiatry", "1234400C0", "-")]
    (grid,) = read_tables(text_file(rows))
    proposal = proposed_mapping(grid, load_layouts())
    assert proposal.fields == {"a": "acgme_id", "b": "state", "c": "specialty", "d": "nrmp_code"}
    assert proposal.columns == ("a", "b", "c", "d", "e")


def test_headers_spelled_nearly_like_known_ones_are_proposed() -> None:
    (grid,) = read_tables(text_file([("Programm Name", "Citty", "Specialities"), ("Mercy", "Fresno", "x")]))
    assert proposed_mapping(grid, load_layouts()).fields["Programm Name"] == "name"


def test_a_proposal_that_is_confirmed_is_the_mapping_of_the_next_try() -> None:
    files = [rates([ONE_RATE]), text_file([OWN, OWN_ROW], name="mine.csv")]
    found = bring_in(NOTHING, files, Wishes("psychiatry"))
    assert isinstance(found, NeedsMapping)
    (proposal,) = found.proposals
    assert (proposal.where, proposal.columns, proposal.first_rows) == ("mine.csv line 1", OWN, (OWN_ROW,))
    assert [fault.what for fault in found.faults] == ["the columns are of no known layout"]
    imported = bring_in(NOTHING, files[1:], Wishes("psychiatry", proposal.fields))
    assert isinstance(imported, Imported)
    assert (only(imported).name, only(imported).city, only(imported).sponsors_j1) == ("Mercy", "Fresno", True)


def test_what_no_mapping_can_mend_is_told_at_once_with_what_it_can() -> None:
    people = ("graduateType", "codeName", "medicalDegree", "numApplications", "numInterviews")
    with pytest.raises(BadInput) as caught:
        bring_in(NOTHING, [text_file([people, ("a",) * 5]), text_file([OWN, OWN_ROW])])
    refused, unknown = (fault.what for fault in caught.value.faults)
    assert "not programs" in refused
    assert unknown == "the columns are of no known layout"


def test_a_misspelled_column_is_told_beside_the_columns_that_are_there() -> None:
    faults = faults_of(text_file([OWN, OWN_ROW]), wishes=Wishes("psychiatry", {"Hospitall": "name"}))
    assert [fault.value for fault in faults] == [", ".join(OWN), "Hospitall"]


def test_a_table_of_ones_own_is_worth_what_applicants_collect() -> None:
    known = program("im-mercy", name="Mercy", city="Fresno", img_share=0.1)
    told = Origin("general-knowledge", "programs.csv", "2026-12")
    wishes = Wishes(
        "internal-medicine", parse_mapping(["Hospital=name", "Town & State=city_state", "Residency IMG %=img_share"])
    )
    imported = import_programs(directory(known), [text_file([OWN, OWN_ROW])], wishes, otherwise=told)
    assert only(imported).img_share == 0.35


# ---- the report


def test_the_report_lists_what_is_to_decide_first_and_reads_back_as_decisions() -> None:
    into = directory(MERCY, program("b", name="Mercy Hospital West", city="Fresno"))
    rows = [
        ("Lake", *ONE_RATE[1:]),
        ("Mercy Hospital of Fresno", "140%", *ONE_RATE[2:]),
        ("Nowhere", *ONE_RATE[1:7], "", "", ""),
    ]
    report = brought(rates(rows), into=into).report
    told = report_rows(report)
    assert [row[0] for row in told] == ["ambiguous", "ambiguous", "cell refused", "new", "table"]
    assert all(len(row) == len(REPORT_COLUMNS) for row in told)
    assert told[0][REPORT_COLUMNS.index("candidates")].split() == ["b", "im-mercy"]
    decided = [REPORT_COLUMNS, (*told[0][:-1], "b"), *told[1:]]
    assert read_decisions(text_file(decided)) == {("rates.csv", "", "line 3"): "b"}


def test_a_disagreement_is_a_row_of_the_report() -> None:
    known = program("im-mercy", name="Mercy Hospital", city="Fresno", interview_rate_us_md=0.25)
    told = [
        dict(zip(REPORT_COLUMNS, row, strict=True))
        for row in report_rows(brought(rates([ONE_RATE]), into=directory(known)).report)
    ]
    (row,) = (row for row in told if row["what"] == "disagreement")
    assert (row["program"], row["field"], row["value"], row["other_value"]) == (
        "im-mercy",
        "interview_rate_us_md",
        "0.4",
        "0.25",
    )
    assert row["other_source"] == str(SHIPPED)


def test_codes_of_further_tracks_are_added_to_those_that_are_known() -> None:
    header = ("Institution", "City", "Program", "Program Code", "2025 Quota")
    row = ("Mercy Hospital-CA", "Fresno", "Internal Medicine", "1234140M0", "3")
    known = program("im-mercy", name="Mercy Hospital", city="Fresno", nrmp_code="1234140C0")
    imported = brought(text_file([header, row]), into=directory(known), specialty=None)
    assert only(imported).nrmp_code == "1234140C0 1234140M0"
    assert imported.report.disagreements == ()


def test_what_is_no_report_holds_no_decisions() -> None:
    with pytest.raises(BadInput, match="is no report of an import"):
        read_decisions(rates([ONE_RATE]))


def test_completeness_is_counted_before_and_after() -> None:
    report = brought(rates([ONE_RATE], [("Zebra", *ONE_RATE[1:])]), into=directory(MERCY)).report
    assert (report.programs_before, report.programs_after) == (1, 2)
    assert (report.known_before["interview_rate_us_md"], report.known_after["interview_rate_us_md"]) == (0, 2)
    assert "interview_rate_us_md" in report.learned
    assert "setting" not in report.learned


def test_a_directory_of_ones_own_is_its_own_source(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("x", encoding="utf-8")
    origin = origin_of_file(path)
    assert (origin.source, origin.file, len(origin.date)) == ("matchlist", "mine.csv", 10)


def test_the_directory_that_is_joined_into_stays_as_it_is() -> None:
    into = directory(MERCY)
    brought(rates([ONE_RATE]), into=into)
    assert isinstance(into, Directory)
    assert into.programs == (MERCY,)
