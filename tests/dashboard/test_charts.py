"""Charts: each says itself in a sentence, has its numbers in a table, and fetches nothing."""

import json
import math
import tomllib
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import altair as alt
import pytest

from optimizer.dashboard import charts
from optimizer.dashboard.charts import Picture
from optimizer.plan import (
    BudgetFrontier,
    Comparison,
    FeeStep,
    FlexibilityFrontier,
    InterviewSpread,
    LimitPrices,
    ProgramList,
    ProgramWhy,
    budget_frontier,
    compare,
    explain_program,
    fee_steps,
    flexibility_frontier,
    limit_prices,
    prospects,
)
from tests.export.lists import listed, program_list
from tests.people_and_programs import directory, known, plan, program, programs_in_many_cities, solved

ROOT = Path(__file__).parents[2]
CHOICE = directory(*programs_in_many_cities(20), program("lost", city="Nowhere at all"))
WANTED = plan(
    flexibility=0.5,
    budget={"dollars": 120},
    regions=({"name": "home", "priority": 9, "states": ("CA",)},),
    quotas={"tier": {"safety": {"minimum": 1, "maximum": 40}}},
)


@pytest.fixture(scope="module")
def found() -> ProgramList:
    return solved(WANTED, CHOICE)


@pytest.fixture(scope="module")
def told(found: ProgramList) -> ProgramWhy:
    why = explain_program(WANTED, found.programs[0].id, CHOICE)
    assert isinstance(why, ProgramWhy)
    return why


@pytest.fixture(scope="module")
def budgets() -> BudgetFrontier:
    frontier = budget_frontier(WANTED, CHOICE, budgets=[11.0, 60.0, 120.0, 220.0], keep_quotas=False)
    assert isinstance(frontier, BudgetFrontier)
    return frontier


@pytest.fixture(scope="module")
def pictures(found: ProgramList, told: ProgramWhy, budgets: BudgetFrontier) -> dict[str, Picture]:
    flexible = flexibility_frontier(WANTED, CHOICE, flexibilities=(0.0, 0.5, 1.0))
    prices = limit_prices(WANTED, CHOICE)
    two = compare(WANTED, plan(budget={"dollars": 60}), CHOICE, effects=False)
    assert isinstance(flexible, FlexibilityFrontier)
    assert isinstance(prices, LimitPrices)
    assert isinstance(two, Comparison)
    return {
        "icons": charts.icon_array(found),
        "dots": charts.dotplot(InterviewSpread((0, 0, 1, 1, 1, 2, 2, 3, 3, 7), 0.2)),
        "where": charts.where_bars(found),
        "limits": charts.limit_bars(found),
        "map": charts.list_map(found),
        "regions": charts.region_map(prospects(WANTED, CHOICE), {"home": 10.0, "Elsewhere": 2.0}),
        "waterfall": charts.waterfall(told),
        "budget": charts.budget_picture(budgets, fee_steps(WANTED)),
        "flexibility": charts.flexibility_picture(flexible),
        "prices": charts.price_picture(prices),
        "slope": charts.slope_picture(two),
    }


NAMES = ("icons", "dots", "where", "limits", "map", "regions", "waterfall", "budget", "flexibility", "prices", "slope")


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_says_itself_and_has_a_table(name: str, pictures: dict[str, Picture]) -> None:
    picture = pictures[name]
    assert picture.sentence.endswith(".")
    assert len(picture.table) > 0


@pytest.mark.parametrize("name", NAMES)
def test_no_chart_fetches_anything(name: str, pictures: dict[str, Picture]) -> None:
    spec = pictures[name].chart.to_dict()
    spec.pop("$schema")
    assert '"url"' not in json.dumps(spec)


def luminance(colour: str) -> float:
    """Relative luminance of a colour as WCAG 2.2 defines it."""
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("theme", "ink"), [("light", charts.INK_ON_WHITE), ("dark", charts.INK_ON_BLACK)])
def test_words_of_charts_stand_out_from_the_pages_background(theme: str, ink: str) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    paper = luminance(settings["theme"][theme]["backgroundColor"])
    low, high = sorted((paper, luminance(ink)))
    assert (high + 0.05) / (low + 0.05) >= 7
    assert (paper > 0.5) == (theme == "light")


@pytest.mark.parametrize("name", NAMES)
def test_words_of_every_chart_are_in_ink(name: str, pictures: dict[str, Picture]) -> None:
    drawn = pictures[name].in_ink()
    # Refuses what Vega-Lite doesn't know.
    alt.Chart.from_dict(drawn, validate=True)
    config = drawn["config"]
    parts = [config[part] for part in ("axis", "legend", "header")]
    said = {part[what]["expr"] for part in parts for what in ("labelColor", "titleColor")}
    assert len(said) == 1
    assert charts.INK_ON_WHITE in said.pop()


def test_the_hundred_people_are_grouped_by_the_range(found: ProgramList) -> None:
    sure = found.model_copy(update={"match_probability": 0.28, "match_probability_range": (0.17, 0.39)})
    picture = charts.icon_array(sure)
    assert picture.table["number"].tolist() == [17, 11, 11, 61]
    assert picture.sentence == "Of 100 people like this, about 28 match; with other plausible figures 17 to 39 do."


def test_the_hundred_people_stay_a_hundred_where_rounding_meets_the_ends(found: ProgramList) -> None:
    for chance, low, high in ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (0.004, 0.0, 0.006), (0.996, 0.99, 1.0)):
        edge = found.model_copy(update={"match_probability": chance, "match_probability_range": (low, high)})
        numbers = charts.icon_array(edge).table["number"]
        assert numbers.sum() == 100
        assert (numbers >= 0).all()


def test_dots_are_counted_at_their_number_of_interviews() -> None:
    picture = charts.dotplot(InterviewSpread((0, 0, 1, 4, 4, 4, 5, 5, 6, 9), 0.21))
    assert dict(zip(picture.table["Interviews"], picture.table["Dots of 10"], strict=True)) == {
        0: 2,
        1: 1,
        4: 3,
        5: 2,
        6: 1,
        9: 1,
    }
    assert "in half of such years 4 or more interviews" in picture.sentence.lower()
    assert "between 0 and 6" in picture.sentence


def test_every_program_is_counted_once_by_place(found: ProgramList) -> None:
    table = charts.where_bars(found).table
    assert table["all"].sum() == len(found.programs)


def test_every_program_with_a_city_stands_on_the_map_and_no_two_on_one_spot(found: ProgramList) -> None:
    spec = charts.list_map(found).chart.to_dict()
    (marks,) = [rows for rows in spec["datasets"].values() if "Program" in rows[0]]
    placed = [program for program in found.programs if program.latitude is not None]
    assert len(marks) == len(placed)
    assert len({(round(mark["x"], 1), round(mark["y"], 1)) for mark in marks}) == len(marks)


def test_a_program_without_a_place_is_missing_from_the_map_and_said_to_be() -> None:
    only = directory(program("lost", city="Nowhere at all"), program("known"))
    assert "1 can't be drawn" in charts.list_map(solved(plan(), only)).sentence


def test_reached_limits_are_named_and_money_is_shown_as_money(found: ProgramList) -> None:
    picture = charts.limit_bars(found)
    table = picture.table.set_index("Limit")
    assert table.loc["Budget for fees", "At most"] == "$120"
    assert table.loc["Safety programs", "At least"] == "1"
    assert "Budget for fees" in picture.sentence
    free = found.model_copy(
        update={"limits": tuple(limit.model_copy(update={"binding": False}) for limit in found.limits)}
    )
    assert charts.limit_bars(free).sentence == "None of the limits is reached."


def test_a_walk_ends_at_the_programs_own_chance(told: ProgramWhy) -> None:
    table = charts.waterfall(told).table
    assert table["Chance so far"].iloc[-1] == f"{known(told.interview_probability) * 100:.1f} in 100"
    assert len(table) == len(told.steps) + 1


def test_the_present_budget_and_where_the_line_bends_are_marked(budgets: BudgetFrontier) -> None:
    table = charts.budget_picture(budgets).table
    assert "your budget" in set(table[""])
    assert table.loc[table[""] == "your budget", "Budget"].tolist() == ["$120"]


def step_words(picture: Picture) -> list[str]:
    rows: list[dict[str, str]] = [row for data in picture.chart.to_dict()["datasets"].values() for row in data]
    return [row["words"] for row in rows if "words" in row]


def test_a_fee_step_is_drawn_only_among_the_budgets(budgets: BudgetFrontier) -> None:
    steps = fee_steps(WANTED)
    assert step_words(charts.budget_picture(budgets, steps)) == []
    far = budgets.model_copy(
        update={"points": (*budgets.points, budgets.points[-1].model_copy(update={"budget": 400.0}))}
    )
    assert step_words(charts.budget_picture(far, steps)) == ["from no. 31: $30 each"]


def drawn_words(picture: Picture) -> list[dict[str, Any]]:
    """Layers of a chart that write words into it."""
    return [layer for layer in picture.chart.to_dict()["layer"] if layer["mark"]["type"] == "text"]


def test_in_a_budget_chart_only_the_steps_of_the_fees_are_written_each_on_a_line_of_its_own(
    budgets: BudgetFrontier,
) -> None:
    last = budgets.points[-1].budget
    steps = [FeeStep(budget=last * k / 4, application=k, before=11.0, after=30.0) for k in (1, 2, 3)]
    picture = charts.budget_picture(budgets, steps)
    tops = [layer["encoding"]["y"]["value"] for layer in drawn_words(picture)]
    assert len(set(tops)) == 3
    assert all(later - earlier >= 12 for earlier, later in pairwise(tops))
    rules = [layer for layer in picture.chart.to_dict()["layer"] if layer["mark"]["type"] == "rule"]
    # A line begins below the words before it, so that it crosses none of them.
    assert [rule["encoding"]["y"]["value"] for rule in rules] == [top - 6 for top in tops]
    legend = next(
        layer["encoding"]["shape"] for layer in picture.chart.to_dict()["layer"] if "shape" in layer.get("encoding", {})
    )
    assert any("your budget: $120" in words for words in legend["scale"]["domain"])
    assert legend["legend"]["labelLimit"] == 0


def test_budgets_that_cannot_be_kept_are_shaded_and_said(budgets: BudgetFrontier) -> None:
    narrow = budgets.model_copy(update={"least": 60.0})
    picture = charts.budget_picture(narrow)
    assert picture.sentence.startswith("Below $60 no list keeps your numbers.")
    first = picture.chart.to_dict()["layer"][0]
    assert first["mark"]["type"] == "rect"


def test_every_flexibility_has_a_column_for_its_words(pictures: dict[str, Picture]) -> None:
    chart = pictures["flexibility"].chart.to_dict()
    (rows,) = chart["datasets"].values()
    assert len({row["place"] for row in rows}) == len(rows)
    assert all(layer["encoding"]["x"]["field"] == "place" for layer in chart["layer"])


def test_marks_of_a_crowded_city_lie_apart() -> None:
    crowded = program_list(*(listed(id=f"p{k}", latitude=34.05, longitude=-118.24, state="CA") for k in range(30)))
    drawn = charts.list_map(crowded).chart.to_dict()
    rows = next(rows for rows in drawn["datasets"].values() if rows and "Tier" in rows[0])
    at = [(row["x"], row["y"]) for row in rows]
    assert min(math.dist(one, other) for one, other in combinations(at, 2)) > 10


def test_a_safety_that_is_none_for_the_applicant_is_called_likelier_in_map_and_bars() -> None:
    unlikely, likely = (
        program_list(listed(tier="safety", tier_words=words, latitude=34.0, longitude=-118.0))
        for words in ("more likely than most for you", "safety")
    )
    for draw in (charts.list_map, charts.where_bars):
        assert "likelier" in json.dumps(draw(unlikely).chart.to_dict()["datasets"])
        assert "likelier" not in json.dumps(draw(likely).chart.to_dict()["datasets"])
    assert "safety" not in json.dumps(charts.list_map(unlikely).chart.to_dict())


@pytest.mark.parametrize("picture", [charts.price_picture])
def test_a_plan_without_limits_has_no_prices(picture: Callable[[LimitPrices], Picture]) -> None:
    free = limit_prices(plan(), directory(*programs_in_many_cities(3)))
    assert isinstance(free, LimitPrices)
    assert picture(free.model_copy(update={"prices": ()})).sentence == "No limit holds the list back."


def test_the_map_of_regions_draws_the_most_wanted_last_and_strongest() -> None:
    picture = charts.region_map(prospects(WANTED, CHOICE), {"home": 10.0, "Elsewhere": 2.0})
    drawn = picture.chart.to_dict()
    marks = drawn["layer"][1]
    wanted = [row["wanted"] for row in drawn["datasets"][marks["data"]["name"]]]
    assert wanted == sorted(wanted)
    assert marks["encoding"]["opacity"]["scale"]["range"] == [0.25, 1.0]


def test_the_sentence_of_a_walk_names_the_terms_that_move_it_most(told: ProgramWhy) -> None:
    picture = charts.waterfall(told)
    moving = sorted(told.steps[1:], key=lambda step: -abs(step.log_odds))[:2]
    rows = picture.table.set_index("What")["Term"]
    for step in moving:
        if abs(step.log_odds) >= 0.05:
            assert rows[step.words] in picture.sentence
