"""Before the season: which ties to make, chosen together with the list that they open; the year as a Gantt chart."""

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from optimizer.dashboard.charts import shares_picture, timeline_picture
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.literal import literal
from optimizer.dashboard.once import found_once
from optimizer.dashboard.own_programs import directory_in_use, mark_in_hand
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.season.actions import (
    ask_limits,
    asked_wishes,
    is_example,
    offer_action,
    offer_file,
    show_actions,
    take_faults,
)
from optimizer.dashboard.season.store import Kept
from optimizer.dashboard.showing import show_picture, show_table
from optimizer.dashboard.telling import show_faults
from optimizer.dashboard.work import show_work
from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.evidence import Season, load_season
from optimizer.plan import Plan, plan_text, prepare
from optimizer.season.tie_plan import TieChoice, TieWishes, TimeShare, plan_ties, time_shares, timeline
from optimizer.wording import about_in_100, dollars, of_100

_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Answer:
    """The choice, the season that it was made for, and where its weeks go."""

    choice: TieChoice
    season: Season
    shares: tuple[TimeShare, ...]


def show_tie_plan(draft: Draft, kept: Kept | None) -> None:
    """Draw the actions, what to choose among them, and the year.

    Parameters
    ----------
    draft : Draft
        The plan in hand: a year ahead there is no season yet.
    kept : Kept or None
        The season, whose interviews and reminders stand in the timeline too.
    """
    st.markdown(
        "A year ahead: enter what you could do to make ties, and what it takes. matchlist chooses actions and list "
        "together, for the plan in hand, with a proof. Effects are those of published figures, with wide ranges."
    )
    if is_example():
        st.caption("These are the example's actions: a made-up person's. Change them, or add your own.")
    if faults := take_faults():
        show_faults("This wasn't taken up.", faults)
    ask_limits()
    show_actions(_names(draft.plan))
    offer_action(draft.plan)
    offer_file()
    try:
        wishes = asked_wishes()
        if wishes is None:
            _show_year(draft.plan, None, None, kept)
            return
        directory = directory_in_use(draft.plan)
        show_work(
            "Choosing actions and list together",
            f"{plan_text(draft.plan)}\n{mark_in_hand(draft.plan)}\n{wishes.model_dump_json()}",
            partial(_chosen, draft.plan, directory, wishes),
            partial(_show_choice, draft.plan, wishes, kept),
        )
    except BadInput as error:
        show_faults("This can't be worked out.", sentences(error))


def _names(plan: Plan) -> dict[str, str]:
    """Names of the programs by id; none where the plan's files aren't here."""
    try:
        return {program.id: program.name for program in directory_in_use(plan).programs}
    except BadInput:
        return {}


def _chosen(plan: Plan, directory: Directory, wishes: TieWishes) -> _Answer:
    prepared = prepare(plan, directory)
    choice = plan_ties(prepared, wishes)
    names = {action.name for action in choice.actions}
    shares = time_shares([one for one in wishes.actions if one.name in names], prepared.estimate.evidence)
    return _Answer(choice, prepared.season, shares)


def _show_choice(plan: Plan, wishes: TieWishes, kept: Kept | None, found: _Answer) -> None:
    choice = found.choice
    st.subheader("What to do", anchor=False)
    st.markdown(
        f"**Chance to match {about_in_100(choice.match_probability)}, without any action "
        f"{about_in_100(choice.match_probability_without)}.** "
        + literal(
            f"{choice.weeks:g} weeks and {dollars(choice.dollars)} for the actions, "
            f"{dollars(choice.application_dollars)} for {len(choice.programs)} applications. {_proof(choice)}"
        )
    )
    if choice.actions:
        show_table(
            pd.DataFrame(
                {
                    "Do": one.name,
                    "Weeks": f"{one.weeks:g}",
                    "Dollars": dollars(one.dollars),
                    "Worth, points in 100": of_100(one.worth, 1),
                }
                for one in choice.actions
            )
        )
        with st.expander("Programs that gain most by it"):
            show_table(
                pd.DataFrame(
                    {
                        "Program": one.name,
                        "Signal": one.signal,
                        "Offer, in 100": of_100(one.offer, 1),
                        "without": of_100(one.offer_without_actions, 1),
                    }
                    for one in choice.programs[:_MOST_SHOWN]
                )
            )
    else:
        st.write("None of these actions fits what there is, or none helps.")
    _show_year(plan, wishes, found, kept)


def _proof(choice: TieChoice) -> str:
    points = f"{max(choice.gap * 100, 0.001):.3f} points in 100"
    if choice.proven:
        return f"Proven: no other choice of actions and list is better by more than {points}."
    return f"The time ran out: another choice may be better by up to {points}."


def _show_year(plan: Plan, wishes: TieWishes | None, found: _Answer | None, kept: Kept | None) -> None:
    names = set() if found is None else {action.name for action in found.choice.actions}
    actions = [] if wishes is None else [one for one in wishes.actions if one.name in names]
    season = load_season(plan.season) if found is None else found.season
    st.subheader("The year", anchor=False)
    rows = timeline(
        season,
        actions,
        from_day=None if wishes is None else wishes.from_day,
        programs=() if kept is None else kept.programs,
        contacts=() if kept is None else kept.contacts,
    )
    show_picture(found_once("timeline", rows, partial(timeline_picture, rows)), key="timeline")
    st.caption("Paler bars have no day of their own yet: any time between. Dates are the season's of the plan.")
    if found is not None and actions:
        st.subheader("Where the weeks go", anchor=False)
        show_picture(shares_picture(found.shares), key="shares")
        st.caption(
            "Bars are yours, lines a published guide's rule of thumb, which nobody has tested. Tailoring takes its "
            "own time."
        )
