"""Which Chromium the browser tests get, decided on made-up machines that start and fetch nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from tests.browser.provide_chromium import ChromiumMissing, Machine, chromium_there, provide_chromium

DEBIANS = "/usr/bin/chromium"
PLAYWRIGHTS = "/home/student/.cache/chrome"


@dataclass
class MadeUpMachine:
    """A machine whose browsers are names in a set, and whose installers put one there or fail."""

    present: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    named: str | None = None
    become_root: tuple[str, ...] | None = ()
    apt_get_gives: str | None = DEBIANS
    playwright_gives: str | None = PLAYWRIGHTS
    commands: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, command: Sequence[str]) -> bool:
        self.commands.append(tuple(command))
        if "install" not in command:
            return True
        browser = self.apt_get_gives if "apt-get" in command else self.playwright_gives
        if browser is None:
            return False
        self.present.append(browser)
        return True

    def machine(self) -> Machine:
        return Machine(
            named=self.named,
            present=lambda: self.present,
            starts=lambda path: path in {*self.present, "/opt/named"} - self.broken,
            become_root=self.become_root,
            run=self.run,
        )

    def installers(self) -> list[str]:
        return [
            "apt-get" if "apt-get" in command else "playwright" for command in self.commands if "install" in command
        ]


def test_a_browser_that_is_there_is_used_and_nothing_is_installed() -> None:
    made_up = MadeUpMachine(present=["/usr/bin/google-chrome"])
    assert provide_chromium(made_up.machine()) == "/usr/bin/google-chrome"
    assert made_up.commands == []


def test_the_browser_that_the_user_names_goes_before_one_that_is_there() -> None:
    made_up = MadeUpMachine(present=[DEBIANS], named="/opt/named")
    assert provide_chromium(made_up.machine()) == "/opt/named"


def test_a_named_browser_that_does_not_start_is_said_and_not_replaced() -> None:
    made_up = MadeUpMachine(present=[DEBIANS], named="/opt/gone")
    with pytest.raises(ChromiumMissing, match="MATCHLIST_CHROMIUM names '/opt/gone'"):
        provide_chromium(made_up.machine())
    assert made_up.commands == []


def test_a_browser_that_is_there_and_does_not_start_is_passed_over() -> None:
    made_up = MadeUpMachine(
        present=["/usr/bin/chromium-browser", "/usr/bin/chrome"], broken={"/usr/bin/chromium-browser"}
    )
    assert provide_chromium(made_up.machine()) == "/usr/bin/chrome"


def test_root_on_an_empty_debian_gets_debians_after_an_update() -> None:
    made_up = MadeUpMachine()
    assert provide_chromium(made_up.machine()) == DEBIANS
    update, install = made_up.commands
    assert update[-1] == "update"
    assert install[-1] == "chromium"
    assert made_up.installers() == ["apt-get"]


def test_where_sudo_asks_no_password_every_apt_get_goes_through_it() -> None:
    made_up = MadeUpMachine(become_root=("sudo", "-n"))
    assert provide_chromium(made_up.machine()) == DEBIANS
    assert [command[:2] for command in made_up.commands] == [("sudo", "-n")] * 2


def test_who_may_not_install_packages_gets_playwrights() -> None:
    made_up = MadeUpMachine(become_root=None)
    assert provide_chromium(made_up.machine()) == PLAYWRIGHTS
    assert made_up.installers() == ["playwright"]


def test_playwrights_follows_where_debians_fails() -> None:
    made_up = MadeUpMachine(apt_get_gives=None)
    assert provide_chromium(made_up.machine()) == PLAYWRIGHTS
    assert made_up.installers() == ["apt-get", "playwright"]


def test_playwrights_follows_where_debians_is_installed_and_does_not_start() -> None:
    made_up = MadeUpMachine(broken={DEBIANS})
    assert provide_chromium(made_up.machine()) == PLAYWRIGHTS


def test_where_nothing_works_one_sentence_says_what_to_install() -> None:
    made_up = MadeUpMachine(apt_get_gives=None, playwright_gives=None)
    with pytest.raises(ChromiumMissing) as missing:
        provide_chromium(made_up.machine())
    sentence = str(missing.value)
    assert "apt install chromium" in sentence
    assert "MATCHLIST_CHROMIUM" in sentence
    assert sentence.count(". ") == 0


def test_looking_for_a_browser_installs_none() -> None:
    made_up = MadeUpMachine()
    assert chromium_there(made_up.machine()) is None
    assert made_up.commands == []
