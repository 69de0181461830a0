"""Every fact knows where it comes from; the later and better source counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory.importing import SHIPPED, Origin, known_facts, read_sources
from optimizer.directory.importing.provenance import counts_more, parse_sources, sources_text
from tests.people_and_programs import program

STANDINGS = {"official": 3, "told": 2, "collected": 1}


def origin(source: str = "told", date: str = "2026-05-01", file: str = "a.csv") -> Origin:
    return Origin(source, file, date)


@pytest.mark.parametrize(
    ("new", "old", "counts"),
    [
        (origin("collected", "2026"), origin("official", "2024"), True),
        (origin("official", "2024"), origin("collected", "2026"), False),
        (origin("official", "2026"), origin("collected", "2026-11-22"), True),
        (origin("collected", "2026-11-22"), origin("official", "2026"), False),
        (origin("told", "2026-06"), origin("told", "2026-05"), True),
        (origin("told", "2026-04"), origin("told", "2026-05"), False),
        (origin("told", ""), origin("collected", "2026"), True),
        (origin("collected", "2026"), origin("told", ""), False),
        (origin("told"), origin("told"), True),
        (origin("unheard-of"), SHIPPED, False),
    ],
)
def test_the_later_year_counts_then_the_better_source_then_the_later_day(
    new: Origin, old: Origin, counts: bool
) -> None:
    assert counts_more(new, old, STANDINGS) is counts


words = st.text(st.sampled_from("abc 12.-_éü"), min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
origins = st.builds(Origin, words, words, st.sampled_from(["", "2026", "2026-11-22"]))


@given(st.dictionaries(st.sampled_from(["name", "city", "img_share", "setting"]), origins))
def test_sources_come_back_from_their_text(sources: dict[str, Origin]) -> None:
    assert parse_sources(sources_text(sources)) == sources


def test_marks_that_part_a_text_of_sources_are_taken_out_of_file_names() -> None:
    told = parse_sources(sources_text({"city": Origin("told", "a; b | c: d.csv", "2026")}))
    assert told == {"city": Origin("told", "a b c d.csv", "2026")}


def test_facts_without_a_source_have_the_one_that_is_given() -> None:
    one = program(img_share=0.2, sources="told | a.csv | 2026: img_share; what is this; x: y")
    sources = read_sources(one, SHIPPED)
    assert sources["img_share"] == Origin("told", "a.csv", "2026")
    assert sources["name"] == SHIPPED
    assert set(sources) == {"name", "institution", "specialty", "city", "state", "img_share"}
    assert known_facts(one) == ("img_share",)


def test_a_date_that_is_none_has_no_year() -> None:
    assert (origin(date="May").year, origin(date="2025-26").year) == (0, 2025)
