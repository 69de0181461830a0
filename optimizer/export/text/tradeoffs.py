"""What dollars, flexibility and limits buy and cost, as tables for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from optimizer.export.text.lists import bullet, heading, plain_table
from optimizer.vocabulary import specialty_name
from optimizer.wording import (
    as_many_of_100,
    count_cell,
    in_100,
    of_100,
    span_cell,
    tenths_of_100,
    whole_dollars,
    whole_of_100,
)

if TYPE_CHECKING:
    from optimizer.plan import BudgetFrontier, FlexibilityFrontier, LimitPrice, LimitPrices

_OF_100 = "Chances are out of 100; the range is what is not known, alike for every row."


def budget_text(found: "BudgetFrontier", *, quotas: bool) -> RenderableType:
    """What each budget buys, where it bends, and where more hardly pays; `quotas`: whether the plan's hold."""
    numbers = ("budget", "spent", "programs", "chance", "interviews")
    table = plain_table("budget", "spent", "programs", "chance", "range", "interviews", "", numbers=numbers)
    for point in found.points:
        marks = {"your budget": found.present, "bend": found.knee, "pays up to here": found.worth_up_to}
        here = ", ".join(words for words, budget in marks.items() if budget == point.budget)
        table.add_row(
            whole_dollars(point.budget),
            whole_dollars(point.spend),
            str(point.applications),
            whole_of_100(point.match_probability),
            span_cell(point.match_probability_range),
            count_cell(point.expected_interviews),
            here,
        )
    return Group(Text(f"What dollars buy: {found.title}", style="bold"), table, Text(""), *_budget_notes(found, quotas))


def _budget_notes(found: "BudgetFrontier", quotas: bool) -> Iterator[RenderableType]:
    yield Text(_OF_100)
    if found.unknown:
        names = " and ".join(specialty_name(one) for one in found.unknown)
        yield bullet(f"The chance in {names} is not known, so no budget's is: read how many programs each pays for.")
    if found.worth_up_to is not None:
        yield bullet(
            f"Past {whole_dollars(found.worth_up_to)}, another $100 gains less than {as_many_of_100(found.gain)} "
            "points in 100 of what the list is built for: a match, counted by how much you want the program."
        )
    if found.knee is not None:
        yield bullet(f"The curve bends most at {whole_dollars(found.knee)}: below, a dollar buys more than beyond.")
    if quotas and found.least:
        yield bullet(
            f"Your quotas can't be kept for less than {whole_dollars(found.least)}; --without-quotas shows what "
            "dollars buy without them."
        )
    if found.undecided:
        yield bullet(f"Not decided in time: {', '.join(whole_dollars(budget) for budget in found.undecided)}.")


def flexibility_text(found: "FlexibilityFrontier") -> RenderableType:
    """The chance and the preference that each flexibility reaches."""
    numbers = ("flexibility", "chance", "wanted if matched", "both")
    table = plain_table("flexibility", "chance", "range", "wanted if matched", "both", "", numbers=numbers)
    for point in found.points:
        table.add_row(
            f"{point.flexibility:g}",
            tenths_of_100(point.match_probability),
            span_cell(point.match_probability_range),
            f"{point.preference_if_matched * 10:.1f} of 10",
            of_100(point.preference, 1),
            "yours" if point.flexibility == found.present else "",
        )
    notes = [
        Text("0 is only where you want, 1 is anywhere. " + _OF_100),
        bullet("wanted if matched: your priority of the place on average, where there is a match"),
        bullet("both: the two together, a match counted by how much you want the place; flexibility 0 maximises it"),
    ]
    if found.undecided:
        notes.append(bullet(f"Not decided in time: {', '.join(f'{one:g}' for one in found.undecided)}."))
    return Group(Text(f"What flexibility buys: {found.title}", style="bold"), table, Text(""), *notes)


def prices_text(found: "LimitPrices") -> RenderableType:
    """What each limit costs, the dearest first; those that cost nothing in one line."""
    dear = [price for price in found.prices if price.value_change_range and price.value_change_range[1] >= 5e-5]
    parts: list[RenderableType] = [
        Text(f"What your limits cost: {found.title}", style="bold"),
        Text(
            f"With all of them: chance {in_100(found.present.match_probability)} "
            f"(range {span_cell(found.present.match_probability_range)}), {whole_dollars(found.present.spend)}."
        ),
        Text(""),
        _priced(dear) if dear else Text("None of your limits costs anything by itself."),
    ]
    free = [price.limit for price in found.prices if price.status == "solved" and price not in dear]
    if free:
        parts += [heading("Cost nothing, or less than 0.01 points in 100, by themselves"), *map(bullet, free)]
    late = [price.limit for price in found.prices if price.status != "solved"]
    if late:
        parts += [heading("Not decided in time"), *map(bullet, late)]
    return Group(*parts)


def _amount(limit: str, value: float | None) -> str:
    """A limit's number: dollars for the budget, "-" where that side is free."""
    if value is None:
        return "-"
    return whole_dollars(value) if limit == "budget" else f"{value:g}"


def _priced(prices: "list[LimitPrice]") -> Table:
    numbers = ("gain", "chance", "dollars")
    table = plain_table("without", "at least", "at most", "gain", "chance", "dollars", numbers=numbers)
    for price in prices:
        if price.value_change is not None and price.without is not None and price.spend_change is not None:
            table.add_row(
                Text(price.limit),
                _amount(price.limit, price.minimum),
                _amount(price.limit, price.maximum),
                f"+{of_100(price.value_change, 2)}",
                tenths_of_100(price.without.match_probability),
                f"{'-' if price.spend_change < 0 else '+'}{whole_dollars(abs(price.spend_change))}",
            )
    table.caption = (
        "gain: points in 100 of what the list is built for, a match counted by how much you want the program. "
        "chance: to match, out of 100. dollars: what the list without the limit costs more."
    )
    table.caption_justify = "left"
    return table
