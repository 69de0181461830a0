"""Regions of the user's own: made of states, divisions, metropolitan areas, cities or circles; removed with a click."""

import streamlit as st
from pydantic import ValidationError

from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.edits import with_region, without_region
from optimizer.dashboard.finding import state_choices
from optimizer.dashboard.literal import literal
from optimizer.dashboard.telling import sentences, show_faults
from optimizer.directory import DIVISIONS, load_gazetteer
from optimizer.errors import BadInput, validation_faults
from optimizer.plan import Plan, Region

_FAULTS = "region-faults"
_FIELDS = ("name", "priority", "states", "divisions", "metros", "cities", "center", "miles")


def show_own_regions(plan: Plan) -> None:
    """Draw the form that adds a region, and the buttons that remove one."""
    with st.expander("Add a region of my own", icon=":material/add_location_alt:"):
        _show_form()
    if plan.regions:
        with st.expander("Remove a region", icon=":material/wrong_location:"), st.container(horizontal=True):
            for region in plan.regions:
                st.button(
                    f"Remove {literal(region.name)}",
                    key=f"remove-region/{region.name}",
                    on_click=lambda name=region.name: take_up(without_region(present().plan, name)),
                )


def _show_form() -> None:
    states = state_choices()
    with st.form("own-region", border=False):
        left, right = st.columns(2, gap="large")
        left.text_input("Name", placeholder="Near my sister", key="region/name")
        right.slider("Priority", 0.0, 10.0, 8.0, step=0.5, format="%g", key="region/priority")
        left.multiselect(
            "States", list(states), format_func=lambda code: states[code], key="region/states", placeholder="none"
        )
        right.multiselect("Census divisions", DIVISIONS, key="region/divisions", placeholder="none")
        left.multiselect("Metropolitan areas", load_gazetteer().metros(), key="region/metros", placeholder="none")
        right.text_input("Cities, with their states", placeholder="Fresno, CA; Reno, NV", key="region/cities")
        left.text_input("Or around a city or ZIP code", placeholder="Chicago, IL", key="region/center")
        right.number_input(
            "within so many miles",
            min_value=1.0,
            max_value=3000.0,
            value=50.0,
            step=10.0,
            format="%g",
            key="region/miles",
        )
        st.form_submit_button("Add this region", on_click=_add, icon=":material/add:")
    st.caption("A program belongs to the first region that has it; a new region comes first.")
    if faults := st.session_state.pop(_FAULTS, ()):
        show_faults("This region can't be used yet.", faults)


def _add() -> None:
    """Callback of the form: take the region up, or keep why it can't be."""
    given = {field: st.session_state[f"region/{field}"] for field in _FIELDS}
    center = given["center"].strip()
    try:
        region = Region.model_validate(
            {
                "name": given["name"],
                "priority": given["priority"],
                "states": tuple(given["states"]),
                "divisions": tuple(given["divisions"]),
                "metros": tuple(given["metros"]),
                "cities": tuple(city.strip() for city in given["cities"].split(";") if city.strip()),
                "within": ({"city": center, "miles": given["miles"]},) if center else (),
            }
        )
        plan = with_region(present().plan, region)
    except ValidationError as error:
        st.session_state[_FAULTS] = tuple(str(fault) for fault in validation_faults(error, Region, "region"))
    except BadInput as error:
        st.session_state[_FAULTS] = sentences(error)
    else:
        take_up(plan)
