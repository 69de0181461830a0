"""What docs/importing.md says is what the code does."""

import re
from pathlib import Path

from optimizer.directory.importing import LIMITS, load_layouts
from optimizer.directory.program import COLUMNS

PAGE = (Path(__file__).parents[3] / "docs" / "importing.md").read_text(encoding="utf-8")


def test_every_layout_and_every_column_is_described() -> None:
    named = set(re.findall(r"`([a-z0-9_-]+)`", PAGE))
    assert {layout.slug for layout in load_layouts().layout} <= named
    assert set(COLUMNS) <= named


def test_every_limit_is_stated() -> None:
    limits = (getattr(LIMITS, name) for name in LIMITS.__slots__)
    assert [limit for limit in limits if f"{limit:,}" not in PAGE] == []
