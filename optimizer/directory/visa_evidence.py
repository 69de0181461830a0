"""Labor condition applications for residents: dated evidence that a program's employer used H-1B, never a yes or a no.

The shipped file (``visa_evidence.csv``) was mapped by hand from one quarter of the Department of Labor's disclosure
data. `read_filings` reads a whole file of that data as published (CSV, or a workbook of one sheet), row by row, and
`evidence_from` maps what it holds onto the programs that are known for those employers, so that anybody can bring a
newer quarter; ``MATCHLIST_VISA_EVIDENCE`` names the file that then counts in place of the shipped one.
"""

import csv
import io
import os
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from optimizer.data_folder import data_folder
from optimizer.directory.place_names import place_key
from optimizer.errors import BadInput, Fault
from optimizer.vocabulary import load_vocabulary

FILINGS_VARIABLE = "MATCHLIST_VISA_EVIDENCE"
FILING_COLUMNS = ("program", "employer", "worksite", "filings", "quarter", "source")
NEEDED = ("VISA_CLASS", "CASE_STATUS", "JOB_TITLE", "EMPLOYER_NAME", "WORKSITE_CITY", "WORKSITE_STATE")
"""Columns of the Department of Labor's file that are read, as it names them."""
SOURCE = "us-department-of-labor-lca-disclosure"

_RESIDENT = re.compile(r"\bresident\b|\bpgy\b|house ?staff", re.IGNORECASE)
_OTHERS = re.compile(
    r"director|faculty|physicist|physics|podiat|dental|pharm|veterin|engineer|moonlight", re.IGNORECASE
)
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_QUARTER = re.compile(r"[0-9]{4}Q[1-4]")


@dataclass(frozen=True, slots=True)
class VisaEvidence:
    """What was filed for residents of one program.

    Attributes
    ----------
    program : str
        Its id.
    employer, worksite : str
        Who filed, and for which city; several with semicolons between.
    filings : int
        Applications of that employer for residents at that worksite, of the program's specialty or several.
    quarter : str
        Fiscal year and quarter of the Department of Labor, such as 2025Q2.
    source : str
    """

    program: str
    employer: str
    worksite: str
    filings: int
    quarter: str
    source: str


@dataclass(frozen=True, slots=True)
class Filing:
    """One application for a resident."""

    employer: str
    city: str
    state: str
    title: str


def load_visa_evidence() -> Mapping[str, VisaEvidence]:
    """By program id: the file that `FILINGS_VARIABLE` names, or the shipped one."""
    named = os.environ.get(FILINGS_VARIABLE)
    return _read_once(Path(named) if named else data_folder() / "visa_evidence.csv")


@cache
def _read_once(path: Path) -> Mapping[str, VisaEvidence]:
    return read_visa_evidence(path)


def read_visa_evidence(path: Path) -> Mapping[str, VisaEvidence]:
    """Read a file with the columns of `FILING_COLUMNS`.

    Raises
    ------
    BadInput
        With all faults: other columns, a program that stands twice, filings that are no count, a quarter that is none.
    """
    try:
        lines = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    except (OSError, UnicodeDecodeError) as why:
        raise BadInput(Fault("can't be read", str(path), None, "a CSV file in UTF-8", str(why))) from why
    if tuple(lines.fieldnames or ()) != FILING_COLUMNS:
        found = ", ".join(lines.fieldnames or ())
        raise BadInput(
            Fault("has other columns", path.name, found, ", ".join(FILING_COLUMNS), "Make it with matchlist filings")
        )
    found_by_id: dict[str, VisaEvidence] = {}
    faults: list[Fault] = []
    for row in lines:
        where = f"{path.name} line {lines.line_num}"
        if not row["filings"].isdecimal() or int(row["filings"]) == 0:
            faults.append(Fault("no number of filings", where, row["filings"], "1 or more", "Correct it"))
        elif not _QUARTER.fullmatch(row["quarter"]):
            faults.append(Fault("no quarter", where, row["quarter"], "such as 2025Q2", "Correct it"))
        elif row["program"] in found_by_id:
            faults.append(Fault("the program stands twice", where, row["program"], "each once", "Add the filings up"))
        else:
            found_by_id[row["program"]] = VisaEvidence(
                row["program"], row["employer"], row["worksite"], int(row["filings"]), row["quarter"], row["source"]
            )
    if faults:
        raise BadInput(faults)
    return found_by_id


def checked_quarter(text: str) -> str:
    """The text, where it is a fiscal year and quarter; else raises `BadInput`."""
    if not _QUARTER.fullmatch(text):
        raise BadInput(Fault("no quarter", "--quarter", text, "such as 2026Q1", "Correct it"))
    return text


def read_filings(path: Path) -> Iterator[Filing]:
    """Applications for residents in a disclosure file, one after the other: the file is never in memory as a whole.

    Raises
    ------
    BadInput
        When the file is neither a CSV file nor a workbook, or lacks a column of `NEEDED`.
    """
    rows = _workbook_rows(path) if zipfile.is_zipfile(path) else _csv_rows(path)
    header = next(rows, [])
    at = {name: header.index(name) for name in NEEDED if name in header}
    if missing := [name for name in NEEDED if name not in at]:
        what, allowed = "lacks columns of the Department of Labor's file", ", ".join(NEEDED)
        remedy = "Bring the LCA disclosure file of a quarter as it is published"
        raise BadInput(Fault(what, path.name, ", ".join(missing), allowed, remedy))
    for row in rows:
        cells = {name: row[k].strip() if k < len(row) else "" for name, k in at.items()}
        title = cells["JOB_TITLE"]
        certified = cells["CASE_STATUS"].casefold().startswith("certified") and cells["VISA_CLASS"].startswith("H-1B")
        if certified and _RESIDENT.search(title) and not _OTHERS.search(title):
            yield Filing(cells["EMPLOYER_NAME"], cells["WORKSITE_CITY"], cells["WORKSITE_STATE"], title)


def evidence_from(
    filings: Iterable[Filing], quarter: str, known: Mapping[str, VisaEvidence], specialty_of: Mapping[str, str]
) -> tuple[tuple[VisaEvidence, ...], Counter[str]]:
    """Map filings onto the programs that are known for their employer and worksite.

    Parameters
    ----------
    filings : iterable of Filing
    quarter : str
    known : mapping
        Reviewed evidence, whose employers and worksites are known to be those of its programs.
    specialty_of : mapping of str
        Specialty of each program by its id.

    Returns
    -------
    tuple of VisaEvidence
    Counter
        What could not be mapped: employer and worksite, with the number of filings. A title that names no specialty
        counts only where the employer has one program there.
    """
    programs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in known.values():
        for employer in one.employer.split("; "):
            for worksite in one.worksite.split("; "):
                programs[place_key(employer), place_key(worksite)].append(one.program)
    counted: Counter[str] = Counter()
    told: dict[str, tuple[str, str]] = {}
    unknown: Counter[str] = Counter()
    vocabulary = load_vocabulary()
    for filing in filings:
        worksite = f"{filing.city}, {filing.state}"
        there = programs.get((place_key(filing.employer), place_key(worksite)), [])
        specialty = vocabulary.specialty_within(filing.title)
        named = [program for program in there if specialty_of.get(program) == specialty] if specialty else there
        if len(named) != 1:
            unknown[f"{filing.employer} ({worksite})"] += 1
            continue
        counted[named[0]] += 1
        told.setdefault(named[0], (filing.employer, worksite))
    found = (VisaEvidence(program, *told[program], counted[program], quarter, SOURCE) for program in sorted(counted))
    return tuple(found), unknown


def _csv_rows(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            yield from csv.reader(file)
    except (OSError, csv.Error) as why:
        raise BadInput(Fault("can't be read", path.name, None, "a CSV file or a workbook", str(why))) from why


def _workbook_rows(path: Path) -> Iterator[list[str]]:
    """Rows of a workbook's first sheet; texts that cells share are kept, nothing else is."""
    try:
        with zipfile.ZipFile(path) as book:
            names = set(book.namelist())
            shared = list(_shared(book)) if "xl/sharedStrings.xml" in names else []
            with book.open("xl/worksheets/sheet1.xml") as sheet:
                for _, element in iterparse(sheet):  # noqa: S314 - expat bounds what entities expand to
                    if element.tag == f"{_SHEET}row":
                        yield _cells(element.findall(f"{_SHEET}c"), shared)
                        element.clear()
    except (KeyError, OSError, ParseError, zipfile.BadZipFile, IndexError, ValueError) as why:
        raise BadInput(Fault("can't be read", path.name, None, "a workbook with a first sheet", str(why))) from why


def _shared(book: zipfile.ZipFile) -> Iterator[str]:
    with book.open("xl/sharedStrings.xml") as file:
        for _, element in iterparse(file):  # noqa: S314 - as above
            if element.tag == f"{_SHEET}si":
                yield "".join(text.text or "" for text in element.iter(f"{_SHEET}t"))
                element.clear()


def _cells(elements: Sequence[Element], shared: Sequence[str]) -> list[str]:
    """Texts of a row's cells, each in its column: empty ones aren't in the file."""
    row: list[str] = []
    for element in elements:
        column = 0
        for letter in element.get("r", "").rstrip("0123456789"):
            column = column * 26 + ord(letter) - 64
        row += [""] * (column - 1 - len(row))
        kind, value = element.get("t"), element.find(f"{_SHEET}v")
        if kind == "inlineStr":
            row.append("".join(text.text or "" for text in element.iter(f"{_SHEET}t")))
        elif value is None or value.text is None:
            row.append("")
        else:
            row.append(shared[int(value.text)] if kind == "s" else value.text)
    return row
