"""Opening and saving: a plan file, and with it the user's own programs where there are some."""

import hashlib

import streamlit as st

from optimizer.dashboard.draft import open_plan
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.literal import literal
from optimizer.dashboard.opening import PROGRAMS_FILE, OpenPlan, open_upload
from optimizer.dashboard.own_programs import OwnPrograms, directory_of, own_programs, use_programs
from optimizer.dashboard.plain import sentences
from optimizer.errors import BadInput, Fault
from optimizer.export import programs_csv
from optimizer.plan import changed_plan, plan_text

_FILE, _FAULTS = "plan-file", "plan-file-faults"
_MOST_MEGABYTES = 10


def file_faults() -> tuple[str, ...]:
    """What is wrong with the files that the user tried to open last; empty where nothing is."""
    faults: tuple[str, ...] = st.session_state.get(_FAULTS, ())
    return faults


def offer_files(draft: Draft) -> None:
    """Open a plan file, or save the plan in hand."""
    with st.expander("Open or save a plan file", icon=":material/folder_open:"):
        st.file_uploader(
            "Open a plan file (.toml)",
            type=["toml", "csv"],
            accept_multiple_files=True,
            max_upload_size=_MOST_MEGABYTES,
            key=_FILE,
            on_change=_open_files,
            help="If the plan was saved with programs of your own, choose both files.",
        )
        # The page may be scrolled to where nobody sees it said there.
        for fault in file_faults()[:1]:
            st.caption(f":material/error: **It can't be used.** {literal(fault)}")
    st.download_button(
        "Save this plan",
        lambda: plan_text(draft.plan),
        file_name="plan.toml",
        disabled=bool(draft.to_ask),
        mime="application/toml",
        on_click="ignore",
        icon=":material/save:",
        width="stretch",
        help="A text file with everything on these pages: open it here again, or change it in any editor.",
    )
    own = own_programs()
    if own is not None:
        st.download_button(
            "Save my programs",
            lambda: programs_csv(own.directory.programs),
            file_name=PROGRAMS_FILE,
            mime="text/csv",
            on_click="ignore",
            icon=":material/save:",
            width="stretch",
            help="The programs with the facts that you brought in. The plan needs this file beside it.",
        )


def _open_files() -> None:
    """Callback of the uploader: take up the plan, or keep what is wrong with it for the page to say."""
    st.session_state.pop(_FAULTS, None)
    files = {file.name: file.getvalue() for file in st.session_state[_FILE]}
    if not files:
        return
    try:
        plan, programs = opened_files(files)
    except BadInput as error:
        st.session_state[_FAULTS] = sentences(error)
        return
    use_programs(programs)
    open_plan(plan)


def opened_files(files: dict[str, bytes]) -> tuple[OpenPlan, OwnPrograms | None]:
    """A plan and the programs that came with it.

    Parameters
    ----------
    files : dict of str to bytes
        By name: one plan, and perhaps files of programs in matchlist's own form.

    Raises
    ------
    BadInput
        There isn't exactly one plan, or a file can't be used.
    """
    plans = [name for name in files if name.lower().endswith(".toml")]
    tables = {name: content for name, content in files.items() if name not in plans}
    if len(plans) != 1:
        what = "there are several plans" if plans else "there is no plan among these files"
        raise BadInput(Fault(what, ", ".join(files), None, "one file that ends in .toml", "Choose one plan"))
    opened = open_upload(plans[0], files[plans[0]])
    if not tables:
        return opened, None
    digest = hashlib.sha256(b"\0".join(tables.values())).hexdigest()[:16]
    plan = changed_plan(opened.plan, {"programs": (PROGRAMS_FILE,)})
    own = OwnPrograms(directory_of(tables), digest, tuple(tables), None)
    return OpenPlan(f"{opened.key}-{digest}", opened.label, plan, is_example=False), own
