"""Install matchlist elsewhere, as other people's machines would, and see that it works.

::

    python requirements/trials.py pips       # the lock, with the oldest pip and with the newest, and nothing on PATH
    python requirements/trials.py lowest     # the lowest versions that are allowed, and tests on them
    python requirements/trials.py newest     # today's newest versions, and all tests but those in a browser

Each trial copies the checkout into a folder of its own, named with a blank and an umlaut, which is gone afterwards; pip
keeps and finds nothing from before. The last depends on the day: it is for a person to read, not for a machine to hold.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", "*_cache", "__pycache__", ".hypothesis", ".coverage*")
PIPS = ("oldest-pip.lock", "newest-pip.lock")
# What meets the libraries from every side: files out, commands, store, pages, solver, a cluster.
ON_THE_LOWEST = (
    "tests/export",
    "tests/cli/test_commands.py",
    "tests/cli/test_keeping.py",
    "tests/cohort/test_batch.py",
    "tests/dashboard/test_list_page.py",
    "tests/dashboard/test_charts.py",
    "tests/directory/test_search.py",
    "tests/portfolio/test_model.py",
    "tests/season/tracker",
)
# Old versions may warn of what newer ones mended; what they do is what counts here.
PYTEST = ("-m", "pytest", "-q", "-n2", "-W", "default", "-m", "not browser", "-p", "no:cacheprovider")


class Failed(Exception):
    """A trial didn't work; what it ran has said why."""


def _run(command: list[str], folder: Path, **variables: str) -> None:
    """Run a command, and show what it said only if it failed."""
    surroundings = {**os.environ, "PIP_NO_CACHE_DIR": "1", "PIP_NO_COMPILE": "1", **variables}
    done = subprocess.run(
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}\n{done.stdout}")


def _checkout(scratch: Path, name: str) -> Path:
    folder = scratch / f"matchlist für {name}"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    return folder


def _python_of(folder: Path) -> str:
    return str(folder / (".venv/Scripts/python.exe" if os.name == "nt" else ".venv/bin/python"))


def try_pip(scratch: Path, pip: str) -> str:
    """Install the lock of the tests with one pip, in the plainest locale, and build a list.

    Parameters
    ----------
    scratch : Path
        Folder for the trial.
    pip : str
        Name of the lock that holds the pip.

    Returns
    -------
    str
        What was found, in a sentence.

    Raises
    ------
    Failed
        If anything fails.
    """
    folder = _checkout(scratch, pip)
    python = _python_of(folder)
    _run([sys.executable, "-m", "venv", ".venv"], folder)
    _run([python, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", f"requirements/{pip}"], folder)
    bare = {"PATH": "", "LC_ALL": "C"}
    _run([sys.executable, "requirements/install.py", "ready", "test"], folder, **bare)
    _run([python, "requirements/lock_check.py", "requirements/dev.lock", "--group", "dev"], folder, **bare)
    build = "from optimizer.cli import main; main()"
    _run([python, "-c", build, "build", "data/examples/los-angeles-img.toml", "--no-standing"], folder, **bare)
    return f"Installed with the pip of {pip}, and a list built."


def try_pips(scratch: Path) -> None:
    """Install the lock with the oldest pip and with the newest, at the same time."""
    with ThreadPoolExecutor() as at_once:
        for sentence in at_once.map(lambda pip: try_pip(scratch, pip), PIPS):
            print(sentence, flush=True)


def try_lowest(scratch: Path) -> None:
    """Install the lowest versions that are allowed, and run tests on them."""
    folder = _checkout(scratch, "lowest")
    python = _python_of(folder)
    _run([sys.executable, "requirements/install.py", "ready", "lowest"], folder)
    check = ["requirements/lock_check.py", "requirements/lowest.lock", "--group", "build", "--group", "tests"]
    _run([python, *check], folder)
    _run([python, *PYTEST, *ON_THE_LOWEST], folder)
    print("The lowest versions that are allowed work.", flush=True)


def try_newest(scratch: Path) -> None:
    """Resolve anew, say what is newer than the lock, and run the tests on it."""
    folder = _checkout(scratch, "newest")
    python = _python_of(folder)
    _run([sys.executable, "requirements/install.py", "ready", "test"], folder)
    uv = [python, "-m", "uv", "--no-config", "pip"]
    subprocess.run([*uv, "install", "--group", "dev", "--editable", ".", "--upgrade"], cwd=folder, check=True)
    subprocess.run([python, *PYTEST], cwd=folder, check=True)


def main(words: list[str] | None = None) -> int:
    """Try what the command line asks for.

    Parameters
    ----------
    words : list of str or None
        The command line, without the program's name; None for this process's own.

    Returns
    -------
    int
        Exit status: 0 where everything worked.
    """
    trials = {"pips": try_pips, "lowest": try_lowest, "newest": try_newest}
    parser = argparse.ArgumentParser(description="Install matchlist elsewhere and see that it works.")
    parser.add_argument("trial", choices=trials)
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="matchlist trial ") as scratch:
        try:
            trials[asked.trial](Path(scratch))
        except (Failed, subprocess.CalledProcessError) as failed:
            print(failed, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
