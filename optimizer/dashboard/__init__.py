"""The dashboard: Streamlit pages over the same functions as the command line. It computes nothing."""

from optimizer.dashboard.login import let_in
from optimizer.dashboard.offered import page_drawn
from optimizer.dashboard.pages import FAVICON, pages
from optimizer.dashboard.warming import warm_up

__all__ = ["FAVICON", "let_in", "page_drawn", "pages", "warm_up"]
