"""Whatever is typed or read: words, a status that says what it was, and no traceback."""

import json
import sys
from pathlib import Path

import platformdirs
import pytest

from optimizer.cli import application, main
from optimizer.cli.last_resort import DEFECT, TRACEBACK_VARIABLE
from optimizer.plan import history_folder
from tests.cli.test_commands import SIX, file, flat, run
from tests.cli.test_keeping import PLAN

WHO = "[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n"
STEERING = "\x1b]0;title\x07\x1b[2J\x9b31m\u202e"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file(tmp_path, "programs.csv", SIX)
    return file(tmp_path, "plan.toml", PLAN)


HOSTILE = {
    "NUL in a title": 'title = "a\\u0000b"\n' + WHO,
    "NUL in a path": 'programs = ["a\\u0000b.csv"]\n' + WHO,
    "NUL in the path of figures": 'evidence_file = "a\\u0000b.csv"\n' + WHO,
    "NUL in a place": WHO + "[[regions]]\nname = 'x'\ncities = [\"a\\u0000b, CA\"]\n",
    "NUL in a key": '"a\\u0000b" = 1\n' + WHO,
    "escapes in a title": 'title = "\\u001b[2J"\n' + WHO,
    "escapes in a key": '"\\u001b[2J" = 1\n' + WHO,
    "another direction": 'title = "\\u202Egnp.exe"\n' + WHO,
    "deep TOML": "x = " + "[" * 300 + "]" * 300 + "\n" + WHO,
    "deeper TOML": "x = " + "[" * 100_000,
    "deep tables": "[" + ".".join("a" * 900) + "]\nb = 1\n" + WHO,
    "deep JSON": '{"plan": {"x": ' + "[" * 900 + "]" * 900 + "}}",
    "deeper JSON": '{"plan": ' + "[" * 100_000,
    "a huge integer": "season = " + "9" * 4000 + "\n" + WHO,
    "a huge hexadecimal integer": "season = 0x" + "f" * 6000 + "\n" + WHO,
    "a huge budget": WHO + "[budget]\ndollars = 1" + "0" * 400 + "\n",
    "a huge quota": WHO + "[quotas]\nreach_floor = 9" + "9" * 400 + "\n",
    "a device": "programs = ['/dev/zero']\n" + WHO,
    "its own memory": "programs = ['/proc/self/mem']\n" + WHO,
    "surroundings": "evidence_file = '/proc/self/environ'\n" + WHO,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_plan_is_bad_input(name: str, tmp_path: Path) -> None:
    result = run("build", file(tmp_path, "plan.toml", HOSTILE[name]))
    assert result.exit_code == 2, result.output
    assert not [one for one in result.stderr if one != "\n" and not one.isprintable()]
    assert len(result.stderr) < 5000


@pytest.mark.parametrize("cell", ["a\x00b", STEERING])
def test_names_that_would_steer_the_terminal_are_refused_by_line(cell: str, plan: Path) -> None:
    programs = file(plan.parent, "programs.csv", SIX.replace("Program 0", f'"{cell}"', 1))
    result = run("build", plan, "--programs", programs)
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert "\x1b" not in result.output


def test_a_path_that_would_steer_the_terminal_is_shown_without_steering(tmp_path: Path) -> None:
    result = run("build", tmp_path / f"{STEERING}.toml")
    assert result.exit_code == 2
    assert not [one for one in result.stderr if one != "\n" and not one.isprintable()]


def test_a_list_is_written_although_no_version_can_be_kept_beside_the_plan(plan: Path, tmp_path: Path) -> None:
    history_folder(plan).write_text("a file in place of the folder", encoding="utf-8")
    result = run("build", plan, "--out", tmp_path / "list.csv")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbfnumber")
    assert "No version was kept." in flat(result.stdout)
    asked = run("build", plan, "--out", tmp_path / "list.csv", "--keep")
    assert asked.exit_code == 2
    assert "the version can't be kept" in flat(asked.stderr)


def test_a_history_that_can_not_be_looked_at_is_told(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history_folder(plan).mkdir()
    real = Path.glob

    def glob(self: Path, pattern: str, **more: bool) -> object:
        if self.suffix == ".history":
            raise PermissionError(13, "Permission denied")
        return real(self, pattern, **more)

    monkeypatch.setattr(Path, "glob", glob)
    result = run("build", plan, "--out", tmp_path / "list.csv")
    assert result.exit_code == 0, result.output
    assert "Permission denied" in flat(result.stdout)


class Unforeseen(Exception):
    """Stands for a defect."""


def fail(*_: object, **__: object) -> None:
    raise Unforeseen("ann@example.org")


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where a defect is written down, once there is one."""
    monkeypatch.setattr(application, "app", fail)
    monkeypatch.setattr(sys, "argv", ["matchlist", "build", "plan.toml"])
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: tmp_path)
    monkeypatch.delenv(TRACEBACK_VARIABLE, raising=False)
    return tmp_path


def status() -> int:
    with pytest.raises(SystemExit) as left:
        main()
    assert isinstance(left.value.code, int)
    return left.value.code


def test_a_defect_is_said_to_be_one_and_its_traceback_kept_in_a_file(
    defect: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status() == DEFECT
    told = capsys.readouterr().err
    assert "matchlist itself is at fault here, not you: Unforeseen." in told
    assert "Traceback" not in told
    assert "ann@example.org" not in told
    (kept,) = defect.glob("fault-*.txt")
    assert str(kept) in told
    assert "Unforeseen: ann@example.org" in kept.read_text(encoding="utf-8")


def test_a_traceback_is_printed_for_whoever_wants_it_or_where_no_file_can_be_written(
    defect: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: defect / "nowhere")
    assert status() == DEFECT
    assert f"{TRACEBACK_VARIABLE}=1" in capsys.readouterr().err
    monkeypatch.setenv(TRACEBACK_VARIABLE, "1")
    assert status() == DEFECT
    assert "Unforeseen: ann@example.org" in capsys.readouterr().err


@pytest.mark.usefixtures("defect")
def test_too_little_memory_is_no_defect(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def without_memory(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(application, "app", without_memory)
    assert status() == DEFECT
    assert "not enough memory" in capsys.readouterr().err


def test_json_that_holds_names_can_be_read_by_programs(plan: Path) -> None:
    assert json.loads(run("build", plan, "--json").stdout)["status"] == "solved"
