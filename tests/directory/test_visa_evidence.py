"""Labor condition applications: the shipped evidence, and a newer file of the Department of Labor."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from optimizer.directory import evidence_from, load_directory, load_visa_evidence, read_filings
from optimizer.directory.visa_evidence import FILING_COLUMNS, FILINGS_VARIABLE, VisaEvidence, read_visa_evidence
from optimizer.errors import BadInput

HEADER = (
    "CASE_NUMBER", "CASE_STATUS", "VISA_CLASS", "JOB_TITLE", "EMPLOYER_NAME", "WORKSITE_CITY", "WORKSITE_STATE",
)  # fmt: skip
ROWS = (
    ("1", "Certified", "H-1B", "Resident in Internal Medicine", "Made-up Hospital", "Town", "OH"),
    ("2", "Certified", "H-1B", "Resident, Internal Medicine PGY-2", "MADE-UP HOSPITAL", "TOWN", "OH"),
    ("3", "Certified", "H-1B", "Software Engineer", "Made-up Hospital", "Town", "OH"),
    ("4", "Denied", "H-1B", "Resident in Pathology", "Made-up Hospital", "Town", "OH"),
    ("5", "Certified", "E-3 Australian", "Resident in Pathology", "Made-up Hospital", "Town", "OH"),
    ("6", "Certified", "H-1B", "Resident Physician", "Made-up Hospital", "Town", "OH"),
    ("7", "Certified", "H-1B", "Medical Resident", "Another Hospital", "Town", "OH"),
    ("8", "Certified", "H-1B", "Residency Program Director", "Made-up Hospital", "Town", "OH"),
)
KNOWN = {
    program: VisaEvidence(program, "Made-up Hospital", "Town, OH", 1, "2025Q2", "reviewed")
    for program in ("im-oh-made-up", "path-oh-made-up")
}
SPECIALTY = {"im-oh-made-up": "internal-medicine", "path-oh-made-up": "pathology"}


def published(folder: Path, ending: str) -> Path:
    path = folder / f"LCA_Disclosure.{ending}"
    if ending == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *ROWS])
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_applications_for_residents_are_read_as_published(tmp_path: Path, ending: str) -> None:
    filings = list(read_filings(published(tmp_path, ending)))
    assert [filing.title for filing in filings] == [ROWS[k][3] for k in (0, 1, 5, 6)]


def test_they_count_for_the_program_of_the_employer_s_specialty(tmp_path: Path) -> None:
    found, unknown = evidence_from(read_filings(published(tmp_path, "csv")), "2026Q1", KNOWN, SPECIALTY)
    assert [(one.program, one.filings, one.quarter) for one in found] == [("im-oh-made-up", 2, "2026Q1")]
    assert dict(unknown) == {"Made-up Hospital (Town, OH)": 1, "Another Hospital (Town, OH)": 1}


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("page.csv", "<html><body>Log in first</body></html>\n", "lacks columns of the Department of Labor's file"),
        ("half.csv", "CASE_STATUS,JOB_TITLE\n", "lacks columns of the Department of Labor's file"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, name: str, text: str, what: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as told:
        list(read_filings(tmp_path / name))
    assert told.value.faults[0].what == what


def test_faults_of_evidence_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "visa.csv"
    rows = ["a,E,Town,0,2025Q2,s", "b,E,Town,1,spring,s", "c,E,Town,1,2025Q2,s", "c,E,Town,1,2025Q2,s"]
    path.write_text("\n".join([",".join(FILING_COLUMNS), *rows]) + "\n", encoding="utf-8")
    with pytest.raises(BadInput) as told:
        read_visa_evidence(path)
    assert [fault.what for fault in told.value.faults] == [
        "no number of filings",
        "no quarter",
        "the program stands twice",
    ]


def test_a_file_of_one_s_own_counts_in_place_of_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "visa.csv"
    path.write_text(",".join(FILING_COLUMNS) + "\nim-oh-made-up,E,Town,3,2026Q1,s\n", encoding="utf-8")
    monkeypatch.setenv(FILINGS_VARIABLE, str(path))
    assert list(load_visa_evidence()) == ["im-oh-made-up"]


def test_shipped_evidence_is_of_shipped_programs_and_dated() -> None:
    evidence = load_visa_evidence()
    assert evidence.keys() <= load_directory().index_by_id.keys()
    assert len(evidence) > 80
    assert {one.quarter for one in evidence.values()} == {"2025Q2"}
