"""Looking up, drawing and overriding figures."""

import pickle
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from optimizer.errors import BadInput
from optimizer.evidence import Evidence, EvidenceRow, Unit


def row(name: str, *range_: float, unit: Unit = Unit.LOG_ODDS, **qualifiers: Any) -> EvidenceRow:
    low, central, high = range_
    return EvidenceRow(
        name=name, low=low, central=central, high=high, unit=unit, season="2024", source="A page", grade="B",
        **qualifiers,
    )  # fmt: skip


@pytest.fixture
def evidence() -> Evidence:
    return Evidence.of(
        [
            row("slope", 0.0, 1.0, 4.0),
            row("slope", 1.0, 2.0, 3.0, specialty="neurology"),
            row("slope", 1.0, 3.0, 4.0, applicant_type="us-md"),
            row("slope", 1.0, 4.0, 5.0, state="CA"),
            row("slope", 1.0, 5.0, 6.0, applicant_type="us-md", state="CA"),
            row("slope", 1.0, 6.0, 7.0, specialty="neurology", state="CA"),
            row("rate", 0.02, 0.1, 0.3, unit=Unit.SHARE, specialty="neurology", applicant_type="us-md"),
            row("whole", 0.9, 0.95, 1.0, unit=Unit.SHARE),
            row("sd", 0.1, 0.5, 1.5, unit=Unit.LOG_ODDS_SD),
            row("fixed", 2.0, 2.0, 2.0),
            row("target", 0.4, 0.5, 0.6, unit=Unit.TARGET_SHARE),
            row("count", 20.0, 30.0, 40.0, unit=Unit.APPLICATIONS),
            row("rule", 0.4, 0.5, 0.6, unit=Unit.ODDS_RATIO),
        ]
    )


# ---- looking up --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("specialty", "applicant_type", "state", "expected"),
    [
        (None, None, None, 1.0),
        ("pathology", "us-do", "NY", 1.0),
        ("neurology", None, None, 2.0),
        ("neurology", "us-md", None, 2.0),
        (None, "us-md", None, 3.0),
        (None, "us-md", "NY", 3.0),
        (None, None, "CA", 4.0),
        ("pathology", "us-md", "CA", 5.0),
        ("neurology", "us-md", "CA", 6.0),
    ],
)
def test_the_most_specific_figure_wins_and_specialty_breaks_ties(
    evidence: Evidence, specialty: str | None, applicant_type: str | None, state: str | None, expected: float
) -> None:
    assert evidence.central("slope", specialty, applicant_type, state) == expected
    assert evidence.row("slope", specialty, applicant_type, state).central == expected


def test_a_figure_for_one_group_is_not_given_to_everybody(evidence: Evidence) -> None:
    assert evidence.has("rate", "neurology", "us-md")
    assert not evidence.has("rate", "neurology")
    with pytest.raises(BadInput, match="Perhaps rate/neurology/us-md is meant"):
        evidence.central("rate", "neurology")


def test_an_unknown_name_is_refused_with_the_one_that_is_close(evidence: Evidence) -> None:
    with pytest.raises(BadInput, match="Perhaps slope is meant") as raised:
        evidence.central("slop")
    assert raised.value.faults[0].value == "slop"


def test_an_unknown_specialty_is_refused_with_the_figure_that_is_close(evidence: Evidence) -> None:
    with pytest.raises(BadInput, match="Perhaps rate/neurology/us-md is meant"):
        evidence.row("rate", "neurolgy", "us-md")


def test_each_name_is_given_once(evidence: Evidence) -> None:
    assert evidence.names() == ("slope", "rate", "whole", "sd", "fixed", "target", "count", "rule")


def test_two_figures_for_the_same_group_are_refused() -> None:
    with pytest.raises(BadInput, match="stands twice"):
        Evidence.of([row("slope", 0.0, 1.0, 2.0), row("slope", 0.0, 1.0, 3.0)])


def test_values_cannot_be_written(evidence: Evidence) -> None:
    for view in (evidence, *evidence.draws(2, seed=1), evidence.drawn({"sd": 0.3})):
        with pytest.raises(ValueError, match="read-only"):
            view.values[0] = 9.0


def test_a_table_survives_being_sent_to_another_process(evidence: Evidence) -> None:
    view = evidence.drawn({"sd": 0.9})
    received = pickle.loads(pickle.dumps(view))  # noqa: S301 - our own bytes
    assert np.array_equal(received.values, view.values)
    assert received.central("slope", "neurology", "us-md", "CA") == 6.0
    assert received.drawn({"sd": 0.1}).central("sd") == pytest.approx(0.1)


# ---- drawing -----------------------------------------------------------------------------------------------


def test_low_central_and_high_are_the_10th_50th_and_90th_percentile(evidence: Evidence) -> None:
    coefficients = evidence.coefficients
    for quantile, bound in ((0.1, "low"), (0.5, "central"), (0.9, "high")):
        view = evidence.drawn(np.full(len(coefficients), quantile))
        for figure in coefficients:
            expected = min(getattr(figure, bound), 1.0 - 1e-6) if figure.name == "whole" else getattr(figure, bound)
            assert view.central(*figure.key) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_targets_counts_rules_and_figures_without_range_stay(evidence: Evidence) -> None:
    assert {figure.name for figure in evidence.coefficients} == {"slope", "rate", "whole", "sd"}
    for view in evidence.draws(8, seed=3):
        assert [view.central(name) for name in ("fixed", "target", "count", "rule")] == [2.0, 0.5, 30.0, 0.5]


def test_percentiles_of_draws_are_the_range(evidence: Evidence) -> None:
    views = evidence.draws(1001, seed=7)
    for figure in evidence.coefficients:
        values = [view.central(*figure.key) for view in views]
        low, median, high = np.quantile(values, [0.1, 0.5, 0.9])
        assert median == pytest.approx(figure.central, rel=1e-6)
        assert low == pytest.approx(figure.low, rel=0.01, abs=0.01)
        assert high == pytest.approx(figure.high, rel=0.01, abs=0.01)


def test_drawn_shares_stay_between_0_and_1_and_drawn_sds_above_0(evidence: Evidence) -> None:
    for view in evidence.draws(2000, seed=11):
        assert 0.0 < view.central("rate", "neurology", "us-md") < 1.0
        assert 0.0 < view.central("whole") < 1.0
        assert view.central("sd") > 0.0


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(evidence: Evidence) -> None:
    first, again, other = (np.array([view.values for view in evidence.draws(16, s)]) for s in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_coefficients_are_drawn_independently(evidence: Evidence) -> None:
    positions = [evidence.rows.index(figure) for figure in evidence.coefficients]
    drawn = np.array([view.values[positions] for view in evidence.draws(2000, seed=13)])
    correlation = np.corrcoef(drawn, rowvar=False)
    assert np.max(np.abs(correlation - np.eye(len(positions)))) < 0.1


def test_drawing_leaves_the_table_and_its_rows_alone(evidence: Evidence) -> None:
    before = evidence.values.copy()
    view = evidence.drawn({"sd": 0.9})
    assert np.array_equal(evidence.values, before)
    assert view.central("sd") == pytest.approx(1.5)
    assert view.row("sd").central == 0.5


def test_one_name_can_be_moved_and_the_rest_stays(evidence: Evidence) -> None:
    view = evidence.drawn({"slope": 0.9})
    moved = {figure.name for figure in evidence.rows if view.central(*figure.key) != evidence.central(*figure.key)}
    assert moved == {"slope"}
    assert view.central("slope", "neurology") == pytest.approx(3.0)


def test_a_label_goes_before_its_name(evidence: Evidence) -> None:
    view = evidence.drawn({"slope": 0.9, "slope/neurology": 0.1})
    assert view.central("slope", "neurology") == pytest.approx(1.0)
    assert view.central("slope") == pytest.approx(4.0)


@pytest.mark.parametrize("quantile", [0.0, 1.0, -0.1, float("nan")])
def test_what_is_no_quantile_is_refused(evidence: Evidence, quantile: float) -> None:
    with pytest.raises(BadInput, match="above 0 and below 1"):
        evidence.drawn({"sd": quantile})
    with pytest.raises(BadInput, match="above 0 and below 1"):
        evidence.drawn([quantile] * len(evidence.coefficients))


def test_too_few_quantiles_are_refused(evidence: Evidence) -> None:
    with pytest.raises(BadInput, match="one quantile a coefficient"):
        evidence.drawn([0.5])


def test_what_is_not_drawn_cannot_be_moved(evidence: Evidence) -> None:
    with pytest.raises(BadInput, match="unknown coefficient"):
        evidence.drawn({"target": 0.9})


def test_no_draws_at_all_are_refused(evidence: Evidence) -> None:
    with pytest.raises(BadInput, match="too few draws"):
        evidence.draws(0, seed=1)


# ---- overriding --------------------------------------------------------------------------------------------


def test_a_number_of_the_users_own_has_no_range(evidence: Evidence) -> None:
    changed = evidence.override({"sd": 0.8})
    figure = changed.row("sd")
    assert (figure.low, figure.central, figure.high) == (0.8, 0.8, 0.8)
    assert "sd" not in {coefficient.name for coefficient in changed.coefficients}
    assert evidence.central("sd") == 0.5


def test_an_override_says_whose_it_is_and_what_it_replaces(evidence: Evidence) -> None:
    figure = evidence.override({"sd": [0.6, 0.8, 0.9]}).row("sd")
    assert (figure.low, figure.central, figure.high, figure.grade) == (0.6, 0.8, 0.9, "C")
    assert figure.source == "the user's own figure"
    assert figure.note == "In place of 0.5 (0.1 to 1.5), A page."


def test_a_name_overrides_all_its_figures_and_a_label_its_own(evidence: Evidence) -> None:
    changed = evidence.override({"slope/neurology": 8, "slope": 9})
    assert changed.central("slope") == 9.0
    assert changed.central("slope", None, "us-md", "CA") == 9.0
    assert changed.central("slope", "neurology") == 8.0


def test_an_override_moves_draws_with_it(evidence: Evidence) -> None:
    view = evidence.override({"slope": (10.0, 20.0, 30.0)}).drawn({"slope": 0.9})
    assert view.central("slope") == pytest.approx(30.0)


@pytest.mark.parametrize(
    "figures",
    [
        {"sd": 0.0},
        {"rate": 1.2},
        {"target": -0.1},
        {"count": -1},
        {"slope": float("inf")},
        {"slope": float("nan")},
        {"slope": (3.0, 2.0, 4.0)},
        {"slope": (1.0, 2.0)},
        {"slope": "2.0"},
        {"slope": True},
        {"slope": None},
        {"slope": {"low": 1.0}},
    ],
)
def test_an_override_that_makes_no_sense_is_refused(evidence: Evidence, figures: Mapping[str, Any]) -> None:
    with pytest.raises(BadInput) as raised:
        evidence.override(figures)
    (fault,) = raised.value.faults
    assert fault.where == f"evidence override {next(iter(figures))}"
    assert "low, central, high" in fault.allowed


def test_all_faults_of_an_override_are_told_at_once(evidence: Evidence) -> None:
    with pytest.raises(BadInput) as raised:
        evidence.override({"slop": 1.0, "rate": 7.0, "slope/pathology": 1.0, "sd": 0.7})
    assert [fault.value for fault in raised.value.faults] == ["slop", 7.0, "slope/pathology"]
    assert raised.value.faults[0].remedy == "Perhaps slope is meant"
