"""What two spellings of a program's name have in common, and how alike two names are."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from optimizer.directory.name_parts import COMMON, IGNORED, name_parts

_MOST_APART = 80.0
"""Of universities of which one alone has "state": the University of Lakeland is not Lakeland State University."""
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
