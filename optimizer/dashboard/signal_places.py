"""Where each signal decides and where it is wasted, and moving one with its price shown."""

import pandas as pd
import streamlit as st

from optimizer.dashboard.advice import say_no_answer, show_worked_out
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.edits import with_signal_moved
from optimizer.dashboard.literal import literal
from optimizer.dashboard.showing import show_lines, show_table
from optimizer.dashboard.tables import SIGNAL_WORDS, one_program
from optimizer.export import crowd_words, move_words
from optimizer.plan import NoList, NotDecided, Plan, SignalAt, SignalMove, SignalsIn, list_signals
from optimizer.vocabulary import NO_SIGNAL, specialty_name
from optimizer.wording import signed_of_100, whole_of_100, with_and_without

_MOST_MOVES = 5
"""Signals that are offered to be moved: those that bring least where they are."""


def show_signal_places(plan: Plan) -> None:
    """What each signal of the list brings, where one more would bring most, and which could move at what price."""
    show_worked_out("Trying each signal elsewhere", plan, list_signals, _show)


def _show(found: tuple[SignalsIn, ...] | NoList | NotDecided) -> None:
    if isinstance(found, NoList | NotDecided):
        say_no_answer(found)
        return
    for signals in found:
        st.subheader(f"Where signals decide in {specialty_name(signals.specialty)}", anchor=False)
        most, least = signals.placed[0], signals.placed[-1]
        if most is not least:
            st.markdown(literal(f"Most at {most.name}, least at {least.name}: {_words(most)}; {_words(least)}."))
        places = (*signals.placed, *signals.unsignalled)
        show_table(_table(places))
        st.caption(literal(_whose(places)))
        show_lines(words for at in signals.placed if (words := crowd_words(at)))
        _offer_moves(signals)


def _words(at: SignalAt) -> str:
    return with_and_without(at.interview_probability, at.interview_probability_without)


def _table(places: tuple[SignalAt, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Program": one_program(at.name, at.city, at.state),
            "Signal": SIGNAL_WORDS[at.signal if at.placed else NO_SIGNAL],
            "Interview, in 100": f"{whole_of_100(at.interview_probability)}, "
            f"without {whole_of_100(at.interview_probability_without)}",
            "Worth, points in 100": signed_of_100(at.value_gain, 2),
        }
        for at in places
    )


def _whose(places: tuple[SignalAt, ...]) -> str:
    """Whose figures a table of places stands on."""
    own = [at.name for at in places if at.own_rates]
    if not own:
        return "The figures are the specialty's: of none of these programs the own rates by signal are known."
    return f"By their own rates by signal: {', '.join(own)}. The others' figures are the specialty's."


def _offer_moves(signals: SignalsIn) -> None:
    if not signals.moves:
        return
    st.markdown("**Moving a signal**")
    for move in reversed(signals.moves[-_MOST_MOVES:]):
        said, button = st.columns([5, 1], vertical_alignment="center")
        said.markdown(literal(move_words(move)))
        button.button(
            "Move",
            key=f"move-signal/{move.source}",
            icon=":material/swap_horiz:",
            help=f"Take the signal from {move.source_name} and give it to {move.target_name}",
            on_click=_move,
            args=(move, signals),
            width="stretch",
        )


def _move(move: SignalMove, signals: SignalsIn) -> None:
    there = next((at.signal for at in signals.placed if at.id == move.target), None)
    take_up(with_signal_moved(present().plan, move, there))
