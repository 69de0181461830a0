"""What docs/files.md says of files is so."""

import re
from pathlib import Path

from optimizer.export import COLUMNS, ENDINGS, TRACKING_COLUMNS

TEXT = (Path(__file__).parents[1] / "docs/files.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return TEXT.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_every_column_of_a_list_is_described_in_its_order() -> None:
    described = re.findall(r"`([a-z_]+)`", section("The list as CSV or XLSX").strip().partition("\n\n")[0])
    assert tuple(described) == COLUMNS


def test_every_column_of_the_tracking_sheet_is_described_in_its_order() -> None:
    assert tuple(re.findall(r"`([a-z_]+)`", section("The tracking sheet"))) == TRACKING_COLUMNS


def test_every_format_has_a_row_in_the_table() -> None:
    assert all(f"`list{ending}`" in TEXT for ending in ENDINGS)
