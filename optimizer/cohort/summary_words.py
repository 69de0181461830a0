"""A class at a glance, for a terminal and as one JSON object."""

import json
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table

from optimizer.cohort.batch import Built
from optimizer.cohort.summary import Summary
from optimizer.plan import ProgramList, in_100
from optimizer.wording import count_cell, span_cell

_OVERLAPS_SHOWN = 10


def summary_text(summary: Summary, notices: Sequence[str] = ()) -> RenderableType:
    """Those at risk, what couldn't be built, and the programs wanted most."""
    parts: list[RenderableType] = [_headline(summary)]
    at_risk = [built for built in summary.students if summary.at_risk(built)]
    if at_risk:
        table = Table("student", "chance", "range", "interviews", "programs", "what to know", box=None)
        for built in at_risk:
            table.add_row(*_row(built))
        parts += ["", f"At risk (below {in_100(summary.at_risk_below)}, or no list):", table]
    if summary.overlaps:
        table = Table("program", "place", "apply", "signal", box=None)
        for one in summary.overlaps[:_OVERLAPS_SHOWN]:
            place = f"{one.city}, {one.state}"
            table.add_row(one.name, place, str(len(one.applying)), str(len(one.signalling)))
        parts += ["", "Where classmates meet most:", table]
    return Group(*parts, *(["", *notices] if notices else []))


def _headline(summary: Summary) -> str:
    solved, number = summary.solved, len(summary.students)
    kept = sum(built.kept for built in summary.students)
    words = f"{len(solved)} of {number} students have a list"
    if kept:
        words += f" ({kept} from an earlier run)"
    if not solved:
        return f"{words}."
    return f"{words}; about {summary.expected_matches:.0f} of them match, if the chances are right."


def _row(built: Built) -> tuple[str, ...]:
    found = built.outcome
    unknown = f"not said: {', '.join(built.unknown)}" if built.unknown else ""
    if not isinstance(found, ProgramList):
        return built.code, "-", "-", "-", "-", built.words
    return (
        built.code,
        in_100(found.match_probability),
        span_cell(found.match_probability_range) or "-",
        count_cell(found.expected_interviews),
        str(len(found.programs)),
        unknown,
    )


def summary_json(summary: Summary) -> str:
    """The same as one JSON object; chances are shares from 0 to 1, null where there is no list."""
    return json.dumps(summary_content(summary), ensure_ascii=False, allow_nan=False, indent=2)


def summary_content(summary: Summary) -> dict[str, object]:
    """What the JSON object holds."""
    return {
        "at_risk_below": summary.at_risk_below,
        "expected_matches": summary.expected_matches,
        "students": [_student(summary, built) for built in summary.students],
        "overlaps": [
            {"program": one.program, "name": one.name, "applying": one.applying, "signalling": one.signalling}
            for one in summary.overlaps
        ],
    }


def _student(summary: Summary, built: Built) -> dict[str, object]:
    found = built.outcome
    content: dict[str, object] = {
        "code": built.code,
        "status": "refused" if found is None else found.status,
        "at_risk": summary.at_risk(built),
        "kept": built.kept,
        "not_said": built.unknown,
        "words": built.words,
    }
    figures = ("match_probability", "match_probability_range", "expected_interviews", "spend")
    solved = isinstance(found, ProgramList)
    content |= {name: getattr(found, name) if solved else None for name in figures}
    if isinstance(found, ProgramList) and found.unpriced:
        content["spend"] = None
    content["applications"] = len(found.programs) if isinstance(found, ProgramList) else None
    return content
