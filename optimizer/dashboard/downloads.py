"""The list as files, each made only when its button is clicked."""

from collections.abc import Callable

import streamlit as st

from optimizer.dashboard.own_programs import directory_in_use
from optimizer.export import adviser_pdf, first_year_csv, list_csv, list_pdf, list_xlsx, tracking_xlsx
from optimizer.plan import Plan, ProgramList

ADVISER_PAGE = "Page for an adviser"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_downloads(plan: Plan, found: ProgramList) -> None:
    """Draw a button for each kind of file."""
    with st.container(horizontal=True, key="downloads"):
        file_button("CSV", lambda: list_csv(found, plan), f"matchlist-{plan.season}.csv", "text/csv")
        if (first_years := first_year_csv(found)) is not None:
            file_button("First year (CSV)", lambda: first_years, f"first-year-{plan.season}.csv", "text/csv")
        file_button("Excel", lambda: list_xlsx(found, plan), f"matchlist-{plan.season}.xlsx", XLSX)
        file_button("PDF", lambda: list_pdf(found, plan), f"matchlist-{plan.season}.pdf", "application/pdf")
        file_button(ADVISER_PAGE, lambda: _adviser_page(plan, found), f"adviser-{plan.season}.pdf", "application/pdf")
        file_button("Tracking sheet", lambda: tracking_xlsx(found), f"tracking-{plan.season}.xlsx", XLSX)


def _adviser_page(plan: Plan, found: ProgramList) -> bytes:
    return adviser_pdf(found, plan, directory_in_use(plan))


def file_button(label: str, made: Callable[[], bytes], name: str, mime: str) -> None:
    """A button that gives a file, which is made only when it is clicked; the page stays as it is."""
    st.download_button(
        label, made, file_name=name, mime=mime, on_click="ignore", icon=":material/download:", key=f"download-{name}"
    )
