"""One student of a class: the list, what it is worth, its files, and a way to every other page."""

import hashlib

import streamlit as st

from optimizer.cohort import Student, Summary, risk_words
from optimizer.dashboard import words
from optimizer.dashboard.charts import where_bars
from optimizer.dashboard.cohort.in_hand import ClassInHand
from optimizer.dashboard.downloads import XLSX, file_button
from optimizer.dashboard.draft import open_plan
from optimizer.dashboard.edits import FREE
from optimizer.dashboard.literal import literal
from optimizer.dashboard.opening import OpenPlan
from optimizer.dashboard.showing import show_figures, show_lines, show_picture, table_height
from optimizer.dashboard.tables import program_columns, program_table
from optimizer.export import applicant_words, list_csv, list_xlsx
from optimizer.plan import ProgramList, plan_text
from optimizer.wording import NOT_KNOWN

_CHOSEN = "class/student"


def show_student(held: ClassInHand, summary: Summary) -> None:
    """Ask for a student, and show what was built."""
    codes = [one.code for one in summary.students]
    if st.session_state.get(_CHOSEN) not in codes:
        st.session_state[_CHOSEN] = codes[0]
    code = st.selectbox("Student, the least sure first", codes, format_func=held.label, key=_CHOSEN)
    built = next(one for one in summary.students if one.code == code)
    student = next((one for one in held.found.students if one.code == code), None)
    if student is None or not isinstance(built.outcome, ProgramList):
        st.error(literal(f"No list. {built.words}"), icon=":material/error:")
        if student is not None:
            _offer_plan(held, student)
        return
    _show_list(held, student, built.outcome)
    if summary.at_risk(built):
        st.markdown("**Why at risk**")
        show_lines(risk_words(built, summary.at_risk_below))
    with st.expander("Good to know"):
        show_lines(built.outcome.notices)


def _show_list(held: ClassInHand, student: Student, found: ProgramList) -> None:
    st.subheader(words.headline(found), anchor=False)
    st.caption(literal(applicant_words(student.plan.applicant)))
    show_figures(student.plan, found)
    with st.container(horizontal=True):
        name = f"list-{student.code}"
        plan = student.plan.model_copy(update={"title": student.code})
        file_button("CSV", lambda: list_csv(found, plan), f"{name}.csv", "text/csv")
        file_button("Excel", lambda: list_xlsx(found, plan), f"{name}.xlsx", XLSX)
        _offer_plan(held, student)
    if found.programs:
        free = dict.fromkeys((program.id for program in found.programs), FREE)
        table = program_table(found.programs, free).drop(columns="My decision")
        st.dataframe(
            table,
            hide_index=True,
            placeholder=NOT_KNOWN,
            column_config=program_columns(),
            height=table_height(len(table)),
            alt=f"{len(table)} programs of this student's list",
        )
        show_picture(where_bars(found), key="student-where")


def _offer_plan(held: ClassInHand, student: Student) -> None:
    """A way to look at the plan on every other page, and a way to take it along."""
    label = f"Class: {held.label(student.code)}"
    # Named by its content: opened twice, it is one plan; changed in the class file, another one.
    digest = hashlib.sha256(plan_text(student.plan).encode()).hexdigest()[:16]
    key = f"class-{student.code}-{digest}"
    opened = OpenPlan(key, label, student.plan, is_example=held.is_example)
    st.button(
        "Open on the other pages",
        icon=":material/open_in_new:",
        on_click=open_plan,
        args=(opened,),
        help="Takes this student's plan in hand: trade-offs, reasons and decisions are on the other pages.",
        key=f"class-open/{student.code}",
    )
