"""Calibrates the evidence table: finds the figures of `optimizer.estimate.calibrated` and writes them into it.

Run by hand when another figure of evidence.csv changes, never by the product::

    python data/calibrate.py            # does evidence.csv hold what calibration finds?
    python data/calibrate.py --write    # write what it finds into evidence.csv, with a new version in calibration.toml

Where the table holds what is found of other figures too, only their fingerprint is written: the version stays.

`matchlist evidence --calibrate` prints what is reproduced beside what was published.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from optimizer.estimate import Calibration, Found, calibrated_with, fingerprint, found_figures
from optimizer.estimate.calibrated import is_found
from optimizer.evidence import Evidence, EvidenceRow, load_evidence, load_season

EVIDENCE_FILE = Path(__file__).with_name("evidence.csv")
VERSION_FILE = Path(__file__).with_name("calibration.toml")
_UNITS = {
    "match_rate": "target share",
    "aim_effect": "log-odds",
    "hardly_wanted_share": "share",
    "interview_rate_shift": "log-odds",
    "strength_sd_interview": "log-odds sd",
    "strength_sd_offer": "log-odds sd",
    "step2_slope_offer": "log-odds per 10 points",
    "step2_slope": "log-odds per 10 points",
    "signal_effect": "log-odds",
    "offer_given_interview": "share",
}


def rows_of(found: tuple[Found, ...], version: int) -> Iterator[dict[str, str]]:
    """Rows of evidence.csv."""
    for figure in found:
        yield {
            "name": figure.name,
            "specialty": figure.specialty or "",
            "applicant_type": figure.applicant_type or "",
            "state": "",
            "low": f"{figure.low:.3g}",
            "central": f"{figure.central:.3g}",
            "high": f"{figure.high:.3g}",
            "unit": _UNITS[figure.name.partition(".")[0]],
            "season": "",
            "source": f"Calibration {version} of this table",
            "address": "",
            "grade": "C",
            "note": figure.note,
        }


def write_found(found: tuple[Found, ...], version: int, evidence: Evidence) -> None:
    """Put found figures into the table where the first of their name stood."""
    with EVIDENCE_FILE.open(encoding="utf-8", newline="") as stream:
        before = list(csv.DictReader(stream))
    new = list(rows_of(found, version))
    after: list[dict[str, str]] = []
    placed: set[str] = set()
    for row, kept in zip(before, evidence.rows, strict=True):
        if not is_found(kept, evidence):
            after.append(row)
        elif row["name"] not in placed:
            placed.add(row["name"])
            after += [own for own in new if own["name"] == row["name"]]
    after += [own for own in new if own["name"] not in placed]
    with EVIDENCE_FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(before[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(after)


def write_version(version: int, evidence: Evidence) -> None:
    """Note the version, and the figures that it stands for."""
    VERSION_FILE.write_text(
        "# Written by data/calibrate.py: which calibration evidence.csv holds, and of which figures (SHA-256).\n"
        f'version = {version}\nseason = {calibrated_with().season}\ninputs = "{fingerprint(evidence)}"\n',
        encoding="utf-8",
    )


def differences(found: tuple[Found, ...], rows: tuple[EvidenceRow, ...]) -> Iterator[str]:
    """Figures of the table that aren't what calibration finds."""
    in_table = {row.key: row for row in rows}
    for figure in found:
        row = in_table.get((figure.name, figure.specialty, figure.applicant_type, None))
        expected = np.array([figure.low, figure.central, figure.high])
        # The search ends where a step gains next to nothing: the last digits depend on where it began.
        if row is None or not np.allclose([row.low, row.central, row.high], expected, rtol=0.03, atol=0.02):
            yield f"{figure.name} {figure.specialty or ''} {figure.applicant_type or ''}: {figure.central:.3g} found"


def main() -> None:
    """Compare, and write where asked to."""
    parser = argparse.ArgumentParser(description="Calibrate the evidence table.")
    parser.add_argument("--write", action="store_true", help="write what is found into evidence.csv")
    asked = parser.parse_args()
    evidence = load_evidence()
    found = found_figures(Calibration(evidence, load_season(calibrated_with().season)))
    changed = list(differences(found, evidence.rows))
    print("\n".join(changed) or "evidence.csv holds what calibration finds.")
    if not asked.write:
        return
    version = calibrated_with().version
    if changed:
        version += 1
        write_found(found, version, evidence)
    write_version(version, evidence)


if __name__ == "__main__":
    main()
