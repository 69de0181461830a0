"""Cells to facts: what each field's text may look like, and what "unknown" looks like."""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from optimizer.directory.fact import bounds_of, kind_of
from optimizer.directory.geography import state_named
from optimizer.directory.importing.grid import header_key
from optimizer.directory.importing.layouts import Layouts
from optimizer.directory.place_names import city_and_state
from optimizer.directory.program import RATES, TOLD, Program, known_acgme_id, known_nrmp_codes
from optimizer.errors import Fault
from optimizer.vocabulary import RESEARCH_INTENSITIES, SETTINGS, load_vocabulary

Value = str | float | int | bool
Scale = Literal["share", "percent"]
TRACKS = "tracks"
"""Of what a row says, the tracks that stand beside its specialty; no fact of a program."""

_NUMBER = re.compile(r"([+-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\s*(%?)")
_DECIMAL = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)")
_UNITS: Mapping[str, re.Pattern[str]] = {
    "years": re.compile(r"\s*(?:years?|yrs?\.?)(?: or less)?$", re.IGNORECASE),
    "months": re.compile(r"\s*(?:months?|mos?\.?)$", re.IGNORECASE),
}
_WHOLE = re.compile(r"([0-9]{1,9})(?:[.,]0+)?")
_STATE_AT_END = re.compile(r"(.*?)[\s,(-]+([A-Z]{2}|D\.C\.)\)?")
_TRAILING_PROGRAM = re.compile(r"[\s,/-]+(?:residency )?program$", re.IGNORECASE)
_J1, _H1B = re.compile(r"\bj ?-? ?1\b", re.IGNORECASE), re.compile(r"\bh ?-? ?1 ?-? ?b?\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:no|not|never|except|without|don'?t|doesn'?t)\b", re.IGNORECASE)


class NotUsable(ValueError):
    """A cell that can't be read as its field; the words say what is wrong, `allowed` what would do."""

    def __init__(self, what: str, allowed: str) -> None:
        super().__init__(what)
        self.allowed = allowed


def read_cell(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    """Facts that a known cell of a field tells, perhaps none; rates and the year are read elsewhere.

    Raises
    ------
    NotUsable
    """
    return _READERS[field](layouts, field, text)


def rate(text: str, scale: Scale) -> float:
    """A share from 0 to 1 of "0.12", "12", "12%" or "0,12"; a percent sign makes a percentage in any column.

    Raises
    ------
    NotUsable
        It is no number, or lies outside 0 to 100 %.
    """
    number = number_of(text)
    if number is None:
        raise NotUsable("is no rate", "a share such as 0.12, or a percentage such as 12 or 12%")
    value, sign = number
    share = value / 100 if sign or scale == "percent" else value
    if not 0 <= share <= 1:
        raise NotUsable("is no possible rate", "0 to 1, or 0% to 100%")
    return float(share)


@functools.lru_cache(maxsize=4096)
def number_of(text: str) -> tuple[Decimal, bool] | None:
    """A number and whether it has a percent sign; None for any other text."""
    found = _NUMBER.fullmatch(text)
    return (Decimal(found[1].replace(",", ".")), bool(found[2])) if found else None


def scales(
    columns: Mapping[str, Sequence[str]], fixed: Mapping[str, Scale]
) -> tuple[dict[str, Scale], tuple[str, ...]]:
    """Decide for each column of rates whether its bare numbers are shares or percentages.

    A column with a number above 1 or a percent sign is one of percentages. A column that knows only 0 and 1 doesn't
    say, so where another column of the table is one of percentages, it is too: nobody interviews none or all.

    Parameters
    ----------
    columns : mapping of str to sequence of str
        Known cells of each column, by a name for messages.
    fixed : mapping of str to {"share", "percent"}
        Scales of those whose layout says it, whatever they hold.

    Returns
    -------
    dict, tuple of str
        Scales by name, and what should be looked at.
    """
    numbers = {
        name: [found for cell in cells if (found := number_of(cell))]
        for name, cells in columns.items()
        if name not in fixed
    }
    above = {name for name, found in numbers.items() if any(sign or value > 1 for value, sign in found)}
    undecided = {
        name for name, found in numbers.items() if name not in above and found and all(v in {0, 1} for v, _ in found)
    }
    among_percentages = bool(above) or "percent" in fixed.values()
    chosen: dict[str, Scale] = {
        name: "percent" if name in above or (among_percentages and name in undecided) else "share" for name in columns
    }
    notices = [
        f"column {name!r} holds only 0 and 1: read as percentages, as its neighbours are"
        for name in sorted(undecided)
        if among_percentages and any(value == 1 for value, _ in numbers[name])
    ]
    for name in sorted(above):
        small = sum(not sign and 0 < value < 1 for value, sign in numbers[name])
        if small:
            notices.append(
                f"column {name!r} is one of percentages (it has a percent sign or a number above 1), so its {small} "
                "bare numbers below 1 are read as less than one percent"
            )
    return {**chosen, **fixed}, tuple(notices)


def name_of(text: str) -> str:
    """A program's name without the word "Program" at its end."""
    return _TRAILING_PROGRAM.sub("", text) or text


def year_of(text: str) -> str:
    """The last year named: "2025" of "2024-2025" and of "AY20242025", "2026" of "Match 2026"; empty without one."""
    years: list[str] = re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?:(?=(?:19|20)[0-9]{2}(?![0-9]))|(?![0-9]))", text)
    doubled = re.search(r"(?<![0-9])(20[0-9]{2})(20[0-9]{2})(?![0-9])", text)
    if doubled:
        years.append(doubled[2])
    short = re.search(r"(?<![0-9])(20[0-9]{2})\s*[-/\u2013]\s*([0-9]{2})(?![0-9])", text)
    if short:
        years.append(f"20{short[2]}")
    return max(years, default="")


def _text(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    del layouts
    if field != "name":
        return {field: text}
    named = _NAME_AND_ID.fullmatch(text)
    if named is None or named["id"][:3] not in load_vocabulary().by_code:
        return {field: name_of(text)}
    return {field: name_of(named["name"].strip()), "acgme_id": named["id"]}


_NAME_AND_ID = re.compile(
    r"(?P<name>.*\D)\s*[(\[#:,;\-\u2013]\s*(?:ACGME(?: ID)?[:#]?\s*)?(?P<id>[0-9]{10})[)\]]?", re.IGNORECASE
)
"""A name with the program's ACGME id behind it, as pages show both."""


def _name_state(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    del layouts, field
    found = _STATE_AT_END.fullmatch(text)
    state = state_named(found[2]) if found else None
    if found is None or state is None:
        return {"name": name_of(text)}
    return {"name": name_of(found[1]), "state": state.code}


def _state(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    del layouts
    state = state_named(text) or state_named(text.replace(".", ""))
    if state is None:
        raise NotUsable("no such state", "a two-letter code or full name of one of the 50 states, DC or PR")
    return {field: state.code}


def _city_state(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    del layouts, field
    city, state = city_and_state(text)
    if state is None:
        raise NotUsable("names no state", 'a city and a state, such as "Los Angeles, CA"')
    return {"city": city.strip(" ,"), "state": state}


def _specialty(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    found, tracks = load_vocabulary().specialty_and_tracks(text)
    if found is None:
        near = load_vocabulary().near(text)
        allowed = f"did you mean {' or '.join(near)}?" if near else ", ".join(sorted(layouts.specialties))
        raise NotUsable("no such residency specialty", allowed)
    return {field: found, TRACKS: " ".join(tracks)} if tracks else {field: found}


def _track(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    del layouts, field
    tracks = load_vocabulary().tracks_named(text)
    if not tracks:
        raise NotUsable("no such track", "categorical, preliminary, advanced, primary care, or another that is known")
    return {TRACKS: " ".join(tracks)}


def _acgme_id(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    del layouts
    try:
        return {field: known_acgme_id(text)}
    except ValueError:
        allowed = "ten digits (nine where a spreadsheet dropped a leading zero)"
        raise NotUsable("is no ACGME id", allowed) from None


def _nrmp_code(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    del layouts
    try:
        return {field: known_nrmp_codes(text)}
    except ValueError:
        raise NotUsable("is no NRMP code", "seven digits, a letter and a number, such as 1234140C0") from None


def _code(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    del field
    for reader, meant in ((_acgme_id, "acgme_id"), (_nrmp_code, "nrmp_code")):
        try:
            return reader(layouts, meant, text)
        except NotUsable:
            continue
    raise NotUsable("is neither an ACGME id nor an NRMP code", "ten digits, or a code such as 1234140C0")


def _setting(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    found = layouts.settings.get(header_key(text))
    if found is None:
        raise NotUsable("no such setting", f"{', '.join(SETTINGS)}, or another word that FREIDA has for them")
    return {field: found}


def _policy(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    answer = text.casefold().rstrip(".!")
    if answer in layouts.words.yes:
        return {field: True}
    if answer in layouts.words.no:
        return {field: False}
    raise NotUsable("is neither yes nor no", "yes or no")


def _visas(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    if text.casefold().rstrip(".!") in layouts.words.no_visa:
        return {"sponsors_j1": False, "sponsors_h1b": False}
    accepted = {"sponsors_j1": bool(_J1.search(text)), "sponsors_h1b": bool(_H1B.search(text))}
    if _DENIED.search(text) or not any(accepted.values()):
        raise NotUsable("doesn't say plainly which visas are sponsored", "J-1, H-1B, both of them, or no visa")
    if field == "visas_all" or re.search(r"\bonly\b", text, re.IGNORECASE):
        return dict(accepted)
    return {visa: True for visa, named in accepted.items() if named}


def _visa_friendly(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    if not _J1.search(text) and not _H1B.search(text):
        (friendly,) = _policy(layouts, field, text).values()
        # Yes doesn't say to which visa, so that neither is known.
        return {} if friendly else {"sponsors_j1": False, "sponsors_h1b": False}
    return _visas(layouts, "visas", text)


def _whole(text: str, least: int, most: int) -> int:
    found = _WHOLE.fullmatch(text)
    if found is None or not least <= int(found[1]) <= most:
        raise NotUsable("can't be used", f"a whole number from {least} to {most}")
    return int(found[1])


def _number(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    """A number within the bounds of its field, whole where the field is, with its unit or without."""
    told, declared, answer = TOLD[field], Program.model_fields[field], text.casefold()
    if any(answer in getattr(layouts.words, words) for words in told.no_bound):
        return {}
    whole, (least, most) = kind_of(declared) is int, bounds_of(declared)
    if told.zero is not None and answer in getattr(layouts.words, told.zero):
        return {field: 0 if whole else 0.0}
    number = _UNITS[told.unit].sub("", text) if told.unit else text
    if whole:
        return {field: _whole(number, int(least), int(most))}
    found = _DECIMAL.fullmatch(number)
    if found is None or not least <= float(found[1]) <= most:
        raise NotUsable("can't be used", f"{told.unit or 'a number'} from {least:g} to {most:g}")
    return {field: float(found[1])}


_SCORES = re.compile(r"([0-9]{3})\s*(?:-|\u2013|\u2014|to)\s*([0-9]{3})", re.IGNORECASE)


def _step2_middle(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    """Both ends of a range of scores: "236 - 262"."""
    del layouts, field
    found = _SCORES.fullmatch(text)
    if found is None or not 100 <= int(found[1]) <= int(found[2]) <= 300:
        raise NotUsable("is no range of Step 2 CK", "two scores from 100 to 300, such as 236 - 262")
    return {"step2_middle_low": int(found[1]), "step2_middle_high": int(found[2])}


def _research(layouts: Layouts, field: str, text: str) -> dict[str, Value]:
    del layouts
    if text.casefold() not in RESEARCH_INTENSITIES:
        raise NotUsable("no such research intensity", ", ".join(RESEARCH_INTENSITIES))
    return {field: text.casefold()}


_READERS: Mapping[str, Callable[[Layouts, str, str], dict[str, Value]]] = {
    **{name: _policy for name in TOLD if kind_of(Program.model_fields[name]) is bool},
    **{name: _number for name in TOLD if kind_of(Program.model_fields[name]) in (int, float) and name not in RATES},
    "id": _text,
    "sources": _text,
    "name": _text,
    "institution": _text,
    "city": _text,
    "state": _state,
    "city_state": _city_state,
    "name_state": _name_state,
    "specialty": _specialty,
    "step2_middle": _step2_middle,
    "track": _track,
    "acgme_id": _acgme_id,
    "nrmp_code": _nrmp_code,
    "code": _code,
    "setting": _setting,
    "research_intensity": _research,
    "visas": _visas,
    "visas_all": _visas,
    "visa_friendly": _visa_friendly,
}

NUMERIC_RATES = frozenset(RATES)


def fault_of(error: NotUsable, where: str, column: str, text: str) -> Fault:
    """The refusal of one cell, with its place."""
    remedy = "Correct the cell, or leave it blank where it isn't known"
    return Fault(str(error), f"{where}, column {column!r}", text, error.allowed, remedy)
