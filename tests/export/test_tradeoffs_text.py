"""What the trade-offs say where the time ran out, and other rare cases."""

from rich.console import Console, RenderableType

from optimizer.export import budget_text, comparison_text, flexibility_text, prices_text
from optimizer.plan import (
    BudgetFrontier,
    BudgetPoint,
    Comparison,
    FlexibilityFrontier,
    LimitPrice,
    LimitPrices,
    ListFigures,
    Side,
)

FIGURES = {
    "match_probability": 0.27,
    "match_probability_range": (0.18, 0.37),
    "value": 0.2,
    "bound": 0.2,
    "expected_interviews": 1.9,
    "spend": 330.0,
    "applications": 30,
}


def told(words: RenderableType) -> str:
    console = Console(width=100, file=None, markup=False)
    with console.capture() as captured:
        console.print(words)
    return " ".join(captured.get().split())


def test_budgets_that_were_not_decided_in_time_are_told() -> None:
    found = BudgetFrontier(
        title="Mine",
        present=None,
        points=(BudgetPoint.model_validate(FIGURES | {"budget": 400.0}),),
        impossible=(),
        undecided=(100.0, 200.0),
        least=None,
        knee=None,
        gain=0.005,
        worth_up_to=None,
    )
    text = told(budget_text(found, quotas=True))
    assert "Not decided in time: $100, $200." in text
    assert "bends" not in text
    assert "gains less" not in text


def test_flexibilities_that_were_not_decided_in_time_are_told() -> None:
    found = FlexibilityFrontier(title="Mine", present=0.5, points=(), undecided=(0.25, 1.0))
    assert "Not decided in time: 0.25, 1." in told(flexibility_text(found))


def test_limits_that_were_not_decided_in_time_are_told_apart_from_free_ones() -> None:
    late = LimitPrice(limit="tier reach", status="undecided")
    text = told(prices_text(LimitPrices(title="Mine", present=ListFigures.model_validate(FIGURES), prices=(late,))))
    assert "Not decided in time - tier reach" in text
    assert "Cost nothing" not in text


def test_a_limit_that_saves_money_when_it_goes_says_so_with_a_minus() -> None:
    price = LimitPrice(
        limit="applications",
        minimum=20.0,
        status="solved",
        without=ListFigures.model_validate(FIGURES),
        match_probability_change=0.01,
        value_change=0.01,
        value_change_range=(0.01, 0.0101),
        spend_change=-30.0,
    )
    found = LimitPrices(title="Mine", present=ListFigures.model_validate(FIGURES), prices=(price,))
    assert "applications 20 - +1.00 27.0 -$30" in told(prices_text(found))


def test_a_comparison_quotes_no_more_of_a_value_than_a_line_holds() -> None:
    side = Side(
        name="a", title="A", match_probability=0.3, match_probability_range=(0.2, 0.4), expected_interviews=2.0,
        spend=10.0, applications=1, signals=0,
    )  # fmt: skip
    found = Comparison.model_validate(
        {
            "before": side,
            "after": side.model_copy(update={"name": "b", "spend": 30.0}),
            "keys": ({"key": "locks.apply", "before": ["x" * 50, "y" * 50], "after": None},),
            "went": (),
            "came": (),
            "signals": (),
            "match_probability_change": 0.012,
            "match_probability_change_range": (0.004, 0.02),
            "more_likely_share": 0.9,
            "spend_change": 20.0,
            "notices": (),
        }
    )
    text = told(comparison_text(found))
    assert "rises by 1.20 points in 100 (range +0.40 to +2.00; higher with b in 90 of 100 draws)." in text
    assert "b costs $20 more." in text
    assert "y" * 20 not in text
