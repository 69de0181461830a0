"""Public files of facts in the browser: what is known of a list's programs, and one button that brings more."""

import streamlit as st

from optimizer.dashboard.literal import literal
from optimizer.dashboard.login import login_is_set_up as is_hosted
from optimizer.dashboard.own_programs import own_programs
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.telling import show_faults
from optimizer.directory.fetching import PublicFiles, fetch, load_public_files
from optimizer.directory.kept import KeptFacts, forget, kept_facts
from optimizer.errors import BadInput
from optimizer.evidence import load_evidence, usual_rates
from optimizer.plan import Plan, ProgramList

_FAULTS, _DONE = "fetch/faults", "fetch/done"
_KILO = 1000
_SHOWN = {"interview rate": "own interview rates", "visa policy": "visa policies"}


def show_known(plan: Plan, found: ProgramList) -> None:
    """Say of how many programs the list knows their own rates and visa policies, and offer the public files."""
    facts = () if found.completeness is None else found.completeness.facts
    known = [f"{fact.known} of {fact.of} {_SHOWN[fact.fact]}" for fact in facts if fact.fact in _SHOWN and fact.of > 1]
    if not known:
        return
    label = f"Known: {', '.join(known)}: add them"
    with st.popover(label, icon=":material/fact_check:", type="tertiary"):
        st.markdown(
            "The more is known of its programs, the better a list can tell them apart. Facts that you find yourself, "
            "and files that you have, are brought in on the page Data and method."
        )
        for entry in _offered(plan):
            _offer(entry, key="list")
    _tell()


def show_public_files(plan: Plan) -> None:
    """List the public files with what isn't known of them, to fetch or to remove."""
    kept = {one.name: one for one in kept_facts()}
    st.subheader("Public files", anchor=False)
    for entry in load_public_files():
        st.markdown(
            f"**{literal(entry.title)}**: {literal(entry.brings)}. {len(entry.files)} files, "
            f"{entry.bytes / _KILO:,.0f} kB, published by {literal(entry.publisher)}. "
            f"Licence: {literal(entry.licence)}. {literal(entry.origin)}"
        )
        if entry.name in kept:
            _show_kept(kept[entry.name])
        elif not is_hosted():
            _offer(entry, key="data")
    if plan.facts is not None:
        st.caption(literal(f"This plan says itself which kept facts count: {', '.join(plan.facts) or 'none'}."))
    _tell()


def _offered(plan: Plan) -> list[PublicFiles]:
    """Public files that would say more of the plan's programs than is known."""
    if own_programs() is not None or plan.facts is not None or is_hosted():
        return []
    kept = {one.name for one in kept_facts()}
    wanted = set(plan.applicant.specialties)
    return [
        entry
        for entry in load_public_files()
        if entry.name not in kept and any(file.specialty in wanted for file in entry.files)
    ]


def _offer(entry: PublicFiles, *, key: str) -> None:
    year = f" of {entry.season - 1}-{entry.season % 100:02d}" if entry.season else ""
    st.button(
        f"Bring in programs' own rates{year}",
        icon=":material/download:",
        type="primary",
        key=f"fetch/{key}/{entry.name}",
        on_click=_fetch,
        args=(entry,),
    )
    st.caption(literal(f"One click. This contacts {entry.host}; nothing about you is sent."))


def _show_kept(kept: KeptFacts) -> None:
    st.caption(literal(f"Kept since {kept.about.kept_on}: lists stand on these facts, and say so."))
    if not is_hosted():
        st.button("Remove them", key=f"forget/{kept.name}", on_click=_forget, args=(kept.name,))


def _fetch(entry: PublicFiles) -> None:
    """Callback: fetch the files; what is wrong is told on the page."""
    st.session_state.pop(_FAULTS, None)
    try:
        made = fetch(entry, usual=usual_rates(load_evidence()))
    except BadInput as error:
        st.session_state[_FAULTS] = sentences(error)
        return
    counts = made.report.counts()
    st.session_state[_DONE] = (
        f"{len(made.kept.given)} files, every sum as it should be: {counts['joined']:,} rows joined, {counts['new']:,} "
        f"new programs, {counts['ambiguous']:,} to decide, {counts['refused']:,} refused. "
        "Lists stand on them from now on."
    )


def _forget(name: str) -> None:
    """Callback: remove kept facts."""
    st.session_state.pop(_FAULTS, None)
    st.session_state.pop(_DONE, None)
    try:
        forget(name)
    except BadInput as error:
        st.session_state[_FAULTS] = sentences(error)


def _tell() -> None:
    if faults := st.session_state.get(_FAULTS):
        show_faults("The files can't be had. Nothing was changed.", faults)
    if done := st.session_state.get(_DONE):
        st.success(literal(done))
