"""A joint plan in files, taken again as it is while nothing that it was made from has changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from optimizer.cohort.joint.plan import CapUse, JointFigures, JointPlan, JointRequest, JointStudent
from optimizer.cohort.outcome_files import FOLDER_OPTION, earlier_outcome, made_folder, write_outcome
from optimizer.export import write_whole
from optimizer.plan import ProgramList

_FIGURES = TypeAdapter(JointFigures)
_PLACES = TypeAdapter(tuple[CapUse, ...])


def mark_of_plan(request: JointRequest, marks: Mapping[str, str]) -> str:
    """What a joint plan is made from, as one mark.

    Parameters
    ----------
    request : JointRequest
    marks : mapping of str to str
        By code, what each student's own list is made from.
    """
    asked = {
        "everywhere": dict(request.caps.everywhere),
        "at": {program: dict(own) for program, own in request.caps.at.items()},
        "fair": request.fair,
        "weight": dict(request.weight),
        "gap": request.gap,
        "time_limit_s": request.time_limit_s,
        "students": list(marks.items()),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def earlier_plan(folder: Path, mark: str, alone: Mapping[str, ProgramList]) -> JointPlan | None:
    """The joint plan of an earlier run; None where there is none, or one of something else, or a file is missing."""
    try:
        content = json.loads(_plan_file(folder).read_bytes())
        if content["mark"] != mark:
            return None
        figures = _FIGURES.validate_python(content["figures"])
        places = _PLACES.validate_python(content["places"])
        unchanged = set(content["unchanged"])
        codes = [str(code) for code in content["students"]]
    except (OSError, ValueError, RecursionError, KeyError, TypeError, ValidationError):
        return None
    students = []
    for code in codes:
        joint = earlier_outcome(folder / "joint" / f"{code}.json", mark)
        if joint is None or code not in alone:
            return None
        students.append(JointStudent(code, alone[code], alone[code] if code in unchanged else joint))
    return JointPlan(tuple(students), places, figures, kept=True)


def write_plan(folder: Path, plan: JointPlan, mark: str) -> None:
    """Write every student's outcome, then the plan's own figures; raises `BadInput` where that can't be."""
    students = made_folder(folder / "joint")
    for one in plan.students:
        write_outcome(students, one.code, one.joint, mark)
    content = {
        "mark": mark,
        "figures": asdict(plan.figures),
        "places": [asdict(place) for place in plan.places],
        "students": [one.code for one in plan.students],
        "unchanged": [one.code for one in plan.students if one.joint is one.alone],
    }
    # Last: with its mark it says that all students' files are there.
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    write_whole(_plan_file(folder), f"{text}\n".encode(), FOLDER_OPTION)


def _plan_file(folder: Path) -> Path:
    return folder / "joint.json"
