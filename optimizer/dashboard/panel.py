"""The panel beside every page: which plan is in hand, whether it is kept, undoing; on the List the quick controls."""

from functools import partial

import streamlit as st

from optimizer.dashboard import words
from optimizer.dashboard.answers import shares
from optimizer.dashboard.asking import asked, refusals, take_back
from optimizer.dashboard.draft import begin, choose, drafts, present, take_up
from optimizer.dashboard.edits import Span, priorities, set_to, span_of, with_priority, with_quota
from optimizer.dashboard.first_answers import ASKED_FIRST
from optimizer.dashboard.kept_plans import show_versions, show_whether_kept
from optimizer.dashboard.literal import literal
from optimizer.dashboard.opening import blank_plan
from optimizer.plan import Plan, RegionShare, Wish
from optimizer.wording import percentage

_CHOICE = "panel-choice"
_FIRST_ASKED = 3
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
    begin(blank_plan(present().plan, drafts()), tuple(ASKED_FIRST))


def quick_controls(plan: Plan) -> None:
    """The widgets that one moves most: budget, regions, flexibility."""
    ask_budget(plan)
    st.subheader("Where I want to live", anchor=False)
    st.caption("0 = none there, 10 = most of all")
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
    """Ask for the priority of each region; what the list has of it stands beside, and what its first program costs."""
    share = {one.name: one for one in shares(plan)}
    for position, (name, priority) in enumerate(priorities(plan).items()):
        write = partial(_write_priority, name)
        words = literal(name) if plan.regions else "Anywhere"
        st.slider(words, 0.0, 10.0, step=0.5, format="%g", **asked(f"priority/{position}", priority, write))
        if name in share:
            _show_share(plan, share[name], priority, position)


def _show_share(plan: Plan, share: RegionShare, priority: float, position: int) -> None:
    """What the list has of a region, and one click to ask for more where it has none."""
    least = span_of(plan.quotas.region.get(share.name))[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"share-{position}"):
        st.caption(literal(words.share(share, priority, least)), width="content")
        about, most = Wish("region", (share.name,)), span_of(plan.quotas.region.get(share.name))[1]
        if least:
            _offer("Don't ask for them", about, (None, most), f"share/{position}/drop")
        elif share.is_left_out and priority > 0:
            number = min(_FIRST_ASKED, share.to_choose_from, *(() if most is None else (most,)))
            _offer(f"Ask for at least {number}", about, (number, most), f"share/{position}/ask")


def _offer(said: str, about: Wish, span: Span, key: str) -> None:
    st.button(said, key=key, type="tertiary", on_click=_ask_for, args=(about, span))


def _ask_for(about: Wish, span: Span) -> None:
    take_up(with_quota(present().plan, about, span))


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
