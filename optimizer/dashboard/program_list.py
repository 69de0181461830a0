"""The table of programs with filters and decisions, the downloads, and the panel that explains one program."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from optimizer.dashboard.advice import known_standings
from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.downloads import offer_downloads
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.edits import FREE, decided, decision_on, with_decision
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_in_use
from optimizer.dashboard.program_panel import show_program, show_program_panel
from optimizer.dashboard.showing import table_height
from optimizer.dashboard.tables import DECISION_WORDS, one_program, program_cards, program_columns, program_table
from optimizer.errors import BadInput
from optimizer.export import tier_heading
from optimizer.plan import ListedProgram, Plan, ProgramList
from optimizer.vocabulary import NO_SIGNAL, SIGNAL_NAMES, STRONGEST_FIRST, TIERS
from optimizer.wording import NOT_KNOWN

_CLICKED = "clicked-program"
_FILTERS = ("tier", "signal", "region")


def show_programs(plan: Plan, found: ProgramList) -> None:
    """Draw the table and what belongs to it."""
    if not found.programs:
        st.write("No program is on this list.")
    else:
        show_decisions(plan, found, _filtered(found.programs), name="programs")
    show_my_decisions(plan)
    offer_downloads(plan, found)
    if found.programs:
        show_program_panel(plan, found)


def _filtered(programs: Sequence[ListedProgram]) -> list[ListedProgram]:
    kinds = [kind for kind in (*STRONGEST_FIRST, NO_SIGNAL) if any(p.signal == kind for p in programs)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filters"):
        text = st.text_input(
            "Find in the list",
            placeholder="Find a name, a city, a state",
            key="filter/text",
            label_visibility="collapsed",
            width=260,
        )
        in_use = sum(bool(st.session_state.get(f"filter/{name}")) for name in _FILTERS)
        with st.popover(f"Filter ({in_use} in use)" if in_use else "Filter", icon=":material/filter_alt:"):
            tiers = st.pills(
                "Tier",
                TIERS,
                selection_mode="multi",
                format_func=lambda tier: tier_heading(tier, programs),
                key="filter/tier",
            )
            signals = st.pills(
                "Signal",
                kinds,
                selection_mode="multi",
                format_func=lambda kind: SIGNAL_NAMES[kind],
                key="filter/signal",
            )
            regions = st.multiselect(
                "Region",
                list(dict.fromkeys(p.region for p in programs)),
                key="filter/region",
                select_all=False,
                placeholder="all",
            )
    sought = text.casefold().split()
    return [
        program
        for program in programs
        if (not tiers or program.tier in tiers)
        and (not signals or program.signal in signals)
        and (not regions or program.region in regions)
        and all(
            word in f"{program.name} {program.institution} {program.city} {program.state}".casefold() for word in sought
        )
    ]


def show_decisions(
    plan: Plan,
    found: ProgramList,
    shown: Sequence[ListedProgram],
    *,
    name: str,
    unsignalled: Mapping[str, float | None] | None = None,
) -> None:
    """A table of programs in which the user decides.

    Parameters
    ----------
    plan, found
    shown : sequence of ListedProgram
        Those of the list that are shown.
    name : str
        Tells tables of one page apart.
    unsignalled : mapping of str to float, optional
        Chance of an interview of each without its signal, where that is to be shown.
    """
    decision = {program.id: decision_on(plan, program.id) for program in shown}
    table = program_table(shown, decision, known_standings(plan), unsignalled)
    with st.container(key=f"{name}-table-wide"):
        st.dataframe(
            table,
            hide_index=True,
            placeholder=NOT_KNOWN,
            # A button, and no selection: going through the table by keyboard selects cells, and opens nothing.
            column_config=program_columns(f"{name}/clicked", partial(_take_row, f"{name}/clicked", tuple(decision))),
            height=table_height(max(len(table), 1)),
            alt=f"Table of {len(table)} programs with their chances and reasons",
        )
    with st.container(key=f"{name}-table-narrow"):
        st.html(program_cards(shown, decision))
    told = f"{len(shown)} of {len(found.programs)} programs shown. " if len(shown) < len(found.programs) else ""
    mine = len(decided(plan))
    decisions = f"{mine or 'No'} decision{'' if mine == 1 else 's'} of yours"
    st.caption(f"{told}{decisions}. Click on a program to see why it is here, and to decide.")
    clicked = st.session_state.pop(_CLICKED, None)
    if clicked in decision:
        _show_clicked(plan, found, clicked)


def _take_row(key: str, ids: tuple[str, ...]) -> None:
    """Callback of the table: note which program was clicked."""
    st.session_state[_CLICKED] = ids[st.session_state[key]["row"]]


@st.dialog("Why this program", width="large")
def _show_clicked(plan: Plan, found: ProgramList, program: str) -> None:
    if present().plan != plan:
        # A decision was made here: the page around it has to follow.
        draw_anew()
    show_program(plan, found, program, key="clicked")


def show_my_decisions(plan: Plan) -> None:
    """List what the user has decided, programs that are ruled out among them, each to be let go."""
    mine = decided(plan)
    if not mine:
        return
    try:
        directory = directory_in_use(plan)
    except BadInput:
        return
    with st.expander(f"My decisions ({len(mine)})", icon=":material/gavel:", key="my-decisions"):
        for program in mine:
            facts = directory.with_id(program)
            name = (
                "A program that isn't known any more"
                if facts is None
                else one_program(facts.name, facts.city, facts.state)
            )
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"{literal(name)}: **{DECISION_WORDS[decision_on(plan, program)]}**", width="content")
                st.button(
                    "Remove",
                    key=f"let-go/{program}",
                    icon=":material/close:",
                    type="tertiary",
                    help=f"Leave {literal(name)} to matchlist again",
                    on_click=_let_go,
                    args=(program,),
                )


def _let_go(program: str) -> None:
    take_up(with_decision(present().plan, program, FREE))
