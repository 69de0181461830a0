"""The draft: the plan in hand. The one thing that every page reads and writes; it outlives a change of page.

Streamlit forgets a widget's value as soon as a page doesn't draw it, so no widget holds anything of its own: it shows
the draft, and what the user enters goes into the draft at once (`optimizer.dashboard.asking`).
"""

from dataclasses import dataclass, replace

import streamlit as st

from optimizer.clock import today
from optimizer.dashboard.opening import EXAMPLES, OpenPlan, open_example
from optimizer.evidence import season_for
from optimizer.plan import Plan

_DRAFTS, _CHOSEN = "drafts", "plan-choice"
_STEPS_BACK = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that is being edited.

    Parameters
    ----------
    opened : OpenPlan
        As it was opened.
    plan : Plan
        As it is now.
    past : tuple of Plan
        What it was before each change, the latest last.
    """

    opened: OpenPlan
    plan: Plan
    past: tuple[Plan, ...] = ()

    @property
    def is_example(self) -> bool:
        """Whether the person in it is made up: true until the user says something of themselves."""
        return self.opened.is_example and self.plan.applicant == self.opened.plan.applicant

    def changed(self, plan: Plan) -> "Draft":
        """The draft with another plan, and a step back to the present one."""
        return self if plan == self.plan else replace(self, plan=plan, past=(*self.past, self.plan)[-_STEPS_BACK:])

    def undone(self) -> "Draft":
        """The draft before its last change."""
        return replace(self, plan=self.past[-1], past=self.past[:-1]) if self.past else self


def examples() -> tuple[OpenPlan, ...]:
    """The example plans, read once a season for all visitors: they are of the one that today belongs to."""
    return _examples_of(season_for(today()))


@st.cache_resource(show_spinner=False, max_entries=1)
def _examples_of(season: int) -> tuple[OpenPlan, ...]:
    return tuple(open_example(name, season) for name in EXAMPLES)


def drafts() -> dict[str, Draft]:
    """All drafts of this browser session by key: the examples, and what the user has opened or begun."""
    if _DRAFTS not in st.session_state:
        st.session_state[_DRAFTS] = {plan.key: Draft(plan, plan.plan) for plan in examples()}
    kept: dict[str, Draft] = st.session_state[_DRAFTS]
    return kept


def present() -> Draft:
    """The draft in hand."""
    kept = drafts()
    return kept.get(st.session_state.get(_CHOSEN, ""), next(iter(kept.values())))


def choose(key: str) -> None:
    """Take another draft in hand."""
    st.session_state[_CHOSEN] = key


def take_up(plan: Plan) -> None:
    """Change the plan in hand."""
    draft = present()
    drafts()[draft.opened.key] = draft.changed(plan)


def undo() -> None:
    """Take back the last change of the plan in hand."""
    draft = present()
    drafts()[draft.opened.key] = draft.undone()


def start_over() -> None:
    """Bring the plan in hand back as it was opened; this too can be undone."""
    take_up(present().opened.plan)


def open_plan(opened: OpenPlan) -> None:
    """Put a plan on the desk and take it in hand; what was opened from the same content before is opened afresh."""
    drafts()[opened.key] = Draft(opened, opened.plan)
    choose(opened.key)
