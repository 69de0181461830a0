"""What takes some seconds to say: how firm a list is, what missing facts are worth, what to state, whom to signal."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from optimizer.dashboard import words
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_in_use, mark_in_hand
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.showing import show_lines, show_table, table_height
from optimizer.dashboard.tables import NARROW_NAMES, narrow_name, one_program
from optimizer.dashboard.telling import show_faults
from optimizer.dashboard.work import Made, outcome_of, show_work
from optimizer.errors import BadInput
from optimizer.export import connection_words
from optimizer.plan import (
    Advice,
    MissingFacts,
    NoList,
    NotDecided,
    Plan,
    PlanOutcome,
    PreferenceAdvice,
    ProgramList,
    SignalRule,
    StatedPreference,
    build_list,
    in_100,
    missing_facts,
    plan_text,
    preference_advice,
)
from optimizer.vocabulary import FIRMNESSES, SIGNALS_SENT, specialty_name, tie_name
from optimizer.wording import points_words, range_of_100

_SECONDS_EACH = 5.0
_FIRMNESS = "Trying other plausible figures"


def show_worked_out(
    name: str, plan: Plan, work: Callable[..., Made], show: Callable[[Made], None], question: str = ""
) -> None:
    """Do work on a plan beside the page, and show it or why it can't be done.

    Parameters
    ----------
    name : str
        What is being done, for the page.
    plan : Plan
    work : callable
        Takes the plan, a directory and a time limit for each solve.
    show : callable
    question : str
        What the outcome depends on beside plan and directory.
    """
    try:
        directory = directory_in_use(plan)
        show_work(
            name, _question(plan, question), partial(work, plan, directory=directory, time_limit_s=_SECONDS_EACH), show
        )
    except BadInput as error:
        show_faults("This can't be worked out.", sentences(error))


def say_no_answer(found: NoList | NotDecided) -> None:
    """Say why there is nothing to show."""
    st.warning(literal(found.words if isinstance(found, NoList) else words.undecided(found)))


def show_firmness(plan: Plan) -> None:
    """How firmly each program stands on the list when the published figures are not exactly known."""
    show_worked_out(_FIRMNESS, plan, partial(build_list, standing=True), _show_standing)


def known_standings(plan: Plan) -> dict[str, str]:
    """The standing of each program by id, once it has been worked out; empty before."""
    found = outcome_of(_FIRMNESS, _question(plan))
    if not isinstance(found, ProgramList):
        return {}
    return {program.id: program.standing for program in found.programs if program.standing is not None}


def _question(plan: Plan, more: str = "") -> str:
    return f"{plan_text(plan)}\n{mark_in_hand(plan)}\n{more}"


def _show_standing(found: PlanOutcome) -> None:
    if not isinstance(found, ProgramList):
        say_no_answer(found)
        return
    count = {kind: sum(program.standing == kind for program in found.programs) for kind in FIRMNESSES}
    st.markdown(
        f"With other plausible figures, **{count['core']}** programs stay on the best list nearly always (core), "
        f"**{count['swing']}** often (swing), and **{count['fringe']}** seldom (fringe): others are about as good."
    )
    rows: list[tuple[float, str, str | None, str]] = [
        ((one.standing_share or 0.0) * 100, narrow_name(one.name), one.standing, f"{one.city}, {one.state}")
        for one in found.programs
    ]
    rows += [
        (one.standing_share * 100, narrow_name(one.name), "next in line", f"{one.city}, {one.state}")
        for one in found.next_in_line or ()
    ]
    # What the table is about comes first: a phone shows hardly more than two columns.
    table = pd.DataFrame(rows, columns=["share", "Program", "Standing", "City"])
    st.dataframe(
        table.sort_values("share", ascending=False),
        hide_index=True,
        column_config={
            "share": st.column_config.ProgressColumn(
                "Kept, of 100 tries",
                width=125,
                format="%.0f",
                min_value=0,
                max_value=100,
                help="How often it is on the best list when figures are varied",
            ),
            "Program": NARROW_NAMES,
            "Standing": st.column_config.TextColumn(width=90),
        },
        height=table_height(len(table)),
        alt=f"How firmly {len(found.programs)} programs stand, and which come next",
    )


def show_missing_facts(plan: Plan) -> None:
    """What knowing more about the programs would be worth, and where to ask first."""
    show_worked_out("Working out what missing facts are worth", plan, missing_facts, _show_missing)


def _show_missing(found: MissingFacts | NoList | NotDecided) -> None:
    if not isinstance(found, MissingFacts):
        say_no_answer(found)
        return
    if not found.facts:
        st.write("Nothing that the estimate uses is unknown.")
        return
    show_lines(
        f"{fact.fact}, unknown of {fact.unknown} programs: knowing it of all would change the chance to match by about "
        f"{points_words(fact.match_probability.gain)}"
        for fact in found.facts
    )
    if found.programs:
        st.markdown("**Where to ask first**")
        show_table(
            pd.DataFrame(
                {
                    "Program": one_program(program.name, program.city, program.state),
                    "On the list": "yes" if program.on_list else "no",
                    "The answer moves it": in_100(program.moves),
                }
                for program in found.programs
            )
        )
    show_lines(found.not_counted)


def show_advice(plan: Plan) -> None:
    """Which divisions to state, and what is published on signals to home and away-rotation programs."""
    show_worked_out("Comparing what you could state", plan, preference_advice, _show_advice)


def _show_advice(found: Advice | NoList | NotDecided) -> None:
    if not isinstance(found, Advice):
        say_no_answer(found)
        return
    if found.preference is None:
        st.write("It isn't known that the services of these specialties ask for divisions.")
    else:
        _show_preference(found.preference)
    show_lines(connection_words(rule) for rule in found.connections)
    if found.signals:
        st.subheader("Signals to your home program and where you rotate", anchor=False)
    for rule in found.signals:
        _show_rule(rule)


def _show_preference(advice: PreferenceAdvice) -> None:
    best = advice.best[0]
    if advice.gain_range is None:
        st.markdown(f"Of all statements of up to {advice.most_divisions} divisions, yours is worth most.")
    else:
        low, high = advice.gain_range
        st.markdown(
            literal(
                f"Worth most: {_named(best)}. With the list built for it, the chance to match changes by "
                f"{points_words(best.match_probability_gain)} (range {range_of_100(low, high)})."
            )
        )
    show_table(
        pd.DataFrame(
            {
                "Best statement of each size": _named(each),
                "Chance to match": in_100(each.match_probability),
                "Worth, by what you want": points_words(each.value_gain),
            }
            for each in advice.best
        )
    )
    st.caption("State only where you would really go: programs may ask why.")


def _named(stated: StatedPreference) -> str:
    return " + ".join(stated.divisions) or "no preference"


def _show_rule(rule: SignalRule) -> None:
    source = f" ({rule.source}; grade {rule.grade})" if rule.source else ""
    st.markdown(literal(f"{specialty_name(rule.specialty)}: {rule.words}{source}."))
    if rule.programs:
        show_table(
            pd.DataFrame(
                {
                    "Program": one_program(program.name, program.city, program.state),
                    "Tie": tie_name(program.tie),
                    "On the list": "no" if program.signal is None else SIGNALS_SENT[program.signal],
                    "A signal there is worth": points_words(program.value_gain),
                }
                for program in rule.programs
            )
        )
