"""docs/architecture.md is the picture of the house as it is, folders stay small, and the examples in the docs run."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
MOST_FILES = 20
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


def test_folders_of_many_files_are_named_with_the_reason() -> None:
    folders = [
        folder
        for top in ("benchmarks", "data", "docs", "optimizer", "tests")
        for folder in (ROOT / top, *(path for path in (ROOT / top).rglob("*") if path.is_dir()))
        if folder.name != "__pycache__"
    ]
    large = {
        folder.relative_to(ROOT).as_posix()
        for folder in folders
        if sum(path.is_file() for path in folder.iterdir()) > MOST_FILES
    }
    reasons = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Folders")[1]
    assert {folder for folder in large if f"`{folder}`" not in reasons} == set()


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_in_the_docs_run_as_they_stand(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("MATCHLIST_TRACKER", str(tmp_path / "season.sqlite"))
    exec(compile(example, "docs", "exec"), {})  # noqa: S102 - it is the docs' own example
