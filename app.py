"""The dashboard's entry: page settings and navigation. `streamlit run app.py`, or `matchlist app`."""

import streamlit as st

from optimizer.dashboard import FAVICON, let_in, pages

st.set_page_config(page_title="matchlist", page_icon=FAVICON, layout="wide", initial_sidebar_state=330)
if let_in():
    st.navigation(pages(), position="top").run()
