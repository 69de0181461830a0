"""Programs found in the directory as one JSON object."""

import json

from optimizer.directory import FoundProgram, ProgramsFound


def programs_json(found: ProgramsFound) -> str:
    """What a search found, as JSON; unknown facts are null.

    Returns
    -------
    str
        `count`; `left_out`, programs that are missing for want of a fact alone, by fact; `programs`, each with the
        fields of `Program`, `division`, `metro`, `latitude`, `longitude`, `miles` and `visa` as asked for, and
        `unknown_facts`, how many of its fields are unknown.
    """
    answer = {
        "count": len(found.programs),
        "left_out": dict(found.left_out),
        "programs": [_program(one) for one in found.programs],
    }
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2)


def _program(found: FoundProgram) -> dict[str, object]:
    facts = found.program.model_dump(mode="json")
    place = found.place
    return facts | {
        "division": found.program.division,
        "metro": None if place is None else place.metro,
        "latitude": None if place is None else place.latitude,
        "longitude": None if place is None else place.longitude,
        "miles": None if found.miles is None else round(found.miles, 1),
        "visa": found.visa,
        "unknown_facts": sum(facts[name] is None for name in facts if name != "sources"),
    }
