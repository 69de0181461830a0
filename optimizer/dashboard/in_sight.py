"""What a click leads to, brought into sight: a form above a long table, or the heading of what follows.

Streamlit leaves the keyboard on what was clicked, and the window where it was. A small component (`in_browser/lead/`, a
script of ours: the content policy allows none that is made of text) scrolls no further than it has to, and puts the
keyboard on a heading, which a screen reader then says.
"""

from pathlib import Path
from uuid import uuid4

import streamlit as st
from streamlit.components.v1 import declare_component

_WISH = "in-sight/wish"
_FOLDER = Path(__file__).with_name("in_browser") / "lead"


def lead_there() -> None:
    """Within a callback: have the page lead to its part once it is drawn, wherever that is (`lead_to`)."""
    st.session_state[_WISH] = uuid4().hex


def is_led() -> bool:
    """Whether the page that is being drawn is to lead somewhere."""
    return _WISH in st.session_state


def lead_to(part: str, *, words: str = "", with_keyboard: bool = False) -> None:
    """Draw what leads to a part of the page, as often as a callback has asked for it, and nothing to be seen.

    Parameters
    ----------
    part : str
        Which part, as a selector of CSS; the first that is found.
    words : str
        What it says, where others could be found as well.
    with_keyboard : bool
        Whether the keyboard goes there too, unless it was put elsewhere meanwhile.
    """
    with st.container(key="unseen-lead"):
        declare_component("matchlist_lead", path=str(_FOLDER))(
            asked=st.session_state.pop(_WISH, ""),
            part=part,
            words=words,
            focus=with_keyboard,
            key="in-sight",
            default=None,
            tab_index=-1,
        )
