"""What two spellings of a program's name have in common, and how alike two names are."""

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

FloatArray = npt.NDArray[np.float64]

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
_IGNORED = frozenset({
    "an", "and", "at", "consortium", "department", "education", "for", "gme", "graduate", "in", "inc", "llc", "of",
    "program", "residency", "the", "track",
})
_COMMON = frozenset({
    "campus", "care", "center", "central", "city", "clinic", "college", "community", "county", "east", "foundation",
    "general", "health", "healthcare", "hospital", "institute", "main", "medical", "medicine", "memorial", "network",
    "new", "north", "regional", "saint", "school", "science", "sciences", "services", "south", "state", "system",
    "university", "west",
})
# fmt: on
_MOST_APART = 80.0
"""Of universities of which one alone has "state": the University of Lakeland is not Lakeland State University."""
_THE_SAME = 100.0
_MOST_ALIKE = 99.0
"""Of names that have not the very same words."""


@dataclass(frozen=True, slots=True)
class NameWords:
    """A name taken apart.

    Parameters
    ----------
    key : str
        All words that count, in order: equal keys are one name.
    ordered : str
        The same in alphabetical order.
    telling : frozenset of str
        Words that not every second program's name has, nor its city.
    """

    key: str
    ordered: str
    telling: frozenset[str]


def name_words(name: str, place: str = "") -> NameWords:
    """Take a name apart: without accents, case, punctuation and abbreviations, nor "Program" and the like.

    Parameters
    ----------
    name : str
    place : str
        City and state, whose words tell nothing there.
    """
    words = _words(name)
    counted = [word for word in words if word not in _IGNORED] or words
    telling = frozenset(counted) - _COMMON - frozenset(_words(place))
    return NameWords(" ".join(counted), " ".join(sorted(set(counted))), telling)


@functools.lru_cache(maxsize=50_000)
def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    plain = plain.replace("&", " and ").replace("'", "").replace(".", "")
    return tuple(word for found in re.findall(r"[a-z0-9]+", plain) for word in _SPELLED_OUT.get(found, found).split())


def likenesses(some: Sequence[NameWords], others: Sequence[NameWords]) -> FloatArray:
    """How alike each of some names is to each of others, from 0 to 100, where 100 is the same words.

    The Indel similarity of the words in alphabetical order or, less five in a hundred, of the words that tell programs
    apart, whichever is more. Where all words of one name are in the other ("Lakeview General", "Lakeview General
    Medical Center"): at least 92, or 88 where they are fewer than three. Where all telling words of one are in the
    other ("Blue Heron Medical Center", "Summit Health/Blue Heron"): the same, with 88 where it is a single word. Of
    universities of which one alone has "state": at most 80.

    Returns
    -------
    array, shape (some, others)
    """
    whole = whole_likenesses(some, others)
    words = [frozenset(name.ordered.split()) for name in some], [frozenset(name.ordered.split()) for name in others]
    score = np.maximum(whole, _within(*words, enough=3))
    telling = [name.telling for name in some], [name.telling for name in others]
    told = 0.95 * _ratios(*([" ".join(sorted(each)) for each in side] for side in telling))
    told = np.maximum(told, _within(*telling, enough=2))
    both = np.outer([bool(each) for each in telling[0]], [bool(each) for each in telling[1]])
    score = np.where(both, np.maximum(score, told), score)
    university, state = (
        tuple(np.array([word in each for each in side], dtype=np.bool_) for side in words)
        for word in ("university", "state")
    )
    apart = np.logical_and.outer(*university) & np.logical_xor.outer(*state)
    same = whole == _THE_SAME
    return np.where(same, whole, np.minimum(score, np.where(apart, _MOST_APART, _MOST_ALIKE)))


def whole_likenesses(some: Sequence[NameWords], others: Sequence[NameWords]) -> FloatArray:
    """How alike names are as a whole, from 0 to 100: their words in alphabetical order, the places' included."""
    one, other = [name.ordered for name in some], [name.ordered for name in others]
    same = np.equal.outer(np.array(one, dtype=object), np.array(other, dtype=object)).astype(np.bool_)
    return np.where(same, _THE_SAME, np.minimum(_ratios(one, other), _MOST_ALIKE))


def shared(some: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> FloatArray:
    """How many members each of some sets shares with each of others, shape (some, others)."""
    # Words of the side with fewer sets are few, whatever the other side has.
    fewer = min(some, others, key=len)
    place = {word: k for k, word in enumerate(dict.fromkeys(word for each in fewer for word in sorted(each)))}
    one, other = (_incidence(side, place) for side in (some, others))
    return (one @ other.T).astype(np.float64)


def _incidence(side: Sequence[frozenset[str]], place: dict[str, int]) -> npt.NDArray[np.float32]:
    has = np.zeros((len(side), len(place)), dtype=np.float32)
    for k, each in enumerate(side):
        has[k, [place[word] for word in each if word in place]] = 1.0
    return has


def _ratios(some: Sequence[str], others: Sequence[str]) -> FloatArray:
    return np.asarray(cdist(some, others, scorer=fuzz.ratio, dtype=np.float64), dtype=np.float64)


def _within(some: Sequence[frozenset[str]], others: Sequence[frozenset[str]], *, enough: int) -> FloatArray:
    """Scores of pairs of which one has all words of the other and fewer, 0 of all others."""
    one, other = (np.array([len(each) for each in side], dtype=np.float64) for side in (some, others))
    fewer = np.minimum.outer(one, other)
    inside = (shared(some, others) == fewer) & (one[:, None] != other[None, :])
    return np.where(inside, np.where(fewer >= enough, 92.0, 88.0), 0.0)
