"""docs/architecture.md is the picture of the house as it stands, and the examples in the docs run."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
EXAMPLES = [
    pytest.param(example, id=f"{page.stem}-{number}")
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for number, example in enumerate(
        re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    )
]


def rooms(folder: Path) -> set[str]:
    dotted = ".".join(folder.relative_to(ROOT).parts)
    return {
        f"{dotted}.{path.stem}" for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }


@pytest.mark.parametrize("folder", ["optimizer", "optimizer/plan"])
def test_every_room_is_named_once_in_the_table_and_no_other(folder: str) -> None:
    dotted = folder.replace("/", ".")
    named = re.findall(rf"^\| `({re.escape(dotted)}\.\w+)` \|", PAGE, flags=re.MULTILINE)
    there = {name for name in rooms(ROOT / folder) if not name.endswith("__init__")}
    assert sorted(named) == sorted(there)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_in_the_docs_run_as_they_stand(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("MATCHLIST_TRACKER", str(tmp_path / "season.sqlite"))
    exec(compile(example, "docs", "exec"), {})  # noqa: S102 - it is the docs' own example
