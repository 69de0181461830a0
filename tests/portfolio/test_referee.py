"""The referee: figures from the definitions, and no false claim let through."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.errors import BadInput, RefereeDisagreement
from optimizer.portfolio import (
    FeeSchedule,
    Limit,
    Problem,
    Solved,
    evaluate,
    match_probability,
    solve,
    spend,
    violations,
)
from optimizer.portfolio.referee import confirm
from optimizer.portfolio.region import Region


def problem(**fields: Any) -> Problem:
    chance = np.array([[[0.5, 0.1], [0.6, 0.2]], [[0.4, 0.4], [0.5, 0.5]], [[1.0, 0.0], [1.0, 1.0]]])
    return Problem(chance, np.array([0.25, 0.75]), np.array([3.0, 1.0, 2.0]), **fields)


def test_the_value_is_the_expected_utility_of_the_best_offer() -> None:
    by_hand = 0.25 * (0.5 * 3 + 0.5 * 0.5 * 1) + 0.75 * (0.1 * 3 + 0.9 * 0.5 * 1)
    assert evaluate(problem(), [0, 1, -1]) == pytest.approx(by_hand)


def test_the_match_probability_ignores_utility() -> None:
    by_hand = 0.25 * (1 - 0.5 * 0.5) + 0.75 * (1 - 0.9 * 0.5)
    assert match_probability(problem(), [0, 1, -1]) == pytest.approx(by_hand)


def test_a_sure_offer_ends_the_worry_in_its_scenario_only() -> None:
    assert match_probability(problem(), [-1, -1, 0]) == 0.25
    assert match_probability(problem(), [-1, -1, 1]) == 1.0


def test_spend_adds_costs_and_fees() -> None:
    fee = FeeSchedule("service", np.array([True, True, False]), ((2, 7.0),), flat=20.0, flat_covers=1)
    asked = problem(cost=[1.0, 2.0, 4.0], fees=(fee,))
    assert spend(asked, [0, 0, 1]) == 1 + 2 + 4 + 20 + 7
    assert spend(asked, [-1, -1, 0]) == 4
    assert spend(asked, [-1, 0, -1]) == 2 + 20


def test_every_kind_of_breach_is_named() -> None:
    asked = problem(
        cost=[5.0, 5.0, 5.0],
        budget=9.99,
        limits=(
            Limit("too few", np.array([0.0, 0.0, 1.0]), minimum=1),
            Limit("too many", np.ones(3), maximum=1),
            Limit("kept", np.ones(3), 2, 2),
        ),
        required=[2],
        forbidden=[0],
    )
    assert violations(asked, [0, 1, -1]) == ("required", "forbidden", "too few", "too many", "budget")


def test_rounding_is_no_breach_but_a_cent_is() -> None:
    asked = problem(cost=[0.1, 0.2, 0.0], budget=0.3)
    assert violations(asked, [0, 0, -1]) == ()
    assert violations(replace(asked, budget=0.29), [0, 0, -1]) == ("budget",)


def true_claim() -> tuple[Problem, Solved]:
    asked = problem(cost=[5.0, 5.0, 5.0], budget=10.0)
    answer = solve(asked)
    assert isinstance(answer, Solved)
    return asked, answer


def test_a_true_claim_is_returned_with_the_referees_own_figures() -> None:
    asked, answer = true_claim()
    nearly = replace(answer, value=answer.value - 1e-8, match_probability=answer.match_probability + 1e-8, spend=10.0)
    confirmed = confirm(asked, nearly)
    assert confirmed.value == evaluate(asked, answer.mode)
    assert confirmed.match_probability == match_probability(asked, answer.mode)
    assert confirmed.spend == spend(asked, answer.mode)
    assert confirmed.bound >= confirmed.value
    assert confirmed.mode is answer.mode


@pytest.mark.parametrize(
    ("claim", "named"),
    [
        ({"value": 0.1}, "value"),
        ({"value": np.nan}, "value"),
        ({"match_probability": 0.5}, "match_probability"),
        ({"match_probability": np.nan}, "match_probability"),
        ({"spend": 9.0}, "spend"),
        ({"bound": 0.1}, "bound"),
        ({"bound": np.nan}, "bound"),
    ],
)
def test_a_false_figure_is_a_disagreement(claim: dict[str, Any], named: str) -> None:
    asked, answer = true_claim()
    with pytest.raises(RefereeDisagreement) as caught:
        confirm(asked, replace(answer, **claim))
    assert [fault.where for fault in caught.value.faults] == named.split()


def test_a_broken_limit_is_a_disagreement_and_named() -> None:
    asked, answer = true_claim()
    stricter = replace(asked, budget=9.0, forbidden=np.flatnonzero(answer.mode >= 0)[:1])
    with pytest.raises(RefereeDisagreement) as caught:
        confirm(stricter, answer)
    assert [fault.where for fault in caught.value.faults] == ["forbidden", "budget"]


def test_all_disagreements_are_told_at_once() -> None:
    asked, answer = true_claim()
    with pytest.raises(RefereeDisagreement, match=r"(?s)value.*match_probability.*spend"):
        confirm(asked, replace(answer, value=2.9, bound=3.0, match_probability=0.1, spend=0.0))


def test_solve_asks_the_referee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Region, "spend", lambda *_: 123.0)
    with pytest.raises(RefereeDisagreement, match="spend"):
        solve(problem())


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ([0, 0], "mode: is not a list of modes"),
        ([[0, 0, 0]], "mode: is not a list of modes"),
        ([0.0, 0.0, 0.0], "float64 of shape (3,)"),
        ([True, False, True], "bool of shape (3,)"),
        ([0, [0, 1], 0], "mode: is not a list of modes"),
        ([0, 2, 0], "mode[1]: is no mode (found 2); allowed: 3 whole numbers from -1 to 1"),
        ([0, 0, -2], "mode[2]: is no mode (found -2)"),
    ],
)
@pytest.mark.parametrize("figure", [evaluate, match_probability, spend, violations])
def test_a_mode_that_is_none_is_refused(figure: Any, mode: Any, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        figure(problem(), mode)
    assert words in str(caught.value)


def test_a_limit_kept_but_for_rounding_is_kept() -> None:
    third = Limit("tenths", np.full((3, 1), 0.1), maximum=0.3)
    problem = Problem(np.full((3, 1, 1), 0.5), np.ones(1), np.ones(3), limits=(third,))
    assert third.coefficient.sum() > 0.3
    assert violations(problem, [0, 0, 0]) == ()
