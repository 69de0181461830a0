"""Facts that the user keeps: put on the shelf whole or not at all, joined, pinned, refused, forgotten."""

import os
from pathlib import Path

import pytest

from optimizer.directory import load_directory
from optimizer.directory.importing import Wishes, parse_mapping
from optimizer.directory.kept import (
    FACTS_VARIABLE,
    About,
    chosen_facts,
    directory_with,
    facts_mark,
    forget,
    keep,
    kept_facts,
    pinned,
    shelf_folder,
)
from optimizer.errors import BadInput
from tests.directory.importing.tables import RATES, text_file

KNOWN = "psych-oh-university-of-toledo"
ROW = ("University of Toledo", "0.5", "0.1", "0.4", "0.3", "0.2", "0.13", "Toledo", "OH", "")


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FACTS_VARIABLE, str(tmp_path / "facts"))
    return tmp_path / "facts"


def kept(name: str = "mine", rate: str = "0.13", season: int | None = 2024) -> str:
    row = (*ROW[:6], rate, *ROW[7:])
    file = text_file([RATES, row], name=f"{name}/Psychiatry.csv")
    return keep(About(name=name, season=season), [file], Wishes("psychiatry")).pin


def rate(wanted: tuple[str, ...] | None = None) -> float | None:
    directory = directory_with(wanted)
    return directory.programs[directory.index_by_id[KNOWN]].interview_rate_non_us_img


def test_without_kept_facts_the_shipped_directory_counts() -> None:
    assert kept_facts() == ()
    assert facts_mark() == ""
    assert pinned(None) == ()
    assert directory_with().programs == load_directory().programs


def test_kept_facts_are_joined_named_pinned_and_refused() -> None:
    pin = kept()
    assert (rate(), rate(("mine",)), rate((pin,)), rate(())) == (0.13, 0.13, 0.13, None)
    assert pinned(None) == (pin,)
    program = directory_with().programs[directory_with().index_by_id[KNOWN]]
    assert "mine/Psychiatry.csv" in (program.sources or "")


def test_the_newer_season_counts_and_a_set_of_the_same_name_is_replaced() -> None:
    kept("older", "0.2", 2023)
    kept("newer", "0.3", 2025)
    assert rate() == 0.2 or rate() == 0.3
    before = facts_mark()
    kept("newer", "0.4", 2025)
    assert facts_mark() != before
    assert [one.name for one in kept_facts()] == ["older", "newer"]


def test_what_was_joined_once_is_read_the_next_time(shelf: Path) -> None:
    kept()
    assert rate() == 0.13
    assert len(list((shelf / ".joined").glob("*.csv"))) == 1


def test_facts_that_are_not_kept_or_not_as_pinned_are_told() -> None:
    pin = kept()
    kept(rate="0.5")
    with pytest.raises(BadInput) as caught:
        chosen_facts((pin, "others"))
    assert [fault.what for fault in caught.value.faults] == [
        "these facts are kept, but not as the plan has them",
        "these facts aren't kept here",
    ]


def test_forgotten_facts_count_no_more(shelf: Path) -> None:
    kept()
    assert forget("mine").name == "mine"
    assert rate() is None
    with pytest.raises(BadInput):
        forget("mine")
    assert [place.name for place in shelf.iterdir() if not place.name.startswith(".")] == []


def test_a_damaged_set_is_told_and_nothing_is_guessed(shelf: Path) -> None:
    kept()
    (shelf / "mine" / "files" / "000").write_bytes(b"another")
    os.utime(shelf / "mine" / "facts.json", (1, 1))
    with pytest.raises(BadInput) as caught:
        kept_facts()
    assert caught.value.faults[0].what == "a kept file isn't what it was"
    (shelf / "mine" / "facts.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput):
        kept_facts()


def test_what_can_not_be_written_leaves_what_was_kept(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pin = kept()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadInput) as caught:
        kept(rate="0.9")
    assert "No space left on device" in caught.value.faults[0].what
    monkeypatch.undo()
    monkeypatch.setenv(FACTS_VARIABLE, str(shelf))
    assert pinned(None) == (pin,)
    assert [place.name for place in shelf.iterdir()] == ["mine"]


def test_what_the_user_said_of_the_columns_is_kept_with_the_files() -> None:
    file = text_file([("Who", "Where", "Rate"), ("University of Toledo", "Toledo, OH", "7%")], name="sheet.csv")
    mapping = parse_mapping(["Who=name", "Where=city_state", "Rate=interview_rate_non_us_img"])
    keep(About(name="sheet"), [file], Wishes("psychiatry", mapping))
    assert rate() == 0.07


def test_the_folder_is_the_users_own_unless_the_environment_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FACTS_VARIABLE)
    assert shelf_folder().name == "facts"
