"""The programs in use: the shipped directory, or the user's own after files have been brought in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from optimizer.dashboard import keeping
from optimizer.directory import Directory, load_directory
from optimizer.directory.importing import ImportReport
from optimizer.directory.kept import directory_with, facts_mark
from optimizer.errors import BadInput, Fault
from optimizer.export import programs_csv
from optimizer.hosting import folder_for_now
from optimizer.plan import Plan, chances_mark, plan_mark

_OWN, _KEPT_TABLE = "own-programs", "programs as they were kept"


@dataclass(frozen=True, slots=True, eq=False)
class OwnPrograms:
    """A directory that this session's user has made.

    Parameters
    ----------
    directory : Directory
    key : str
        Another one for another content.
    files : tuple of str
        Names of the files that went into it, in their order.
    report : ImportReport or None
        What the last import did; None where the directory was opened beside a plan.
    """

    directory: Directory
    key: str
    files: tuple[str, ...]
    report: ImportReport | None


def own_programs() -> OwnPrograms | None:
    """The user's own directory, if there is one."""
    if _OWN not in st.session_state:
        st.session_state[_OWN] = _as_kept()
    kept: OwnPrograms | None = st.session_state[_OWN]
    return kept


def take_in_kept_programs() -> None:
    """Take in programs that the visitor's browser has told only now, where none are in use yet."""
    if own_programs() is None:
        st.session_state[_OWN] = _as_kept()


def use_programs(made: OwnPrograms | None) -> None:
    """Use a directory of the user's own from now on, or with None the shipped one again; it is kept with the drafts."""
    st.session_state[_OWN] = made
    if made is None:
        keeping.keep_programs("")
    else:
        table = programs_csv(made.directory.programs).decode("utf-8-sig")
        keeping.keep_programs(json.dumps({"key": made.key, "files": made.files, "table": table}))


def _as_kept() -> OwnPrograms | None:
    """The directory that was in use when the page was closed; None where it was the shipped one."""
    content = keeping.kept_programs()
    if not content:
        return None
    kept = json.loads(content)
    try:
        directory = directory_of({_KEPT_TABLE: kept["table"].encode()})
    except BadInput:
        return None
    return OwnPrograms(directory, kept["key"], tuple(kept["files"]), None)


def directory_key() -> str:
    """Name of the directory in use, for remembering what was worked out with it."""
    own = own_programs()
    return f"shipped{facts_mark()}" if own is None else own.key


def _own_for(plan: Plan) -> OwnPrograms | None:
    """The user's own directory, unless the plan was made without it and it knows nothing of what the plan is about."""
    own = own_programs()
    if own is None or plan.programs or set(plan.applicant.specialties) <= set(own.directory.specialties):
        return own
    return None


def mark_in_hand(plan: Plan) -> str:
    """What changes with all that answers on a plan in hand rest on; files that only the plan names aren't opened."""
    own = _own_for(plan)
    if own is not None:
        return plan_mark(plan, own.key)
    return plan_mark(_without_files(plan))


def chances_mark_in_hand(plan: Plan) -> str:
    """What changes with all that the chances of a plan in hand rest on, as `mark_in_hand` is of its answers."""
    own = _own_for(plan)
    return chances_mark(_without_files(plan)) if own is None else chances_mark(plan, own.key)


def _without_files(plan: Plan) -> Plan:
    return plan.model_copy(update={"programs": ()}) if plan.programs else plan


def directory_in_use(plan: Plan) -> Directory:
    """The directory in use.

    Raises
    ------
    BadInput
        The plan was made with files of programs that this session doesn't have.
    """
    own = _own_for(plan)
    if own is not None:
        return own.directory
    if plan.programs:
        raise BadInput(
            Fault(
                "this plan was made with files of programs, which a browser doesn't send along",
                "programs",
                ", ".join(plan.programs),
                "the plan and its files together",
                "Open the plan again and choose those files with it, or go on with the shipped programs",
            )
        )
    return _programs_with(plan.facts, facts_mark(plan.facts))


def shipped_programs() -> Directory:
    """The shipped directory with all facts that are kept, read once for all visitors."""
    return _programs_with(None, facts_mark())


@st.cache_resource(show_spinner=False, max_entries=4)
def _programs_with(facts: tuple[str, ...] | None, mark: str) -> Directory:
    del mark
    return directory_with(facts)


def directory_of(tables: Mapping[str, bytes]) -> Directory:
    """The programs of tables in matchlist's own form, by the names of their files. Raises BadInput, naming these."""
    with folder_for_now() as folder:
        paths = []
        for number, content in enumerate(tables.values()):
            paths.append(folder / f"{number}.csv")
            paths[-1].write_bytes(content)
        try:
            return load_directory(paths)
        except BadInput as error:
            raise BadInput([_named_as_given(fault, folder, list(tables)) for fault in error.faults]) from None


def _named_as_given(fault: Fault, folder: Path, names: list[str]) -> Fault:
    """The fault with the file's own name in place of the temporary one's."""
    where = fault.where
    for number, name in enumerate(names):
        where = where.replace(str(folder / f"{number}.csv"), name)
    return Fault(fault.what, where, fault.value, fault.allowed, fault.remedy)
