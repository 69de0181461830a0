"""The field's words stand in `optimizer.vocabulary`, and nowhere else is one of its lists written out again."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from optimizer import vocabulary as words

ROOT = Path(__file__).parents[1]

LISTS = {
    "applicant types": words.APPLICANT_TYPES,
    "names of applicant types": tuple(words.TYPE_NAMES.values()),
    "signals": words.MODES,
    "tiers": words.TIERS,
    "visas": words.VISAS,
    "names of visas": tuple(words.VISA_NAMES.values()),
    "settings": words.SETTINGS_AND_UNKNOWN,
    "names of settings": tuple(words.SETTING_NAMES.values()),
    "research intensities": words.RESEARCH_INTENSITIES,
    "kinds of ties": tuple(dict.fromkeys((*words.TIE_KINDS, *words.ACTION_KINDS))),
    "stated preferences": words.PREFERENCES,
    "grades": words.GRADES,
    "firmnesses": words.FIRMNESSES,
    "specialties": tuple(words.load_vocabulary().specialties),
}

EXCEPTIONS = {
    ("cohort/market/applying.py", frozenset(words.TIERS)): "published share of each tier",
    ("cohort/market/pairs.py", frozenset({"aligned", "elsewhere", "none"})): "codes of whole numbers in its arrays",
    ("dashboard/charts/country.py", frozenset(words.SIGNAL_KINDS)): "width of each outline",
    ("dashboard/charts/picture.py", frozenset(words.TIERS)): "colour and shape of each tier",
    ("directory/importing/headers.py", frozenset({"gold", "silver"})): "words looked for in strangers' headers",
    ("directory/importing/headers.py", frozenset(words.VISA_KINDS)): "words looked for in strangers' headers",
    ("estimate/averages.py", frozenset({"aligned", "none"})): "the two preferences of which a share is published",
    ("estimate/steps.py", frozenset({"aligned", "none"})): "the two preferences that have a figure",
    ("estimate/calibrated.py", frozenset({"us-do", "us-img"})): "types whose figures are made from others'",
    ("estimate/unknowns.py", frozenset({"us-md", "non-us-img"})): "types of whom scores are published",
    ("estimate/unknowns.py", frozenset({"us-md", "us-do"})): "which published scores a type's slope is made from",
    ("plan/questions/statements.py", frozenset({"letter", "contact"})): "ties that a statement tells of by a person",
    ("estimate/steps.py", frozenset(words.PREFERENCES)): "what each says of one division, in a sentence",
    ("season/tie_plan/timeline.py", frozenset({"letter", "contact"})): "actions that count as networking",
}
"""Lists that may stand outside, with the reason; one of each kind of thing that only its room knows."""


def written_out(source: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Tuples, lists, sets, keys of dicts and Literals of nothing but two or more words of one list."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) | ast.Dict(keys=parts):
                found = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            case _:
                continue
        if len(found) >= 2 and any(set(found) <= set(known) for known in LISTS.values()):
            yield node.lineno, frozenset(found)


def outside() -> Iterator[tuple[str, int, frozenset[str]]]:
    for path in sorted((ROOT / "optimizer").rglob("*.py")):
        name = path.relative_to(ROOT / "optimizer").as_posix()
        if not name.startswith("vocabulary/"):
            for line, found in written_out(path.read_text(encoding="utf-8")):
                yield name, line, found


def test_no_list_of_words_is_written_out_again() -> None:
    again = [f"{name}:{line}: {sorted(found)}" for name, line, found in outside() if (name, found) not in EXCEPTIONS]
    assert not again, "take them from optimizer.vocabulary:\n" + "\n".join(again)


def test_every_exception_is_still_needed() -> None:
    needed = {(name, found) for name, _, found in outside()}
    assert set(EXCEPTIONS) <= needed


@pytest.mark.parametrize("known", LISTS.values(), ids=LISTS)
def test_a_list_written_out_is_found(known: tuple[str, ...]) -> None:
    for source in (
        repr(known),
        repr(list(known)),
        repr(dict.fromkeys(known, 0)),
        f"Literal[{', '.join(map(repr, known))}]",
    ):
        assert list(written_out(source)) == [(1, frozenset(known))]


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (words.APPLICANT_TYPES, words.TYPE_NAMES),
        (words.APPLICANT_TYPES, words.TYPE_MEANINGS),
        (words.MODES, words.SIGNAL_NAMES),
        (words.MODES, words.SIGNALS_SENT),
        (words.SPONSORED_VISAS, words.VISA_NAMES),
        (words.VISAS, words.VISAS_NEEDED),
        (words.VISAS, words.VISA_CHOICES),
        (words.SETTINGS, words.SETTING_NAMES),
        (words.TIE_KINDS, words.TIE_MEANINGS),
        (words.GRADES, words.GRADE_MEANINGS),
    ],
)
def test_every_word_has_what_people_read(known: tuple[str, ...], told: Mapping[str, str]) -> None:
    assert set(told) == set(known)
    assert len(set(told.values())) == len(told)


def test_what_people_read_of_a_specialty_is_understood_as_that_specialty() -> None:
    for slug in words.load_vocabulary().specialties:
        assert words.specialty_meant(words.specialty_name(slug)) == slug
