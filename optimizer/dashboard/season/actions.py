"""What could be done before the season: a table of actions, how much time and money there is, a file in and out."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
import tomli_w

from optimizer.dashboard.asking_places import ask_place, choose_place
from optimizer.dashboard.draft import present
from optimizer.dashboard.finding import SCOPE_WORDS, PlaceChoice
from optimizer.dashboard.own_programs import directory_in_use
from optimizer.dashboard.season.store import in_words
from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault
from optimizer.plan import Plan
from optimizer.season.tie_plan import TieAction, TieWishes, read_tie_wishes, tie_wishes_of
from optimizer.vocabulary import ACTION_KINDS, tie_name

_WISHES, _FAULTS, _FILE = "ties/wishes", "ties/faults", "ties/file"
_SOUGHT, _FOUND, _KIND, _NAME = "ties/sought", "ties/found", "ties/kind", "ties/name"
_WEEKS, _DOLLARS = "ties/weeks", "ties/dollars"
_EXAMPLE, _EXAMPLE_PLAN = "los-angeles", "example-los-angeles-img"
_KIND_WORDS = {kind: tie_name(kind) for kind in ACTION_KINDS}
_KIND_OF = {words: kind for kind, words in _KIND_WORDS.items()}
_COLUMNS = {"What": "name", "Kind": "kind", "Weeks": "weeks", "Dollars": "dollars", "Starts": "starts"}
"""Columns that can be edited, and what an action calls them."""
Content = Mapping[str, Any]


def wishes_in_hand() -> Content:
    """The actions and limits that this session edits, as keys and values; the example's with the example's person."""
    kept: Content | None = st.session_state.get(_WISHES)
    if kept is not None:
        return kept
    if present().opened.key == _EXAMPLE_PLAN and present().is_example:
        return _content(read_tie_wishes(data_folder() / "examples" / "ties" / f"{_EXAMPLE}.toml"))
    return {"actions": ()}


def is_example() -> bool:
    """Whether nobody has changed the example's actions yet."""
    return st.session_state.get(_WISHES) is None and bool(wishes_in_hand()["actions"])


def _content(wishes: TieWishes) -> Content:
    return wishes.model_dump(exclude_none=True, exclude_defaults=True)


def asked_wishes() -> TieWishes | None:
    """The actions and limits; None where there is no action yet.

    Raises
    ------
    BadInput
        They can't be used.
    """
    content = wishes_in_hand()
    return tie_wishes_of(content, "the actions") if content["actions"] else None


def take_faults() -> tuple[str, ...]:
    """Why the last entry wasn't taken up; empty once it was said."""
    found: tuple[str, ...] = st.session_state.pop(_FAULTS, ())
    return found


def _take_up(content: Content) -> None:
    """Keep other actions or limits, or why they can't be kept."""
    try:
        if content["actions"]:
            content = _content(tie_wishes_of(content, "the actions"))
    except BadInput as error:
        st.session_state[_FAULTS] = in_words(error)
    else:
        st.session_state[_WISHES] = content


# ---- limits ----------------------------------------------------------------------------------------------------------


def ask_limits() -> None:
    """Ask how much time and money there is."""
    left, middle, right = st.columns(3)
    _ask_number(left, "Weeks there are", "weeks", 1.0)
    _ask_number(middle, "Dollars there are", "dollars", 100.0)
    _ask_number(right, "Away rotations allowed", "rotations", 1)
    content = wishes_in_hand()
    st.session_state["ties/one_purse"] = bool(content.get("one_purse", False))
    st.toggle(
        "These dollars pay for the applications too",
        key="ties/one_purse",
        on_change=_take_limit,
        args=("one_purse",),
        disabled=content.get("dollars") is None,
    )


def _ask_number(where: Any, label: str, name: str, step: float) -> None:  # noqa: ANN401 - a column of the page
    key = f"ties/{name}-limit"
    st.session_state[key] = wishes_in_hand().get(name)
    kind = int if isinstance(step, int) else float
    where.number_input(
        label,
        min_value=kind(0),
        value=None,
        step=step,
        format="%d" if kind is int else "%g",
        placeholder="no bound",
        key=key,
        on_change=_take_limit,
        args=(name, key),
    )


def _take_limit(name: str, key: str = "") -> None:
    """Callback of a limit's widget."""
    value = st.session_state[key or f"ties/{name}"]
    others = {other: kept for other, kept in wishes_in_hand().items() if other != name}
    if name == "dollars" and value is None:
        others.pop("one_purse", None)
    _take_up(others if value is None else others | {name: value})


# ---- the table -------------------------------------------------------------------------------------------------------


def show_actions(names: Mapping[str, str]) -> None:
    """Draw the table of actions; `names` are those of the programs by id."""
    actions: Sequence[Content] = wishes_in_hand()["actions"]
    if not actions:
        st.write("Nothing to choose from yet: add what you could do.")
        return
    read = [TieAction.model_validate(one) for one in actions]
    table = pd.DataFrame(
        {
            "What": [one.name for one in read],
            "Kind": [_KIND_WORDS[one.kind] for one in read],
            "Where": [_where(one, names) for one in actions],
            "Weeks": [one.weeks for one in read],
            "Dollars": [one.dollars for one in read],
            "Starts": [one.starts for one in read],
        }
    )
    key = f"actions/{hashlib.sha256(repr(actions).encode()).hexdigest()[:16]}"
    column = st.column_config
    st.data_editor(
        table,
        hide_index=True,
        num_rows="delete",
        disabled=["Where"],
        key=key,
        column_config={
            "What": column.TextColumn(required=True, width=260),
            "Kind": column.SelectboxColumn(options=list(_KIND_OF), required=True),
            "Where": column.TextColumn(width=190),
            "Weeks": column.NumberColumn(min_value=0, max_value=520, required=True, format="%g", width=70),
            "Dollars": column.NumberColumn(min_value=0, required=True, format="$%d", width=80),
            "Starts": column.DateColumn(format="YYYY-MM-DD", help="Empty where it is still open"),
        },
        on_change=_take_edits,
        args=(key,),
        alt=f"Table of {len(table)} actions",
    )


def _where(action: Content, names: Mapping[str, str]) -> str:
    scope = next(scope for scope in SCOPE_WORDS if action.get(scope))
    return f"{names.get(action[scope], action[scope])} ({SCOPE_WORDS[scope]})"


def _take_edits(key: str) -> None:
    """Callback of the table: rows come by position in the actions as they are."""
    edits: Mapping[str, Any] = st.session_state[key]
    content = wishes_in_hand()
    actions = [dict(one) for one in content["actions"]]
    for position, cells in edits["edited_rows"].items():
        for heading, value in cells.items():
            name = _COLUMNS[heading]
            given = _KIND_OF[value] if name == "kind" else float(value) if name in ("weeks", "dollars") else value
            if given is None:
                actions[position].pop(name, None)
            else:
                actions[position][name] = given
    kept = tuple(one for position, one in enumerate(actions) if position not in edits["deleted_rows"])
    _take_up({**content, "actions": kept})


# ---- adding ----------------------------------------------------------------------------------------------------------


def offer_action(plan: Plan) -> None:
    """Draw the way to add an action."""
    with st.container(border=True, key="action-finder"):
        found = ask_place(
            ACTION_KINDS,
            plan,
            partial(directory_in_use, plan),
            said="I could do this",
            where="at a place, an institution or a program",
            key="ties",
        )
        if found:
            place, weeks, money = st.columns([3, 1, 1])
            choose_place(place, found, key="ties")
            weeks.number_input("Weeks it takes", min_value=0.0, value=4.0, step=1.0, format="%g", key=_WEEKS)
            money.number_input("Dollars it costs", min_value=0.0, value=0.0, step=100.0, format="%g", key=_DOLLARS)
            st.text_input("What I call it", placeholder="its kind and place", key=_NAME)
            st.button("Add this action", key="ties/add", icon=":material/add:", on_click=_add)


def _add() -> None:
    choice: PlaceChoice = st.session_state[_FOUND]
    kind, content = st.session_state[_KIND], wishes_in_hand()
    action = {
        "name": st.session_state[_NAME].strip() or f"{_KIND_WORDS[kind].capitalize()}, {choice.value}",
        "kind": kind,
        choice.scope: choice.value,
        "weeks": float(st.session_state[_WEEKS]),
        "dollars": float(st.session_state[_DOLLARS]),
    }
    _take_up({**content, "actions": (*content["actions"], action)})
    if _FAULTS not in st.session_state:
        st.session_state[_SOUGHT] = ""


# ---- files -----------------------------------------------------------------------------------------------------------


def offer_file() -> None:
    """A file of actions, as the command line reads it, in and out."""
    with st.expander("Open or save the actions as a file", icon=":material/folder_open:"):
        st.file_uploader(
            "Open a file of actions (.toml)", type=["toml"], key=_FILE, max_upload_size=1, on_change=_open_file
        )
        st.download_button(
            "Save the actions",
            lambda: tomli_w.dumps(_plain(wishes_in_hand())),
            file_name="actions.toml",
            mime="application/toml",
            on_click="ignore",
            icon=":material/save:",
            disabled=not wishes_in_hand()["actions"],
            help="`matchlist ties plan.toml actions.toml` reads it",
        )


def _plain(content: Content) -> dict[str, Any]:
    return {**content, "actions": [dict(one) for one in content["actions"]]}


def _open_file() -> None:
    file = st.session_state[_FILE]
    if file is None:
        return
    try:
        content = tomllib.loads(file.getvalue().decode("utf-8-sig"))
        st.session_state[_WISHES] = _content(tie_wishes_of(content, file.name))
    except BadInput as error:
        st.session_state[_FAULTS] = in_words(error)
    except (ValueError, RecursionError) as error:
        st.session_state[_FAULTS] = in_words(
            BadInput(Fault(f"is not TOML: {error}", file.name, None, "TOML", "Correct this place"))
        )
