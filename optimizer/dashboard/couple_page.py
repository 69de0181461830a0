"""The Couple page: the partner's plan brought in, what near means, and both lists with what they bring together."""

from functools import partial

import pandas as pd
import streamlit as st

from optimizer.couple import CoupleLists, CoupleOutcome, NoCouple, build_couple, partners_of
from optimizer.dashboard.asking import asked
from optimizer.dashboard.downloads import XLSX, file_button
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_in_use, mark_in_hand
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.showing import show_lines, show_table, table_height
from optimizer.dashboard.strip import show_strip
from optimizer.dashboard.tables import SIGNAL_WORDS, one_program
from optimizer.dashboard.telling import show_faults
from optimizer.dashboard.work import show_work
from optimizer.data_folder import data_folder
from optimizer.errors import BadInput
from optimizer.evidence import load_season
from optimizer.export import couple_bytes, couple_difference, couple_rows, pairs_csv
from optimizer.plan import MILES_AN_HOUR, Couple, Plan, ProgramList, changed_plan, plan_of_upload, plan_text, read_plan
from optimizer.vocabulary import specialty_name
from optimizer.wording import capitalised, chance_range, chance_range_in_100, in_100, whole_of_100

_FILE, _FAULTS = "couple-plan-file", "couple-plan-faults"
_MOST_MEGABYTES = 1
_METRO, _CITY, _MILES, _HOURS = (
    "The same metropolitan area",
    "The same city",
    "So many miles by the straight line",
    "So many hours on the road",
)
_USUAL_MILES, _USUAL_HOURS = 50.0, 1.0
_LINES_SHOWN = 40
"""Lines of the rank order list that the page shows."""
_WHOSE = ("Your list", "Your partner's list")


def couple_page() -> None:
    """Draw the page."""
    st.title("Couple", anchor=False)
    draft = present()
    show_strip(draft)
    if draft.to_ask:
        return
    plan = draft.plan
    _ask_partner(plan)
    if plan.couple is None or not isinstance(plan.couple.partner, Plan):
        return
    _ask_wishes(plan.couple)
    try:
        partners = partners_of(plan)
        directory = directory_in_use(plan)
        show_work(
            "Building both lists",
            f"{plan_text(plan)}\n{mark_in_hand(plan)}",
            partial(build_couple, partners, directory, pairs=_most_pairs(plan)),
            _show_outcome,
        )
    except BadInput as error:
        show_faults("Both lists can't be built.", sentences(error))


def _most_pairs(plan: Plan) -> int:
    return load_season(plan.season).nrmp.maximum_codes


def _ask_partner(plan: Plan) -> None:
    """Whose partner it is, or how to bring the partner's plan in."""
    partner = None if plan.couple is None else plan.couple.partner
    if isinstance(partner, Plan):
        specialties = ", ".join(specialty_name(name) for name in partner.applicant.specialties)
        said, away = st.columns([4, 1], vertical_alignment="center")
        said.markdown(f"Your partner's plan: **{literal(partner.title)}** ({literal(specialties)}).")
        away.button("Take it out", icon=":material/close:", on_click=_part, width="stretch")
        return
    st.markdown(
        "Two people who want to match near each other build two lists with one aim. The plan in hand is yours. Bring "
        "in your partner's: **Save this plan** gives it to them as a file."
    )
    st.file_uploader(
        "Your partner's plan (.toml)",
        type=["toml"],
        max_upload_size=_MOST_MEGABYTES,
        key=_FILE,
        on_change=_open_partner,
    )
    st.button(
        "Try it with a made-up partner in pediatrics",
        icon=":material/group_add:",
        on_click=_take_example,
        key="couple/try",
    )
    faults: tuple[str, ...] = st.session_state.get(_FAULTS, ())
    if faults:
        show_faults("Your partner's plan can't be used.", faults)


def _open_partner() -> None:
    """Callback of the uploader: take the partner's plan up, or keep what is wrong with it for the page to say."""
    st.session_state.pop(_FAULTS, None)
    file = st.session_state[_FILE]
    if file is None:
        return
    try:
        partner = plan_of_upload(file.getvalue(), file.name).plan
        plan = _with_partner(present().plan, partner)
        partners_of(plan)
    except BadInput as error:
        st.session_state[_FAULTS] = sentences(error)
        return
    take_up(plan)


def _take_example() -> None:
    partner = read_plan(data_folder() / "examples" / "couple-partner.toml")
    plan = present().plan
    take_up(_with_partner(plan, changed_plan(partner, {"season": plan.season})))


def _with_partner(plan: Plan, partner: Plan) -> Plan:
    return changed_plan(plan, {"couple": {"partner": partner}})


def _part() -> None:
    take_up(changed_plan(present().plan, {"couple": None}))


def _ask_wishes(wish: Couple) -> None:
    """What counts as near, and what a match of one alone is worth."""
    near, distance, alone = st.columns(3)
    with near:
        st.selectbox(
            "Near means", [_METRO, _CITY, _MILES, _HOURS], **asked("couple/near", _near_choice(wish), _with_near)
        )
    with distance:
        if wish.miles is not None:
            st.number_input(
                "Miles",
                1.0,
                3000.0,
                step=5.0,
                format="%.0f",
                **asked("couple/miles", wish.miles, partial(_with_number, "miles")),
            )
        elif wish.hours is not None:
            st.number_input(
                "Hours",
                0.25,
                60.0,
                step=0.25,
                help=f"Counted as {MILES_AN_HOUR:.0f} miles by the straight line an hour",
                **asked("couple/hours", wish.hours, partial(_with_number, "hours")),
            )
    with alone:
        st.slider(
            "A match of one of you alone is worth",
            0.0,
            10.0,
            step=0.5,
            format="%g of 10",
            help="Both matched near each other is worth 10; both too far apart counts as one alone",
            **asked("couple/alone", wish.alone, partial(_with_number, "alone")),
        )


def _near_choice(wish: Couple) -> str:
    if wish.hours is not None:
        return _HOURS
    if wish.miles is not None:
        return _MILES
    return _CITY if wish.near == "city" else _METRO


def _with_near(plan: Plan, choice: str) -> Plan:
    return changed_plan(
        plan,
        {
            "couple.near": {_CITY: "city", _METRO: "metro"}.get(choice),
            "couple.miles": _USUAL_MILES if choice == _MILES else None,
            "couple.hours": _USUAL_HOURS if choice == _HOURS else None,
        },
    )


def _with_number(key: str, plan: Plan, value: float) -> Plan:
    return changed_plan(plan, {f"couple.{key}": float(value)})


def _show_outcome(found: CoupleOutcome) -> None:
    if isinstance(found, CoupleLists):
        _show_lists(found)
    elif isinstance(found, NoCouple):
        whose = "you" if found.who == 0 else "your partner"
        show_faults(
            f"There is no list for {whose} that keeps all limits.",
            (found.why.words, *(remedy.words for remedy in found.why.remedies)),
        )
    else:
        st.warning("The time ran out before both of you had a list. Loosen a limit, or try again.")


def _show_lists(found: CoupleLists) -> None:
    joint = found.joint
    st.subheader(f"Both match near each other: {in_100(joint.together.value)}", anchor=False)
    st.markdown(
        literal(
            f"Range {chance_range_in_100((joint.together.low, joint.together.high))}. Near means {found.near}. "
            f"{couple_difference(found)}"
        )
    )
    with st.container(horizontal=True, key="couple-files"):
        file_button("Excel", lambda: couple_bytes(found, ".xlsx"), f"couple-{found.season}.xlsx", XLSX)
        file_button("CSV", lambda: couple_bytes(found, ".csv"), f"couple-{found.season}.csv", "text/csv")
        file_button("Pairs to rank", lambda: pairs_csv(found), f"couple-pairs-{found.season}.csv", "text/csv")
    together, yours, partner, pairs = st.tabs(["Together", *_WHOSE, "Pairs to rank"], key="couple-view")
    with together:
        _show_together(found)
    for who, tab in enumerate((yours, partner)):
        with tab:
            _show_list(found, who)
    with pairs:
        _show_pairs(found)


def _show_together(found: CoupleLists) -> None:
    rows = [
        (
            capitalised(name),
            f"{whole_of_100(joint.value)} ({chance_range((joint.low, joint.high))})",
            f"{whole_of_100(apart.value)} ({chance_range((apart.low, apart.high))})",
        )
        for name, joint, apart in couple_rows(found.joint, found.apart)
    ]
    show_table(pd.DataFrame(rows, columns=["In 100 seasons", "These two lists", "Two lists built apart"]))
    places = [
        (place.name, whole_of_100(place.together), str(len(place.programs[0])), str(len(place.programs[1])))
        for place in found.places
    ]
    _show_rows(
        pd.DataFrame(places, columns=["Place", "Offers to both, in 100", "Your programs", "Your partner's"]),
        f"{len(places)} places where both of you apply",
    )
    show_lines(found.notices)


def _show_list(found: CoupleLists, who: int) -> None:
    own: ProgramList = found.lists[who]
    place = {program: one.name for one in found.places for program in one.programs[who]}
    order = [one.name for one in found.places]
    elsewhere = "Where your partner has none" if who == 0 else "Where you have none"
    rows = [
        (
            place.get(program.id, elsewhere),
            one_program(program.name, program.city, program.state),
            SIGNAL_WORDS[program.signal],
            whole_of_100(program.interview_probability),
        )
        for program in sorted(
            own.programs, key=lambda one: order.index(place[one.id]) if one.id in place else len(order)
        )
    ]
    _show_rows(
        pd.DataFrame(rows, columns=["Place", "Program", "Signal", "Interview, in 100"]),
        f"{_WHOSE[who]}: {len(rows)} programs by place",
    )
    with st.expander("What to know"):
        show_lines(own.notices)


def _show_pairs(found: CoupleLists) -> None:
    st.markdown(
        "The match takes a couple's list from the top and keeps the first line on which each program takes its "
        "partner; a line may say that one of you goes without. Rank pairs of programs that interviewed you, in the "
        "order that you both want. The file has all lines."
    )
    rows = [(str(pair.rank), *pair.names, pair.place or "") for pair in found.pairs[:_LINES_SHOWN]]
    _show_rows(
        pd.DataFrame(rows, columns=["Line", "You", "Your partner", "Near each other in"]),
        f"The first {len(rows)} of {len(found.pairs)} pairs to rank",
    )


def _show_rows(table: pd.DataFrame, what: str) -> None:
    """A table that is wider than a phone: it scrolls by itself, by keyboard too."""
    st.dataframe(table, hide_index=True, height=table_height(len(table)), alt=what)
