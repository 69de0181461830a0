"""Tables written as files: text with any separator and encoding, and workbooks made by hand."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from optimizer.directory import Directory
from optimizer.directory.importing import Given, Imported, Wishes, import_programs
from optimizer.directory.importing.grid import column_letters

Table = Sequence[Sequence[str | int | float]]
NOTHING = Directory((), ())

RATES = (
    "Program",
    "In-State School",
    "Out-Of-State School",
    "MD",
    "DO",
    "US IMG",
    "Non US IMG",
    "City",
    "State",
    "Region",
)
ONE_RATE = ("Mercy Hospital Program", "0.5", "0.1", "0.4", "0.3", "0.2", "0.1", "Fresno", "CA", "Pacific")

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def text_file(table: Table, *, separator: str = ",", encoding: str = "utf-8", name: str = "table.csv") -> Given:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(table)
    return Given(name, text.getvalue().encode(encoding), "2026-11-22")


def workbook_parts(sheets: Mapping[str, Table]) -> dict[str, str]:
    """The parts of an XLSX file, as text."""
    listed = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{k}" r:id="rId{k}"/>'
        for k, name in enumerate(sheets, start=1)
    )
    relations = "".join(
        f'<Relationship Id="rId{k}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{k}.xml"/>'
        for k in range(1, len(sheets) + 1)
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
    }
    for k, table in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{k}.xml"] = sheet_xml(table)
    return parts


def sheet_xml(table: Table) -> str:
    rows = "".join(
        f'<row r="{number}">{"".join(_cell(value, number, column) for column, value in enumerate(row, start=1))}</row>'
        for number, row in enumerate(table, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(value: str | float, row: int, column: int) -> str:
    place = f"{column_letters(column)}{row}"
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def workbook(sheets: Mapping[str, Table], name: str = "table.xlsx") -> Given:
    return Given(name, packed(workbook_parts(sheets)), "2026-11-22")


def brought(*given: Given, into: Directory = NOTHING, specialty: str | None = "internal-medicine") -> Imported:
    return import_programs(into, given, Wishes(specialty))
