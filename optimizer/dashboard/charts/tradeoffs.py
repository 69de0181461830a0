"""What dollars, flexibility and limits buy: frontiers, prices, and two lists side by side."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from optimizer.dashboard.charts.picture import BLUE, GREY, ORANGE, AnyChart, Picture
from optimizer.export import limit_label
from optimizer.plan import BudgetFrontier, Comparison, FeeStep, FlexibilityFrontier, LimitPrice, LimitPrices, in_100
from optimizer.wording import (
    as_many_of_100,
    chance_range,
    dollars,
    percentage,
    points_words,
    range_of_100,
)

_MARKS = {"your budget": "diamond", "it bends here": "square", "worth it up to here": "triangle-up", "": "circle"}


def budget_picture(found: BudgetFrontier, steps: Sequence[FeeStep] = ()) -> Picture:
    """Draw the chance to match that each budget buys, with its range, the present budget and where the line bends.

    Parameters
    ----------
    found : BudgetFrontier
    steps : sequence of FeeStep
        Those within the budgets are drawn.
    """
    rows = pd.DataFrame(
        {
            "budget": point.budget,
            "chance": point.match_probability * 100,
            "low": point.match_probability_range[0] * 100,
            "high": point.match_probability_range[1] * 100,
            "applications": point.applications,
            "mark": _mark(found, point.budget),
        }
        for point in found.points
        if point.match_probability is not None and point.match_probability_range is not None
    )
    x = alt.X("budget:Q", title="Budget for application fees, dollars", axis=alt.Axis(format="$,.0f", grid=False))
    y = alt.Y("chance:Q", title="Chance to match, in 100", scale=alt.Scale(zero=True))
    base = alt.Chart(rows).encode(x=x)
    band = base.mark_area(color=BLUE, opacity=0.18).encode(
        y=alt.Y("low:Q", title="Chance to match, in 100"), y2="high:Q"
    )
    line = base.mark_line(color=BLUE, strokeWidth=2).encode(y=y)
    tooltip = [
        alt.Tooltip("budget:Q", format="$,.0f"),
        alt.Tooltip("chance:Q", format=".1f"),
        alt.Tooltip("low:Q", format=".0f"),
        alt.Tooltip("high:Q", format=".0f"),
        "applications:Q",
    ]
    shapes = alt.Scale(domain=list(_MARKS), range=list(_MARKS.values()))
    points = base.mark_point(filled=True, opacity=1).encode(
        y=y,
        shape=alt.Shape("mark:N", scale=shapes, legend=None),
        color=alt.condition("datum.mark === ''", alt.value(BLUE), alt.value(ORANGE)),
        size=alt.condition("datum.mark === ''", alt.value(35), alt.value(150)),
        tooltip=tooltip,
    )
    # Marks may lie side by side: each kind has its words at a height of its own.
    labels = [
        base.transform_filter(alt.datum.mark == said)
        .mark_text(dy=16 + 15 * number, fontSize=12.5, color="currentColor")
        .encode(y=y, text="mark:N")
        for number, said in enumerate(said for said in _MARKS if said)
    ]
    table = pd.DataFrame(
        {
            "Budget": dollars(point.budget),
            "Chance to match": in_100(point.match_probability),
            "Range": chance_range(point.match_probability_range),
            "Applications": point.applications,
            "Spent": dollars(point.spend),
            "": _mark(found, point.budget),
        }
        for point in found.points
    )
    if rows.empty:
        numbers = alt.Chart(_by_number(found)).mark_bar(color=BLUE).encode(*_NUMBER_AXES)
        return Picture(numbers, _number_sentence(found), table)
    layers = [*_step_layers(found, steps), band, line, points, *labels]
    return Picture(alt.layer(*layers).properties(height=330), _budget_sentence(found), table)


_NUMBER_AXES = (
    alt.X("budget:O", title="Budget for application fees, dollars"),
    alt.Y("applications:Q", title="Applications"),
)


def _by_number(found: BudgetFrontier) -> pd.DataFrame:
    """How many applications each budget pays for: all that can be shown where the chance isn't known."""
    return pd.DataFrame([(one.budget, one.applications) for one in found.points], columns=["budget", "applications"])


def _number_sentence(found: BudgetFrontier) -> str:
    first, last = found.points[0], found.points[-1]
    return (
        f"From {dollars(first.budget)} to {dollars(last.budget)} a list has {first.applications} to "
        f"{last.applications} programs; the chance to match is not known at any of them."
    )


def _step_layers(found: BudgetFrontier, steps: Sequence[FeeStep]) -> list[alt.Chart]:
    """A dashed line with words for each step of the fees that lies between the first budget and the last."""
    low, high = found.points[0].budget, found.points[-1].budget
    rows = pd.DataFrame(
        [
            {"budget": step.budget, "words": f"from no. {step.application}: {dollars(step.after)} each"}
            for step in steps
            if low <= step.budget <= high
        ],
        columns=["budget", "words"],
    )
    if rows.empty:
        return []
    base = alt.Chart(rows).encode(x="budget:Q")
    rule = base.mark_rule(color=GREY, strokeDash=[4, 4])
    text = base.mark_text(align="left", dx=6, y=8, fontSize=12, color="currentColor").encode(text="words:N")
    return [rule, text]


def _mark(found: BudgetFrontier, budget: float) -> str:
    if budget == found.present:
        return "your budget"
    if budget == found.knee:
        return "it bends here"
    return "worth it up to here" if budget == found.worth_up_to else ""


def _budget_sentence(found: BudgetFrontier) -> str:
    first, last = found.points[0], found.points[-1]
    chances = f"{in_100(first.match_probability)} to {in_100(last.match_probability)}"
    parts = [f"From {dollars(first.budget)} to {dollars(last.budget)} the chance goes from {chances}"]
    if found.knee is not None:
        parts.append(f"it bends at {dollars(found.knee)}")
    if found.worth_up_to is not None:
        parts.append(
            f"past {dollars(found.worth_up_to)} another $100 gains less than {as_many_of_100(found.gain)} points in 100"
        )
    return f"{'; '.join(parts)}."


def flexibility_picture(found: FlexibilityFrontier) -> Picture:
    """Draw the chance to match against how much the place is wanted, one point a flexibility."""
    rows = pd.DataFrame(
        {
            "flexibility": percentage(point.flexibility),
            "order": point.flexibility,
            "chance": (point.match_probability or 0.0) * 100,
            "wanted": point.preference_if_matched * 10,
            "mine": "your plan" if point.flexibility == found.present else "",
        }
        for point in found.points
    )
    base = alt.Chart(rows).encode(
        x=alt.X(
            "wanted:Q",
            title="How much the place is wanted if matched, 0 to 10",
            scale=alt.Scale(zero=False, padding=24),
        ),
        y=alt.Y("chance:Q", title="Chance to match, in 100", scale=alt.Scale(zero=False, padding=24)),
        order="order:Q",
        tooltip=["flexibility:N", alt.Tooltip("chance:Q", format=".1f"), alt.Tooltip("wanted:Q", format=".1f")],
    )
    line = base.mark_line(color=BLUE, strokeWidth=2)
    points = base.mark_point(filled=True, opacity=1).encode(
        shape=alt.condition("datum.mine === ''", alt.value("circle"), alt.value("diamond")),
        color=alt.condition("datum.mine === ''", alt.value(BLUE), alt.value(ORANGE)),
        size=alt.condition("datum.mine === ''", alt.value(60), alt.value(190)),
    )
    labels = base.mark_text(dx=12, dy=-10, align="left", fontSize=12.5, color="currentColor").encode(text="label:N")
    labels = labels.transform_calculate(label="datum.flexibility + (datum.mine === '' ? '' : ', ' + datum.mine)")
    first, last = found.points[0], found.points[-1]
    sentence = (
        f"From “only where I want” to “anywhere” the chance goes from {in_100(first.match_probability)} to "
        f"{in_100(last.match_probability)}, and a match is wanted {first.preference_if_matched * 10:.1f} to "
        f"{last.preference_if_matched * 10:.1f} out of 10."
    )
    table = pd.DataFrame(
        {
            "Flexibility": percentage(point.flexibility),
            "Chance to match": in_100(point.match_probability),
            "Range": chance_range(point.match_probability_range),
            "Wanted if matched, of 10": f"{point.preference_if_matched * 10:.1f}",
            "Applications": point.applications,
        }
        for point in found.points
    )
    return Picture(alt.layer(line, points, labels).properties(height=300), sentence, table)


def _label(price: LimitPrice) -> str:
    return f"{price.limit[:1].upper()}{price.limit[1:]}" if price.about is None else limit_label(price.about)


def price_picture(found: LimitPrices) -> Picture:
    """Draw what each limit costs: what the list's value would gain without it."""
    rows = [
        {
            "Limit": _label(price),
            "points": max((price.value_change or 0.0) * 100, 0.0),
            "words": points_words(price.value_change),
            "Chance to match without it": "" if price.without is None else in_100(price.without.match_probability),
            "Spend without it": "" if price.without is None else dollars(price.without.spend),
        }
        for price in found.prices
    ]
    table = pd.DataFrame(rows)
    if table.empty:
        return Picture(alt.Chart(table).mark_bar(), "No limit holds the list back.", table)
    base = alt.Chart(table).encode(
        y=alt.Y("Limit:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, domain=False, ticks=False)),
        x=alt.X("points:Q", axis=None, scale=alt.Scale(domain=[0, max(table["points"].max() * 1.7, 0.1)])),
        tooltip=["Limit:N", "words:N", "Chance to match without it:N", "Spend without it:N"],
    )
    bars = base.mark_bar(height={"band": 0.55}, cornerRadius=2, color=BLUE)
    labels = base.mark_text(align="left", dx=6, fontSize=12.5, color="currentColor").encode(text="words:N")
    dearest = found.prices[0]
    gained = points_words(dearest.value_change).lstrip("+")
    sentence = (
        f"The dearest limit is {_label(dearest)}: without it the list would gain {gained}."
        if (dearest.value_change or 0.0) > 0
        else "No limit alone holds the list back."
    )
    shown = table.drop(columns="points").rename(columns={"words": "Gained without it"})
    return Picture(alt.layer(bars, labels).properties(height=alt.Step(28)), sentence, shown)


def slope_picture(found: Comparison) -> Picture:
    """Draw two lists side by side: chance, interviews, dollars, applications, each a line from one to the other."""
    before, after = found.before, found.after
    measures = [
        ("Chance to match, in 100", _hundred(before.match_probability), _hundred(after.match_probability), ".0f"),
        ("Interviews to expect", before.expected_interviews, after.expected_interviews, ".1f"),
        ("Application fees", before.spend, after.spend, "$,.0f"),
        ("Applications", float(before.applications), float(after.applications), ".0f"),
    ]
    known = [(name, one, two, form) for name, one, two, form in measures if one is not None and two is not None]
    charts = [_slope(name, one, two, form) for name, one, two, form in known]
    table = pd.DataFrame(
        {"": name, before.name: f"{one:,.1f}", after.name: f"{two:,.1f}"} for name, one, two, _ in known
    )
    change = found.match_probability_change
    span, share = found.match_probability_change_range, found.more_likely_share
    between = (
        ""
        if span is None or share is None or span == (0.0, 0.0)
        else f" (range {range_of_100(*span, 1)}, paired: what isn't known moves both lists "
        f"together; higher with the second in {in_100(share)} draws)"
    )
    moved = "" if change is None else f"The chance to match changes by {points_words(change)}{between}. "
    programs = f"{len(found.went)} programs go, {len(found.came)} come"
    sentence = f"{moved}{programs}, and {len(found.signals)} programs get another signal."
    return Picture(alt.hconcat(*charts, spacing=26), sentence, table)


def _hundred(share: float | None) -> float | None:
    return None if share is None else share * 100


def _slope(name: str, one: float, two: float, form: str) -> AnyChart:
    rows = pd.DataFrame({"side": ["first", "second"], "value": [one, two]})
    base = alt.Chart(rows).encode(
        x=alt.X("side:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, domain=False, ticks=False, labelLimit=75)),
        y=alt.Y("value:Q", axis=None, scale=alt.Scale(zero=False, padding=26)),
        tooltip=["side:N", alt.Tooltip("value:Q", format=form)],
    )
    line = base.mark_line(color=BLUE if two >= one else ORANGE, strokeWidth=2.5)
    points = base.mark_point(filled=True, size=70, color=GREY, opacity=1)
    labels = base.mark_text(dy=-13, fontSize=13, color="currentColor").encode(text=alt.Text("value:Q", format=form))
    title = alt.TitleParams(name, fontSize=12, fontWeight="normal", anchor="middle")
    slope: AnyChart = alt.layer(line, points, labels).properties(width=120, height=150, title=title)
    return slope
