"""The Priorities page: where, what kind, how many and at what price, with what is feasible shown beside."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from optimizer.dashboard.answers import choices
from optimizer.dashboard.asking import asked, asked_together
from optimizer.dashboard.charts import region_map
from optimizer.dashboard.draft import present
from optimizer.dashboard.edits import priorities, set_to, span_of, with_quota
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_regions import show_own_regions
from optimizer.dashboard.panel import ask_budget, ask_flexibility, ask_priorities
from optimizer.dashboard.rules_of_thumb import show_presets
from optimizer.dashboard.showing import show_picture, show_views
from optimizer.dashboard.strip import show_strip
from optimizer.dashboard.what_matters import show_conditions, show_preferences
from optimizer.errors import BadInput
from optimizer.export import limit_label
from optimizer.plan import APPLICATIONS, Plan, Prospect, Quota, Wish, open_count
from optimizer.vocabulary import SETTING_NAMES, TIERS

_VIEW = "priorities-view"
_PLACES, _NUMBERS, _KINDS = "Places", "Money and numbers", "Kind of program"
_RULES, _WEIGHTS = "Rules of thumb", "Weights"
_SETTINGS = {setting.replace("-", "_"): words for setting, words in SETTING_NAMES.items()}
_WEIGHT_WORDS = {
    "score": "Step 2 CK score",
    "requirements": "Graduation, US experience, failed attempts",
    "geography": "Being in state, and the stated preference",
    "ties": "Ties",
    "signals": "Signals",
    "setting": "State and setting, where a program's own rate isn't known",
}


def priorities_page() -> None:
    """Draw the page."""
    draft = present()
    st.title("Priorities", anchor=False)
    show_strip(draft)
    plan = draft.plan
    open_programs = _open_programs(plan)
    show_views(
        {
            _PLACES: partial(_show_places, plan, open_programs),
            _NUMBERS: partial(_show_numbers, plan, open_programs),
            _KINDS: partial(_show_kinds, plan),
            _RULES: partial(show_presets, plan),
            _WEIGHTS: partial(_show_weights, plan),
        },
        key=_VIEW,
    )


def _open_programs(plan: Plan) -> Sequence[Prospect]:
    try:
        return choices(plan)
    except BadInput:
        return ()


def _show_places(plan: Plan, open_programs: Sequence[Prospect]) -> None:
    left, right = st.columns([1, 1], gap="large")
    with left:
        st.caption("How much I want to live there: 0 = none there, 10 = most of all")
        ask_priorities(plan)
        ask_flexibility(plan)
    with right:
        if open_programs:
            show_picture(region_map(open_programs, priorities(plan)), key="region-map")
    show_own_regions(plan)


def _show_numbers(plan: Plan, open_programs: Sequence[Prospect]) -> None:
    def known(count: int) -> int | None:
        return count if open_programs else None

    left, right = st.columns(2, gap="large")
    with left:
        ask_budget(plan)
        st.checkbox(
            "I have AAMC fee assistance",
            **asked("fee-assistance", plan.budget.fee_assistance, set_to("budget.fee_assistance")),
        )
    with right:
        _ask_span(APPLICATIONS, plan.quotas.applications, known(sum(program.is_open for program in open_programs)))
    st.markdown("**By tier**")
    by_tier, by_region = open_count(open_programs, "tier"), open_count(open_programs, "region")
    tiers: dict[str, Quota] = {str(name): quota for name, quota in plan.quotas.tier.items()}
    for name in TIERS:
        _ask_span(Wish("tier", (name,)), tiers.get(name), known(by_tier[name]))
    st.markdown("**By region**")
    for name in priorities(plan):
        _ask_span(Wish("region", (name,)), plan.quotas.region.get(name), known(by_region[name]))


def _ask_span(about: Wish, quota: Quota | None, feasible: int | None) -> None:
    """Ask for at least and at most; what there is to choose from, where that is known, stands beside."""
    label, name = limit_label(about), "".join(about.of)
    minimum, maximum = span_of(quota)
    write = partial(_write_span, about)
    widgets = asked_together(f"quota/{about.kind}/{name}", {"minimum": minimum, "maximum": maximum}, write)
    with st.container(key=f"span-{about.kind}-{name}".replace(" ", "-")):
        words, low, high = st.columns([4, 2, 2], vertical_alignment="center")
        with words:
            beside = "" if feasible is None else f"  \n:small[{feasible} to choose from]"
            st.markdown(f"{literal(label)}{beside}")
        for column, side, said in ((low, "minimum", "at least"), (high, "maximum", "at most")):
            column.number_input(
                f"{literal(label)}: {said}",
                min_value=0,
                value=None,
                step=1,
                placeholder=said,
                label_visibility="collapsed",
                **widgets[side],
            )


def _write_span(about: Wish, plan: Plan, given: Any) -> Plan:  # noqa: ANN401 - of several widgets
    return with_quota(plan, about, (given["minimum"], given["maximum"]))


def _show_kinds(plan: Plan) -> None:
    st.caption(
        "How much I want a program of this kind: 0 = none of them, 10 = most of all. "
        "A kind that isn't known counts as the mean."
    )
    for field, words in _SETTINGS.items():
        write = set_to(f"settings.{field.replace('_', '-')}")
        st.slider(
            words, 0.0, 10.0, step=0.5, format="%g", **asked(f"setting/{field}", getattr(plan.settings, field), write)
        )
    show_preferences(plan)
    show_conditions(plan)


def _show_weights(plan: Plan) -> None:
    st.caption(
        "How strongly each part of the estimate counts: 1 = as published figures have it, 0 = not at all. Change these "
        "only where you know better than the figures; the chance moves with them."
    )
    for field, words in _WEIGHT_WORDS.items():
        st.slider(
            words,
            0.0,
            3.0,
            step=0.1,
            format="%g",
            **asked(f"weight/{field}", getattr(plan.weights, field), set_to(f"weights.{field}")),
        )
