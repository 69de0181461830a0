"""Whether the plan in hand is kept, its versions, and what another window has made of it."""

import streamlit as st

from optimizer.dashboard import keeping
from optimizer.dashboard.asking import refusals
from optimizer.dashboard.draft import (
    drop_version,
    keep_again,
    keep_mine,
    keep_version,
    look_elsewhere,
    start_over,
    take_off,
    take_theirs,
    take_up,
)
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.literal import literal
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.telling import show_faults
from optimizer.errors import BadInput

_NAME, _FAULTS = "version/name", "version/faults"


def show_whether_kept(draft: Draft) -> None:
    """Say in one line whether all that was entered is kept."""
    if keeping.refused() and keeping.is_spare_kept():
        st.caption(":material/warning: **Saved in this browser only.** The page says why.")
    elif keeping.refused() and keeping.is_spare_asked_for():
        st.caption(":material/pending: **Not saved yet:** your browser is being asked to keep it.")
    elif keeping.refused():
        st.caption(":material/error: **Not saved.** The page says why.")
    elif refusals():
        st.caption(":material/error: **Not saved yet:** an entry can't hold. The page says which.")
    elif draft.revision and keeping.is_under_way():
        st.caption(":material/pending: **Not saved yet:** your browser is being asked to keep it.")
    elif draft.revision:
        moment = keeping.kept_at()
        st.caption(f":material/check_circle: Saved {keeping.where_kept()}{f', {moment}' if moment else ''}")
    else:
        st.caption(":material/check_circle: Nothing of yours to save yet")


def show_troubles() -> None:
    """Say what keeps the plan from being kept, what another window has made of it, and which plans can't be used."""
    if faults := keeping.refused():
        spare = "this browser keeps it, and gives it to your account as soon as it can."
        stays = (
            spare
            if keeping.is_spare_kept() or keeping.is_spare_asked_for()
            else "it stays on this page until you close it."
        )
        show_faults(f"What you enter can't be saved at the moment; {stays}", faults)
        st.button("Try again", icon=":material/save:", on_click=keep_again)
    if faults := st.session_state.pop(_FAULTS, ()):
        show_faults("This version can't be used any more. It is left as it is.", faults)
    theirs = look_elsewhere()
    if theirs is not None:
        with st.container(border=True, key="other-window"):
            st.markdown(
                ":material/tab: **Another window has changed this plan since.** This window shows it as it was here. "
                "Whichever you choose, the other stays among its versions."
            )
            with st.container(horizontal=True):
                st.button("Take the other window's", type="primary", on_click=take_theirs, args=(theirs,))
                st.button("Keep this window's", on_click=keep_mine, args=(theirs,))
    for number, one in enumerate(keeping.unreadable_drafts()):
        with st.expander("A plan that was kept can't be used by this version. It is left as it is."):
            show_faults("What is wrong with it:", one.faults)
            st.download_button(
                "Save it as it is",
                one.content,
                file_name="kept-plan.json",
                key=f"unreadable/{number}",
                on_click="ignore",
                icon=":material/save:",
            )


def show_versions(draft: Draft) -> None:
    """Offer to keep the plan under a name, to go back to what was kept, and to remove the plan."""
    with st.popover("Versions", icon=":material/history:"):
        usual = f"Version {len(draft.versions) + 1}"
        name = st.text_input("Keep the plan as it is now, as", placeholder=usual, key=_NAME)
        st.button("Keep this version", icon=":material/bookmark_add:", on_click=keep_version, args=(name or usual,))
        for number, version in enumerate(reversed(draft.versions)):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.button(literal(version.name), key=f"version/{number}", on_click=_take, args=(draft, version.name))
                st.button(
                    "Remove",
                    key=f"version/{number}/remove",
                    icon=":material/close:",
                    type="tertiary",
                    on_click=drop_version,
                    args=(version.name,),
                )
        st.button(
            "As it was opened",
            icon=":material/restart_alt:",
            on_click=start_over,
            disabled=draft.plan == draft.opened.plan,
            help="Undo brings it back",
        )
        st.button(
            "Remove this plan",
            icon=":material/delete:",
            on_click=take_off,
            disabled=draft.revision == 0,
            help="It is forgotten, with its versions. Save it as a file before, if you may want it again. Do so before "
            "you leave a computer that others use.",
        )


def _take(draft: Draft, name: str) -> None:
    """Callback: bring the plan back as a version has it; this can be undone."""
    version = next(version for version in draft.versions if version.name == name)
    try:
        take_up(version.plan)
    except BadInput as error:
        st.session_state[_FAULTS] = sentences(error)
