"""``matchlist filings``: a newer quarter of labor condition applications."""

from pathlib import Path

from typer.testing import CliRunner

from optimizer.cli.application import app
from optimizer.directory.visa_evidence import read_visa_evidence

HEADER = "CASE_STATUS,VISA_CLASS,JOB_TITLE,EMPLOYER_NAME,WORKSITE_CITY,WORKSITE_STATE\n"
ROWS = (
    'Certified,H-1B,"Resident, Internal Medicine","Naples Community Hospital, Inc.",Naples,FL\n'
    "Certified,H-1B,Resident Physician,A Hospital Nobody Mapped,Naples,FL\n"
)


def test_a_newer_quarter_is_mapped_and_the_rest_is_named(tmp_path: Path) -> None:
    file, out = tmp_path / "lca.csv", tmp_path / "visa.csv"
    file.write_text(HEADER + ROWS, encoding="utf-8")
    told = CliRunner().invoke(app, ["filings", str(file), "--quarter", "2026Q1", "--out", str(out)])
    assert told.exit_code == 0
    assert "1 applications for residents of 1 programs" in told.output
    assert "A Hospital Nobody Mapped (Naples, FL): 1" in told.output
    (found,) = read_visa_evidence(out).values()
    assert (found.filings, found.quarter) == (1, "2026Q1")


def test_another_file_and_no_quarter_are_refused(tmp_path: Path) -> None:
    file, out = tmp_path / "page.csv", tmp_path / "visa.csv"
    file.write_text("<html>\n", encoding="utf-8")
    for quarter, what in (("2026Q1", "lacks columns"), ("spring", "no quarter")):
        told = CliRunner().invoke(app, ["filings", str(file), "--quarter", quarter, "--out", str(out)])
        assert told.exit_code == 2
        assert what in told.output
        assert not out.exists()
