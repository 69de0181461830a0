"""Public files in the dashboard: one button on the first page, and what goes wrong said in words."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.directory import load_directory
from optimizer.directory.fetching import CATALOGUE_VARIABLE, download
from optimizer.directory.kept import FACTS_VARIABLE, kept_facts
from tests.dashboard.driving import button, go, opened, said
from tests.directory.fetching_server import Answer, serving
from tests.directory.importing.tables import RATES, text_file

FAILS: dict[str, list[Answer]] = {"/Rates.csv": [(200, b"<html>Sign in</html>", {})]}


def made_up() -> bytes:
    """Rates of every internal medicine program of the directory, each another."""
    programs = [one for one in load_directory().programs if one.specialty == "internal-medicine"]
    rows = [
        (
            one.name,
            "0.2",
            "0.1",
            "0.3",
            "0.2",
            "0.1",
            str(round(0.01 + 0.01 * (k * 7 % 10), 2)),
            one.city,
            one.state,
            "",
        )
        for k, one in enumerate(programs)
    ]
    return text_file([RATES, *rows]).content


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setenv(FACTS_VARIABLE, str(tmp_path / "facts"))
    monkeypatch.setattr(download, "_WAIT_SECONDS", 0.0)
    return made_up()


@pytest.fixture
def offered(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[Answer]]]:
    """What a made-up server offers, under a catalogue of its own."""
    answers: dict[str, list[Answer]] = {"/Rates.csv": [(200, content, {})]}
    with serving(answers) as (address, _):
        catalogue = tmp_path / "made-up.toml"
        catalogue.write_text(
            '[made-up]\ntitle = "Made-up rates"\npublisher = "nobody"\nversion = "1"\nlicence = "none"\n'
            f'origin = "made up"\nseason = 2024\nbrings = "rates"\nbase = "{address}"\n'
            '[[made-up.files]]\npath = "Rates.csv"\n'
            f'bytes = {len(content)}\nspecialty = "internal-medicine"\n'
            f'sha256 = "{hashlib.sha256(content).hexdigest()}"\n',
            encoding="utf-8",
        )
        monkeypatch.setenv(CATALOGUE_VARIABLE, str(catalogue))
        yield answers


@pytest.mark.usefixtures("offered")
def test_one_click_brings_in_rates_and_the_list_stands_on_them() -> None:
    page = opened()
    assert "Known: 0 of 130 own interview rates" in said(page)
    assert "This contacts 127.0.0.1; nothing about you is sent." in said(page)
    button(page, "Bring in programs' own rates of 2023-24").click().run()
    assert not page.exception
    assert "every sum as it should be" in page.success[0].value
    assert "Known: 130 of 130 own interview rates" in said(page)
    assert not [one for one in page.button if "Bring in programs" in one.label]
    go(page, "data")
    assert "Kept since" in said(page)
    button(page, "Remove them").click().run()
    assert kept_facts() == ()


def test_a_page_to_sign_in_is_told_and_nothing_is_kept(offered: dict[str, list[Answer]]) -> None:
    offered.update(FAILS)
    page = opened()
    button(page, "Bring in programs' own rates").click().run()
    assert not page.exception
    assert "a web page came in place of the file" in said(page)
    assert kept_facts() == ()
