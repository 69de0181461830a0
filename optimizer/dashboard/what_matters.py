"""What matters beside region and setting: cost of living, nearness, size; as a preference, or as a hard limit."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from optimizer.dashboard.asking import asked_together
from optimizer.plan import Plan, changed_plan

_NO_MATTER = "0 = no matter, 10 = matters most"
_VISA_CHOICES = {"": "no limit", "keep": "leave out programs known not to", "exclude": "only programs known to"}
_DEFAULT_MILES = 100.0

Given = Mapping[str, Any]


def show_preferences(plan: Plan) -> None:
    """Ask how much cost of living, nearness and size matter."""
    st.subheader("What else matters", anchor=False)
    st.caption(f"{_NO_MATTER}. A program of which the fact isn't known counts as middling.")
    cheap, size, near = plan.priorities.price_parity, plan.priorities.size, plan.priorities.distance
    left, right = st.columns(2, gap="large")
    with left:
        widgets = asked_together("cheap", {"priority": cheap.priority if cheap else 0.0}, _write_cheap)
        st.slider("Low cost of living", 0.0, 10.0, step=0.5, format="%g", **widgets["priority"])
        shown = {"priority": size.priority if size else 0.0, "prefer": size.prefer if size else "large"}
        widgets = asked_together("size", shown, _write_size)
        st.slider("Size of the program", 0.0, 10.0, step=0.5, format="%g", **widgets["priority"])
        st.segmented_control(
            "I would rather be in a", ["large", "small"], required=True, disabled=size is None, **widgets["prefer"]
        )
    with right:
        values = {
            "of": near.of if near else "",
            "priority": near.priority if near else 0.0,
            "miles": near.miles if near else 500.0,
        }
        widgets = asked_together("near", values, _write_near)
        st.text_input(
            "Nearness to a city, a ZIP code, or a tie", placeholder="Chicago, IL, or: partner", **widgets["of"]
        )
        st.slider(
            "How much that matters", 0.0, 10.0, step=0.5, format="%g", disabled=near is None, **widgets["priority"]
        )
        st.number_input(
            "From so many miles on, all is equally far",
            1.0,
            3000.0,
            step=50.0,
            format="%g",
            disabled=near is None,
            **widgets["miles"],
        )


def _write_cheap(plan: Plan, given: Given) -> Plan:
    return changed_plan(
        plan, {"priorities.price_parity": {"priority": given["priority"]} if given["priority"] else None}
    )


def _write_size(plan: Plan, given: Given) -> Plan:
    wanted = {"priority": given["priority"], "prefer": given["prefer"]}
    return changed_plan(plan, {"priorities.size": wanted if given["priority"] else None})


def _write_near(plan: Plan, given: Given) -> Plan:
    of = given["of"].strip()
    wanted = {"of": of, "priority": given["priority"], "miles": given["miles"]}
    return changed_plan(plan, {"priorities.distance": wanted if of else None})


def show_conditions(plan: Plan) -> None:
    """Ask for hard limits on single programs."""
    st.subheader("Hard limits on programs", anchor=False)
    st.caption(
        "Programs that fail one of these are left out. Where a fact isn't known, the program stays unless you say so."
    )
    left, right = st.columns(2, gap="large")
    with left:
        _ask_visa(plan)
        _ask_parity(plan)
    with right:
        _ask_distance(plan)


def _ask_visa(plan: Plan) -> None:
    present = plan.conditions.visa
    shown = "" if present is None or not present.is_hard else str(present.unknown)
    widgets = asked_together("visa-limit", {"unknown": shown if shown in _VISA_CHOICES else "keep"}, _write_visa)
    st.selectbox(
        "Programs that sponsor my visa",
        list(_VISA_CHOICES),
        format_func=lambda name: _VISA_CHOICES[name],
        **widgets["unknown"],
    )


def _write_visa(plan: Plan, given: Given) -> Plan:
    return changed_plan(plan, {"conditions.visa": {"unknown": given["unknown"]} if given["unknown"] else None})


def _ask_parity(plan: Plan) -> None:
    present = plan.conditions.price_parity
    maximum = present.maximum if present is not None and present.is_hard else None
    st.number_input(
        "Price level of the state at most (United States = 100)",
        50.0,
        200.0,
        value=None,
        step=5.0,
        format="%g",
        placeholder="no limit",
        **asked_together("parity-limit", {"": maximum}, _write_parity)[""],
    )


def _write_parity(plan: Plan, given: Given) -> Plan:
    return changed_plan(plan, {"conditions.price_parity": None if given[""] is None else {"maximum": given[""]}})


def _ask_distance(plan: Plan) -> None:
    hard = [condition for condition in plan.conditions.distance if condition.is_hard]
    first = hard[0] if hard else None
    values = {"of": first.of if first else "", "miles": first.miles if first else _DEFAULT_MILES}
    widgets = asked_together("distance-limit", values, _write_distance)
    st.text_input("Only near a city, a ZIP code, or a tie", placeholder="no limit", **widgets["of"])
    st.number_input(
        "within so many miles", 1.0, 3000.0, step=25.0, format="%g", disabled=first is None, **widgets["miles"]
    )


def _write_distance(plan: Plan, given: Given) -> Plan:
    """The first hard limit of distance is the one shown; others of a plan file stay as they are."""
    present = list(plan.conditions.distance)
    first = next((k for k, condition in enumerate(present) if condition.is_hard), None)
    others = [condition.model_dump() for k, condition in enumerate(present) if k != first]
    of = given["of"].strip()
    own = [{"of": of, "miles": given["miles"]}] if of else []
    return changed_plan(plan, {"conditions.distance": (*own, *others)})
