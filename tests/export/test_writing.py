import json
from pathlib import Path

import pytest

from optimizer.errors import BadInput
from optimizer.export import (
    list_bytes,
    list_csv,
    list_ending,
    list_pdf,
    list_xlsx,
    write_keeping_previous,
    write_whole,
)
from tests.export.lists import listed, program_list
from tests.people_and_programs import plan


@pytest.mark.parametrize(("name", "ending"), [("a.csv", ".csv"), ("a.JSON", ".json"), ("a.b.Csv", ".csv")])
def test_the_ending_of_a_file_chooses_its_format(name: str, ending: str, tmp_path: Path) -> None:
    assert list_ending(tmp_path / name, "--out") == ending


@pytest.mark.parametrize("name", ["list.xls", "list.txt", "list", ".csv"])
def test_another_ending_is_told_which_are_allowed(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        list_ending(tmp_path / name, "--out")
    (fault,) = caught.value.faults
    assert fault.where == "--out"
    assert fault.value == str(tmp_path / name)
    assert fault.allowed == "a file name that ends in .csv, .xlsx, .json or .pdf"


def test_a_folder_that_does_not_exist_is_told_before_anything_is_solved(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="its folder doesn't exist"):
        list_ending(tmp_path / "nowhere" / "a.csv", "--out")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadInput, match="is a folder"):
        list_ending(tmp_path / "folder.csv", "--out")


def test_each_ending_gives_its_format() -> None:
    answer, wanted = program_list(listed()), plan()
    assert list_bytes(answer, wanted, ".csv") == list_csv(answer)
    assert list_bytes(answer, wanted, ".xlsx") == list_xlsx(answer, wanted)
    assert list_bytes(answer, wanted, ".pdf") == list_pdf(answer, wanted)
    assert json.loads(list_bytes(answer, wanted, ".json"))["programs"][0]["id"] == "im-ca-example"


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"a much longer old content")
    write_whole(target, b"new", "--out")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "a.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, b"new", "--out")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_where_writing_fails_the_old_file_stays_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadInput, match="No space left on device"):
        write_whole(target, b"new", "--out")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_place_that_cannot_be_written_is_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        write_whole(tmp_path / "gone" / "a.csv", b"", "--out")
    assert "No such file or directory" in caught.value.faults[0].what


def test_what_was_there_is_kept_under_the_first_free_name(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    assert [write_keeping_previous(target, content, "--out") for content in (b"1", b"1", b"2", b"3", b"2")] == [
        None,
        None,
        tmp_path / "a.previous.csv",
        tmp_path / "a.previous-2.csv",
        tmp_path / "a.previous-3.csv",
    ]
    contents = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert contents == {"a.csv": b"2", "a.previous.csv": b"1", "a.previous-2.csv": b"2", "a.previous-3.csv": b"3"}


def test_content_that_is_kept_already_is_not_kept_twice(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    for content in (b"1", b"2", b"1", b"2", b"1"):
        write_keeping_previous(target, content, "--out")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "a.previous-2.csv", "a.previous.csv"]


def test_a_file_that_cannot_be_read_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")

    def refused(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", refused)
        with pytest.raises(BadInput, match="Permission denied"):
            write_keeping_previous(target, b"new", "--out")
    assert target.read_bytes() == b"old"
