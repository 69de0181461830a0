"""A joint plan for a terminal and as one JSON object: what the caps cost, whom, and how sure it is."""

import json
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.table import Table

from optimizer.cohort.joint.files import without_list_words
from optimizer.cohort.joint.plan import JointFigures, JointPlan, JointStudent
from optimizer.plan import ProgramList, in_100
from optimizer.wording import of_100, percentage, tenths_of_100

_SHOWN = 10
_KIND_WORDS = {"applying": "apply", "signalling": "signal"}


def joint_text(plan: JointPlan) -> RenderableType:
    """What all lists are worth together, who gives up most, and the dearest places."""
    parts: list[RenderableType] = [_headline(plan), proof_words(plan.figures)]
    if plan.figures.fair:
        parts.append(fairness_words(plan.figures))
    if plan.changed:
        table = Table("student", "chance alone", "under caps", "gives up", "takes up", "signals moved", box=None)
        for one in plan.changed[:_SHOWN]:
            table.add_row(*_student_row(one))
        parts += ["", f"Who gives up most ({len(plan.changed)} of {len(plan.students)} lists change):", table]
    dear = [place for place in plan.places if place.price > 0]
    if dear:
        table = Table("program", "place", "kind", "may", "want", "price of one more", box=None)
        for place in dear[:_SHOWN]:
            where, kind = f"{place.city}, {place.state}", _KIND_WORDS.get(place.kind, f"{place.kind} signal")
            table.add_row(place.name, where, kind, str(place.cap), str(place.wanted), of_100(place.price, 2))
        what = "the price is what one place more would bring the class, in points of 100, about"
        parts += ["", f"Dearest of {len(dear)} capped places with a price ({what}):", table]
    elif plan.places:
        several = "1 capped place is" if len(plan.places) == 1 else f"{len(plan.places)} capped places are"
        words = f"{several} wanted by more students than may have it; one more would bring those with a list nothing."
        parts += ["", words]
    for one in plan.students:
        if not isinstance(one.joint, ProgramList):
            parts += ["", f"{one.code} has no list under the caps. {without_list_words(one)}"]
    return Group(*parts)


def _headline(plan: JointPlan) -> str:
    listed = [one for one in plan.students if isinstance(one.joint, ProgramList)]
    kept = " (from an earlier run)" if plan.kept else ""
    alone, joint = (
        sum(found.match_probability or 0.0 for found in lists)
        for lists in (
            [one.alone for one in listed],
            [one.joint for one in listed if isinstance(one.joint, ProgramList)],
        )
    )
    if not plan.changed:
        return f"Joint plan{kept}: no cap stands in anybody's way; all {len(plan.students)} lists stay as they are."
    return (
        f"Joint plan{kept}: {len(listed)} of {len(plan.students)} students have a list under the caps. If the chances "
        f"are right, about {joint:.2f} of them match; with their own lists, and classmates of no consequence, "
        f"{alone:.2f}."
    )


def proof_words(figures: JointFigures) -> str:
    """How much better another joint plan could be."""
    words = (
        f"Weighed by the students' wishes, all lists are worth {figures.total:.3f} matches together; "
        f"no joint plan{_AS_FAIR if figures.fair else ''} is worth more than {figures.total_bound:.3f} "
        f"({percentage(figures.gap, 2)} more at the most)."
    )
    return words if figures.proven else f"{words} The search ended before the gap asked for was proven."


_AS_FAIR = " whose lowest is as high"


def fairness_words(figures: JointFigures) -> str:
    """What the lowest value is, and could be."""
    return (
        f"The student with least has a list worth {of_100(figures.lowest, 1)} of 100; "
        f"no joint plan gives the one with least more than {of_100(figures.lowest_bound, 1)}."
    )


def _student_row(one: JointStudent) -> tuple[str, ...]:
    alone, joint = one.alone, one.joint
    if not isinstance(joint, ProgramList):
        return one.code, in_100(alone.match_probability), "no list", "-", "-", "-"
    chances = (tenths_of_100(found.match_probability) for found in (alone, joint))
    return one.code, *chances, *(str(len(ids)) for ids in (one.given_up, one.taken_up, one.signals_given_up))


def joint_content(plan: JointPlan) -> dict[str, object]:
    """The same as values for JSON; chances and values are shares from 0 to 1, null where there is no list."""
    figures = plan.figures
    return {
        **asdict(figures),
        "gap": figures.gap,
        "lowest_gap": figures.lowest_gap,
        "proven": figures.proven,
        "kept": plan.kept,
        "students": [_student(one) for one in plan.students],
        "places": [asdict(place) for place in plan.places],
    }


def joint_json(plan: JointPlan) -> str:
    """`joint_content` as text."""
    return json.dumps(joint_content(plan), ensure_ascii=False, allow_nan=False, indent=2)


def _student(one: JointStudent) -> dict[str, object]:
    joint = one.joint if isinstance(one.joint, ProgramList) else None
    return {
        "code": one.code,
        "status": one.joint.status,
        "match_probability_alone": one.alone.match_probability,
        "match_probability": None if joint is None else joint.match_probability,
        "value_alone": one.alone.value,
        "value": None if joint is None else joint.value,
        "given_up": one.given_up,
        "taken_up": one.taken_up,
        "signals_given_up": one.signals_given_up,
        "words": without_list_words(one) if joint is None else "",
    }
