"""A tenth of `python -m benchmarks hostile`: files changed at random end in words, in bounded time and memory.

Most of it is left to `make long`.
"""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.hostile import FILES, answers, changed, kinds, one_answer
from optimizer.errors import BadInput, Fault

PARTS = 12
DRAWN = [pytest.param(part, marks=[pytest.mark.long] * bool(part)) for part in range(PARTS)]


@pytest.mark.parametrize("part", DRAWN)
def test_files_changed_at_random_are_answered_in_words(part: int) -> None:
    count = FILES // 10 // PARTS
    bad = [answer for answer in answers(count, first=part * count) if not answer.is_fine]
    assert bad == []


@pytest.mark.parametrize("name", sorted(kinds()))
def test_the_files_that_are_changed_are_good_ones(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.hostile.changed", lambda content, _: content)
    answer = one_answer(name, kinds()[name], 0)
    assert answer.status == 0, answer.told


def test_a_fault_of_matchlist_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(file: Path) -> None:
        raise RuntimeError(file)

    monkeypatch.setattr("benchmarks.hostile.read_class", broken)
    answer = one_answer("class", kinds()["class"], 0)
    assert not answer.is_fine
    assert "RuntimeError" in answer.told
    monkeypatch.setattr("benchmarks.hostile.read_class", lambda _: [bytearray(2_000_000_000)])
    assert "MemoryError" in one_answer("class", kinds()["class"], 0).told


def test_a_refusal_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: Path) -> None:
        raise BadInput(Fault("is refused", str(file), None, "another", "Take another"))

    monkeypatch.setattr("benchmarks.hostile.read_class", refuse)
    assert one_answer("class", kinds()["class"], 0).status == 2


@pytest.mark.parametrize("seed", [1, 2])
def test_the_command_itself_answers_so_too(seed: int, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(changed(kinds()["plan"].seeds[0], random.Random(seed)))  # noqa: S311 - no secret
    done = subprocess.run(
        [sys.executable, "-m", "optimizer.cli", "build", file, "--no-keep"], capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 2, 3, 4}
    assert "Traceback" not in done.stderr
