"""The page for an adviser, read again: one page, whatever is on it, and no id."""

import io

import pypdf
import pytest
from hypothesis import given

from optimizer.export import RankOrder, adviser_pdf
from optimizer.plan import ProgramList
from tests.drawn import examples
from tests.export.lists import listed, program_list
from tests.export.test_list_csv import CELL_TEXT
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities

KNOWN = directory(*programs_in_many_cities(40))
DECIDED = {
    "locks": {"apply": ["im-00"], "never": ["im-01"], "signal": {"im-02": "gold"}},
    "signals": {"never": ["im-03"]},
}


def page(found: ProgramList, wanted: object = None, rank_order: RankOrder | None = None) -> str:
    content = adviser_pdf(found, plan() if wanted is None else wanted, KNOWN, rank_order)  # type: ignore[arg-type]
    (only,) = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(only.extract_text().split())


def test_it_says_who_what_why_and_what_is_unknown() -> None:
    said = page(program_list(listed(signal="gold"), listed(id="b", tier="reach")), plan(budget={"dollars": 500.0}))
    for words in (
        "A list",
        "non-US IMG, internal medicine, Step 2 CK 240",
        "about 27 in 100 (range 18-37)",
        "2, 1 with a signal",
        "$330 of $500",
        "All applications (30, at its maximum)",
        "2 programs: West: your priority 9 of 10",
        "no list within these limits is better by more than",
        "Check each before you pay.",
        "Example Hospital, Fresno, CA",
    ):
        assert words in said, words


def test_decisions_are_told_by_name_programs_that_are_ruled_out_among_them() -> None:
    said = page(program_list(listed()), plan(**DECIDED))
    for kind in ("Apply in any case:", "Never apply:", "Apply with a gold signal:", "Never signal:"):
        assert kind in said, kind
    assert all(KNOWN.programs[number].name in said for number in range(4))
    assert "Decided by the applicant" not in page(program_list(listed()))


def test_a_decision_on_a_program_that_is_gone_says_so_and_shows_no_id() -> None:
    said = page(program_list(listed()), plan(locks={"never": ["im-ca-gone"]}))
    assert "a program that isn't known any more" in said
    assert "im-ca-gone" not in said


def test_a_rank_order_list_stands_in_its_order() -> None:
    order = RankOrder(
        "Chance to match from this order: about 61 in 100, range 40 to 80.", ("First (A, CA)", "Then (B, NY)")
    )
    said = page(program_list(listed()), rank_order=order)
    assert "about 61 in 100, range 40 to 80" in said
    assert said.index("1. First (A, CA)") < said.index("2. Then (B, NY)")
    assert "Rank order list" not in page(program_list(listed()))


def test_nothing_on_it_is_an_id_or_a_key() -> None:
    found = program_list(*(listed(id=f"im-ca-number-{k}", signal="silver") for k in range(20)))
    said = page(found, plan(applicant=applicant(step2=None, graduation_year=None)))
    for hidden in ("im-ca-number", "internal-medicine", "_", "--", "matchlist missing", "step2"):
        assert hidden not in said, hidden


@pytest.mark.parametrize("count", [0, 1, 40, 130, 400, 900])
def test_any_number_of_programs_is_one_page_which_counts_those_that_it_leaves_out(count: int) -> None:
    said = page(program_list(*(listed(id=f"p{k}", name=f"Hospital number {k:03}") for k in range(count))))
    shown = sum(f"Hospital number {k:03}" in said for k in range(count))
    assert shown == count or f"And {count - shown} more, in the whole list." in said
    assert shown == count or shown >= 130


def test_a_long_rank_order_list_and_long_texts_are_one_page_too() -> None:
    long = "A sentence that goes on and on. " * 40
    found = program_list(listed(name=long, region=long, city=long), title=long, notices=(long,) * 20)
    said = page(found, plan(**DECIDED), RankOrder(long, tuple(f"Hospital {k} ({long})" for k in range(60))))
    assert "And 15 more notes with the whole list." in said


@examples(25)
@given(CELL_TEXT)
def test_any_text_is_shown_and_not_read(text: str) -> None:
    page(program_list(listed(name=text, region=text), title=text, notices=(text,)), rank_order=RankOrder(text, (text,)))


def test_a_chance_that_is_not_known_is_said_to_be_so() -> None:
    unknown = listed(interview_probability=None, interview_probability_range=None, offer_probability=None)
    found = program_list(
        unknown,
        match_probability=None,
        match_probability_range=None,
        expected_interviews=None,
        expected_interviews_range=None,
        chance_notices=("Too little is published.",),
    )
    said = page(found)
    assert "not known" in said
    assert "Too little is published." in said
    assert "better by more than" not in said


def test_the_same_list_gives_the_same_bytes() -> None:
    first, second = (adviser_pdf(program_list(listed()), plan(), KNOWN) for _ in range(2))
    assert first == second
