"""Which known names may be meant by a text; and that nothing else in matchlist compares spellings of its own."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.nearest import nearest

PACKAGE = Path(__file__).parents[1] / "optimizer"
OF_WHOLE_NAMES = PACKAGE / "directory/importing/names.py"
"""Scores how far two institutions' names mean the same, word by word."""


@pytest.mark.parametrize(
    ("text", "known", "meant"),
    [
        ("bugdet", ("budget", "season", "regions"), ("budget",)),
        ("californa", ("colorado", "california"), ("california",)),
        ("xyz", ("budget", "season"), ()),
        ("", ("budget",), ()),
        ("budget", (), ()),
    ],
)
def test_a_misspelt_name_is_found_and_another_word_is_not(
    text: str, known: tuple[str, ...], meant: tuple[str, ...]
) -> None:
    assert nearest(text, known) == meant


def longest_common(one: str, other: str) -> int:
    """By its definition, letter by letter."""
    if not one or not other:
        return 0
    if one[0] == other[0]:
        return 1 + longest_common(one[1:], other[1:])
    return max(longest_common(one[1:], other), longest_common(one, other[1:]))


WORDS = st.text("abc", min_size=1, max_size=6)


@given(text=WORDS, known=st.lists(WORDS, max_size=5, unique=True), alike=st.sampled_from([0.5, 0.6, 0.75]))
def test_names_are_found_by_the_letters_that_stand_in_both(text: str, known: list[str], alike: float) -> None:
    share = {name: 2 * longest_common(text, name) / (len(text) + len(name)) for name in known}
    likely = sorted((name for name in known if share[name] >= alike - 1e-9), key=lambda name: -share[name])
    assert nearest(text, known, len(known) or 1, alike=alike) == tuple(likely)
    assert nearest(text, known, 2, alike=alike) == tuple(likely[:2])


def test_spellings_are_compared_in_one_place() -> None:
    comparing = {
        path
        for path in PACKAGE.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("rapidfuzz", "difflib"))
    }
    assert comparing == {PACKAGE / "nearest.py", OF_WHOLE_NAMES}
