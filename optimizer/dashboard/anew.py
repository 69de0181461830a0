"""Drawing the whole page anew from within."""

from datetime import timedelta
from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx

_SELDOM = timedelta(hours=12)


def draw_anew() -> NoReturn:
    """Leave what is being drawn and draw the whole page anew; a click that was made meanwhile comes first.

    `streamlit.rerun` puts such a wish into the same place where a visitor's wishes wait, and of two the page that was
    named last is drawn: a click on the menu that arrived a moment before would be lost. What is raised here leaves that
    place alone; the next run looks there before it draws anything.
    """
    context = get_script_run_ctx()
    if context is None:
        raise RerunException(RerunData())
    raise RerunException(
        RerunData(
            query_string=context.query_string,
            page_script_hash=context.page_script_hash,
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
    )


def draw_when_connected_again() -> None:
    """Have the browser ask for the page as soon as it is connected again after it was cut off.

    It does so only where a part of the page is drawn by the clock; here one without anything in it. Else its next word
    would be the visitor's next change. A server that was started anew has no widget yet that could have been changed:
    it would draw what is kept, and the change would be lost.
    """
    st.fragment(_nothing, run_every=_SELDOM)()


def _nothing() -> None:
    pass
