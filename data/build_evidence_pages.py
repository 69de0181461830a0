"""Writes docs/evidence.md, calibration.md and season-figures.md from the data; run by hand after a change of it."""

from pathlib import Path

from optimizer.estimate import Calibration, calibrated_with, typical_applicant
from optimizer.evidence import load_evidence, load_left_out, load_match_totals, load_season, season_years
from optimizer.export import calibration_page, evidence_page, season_page

DOCS = Path(__file__).parent.parent / "docs"


def pages() -> dict[str, str]:
    """The pages by their names."""
    evidence, version = load_evidence(), calibrated_with()
    season = load_season(version.season)
    calibration = Calibration(evidence, season)
    typicals = [typical_applicant(*cell, season, evidence) for cell in calibration.layout.cells]
    compared = calibration.comparisons(calibration.shipped)
    return {
        "evidence.md": evidence_page(evidence.rows, load_match_totals()),
        "calibration.md": calibration_page(typicals, compared, evidence, load_left_out(), version.version),
        "season-figures.md": season_page([load_season(year) for year in season_years()]),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
