"""Fetching public files: from a server, from a folder, and everything that can go wrong on the way."""

import hashlib
from pathlib import Path

import pytest

from optimizer.directory.fetching import (
    CATALOGUE_VARIABLE,
    PublicFiles,
    download,
    entry_named,
    fetch,
    fetched_files,
    load_public_files,
    read_public_files,
)
from optimizer.directory.kept import FACTS_VARIABLE, directory_with, kept_facts
from optimizer.errors import BadInput, Fault
from tests.directory.fetching_server import Answer, serving
from tests.directory.importing.tables import RATES, text_file

ROW = ("University of Toledo", "0.5", "0.1", "0.4", "0.3", "0.2", "0.13", "Toledo", "OH", "")
CONTENT = text_file([RATES, ROW]).content
SECOND = text_file([RATES, ("Nobody Knows Hospital", *ROW[1:7], "Toledo", "OH", "")]).content
PATH, OTHER = "data/Psych%20Iatry.csv", "data/Neurology.csv"


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FACTS_VARIABLE, str(tmp_path / "facts"))
    monkeypatch.setattr(download, "_WAIT_SECONDS", 0.0)
    file = tmp_path / "made-up.toml"
    file.write_text(toml(), encoding="utf-8")
    monkeypatch.setenv(CATALOGUE_VARIABLE, str(file))
    return file


def toml(base: str = "http://127.0.0.1:9/") -> str:
    files = "".join(
        f'[[rates.files]]\npath = "{path}"\nbytes = {len(content)}\nspecialty = "{slug}"\n'
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"\n'
        for path, content, slug in ((PATH, CONTENT, "psychiatry"), (OTHER, SECOND, "neurology"))
    )
    about = 'title = "Made-up rates"\npublisher = "nobody"\nversion = "1"\nlicence = "none"\norigin = "made up"\n'
    return f'[rates]\n{about}season = 2024\nbase = "{base}"\n{files}'


def fine(content: bytes) -> Answer:
    return 200, content, {}


def entry() -> PublicFiles:
    return entry_named("rates")


def fault_of(source: str) -> Fault:
    with pytest.raises(BadInput) as caught:
        fetch(entry(), source)
    assert kept_facts() == ()
    return caught.value.faults[0]


def test_files_are_fetched_checked_joined_and_kept() -> None:
    said: list[str] = []
    with serving({f"/{PATH}": [(200, CONTENT, {})], f"/{OTHER}": [(200, SECOND, {})]}) as (address, asked):
        made = fetch(entry(), address, progress=said.append)
    assert asked == [f"/{PATH}", f"/{OTHER}"]
    assert said == ["Psych Iatry.csv", "Neurology.csv"]
    assert made.report.counts()["joined"] == 1
    (kept,) = kept_facts()
    assert (kept.name, kept.about.season, kept.about.came_from) == ("rates", 2024, address)
    found = directory_with()
    assert found.programs[found.index_by_id["psych-oh-university-of-toledo"]].interview_rate_non_us_img == 0.13


def test_a_mirror_may_have_the_files_without_their_folders_and_a_busy_server_is_asked_again() -> None:
    answers: dict[str, list[Answer]] = {
        "/Psych%20Iatry.csv": [(503, b"", {}), fine(CONTENT)],
        f"/{PATH}": [(404, b"", {})],
        f"/{OTHER}": [(500, b"", {}), fine(SECOND)],
    }
    with serving(answers) as (address, _):
        assert [content for _, content in fetched_files(entry(), address)] == [CONTENT, SECOND]


def test_a_folder_will_do_whatever_its_files_are_called(tmp_path: Path) -> None:
    folder = tmp_path / "stick" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_bytes(CONTENT)
    (folder / "download (2).csv").write_bytes(SECOND)
    assert fetch(entry(), str(tmp_path / "stick")).report.counts()["refused"] == 0
    (folder / "a.csv").unlink()
    (folder / "Neurology.csv").write_bytes(SECOND[:-3])
    (folder / "download (2).csv").unlink()
    with pytest.raises(BadInput) as caught:
        fetched_files(entry(), str(tmp_path / "stick"))
    assert [fault.what for fault in caught.value.faults] == [
        "the folder lacks a file",
        f"the file is cut short, or of another version: {len(SECOND) - 3:,} of {len(SECOND):,} bytes, and another sum",
    ]
    assert fetched_fault(tmp_path / "nowhere") == "there is no such folder"


def fetched_fault(folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        fetched_files(entry(), str(folder))
    return caught.value.faults[0].what


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ((200, b"<!DOCTYPE html><p>Sign in", {}), "a web page came in place of the file"),
        ((302, b"", {"Location": "http://portal.example/login"}), "the address sends on to portal.example"),
        ((200, CONTENT[:-5], {}), "the file is cut short, or of another version"),
        ((200, CONTENT + b"more", {}), "the file is larger than the one that matchlist knows"),
        ((200, CONTENT.replace(b"0.13", b"0.31"), {}), "the file has another sum"),
        ((404, b"", {}), "the file isn't there any more"),
        ((403, b"", {}), "the server says 403"),
        ((503, b"", {}), "the server is busy (it says 503)"),
    ],
)
def test_what_is_not_the_file_is_told_and_nothing_is_kept(answer: tuple[int, bytes, dict[str, str]], what: str) -> None:
    with serving({f"/{PATH}": [answer], f"/{OTHER}": [(200, SECOND, {})]}) as (address, _):
        fault = fault_of(address)
    assert fault.what.startswith(what)
    assert fault.remedy


def test_no_network_is_told() -> None:
    with serving({}) as (address, _):
        pass
    assert "the network can't be reached" in fault_of(address).what


def test_rows_that_could_mean_several_programs_are_decided_by_what_they_say(catalogue: Path) -> None:
    decisions = catalogue.with_name("made-up_decisions.csv")
    header = "entry,specialty,name,city,state,program"
    decisions.write_text(
        f"{header}\nrates,neurology,Nobody Knows Hospital,Toledo,OH,neuro-oh-university-of-toledo\n", encoding="utf-8"
    )
    with serving({f"/{PATH}": [(200, CONTENT, {})], f"/{OTHER}": [(200, SECOND, {})]}) as (address, _):
        report = fetch(entry(), address).report
    assert {row.program for row in report.rows} == {"psych-oh-university-of-toledo", "neuro-oh-university-of-toledo"}
    decisions.write_text("a,b\n", encoding="utf-8")
    assert "other columns" in fault_of_decisions()


def fault_of_decisions() -> str:
    answers = {f"/{PATH}": [fine(CONTENT)], f"/{OTHER}": [fine(SECOND)]}
    with serving(answers) as (address, _), pytest.raises(BadInput) as caught:
        fetch(entry(), address)
    return caught.value.faults[0].what


def test_the_shipped_catalogue_names_its_files_at_a_fixed_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CATALOGUE_VARIABLE)
    for one in load_public_files():
        assert one.version in one.base
        assert one.origin
        assert len({file.sha256 for file in one.files}) == len(one.files)


def test_a_catalogue_that_can_not_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read_public_files(tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text('[rates]\ntitle = "x"\n', encoding="utf-8")
    with pytest.raises(BadInput):
        read_public_files(broken)
    with pytest.raises(BadInput) as caught:
        entry_named("others")
    assert caught.value.faults[0].allowed == "rates"
