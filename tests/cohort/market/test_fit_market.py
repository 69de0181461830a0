"""The fit of how programs rank: its targets can be met, its lines are the file's, and what it fits comes out."""

from pathlib import Path

import numpy as np
import pytest

from data.fit_market import FILLED_AT_MOST, MarketFitting, lines_of, market_file, write
from optimizer.cohort.market import load_market
from optimizer.vocabulary import APPLICANT_TYPES


@pytest.fixture(scope="module")
def fitting() -> MarketFitting:
    return MarketFitting(load_market())


def test_no_target_needs_more_positions_than_there_are(fitting: MarketFitting) -> None:
    listed = np.array([1386.0, 787.0, 154.0, 433.0])
    target = fitting._targets("general-surgery", listed)
    positions = load_market().specialties["general-surgery"].positions.value
    assert listed @ target <= FILLED_AT_MOST * positions + 1e-6
    # What is published stays, as all published rates together have it; what is assumed gives way.
    published = [fitting.assumed("general-surgery", kind) for kind in ("us-md", "non-us-img")]
    assert target[[0, 3]] == pytest.approx(published)
    assert published == pytest.approx([0.814, 0.286], abs=0.006)
    assert target[1] < fitting.assumed("general-surgery", "us-do")


def test_targets_are_the_estimates_where_there_is_room(fitting: MarketFitting) -> None:
    target = fitting._targets("psychiatry", np.full(4, 10.0))
    expected = [fitting.assumed("psychiatry", kind) for kind in APPLICANT_TYPES]
    assert target == pytest.approx(expected)


def test_a_fit_meets_its_targets_and_is_what_the_file_says(
    fitting: MarketFitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.fit_market.MOST_SEASONS", 3)
    monkeypatch.setattr("data.fit_market.ROUNDS", 5)
    found = {"neurological-surgery": fitting.fit("neurological-surgery")}
    for fit in found["neurological-surgery"].values():
        assert fit.match_rate == pytest.approx(fit.target, abs=0.05)
    # Of small groups a few seasons say little; the large one has to be what the file says.
    in_file = load_market().ranking_of("neurological-surgery", "us-md")
    assert found["neurological-surgery"]["us-md"].ranking == pytest.approx(in_file, abs=0.3)
    copy = tmp_path / "2026.toml"
    copy.write_text(market_file(load_market()).read_text(encoding="utf-8"), encoding="utf-8")
    write(found, copy)
    assert next(lines_of(found)) in copy.read_text(encoding="utf-8")
    copy.write_text("", encoding="utf-8")
    with pytest.raises(SystemExit, match="stands 0 times"):
        write(found, copy)
