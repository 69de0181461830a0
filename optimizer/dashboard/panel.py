"""The panel beside every page: which plan is in hand, whether it is kept, undoing; on the List the quick controls."""

from functools import partial

import streamlit as st

from optimizer.dashboard.asking import asked, refusals, take_back
from optimizer.dashboard.draft import choose, drafts, open_plan, present
from optimizer.dashboard.edits import priorities, set_to, with_priority
from optimizer.dashboard.kept_plans import show_versions, show_whether_kept
from optimizer.dashboard.literal import literal
from optimizer.dashboard.opening import blank_plan
from optimizer.plan import Plan
from optimizer.wording import percentage

_CHOICE = "panel-choice"
_FLEXIBILITY_STEPS = tuple(step / 10 for step in range(11))


def show_panel() -> None:
    """Draw what every page has."""
    kept, draft = drafts(), present()
    st.session_state[_CHOICE] = draft.opened.key
    st.selectbox(
        "Plan",
        list(kept),
        format_func=lambda key: kept[key].label if key in kept else "",
        key=_CHOICE,
        on_change=lambda: choose(st.session_state[_CHOICE]),
    )
    show_whether_kept(draft)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Undo",
            icon=":material/undo:",
            on_click=take_back,
            disabled=not draft.past and not refusals(),
            help="Take back what was entered last, whatever it was",
        )
        show_versions(draft)


def start_own() -> None:
    """Callback: begin a plan of the user's own."""
    open_plan(blank_plan(present().plan, drafts()))


def quick_controls(plan: Plan) -> None:
    """The widgets that one moves most: budget, regions, flexibility."""
    ask_budget(plan)
    st.subheader("Where I want to live", anchor=False)
    st.caption("0 = not at all, 10 = most of all")
    ask_priorities(plan)
    ask_flexibility(plan)


def ask_budget(plan: Plan) -> None:
    """Ask for the dollars that application fees may cost."""
    dollars = plan.budget.dollars
    st.number_input(
        "Budget for application fees, in dollars",
        min_value=0.0,
        value=None,
        step=100.0,
        format="%.0f" if dollars is None or dollars == round(dollars) else "%.2f",
        placeholder="no bound",
        **asked("budget", dollars, set_to("budget.dollars")),
    )


def ask_priorities(plan: Plan) -> None:
    """Ask for the priority of each region."""
    for position, (name, priority) in enumerate(priorities(plan).items()):
        write = partial(_write_priority, name)
        st.slider(literal(name), 0.0, 10.0, step=0.5, format="%g", **asked(f"priority/{position}", priority, write))


def _write_priority(name: str, plan: Plan, value: float) -> Plan:
    return with_priority(plan, name, value)


def ask_flexibility(plan: Plan) -> None:
    """Ask how much a match elsewhere counts."""
    st.select_slider(
        "How flexible am I?",
        sorted({*_FLEXIBILITY_STEPS, plan.flexibility}),
        format_func=lambda share: {0.0: "only where I want", 1.0: "anywhere"}.get(share, percentage(share)),
        help="0% counts a match only as much as you want the place; 100% counts every match the same.",
        **asked("flexibility", plan.flexibility, set_to("flexibility")),
    )
    st.caption("0% = only where I want, 100% = anywhere")
