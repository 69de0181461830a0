"""What was entered into a form of this page and couldn't be kept: it stays in the form until it can be."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import streamlit as st

from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.literal import literal
from optimizer.dashboard.season.store import Kept, written
from optimizer.season.tracker import Tracker

_UNSAVED = "season/unsaved"


def unsaved(form: str) -> Mapping[str, Any]:
    """What was entered into a form and isn't kept, by field; nothing where all of it is.

    Parameters
    ----------
    form : str
        Tells forms apart.
    """
    found: Mapping[str, Any] = st.session_state.get(_UNSAVED, {}).get(form, {})
    return found


def keep_entered(form: str, entered: Mapping[str, Any], kept: Kept, act: Callable[[Tracker], str]) -> NoReturn:
    """Write what a form holds, and draw the page anew; where it can't be written, it stays in the form.

    Parameters
    ----------
    form : str
    entered : mapping
        What the user entered, by field.
    kept, act
        As `optimizer.dashboard.season.store.written`.
    """
    everywhere = st.session_state.setdefault(_UNSAVED, {})
    if written(kept, act):
        everywhere.pop(form, None)
    else:
        everywhere[form] = dict(entered)
    draw_anew()


def say_unsaved(form: str, button: str, *, meanwhile: str = "") -> None:
    """Say below a form that what stands in it isn't kept yet; nothing where it is.

    Parameters
    ----------
    form : str
    button : str
        What the form is sent by.
    meanwhile : str
        What another window has kept in the place of it since, in words.
    """
    if unsaved(form):
        others = f" {meanwhile}" if meanwhile else ""
        st.warning(
            f"**Not kept yet.** The top of the page says why. What you entered stays here; “{button}” tries it "
            f"again.{literal(others)}",
            icon=":material/pending:",
        )
