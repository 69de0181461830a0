"""What dollars, flexibility and limits buy: frontiers, prices, and two lists side by side."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from optimizer.dashboard.charts.picture import BLUE, GREY, ORANGE, AnyChart, Picture, shown_on_hover
from optimizer.export import limit_label
from optimizer.plan import BudgetFrontier, Comparison, FeeStep, FlexibilityFrontier, LimitPrice, LimitPrices, in_100
from optimizer.wording import (
    as_many_of_100,
    capitalised,
    chance_range,
    dollars,
    percentage,
    points_words,
    range_of_100,
    tenths_of_100,
)

_BUDGET_HEIGHT, _AROUND, _LINE_OF_WORDS = 400, 70, 17
"""In pixels: of the whole, of axis and margins, of one line of legend or words."""
_TICKS, _MOST_TICKS = (1, 2, 5, 10, 20, 50), 6
_MARK_LEGEND = alt.Legend(
    title=None, orient="top", columns=1, labelLimit=0, labelFontSize=12.5, symbolFillColor=ORANGE, symbolStrokeWidth=0
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
    return Picture(_budget_chart(found, rows, steps), _budget_sentence(found), table)


def _budget_chart(found: BudgetFrontier, rows: pd.DataFrame, steps: Sequence[FeeStep]) -> AnyChart:
    """The line with its range, marks that the legend names, and above them the steps of the fees."""
    words = _step_words(found, steps)
    room = _LINE_OF_WORDS * len(words)
    # What is written above the line has its place there at any width, so that nothing lies on anything.
    drawn_on = _BUDGET_HEIGHT - _AROUND - _LINE_OF_WORDS * len(_MARKS)
    high = max(rows["high"].max(), 1.0) * (1.04 + room / (drawn_on - room))
    step = next(step for step in _TICKS if rows["high"].max() / step <= _MOST_TICKS)
    ticks = list(range(0, int(rows["high"].max()) + 1, step))
    x = alt.X(
        "budget:Q",
        title="Budget for application fees, dollars",
        scale=alt.Scale(domain=[0, float(rows["budget"].max())], nice=False),
        axis=alt.Axis(format="$,.0f", grid=False, labelOverlap=True),
    )
    title, scale = "Chance to match, in 100", alt.Scale(domain=[0, high], nice=False)
    axis = alt.Axis(values=ticks)
    base = alt.Chart(rows).encode(x=x)
    band = base.mark_area(color=BLUE, opacity=0.18).encode(
        y=alt.Y("low:Q", title=title, scale=scale, axis=axis), y2=alt.Y2("high:Q")
    )
    y = alt.Y("chance:Q", title=title, scale=scale, axis=axis)
    line = base.mark_line(color=BLUE, strokeWidth=2).encode(y=y)
    tooltip = [
        alt.Tooltip("budget:Q", format="$,.0f"),
        alt.Tooltip("chance:Q", format=".1f"),
        alt.Tooltip("low:Q", format=".0f"),
        alt.Tooltip("high:Q", format=".0f"),
        "applications:Q",
    ]
    small = base.transform_filter("datum.mark === ''").mark_point(filled=True, opacity=1, size=35, color=BLUE)
    marked = rows[rows["mark"] != ""]
    said = {
        mark: f"{mark}: {dollars(point.budget)}, {in_100(point.match_probability)}"
        for point in found.points
        if (mark := _mark(found, point.budget))
    }
    named = marked.assign(said=marked["mark"].map(said))
    shapes = alt.Scale(domain=list(said.values()), range=[_MARKS[mark] for mark in said])
    large = (
        alt.Chart(named)
        .mark_point(filled=True, opacity=1, size=150, color=ORANGE)
        .encode(x=x, y=y, tooltip=tooltip, shape=alt.Shape("said:N", scale=shapes, legend=_MARK_LEGEND))
    )
    layers = [*_step_layers(words), band, line, small.encode(y=y, tooltip=tooltip), *([large] if said else [])]
    if found.least:
        closed = pd.DataFrame({"from": [0.0], "to": [found.least]})
        layers.insert(
            0, alt.Chart(closed).mark_rect(color=GREY, opacity=0.18).encode(x=alt.X("from:Q"), x2=alt.X2("to:Q"))
        )
    drawn: AnyChart = alt.layer(*layers).properties(height=_BUDGET_HEIGHT)
    return drawn


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


def _step_words(found: BudgetFrontier, steps: Sequence[FeeStep]) -> pd.DataFrame:
    """The steps of the fees that lie among the budgets, each with a line of its own to be written on."""
    low, high = found.points[0].budget, found.points[-1].budget
    inside = [step for step in steps if low <= step.budget <= high]
    return pd.DataFrame(
        {
            "budget": step.budget,
            "words": f"from no. {step.application}: {dollars(step.after)} each",
            "top": _LINE_OF_WORDS * number,
            "late": step.budget > high / 2,
        }
        for number, step in enumerate(sorted(inside, key=lambda step: step.budget))
    )


def _step_layers(words: pd.DataFrame) -> list[alt.Chart]:
    """A dashed line for each step of the fees, from its words down; none crosses the words of another."""
    layers: list[alt.Chart] = []
    for one in words.to_dict("records"):
        base = alt.Chart(pd.DataFrame([one])).encode(x=alt.X("budget:Q"))
        rule = base.mark_rule(color=GREY, strokeDash=[4, 4]).encode(y=alt.value(one["top"] + 2), y2=alt.value("height"))
        text = base.mark_text(
            align="right" if one["late"] else "left", dx=-6 if one["late"] else 6, fontSize=12, color="currentColor"
        ).encode(y=alt.value(one["top"] + 8), text=alt.Text("words:N"))
        layers += [rule, text]
    return layers


def _mark(found: BudgetFrontier, budget: float) -> str:
    if budget == found.present:
        return "your budget"
    if budget == found.knee:
        return "it bends here"
    return "worth it up to here" if budget == found.worth_up_to else ""


def _budget_sentence(found: BudgetFrontier) -> str:
    first, last = found.points[0], found.points[-1]
    chances = f"{in_100(first.match_probability)} to {in_100(last.match_probability)}"
    begin = f"Below {dollars(found.least)} no list keeps your numbers. " if found.least else ""
    parts = [f"{begin}From {dollars(first.budget)} to {dollars(last.budget)} the chance goes from {chances}"]
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
            "place": f"{percentage(point.flexibility)}\n{point.preference_if_matched * 10:.1f} of 10",
            "chance": (point.match_probability or 0.0) * 100,
            "said": tenths_of_100(point.match_probability),
            "mine": "your plan" if point.flexibility == found.present else "",
        }
        for point in found.points
    )
    base = alt.Chart(rows).encode(
        x=alt.X(
            "place:N",
            sort=None,
            title=["Flexibility, and below it how much", "the place is wanted if matched"],
            axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelAngle=0, labelLimit=0, ticks=False),
        ),
        y=alt.Y(
            "chance:Q",
            title="Chance to match, in 100",
            scale=alt.Scale(domain=[0, max(float(rows["chance"].max()) * 1.3, 1.0)], nice=False),
            axis=alt.Axis(tickCount=5),
        ),
        tooltip=[alt.Tooltip("chance:Q", format=".1f")],
    )
    line = base.mark_line(color=BLUE, strokeWidth=2)
    points = base.mark_point(filled=True, opacity=1).encode(
        shape=alt.condition("datum.mine === ''", alt.value("circle"), alt.value("diamond")),
        color=alt.condition("datum.mine === ''", alt.value(BLUE), alt.value(ORANGE)),
        size=alt.condition("datum.mine === ''", alt.value(60), alt.value(190)),
    )
    # Every point has a column of its own, so its words lie on no other's.
    labels = base.mark_text(dy=-16, fontSize=12.5, color="currentColor").encode(text=alt.Text("said:N"))
    mine = base.transform_filter("datum.mine !== ''").mark_text(dy=-32, fontSize=12.5, color="currentColor")
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
    return Picture(
        alt.layer(line, points, labels, mine.encode(text=alt.Text("mine:N"))).properties(height=300), sentence, table
    )


def _label(price: LimitPrice) -> str:
    return capitalised(price.limit) if price.about is None else limit_label(price.about)


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
        tooltip=shown_on_hover("Limit:N", "words:N", "Chance to match without it:N", "Spend without it:N"),
    )
    bars = base.mark_bar(height={"band": 0.55}, cornerRadius=2, color=BLUE)
    labels = base.mark_text(align="left", dx=6, fontSize=12.5, color="currentColor").encode(text=alt.Text("words:N"))
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
    # Two beside each other are what a phone has room for.
    return Picture(alt.concat(*charts, columns=2, spacing=26), sentence, table)


def _hundred(share: float | None) -> float | None:
    return None if share is None else share * 100


def _slope(name: str, one: float, two: float, form: str) -> AnyChart:
    rows = pd.DataFrame({"side": ["first", "second"], "value": [one, two], "higher": [one >= two, two >= one]})
    base = alt.Chart(rows).encode(
        x=alt.X("side:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, domain=False, ticks=False, labelLimit=75)),
        y=alt.Y("value:Q", axis=None, scale=alt.Scale(zero=False, padding=26)),
        tooltip=[alt.Tooltip("side:N"), alt.Tooltip("value:Q", format=form)],
    )
    line = base.mark_line(color=BLUE if two >= one else ORANGE, strokeWidth=2.5)
    points = base.mark_point(filled=True, size=70, color=GREY, opacity=1)
    # Above the higher end and below the lower one the line is never behind the number.
    labels = [
        base.transform_filter(f"{'' if higher else '!'}datum.higher")
        .mark_text(dy=-13 if higher else 14, fontSize=13, color="currentColor")
        .encode(text=alt.Text("value:Q", format=form))
        for higher in (True, False)
    ]
    title = alt.TitleParams(name, fontSize=12, fontWeight="normal", anchor="middle")
    slope: AnyChart = alt.layer(line, points, *labels).properties(width=120, height=150, title=title)
    return slope
