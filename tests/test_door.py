"""`import optimizer`: the few names that a script needs, each from its room, none loaded before it is asked for."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import optimizer

ROOT = Path(__file__).parents[1]


def said_by(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_every_name_of_the_door_is_there_and_says_what_it_is() -> None:
    for name in optimizer.__all__:
        assert getattr(optimizer, name).__doc__, name


def test_python_lists_every_name_of_the_door() -> None:
    assert set(optimizer.__all__) <= set(dir(optimizer))


def test_the_docstring_names_every_name() -> None:
    assert [name for name in optimizer.__all__ if f"`{name}`" not in str(optimizer.__doc__)] == []


def test_a_name_that_is_not_there_is_said_as_python_says_it() -> None:
    misspelt = "Porgram"
    with pytest.raises(AttributeError, match="has no attribute 'Porgram'"):
        getattr(optimizer, misspelt)


def test_importing_it_loads_no_room() -> None:
    script = "import sys, optimizer; print(*sorted(name for name in sys.modules if name.startswith('optimizer')))"
    assert said_by(script).split() == ["optimizer", "optimizer.doors"]


def test_help_tells_a_stranger_what_there_is() -> None:
    told = said_by("import optimizer; help(optimizer)")
    assert "From a plan to its list" in told
    assert "build_list(" in told
    assert "class Problem" in told


def test_it_is_cited_under_the_version_that_is_built() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"version: {project['version']}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
