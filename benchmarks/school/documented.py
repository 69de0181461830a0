"""The commands and files that docs/hosting.md gives, as they stand there."""

import re
import textwrap
from pathlib import Path

from benchmarks.dashboard import CHECKOUT
from benchmarks.measuring import require

PAGE = CHECKOUT / "docs" / "hosting.md"
_BLOCK = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)\n(?P<content>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE)


def block(kind: str, with_text: str, page: Path = PAGE) -> str:
    """The one block of a kind (``sh``, ``toml``) with some text in it."""
    blocks = (found for found in _BLOCK.finditer(page.read_text(encoding="utf-8")) if found["kind"] == kind)
    found = [textwrap.dedent(one["content"]) for one in blocks if with_text in one["content"]]
    require(len(found) == 1, f"{page.name} has {len(found)} blocks of {kind} with {with_text!r}, not one")
    return found[0]


def line(kind: str, with_text: str) -> str:
    """The one line of a block with some text in it."""
    (found,) = (one for one in block(kind, with_text).splitlines() if with_text in one)
    return found


def with_values(settings: str, **values: str) -> str:
    """A block of settings with values of one's own in place of those that stand there."""
    for name, value in values.items():
        settings, times = re.subn(rf'^{name} = ".*"$', f'{name} = "{value}"', settings, flags=re.MULTILINE)
        require(times == 1, f"the settings have no {name}")
    return settings
