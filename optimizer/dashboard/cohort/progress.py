"""How far the work on a class is: a bar, what came last, and a button that stops it."""

import time
from typing import Any

import pandas as pd
import streamlit as st

from optimizer.cohort import Built, OwnProcess
from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.cohort.in_hand import ClassInHand
from optimizer.dashboard.literal import literal
from optimizer.dashboard.showing import show_table
from optimizer.plan import ProgramList, in_100

_SECONDS_BETWEEN_LOOKS = 0.7
_LATEST = 6


def show_progress(name: str, run: OwnProcess[Any, Any], held: ClassInHand) -> None:
    """Show it until it has ended; the rest of the page can be used meanwhile."""
    st.fragment(_show, run_every=_SECONDS_BETWEEN_LOOKS)(name, run, held)


def _show(name: str, run: OwnProcess[Any, Any], held: ClassInHand) -> None:
    if not run.running:
        draw_anew()
    told = tuple(run.told)
    seconds = time.monotonic() - run.began
    said, stop = st.columns([4, 1], vertical_alignment="center")
    with said:
        _show_how_far(told, held.number, seconds)
    if stop.button("Stop", key=f"class-stop/{name}", icon=":material/stop:", width="stretch"):
        run.stop()
        draw_anew()
    latest = [one for one in told if isinstance(one, Built)][-_LATEST:]
    if latest:
        show_table(pd.DataFrame(_row(one, held) for one in reversed(latest)))


def _show_how_far(told: tuple[Any, ...], number: int, seconds: float) -> None:
    words = [one for one in told if isinstance(one, str)]
    if words:
        st.markdown(f":material/hourglass_top: {literal(words[-1])} ... {seconds:.0f} s")
        return
    left = f", about {seconds / len(told) * (number - len(told)):.0f} s left" if len(told) > 3 else ""
    st.progress(len(told) / number, text=f"Building the lists: {len(told)} of {number}, {seconds:.0f} s{left}")


def _row(one: Built, held: ClassInHand) -> dict[str, str]:
    chance = in_100(one.outcome.match_probability) if isinstance(one.outcome, ProgramList) else "no list"
    return {"Just built": held.label(one.code), "Chance to match": chance}
