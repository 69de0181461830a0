"""A user's own figures in a file: read as overrides, every fault with its line."""

from pathlib import Path

import pytest

from optimizer.errors import BadInput
from optimizer.evidence import load_evidence, load_left_out, read_own_figures


def file(folder: Path, text: str, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_figure_stands_for_whom_it_names(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "name,specialty,applicant_type,state,low,central,high,note\n"
        "interview_rate,psychiatry,us-md,,0.1,0.2,0.3,my own\n\n"
        "state_effect,,us-do,CA,,-0.3,,\n"
        "tie.family,,,,,0.7,,\n",
    )
    figures = read_own_figures(path)
    assert figures == {
        "interview_rate/psychiatry/us-md": (0.1, 0.2, 0.3),
        "state_effect/us-do/CA": (-0.3, -0.3, -0.3),
        "tie.family": (0.7, 0.7, 0.7),
    }
    changed = load_evidence().override(figures)
    assert changed.central("interview_rate", "psychiatry", "us-md") == 0.2
    assert changed.row("tie.family").source == "the user's own figure"


def test_a_name_and_a_number_are_enough(tmp_path: Path) -> None:
    assert read_own_figures(file(tmp_path, "\ufeff name , central \ntie_cap,2.5\n")) == {"tie_cap": (2.5, 2.5, 2.5)}


def test_every_fault_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = file(tmp_path, "name,central,high\ntie_cap,many,\nregion_sd,0.2,\nregion_sd,0.3,\nstep2_sd,14,a lot\n")
    with pytest.raises(BadInput) as told:
        read_own_figures(path)
    assert [(fault.where, fault.what) for fault in told.value.faults] == [
        ("mine.csv, line 2", "no number"),
        ("mine.csv, line 4", "the same figure stands twice"),
        ("mine.csv, line 5", "no number"),
    ]


def test_missing_and_unknown_columns_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as told:
        read_own_figures(file(tmp_path, "name,centre\ntie_cap,2\n"))
    assert [fault.value for fault in told.value.faults] == ["central", "centre"]
    assert "central" in str(told.value.faults[1].remedy)


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="name"):
        read_own_figures(file(tmp_path, ""))


def test_a_file_that_is_not_there_or_no_text_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.csv"):
        read_own_figures(tmp_path / "nowhere.csv")
    (tmp_path / "binary.csv").write_bytes(b"name,central\n\xff\xfe,1\n")
    with pytest.raises(BadInput, match="UTF-8"):
        read_own_figures(tmp_path / "binary.csv")


def test_what_was_left_out_says_why() -> None:
    left_out = load_left_out()
    assert len(left_out) > 5
    assert all(one.reason.endswith(".") for one in left_out)
