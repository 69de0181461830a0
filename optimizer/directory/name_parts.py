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
# fmt: off
GENERIC = frozenset({
    "and", "center", "clinic", "college", "health", "healthcare", "hospital", "main", "medical", "medicine", "of",
    "school", "science", "sciences", "system", "university",
})
EVERYWHERE = frozenset({
    "academic", "adventist", "advocate", "affairs", "affiliated", "air", "alabama", "alaska", "american", "anthony",
    "arizona", "arkansas", "army", "ascension", "baptist", "best", "california", "carolina", "catholic", "childrens",
    "christian", "colorado", "columbia", "connecticut", "cross", "dakota", "delaware", "district", "eastern",
    "elizabeth", "elizabeths", "emergency", "faith", "family", "first", "florida", "force", "francis", "georgia",
    "good", "grace", "group", "hampshire", "hawaii", "hca", "healthcare", "heart", "holy", "hope", "idaho", "illinois",
    "indiana", "internal", "iowa", "island", "jersey", "jewish", "johns", "joseph", "josephs", "kaiser", "kansas",
    "kentucky", "lady", "lake", "louisiana", "luke", "lukes", "lutheran", "maine", "mary", "maryland", "marys",
    "massachusetts", "medicine", "mercy", "methodist", "mexico", "michael", "michaels", "michigan", "minnesota",
    "mississippi", "missouri", "montana", "mount", "naval", "navy", "nebraska", "nevada", "northeast", "northern",
    "northwest", "of", "ohio", "oklahoma", "oregon", "osteopathic", "our", "partners", "pediatrics", "pennsylvania",
    "peoples", "permanente", "physicians", "presbyterian", "providence", "psychiatry", "puerto", "rhode", "rico",
    "river", "rural", "sacred", "samaritan", "sinai", "southeast", "southern", "southwest", "states", "surgery",
    "teaching", "tennessee", "texas", "training", "trinity", "united", "us", "utah", "valley", "vermont", "veterans",
    "vincent", "vincents", "virginia", "washington", "western", "wisconsin", "wyoming", "york",
})
# fmt: on


@functools.lru_cache(maxsize=50_000)
def name_parts(text: str) -> tuple[str, ...]:
    """The words of a name in lower case, without accents and punctuation, abbreviations spelled out."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    plain = plain.replace("&", " and ").replace("'", "").replace(".", "")
    return tuple(word for found in re.findall(r"[a-z0-9]+", plain) for word in _SPELLED_OUT.get(found, found).split())
