"""Folders for a while: gone with whoever made them."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from optimizer.hosting import folder_for_now, folders, new_folder, throw_away

MAKES_ONE = (
    "import sys; from optimizer.hosting import new_folder; (new_folder() / 'ann.csv').write_text('x'); "
    "print('made', flush=True); sys.stdin.read()"
)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_a_folder_is_its_owners_and_goes_with_all_that_is_in_it(temporary: Path) -> None:
    folder = new_folder()
    (folder / "joint").mkdir()
    (folder / "joint" / "ann.csv").write_text("x")
    assert list(temporary.iterdir()) == [folder.parent]
    if os.name == "posix":
        assert folder.parent.stat().st_mode & 0o077 == 0
    throw_away(folder)
    throw_away(folder)
    assert list(temporary.iterdir()) == []


def test_a_folder_for_now_goes_even_where_something_fails(temporary: Path) -> None:
    with pytest.raises(ZeroDivisionError), folder_for_now() as folder:
        (folder / "file").write_text(str(1 / 0))
    assert list(temporary.iterdir()) == []


def test_at_the_end_all_go(temporary: Path) -> None:
    new_folder(), new_folder()
    folders.throw_all_away()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_has_is_not(temporary: Path) -> None:
    mine = new_folder()
    other = subprocess.Popen([sys.executable, "-c", MAKES_ONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdin is not None
    assert other.stdout.readline().strip() == b"made"
    folders.sweep()
    assert len(list(temporary.iterdir())) == 2
    other.kill()
    other.communicate()
    folders.sweep()
    assert list(temporary.iterdir()) == [mine.parent]
    throw_away(mine)


def test_what_is_not_ours_is_left_alone(temporary: Path) -> None:
    elsewhere = temporary / "documents"
    elsewhere.mkdir()
    (elsewhere / "in-use").write_bytes(b"")
    (temporary / "matchlist-link").symlink_to(elsewhere)
    (temporary / "matchlist-notes.txt").write_text("mine")
    (temporary / "matchlist-without-a-lock").mkdir()
    folders.sweep()
    assert len(list(temporary.iterdir())) == 4
    assert elsewhere.is_dir()


def test_another_accounts_folder_is_left_alone(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = temporary / "matchlist-abc"
    left.mkdir()
    (left / "in-use").write_bytes(b"")
    account = left.stat().st_uid + 1
    monkeypatch.setattr(os, "getuid", lambda: account)
    folders.sweep()
    assert left.is_dir()
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    folders.sweep()
    assert not left.exists()
