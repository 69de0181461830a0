"""`python -m benchmarks.school FOLDER`: set a copy up on a clean machine in a new folder, try it, tell what came.

Needs root, Debian's debootstrap, systemd-container and libnss3-tools, the network for Debian's and Python's packages,
and ports 80 and 443. It takes some minutes.
"""

import os
import shutil
import sys
import tempfile
from itertools import chain
from pathlib import Path

from benchmarks.measuring import require
from benchmarks.school.certificates import Authority
from benchmarks.school.machine import clean_machine
from benchmarks.school.setting_up import set_up
from benchmarks.school.trial import Trial
from benchmarks.school.visits import browser_that_trusts
from tests.browser.login_provider import provider


def main() -> None:
    """Print the rows of a table, each as soon as it was seen."""
    require(len(sys.argv) == 2 and not Path(sys.argv[1]).exists(), "name a folder that isn't there yet")
    for needed in ("debootstrap", "systemd-nspawn", "certutil", "nsenter"):
        require(shutil.which(needed), f"{needed} is not installed")
    require(os.geteuid() == 0, "a machine is started by root alone")
    print("| what | seen |\n| --- | --- |")
    authority = Authority()
    with (
        tempfile.TemporaryDirectory() as home,
        clean_machine(Path(sys.argv[1])) as machine,
        provider() as who,
        browser_that_trusts(authority.trusted_home(Path(home))) as browser,
    ):
        for what, seen in chain(set_up(machine, authority, who), Trial(machine, browser, authority, who).all()):
            print(f"| {what} | {seen} |", flush=True)


if __name__ == "__main__":
    main()
