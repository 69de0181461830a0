"""Asking for a class: files, what its students share, and whether names become codes."""

from collections.abc import Sequence

import streamlit as st

from optimizer.cohort import (
    COLUMNS,
    MOST_STUDENTS_HERE,
    Coded,
    check_size,
    checked_class,
    class_of_files,
    shared_part,
    with_codes,
)
from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.cohort.in_hand import take_class
from optimizer.dashboard.draft import present
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import directory_in_use, directory_key, own_programs
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.telling import show_faults
from optimizer.data_folder import data_folder
from optimizer.errors import BadInput

_MOST_MEGABYTES = 10
_EXAMPLE = "class.csv"
_PRIVACY = (
    "**Everything stays on this computer.** No name is sent to the workers that build the lists, and no file that you "
    "download here holds one, but for the key of the codes. Close the page, and the class is gone."
)


def ask_class() -> None:
    """Ask for a class, or offer the example."""
    st.markdown(
        "Lists for a whole class at once: who is at risk and why, where classmates compete with each other, and a plan "
        f"that all of them can send. Up to {MOST_STUDENTS_HERE:,} students on this machine; a few hundred take minutes."
    )
    st.info(_PRIVACY, icon=":material/lock:")
    _ask_files()
    with st.container(horizontal=True):
        if st.button("Try the example class", icon=":material/groups:", key="class/example"):
            _take([(_EXAMPLE, _example())], "", is_example=True)
        st.download_button(
            "A class file to start from",
            _example,
            file_name=_EXAMPLE,
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    _describe_file()


def _example() -> bytes:
    return (data_folder() / "examples" / _EXAMPLE).read_bytes()


def _describe_file() -> None:
    with st.expander("What a class file looks like"):
        st.markdown(
            "A table (CSV, TSV or XLSX) with a student a row, or plan files (TOML), one a student, together or in a "
            "ZIP. Columns of the table, all but one of the first two may be missing:"
        )
        st.code(", ".join(COLUMNS), language=None, wrap_lines=True)
        st.markdown(
            "An empty cell means not said, and is never guessed. Several values in a cell are parted by semicolons; a "
            "tie is written as kind, scope and place: *family city Los Angeles, CA*."
        )


def _ask_files() -> None:
    draft = present()
    choices = ("", draft.opened.label)
    with st.form("class"):
        files = st.file_uploader(
            "The class: one table, or plan files",
            type=["csv", "tsv", "txt", "xlsx", "toml", "zip"],
            accept_multiple_files=True,
            max_upload_size=_MOST_MEGABYTES,
            key="class/files",
        )
        shared = st.selectbox(
            "Where a table says nothing of regions, money and quotas, take them from",
            choices,
            format_func=lambda name: literal(name) if name else "nowhere: each row says all",
            help="Only what isn't personal is taken from the plan in hand: no score, tie or decision of its person.",
            key="class/shared",
        )
        coded = st.toggle(
            "Replace names and codes by new codes that say nothing",
            key="class/coded",
            help="The key, which says whom each code means, can be downloaded on the next page. Keep it safe: codes "
            "are drawn anew each time.",
        )
        submitted = st.form_submit_button("Check the class", icon=":material/fact_check:", type="primary")
    if submitted and not files:
        st.info("No file has been chosen yet. Choose the class's table or plans first.", icon=":material/upload_file:")
    elif submitted:
        _take([(file.name, file.getvalue()) for file in files], shared, coded=coded)


def _take(given: Sequence[tuple[str, bytes]], shared: str, *, coded: bool = False, is_example: bool = False) -> None:
    """Take the class in hand and draw the page again, or say why it can't be."""
    base = shared_part(present().plan) if shared else None
    names = ", ".join(name for name, _ in given)
    try:
        with st.spinner("Reading and checking ..."):
            found = class_of_files(given, base, programs_known=own_programs() is not None)
            check_size(found, names)
            # The directory of the class is this session's; the draft's own files have nothing to do with it.
            directory = directory_in_use(present().plan.model_copy(update={"programs": ()}))
            found = checked_class(found, directory)
    except BadInput as error:
        show_faults("This class can't be used yet.", sentences(error))
        return
    made = with_codes(found) if coded else Coded(found, ())
    take_class(names, made.found, made.key, directory_key(), is_example=is_example)
    draw_anew()
