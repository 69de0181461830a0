"""Find or install the Chromium that the browser tests drive, and print its path.

``make test`` runs this before pytest and hands the path on as ``MATCHLIST_CHROMIUM``. In order: the browser
that this variable names already; a Chromium or Chrome that is there; Debian's, where installing it takes no
password; Playwright's own. Where none of them starts, one sentence says what to install. Progress goes to
standard error, the path alone to standard output.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
)
SECONDS_TO_START = 60.0
SECONDS_TO_INSTALL = 600.0


class ChromiumMissing(Exception):
    """No Chromium starts here and none could be installed; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the search may ask of a machine and do to it.

    Parameters
    ----------
    named : str or None
        Path that the user named in ``MATCHLIST_CHROMIUM``; None where they named none.
    present : callable
        Paths of the browsers that are installed now, the preferred first.
    starts : callable
        Whether the browser at a path starts: Ubuntu's ``chromium-browser`` may only ask for snap.
    become_root : tuple of str or None
        Words to put before a command so that it may install packages of Debian: none for root, ``sudo -n``
        where no password is asked; None where this is no Debian or a password would be needed.
    run : callable
        Runs a command and says whether it succeeded.
    """

    named: str | None
    present: Callable[[], Iterable[str]]
    starts: Callable[[str], bool]
    become_root: tuple[str, ...] | None
    run: Callable[[Sequence[str]], bool]


def provide_chromium(machine: Machine) -> str:
    """Give the path of a Chromium that starts, installing one where there is none.

    Parameters
    ----------
    machine : Machine
        Where to look and what may be installed.

    Returns
    -------
    str
        Path of an executable that started.

    Raises
    ------
    ChromiumMissing
        If the browser that the user named doesn't start, or none is there and none could be installed.
    """
    if machine.named is not None:
        if machine.starts(machine.named):
            return machine.named
        raise ChromiumMissing(
            f"MATCHLIST_CHROMIUM names {machine.named!r}, which does not start: name a Chromium or Chrome "
            "that does, or leave the variable unset."
        )
    chromium = chromium_there(machine) or _debians(machine) or _playwrights(machine)
    if chromium is None:
        raise ChromiumMissing(
            "The browser tests need Chromium and none could be installed: install Chromium or Google Chrome "
            "(on Debian: apt install chromium), or name one in MATCHLIST_CHROMIUM, then run make test again."
        )
    return chromium


def chromium_there(machine: Machine) -> str | None:
    """Give the first installed browser that starts, or None; installs nothing."""
    return next((path for path in machine.present() if machine.starts(path)), None)


def _debians(machine: Machine) -> str | None:
    if machine.become_root is None:
        return None
    apt_get = (*machine.become_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq")
    # A stale package list can still be good enough, so a failed update isn't the end.
    machine.run((*apt_get, "update"))
    machine.run((*apt_get, "install", "-y", "--no-install-recommends", "chromium"))
    return chromium_there(machine)


def _playwrights(machine: Machine) -> str | None:
    machine.run((sys.executable, "-m", "playwright", "install", "chromium"))
    return chromium_there(machine)


def this_machine() -> Machine:
    """Describe the machine that this runs on."""
    return Machine(
        named=os.environ.get("MATCHLIST_CHROMIUM") or None,
        present=_browsers_present,
        starts=_starts,
        become_root=_become_root_on_debian(),
        run=_run,
    )


def _browsers_present() -> Iterator[str]:
    yield from (path for command in COMMANDS if (path := shutil.which(command)))
    folders = (Path("/Applications"), Path.home() / "Applications")
    of_mac = (folder / application for folder in folders for application in MAC_APPLICATIONS)
    yield from (str(path) for path in of_mac if path.exists())
    with sync_playwright() as playwright:
        playwrights_own = Path(playwright.chromium.executable_path)
    if playwrights_own.exists():
        yield str(playwrights_own)


def _starts(path: str) -> bool:
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=SECONDS_TO_START)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _become_root_on_debian() -> tuple[str, ...] | None:
    if shutil.which("apt-get") is None:
        return None
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        return None
    # Ubuntu's package of that name only fetches a snap.
    if "debian" not in {system.get("ID", ""), *system.get("ID_LIKE", "").split()} or "ubuntu" in system.get("ID", ""):
        return None
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") is not None and _run(("sudo", "-n", "true"), announce=False):
        return ("sudo", "-n")
    return None


def _run(command: Sequence[str], *, announce: bool = True) -> bool:
    if announce:
        print("For the browser tests:", " ".join(command), file=sys.stderr, flush=True)
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS_TO_INSTALL)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    try:
        print(provide_chromium(this_machine()))
    except ChromiumMissing as missing:
        sys.exit(str(missing))
