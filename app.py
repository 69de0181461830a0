"""The dashboard's entry: page settings and navigation. `streamlit run app.py`, or `matchlist app`."""

import streamlit as st

from optimizer.dashboard import FAVICON, pages

st.set_page_config(page_title="matchlist", page_icon=FAVICON, layout="wide", initial_sidebar_state=330)
st.navigation(pages(), position="top").run()
