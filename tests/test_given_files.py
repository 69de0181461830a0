"""Files that a person names: regular and bounded, whatever the name leads to."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.cohort import Caps
from optimizer.cohort.caps_file import read_caps
from optimizer.directory import load_directory
from optimizer.errors import BadInput
from optimizer.evidence import read_own_figures
from optimizer.given_files import given_text, read_given
from optimizer.plan import read_plan
from optimizer.season.tie_plan import read_tie_wishes


def caps(path: Path) -> Caps:
    return read_caps(path, (), {})


READERS: tuple[Callable[[Path], object], ...] = (
    read_plan,
    read_own_figures,
    read_tie_wishes,
    caps,
    lambda path: load_directory([path]),
)


SHOWN_BY_THE_SYSTEM = [
    name
    for name in ("/dev/zero", "/dev/null", "/proc/self/environ", "/proc/self/mem", "/sys/kernel/profiling")
    if Path(name).exists()
]


def refusal(read: Callable[[Path], object], path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read(path)
    return str(caught.value)


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("\ufeffa\r\nb\rc\n".encode())
    assert read_given(path, "a file", 12) == path.read_bytes()
    assert given_text(path, "a file", 12) == "a\nb\nc\n"
    path.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in refusal(lambda one: given_text(one, "a file", 12), path)


@pytest.mark.parametrize("read", READERS)
def test_what_is_too_large_is_refused_before_it_is_read_whole(read: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    assert "the file is too large; allowed: " in refusal(read, path)


@pytest.mark.parametrize("name", SHOWN_BY_THE_SYSTEM)
@pytest.mark.parametrize("read", READERS)
def test_what_the_system_shows_as_a_file_is_refused_and_not_quoted(
    read: Callable[[Path], object], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSWORD", "hunter2")
    told = refusal(read, Path(name))
    assert name in told
    assert "hunter2" not in told


@pytest.mark.parametrize("read", READERS)
def test_a_pipe_to_which_nobody_writes_is_refused_at_once(read: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    told: list[str] = []
    asking = threading.Thread(target=lambda: told.append(refusal(read, path)), daemon=True)
    asking.start()
    asking.join(10)
    assert len(told) == 1
    assert "is a device or a pipe, and no file" in told[0]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", ["nothing.csv", "with\0nul.csv", "x" * 5000, "folder"])
def test_a_name_that_is_no_file_s_is_refused_in_words(
    read: Callable[[Path], object], name: str, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    assert refusal(read, tmp_path / name)
