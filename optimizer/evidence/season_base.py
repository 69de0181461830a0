"""Taking over, from the season that a file is based on, everything that the file itself doesn't give."""

from typing import Any

from optimizer.vocabulary import GRADES

Table = dict[str, Any]

_OWN = ("season", "applications", "match", "based_on", "dates", "releases")
"""A season's label and days are never those of another one."""

_TOLD_APART_BY = {
    "services": ("service",),
    "fees": ("service", "specialties"),
    "signals": ("specialty",),
    "home_and_away": ("service",),
    "geographic_preference": ("service", "specialties"),
    "letters": ("service",),
    "further_costs": ("what",),
    "visa_notes": ("about",),
}
"""For lists whose entries replace one another: what an entry of the base and one of the file must have in common."""

_BY_SPECIALTIES = ("uses", "signal_statements")
"""Lists in which a specialty that the file names is taken out of the base's entries."""

_GRADE_A_YEAR_ON = dict(zip(GRADES, (*GRADES[1:], GRADES[-1]), strict=True))


def with_base(own: Table, base: Table, base_year: int) -> Table:
    """Return the content of a season file with what it takes from the season that it is based on.

    Parameters
    ----------
    own, base : dict
        Content of the files, with sources in place of their keys and signals as a list.
    base_year : int
        Season of the base. What is inherited is marked with it, and its grade falls by one: A becomes B, as a primary
        source of a neighbouring season is, and B becomes C.
    """
    merged = dict(own)
    for key, inherited in base.items():
        if key in _OWN:
            continue
        marked = _marked(inherited, base_year)
        merged[key] = _merged(key, own.get(key), marked, own) if key in own or key == "unknown" else marked
    if "signals" in merged and isinstance(merged["signals"], list):
        not_found = _specialties_of(own, "unknown", "signals")
        merged["signals"] = [one for one in merged["signals"] if _of(one, "specialty") not in not_found]
    return merged


def _merged(key: str, own: Any, inherited: Any, file: Table) -> Any:  # noqa: ANN401 - TOML
    if key == "unknown":
        return _still_unknown(own, inherited, file)
    if isinstance(own, dict) and isinstance(inherited, dict):
        if "source" in own or "source" in inherited:
            return own
        return {**inherited, **{name: _merged("", part, inherited.get(name), file) for name, part in own.items()}}
    if not isinstance(own, list) or not isinstance(inherited, list):
        return own
    if key in _BY_SPECIALTIES:
        named = {name for one in own for name in _names(one)}
        return [*own, *_without(inherited, named)]
    told_apart_by = _TOLD_APART_BY.get(key, ())
    given = [[_of(one, part) for part in told_apart_by] for one in own]
    return [*own, *(one for one in inherited if [_of(one, part) for part in told_apart_by] not in given)]


def _still_unknown(own: Any, inherited: Any, file: Table) -> Any:  # noqa: ANN401 - TOML
    """What the base didn't find and the file doesn't give either."""
    if not isinstance(inherited, list):
        return own
    found = {
        "signals": {_of(one, "specialty") for one in _entries(file, "signals")},
        "fees": {name for one in _entries(file, "fees") for name in _names(one)},
        "registration": {"couples"} if _of(file.get("nrmp"), "couples") is not None else set(),
    }
    kept = []
    for one in inherited:
        what, names = _of(one, "what"), _names(one)
        if what in _OWN:
            continue
        left = [name for name in names if name not in found.get(str(what), ())]
        if left or (not names and not found.get(str(what))):
            kept.append({**one, "specialties": left})
    return [*(own or ()), *kept]


def _without(entries: list[Any], named: set[str]) -> list[Any]:
    left = [{**one, "specialties": [name for name in _names(one) if name not in named]} for one in entries]
    return [one for one in left if one["specialties"]]


def _specialties_of(file: Table, part: str, what: str) -> set[str]:
    return {name for one in _entries(file, part) if _of(one, "what") == what for name in _names(one)}


def _entries(file: Table, part: str) -> list[Any]:
    given = file.get(part)
    return given if isinstance(given, list) else []


def _of(entry: Any, part: str) -> Any:  # noqa: ANN401 - TOML
    return entry.get(part) if isinstance(entry, dict) else None


def _names(entry: Any) -> list[str]:  # noqa: ANN401 - TOML
    given = _of(entry, "specialties")
    return [name for name in given if isinstance(name, str)] if isinstance(given, list) else []


def _marked(node: Any, base_year: int) -> Any:  # noqa: ANN401 - TOML
    """The same, with every figure marked as inherited."""
    if isinstance(node, list):
        return [_marked(part, base_year) for part in node]
    if not isinstance(node, dict):
        return node
    marked = {key: _marked(part, base_year) for key, part in node.items()}
    if "source" in marked:
        grade = marked.get("grade")
        marked["grade"] = _GRADE_A_YEAR_ON.get(str(grade), grade)
        marked.setdefault("inherited_from", base_year)
    return marked
