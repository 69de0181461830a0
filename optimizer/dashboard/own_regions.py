"""Regions of the user's own: found by name, and each changed in place, with its miles, or removed."""

from collections.abc import Mapping
from functools import partial
from itertools import count
from typing import Any

import streamlit as st
from pydantic import ValidationError

from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.asking import asked_together
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.edits import with_region, with_region_changed, without_region
from optimizer.dashboard.finding import PlaceChoice, regions_meant, state_choices
from optimizer.dashboard.literal import literal
from optimizer.directory import DIVISIONS, load_gazetteer
from optimizer.errors import BadInput, Fault, validation_faults
from optimizer.plan import Plan, Region

_SOUGHT, _FOUND, _ADDED = "region/sought", "region/found", "region/added"
_FIELD_OF_SCOPE = {"state": "states", "division": "divisions", "metro": "metros"}
_FIRST_MILES, _MOST_MILES = 50.0, 500.0
_FIRST_PRIORITY = 8.0


def show_own_regions(plan: Plan) -> None:
    """Draw the way to add a region, and what each region is made of, to be changed in place."""
    offer_region()
    for number, region in enumerate(plan.regions):
        with st.expander(f"What {literal(region.name)} is: change or remove it", icon=":material/edit_location_alt:"):
            _show_region(number, region)
    if len(plan.regions) > 1:
        st.caption("A program belongs to the first region that has it; a new region comes first.")


@st.fragment
def offer_region() -> None:
    """Draw the way to add a region."""
    if st.session_state.pop(_ADDED, False):
        # Its slider stands above this part of the page: the whole of it has to be drawn.
        draw_anew()
    with st.container(border=True, key="region-finder"):
        text = st.text_input(
            "Add a region: a city, a metropolitan area, a state, a Census division or a ZIP code",
            placeholder="Type a name, then Enter",
            key=_SOUGHT,
        )
        found = (*_around_zip(text), *regions_meant(text))
        if found:
            st.selectbox("Which one?", found, format_func=lambda choice: choice.words, key=_FOUND)
            st.button("Add this region", icon=":material/add:", on_click=_add, key="region/add")
        elif text:
            st.caption("Nothing is called so. A city may need its state: Portland, OR.")


def _around_zip(text: str) -> tuple[PlaceChoice, ...]:
    """A ZIP code as a place to be near to."""
    code = text.strip()
    known = len(code) == 5 and code.isdigit()
    return (PlaceChoice("city", code, f"around ZIP code {code}"),) if known else ()


def _add() -> None:
    """Callback: take up the region that was found; a city with what lies near it."""
    choice: PlaceChoice = st.session_state[_FOUND]
    plan = present().plan
    taken = {region.name for region in plan.regions}
    usual = f"Near {choice.value}" if choice.scope == "city" else choice.words.rpartition(" (")[0]
    names = (usual if number == 1 else f"{usual} {number}" for number in count(1))
    name = next(name for name in names if name not in taken)
    where: dict[str, object] = {"within": ({"city": choice.value, "miles": _FIRST_MILES},)}
    if choice.scope != "city":
        where = {_FIELD_OF_SCOPE[choice.scope]: (choice.value,)}
    take_up(with_region(plan, Region.model_validate({"name": name, "priority": _FIRST_PRIORITY, **where})))
    st.session_state[_SOUGHT] = ""
    st.session_state[_ADDED] = True


def _show_region(number: int, region: Region) -> None:
    states = state_choices()
    circle = region.within[0] if region.within else None
    miles = circle.miles if circle else _FIRST_MILES
    values = {
        "name": region.name,
        "states": list(region.states),
        "divisions": list(region.divisions),
        "metros": list(region.metros),
        "cities": "; ".join(region.cities),
        "center": circle.city if circle else "",
        "miles": miles,
    }
    widgets = asked_together(f"region/{number}", values, partial(_write, region.name))
    left, right = st.columns(2, gap="large")
    left.text_input("Name", **widgets["name"])
    right.multiselect("Census divisions", DIVISIONS, placeholder="none", select_all=False, **widgets["divisions"])
    left.multiselect(
        "States",
        list(states),
        format_func=lambda code: states.get(code, code),
        select_all=False,
        placeholder="none",
        **widgets["states"],
    )
    metros = sorted({*load_gazetteer().metros(), *region.metros})
    right.multiselect("Metropolitan areas", metros, placeholder="none", select_all=False, **widgets["metros"])
    left.text_input("Cities, with their states", placeholder="Fresno, CA; Reno, NV", **widgets["cities"])
    right.text_input("And around a city or ZIP code", placeholder="Chicago, IL", **widgets["center"])
    right.slider(
        "within so many miles",
        5.0,
        max(_MOST_MILES, miles),
        step=5.0,
        format="%g",
        disabled=circle is None,
        **widgets["miles"],
    )
    st.button(
        "Remove this region",
        icon=":material/close:",
        key=f"remove-region/{region.name}",
        on_click=lambda: take_up(without_region(present().plan, region.name)),
    )


def _write(name: str, plan: Plan, given: Mapping[str, Any]) -> Plan:
    """The plan with what was entered about a region; BadInput where there is no such region."""
    present_one = next(region for region in plan.regions if region.name == name)
    center = given["center"].strip()
    first = ({"city": center, "miles": given["miles"]},) if center else ()
    content = present_one.model_dump() | {
        "name": given["name"].strip(),
        "states": tuple(given["states"]),
        "divisions": tuple(given["divisions"]),
        "metros": tuple(given["metros"]),
        "cities": tuple(city.strip() for city in given["cities"].split(";") if city.strip()),
        "within": (*first, *(circle.model_dump() for circle in present_one.within[1:])),
    }
    try:
        region = Region.model_validate(content)
    except ValidationError as error:
        whole = validation_faults(error, Region, "region")
        raise BadInput([Fault(fault.what, name, fault.value, fault.allowed, fault.remedy) for fault in whole]) from None
    return with_region_changed(plan, name, region)
