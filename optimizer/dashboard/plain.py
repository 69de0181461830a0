"""Messages in plain words: no key, flag, slug or bracket of a plan file in anything that a page says.

A message is made for whoever reads it, at a terminal or on a page; this says it the way the pages do. Nothing reads it
back.
"""

import re
from collections.abc import Iterable
from functools import cache

from optimizer.errors import BadInput, Fault
from optimizer.vocabulary import TIE_KINDS, TYPE_NAMES, load_vocabulary, specialty_name, tie_name
from optimizer.wording import capitalised

_LABELS = {
    "applicant": "your profile",
    "applicant.type": "I am a",
    "applicant.specialties": "I apply in",
    "applicant.step2": "Step 2 CK score",
    "applicant.home_state": "State of my permanent address",
    "applicant.preferred_divisions": "Divisions that I state as preferred",
    "applicant.ties": "Ties",
    "budget": "Money and numbers",
    "budget.dollars": "Budget for application fees",
    "first_year": "First year",
    "first_year.kinds": "Where it may be spent",
    "first_year.reserve": "Dollars kept for first years",
    "quotas": "Money and numbers",
    "quotas.applications": "All applications",
    "regions": "Regions",
    "locks": "My decisions",
    "locks.apply": "My decisions",
    "locks.never": "My decisions",
    "locks.signal": "My decisions",
    "signals.never": "My decisions",
    "tiers": "My tiers",
    "conditions": "Hard limits on programs",
    "conditions.visa": "Programs that sponsor my visa",
    "conditions.distance": "Only near a place",
    "conditions.price_parity": "Price level of the state",
    "priorities": "What else matters",
    "priorities.distance": "Nearness",
    "priorities.distance.of": "Nearness",
    "evidence": "Figures of my own",
    "programs": "Programs of your own",
}
"""Keys of a plan, as the pages call what they hold."""
_ALONE = {
    "step2": "Step 2 CK score",
    "comlex2": "COMLEX-USA Level 2 CE score",
    "step2_taken": "Step 2 CK beside COMLEX-USA",
}
"""Keys that messages name without their table."""
_KEY = re.compile(r"\b[a-z]\w*(?:\[\d+\])?(?:\.[a-z]\w*(?:\[\d+\])?)+|\b[a-z]\w*\[\d+\]")
_NAMED_ALONE = re.compile(rf"\b({'|'.join(_ALONE)})\b")
_TABLE = re.compile(r"\[{1,2}([a-z][\w.]*)\]{1,2}")
_PART = re.compile(r"(\w+)(?:\[(\d+)\])?")
_QUOTED = re.compile(r"""('[^']*'|"[^"]*"|\S*/\S*|\S+\.(?:csv|toml|tsv|txt|xlsx|json|pdf|zip|sqlite)\b)""")
"""What somebody else wrote: text in quotes, and names of files."""
_ID = re.compile(r"\b[a-z]{2,4}-[a-z]{2}-[a-z0-9-]+\b")


def sentences(error: BadInput) -> tuple[str, ...]:
    """The faults of an error as sentences for a page."""
    return plain_faults(error.faults)


def plain_faults(faults: Iterable[Fault]) -> tuple[str, ...]:
    """Faults as sentences for a page."""
    return tuple(plain(str(fault)) for fault in faults)


def plain(message: str) -> str:
    """A message without keys, flags, slugs and ids; what stands in quotes is its writer's and stays, but for slugs."""
    kept = [part for part in re.split(r"(?<=[.;]) ", _without_slugs(message)) if "--" not in part]
    parts = _QUOTED.split(" ".join(kept).rstrip("; "))
    said = "".join(part if number % 2 else _in_words(part) for number, part in enumerate(parts))
    # A file or a quotation at the beginning stays as it is.
    return capitalised(said) if parts[0] else said


def _without_slugs(message: str) -> str:
    words, slug = _slugs()
    named = slug.sub(lambda found: words[found[0]], message)
    return _ID.sub("a program", named)


@cache
def _slugs() -> tuple[dict[str, str], re.Pattern[str]]:
    """Every slug that two words or more are joined in, with what people call it; and what finds them."""
    words = {name: specialty_name(name) for name in load_vocabulary().specialties}
    words |= dict(TYPE_NAMES) | {kind: tie_name(kind) for kind in TIE_KINDS} | {"university-affiliated": "affiliated"}
    joined = sorted((name for name in words if "-" in name), key=len, reverse=True)
    return words, re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, joined))})(?![\w-])")


def _in_words(text: str) -> str:
    text = _TABLE.sub(lambda found: _label(found[1]), text)
    text = _KEY.sub(lambda found: _label(found[0]), text)
    text = _NAMED_ALONE.sub(lambda found: _ALONE[found[0]], text)
    return text.replace("_", " ").replace("[", "(").replace("]", ")")


def _label(key: str) -> str:
    """A key as the pages call it: the longest beginning that has a name, and which one of several."""
    parts = _PART.findall(key)
    for end in range(len(parts), 0, -1):
        known = _LABELS.get(".".join(name for name, _ in parts[:end]))
        if known is not None:
            number = next((int(found) + 1 for _, found in parts[:end] if found), None)
            return known if number is None else f"{known}, no. {number}"
    return ", ".join(f"{name} {int(found) + 1}" if found else name for name, found in parts)
