"""Work in a process of its own: told as it goes, ended at once, and nobody left behind."""

import io
import os
import pickle
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from optimizer.cohort import Engine, OwnProcess
from optimizer.cohort.own_process import serve
from optimizer.errors import BadInput, Fault

PATIENCE_S = 60.0


def counts(most: int, told: Callable[[int], None]) -> str:
    for number in range(most):
        told(number)
    return "counted"


def refuses(told: Callable[[int], None]) -> None:
    told(1)
    raise BadInput([Fault("is too small", "here", 1), Fault("is too large", "there", 9)])


def waits(folder: Path, task: int) -> int:
    (folder / str(os.getpid())).touch()
    time.sleep(PATIENCE_S)
    return task


def works_with_two_workers(folder: Path, told: Callable[[int], None]) -> None:
    told(os.getpid())
    list(Engine(2).results(waits, folder, {"a": 1, "b": 2}))


def until(holds: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE_S / 2
    while not holds() and time.monotonic() < last:
        time.sleep(0.05)
    assert holds()


def is_gone(process: int) -> bool:
    """Whether it has ended; a process that nobody has asked after yet counts as ended."""
    try:
        return ") Z " in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return True


def served(work: object, *arguments: object) -> list[tuple[str, object]]:
    """What the other process answers, with the streams of this one."""
    asked, channel, gone = io.BytesIO(pickle.dumps((work, arguments))), io.BytesIO(), threading.Event()
    serve(asked, channel, gone.set)
    assert gone.wait(PATIENCE_S)
    channel.seek(0)
    answers = []
    while channel.tell() < len(channel.getvalue()):
        answers.append(pickle.load(channel))  # noqa: S301 - written above
    return answers


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Callable[..., OwnProcess[int, str]]:
    """Work whose other process answers at once with what it is given, and loads nothing."""

    def run(*answers: tuple[str, object]) -> OwnProcess[int, str]:
        content = b"".join(pickle.dumps(answer) for answer in answers)
        entry = f"import pickle, sys; pickle.load(sys.stdin.buffer); sys.stdout.buffer.write({content!r})"
        monkeypatch.setattr("optimizer.cohort.own_process._ENTRY", entry)
        made = OwnProcess[int, str](str, "work that the other process doesn't do")
        made.wait()
        return made

    return run


def test_it_tells_as_it_goes_and_answers_at_the_end(ended: Callable[..., OwnProcess[int, str]]) -> None:
    run = ended(("told", 0), ("told", 1), ("made", "counted"))
    assert (run.told, run.made, run.running) == ([0, 1], "counted", False)


def test_all_faults_come_back(ended: Callable[..., OwnProcess[int, str]]) -> None:
    run = ended(("told", 7), ("refused", (Fault("is too small", "here"), Fault("is too large", "there"))))
    with pytest.raises(BadInput, match=r"(?s)here: is too small.*there: is too large"):
        assert run.made


def test_a_process_that_vanishes_is_told_and_what_it_said_is_kept(ended: Callable[..., OwnProcess[int, str]]) -> None:
    run = ended(("told", 7))
    assert run.told == [7]
    with pytest.raises(BadInput, match="ended without an answer"):
        assert run.made


def test_what_it_answers_is_whole_and_in_order() -> None:
    assert served(counts, 2) == [("told", 0), ("told", 1), ("made", "counted")]
    kind, faults = served(refuses)[-1]
    assert (kind, [fault.where for fault in faults]) == ("refused", ["here", "there"])  # type: ignore[attr-defined]


def test_nothing_asked_is_nothing_done() -> None:
    channel = io.BytesIO()
    serve(io.BytesIO(), channel, lambda: pytest.fail("nobody to watch"))
    assert channel.getvalue() == b""


def test_stopped_it_leaves_no_worker_behind(tmp_path: Path) -> None:
    run = OwnProcess[int, None](works_with_two_workers, tmp_path)
    until(lambda: len(list(tmp_path.iterdir())) == 2)
    processes = [*run.told, *(int(file.name) for file in tmp_path.iterdir())]
    run.stop()
    assert run.stopped
    until(lambda: all(is_gone(process) for process in processes))
    run.stop()  # a second time changes nothing
    with pytest.raises(BadInput, match="ended without an answer"):
        assert run.made
