"""All lists of a class together: caps, fairness, what the caps cost whom, and what a place is worth."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from optimizer.cohort import (
    Built,
    JointPlan,
    JointStudent,
    fairness_words,
    joint_csv,
    lists_zip,
    places_csv,
    proof_words,
    summarised,
)
from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.charts import meeting_places
from optimizer.dashboard.cohort.building import JOINT, begin_joint
from optimizer.dashboard.cohort.in_hand import ClassInHand, forget_work, made_of, work_under_way
from optimizer.dashboard.cohort.progress import show_progress
from optimizer.dashboard.downloads import file_button
from optimizer.dashboard.literal import literal
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.showing import show_picture, show_table, table_height
from optimizer.dashboard.tables import one_program
from optimizer.dashboard.telling import show_faults
from optimizer.errors import BadInput
from optimizer.plan import ProgramList
from optimizer.wording import (
    of_100,
    tenths_in_100,
)

_KIND_WORDS = {"applying": "apply", "signalling": "signal"}
_SIGNALLING, _USUAL_CAP = "joint/signalling", 2
_ANY = "Empty is any number. Programs can have caps of their own below."
_MOST_PLACES = 25


def show_joint(held: ClassInHand, built: Sequence[Built]) -> None:
    """Ask for caps, plan within them beside the page, and show what came out."""
    st.markdown(
        "Classmates who are alike get lists that are alike, and one program hears from all of them. Here all lists are "
        "made together, with at most so many of the class at any one program."
    )
    if JOINT in made_of():
        _show_plan(held, built, made_of()[JOINT])
        return
    run = work_under_way(JOINT)
    if run is not None and run.running:
        show_progress(JOINT, run, held)
        return
    if run is not None:
        try:
            made_of()[JOINT] = run.made
        except BadInput as error:
            if run.stopped:
                st.caption("Stopped.")
            else:
                show_faults("There is no joint plan.", sentences(error))
        else:
            draw_anew()
    _ask(held, built)


def _ask(held: ClassInHand, built: Sequence[Built]) -> None:
    st.session_state.setdefault(_SIGNALLING, _USUAL_CAP)
    with st.form("joint"):
        left, right = st.columns(2)
        signalling = left.number_input(
            "At most so many signal one program",
            min_value=0,
            value=None,
            step=1,
            key=_SIGNALLING,
            placeholder="any number",
            help=_ANY,
        )
        applying = right.number_input(
            "At most so many apply to one program",
            min_value=0,
            value=None,
            step=1,
            key="joint/applying",
            placeholder="any number",
            help=_ANY,
        )
        fair = st.toggle(
            "First raise the student with least as high as can be",
            key="joint/fair",
            help="Otherwise only the sum of all lists' values counts, and a little for many may be taken from one.",
        )
        minutes = st.number_input(
            "Minutes it may search", 0.5, 60.0, 5.0, step=0.5, format="%g", key="joint/minutes", width=240
        )
        table = st.file_uploader(
            "Caps of single programs, if any differ (CSV)",
            type=["csv"],
            key="joint/table",
            max_upload_size=1,
            help="A table with a column program (its id, as in the lists) and any of applying, signalling, single, "
            "silver, gold; an empty cell leaves what holds everywhere.",
        )
        asked = st.form_submit_button("Plan the lists together", icon=":material/hub:", type="primary")
    if not asked:
        return
    caps = {"signalling": signalling, "applying": applying}
    everywhere = {kind: int(number) for kind, number in caps.items() if number is not None}
    if not everywhere and table is None:
        show_faults("Nothing is capped.", ("Say how many of the class may meet at one program.",))
        return
    try:
        content = None if table is None else table.getvalue()
        begin_joint(held, built, everywhere, content, fair=fair, minutes=minutes)
    except BadInput as error:
        show_faults("With these caps nothing can be planned.", sentences(error))
        return
    draw_anew()


def _show_plan(held: ClassInHand, built: Sequence[Built], plan: JointPlan) -> None:
    st.button("Other caps", icon=":material/tune:", on_click=forget_work, args=(JOINT,))
    if plan.changed:
        listed = [one for one in plan.students if isinstance(one.joint, ProgramList)]
        st.markdown(
            f"**{len(plan.changed)} of {len(plan.students)} lists change.** If the chances are right, "
            f"{_matches([one.joint for one in listed]):.2f} of {len(listed)} match under the caps, and "
            f"{_matches([one.alone for one in listed]):.2f} with their own lists, as if classmates were of no "
            "consequence."
        )
    else:
        st.success("No cap stands in anybody's way: all lists stay as they are.")
    st.markdown(literal(proof_words(plan.figures)))
    if plan.figures.fair:
        st.markdown(literal(fairness_words(plan.figures)))
    st.caption(
        "This shows what caps cost, not what they bring: no chance here knows of classmates, and that fewer of them at "
        "a program leave more interviews to each is your reason for the caps."
    )
    under = summarised(_under_caps(built, plan))
    with st.container(horizontal=True):
        file_button("All lists under the caps", lambda: lists_zip(under), "class-joint-lists.zip", "application/zip")
        file_button("What each gives up", lambda: joint_csv(plan), "class-joint.csv", "text/csv")
        file_button("Places and prices", lambda: places_csv(plan), "class-places.csv", "text/csv")
    _show_given_up(held, plan)
    _show_places(plan)
    st.subheader("Where they meet under the caps", anchor=False)
    show_picture(meeting_places(under.overlaps), key="meeting-joint")


def _matches(lists: Sequence[object]) -> float:
    return sum(found.match_probability or 0.0 for found in lists if isinstance(found, ProgramList))


def _under_caps(built: Sequence[Built], plan: JointPlan) -> list[Built]:
    """Who has a list under the caps, with what isn't said of them."""
    unknown = {one.code: one.unknown for one in built}
    return [
        Built(one.code, one.joint, "" if isinstance(one.joint, ProgramList) else _why_none(one), unknown[one.code])
        for one in plan.students
    ]


def _why_none(one: JointStudent) -> str:
    return "Classmates take the places that this plan needs." if one.joint.status == "infeasible" else "Out of time."


def _show_given_up(held: ClassInHand, plan: JointPlan) -> None:
    if not plan.changed:
        return
    st.subheader("What each student gives up", anchor=False)
    names = _names(plan)
    rows = pd.DataFrame([_row(held, one, names) for one in plan.changed])
    column = st.column_config
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "Alone": column.TextColumn("Chance alone"),
            "Together": column.TextColumn("Under the caps"),
            "Loss": column.NumberColumn("Worth less by", format="%.2f points"),
        },
        height=table_height(len(rows)),
        alt=f"What the caps take from {len(rows)} students",
    )
    st.caption(
        "Who has no list any more comes first, then who loses most of the list's worth, weighed by their wishes."
    )


def _names(plan: JointPlan) -> dict[str, str]:
    lists = [found for one in plan.students for found in (one.alone, one.joint) if isinstance(found, ProgramList)]
    programs = [program for one in lists for program in one.programs]
    return {program.id: one_program(program.name, program.city, program.state) for program in programs}


def _row(held: ClassInHand, one: JointStudent, names: Mapping[str, str]) -> dict[str, object]:
    joint = one.joint
    solved = isinstance(joint, ProgramList)
    together = tenths_in_100(joint.match_probability) if isinstance(joint, ProgramList) else _why_none(one)
    return {
        "Student": held.label(one.code),
        "Alone": tenths_in_100(one.alone.match_probability),
        "Together": together,
        "Loss": None if one.loss is None else max(one.loss, 0.0) * 100,
        "Signals that move": "; ".join(names[program] for program in one.signals_given_up) if solved else "",
        "Programs given up": "; ".join(names[program] for program in one.given_up) if solved else "all",
        "Programs taken up": "; ".join(names[program] for program in one.taken_up),
    }


def _show_places(plan: JointPlan) -> None:
    if not plan.places:
        return
    st.subheader("What a place is worth", anchor=False)
    show_table(
        pd.DataFrame(
            {
                "Program": one_program(place.name, place.city, place.state),
                "Place to": _KIND_WORDS.get(place.kind, f"{place.kind} signal"),
                "May": str(place.cap),
                "Want": str(place.wanted),
                "One more would bring": f"{of_100(place.price, 2)} points",
            }
            for place in plan.places[:_MOST_PLACES]
        )
    )
    more = f" {len(plan.places) - _MOST_PLACES} more stand in the file." if len(plan.places) > _MOST_PLACES else ""
    st.caption(f"Points in 100 of all students' worth together, about: where to ask for more.{more}")
