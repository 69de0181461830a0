"""What is kept from one start to the next: found by content, made anew where anything changed, not trusted blindly."""

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer import prebuilt as kept
from optimizer.data_folder import data_folder
from optimizer.directory import load_directory
from optimizer.directory.catalog import _read_directory
from optimizer.errors import BadInput, Fault
from optimizer.prebuilt import FOLDER_VARIABLE, prebuilt

Counted = Callable[[], list[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "source.txt"
    file.write_text("one\ntwo\n", encoding="utf-8")
    return file


class Reading:
    """Reads the lines of a file, and counts how often it had to."""

    def __init__(self, file: Path) -> None:
        self.file, self.times = file, 0

    def __call__(self) -> list[str]:
        self.times += 1
        return self.file.read_text(encoding="utf-8").split()


def test_what_was_made_once_is_not_made_again(folder: Path, source: Path) -> None:
    reading = Reading(source)
    assert [prebuilt("lines", (source,), reading) for _ in range(3)] == [["one", "two"]] * 3
    assert reading.times == 1
    assert len(list(folder.glob("lines-*.pickle"))) == 1


def test_another_content_is_made_anew_and_the_old_one_goes(folder: Path, source: Path) -> None:
    reading = Reading(source)
    prebuilt("lines", (source,), reading)
    source.write_text("three\n", encoding="utf-8")
    assert prebuilt("lines", (source,), reading) == ["three"]
    assert reading.times == 2
    assert len(list(folder.glob("*"))) == 1


def test_a_file_that_only_looks_newer_is_not(folder: Path, source: Path) -> None:
    reading = Reading(source)
    prebuilt("lines", (source,), reading)
    os.utime(source, (1, 1))
    prebuilt("lines", (source,), reading)
    assert reading.times == 1
    assert folder.is_dir()


@pytest.mark.usefixtures("folder")
def test_other_code_and_other_circumstances_make_it_anew(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Reading(source)
    prebuilt("lines", (source,), reading)
    prebuilt("lines", (source,), reading, also="of another kind")
    assert reading.times == 2
    monkeypatch.setattr(kept, "_code_mark", lambda: "changed")
    prebuilt("lines", (source,), reading)
    assert reading.times == 3


@pytest.mark.usefixtures("folder")
def test_each_caller_has_a_copy_of_its_own(source: Path) -> None:
    prebuilt("lines", (source,), Reading(source)).append("mine")
    assert prebuilt("lines", (source,), Reading(source)) == ["one", "two"]


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(["one"])[:-3], b"cno_such_module\nname\n."])
def test_what_is_damaged_is_made_anew_and_mended(folder: Path, source: Path, content: bytes) -> None:
    prebuilt("lines", (source,), Reading(source))
    (place,) = folder.glob("*.pickle")
    place.write_bytes(content)
    again = Reading(source)
    assert prebuilt("lines", (source,), again) == ["one", "two"]
    assert again.times == 1
    assert pickle.loads(place.read_bytes()) == ["one", "two"]  # noqa: S301 - written by this test


@pytest.mark.skipif(os.name != "posix", reason="only there a file says who may write it")
def test_what_others_may_write_is_not_read(folder: Path, source: Path) -> None:
    prebuilt("lines", (source,), Reading(source))
    (place,) = folder.glob("*.pickle")
    place.write_bytes(pickle.dumps(["forged"]))
    place.chmod(0o666)
    assert prebuilt("lines", (source,), Reading(source)) == ["one", "two"]
    assert place.stat().st_mode & 0o077 == 0


def test_where_nothing_can_be_kept_it_is_made_each_time(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Reading(source)
    (tmp_path / "a file").write_text("in the way", encoding="utf-8")
    for where in ("", str(tmp_path / "a file" / "below")):
        monkeypatch.setenv(FOLDER_VARIABLE, where)
        assert prebuilt("lines", (source,), reading) == ["one", "two"]
    assert reading.times == 2


def test_what_cannot_be_kept_is_made_and_leaves_nothing_behind(folder: Path, source: Path) -> None:
    def seven() -> int:
        return 7

    assert prebuilt("lines", (source,), lambda: (seven, lambda: 8))[0] is seven
    assert not list(folder.glob("*"))


@pytest.mark.usefixtures("folder")
def test_what_cannot_be_made_says_so_as_ever(source: Path) -> None:
    def fails() -> list[str]:
        raise BadInput(Fault("no lines", "source.txt"))

    for _ in range(2):
        with pytest.raises(BadInput, match="no lines"):
            prebuilt("lines", (source,), fails)
    assert prebuilt("lines", (source.with_name("missing"),), lambda: ["made"]) == ["made"]


@pytest.mark.usefixtures("folder")
def test_the_shipped_directory_is_the_same_kept_as_read() -> None:
    read = _read_directory((data_folder() / "programs.csv",))
    for _ in range(2):
        found = load_directory()
        assert found.programs == read.programs
        assert found.places == read.places
