"""The panel: widgets that ask what the list should be, and the wishes that come out of them.

Every widget is keyed by its plan, so that one plan's values never end up in another's. The plan in hand is kept
beside the widgets: Streamlit forgets a widget's value as soon as a page doesn't draw it.
"""

from collections.abc import Callable

import streamlit as st

from optimizer.dashboard.literal import literal
from optimizer.dashboard.opening import EXAMPLES, OpenPlan, open_example, open_upload
from optimizer.dashboard.wishes import Span, Wishes, mended, wishes_of
from optimizer.dashboard.words import limit_label
from optimizer.errors import BadInput
from optimizer.plan import Plan, Suggestion, plan_text

_CHOICE, _FILE, _OWN_PLAN, _FILE_FAULTS = "plan-choice", "plan-file", "own-plan", "plan-file-faults"
_MOST_PLAN_MEGABYTES = 1
_COUNT_PIXELS = 100
_FLEXIBILITY_STEPS = tuple(step / 10 for step in range(11))


def choose_plan() -> OpenPlan:
    """Ask which plan to work on: an example, or the file that the user has opened."""
    choices = {plan.key: plan for plan in _plans()}
    if st.session_state.get(_CHOICE) not in choices:
        st.session_state[_CHOICE] = next(iter(choices))
    chosen = st.selectbox("Plan", list(choices), format_func=lambda key: choices[key].label, key=_CHOICE)
    return choices[chosen]


def _plans() -> list[OpenPlan]:
    own: OpenPlan | None = st.session_state.get(_OWN_PLAN)
    return [*_examples(), *([] if own is None else [own])]


@st.cache_resource(show_spinner=False)
def _examples() -> tuple[OpenPlan, ...]:
    return tuple(open_example(name) for name in EXAMPLES)


def plan_file_faults() -> tuple[str, ...]:
    """What is wrong with the file that the user tried to open last; empty where nothing is."""
    faults: tuple[str, ...] = st.session_state.get(_FILE_FAULTS, ())
    return faults


def plan_in_hand(opened: OpenPlan) -> Plan:
    """The plan with all the wishes that this session has taken up so far."""
    plan: Plan = st.session_state.get(f"{opened.key}/plan", opened.plan)
    return plan


def take_up(opened: OpenPlan, plan: Plan) -> None:
    """Keep a plan as the one in hand."""
    st.session_state[f"{opened.key}/plan"] = plan


def take_remedy(opened: OpenPlan, remedy: Suggestion) -> None:
    """Callback of a remedy's button: change the plan in hand, and let the widgets show it."""
    plan = mended(plan_in_hand(opened), remedy)
    if plan is not None:
        _replace(opened, plan)


def _replace(opened: OpenPlan, plan: Plan) -> None:
    for key in [str(key) for key in st.session_state if str(key).startswith(f"{opened.key}/")]:
        del st.session_state[key]
    take_up(opened, plan)


def ask_wishes(opened: OpenPlan) -> Wishes:
    """Draw the widgets of a plan and read them."""
    key, present = opened.key, wishes_of(plan_in_hand(opened))
    budget_usd = _budget(key, present.budget_usd)
    st.subheader("Where I want to live", anchor=False)
    st.caption("0 = not at all, 10 = most of all")
    priority = {
        name: st.slider(literal(name), 0.0, 10.0, step=0.5, format="%g", key=_kept(f"{key}/priority/{position}", value))
        for position, (name, value) in enumerate(present.priority.items())
    }
    flexibility = _flexibility(key, present.flexibility)
    with st.expander("How many programs", key="limits"):
        _span_header()
        applications = _span("All applications", f"{key}/applications", present.applications)
        st.markdown("**By tier**")
        tier = {
            name: _span(limit_label(f"tier {name}"), f"{key}/tier/{name}", span) for name, span in present.tier.items()
        }
        st.markdown("**By region**")
        region = {
            name: _span(name, f"{key}/region/{position}", span)
            for position, (name, span) in enumerate(present.region.items())
        }
    return Wishes(budget_usd, priority, flexibility, applications, tier, region)


def _kept(key: str, value: object) -> str:
    """A widget's key, with the widget's first value in place: later ones are the user's."""
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def _budget(key: str, present: float | None) -> float | None:
    given: float | None = st.number_input(
        "Budget for application fees, in dollars",
        min_value=0.0,
        value=None,
        step=100.0,
        format="%.0f" if present is None or present == round(present) else "%.2f",
        key=_kept(f"{key}/budget", present),
        placeholder="no bound",
    )
    return given


def _flexibility(key: str, present: float) -> float:
    flexibility: float = st.select_slider(
        "How flexible am I?",
        sorted({*_FLEXIBILITY_STEPS, present}),
        format_func=lambda share: {0.0: "only where I want", 1.0: "anywhere"}.get(share, f"{share:.0%}"),
        key=_kept(f"{key}/flexibility", present),
        help="0 % counts a match only as much as you want the place; 100 % counts every match the same.",
    )
    st.caption("0% = only where I want, 100% = anywhere")
    return flexibility


def _span_header() -> None:
    with st.container(horizontal=True):
        for words in ("at least", "at most"):
            st.caption(words, width=_COUNT_PIXELS)


def _span(name: str, key: str, present: Span) -> Span:
    with st.container(gap="xsmall"):
        st.text(name)
        with st.container(horizontal=True):
            minimum = _count(f"{name}: at least", f"{key}/minimum", present[0])
            maximum = _count(f"{name}: at most", f"{key}/maximum", present[1])
    return minimum, maximum


def _count(label: str, key: str, present: int | None) -> int | None:
    given: int | None = st.number_input(
        literal(label),
        min_value=0,
        value=None,
        step=1,
        key=_kept(key, present),
        placeholder="any",
        label_visibility="collapsed",
        width=_COUNT_PIXELS,
    )
    return given


def offer_plan_files(opened: OpenPlan, plan: Plan) -> None:
    """Open a plan file, save the plan in hand, or go back to the plan as it was opened."""
    with st.expander("My own plan file"):
        st.file_uploader(
            "Open a plan file (.toml)",
            type="toml",
            max_upload_size=_MOST_PLAN_MEGABYTES,
            key=_FILE,
            on_change=_open_file,
        )
        st.download_button(
            "Save this plan",
            plan_text(plan),
            file_name="plan.toml",
            mime="application/toml",
            on_click="ignore",
            width="stretch",
            help="A text file with everything on this page: change it in any editor, and open it here again.",
        )
        back: Callable[[], None] = lambda: _replace(opened, opened.plan)  # noqa: E731
        st.button("Undo all my changes", on_click=back, disabled=plan == opened.plan, width="stretch")


def _open_file() -> None:
    """Callback of the uploader: take up the plan, or keep what is wrong with it for the page to say."""
    st.session_state.pop(_OWN_PLAN, None)
    st.session_state.pop(_FILE_FAULTS, None)
    file = st.session_state[_FILE]
    if file is None:
        return
    try:
        own = open_upload(file.name, file.getvalue())
    except BadInput as error:
        st.session_state[_FILE_FAULTS] = tuple(str(fault) for fault in error.faults)
    else:
        st.session_state[_OWN_PLAN] = own
        st.session_state[_CHOICE] = own.key
