"""Files of programs brought in through the browser: uploaded or pasted, recognised or mapped by hand, and reported."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from optimizer.clock import today
from optimizer.dashboard.anew import draw_anew
from optimizer.dashboard.draft import present, take_up
from optimizer.dashboard.first_year import may_need_first_year
from optimizer.dashboard.import_report import show_report
from optimizer.dashboard.literal import literal
from optimizer.dashboard.opening import PROGRAMS_FILE
from optimizer.dashboard.own_programs import OwnPrograms, directory_in_use, own_programs, use_programs
from optimizer.dashboard.plain import sentences
from optimizer.dashboard.telling import show_faults
from optimizer.directory import Directory
from optimizer.directory.importing import (
    FIELD_WORDS,
    FIELDS,
    NO_SPECIALTY,
    Given,
    Imported,
    NothingUsable,
    Proposal,
    Wishes,
    bring_in,
)
from optimizer.errors import BadInput
from optimizer.evidence import load_evidence, usual_rates
from optimizer.plan import Plan, changed_plan
from optimizer.vocabulary import FIRST_YEARS, load_vocabulary, specialty_name
from optimizer.wording import capitalised

_PENDING, _ASKING, _ROUND = "import/pending", "import/asking", "import/round"
_ASKING_SPECIALTY = "import/asking-specialty"
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
    if asking := st.session_state.get(_ASKING):
        _ask_mapping(*asking)
    elif pending_one := st.session_state.get(_ASKING_SPECIALTY):
        _ask_specialty(pending_one, plan)
    own = own_programs()
    if own is not None and own.report is not None:
        decisions = show_report(own.report, own.directory)
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
            placeholder="Rows copied from a sheet or a page, one paste after the other",
            key=f"import/pasted/{number}",
            height=90,
        )
        specialty = st.selectbox(
            "Specialty, where the files don't say it",
            [None, *_may_hold(plan)],
            format_func=lambda slug: "the files say it" if slug is None else specialty_name(slug),
            key=f"import/specialty/{number}",
        )
        submitted = st.form_submit_button("Bring in", icon=":material/upload_file:", type="primary")
    if submitted:
        day = today().isoformat()
        given = [Given(file.name, file.getvalue(), day) for file in files]
        if pasted.strip():
            given.append(Given("pasted text", pasted.encode(), day))
        if given:
            return _begin(plan, given, specialty)
        st.info("No file has been chosen and nothing pasted yet.", icon=":material/upload_file:")
    return ()


def _may_hold(plan: Plan) -> list[str]:
    """Specialties that a file brought in for this plan is likely to be of: its own, then those of first years."""
    of_first_years = (FIRST_YEARS[kind].specialty for kind in plan.first_year.kinds if may_need_first_year(plan))
    return list(dict.fromkeys([*plan.applicant.specialties, *of_first_years]))


def _begin(plan: Plan, given: Sequence[Given], specialty: str | None) -> tuple[str, ...]:
    own = own_programs()
    base = directory_in_use(plan.model_copy(update={"programs": ()}))
    return _bring_in(
        Pending(
            base, () if own is None else own.files, tuple(given), Wishes(specialty, usual=usual_rates(load_evidence()))
        )
    )


def _stop_asking() -> None:
    st.session_state.pop(_ASKING, None)
    st.session_state.pop(_ASKING_SPECIALTY, None)


@st.dialog("Which specialty are these programs in?", on_dismiss=_stop_asking)
def _ask_specialty(pending: Pending, plan: Plan) -> None:
    st.markdown("The rows don't say it. Your plan's own specialty comes first.")
    first = _may_hold(plan)
    others = sorted(set(load_vocabulary().specialties) - set(first))
    chosen = st.selectbox("Specialty", [*first, *others], format_func=specialty_name, key="import/specialty-asked")
    if st.button("Bring in", type="primary", key="specialty-done"):
        wishes = replace(pending.wishes, specialty=chosen)
        faults = _bring_in(replace(pending, wishes=wishes))
        show_faults("With this specialty the rows can't be used.", faults)


@st.dialog("What do the columns hold?", width="large", dismissible=False)
def _ask_mapping(pending: Pending, proposal: Proposal) -> None:
    st.markdown(
        "matchlist doesn't know this layout. It guessed what it could; check the guesses, and say what the other "
        "columns hold, or leave them unused."
    )
    st.caption(literal(proposal.where))
    for note in proposal.notes:
        st.caption(literal(f"Take a look: {note}."))
    chosen = _ask_columns(proposal)
    fields = [field for field in chosen.values() if field != _UNUSED]
    twice = sorted({FIELD_WORDS[field] for field in fields if fields.count(field) > 1})
    if twice:
        st.warning(literal(f"More than one column holds: {', '.join(twice)}. Leave one of them unused."))
    with st.container(horizontal=True):
        wanted = st.button("Bring in", type="primary", disabled=bool(twice) or not fields, key="mapping-done")
        # A click beside it, such as one on a choice that has just closed, must not throw the answers away.
        unwanted = st.button("Leave the file out", key="mapping-left")
    if unwanted:
        _stop_asking()
        draw_anew()
    if wanted:
        named = {column: field for column, field in chosen.items() if field != _UNUSED}
        wishes = replace(pending.wishes, mapping={**pending.wishes.mapping, **named})
        faults = _bring_in(replace(pending, wishes=wishes))
        show_faults("With these columns the file can't be used.", faults)


def _ask_columns(proposal: Proposal) -> dict[str, str]:
    """Ask what each column holds, beside a few of its values."""
    chosen = {}
    left, right = st.columns(2, gap="medium")
    for position, column in enumerate(proposal.columns):
        if not column.strip():
            continue
        guess = proposal.fields.get(column)
        with left if position % 2 == 0 else right:
            chosen[column] = st.selectbox(
                literal(column),
                [_UNUSED, *FIELDS],
                index=0 if guess is None else 1 + FIELDS.index(guess),
                format_func=_heading,
                key=f"mapping/{proposal.where}/{position}",
            )
            values = [row[position] for row in proposal.first_rows if position < len(row) and row[position]]
            st.caption(literal(", ".join(values[:_SAMPLES])) or "empty")
    return chosen


def _heading(field: str) -> str:
    return capitalised(FIELD_WORDS.get(field, field))


def _bring_in(pending: Pending) -> tuple[str, ...]:
    """Join the files and use what came out, or ask what their columns hold; otherwise change nothing and return why."""
    try:
        with st.spinner("Reading and joining ..."):
            made = bring_in(pending.base, pending.given, pending.wishes)
    except BadInput as error:
        rows = error.report.rows if isinstance(error, NothingUsable) else ()
        if rows and pending.wishes.specialty is None and any(row.how == NO_SPECIALTY for row in rows):
            _stop_asking()
            st.session_state[_ASKING_SPECIALTY] = pending
            draw_anew()
        return sentences(error)
    if isinstance(made, Imported):
        _stop_asking()
        _use(pending, made)
    else:
        st.session_state[_ASKING] = (pending, made.proposals[0])
        draw_anew()
    return ()


def _use(pending: Pending, imported: Imported) -> None:
    """Use a directory from now on, and draw the page again."""
    st.session_state[_PENDING] = pending
    digest = hashlib.sha256(repr(imported.directory.programs).encode()).hexdigest()[:16]
    names = tuple(file.name for file in pending.given)
    use_programs(OwnPrograms(imported.directory, digest, (*pending.earlier, *names), imported.report))
    take_up(changed_plan(present().plan, {"programs": (PROGRAMS_FILE,)}))
    st.session_state[_ROUND] += 1
    draw_anew()


def _forget() -> None:
    """Callback: use the shipped programs again."""
    use_programs(None)
    st.session_state.pop(_PENDING, None)
    take_up(changed_plan(present().plan, {"programs": ()}))
