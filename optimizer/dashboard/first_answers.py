"""What the first steps and the Profile page both ask; first the answers without which there is no list."""

import streamlit as st

from optimizer.applicant import NO_STATE
from optimizer.dashboard.asking import asked
from optimizer.dashboard.edited import Draft
from optimizer.dashboard.edits import set_to
from optimizer.dashboard.finding import state_choices
from optimizer.errors import BadInput, Fault
from optimizer.evidence import load_season
from optimizer.plan import Plan, changed_plan
from optimizer.vocabulary import APPLICANT_TYPES, TYPE_NAMES, VISA_CHOICES, VISAS, specialty_name

TYPE, SPECIALTY, SCORE = "type", "specialty", "score"
ASKED_FIRST = {
    TYPE: "what kind of applicant you are",
    SPECIALTY: "your specialty",
    SCORE: "your score, or that you have none",
}
"""The answers without which there is no list, and what each says."""
NOT_SAID = "not said"
_BESIDE_COMLEX = {None: NOT_SAID, True: "I take it, and have no score yet", False: "I won't take it"}


def ask_type(draft: Draft) -> None:
    """Ask for the type of applicant."""
    shown = None if TYPE in draft.to_ask else draft.plan.applicant.type
    st.segmented_control(
        "I am a",
        APPLICANT_TYPES,
        format_func=TYPE_NAMES.__getitem__,
        required=shown is not None,
        help="Senior or graduate of a US school (MD or DO), or of a school abroad (IMG), as a US citizen or not",
        **asked("applicant/type", shown, _write_type, answers=TYPE),
    )


def _write_type(plan: Plan, chosen: str | None) -> Plan:
    if chosen is None:
        raise BadInput(Fault("nothing is chosen", "I am a", None, "one of the four", "Choose one"))
    return changed_plan(plan, {"applicant.type": chosen})


def ask_specialties(draft: Draft) -> None:
    """Ask for one specialty or more."""
    plan = draft.plan
    chosen = [] if SPECIALTY in draft.to_ask else list(plan.applicant.specialties)
    st.multiselect(
        "I apply in",
        sorted({*load_season(plan.season).specialties, *plan.applicant.specialties}),
        format_func=specialty_name,
        select_all=False,
        placeholder="Choose your specialty, or several",
        **asked("applicant/specialties", chosen, _write_specialties, answers=SPECIALTY),
    )


def _write_specialties(plan: Plan, chosen: list[str]) -> Plan:
    if not chosen:
        raise BadInput(Fault("no specialty is chosen", "I apply in", None, "one or more", "Choose one"))
    quotas = {name: quota.model_dump() for name, quota in plan.quotas.specialty.items() if name in chosen}
    return changed_plan(plan, {"applicant.specialties": tuple(chosen), "quotas.specialty": quotas})


def ask_score(draft: Draft) -> None:
    """Ask for the scores, or whether there are none yet; COMLEX-USA alone is an answer of osteopathic students."""
    who = draft.plan.applicant
    osteopathic = who.type == "us-do" and TYPE not in draft.to_ask
    if osteopathic:
        st.number_input(
            "COMLEX-USA Level 2 CE score",
            value=None,
            placeholder=NOT_SAID,
            min_value=0,
            max_value=999,
            step=1,
            **asked("applicant/comlex2", who.comlex2, set_to("applicant.comlex2"), answers=SCORE),
        )
    st.number_input(
        "Step 2 CK score",
        value=None,
        placeholder=NOT_SAID,
        min_value=0,
        # A COMLEX score entered here is asked about.
        max_value=999,
        step=1,
        **asked("applicant/step2", who.step2, set_to("applicant.step2"), answers=SCORE),
    )
    if who.step2 is None and osteopathic:
        st.selectbox(
            "Step 2 CK beside COMLEX-USA",
            list(_BESIDE_COMLEX),
            placeholder=NOT_SAID,
            format_func=_BESIDE_COMLEX.__getitem__,
            help="Some programs take no COMLEX score alone; those known to refuse it are left out if you won't take it",
            **asked("applicant/step2_taken", who.step2_taken, set_to("applicant.step2_taken"), answers=SCORE),
        )
    elif who.step2 is None:
        without = SCORE not in draft.to_ask
        st.checkbox(
            "I haven't taken it, or have no score yet",
            **asked("applicant/no-score", without, _write_no_score, answers=SCORE),
        )


def _write_no_score(plan: Plan, _without: bool) -> Plan:
    return changed_plan(plan, {"applicant.step2": None})


def ask_home(plan: Plan) -> None:
    """Ask for the state of the permanent address."""
    states = state_choices()
    st.selectbox(
        "State of my permanent address",
        [None, NO_STATE, *states],
        placeholder=NOT_SAID,
        format_func=lambda code: states.get(code, NOT_SAID if code is None else "outside the United States"),
        **asked("applicant/home", plan.applicant.home_state, set_to("applicant.home_state")),
    )


def ask_visa(plan: Plan) -> None:
    """Ask for the visa that a program has to sponsor."""
    st.selectbox(
        "Visa that a program has to sponsor",
        [None, *VISAS],
        placeholder=NOT_SAID,
        format_func=lambda name: NOT_SAID if name is None else VISA_CHOICES[name],
        **asked("applicant/visa", plan.applicant.visa, set_to("applicant.visa")),
    )
