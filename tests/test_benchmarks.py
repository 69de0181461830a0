"""Figures of a run beside the last release's: the right one, in the right ratio, with a word where they say little."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks import __main__ as run
from benchmarks.comparing import Record, compared, last_release, noise, pulse, read_record, remarks
from benchmarks.measuring import Figure

QUICK = Figure("move, median", "ms", 40.0, "slider")
NOW = Record("1.1", "2027-01-01", "a machine", 1.05, (QUICK, Figure("peak memory", "MB", 1500.0, "slider")))


def shown(now: Record, last: Record | None) -> str:
    console = Console(width=200, record=True, quiet=False, file=None)
    with console.capture() as captured:
        console.print(compared(now, last))
    return captured.get()


def test_each_figure_stands_beside_the_same_of_the_last_release() -> None:
    last = replace(NOW, version="1.0", figures=(replace(QUICK, value=80.0), replace(QUICK, name="gone", value=1.0)))
    said = shown(NOW, last)
    assert [part.strip() for part in said.splitlines()[4].strip("│").split("│")] == [
        "slider: move, median",
        "ms",
        "40",
        "80",
        "0.50",
    ]
    assert "1,500" in said
    assert "gone" not in said


def test_a_figure_in_another_unit_or_of_nothing_has_no_ratio() -> None:
    for other in (replace(QUICK, unit="s"), replace(QUICK, value=0.0)):
        said = shown(NOW, replace(NOW, figures=(other,)))
        assert said.splitlines()[4].strip("│").split("│")[-1].strip() == "-"


def test_the_last_release_is_the_highest_version_not_the_last_by_name(tmp_path: Path) -> None:
    assert last_release(tmp_path) is None
    for version in ("0.9.0", "0.10.0", "0.10.0rc1"):
        (tmp_path / f"{version}.json").write_text(replace(NOW, version=version).written(), encoding="utf-8")
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    found = last_release(tmp_path)
    assert found is not None
    assert found.version == "0.10.0"
    assert found.figures == NOW.figures


def test_a_record_reads_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(NOW.written(), encoding="utf-8")
    assert read_record(tmp_path / "one.json") == NOW


def test_a_noisy_machine_another_machine_and_no_release_are_said() -> None:
    assert list(remarks(NOW, NOW)) == []
    (alone,) = remarks(NOW, None)
    assert "No release was measured yet" in alone
    noisy, other = remarks(replace(NOW, noise=1.6), replace(NOW, machine="another"))
    assert "This run's machine was noisy: the same work took 1.6 times as long" in noisy
    assert "another machine" in other
    (theirs,) = remarks(NOW, replace(NOW, noise=2.0))
    assert theirs.startswith("The last release's machine was noisy")


def test_noise_is_how_much_longer_the_same_work_takes() -> None:
    assert noise([2.0, 2.0, 2.0]) == 1.0
    assert noise([1.0] * 5 + [3.0] * 5) == 3.0
    assert noise(pulse()) >= 1.0


def test_a_release_is_kept_whole_only_and_says_how_noisy_its_machine_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "HISTORY", tmp_path / "history")
    whole = [subject for subject in run.SUBJECTS if subject != "priors"]
    with pytest.raises(SystemExit, match="hosted, visitors left out"):
        run._keep(NOW, [subject for subject in whole if subject not in {"visitors", "hosted"}])
    assert not (tmp_path / "history").exists()
    run._keep(replace(NOW, noise=1.6), whole)
    kept = json.loads((tmp_path / "history" / "1.1.json").read_text(encoding="utf-8"))
    assert (kept["on"], kept["noise"]) == ("2027-01-01", 1.6)
