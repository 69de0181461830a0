"""What a header says that a column holds, where no known layout says it: by its words, not by its spelling."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"[a-z0-9#%+]+")

_INTERVIEW = frozenset(
    {"interview", "interviews", "interviewed", "interviewing", "invite", "invites", "invited", "ii", "iv", "ivs"}
)
_RESIDENTS = frozenset(
    {
        "resident", "residents", "matched", "class", "composition", "current", "enrolled", "makeup", "alumni", "grads",
        "graduates", "roster", "share", "trainees", "housestaff", "breakdown",
    }
)  # fmt: skip
_NO_RATE = frozenset(
    {
        "date", "dates", "day", "days", "offer", "format", "status", "season", "type", "month", "number", "num", "#",
        "count", "total",
    }
)  # fmt: skip
_SIGNAL = frozenset({"signal", "signals", "signaled", "signalled", "signaling"})
_OF_A_RATE = frozenset({"%", "rate", "rates", "percent", "percentage", "pct", "share", "interviewed"})
_FLAGS = frozenset(
    {
        "accept",
        "accepts",
        "accepted",
        "friendly",
        "considers",
        "considered",
        "takes",
        "ok",
        "allowed",
        "welcome",
        "eligible",
    }
)
_MINIMUM = frozenset({"min", "minimum", "cutoff", "cut", "lowest", "required", "threshold", "floor", "least"})
_MAXIMUM = frozenset({"max", "maximum", "limit", "cutoff", "cut", "within", "allowed", "accepted"})
_POSITIONS = frozenset({"position", "positions", "spots", "spot", "seats", "seat", "slots", "quota"})
_COUNTING = frozenset(
    {"number", "no", "num", "total", "count", "#", "available", "categorical", "open", "offered", "pgy1", "pgy", "1"}
)


GROUPS: Mapping[str, str] = {group: f"interview_rate_{group}" for group in ("us_md", "us_do", "us_img", "non_us_img")}
"""Fields of interview rates by group."""


def field_of_words(header: str) -> str | None:
    """The field that the words of a header name; None where they name none, or not surely.

    "% US IMGs interviewed" is an interview rate, "STEP 2 SCORE MIN" a lowest score, "Number of positions" a number of
    positions; "US IMG" alone may be the share of the residents, of the applicants, or a yes, and names nothing.
    """
    said = _said(header)
    return next((field for rule in _RULES if (field := rule(said)) is not None), None)


_SPELLINGS = {
    "step2": "step 2",
    "pgy-1": "pgy1",
    "non-": "non ",
    "h1-b": "h1b",
    "h-1b": "h1b",
    "h-1-b": "h1b",
    "j-1": "j1",
    "u.s.": "us",
    "applicant type": "applicant",
}
"""What is one word, or says nothing of what a column holds."""


def _said(header: str) -> frozenset[str]:
    text = header.casefold()
    for written, meant in _SPELLINGS.items():
        text = text.replace(written, meant)
    return frozenset(_WORD.findall(text))


def group_of(header: str) -> str | None:
    """The group of applicants that a header names, as fields of interview rates end; None where it names none."""
    return _group(_said(header))


def place_of(header: str) -> str | None:
    """The field of a rate by where applicants are from that a header names ("In-State"); None where it names none."""
    said = _said(header)
    return _place(said) if said & {"in", "out", "instate", "outofstate"} else None


def says_score(header: str) -> bool:
    """Whether a header says that it is of Step 2 CK."""
    return _names_step2(_said(header))


def says_rate(header: str) -> bool:
    """Whether a header says that it is of interviews."""
    return bool(frozenset(_WORD.findall(header.casefold())) & _INTERVIEW)


def says_share(header: str) -> bool:
    """Whether a header says that it is of residents, or of what is accepted: no rate of interviews."""
    words = frozenset(_WORD.findall(header.casefold()))
    return bool(words & (_RESIDENTS | _FLAGS)) and not words & _INTERVIEW


def _group(said: frozenset[str]) -> str | None:
    img = bool(said & {"img", "imgs", "fmg", "fmgs", "international"})
    if img and (said & {"non", "nonus", "foreign", "fmg", "fmgs"}):
        return "non_us_img"
    if img and "us" in said:
        return "us_img"
    if img:
        return "img"
    if said & {"do", "dos", "osteopathic"}:
        return "us_do"
    if said & {"md", "mds", "usmd", "allopathic", "amg", "amgs", "usmg"}:
        return "us_md"
    return None


def _place(said: frozenset[str]) -> str | None:
    if not said & {"state", "instate", "outofstate"}:
        return None
    return "interview_rate_out_of_state" if said & {"out", "outofstate"} else "interview_rate_in_state"


def _names_step2(said: frozenset[str]) -> bool:
    return ("step" in said and "2" in said) or "ck" in said


def _rate(said: frozenset[str]) -> str | None:
    if not said & _INTERVIEW or said & _NO_RATE:
        return None
    if said & {"gold", "silver"}:
        return "interview_rate_gold" if "gold" in said else "interview_rate_silver"
    if said & _SIGNAL:
        absent = said & {"no", "none", "without", "non", "not", "un", "unsignaled"}
        return "interview_rate_no_signal" if absent else "interview_rate_single"
    place = _place(said)
    if place is not None:
        return place
    group = _group(said)
    if group is not None:
        return GROUPS.get(group)
    return "interview_rate_all" if said & _OF_A_RATE and "no" not in said else None


def _middle(said: frozenset[str]) -> str | None:
    return "step2_middle" if _names_step2(said) and "middle" in said and said & {"80", "80%"} else None


def _score(said: frozenset[str]) -> str | None:
    step2 = _names_step2(said) or "s2" in said
    average = said & {"avg", "average", "mean", "median", "middle", "range", "percentile", "cs"}
    return "step2_minimum" if step2 and said & _MINIMUM and not average else None


def _positions(said: frozenset[str]) -> str | None:
    if said & {"pgy2", "advanced", "prelim", "preliminary", "filled", "unfilled", "matched"}:
        return None
    if said & _POSITIONS and (said & _COUNTING or len(said) <= 2):
        return "first_year_positions"
    per_year = "per" in said and said & {"class", "year"} and said & {"residents", "resident"}
    return "first_year_positions" if per_year or ("class" in said and "size" in said) else None


def _visa(said: frozenset[str]) -> str | None:
    if {"j1", "h1b"} <= said:
        return "visas"
    if "j1" in said:
        return "sponsors_j1"
    return "sponsors_h1b" if said & {"h1b", "h1"} else None


def _graduation(said: frozenset[str]) -> str | None:
    named = "yog" in said or ("graduation" in said and said & {"years", "year", "since"})
    return "years_since_graduation_maximum" if named and said & (_MAXIMUM | {"years", "since"}) else None


def _attempts(said: frozenset[str]) -> str | None:
    return "failed_attempts_maximum" if said & {"attempts", "failures", "fails"} and said & _MAXIMUM else None


def _experience(said: frozenset[str]) -> str | None:
    return "us_clinical_months_minimum" if "usce" in said and said & (_MINIMUM | {"months", "month"}) else None


def _img_share(said: frozenset[str]) -> str | None:
    if said & (_INTERVIEW | _FLAGS) or _group(said) != "img":
        return None
    return "img_share" if said & ({"%", "percent", "percentage", "pct"} | _RESIDENTS) else None


def _track(said: frozenset[str]) -> str | None:
    named = said & {"track", "tracks"} or said in ({"position", "type"}, {"type", "of", "position"})
    return "track" if named and not said & (_POSITIONS - {"position"} | _COUNTING) else None


_RULES = (_track, _rate, _middle, _score, _positions, _visa, _graduation, _attempts, _experience, _img_share)
