"""Sheets as an XLSX workbook: header frozen, columns filtered, text never run, the same bytes for the same sheets."""

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Kind = Literal["text", "wrapped", "count", "number", "small", "share", "dollars"]
XlsxCell = str | int | float | None

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in every workbook as the day it was made: the bytes then depend on nothing but what is in it."""
_MOST_CHARACTERS = 32_767
"""More than this in one cell, and spreadsheets call the file damaged."""
_NUMBER_FORMATS = {"count": "0", "number": "General", "small": "0.0000", "share": "0.0%", "dollars": "$0.00"}
_HEADER_LINES = 3
_LINE_POINTS, _MOST_POINTS = 15.0, 400.0
"""Height of a line of text, and of the tallest row: not every spreadsheet measures rows when it opens a file."""
_HEADER = {"bold": True, "bg_color": "#1F3B57", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Parameters
    ----------
    title : str
    kind : str
        How its cells look. Numbers are numbers: shares are shown in percent, small ones with four decimals.
    width : float
        In characters.
    choices : tuple of str
        What the spreadsheet offers to choose from in its cells; it doesn't refuse anything else.
    hint : str
        Shown beside a cell in which somebody is about to write.
    colors : mapping of str to str
        Colour of the letters of cells with a text, also once somebody has changed it.
    """

    title: str
    kind: Kind = "text"
    width: float = 12.0
    choices: tuple[str, ...] = ()
    hint: str = ""
    colors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; each row has a cell for each column, None is an empty cell."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[XlsxCell, ...], ...]
    emphasised: frozenset[int] = frozenset()
    """Positions of rows in bold."""
    filtered: bool = True
    frozen_columns: int = 0
    printed_columns: int | None = None
    """How many of the columns are printed; None is all."""


def workbook_bytes(title: str, sheets: Sequence[Sheet]) -> bytes:
    """An XLSX workbook.

    Every text is written as a text: a name that begins with "=" or looks like an address is shown and never run.

    Parameters
    ----------
    title : str
        In the file's properties.
    sheets : sequence of Sheet
        At least one.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - takes its time, and most commands write none

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": _cell_text(title), "created": _MADE, "application": "matchlist"})
        for sheet in sheets:
            _write(book, sheet)
    return content.getvalue()


def _write(book: "xlsxwriter.Workbook", sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    last_row, last_column = len(sheet.rows), len(sheet.columns) - 1
    header = book.add_format(_HEADER)
    for k, column in enumerate(sheet.columns):
        page.set_column(k, k, column.width)
        page.write_string(0, k, column.title, header)
        _offer(page, column, k, last_row)
        for text, color in column.colors.items():
            look = book.add_format({"font_color": color, "bold": True})
            rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": look}
            page.conditional_format(1, k, max(last_row, 1), k, rule)
    page.set_row(0, _HEADER_LINES * _LINE_POINTS)
    formats = [_formats(book, column) for column in sheet.columns]
    for number, row in enumerate(sheet.rows):
        page.set_row(number + 1, _height(sheet.columns, row))
        for k, (value, format_of) in enumerate(zip(row, formats, strict=True)):
            _write_cell(page, number + 1, k, value, format_of[number in sheet.emphasised])
    page.freeze_panes(1, sheet.frozen_columns)
    if sheet.filtered:
        page.autofilter(0, 0, max(last_row, 1), last_column)
    page.print_area(0, 0, last_row, (sheet.printed_columns or len(sheet.columns)) - 1)
    page.set_landscape()
    page.set_paper(1)  # US letter
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&RPage &P of &N")


def _formats(book: "xlsxwriter.Workbook", column: Column) -> "tuple[Format, Format]":
    look: dict[str, Any] = {"valign": "top", "text_wrap": column.kind == "wrapped"}
    if column.kind in _NUMBER_FORMATS:
        look["num_format"] = _NUMBER_FORMATS[column.kind]
    else:
        # "Text", so that an id with a zero in front keeps it when somebody writes it there.
        look |= {"num_format": "@", "indent": 1}
    return book.add_format(look), book.add_format(look | {"bold": True})


def _height(columns: Sequence[Column], row: Sequence[XlsxCell]) -> float:
    """Room for the longest wrapped text of a row."""
    wrapped = (
        (len(value), column.width)
        for column, value in zip(columns, row, strict=True)
        if column.kind == "wrapped" and isinstance(value, str)
    )
    lines = max((math.ceil(length / width) for length, width in wrapped), default=1)
    return min(max(lines, 1) * _LINE_POINTS, _MOST_POINTS)


def _offer(page: "Worksheet", column: Column, k: int, last_row: int) -> None:
    if not column.choices and not column.hint:
        return
    rule: dict[str, Any] = {"validate": "any", "ignore_blank": True, "error_type": "information"}
    if column.choices:
        rule |= {"validate": "list", "source": list(column.choices)}
    if column.hint:
        rule |= {"input_title": column.title, "input_message": column.hint}
    page.data_validation(1, k, max(last_row, 1), k, rule)


def _write_cell(page: "Worksheet", row: int, k: int, value: XlsxCell, look: "Format") -> None:
    if value is None or value == "":
        page.write_blank(row, k, None, look)
    elif isinstance(value, str):
        page.write_string(row, k, _cell_text(value), look)
    else:
        page.write_number(row, k, value, look)


def _cell_text(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"
