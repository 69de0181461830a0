"""Rows as CSV that a spreadsheet opens by a double click and runs nothing of."""

import csv
import io
from collections.abc import Iterable, Sequence

from optimizer.wording import shown

Cell = str | int | float
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as CSV under a line of column names.

    Text that a spreadsheet would take for a formula gets an apostrophe in front.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, without which Excel reads the file in the computer's old code page and garbles
        every accent; lines end as RFC 4180 has them.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = shown(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
