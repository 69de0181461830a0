"""What an import did, row by row, with a choice for every row that may mean several programs."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from optimizer.dashboard.literal import literal
from optimizer.dashboard.plain import plain_faults
from optimizer.dashboard.showing import show_lines
from optimizer.dashboard.tables import one_program
from optimizer.dashboard.words import fact_words
from optimizer.directory import Directory
from optimizer.directory.importing import NEW, ImportReport, RowOutcome
from optimizer.export import import_csv

NEW_PROGRAM = "a program of its own"
_OPEN = "not decided"
_MOST_ASKED = 25
_OUTCOMES = {"ambiguous": "to decide", "refused": "refused"}

Decisions = Mapping[tuple[str, str, str], str]


def show_report(report: ImportReport, directory: Directory) -> Decisions:
    """Tell what became of files that were joined into a directory; what the user has just decided, or nothing."""
    counts = report.counts()
    st.markdown(
        literal(
            f"{sum(counts.values())} rows: {counts['joined']} joined to programs that were there, {counts['new']} new, "
            f"{counts['ambiguous']} that may mean several programs, {counts['refused']} refused."
        )
    )
    if report.learned:
        learned = (
            f"{fact_words(name)}: known of {report.known_before[name]} programs before, {report.known_after[name]} now"
            for name in report.learned
        )
        show_lines(learned)
    decisions = _ask_ambiguous([row for row in report.rows if row.outcome == "ambiguous"], directory)
    with st.expander("Every table, row and cell that needs a look"):
        for table in report.tables:
            unused = f" Columns not used: {', '.join(table.unused)}." if table.unused else ""
            st.markdown(literal(f"{table.file}: {table.title}, {table.rows} rows.{unused} {' '.join(table.notices)}"))
        odd = [row for row in report.rows if row.outcome in ("refused", "ambiguous")]
        if odd:
            rows = [(_OUTCOMES[row.outcome], row.line, row.name, row.how) for row in odd]
            table_of_rows = pd.DataFrame(rows, columns=["What", "Where", "Name", "Why"])
            st.dataframe(table_of_rows, hide_index=True, alt=f"{len(odd)} rows that were not used")
        show_lines(plain_faults(report.faults[:25]))
        if len(report.faults) > 25:
            st.caption(f"and {len(report.faults) - 25} more cells, all in the report")
    st.download_button(
        "Download the whole report",
        lambda: import_csv(report),
        file_name="import-report.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
    return decisions


def _ask_ambiguous(rows: list[RowOutcome], directory: Directory) -> Decisions:
    if not rows:
        return {}
    with st.form("ambiguous", border=True):
        st.markdown("**Which program does each of these rows mean?**")
        chosen = {}
        for row in rows[:_MOST_ASKED]:
            key = (row.file, row.sheet or "", row.line)
            chosen[key] = st.selectbox(
                literal(f"{row.name} ({row.line})"),
                [None, *row.candidates, NEW],
                format_func=partial(_meant, directory),
                help=literal(row.how),
                key=f"ambiguous/{row.file}/{row.line}",
            )
        if len(rows) > _MOST_ASKED:
            st.caption(f"and {len(rows) - _MOST_ASKED} more: decide them in the report, or after these")
        submitted = st.form_submit_button("Take these decisions")
    return {key: value for key, value in chosen.items() if value is not None} if submitted else {}


def _meant(directory: Directory, choice: str | None) -> str:
    """A choice in words: a program by its name and place."""
    if choice is None or choice == NEW:
        return _OPEN if choice is None else NEW_PROGRAM
    program = directory.programs[directory.index_by_id[choice]]
    return one_program(program.name, program.city, program.state)
