"""Each page below notes what it was asked for each time it is drawn, and draws itself anew the first time."""

from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from optimizer.dashboard.anew import draw_anew

context = get_script_run_ctx()
drawn = st.session_state.setdefault("drawn", [])
drawn.append(context.query_string)
st.title(f"Drawn {len(drawn)} times")
if len(drawn) == 1:
    MEANWHILE
    draw_anew()
"""
SECONDS = 60.0


def drawn(meanwhile: str) -> AppTest:
    page = AppTest.from_string(PAGE.replace("MEANWHILE", meanwhile), default_timeout=SECONDS).run()
    assert not page.exception
    return page


def test_the_whole_page_is_drawn_once_more() -> None:
    assert [title.value for title in drawn("pass").title] == ["Drawn 2 times"]


def test_what_a_visitor_asks_for_just_before_the_page_draws_itself_anew_is_drawn() -> None:
    wish = 'RerunData(query_string="wanted", page_script_hash=context.page_script_hash)'
    page = drawn(f"context.script_requests.request_rerun({wish})")
    assert page.session_state["drawn"][-1] == "wanted"
