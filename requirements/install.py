"""Install matchlist into ``.venv`` from a lock, then run it or its tests; the Makefile calls nothing else.

::

    python requirements/install.py run      # install, print the example's list, serve the dashboard
    python requirements/install.py test     # install what the tests need, a browser among it, and run them

Where there is no make, or no shell, these two commands do the same. Any Python from 3.7 on may start them: the first
that is new enough makes the environment. ``PYTHON=/path/to/python`` names one to use instead.

A lock names every package that is needed, so nothing is resolved: pip takes the files with the right hashes and asks
for no others. The newest and the oldest pip of a supported Python do the same then, this year and in later ones.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST = (3, 11)
MOST_WORKERS = 5
LOCKS = {"run": "run.lock", "test": "dev.lock", "lowest": "lowest.lock"}
DOWNLOADS = {
    "run": "what matchlist needs",
    "test": "what matchlist and its tests need",
    "lowest": "the lowest versions that matchlist allows",
}
MEGABYTES = {"run": 200, "test": 300, "lowest": 250}
NAMES = ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python", "py")
# Files with the right hash or none; wheels only, since the rest needs a compiler, and the network for its tools.
FROM_LOCK = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement")
# The checkout itself, with the build backend of the lock and without the network.
EDITABLE = ("--no-index", "--no-deps", "--no-build-isolation", "--editable")
APT = "on Debian and Ubuntu: apt install python3 python3-venv"


class CannotInstall(Exception):
    """Something is missing that matchlist can't bring along; the message says what to do."""


@dataclass(frozen=True)
class Checkout:
    """A copy of the repository, and the environment in it.

    Parameters
    ----------
    root : Path
        Its folder.
    """

    root: Path

    @property
    def environment(self) -> Path:
        """The virtual environment's folder."""
        return self.root / ".venv"

    def lock(self, purpose: str) -> Path:
        """Give the file that names what is needed to ``run`` or to ``test``."""
        return self.root / "requirements" / LOCKS[purpose]

    def program(self, name: str) -> str:
        """Give the path of a program in the environment."""
        windows = os.name == "nt"
        return str(self.environment / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name))


# ---- a Python --------------------------------------------------------------------------------------------------------


def find_python(named: str | None, search_path: str, replaced: Path) -> str:
    """Give the first Python that is new enough.

    Parameters
    ----------
    named : str or None
        What the user chose in ``PYTHON``, a path or a name; None where they chose none.
    search_path : str
        Folders of programs, as in ``PATH``.
    replaced : Path
        Folder of the environment that will be made anew: what lies in it is no choice.

    Returns
    -------
    str
        Path of the Python.

    Raises
    ------
    CannotInstall
        If there is none.
    """
    elsewhere = os.pathsep.join(
        folder for folder in search_path.split(os.pathsep) if replaced not in (Path(folder), *Path(folder).parents)
    )
    this = [sys.executable] if replaced not in Path(sys.executable).parents else []
    candidates = [named] if named else [*this, *NAMES]
    found = (shutil.which(candidate, path=elsewhere) for candidate in candidates)
    python = next((path for path in found if path and _is_new_enough(path)), None)
    if python is not None:
        return python
    if named:
        raise CannotInstall(f"PYTHON names {named!r}, which is no Python 3.11 or newer that starts.")
    raise CannotInstall(f"matchlist needs Python 3.11 or newer: install it ({APT}), then run this again.")


def _is_new_enough(python: str) -> bool:
    return _succeeds([python, "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"])


def _succeeds(command: list[str], **variables: str) -> bool:
    try:
        done = subprocess.run(
            command, env={**os.environ, **variables}, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


# ---- an environment --------------------------------------------------------------------------------------------------


def make_environment(environment: Path) -> None:
    """Make a virtual environment, in place of what may be left of an earlier one.

    Parameters
    ----------
    environment : Path
        Its folder.

    Raises
    ------
    CannotInstall
        If no Python is new enough, or it lacks the module that makes environments.
    """
    python = find_python(os.environ.get("PYTHON"), os.environ.get("PATH", os.defpath), environment)
    if not _can_make_environments(python):
        _install_debians_venv(python)
    if not _can_make_environments(python):
        raise CannotInstall(f"Python's venv module is missing: install it ({APT}), then run this again.")
    _run([python, "-m", "venv", "--clear", str(environment)])


def _can_make_environments(python: str) -> bool:
    return _succeeds([python, "-c", "import ensurepip, venv"])


def _install_debians_venv(python: str) -> None:
    """Fetch what Debian ships apart from Python; only in a container, where one is root: nobody else's is touched."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    package = subprocess.run(
        [python, "-c", "import sys; print('python%d.%d-venv' % sys.version_info[:2])"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout.strip()
    _say(f"Installing Debian's {package} ...")
    # A stale package list can still be good enough, so a failed update isn't the end.
    _succeeds(["apt-get", "-qq", "update"])
    _succeeds(["apt-get", "-qq", "install", "-y", package], DEBIAN_FRONTEND="noninteractive")


def install(checkout: Checkout, purpose: str) -> None:
    """Bring the environment to the state of a lock, unless it is there already.

    Parameters
    ----------
    checkout : Checkout
        Where.
    purpose : str
        ``run`` or ``test``: which lock.

    Raises
    ------
    CannotInstall
        If the environment can't be made or a package can't be had.
    """
    stamp = checkout.environment / f".ready-to-{purpose}"
    python = checkout.program("python")
    # Programs of an environment name its folder: one that was moved, or whose Python is gone, is made anew.
    state = [str(checkout.environment), *map(_digest, (checkout.lock(purpose), checkout.root / "pyproject.toml"))]
    before = stamp.read_text(encoding="utf-8").splitlines() if stamp.exists() else []
    works = before[:1] in ([], state[:1]) and _is_new_enough(python)
    if works and before == state:
        return
    if not works:
        make_environment(checkout.environment)
    _say(
        f"Installing {DOWNLOADS[purpose]} into .venv "
        f"(a download of about {MEGABYTES[purpose]} MB; a minute or a few) ..."
    )
    pip(python, *FROM_LOCK, str(checkout.lock(purpose)))
    pip(python, *EDITABLE, str(checkout.root))
    point_to(checkout)
    # As pip does with packages: whoever may not write into the checkout, or asked Python not to, starts as fast.
    _run([python, "-m", "compileall", "-q", str(checkout.root / "optimizer")])
    stamp.write_text("\n".join(state), encoding="utf-8")


def point_to(checkout: Checkout) -> None:
    """Let the environment name its checkout by the way from one to the other, which is plain ASCII.

    Python reads such a file in the encoding of the locale: with ``LC_ALL=C`` and a folder named in anything else, it
    wouldn't start.
    """
    folders = (*checkout.environment.glob("lib/python*/site-packages"), checkout.environment / "Lib/site-packages")
    for pointer in (file for folder in folders for file in folder.glob("_*matchlist.pth")):
        pointer.write_text(os.path.relpath(checkout.root, pointer.parent) + "\n", encoding="ascii")


def pip(python: str, *what: str) -> None:
    """Let a Python's pip install something; one without pip, as uv makes it, gets its own first.

    Raises
    ------
    CannotInstall
        If pip fails; it has said why.
    """
    if not _succeeds([python, "-m", "pip", "--version"]):
        _run([python, "-m", "ensurepip"], quiet=True)
    _run([python, "-m", "pip", "--disable-pip-version-check", "--no-input", "-qq", "install", *what])


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _run(command: list[str], *, quiet: bool = False) -> None:
    output = subprocess.DEVNULL if quiet else None
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, check=False).returncode != 0:
        raise CannotInstall("Installing failed; the lines above say why. Run this again once that is mended.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)


# ---- the two steps ---------------------------------------------------------------------------------------------------


def run(checkout: Checkout, port: int, example: str) -> int:
    """Print the example's list, then serve the dashboard until it is ended.

    Parameters
    ----------
    checkout : Checkout
        What to install and run.
    port : int
        Where the dashboard is served.
    example : str
        Path of the plan whose list is printed.

    Returns
    -------
    int
        Exit status.
    """
    install(checkout, "run")
    matchlist = checkout.program("matchlist")
    built = subprocess.run([matchlist, "build", example], cwd=checkout.root, check=False)
    if built.returncode != 0:
        return built.returncode
    # Without a display there is no browser to open, only an address to print.
    if sys.platform not in ("darwin", "win32") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["STREAMLIT_SERVER_HEADLESS"] = "true"
    os.chdir(checkout.root)
    serve = [matchlist, "app", "--port", str(port)]
    if os.name != "nt":
        # In place of this process, so that whoever ends it ends the server.
        os.execv(matchlist, serve)  # noqa: S606 - no shell is wanted
    try:
        return subprocess.run(serve, check=False).returncode
    except KeyboardInterrupt:
        return 0


def test(checkout: Checkout, arguments: list[str], *, covered: bool) -> int:
    """Run the tests.

    Parameters
    ----------
    checkout : Checkout
        Whose.
    arguments : list of str
        For pytest, after those that always stand; without any, all tests but those of many random cases are run.
    covered : bool
        Hold them to how much of the code they have to run; it takes half as long again.

    Returns
    -------
    int
        Exit status.
    """
    install(checkout, "test")
    python = checkout.program("python")
    provide = [python, "tests/browser/provide_chromium.py"]
    chromium = subprocess.run(provide, cwd=checkout.root, stdout=subprocess.PIPE, text=True, check=False)
    if chromium.returncode != 0:
        return chromium.returncode
    # One thread a process: there is a process a core already, from which waiting threads of libraries would take.
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    surroundings = {**threads, **os.environ, "MATCHLIST_CHROMIUM": chromium.stdout.strip()}
    # Each of hundreds of processes would compile all that it imports anew.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    # A browser test waits more than it works: a process more than there are cores keeps these busy.
    workers = os.environ.get("WORKERS") or str(min(_cores() + 1, MOST_WORKERS))
    spread = ["--numprocesses", workers, "--dist", "worksteal"]
    measured = ["--cov", "--cov-report=term-missing"] if covered else []
    some = ["-m", "not long", *([] if covered else ["--hypothesis-profile", "brisk"])]
    tests = [python, "-m", "pytest", *spread, *measured, *(arguments or some)]
    passed = subprocess.run(tests, cwd=checkout.root, env=surroundings, check=False).returncode
    return passed or (_every_line_of_the_mathematics(checkout) if covered else 0)


def _cores() -> int:
    """How many cores this process may use; a container often has fewer than the machine."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _every_line_of_the_mathematics(checkout: Checkout) -> int:
    """Hold the mathematics to every line and every branch; said only where it falls short."""
    report = [checkout.program("python"), "-m", "coverage", "report"]
    held = [*report, "--include=optimizer/portfolio/*", "--fail-under=100"]
    said = subprocess.run(held, cwd=checkout.root, stdout=subprocess.PIPE, text=True, check=False)
    if said.returncode != 0:
        _say(said.stdout)
    return said.returncode


def main(words: list[str], checkout: Checkout) -> int:
    """Do what the command line asks for.

    Parameters
    ----------
    words : list of str
        The command line, without the program's name.
    checkout : Checkout
        What to install.

    Returns
    -------
    int
        Exit status: that of what was run; 1 where something can't be installed.
    """
    parser = argparse.ArgumentParser(description="Install matchlist into .venv from a lock, then run it or its tests.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    running = commands.add_parser("run", help="install, print the example's list, then serve the dashboard")
    running.add_argument("--port", type=int, default=8501, help="where to serve it (8501)")
    running.add_argument("--example", default="data/examples/los-angeles-img.toml", help="whose list is printed")
    tests = "install what the tests need, a browser among it, and run them"
    testing = commands.add_parser("test", help=tests, epilog="Anything else is for pytest.")
    testing.add_argument("--coverage", action="store_true", help="hold them to how much of the code they run")
    ready = commands.add_parser("ready", help="install only")
    ready.add_argument("purpose", choices=sorted(LOCKS), help="what to be ready for")
    asked, others = parser.parse_known_args(words)
    if others and asked.command != "test":
        parser.error(f"{' '.join(others)} is not understood")
    try:
        if asked.command == "run":
            return run(checkout, asked.port, asked.example)
        if asked.command == "test":
            return test(checkout, others, covered=asked.coverage)
        install(checkout, asked.purpose)
    except CannotInstall as cannot:
        print(cannot, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Checkout(Path(__file__).resolve().parents[1])))
