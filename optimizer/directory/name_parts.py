"""Words of institutions' names: spelled out, and which of them tell nothing."""

import functools
import re
import unicodedata

_SPELLED_OUT = {
    "st": "saint",
    "mt": "mount",
    "ft": "fort",
    "ste": "sainte",
    "univ": "university",
    "u": "university",
    "ctr": "center",
    "centre": "center",
    "cntr": "center",
    "hosp": "hospital",
    "hospitals": "hospital",
    "med": "medical",
    "hlth": "health",
    "sch": "school",
    "coll": "college",
    "comm": "community",
    "meml": "memorial",
    "mem": "memorial",
    "natl": "national",
    "reg": "regional",
    "sys": "system",
    "va": "veterans",
    "amc": "medical center",
    "mc": "medical center",
    "som": "school of medicine",
    "com": "college of medicine",
    "gme": "",
}
# fmt: off
IGNORED = frozenset({
    "an", "and", "at", "consortium", "department", "education", "for", "gme", "graduate", "in", "inc", "llc", "of",
    "program", "residency", "the", "track",
})
COMMON = frozenset({
    "campus", "care", "center", "central", "city", "clinic", "college", "community", "county", "east", "foundation",
    "general", "health", "healthcare", "hospital", "institute", "main", "medical", "medicine", "memorial", "network",
    "new", "north", "regional", "saint", "school", "science", "sciences", "services", "south", "state", "system",
    "university", "west",
})
# fmt: on


@functools.lru_cache(maxsize=50_000)
def name_parts(text: str) -> tuple[str, ...]:
    """The words of a name in lower case, without accents and punctuation, abbreviations spelled out."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    plain = plain.replace("&", " and ").replace("'", "").replace(".", "")
    return tuple(word for found in re.findall(r"[a-z0-9]+", plain) for word in _SPELLED_OUT.get(found, found).split())
