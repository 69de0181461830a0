"""The dashboard's entry: page settings and navigation. ``matchlist app``, ``python app.py``, ``streamlit run app.py``.

Run as a program it starts Streamlit's server and reads ahead while nobody has come yet. The server reads it once more
to find `app`, what it is to serve, and then once for every visitor.
"""

import sys
import threading
import time

import streamlit as st
from streamlit import runtime
from streamlit.web import cli

_SECONDS_BETWEEN_LOOKS = 0.02


def draw() -> None:
    """Draw the page that the visitor is on."""
    from optimizer.dashboard import FAVICON, let_in, page_drawn, pages  # noqa: PLC0415 - the server shall answer before this is read

    st.set_page_config(page_title="matchlist", page_icon=FAVICON, layout="wide", initial_sidebar_state=330)
    with page_drawn():
        if let_in():
            st.navigation(pages(), position="top").run()


def read_ahead() -> None:
    """Import and read what the first visitor would otherwise have to wait for."""
    from optimizer.hosting import reading_ahead  # noqa: PLC0415 - as above

    with reading_ahead():
        while not runtime.exists():
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        from optimizer.dashboard import warm_up  # noqa: PLC0415 - as above

        warm_up()


if runtime.exists():
    draw()
# A process that works for one of these reads this file again, under another name: it must not serve.
elif __name__ == "__main__":
    from optimizer.hosting import send_at_once

    send_at_once()
    threading.Thread(target=read_ahead, daemon=True).start()
    cli.main(["run", __file__, *sys.argv[1:]], prog_name="streamlit")
elif __name__ == "app":
    from optimizer.hosting import doorkeepers, while_served

    app = st.App(__file__, middleware=doorkeepers(), lifespan=while_served)
