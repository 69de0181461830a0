"""A joint plan as tables: what each student gives up, and the places that more students want than may have."""

from optimizer.cohort.joint.plan import JointPlan, JointStudent
from optimizer.cohort.summary import figure_cell
from optimizer.export import csv_bytes
from optimizer.plan import ProgramList

JOINT_COLUMNS = (
    "code",
    "status",
    "match_probability_alone",
    "match_probability",
    "match_probability_low",
    "match_probability_high",
    "value_alone",
    "value",
    "value_given_up",
    "spend_dollars",
    "programs_given_up",
    "programs_taken_up",
    "signals_given_up",
    "words",
)
PLACES_COLUMNS = ("program", "name", "city", "state", "kind", "cap", "wanted", "taken", "price")


def joint_csv(plan: JointPlan) -> bytes:
    """A row a student, by code only; who gives up most first."""
    changed = plan.changed
    others = [one for one in plan.students if one not in changed]
    return csv_bytes(JOINT_COLUMNS, (_row(one) for one in (*changed, *others)))


def _row(one: JointStudent) -> tuple[str | float, ...]:
    alone, joint = one.alone, one.joint
    own = [figure_cell(alone.match_probability)]
    if not isinstance(joint, ProgramList):
        return (
            one.code,
            joint.status,
            *own,
            *("", "", ""),
            f"{alone.value:.4f}",
            *("", "", "", "", "", ""),
            without_list_words(one),
        )
    low, high = joint.match_probability_range or (None, None)
    return (
        one.code,
        joint.status,
        *own,
        *(figure_cell(chance) for chance in (joint.match_probability, low, high)),
        *(f"{value:.4f}" for value in (alone.value, joint.value, alone.value - joint.value)),
        f"{joint.spend:.2f}",
        *("; ".join(programs) for programs in (one.given_up, one.taken_up, one.signals_given_up)),
        "",
    )


def without_list_words(one: JointStudent) -> str:
    """Why a student has no list beside the classmates' ones."""
    if one.joint.status == "infeasible":
        return (
            "Classmates take the places that this plan needs under the caps. "
            f"{one.joint.words} Raise the caps, or ask less of this plan."
        )
    return "The time ran out before a list was found beside the classmates' ones."


def places_csv(plan: JointPlan) -> bytes:
    """A row for each kind of place at a program that more students want than may have, dearest first."""
    rows = (
        (p.program, p.name, p.city, p.state, p.kind, p.cap, p.wanted, p.taken, f"{p.price:.6f}") for p in plan.places
    )
    return csv_bytes(PLACES_COLUMNS, rows)
