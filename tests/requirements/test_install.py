"""Installing asks for neither make nor a shell, replaces what doesn't work any more, and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from requirements import install
from requirements.install import CannotInstall, Checkout, find_python, main, point_to

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout in a folder with a blank and an umlaut, with locks that ask for nothing."""
    folder = tmp_path / "my földer"
    (folder / "requirements").mkdir(parents=True)
    for file in ("pyproject.toml", "requirements/run.lock", "requirements/dev.lock"):
        (folder / file).write_text("", encoding="utf-8")
    return Checkout(folder)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be done to the machine; the environment that is made gets a Python that starts."""
    done: list[str] = []

    def make_environment(environment: Path) -> None:
        done.append("make")
        python = Path(Checkout(environment.parent).program("python"))
        python.parent.mkdir(parents=True, exist_ok=True)
        python.symlink_to(sys.executable)

    monkeypatch.setattr(install, "make_environment", make_environment)
    monkeypatch.setattr(install, "pip", lambda _, *what: done.append(Path(what[-1]).name))
    return done


def test_what_is_installed_stays_until_the_lock_changes(checkout: Checkout, steps: list[str]) -> None:
    install.install(checkout, "run")
    assert steps == ["make", "run.lock", checkout.root.name]
    install.install(checkout, "run")
    assert len(steps) == 3
    checkout.lock("run").write_text("# another", encoding="utf-8")
    install.install(checkout, "run")
    assert steps[3:] == ["run.lock", checkout.root.name]
    install.install(checkout, "test")
    assert steps[5:] == ["dev.lock", checkout.root.name]


def test_an_environment_that_was_moved_or_lost_its_python_is_made_anew(checkout: Checkout, steps: list[str]) -> None:
    install.install(checkout, "run")
    moved = Checkout(checkout.root.rename(checkout.root.with_name("elsewhere")))
    Path(moved.program("python")).unlink()
    install.install(moved, "run")
    assert steps[3:] == ["make", "run.lock", "elsewhere"]
    Path(moved.program("python")).unlink()
    install.install(moved, "run")
    assert steps[6:] == ["make", "run.lock", "elsewhere"]


def test_the_pointer_to_the_checkout_is_ascii_wherever_the_checkout_lies(checkout: Checkout) -> None:
    packages = checkout.environment / "lib/python3.11/site-packages"
    packages.mkdir(parents=True)
    pointer = packages / "_matchlist.pth"
    pointer.write_text(str(checkout.root), encoding="utf-8")
    point_to(checkout)
    assert (packages / pointer.read_text(encoding="ascii").strip()).resolve() == checkout.root.resolve()


def test_the_python_that_is_named_counts_and_has_to_be_new_enough(tmp_path: Path) -> None:
    assert find_python(sys.executable, "", tmp_path) == sys.executable
    with pytest.raises(CannotInstall, match=r"PYTHON names 'no-such-python', which is no Python 3\.11 or newer"):
        find_python("no-such-python", str(tmp_path), tmp_path)


def test_the_first_python_that_is_new_enough_is_taken_and_never_the_environments_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def a_program(name: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o755)
        return str(path)

    newer = a_program("usr/python3.13")
    good = {a_program("environment/bin/python3"), newer}
    a_program("usr/python3")
    monkeypatch.setattr(install, "_is_new_enough", good.__contains__)
    path = os.pathsep.join([str(tmp_path / "environment/bin"), str(tmp_path / "usr")])
    assert find_python(None, path, tmp_path / "environment") == newer
    Path(newer).unlink()
    with pytest.raises(CannotInstall, match=r"needs Python 3\.11 or newer: install it"):
        find_python(None, path, tmp_path / "environment")


def test_what_cannot_be_installed_ends_in_one_sentence(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHON", "no-such-python")
    assert main(["ready", "run"], checkout) == 1
    assert capfd.readouterr().err == "PYTHON names 'no-such-python', which is no Python 3.11 or newer that starts.\n"


def test_a_word_that_is_not_understood_is_refused(checkout: Checkout) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["run", "--prot", "8502"], checkout)


def test_a_package_that_cannot_be_had_ends_in_one_sentence_below_what_pip_says(
    checkout: Checkout, capfd: pytest.CaptureFixture[str]
) -> None:
    lock = f"nobody-has-this==1.0 --hash=sha256:{'0' * 64}\n"
    checkout.lock("run").write_text(f"--no-index\n{lock}", encoding="utf-8")
    assert main(["ready", "run"], checkout) == 1
    *pips, last = capfd.readouterr().err.splitlines()
    assert any("nobody-has-this" in line for line in pips)
    assert last == "Installing failed; the lines above say why. Run this again once that is mended."
    assert not (checkout.environment / ".ready-to-run").exists()


def test_it_starts_with_neither_make_nor_a_shell_nor_any_other_program(tmp_path: Path) -> None:
    surroundings = {name: value for name, value in os.environ.items() if name not in ("PATH", "PYTHON")}
    done = subprocess.run(
        [sys.executable, "requirements/install.py", "--help"],
        cwd=ROOT,
        env=surroundings | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(command in done.stdout for command in ("run", "test", "ready"))


def test_tests_run_in_the_environment_with_the_browser_that_was_found(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    def record(command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        ran.append(command[1:])
        return subprocess.CompletedProcess(command, 0, stdout="/a/browser\n")

    monkeypatch.setattr(install, "install", lambda *_: None)
    monkeypatch.setattr(subprocess, "run", record)
    assert main(["test", "tests/export", "-x"], checkout) == 0
    assert ran[0] == ["tests/browser/provide_chromium.py"]
    assert ran[1][:2] == ["-m", "pytest"]
    assert ran[1][-2:] == ["tests/export", "-x"]
    assert "--cov" not in ran[1]
    ran.clear()
    assert main(["test", "-m", "long", "-q"], checkout) == 0
    assert ran[1][-3:] == ["-m", "long", "-q"]
    ran.clear()
    assert main(["test"], checkout) == 0
    assert ran[1][-4:] == ["-m", "not long", "--hypothesis-profile", "brisk"]
    assert len(ran) == 2


def test_the_same_tests_are_held_to_how_much_of_the_code_they_run(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    def record(command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        ran.append(command[1:])
        short = command[2:4] == ["coverage", "report"]
        return subprocess.CompletedProcess(command, 2 if short else 0, stdout="a line that no test runs\n")

    monkeypatch.setattr(install, "install", lambda *_: None)
    monkeypatch.setattr(subprocess, "run", record)
    assert main(["test", "--coverage"], checkout) == 2
    assert "--cov" in ran[1]
    assert ran[1][-2:] == ["-m", "not long"]
    assert ran[2][:3] == ["-m", "coverage", "report"]
    assert "--include=optimizer/portfolio/*" in ran[2]
