"""Rooms whose names are loaded when they are first asked for."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import optimizer
from optimizer.doors import opened_later

ROOMS = sorted(
    "optimizer." + ".".join(file.parent.relative_to(Path(optimizer.__file__).parent).parts)
    for file in Path(optimizer.__file__).parent.rglob("__init__.py")
    if "opened_later(__name__)" in file.read_text(encoding="utf-8") and file.parent != Path(optimizer.__file__).parent
)


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_that_a_room_promises_is_there(room: str) -> None:
    module = import_module(room)
    assert set(module.__all__) <= set(dir(module))
    for name in module.__all__:
        assert getattr(module, name) is getattr(module, name)


def test_a_name_that_a_file_has_too_means_what_the_door_says_whoever_came_first() -> None:
    asking = (
        "import optimizer.portfolio.explain, optimizer.portfolio as room; "
        "from optimizer.portfolio import explain; "
        "assert callable(room.explain) and room.explain is explain"
    )
    subprocess.run([sys.executable, "-c", asking], check=True)


def test_a_name_that_is_not_there_is_said_as_python_says_it() -> None:
    room = import_module(ROOMS[0])
    with pytest.raises(AttributeError, match=f"module '{ROOMS[0]}' has no attribute 'no_such_name'"):
        _ = room.no_such_name
    assert not hasattr(room, "__no_such_name__")


def test_what_is_set_in_a_room_stays_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "some_room").mkdir()
    (tmp_path / "some_room" / "__init__.py").write_text(
        "from typing import TYPE_CHECKING\nfrom optimizer.doors import opened_later\n"
        "if TYPE_CHECKING:\n    from some_room.inside import thing\nopened_later(__name__)\n",
        encoding="utf-8",
    )
    (tmp_path / "some_room" / "inside.py").write_text("thing = 7\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    room: Any = import_module("some_room")
    assert "some_room.inside" not in sys.modules
    assert room.thing == 7
    room.thing = 8
    assert room.thing == 8
    assert "thing" in dir(room)
    monkeypatch.delitem(sys.modules, "some_room")
    monkeypatch.delitem(sys.modules, "some_room.inside")


def test_a_list_is_built_without_what_other_commands_need() -> None:
    asking = (
        "import sys; from optimizer import build_list, read_plan; from pathlib import Path; "
        "build_list(read_plan(Path('data/examples/los-angeles-img.toml'))); "
        "print([name for name in ('rapidfuzz', 'ssl', 'sqlalchemy', 'streamlit', 'dask', 'xlsxwriter') "
        "if name in sys.modules])"
    )
    checkout = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", asking], cwd=checkout, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_only_a_module_that_is_loaded_can_be_opened() -> None:
    with pytest.raises(KeyError):
        opened_later("no_such_room")
