"""How old figures are said to be, and how much a share drifts from year to year."""

import math
from pathlib import Path

import pytest

from optimizer.errors import BadInput
from optimizer.evidence import (
    MATCH_RATE,
    EvidenceRow,
    Unit,
    YearlyFigure,
    drift_sd,
    load_evidence,
    load_match_totals,
    of_words,
    read_match_totals,
    seasons_before,
    with_drift,
    yearly_changes,
)

LATEST_MATCH = max(one.season for one in load_match_totals())
AFTER_THE_LATEST_MATCH = LATEST_MATCH + 1
HEADER = "name,applicant_type,season,value,unit,of,source,address,grade,note"


def row(name: str, season: str, source: str = "A page") -> EvidenceRow:
    grade = "B" if season else "C"
    return EvidenceRow(
        name=name, low=0.1, central=0.2, high=0.3, unit=Unit.SHARE, season=season, source=source, grade=grade
    )


def rate(season: int, value: float, kind: str = "us-md") -> YearlyFigure:
    facts = {"name": MATCH_RATE, "applicant_type": kind, "season": season, "value": value, "unit": "share"}
    return YearlyFigure.model_validate(facts | {"source": "A page", "grade": "B"})


@pytest.mark.parametrize(
    ("name", "season", "source", "words"),
    [
        ("interview_rate", "2024", "A page", "of 2023-24"),
        ("interview_rate", "2000", "A page", "of 1999-00"),
        ("interview_rate", "2021-2023", "A page", "of 2020-21 to 2022-23"),
        ("match_rate", "2026", "A page", "of the 2026 match"),
        ("match_rate", "2018-2022", "A page", "of the matches 2018 to 2022"),
        ("step2_typical", "2026", "NRMP Charting Outcomes 2026", "of the 2026 match"),
        ("invitations_out.15-days", "2018", "NRMP Program Director Survey 2018", "of 2017-18"),
        ("tie_cap", "", "Assumption", ""),
    ],
)
def test_a_figure_says_what_it_is_of(name: str, season: str, source: str, words: str) -> None:
    assert of_words(row(name, season, source)) == words


def test_how_many_seasons_before_a_plan_a_figure_was_read() -> None:
    assert seasons_before(row("interview_rate", "2024"), 2027) == 3
    assert seasons_before(row("interview_rate", "2021-2023"), 2027) == 4
    assert seasons_before(row("interview_rate", "2027"), 2026) == 0
    assert seasons_before(row("tie_cap", ""), 2027) is None


def test_two_published_years_give_the_drift_and_one_gives_none() -> None:
    assert yearly_changes([rate(2025, 0.5)]) == ()
    assert drift_sd([rate(2025, 0.5)]) == 0.0
    (change,) = yearly_changes([rate(2026, 0.6), rate(2025, 0.5)])
    assert change == pytest.approx(math.log(1.5))
    (slower,) = yearly_changes([rate(2026, 0.6), rate(2022, 0.5)])
    assert slower == pytest.approx(change / 2)
    both = [rate(2025, 0.5), rate(2026, 0.6), rate(2025, 0.5, "us-do"), rate(2026, 0.5, "us-do")]
    assert drift_sd(both) == pytest.approx(change / math.sqrt(2))


def test_a_range_grows_with_the_seasons_and_shrinks_with_the_people_counted() -> None:
    widths = [high - low for low, high in (with_drift(0.7, 4000, seasons, 0.08) for seasons in (0, 1, 4))]
    assert widths == sorted(widths)
    assert with_drift(0.7, None, 0, 0.08) == pytest.approx((0.7, 0.7))
    low, high = with_drift(0.5, 100, 0, 0.0)
    assert high - low == pytest.approx(2 * 1.2816 * 0.05, rel=0.01)


def test_totals_by_type_have_the_drift_of_a_year_in_their_ranges() -> None:
    evidence, totals = load_evidence(), load_match_totals()
    sd = drift_sd(totals)
    assert sd == pytest.approx(0.076, abs=0.0005)
    latest = {one.applicant_type: one for one in totals if one.name == MATCH_RATE and one.season == LATEST_MATCH}
    for kind in ("us-md", "us-do", "us-img", "non-us-img"):
        found, published = evidence.row(MATCH_RATE, applicant_type=kind), latest[kind]
        assert found.central == published.value
        assert (found.low, found.high) == pytest.approx(with_drift(published.value, published.of, 1, sd), abs=1e-4)


def test_ranges_of_interview_rates_are_wider_than_the_drift_since_they_were_published() -> None:
    sd = drift_sd(load_match_totals())
    for found in load_evidence().rows:
        if found.name != "interview_rate":
            continue
        age = seasons_before(found, AFTER_THE_LATEST_MATCH)
        assert age is not None
        low, high = with_drift(found.central, None, age, sd)
        assert found.low <= low
        assert found.high >= high


def test_every_total_has_its_source_and_no_share_is_above_one() -> None:
    totals = load_match_totals()
    assert all(one.source and one.grade for one in totals)
    keys = [(one.name, one.applicant_type, one.season) for one in totals]
    assert len(keys) == len(set(keys))


def test_every_fault_of_a_file_of_totals_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    sound = "active,,2026,48050,count,,A page,,B,"
    lines = (HEADER, sound, sound, "rate,,2026,1.2,share,,A page,,B,", "rate,us-xx,2026,0.2,share,,A page,,B,")
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadInput) as told:
        read_match_totals(path)
    assert [fault.where.split(",")[1].strip() for fault in told.value.faults] == ["line 3", "line 4", "line 5"]
