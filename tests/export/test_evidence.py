"""The evidence as text, as JSON and as pages of the documentation, which are up to date."""

import importlib.util
import io
import json
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from optimizer.data_folder import data_folder
from optimizer.estimate import Calibration, Found, calibrated_with, typical_applicant
from optimizer.estimate.calibrated import is_found
from optimizer.evidence import load_evidence, load_left_out, load_match_totals, load_season
from optimizer.export import (
    calibration_json,
    calibration_text,
    evidence_json,
    evidence_text,
    typical_json,
    typical_text,
)

DOCS = Path(__file__).resolve().parents[2] / "docs"
EVIDENCE = load_evidence()
SEASON = load_season(2026)


def written(words: RenderableType, width: int = 80) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, color_system=None).print(words)
    return stream.getvalue()


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("build_evidence_pages", data_folder() / "build_evidence_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, str] = module.pages()
    return made


@pytest.mark.parametrize("name", ["evidence.md", "calibration.md", "season-figures.md"])
def test_the_page_of_the_docs_is_up_to_date(pages: dict[str, str], name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages[name], "run data/build_evidence_pages.py"


def test_the_evidence_page_has_every_figure_and_every_source(pages: dict[str, str]) -> None:
    page = pages["evidence.md"]
    for name in EVIDENCE.names():
        assert f"## `{name}`" in page
    for row in EVIDENCE.rows:
        assert row.source in page
        assert row.address in page
    lines = sum(line.startswith("| ") for line in page.splitlines())
    assert lines == len(EVIDENCE.rows) + 2 * len(EVIDENCE.names()) + len(load_match_totals()) + 2


def test_the_text_names_whom_a_figure_holds_for_its_range_and_its_source() -> None:
    rows = [row for row in EVIDENCE.rows if row.name == "interview_rate" and row.specialty == "psychiatry"]
    text = written(evidence_text(rows), width=160)
    assert "interview_rate (share)" in text
    assert "psychiatry, us-md" in text
    assert "0.167" in text
    assert "github.com/datadoc1" in text
    assert "4 figures" in text


def test_every_figure_in_json_has_a_label_that_an_override_takes() -> None:
    found = json.loads(evidence_json(EVIDENCE.rows))
    assert found["count"] == len(EVIDENCE.rows) == len(found["rows"])
    labels = {row["label"]: row["central"] for row in found["rows"]}
    assert len(labels) == found["count"]
    assert EVIDENCE.override({"tie.family": labels["tie.family"]}).central("tie.family") == labels["tie.family"]


def test_typical_applicants_stand_beside_what_is_published_within_80_columns() -> None:
    typicals = [typical_applicant("psychiatry", kind, SEASON, EVIDENCE) for kind in ("us-md", "us-do")]
    lines = written(typical_text(typicals, EVIDENCE)).splitlines()
    md = next(line for line in lines if line.startswith("us-md"))
    do = next(line for line in lines if line.startswith("us-do"))
    assert (md.split()[-1], do.split()[-1]) == tuple(
        f"{EVIDENCE.central('match_rate', 'psychiatry', kind) * 100:.1f}" for kind in ("us-md", "us-do")
    )
    assert max(len(line) for line in lines) <= 80
    assert any(line.startswith("us-md, interviewed of 100: ") and line.endswith(" with one") for line in lines)


def test_one_typical_applicant_is_one_object_and_several_are_a_list() -> None:
    one = typical_applicant("psychiatry", "us-md", SEASON, EVIDENCE)
    assert json.loads(typical_json([one], one=True))["match_rate"] == one.match_rate
    assert len(json.loads(typical_json([one, one], one=False))["typical"]) == 2


def figures_in_the_table() -> tuple[Found, ...]:
    """What calibration finds: the table holds it."""
    rows = [row for row in EVIDENCE.rows if is_found(row, EVIDENCE)]
    return tuple(
        Found(row.name, row.specialty, row.applicant_type, row.low, row.central, row.high, row.note) for row in rows
    )


def test_calibration_is_told_with_residuals_and_what_was_left_out() -> None:
    calibration = Calibration(EVIDENCE, SEASON)
    compared, figures = calibration.comparisons(calibration.shipped), figures_in_the_table()
    version, left_out = calibrated_with().version, load_left_out()
    text = written(calibration_text(figures, compared, holds=True, version=version, left_out=left_out))
    assert "The evidence table holds what was found." in text
    assert "match_rate" in text
    assert "Left out" in text
    other = written(calibration_text(figures, compared[:1], holds=False, version=version, left_out=left_out))
    assert "holds other figures" in other
    found = json.loads(calibration_json(figures, compared, holds=True, version=version, left_out=left_out))
    assert found["holds"]
    assert len(found["comparisons"]) == len(compared)
    assert {one["name"] for one in found["found"]} >= {"offer_given_interview", "step2_slope"}
    assert len(found["left_out"]) == len(load_left_out())
