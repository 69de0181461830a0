"""Faulty files, one fault each: what is wrong, where, and that nothing else is."""

import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest

from optimizer.directory.importing import LIMITS, Given, Wishes, import_programs
from optimizer.directory.importing.workbook import COMPOUND_MARK
from optimizer.errors import BadInput, Fault
from tests.directory.importing.tables import (
    NOTHING,
    ONE_RATE,
    RATES,
    brought,
    packed,
    text_file,
    workbook,
    workbook_parts,
)

GOOD = text_file([RATES, ONE_RATE]).content
SHEET = {"Sheet1": [RATES, ONE_RATE]}
SMALL = replace(LIMITS, file_bytes=5_000, rows=20, columns=12, cells=200, cell_characters=100, line_characters=1_000)


def changed(header: str, value: str) -> bytes:
    """The one good row with another cell."""
    row = list(ONE_RATE)
    row[RATES.index(header)] = value
    return text_file([RATES, row]).content


def in_workbook(xml: str) -> bytes:
    return packed(workbook_parts(SHEET) | {"xl/worksheets/sheet1.xml": xml})


def lying_about_size() -> bytes:
    """A workbook whose directory says that its sheet is much smaller than it is."""
    content = bytearray(packed(workbook_parts(SHEET)))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    place = content.rfind(struct.pack("<L", size))
    content[place : place + 4] = struct.pack("<L", size // 2)
    return bytes(content)


def encrypted_part() -> bytes:
    content = bytearray(packed(workbook_parts(SHEET)))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the file is empty"),
    "blank lines": (b"\n,,,\n\n", "the file is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "the file is a picture"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "the file is a PDF"),
    "a web page": (b"<!DOCTYPE html><html><table></table></html>", "the file is a web page"),
    "a compressed file": (b"\x1f\x8b\x08\x00abc", "the file is compressed"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(90), "the file is neither text nor a workbook"),
    "an archive": (packed({"a.txt": "text"}), "the file is an archive, but no XLSX workbook"),
    "an OpenDocument sheet": (
        packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        "the file is an OpenDocument file",
    ),
    "a binary workbook": (packed({"xl/workbook.bin": b"\x00"}), "the file is a binary workbook (XLSB)"),
    "a workbook of before 2007": (COMPOUND_MARK + bytes(600), "the file is of an Office version before 2007"),
    "an encrypted workbook": (
        COMPOUND_MARK + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "the workbook is encrypted",
    ),
    "a workbook with an encrypted part": (encrypted_part(), "the workbook is encrypted"),
    "half a workbook": (packed(workbook_parts(SHEET))[:700], "the workbook is damaged or cut short"),
    "a workbook that lies about its size": (lying_about_size(), "the workbook is damaged or cut short"),
    "a workbook whose sheet is no XML": (
        in_workbook("<worksheet><sheetData><row"),
        "the workbook is damaged or cut short",
    ),
    "a workbook with a missing sheet": (
        packed({name: part for name, part in workbook_parts(SHEET).items() if "sheet1" not in name}),
        "the workbook is damaged or cut short",
    ),
    "a workbook with a cell nowhere": (
        in_workbook('<worksheet><sheetData><row><c r="A1A1"><v>1</v></c></row></sheetData></worksheet>'),
        "the workbook is damaged or cut short (no such cell: A1A1)",
    ),
    "a workbook with a text that isn't there": (
        in_workbook('<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>'),
        "the workbook is damaged or cut short (no such text: 7)",
    ),
    "a workbook whose sheet defines what expands": (
        in_workbook('<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'),
        "the workbook is damaged or cut short (xl/worksheets/sheet1.xml is not plain XML)",
    ),
    "a workbook with a list of sheets without end": (
        packed(workbook_parts(SHEET) | {"xl/workbook.xml": " " * 5_000_001}),
        "the workbook is damaged or cut short (its list of sheets is too long)",
    ),
    "a workbook with a row without end": (
        in_workbook(f"<worksheet><sheetData><row>{'<x/>' * 50_001}</row></sheetData></worksheet>"),
        "the workbook is damaged or cut short (xl/worksheets/sheet1.xml holds more in one place",
    ),
    "broken UTF-16": (
        b"\xff\xfe" + GOOD.decode().encode("utf-16-le")[:-1],
        "the file says that it is UTF-16-LE and isn't",
    ),
    "no known encoding": (b"Program,City\nCaf\x81,x\n", "is neither UTF-8 nor Windows-1252 text"),
    "broken JSON": (b'{"programs": [', "begins as JSON and isn't"),
    "JSON without objects": (b'{"programs": 3}', "the JSON holds no table"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_is_no_table_is_called_what_it_is(kind: str) -> None:
    content, what = UNREADABLE[kind]
    with pytest.raises(BadInput) as caught:
        brought(Given("file.csv", content))
    (fault,) = caught.value.faults
    assert fault.what.startswith(what)
    assert fault.where.startswith("file.csv")
    assert fault.remedy


BEYOND: dict[str, tuple[bytes, str]] = {
    "bytes": (GOOD * 40, "the file is too large"),
    "rows": (b"a,b\n" * 21, "the table has too many rows"),
    "columns": (b"x," * 15 + b"y\n", "has too many columns"),
    "cells": (b"a,b,c,d,e,f,g,h,i,j,k\n" * 19, "the table has too many cells"),
    "the length of a cell": (b"a,b\n" + b"x" * 101 + b",y\n", "a cell is too long (is a quotation mark left open?)"),
    "the length of a line": (b"," * 1_001 + b"\n", "the line is too long"),
    "rows of a sheet": (packed(workbook_parts({"S": [["a", "b"]] * 21})), "the sheet has too many rows"),
    "columns of a sheet": (packed(workbook_parts({"S": [["a"] * 13]})), "the sheet has too many columns"),
    "the farthest cell of a sheet": (
        in_workbook(
            '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
        ),
        "the sheet has too many rows",
    ),
    "cells of a sheet": (packed(workbook_parts({"S": [["a"] * 11] * 19})), "the sheet has too many cells"),
    "cells that don't say where they are": (
        in_workbook(f"<worksheet><sheetData>{'<row><c><v>1</v></c></row>' * 21}</sheetData></worksheet>"),
        "the sheet has too many rows",
    ),
}


@pytest.mark.parametrize("limit", BEYOND)
def test_what_is_beyond_a_limit_is_refused_with_the_limit(limit: str) -> None:
    content, what = BEYOND[limit]
    with pytest.raises(BadInput) as caught:
        import_programs(NOTHING, [Given("file.csv", content)], limits=SMALL)
    (fault,) = caught.value.faults
    assert fault.what == what
    assert "or fewer" in fault.allowed
    assert fault.remedy == "Split the file, or remove what is no program"


def test_a_bomb_is_refused_by_what_it_declares_before_it_is_unpacked() -> None:
    bomb = in_workbook("<worksheet>" + " " * 3_000_000 + "</worksheet>")
    assert len(bomb) < 10_000
    with pytest.raises(BadInput) as caught:
        import_programs(NOTHING, [Given("bomb.xlsx", bomb)], limits=replace(LIMITS, unpacked_bytes=1_000_000))
    assert caught.value.faults[0].what == "the workbook is too large once unpacked"


def test_too_many_sheets_are_refused() -> None:
    book = workbook({f"S{k}": [["a"]] for k in range(4)})
    with pytest.raises(BadInput) as caught:
        import_programs(NOTHING, [book], limits=replace(LIMITS, sheets=3))
    assert caught.value.faults[0].what == "the workbook has too many sheets"


def test_too_many_texts_are_refused() -> None:
    book = packed(workbook_parts(SHEET) | {"xl/sharedStrings.xml": "<sst>" + "<si><t>a</t></si>" * 201 + "</sst>"})
    with pytest.raises(BadInput) as caught:
        import_programs(NOTHING, [Given("book.xlsx", book)], limits=replace(LIMITS, cells=200))
    assert caught.value.faults[0].what == "the workbook has too many texts"


def test_json_has_a_limit_of_its_own() -> None:
    for limits in (replace(LIMITS, json_bytes=10), replace(LIMITS, rows=2), replace(LIMITS, cells=5)):
        with pytest.raises(BadInput) as caught:
            import_programs(NOTHING, [Given("a.json", b'[{"a": 1, "b": 2}, {"a": 3}, {"a": 4}]')], limits=limits)
        assert "too " in caught.value.faults[0].what


def test_json_nested_beyond_all_measure_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        brought(Given("deep.json", b"[" * 100_000))
    assert caught.value.faults[0].what.startswith("begins as JSON and isn't")


CELLS: dict[str, tuple[bytes, str, str]] = {
    "a rate of 140 %": (changed("MD", "140%"), "is no possible rate", "'MD'"),
    "a negative rate": (changed("US IMG", "-0.2"), "is no possible rate", "'US IMG'"),
    "a rate of letters": (changed("DO", "many"), "is no rate", "'DO'"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_that_makes_no_sense_is_told_with_its_place_and_the_rest_of_the_row_is_used(kind: str) -> None:
    content, what, column = CELLS[kind]
    imported = brought(Given("rates.csv", content))
    (fault,) = imported.report.faults
    assert fault.what == what
    assert fault.where == f"rates.csv line 2, column {column}"
    assert fault.value is not None
    assert fault.allowed
    (program,) = imported.directory.programs
    assert program.interview_rate_non_us_img == 0.1


def rows_refused(content: bytes, name: str = "rates.csv") -> Fault:
    with pytest.raises(BadInput) as caught:
        brought(Given(name, content))
    return caught.value.faults[0]


ROWS: dict[str, tuple[Callable[[], bytes], str]] = {
    "no such state": (
        lambda: changed("State", "ZZ"),
        "the row can't be used: is not in the directory, and lacks state",
    ),
    "no name": (lambda: changed("Program", ""), "the row can't be used: names no program"),
    "more cells than the header": (
        lambda: GOOD.replace(b"Mercy Hospital", b"Mercy, Hospital, The"),
        "the row can't be used: has more cells (12) than the header (10)",
    ),
}


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_that_can_not_be_used_is_refused_with_its_line(kind: str) -> None:
    content, what = ROWS[kind]
    fault = rows_refused(content())
    assert fault.what == what
    assert fault.where == "rates.csv line 2"


def test_an_id_of_letters_is_told_and_the_program_joined_by_its_name() -> None:
    header = ("Program Name", "Specialty", "City", "State", "Accreditation ID")
    imported = brought(text_file([header, ("Mercy Hospital", "Psychiatry", "Fresno", "CA", "ABC")]), specialty=None)
    (fault,) = imported.report.faults
    assert (fault.what, fault.value) == ("is no ACGME id", "ABC")
    assert imported.report.counts()["new"] == 1
    assert imported.directory.programs[0].acgme_id is None


def test_a_header_without_rows_is_refused() -> None:
    assert rows_refused(text_file([RATES]).content).what == "no file has a row below its header"


def test_a_needed_column_that_stands_twice_and_differs_is_refused() -> None:
    fault = rows_refused(text_file([(*RATES, "State"), (*ONE_RATE, "NY")]).content)
    assert (fault.what, fault.value) == ("a column stands twice and the two differ", "State")


def test_a_column_that_stands_twice_and_says_the_same_does_no_harm() -> None:
    assert len(brought(text_file([(*RATES, "State"), (*ONE_RATE, "CA")])).directory.programs) == 1


def test_a_file_without_a_specialty_asks_for_it() -> None:
    with pytest.raises(BadInput) as caught:
        brought(text_file([RATES, ONE_RATE]), specialty=None)
    assert "--specialty" in caught.value.faults[0].what


def test_faults_of_all_files_are_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        import_programs(
            NOTHING, [Given("a.csv", b""), Given("b.csv", b"%PDF-1"), text_file([RATES, ONE_RATE])], Wishes()
        )
    assert [fault.where for fault in caught.value.faults] == ["a.csv", "b.csv"]
