"""Archives made to take memory or time: each is refused, or read, in little of both."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import process_time

import pytest

from optimizer.cohort import class_of_files
from optimizer.directory.importing import LIMITS, Given, Limits, read_grids
from optimizer.errors import BadInput
from tests.directory.importing.tables import packed, workbook_parts

SHEET = "xl/worksheets/sheet1.xml"
ONE = {"Sheet1": [["a"]]}


@contextmanager
def within(megabytes: float, seconds: float) -> Iterator[None]:
    """What happens inside takes no more memory than this at once, and no more time."""
    started = process_time()
    tracemalloc.start(1)
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < megabytes * 1e6
    assert process_time() - started < seconds


def archive(name: str, steps: int, step: bytes, way: int, others: dict[str, str]) -> bytes:
    """An archive of which one member, packed in one way, says that it has a thousand bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packing:
        for other, part in others.items():
            packing.writestr(other, part)
        info = zipfile.ZipInfo(name)
        info.compress_type = way
        with packing.open(info, "w") as member:
            for _ in range(steps):
                member.write(step)
    content = bytearray(made.getvalue())
    content[info.header_offset + 22 : info.header_offset + 26] = struct.pack("<I", 1_000)
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 1_000)
    return bytes(content)


def without_sheet() -> dict[str, str]:
    return {name: part for name, part in workbook_parts(ONE).items() if name != SHEET}


def in_workbook(sheet: str, **others: str) -> bytes:
    return packed(workbook_parts(ONE) | {SHEET: sheet} | others)


def refused(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(BadInput) as caught:
        read_grids(Given("hostile.xlsx", content), limits=limits)
    (fault,) = caught.value.faults
    assert fault.where.startswith("hostile.xlsx")
    assert fault.remedy
    return fault.what


WAYS = {"deflated": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}


@pytest.mark.parametrize("way", WAYS)
def test_a_workbook_with_a_member_of_false_size_takes_no_memory(way: str) -> None:
    bomb = archive(SHEET, 100, b" " * 1_000_000, WAYS[way], without_sheet())
    assert len(bomb) < 200_000
    with within(megabytes=8, seconds=10):
        assert refused(bomb).startswith("the workbook is damaged or cut short")


@pytest.mark.parametrize("way", WAYS)
def test_a_class_with_a_member_of_false_size_takes_no_memory(way: str) -> None:
    bomb = archive("ann.toml", 100, b"#" * 1_000_000, WAYS[way], {})
    with within(megabytes=8, seconds=10), pytest.raises(BadInput, match=r"class\.zip: can't be unpacked"):
        class_of_files([("class.zip", bomb)])


def test_what_an_archive_says_may_be_true_and_still_too_much() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packing:
        for k in range(11):
            packing.writestr(f"{k}.toml", b"#" * 10_000_000)
    with within(megabytes=8, seconds=10), pytest.raises(BadInput, match=r"class\.zip: is too large"):
        class_of_files([("class.zip", made.getvalue())])


def test_one_text_in_very_many_cells_is_refused_before_it_is_copied() -> None:
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    strings = f"<sst><si><t>{'abc def ' * 1_200}</t></si></sst>"
    book = in_workbook(
        f"<worksheet><sheetData>{cells * 100}</sheetData></worksheet>", **{"xl/sharedStrings.xml": strings}
    )
    assert len(book) < 30_000
    with within(megabytes=8, seconds=10):
        assert refused(book) == "the workbook holds too much text"


def test_one_text_in_many_cells_is_kept_once() -> None:
    text = "abc def " * 1_200 + "end"
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    strings = f"<sst><si><t>{text}</t></si></sst>"
    book = in_workbook(
        f"<worksheet><sheetData>{cells * 50}</sheetData></worksheet>", **{"xl/sharedStrings.xml": strings}
    )
    with within(megabytes=8, seconds=10):
        (grid,) = read_grids(Given("many.xlsx", book))
    assert {cell for row in grid.rows for cell in row.cells} == {text}


HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "elements without end": (lambda: f"<worksheet>{'<a/>' * 900_000}</worksheet>", "holds more elements"),
    "names without end": (
        lambda: f"<worksheet>{''.join(f'<a{k}/>' for k in range(50_000))}</worksheet>",
        "holds more in one place",
    ),
    "depth without end": (lambda: "<worksheet>" + "<a>" * 500_000, "holds more in one place"),
    "an attribute without end": (lambda: f'<worksheet a="{"x" * 30_000_000}"/>', "holds more in one place"),
    "a comment without end": (lambda: f"<worksheet><!--{'x' * 30_000_000}--></worksheet>", "holds more in one place"),
    "a document type behind a long comment": (
        lambda: f'<!--{"x" * 2_000}--><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>',
        "is not plain XML",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_xml_that_takes_time_or_memory_is_refused_early(kind: str) -> None:
    make, what = HOSTILE[kind]
    book = in_workbook(make())
    with within(megabytes=20, seconds=30):
        assert what in refused(book, replace(LIMITS, cells=1_000))


def test_cells_of_a_text_too_long_are_refused() -> None:
    book = in_workbook(f'<worksheet><row><c t="inlineStr"><is><t>{"x" * 20_000_000}</t></is></c></row></worksheet>')
    with within(megabytes=8, seconds=10):
        assert refused(book) == "a cell is too long"


def test_an_archive_of_very_many_files_is_not_even_opened() -> None:
    content = b"PK\x03\x04" + b"PK\x01\x02" * 20_001
    with within(megabytes=8, seconds=10):
        assert refused(content) == "the archive has too many files"
    with pytest.raises(BadInput, match="too many files"):
        class_of_files([("class.zip", content)])


def test_stored_members_are_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as packing:
        for name, part in workbook_parts(ONE).items():
            packing.writestr(name, part)
    (grid,) = read_grids(Given("stored.xlsx", made.getvalue()))
    assert grid.rows[0].cells == ("a",)


# ---- dates and numbers, which a workbook keeps as numbers

STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\\-mmm\\-yy"/>'
    '<numFmt numFmtId="165" formatCode="&quot;day &quot;0"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/>'
    "</cellXfs></styleSheet>"
)


def dated(*styles: str, value: str = "45935", workbook: str = "") -> tuple[str, ...]:
    cells = "".join(f'<c s="{style}"><v>{value}</v></c>' for style in styles)
    parts = workbook_parts(ONE) | {"xl/styles.xml": STYLES}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<sheets>", f"{workbook}<sheets>")
    parts[SHEET] = f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>"
    (grid,) = read_grids(Given("dated.xlsx", packed(parts)))
    return grid.rows[0].cells


def test_a_number_in_a_date_s_format_is_a_date() -> None:
    assert dated("0", "1", "2", "3") == ("45935", "2025-10-05", "2025-10-05", "45935")
    assert dated("4", value="45935.5") == ("2025-10-05 12:00",)
    assert dated("1", value="44473", workbook='<workbookPr date1904="1"/>') == ("2025-10-05",)


@pytest.mark.parametrize("value", ["-1", "0", "60", "9999999999", "1e300", "nan", "soon"])
def test_what_is_no_count_of_days_stays_as_it_is(value: str) -> None:
    assert dated("1", value=value) == dated("0", value=value)


def test_three_decimals_of_a_number_are_never_taken_for_thousands() -> None:
    assert dated("0", value="1.234") == ("1.2340",)
    assert dated("0", value="0.125") == ("0.125",)
