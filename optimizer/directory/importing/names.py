"""What two spellings of a program's name have in common, and how alike two names are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from optimizer.arrays import FloatArray
from optimizer.directory.name_parts import COMMON, IGNORED, name_parts

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
    words = name_parts(name)
    counted = [word for word in words if word not in IGNORED] or words
    telling = frozenset(counted) - COMMON - frozenset(name_parts(place))
    return NameWords(" ".join(counted), " ".join(sorted(set(counted))), telling)


def likeness(one: NameWords, other: NameWords) -> float:
    """How alike two names are, from 0 to 100, where 100 is the same words.

    The Indel similarity of the words in alphabetical order or, less five in a hundred, of the words that tell programs
    apart, whichever is more. Where all words of one name are in the other ("Lakeview General", "Lakeview General
    Medical Center"): at least 92, or 88 where they are fewer than three. Where all telling words of one are in the
    other ("Blue Heron Medical Center", "Summit Health/Blue Heron"): the same, with 88 where it is a single word. Of
    universities of which one alone has "state": at most 80.
    """
    score = whole_likeness(one, other)
    if one.ordered == other.ordered:
        return score
    words = frozenset(one.ordered.split()), frozenset(other.ordered.split())
    score = max(score, _within(*words, enough=3))
    if one.telling and other.telling:
        told = 0.95 * fuzz.ratio(" ".join(sorted(one.telling)), " ".join(sorted(other.telling)))
        score = max(score, told, _within(one.telling, other.telling, enough=2))
    apart = "university" in words[0] & words[1] and "state" in words[0] ^ words[1]
    return min(score, _MOST_APART if apart else _MOST_ALIKE)


def whole_likeness(one: NameWords, other: NameWords) -> float:
    """How alike two names are as a whole, from 0 to 100: their words in alphabetical order, the places' included."""
    return 100.0 if one.ordered == other.ordered else min(float(fuzz.ratio(one.ordered, other.ordered)), _MOST_ALIKE)


def _within(one: frozenset[str], other: frozenset[str], *, enough: int) -> float:
    if len(one) == len(other) or not (one < other or other < one):
        return 0.0
    return 92.0 if min(len(one), len(other)) >= enough else 88.0


def likenesses(some: Sequence[NameWords], others: Sequence[NameWords]) -> FloatArray:
    """`likeness` of each of some names to each of others, worked out together: a tenth of the time.

    Returns
    -------
    array, shape (some, others)
    """
    whole = whole_likenesses(some, others)
    words = [frozenset(name.ordered.split()) for name in some], [frozenset(name.ordered.split()) for name in others]
    score = np.maximum(whole, _all_within(*words, enough=3))
    telling = [name.telling for name in some], [name.telling for name in others]
    told = 0.95 * _ratios(*([" ".join(sorted(each)) for each in side] for side in telling))
    told = np.maximum(told, _all_within(*telling, enough=2))
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
    """`whole_likeness` of each of some names to each of others, shape (some, others)."""
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


def _all_within(some: Sequence[frozenset[str]], others: Sequence[frozenset[str]], *, enough: int) -> FloatArray:
    """Scores of pairs of which one has all words of the other and fewer, 0 of all others."""
    one, other = (np.array([len(each) for each in side], dtype=np.float64) for side in (some, others))
    fewer = np.minimum.outer(one, other)
    inside = (shared(some, others) == fewer) & (one[:, None] != other[None, :])
    return np.where(inside, np.where(fewer >= enough, 92.0, 88.0), 0.0)
