"""Files of programs brought in through the browser: uploaded or pasted, recognised or mapped by hand, and reported."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import streamlit as st

from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.import_report import show_report
from optimizer.dashboard.literal import literal
from optimizer.dashboard.own_programs import PROGRAMS_FILE, OwnPrograms, directory_in_use, own_programs, use_programs
from optimizer.dashboard.telling import sentences, show_faults
from optimizer.dashboard.words import specialty_words
from optimizer.directory import Directory
from optimizer.directory.importing import (
    FIELDS,
    Given,
    Imported,
    Proposal,
    Wishes,
    import_programs,
    load_layouts,
    proposed_mapping,
    read_tables,
)
from optimizer.directory.importing.layouts import recognise
from optimizer.errors import BadInput
from optimizer.plan import Plan, changed_plan

_PENDING, _ROUND = "import/pending", "import/round"
_MOST_MEGABYTES = 10
_UNUSED = "not used"
_SAMPLES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Pending:
    """Files that are being brought in.

    Parameters
    ----------
    base : Directory
        What they are joined into.
    earlier : tuple of str
        Names of the files that went into it.
    given : tuple of Given
    wishes : Wishes
        What the user has said about them so far.
    """

    base: Directory
    earlier: tuple[str, ...]
    given: tuple[Given, ...]
    wishes: Wishes


def show_bringing_in(plan: Plan) -> None:
    """Ask for files, or for text copied from a page, and tell what was made of them."""
    if faults := _ask_files(plan):
        show_faults("These files can't be used yet. Nothing was changed.", faults)
    own = own_programs()
    if own is not None and own.report is not None:
        decisions = show_report(own.report)
        if decisions:
            pending: Pending = st.session_state[_PENDING]
            wishes = replace(pending.wishes, decisions={**pending.wishes.decisions, **decisions})
            show_faults("These decisions can't be taken.", _bring_in(replace(pending, wishes=wishes)))
    if own is not None:
        st.button("Go back to the shipped programs", icon=":material/undo:", on_click=_forget)


def _ask_files(plan: Plan) -> tuple[str, ...]:
    """Ask for files; why those just given can't be used, empty where there is nothing to say."""
    number = st.session_state.setdefault(_ROUND, 0)
    with st.form(f"bring-in-{number}"):
        files = st.file_uploader(
            "Files of programs (CSV, TSV, XLSX or JSON)",
            type=["csv", "tsv", "txt", "xlsx", "json"],
            accept_multiple_files=True,
            max_upload_size=_MOST_MEGABYTES,
            key=f"import/files/{number}",
        )
        pasted = st.text_area(
            "Or paste a table",
            placeholder="Rows copied from a sheet or a page",
            key=f"import/pasted/{number}",
            height=90,
        )
        specialty = st.selectbox(
            "Specialty, where the files don't say it",
            [None, *plan.applicant.specialties],
            format_func=lambda slug: "the files say it" if slug is None else specialty_words(slug),
            key=f"import/specialty/{number}",
        )
        submitted = st.form_submit_button("Bring in", icon=":material/upload_file:", type="primary")
    if submitted:
        today = datetime.now(tz=UTC).date().isoformat()
        given = [Given(file.name, file.getvalue(), today) for file in files]
        if pasted.strip():
            given.append(Given("pasted text", pasted.encode(), today))
        if given:
            return _begin(plan, given, specialty)
    return ()


def _begin(plan: Plan, given: Sequence[Given], specialty: str | None) -> tuple[str, ...]:
    own = own_programs()
    without_files = plan.model_copy(update={"programs": ()})
    earlier = () if own is None else own.files
    pending = Pending(directory_in_use(without_files), earlier, tuple(given), Wishes(specialty=specialty))
    proposal = next(iter(unknown_tables(given)), None)
    if proposal is None:
        return _bring_in(pending)
    _ask_mapping(pending, *proposal)
    return ()


def unknown_tables(given: Sequence[Given]) -> list[tuple[Proposal, dict[str, str]]]:
    """Tables of no known layout: what their columns seem to hold, and samples of each column.

    A file that can't be read at all gives none: bringing it in says why.
    """
    layouts, found = load_layouts(), []
    for file in given:
        try:
            grids = read_tables(file)
        except BadInput:
            continue
        for grid in grids:
            if grid.rows and recognise(grid, layouts) is None:
                proposal = proposed_mapping(grid, layouts)
                found.append((proposal, _samples(proposal, [row.cells for row in grid.rows])))
    return found


def _samples(proposal: Proposal, rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The first few values of each column, below its header."""
    start = next((number for number, cells in enumerate(rows) if tuple(cells) == tuple(proposal.columns)), 0)
    below = rows[start + 1 :]
    columns = {
        name: [cells[k] for cells in below if k < len(cells) and cells[k]][:_SAMPLES]
        for k, name in enumerate(proposal.columns)
    }
    return {name: ", ".join(values) for name, values in columns.items()}


@st.dialog("What do the columns hold?", width="large")
def _ask_mapping(pending: Pending, proposal: Proposal, samples: Mapping[str, str]) -> None:
    st.markdown(
        "matchlist doesn't know this layout. It guessed what it could; check the guesses, and say what the other "
        "columns hold, or leave them unused."
    )
    st.caption(literal(proposal.where))
    chosen = {}
    columns = [name for name in proposal.columns if name.strip()]
    with st.container(height=380, border=False, key="mapping"):
        left, right = st.columns(2, gap="medium")
        for position, column in enumerate(columns):
            guess = proposal.fields.get(column)
            place = left if position % 2 == 0 else right
            chosen[column] = place.selectbox(
                literal(column),
                [_UNUSED, *FIELDS],
                index=0 if guess is None else 1 + FIELDS.index(guess),
                format_func=lambda name: name.replace("_", " "),
                help=literal(samples.get(column, "")) or None,
                key=f"mapping/{position}",
            )
            place.caption(literal(samples.get(column) or "empty"))
    fields = [field for field in chosen.values() if field != _UNUSED]
    twice = sorted({field.replace("_", " ") for field in fields if fields.count(field) > 1})
    if twice:
        st.warning(f"More than one column holds: {', '.join(twice)}. Leave one of them unused.")
    if st.button("Bring in", type="primary", disabled=bool(twice) or not fields, key="mapping-done"):
        mapping = {column: field for column, field in chosen.items() if field != _UNUSED}
        faults = _bring_in(replace(pending, wishes=replace(pending.wishes, mapping=mapping)))
        show_faults("With these columns the file can't be used.", faults)


def _bring_in(pending: Pending) -> tuple[str, ...]:
    """Join the files, and use what came out from now on; where they can't be used, change nothing and return why."""
    try:
        with st.spinner("Reading and joining ..."):
            imported = import_programs(pending.base, pending.given, pending.wishes)
    except BadInput as error:
        return sentences(error)
    _use(pending, imported)
    return ()


def _use(pending: Pending, imported: Imported) -> None:
    """Use a directory from now on, and draw the page again."""
    st.session_state[_PENDING] = pending
    digest = hashlib.sha256(repr(imported.directory.programs).encode()).hexdigest()[:16]
    names = tuple(file.name for file in pending.given)
    use_programs(OwnPrograms(imported.directory, digest, (*pending.earlier, *names), imported.report))
    take_up(changed_plan(present().plan, {"programs": (PROGRAMS_FILE,)}))
    st.session_state[_ROUND] += 1
    st.rerun()


def _forget() -> None:
    """Callback: use the shipped programs again."""
    use_programs(None)
    st.session_state.pop(_PENDING, None)
    take_up(changed_plan(present().plan, {"programs": ()}))
