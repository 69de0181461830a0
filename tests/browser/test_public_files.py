"""Rates brought in by one click in a real browser, and without a network."""

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from optimizer.directory.fetching import CATALOGUE_VARIABLE
from optimizer.directory.kept import FACTS_VARIABLE
from tests.browser.conftest import running
from tests.browser.pages import open_list, take_example
from tests.dashboard.test_public_files import made_up
from tests.directory.fetching_server import serving

pytestmark = pytest.mark.browser


def catalogue(folder: Path, address: str, content: bytes) -> Path:
    file = folder / "made-up.toml"
    file.write_text(
        '[made-up]\ntitle = "Made-up rates"\npublisher = "nobody"\nversion = "1"\nlicence = "none"\n'
        f'origin = "made up"\nseason = 2024\nbase = "{address}"\n[[made-up.files]]\npath = "Rates.csv"\n'
        f"bytes = {len(content)}\n"
        f'specialty = "internal-medicine"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\n',
        encoding="utf-8",
    )
    return file


def test_one_click_and_the_list_tells_programs_apart_and_without_a_network_it_is_said(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = made_up()
    monkeypatch.setenv(FACTS_VARIABLE, str(tmp_path / "facts"))
    bring_in = re.compile("Bring in programs' own rates")
    with serving({}) as (gone, _):
        pass
    monkeypatch.setenv(CATALOGUE_VARIABLE, str(catalogue(tmp_path, gone, content)))
    with running(tmp_path / "cut.log") as (address, _):
        open_list(page, address)
        take_example(page, "International graduate")
        page.get_by_role("button", name=re.compile("Known: 0 of 130 own interview rates")).click()
        page.get_by_role("button", name=bring_in).click()
        expect(page.get_by_text(re.compile("the network can't be reached"))).to_be_visible()
    with serving({"/Rates.csv": [(200, content, {})]}) as (there, _):
        monkeypatch.setenv(CATALOGUE_VARIABLE, str(catalogue(tmp_path, there, content)))
        # Beside the log lies what a person left when the network was cut.
        (tmp_path / "anew").mkdir()
        with running(tmp_path / "anew" / "server.log") as (address, _):
            open_list(page, address)
            take_example(page, "International graduate")
            page.get_by_role("button", name=re.compile("Known: 0 of 130 own interview rates")).click()
            page.get_by_role("button", name=bring_in).click()
            expect(page.get_by_text(re.compile("every sum as it should be"))).to_be_visible()
            expect(page.get_by_text(re.compile("Known: 130 of 130 own interview rates"))).to_be_visible()
