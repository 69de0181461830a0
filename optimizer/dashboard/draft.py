"""The draft: the plan in hand. The one thing that every page reads and writes; it outlives a change of page.

Streamlit forgets a widget's value as soon as a page doesn't draw it, so no widget holds anything of its own: it shows
the draft, and what the user enters goes into the draft at once (`optimizer.dashboard.asking`).
"""

from dataclasses import replace

import streamlit as st

from optimizer.clock import today
from optimizer.dashboard import keeping
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.in_sight import lead_there
from optimizer.dashboard.opening import EXAMPLES, OpenPlan, open_example
from optimizer.evidence import season_for
from optimizer.plan import Plan

_DRAFTS, _CHOSEN, _AS_READ = "drafts", "plan-choice", "drafts as they were read"


def examples() -> tuple[OpenPlan, ...]:
    """The example plans, read once a season for all visitors: they are of the one that today belongs to."""
    return _examples_of(season_for(today()))


@st.cache_resource(show_spinner=False, max_entries=1)
def _examples_of(season: int) -> tuple[OpenPlan, ...]:
    return tuple(open_example(name, season) for name in EXAMPLES)


def drafts() -> dict[str, Draft]:
    """All drafts by key: the examples, and what the user has opened or begun, as it was kept."""
    if _DRAFTS not in st.session_state:
        kept, chosen = keeping.kept_drafts()
        st.session_state[_AS_READ] = dict(kept)
        st.session_state[_DRAFTS] = {plan.key: Draft(plan, plan.plan) for plan in examples()} | kept
        if chosen:
            st.session_state.setdefault(_CHOSEN, chosen)
    found: dict[str, Draft] = st.session_state[_DRAFTS]
    return found


def take_in_kept() -> None:
    """Take in what the visitor's browser has told only now; what was changed meanwhile stays as it is."""
    kept, chosen = keeping.kept_drafts()
    here = drafts()
    as_read = st.session_state[_AS_READ]
    untouched = {
        key for key, draft in here.items() if draft is as_read.get(key) or (not draft.revision and not draft.past)
    }
    taken = {key: draft for key, draft in kept.items() if key not in here or key in untouched}
    here.update(taken)
    as_read.update(taken)
    if chosen and not any(draft.revision for key, draft in here.items() if key not in kept):
        st.session_state.setdefault(_CHOSEN, chosen)


def present() -> Draft:
    """The draft in hand."""
    kept = drafts()
    return kept.get(st.session_state.get(_CHOSEN, ""), next(iter(kept.values())))


def choose(key: str) -> None:
    """Take another draft in hand."""
    st.session_state[_CHOSEN] = key
    keeping.note_in_hand(key)


def _put(draft: Draft) -> None:
    """Put a draft in the place of what was under its key, and keep it."""
    drafts()[draft.opened.key] = keeping.keep(draft)


def take_up(plan: Plan, answers: str = "") -> None:
    """Change the plan in hand, which answers a first question where one is named."""
    draft = present()
    changed = draft.changed(plan)
    if answers in draft.to_ask:
        changed = changed.answered(answers)
    if changed is not draft:
        _put(changed)


def begin(opened: OpenPlan, to_ask: tuple[str, ...]) -> None:
    """Begin a plan of the user's own: take it in hand and ask the first step."""
    _put(Draft(opened, opened.plan, to_ask=to_ask, step=1))
    choose(opened.key)
    lead_there()


def go_to_step(step: int) -> None:
    """Ask another of the first steps, or with 0 none any more, and lead there."""
    _put(replace(present(), step=step))
    lead_there()


def undo() -> None:
    """Take back the last change of the plan in hand."""
    draft = present()
    if draft.past:
        _put(draft.undone())


def start_over() -> None:
    """Bring the plan in hand back as it was opened; this too can be undone."""
    take_up(present().opened.plan)


def open_plan(opened: OpenPlan) -> None:
    """Put a plan on the desk and take it in hand; where it lies there already, this is a change that can be undone."""
    there = drafts().get(opened.key)
    _put(Draft(opened, opened.plan) if there is None else there.changed(opened.plan))
    choose(opened.key)


def keep_version(name: str) -> None:
    """Keep the plan in hand under a name."""
    _put(present().with_version(name))


def drop_version(name: str) -> None:
    """Forget a version of the plan in hand."""
    _put(present().without_version(name))


def take_off() -> None:
    """Forget the plan in hand; an example is there again as it was shipped."""
    draft = present()
    keeping.forget(draft)
    del drafts()[draft.opened.key]
    for plan in examples():
        drafts().setdefault(plan.key, Draft(plan, plan.plan))
    choose(next(iter(drafts())))


def keep_again() -> None:
    """Try once more to keep the plan in hand, and to read what is kept where that couldn't be read."""
    if not keeping.is_not_read():
        _put(present())
        return
    is_with_the_browser = keeping.has_spare(present())
    take_in_kept()
    draft = present()
    if not is_with_the_browser and (draft.past or draft.versions):
        _put(draft)


def take_theirs(theirs: Draft) -> None:
    """Take up what another window has kept; this window's plan stays as a version where it isn't among its steps."""
    mine = present()
    drafts()[mine.opened.key] = theirs
    if not keeping.says_the_same(mine, theirs):
        _put(theirs.with_version(keeping.name_of_this_window(), mine.plan))


def keep_mine(theirs: Draft) -> None:
    """Keep this window's plan in the place of another's, which stays as a version."""
    mine = present()
    merged = theirs.with_version(keeping.name_of_other_window(), theirs.plan).changed(mine.plan)
    _put(merged)


def look_elsewhere() -> Draft | None:
    """What another window has made of the plan in hand, where it differs from this window's."""
    mine = present()
    theirs = keeping.written_elsewhere(mine)
    if theirs is not None and keeping.says_the_same(mine, theirs):
        drafts()[mine.opened.key] = theirs
        return None
    return theirs
