"""The Trade-offs page: what dollars, flexibility and limits buy, and two plans side by side."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import streamlit as st

from optimizer.dashboard.advice import say_no_answer, show_worked_out
from optimizer.dashboard.charts import Picture, budget_picture, flexibility_picture, price_picture, slope_picture
from optimizer.dashboard.draft import drafts, keep_version, present
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_in_use
from optimizer.dashboard.showing import show_lines, show_picture
from optimizer.dashboard.strip import show_strip
from optimizer.errors import BadInput
from optimizer.plan import (
    BudgetFrontier,
    Comparison,
    FlexibilityFrontier,
    LimitPrices,
    NoList,
    NotDecided,
    Plan,
    ProgramChange,
    budget_frontier,
    compare,
    fee_steps,
    flexibility_frontier,
    limit_prices,
    plan_text,
)

_VIEW = "tradeoffs-view"
_KEEP = "budget/quotas"
_BUDGET, _FLEXIBILITY, _PRICES, _COMPARE = "Budget", "Flexibility", "Price of each limit", "Compare two plans"


def tradeoffs_page() -> None:
    """Draw the page."""
    draft = present()
    st.title("Trade-offs", anchor=False)
    found = show_strip(draft)
    budget, flexibility, prices, compared = st.tabs(
        [_BUDGET, _FLEXIBILITY, _PRICES, _COMPARE], key=_VIEW, on_change="rerun"
    )
    plan = draft.plan
    if budget.open and found is not None:
        with budget:
            st.session_state.setdefault(_KEEP, True)
            keep = st.toggle("Keep my quotas", key=_KEEP, help="Without them, smaller lists are possible")
            work = partial(budget_frontier, keep_quotas=keep)
            show_worked_out(
                "Finding the best list at each budget", plan, work, partial(_show_budget, plan), f"quotas {keep}"
            )
    if flexibility.open and found is not None:
        with flexibility:
            show_worked_out("Finding the best list at each flexibility", plan, flexibility_frontier, _show_flexibility)
    if prices.open and found is not None:
        with prices:
            show_worked_out("Finding the best list without each limit", plan, limit_prices, _show_prices)
    if compared.open:
        with compared:
            _show_compare(draft)


def _show_budget(plan: Plan, found: BudgetFrontier | NoList | NotDecided) -> None:
    if not isinstance(found, BudgetFrontier):
        say_no_answer(found)
        return
    show_picture(budget_picture(found, fee_steps(plan, directory_in_use(plan))), key="budget")
    if found.least is not None and found.least > found.points[-1].budget / 2:
        st.button("See smaller budgets too, without my numbers", type="tertiary", on_click=_without_quotas)
    st.caption(
        "Each point is the best list at that budget, found anew; the band is the range. Where the line bends, another "
        "dollar begins to buy less."
    )


def _without_quotas() -> None:
    st.session_state[_KEEP] = False


def _show_flexibility(found: FlexibilityFrontier | NoList | NotDecided) -> None:
    if not isinstance(found, FlexibilityFrontier):
        say_no_answer(found)
        return
    show_picture(flexibility_picture(found), key="flexibility")
    st.caption(
        "Below each flexibility: how much you want the place of a match, 0 to 10. The slider is on the List page."
    )


def _show_prices(found: LimitPrices | NoList | NotDecided) -> None:
    if not isinstance(found, LimitPrices):
        say_no_answer(found)
        return
    show_picture(price_picture(found), key="prices")
    st.caption(
        "Points in 100, a match counted by how much you want the place. A limit that costs nothing today may cost "
        "something when another is loosened."
    )


def _show_compare(draft: Draft) -> None:
    usual = f"Version {len(draft.versions) + 1}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Keep the plan in hand as a version", placeholder=usual, key="aside/name", width=260)
        st.button(
            "Keep this version",
            icon=":material/bookmark_add:",
            on_click=keep_version,
            args=(name or usual,),
            key="aside/keep",
        )
    choices = _choices(draft)
    left, right = st.columns(2)
    first = left.selectbox("This plan", list(choices), format_func=literal, key="compare/first")
    second = right.selectbox(
        "with this one", [name for name in choices if name != first], format_func=literal, key="compare/second"
    )
    work = partial(_compared, after=choices[second], names=(first, second))
    show_worked_out(
        "Comparing", choices[first], work, _show_comparison, question=f"{second}\n{plan_text(choices[second])}"
    )


def _choices(draft: Draft) -> dict[str, Plan]:
    """Plans that can be compared, by name: at least two."""
    opened = {} if draft.plan == draft.opened.plan else {"The plan as it was opened": draft.opened.plan}
    others = {other.label: other.plan for other in drafts().values() if other.opened.key != draft.opened.key}
    return opened | dict(_usable(draft)) | {"The plan in hand": draft.plan} | others


def _usable(draft: Draft) -> Iterator[tuple[str, Plan]]:
    """The plan's versions, without those that can't be used any more."""
    for version in draft.versions:
        with suppress(BadInput):
            yield version.name, version.plan


def _compared(before: Plan, *, after: Plan, names: tuple[str, str], **more: object) -> Comparison | NoList | NotDecided:
    return compare(before, after, names=names, **more)  # type: ignore[arg-type]


def _show_comparison(found: Comparison | NoList | NotDecided) -> None:
    if not isinstance(found, Comparison):
        say_no_answer(found)
        return
    picture: Picture = slope_picture(found)
    show_picture(picture, key="slope")
    if found.keys:
        with st.expander("What differs between the plans"):
            show_lines(f"{change.key}: {change.before} \N{RIGHTWARDS ARROW} {change.after}" for change in found.keys)
    _show_programs(f"Only in {found.before.name}", found.went)
    _show_programs(f"Only in {found.after.name}", found.came)
    if found.signals:
        with st.expander(f"Signals that change ({len(found.signals)})"):
            show_lines(
                f"{change.name} ({change.city}, {change.state}): {change.before} \N{RIGHTWARDS ARROW} {change.after}"
                for change in found.signals
            )
    show_lines(found.notices)


def _show_programs(heading: str, programs: tuple[ProgramChange, ...]) -> None:
    if programs:
        with st.expander(literal(f"{heading} ({len(programs)})")):
            show_lines(
                f"{program.name} ({program.city}, {program.state}), {program.tier}: {program.why}"
                for program in programs
            )
