"""The PDF for an adviser, read again."""

import io

import pypdf
import pytest
from hypothesis import given

from optimizer.export import list_pdf
from optimizer.plan import ListedProgram, ProgramList
from tests.drawn import examples
from tests.export.lists import listed, program_list
from tests.export.test_list_csv import CELL_TEXT
from tests.people_and_programs import applicant, plan


def pages(found: ProgramList, wanted: object = None) -> list[str]:
    content = list_pdf(found, plan() if wanted is None else wanted)  # type: ignore[arg-type]
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def many(count: int) -> list[ListedProgram]:
    """Some programs, the first half in the east."""
    regions = ["East" if 2 * k < count else "West" for k in range(count)]
    return [listed(id=f"p{k}", name=f"Hospital number {k}", region=region) for k, region in enumerate(regions)]


def test_the_first_page_says_chance_range_spend_quotas_tiers_regions_and_notices() -> None:
    first = pages(program_list(listed(signal="gold"), listed(id="b", tier="reach")), plan(budget={"dollars": 500.0}))[0]
    for words in (
        "A list",
        "non-US IMG · internal medicine · Season 2026",
        "about 27 in 100 (range 18-37)",
        "$330 of a budget of $500",
        "no list within your limits can beat this",
        "West",
        "reach",
        "safety",
        "gold (1): Example Hospital (Fresno, CA)",
        "All applications",
        "at its maximum",
        "Step 2 CK 240",
        "needs a J-1",
        "Check each before you pay.",
    ):
        assert words in " ".join(first.split()), words


def test_the_second_page_has_every_program_with_its_chance_and_range() -> None:
    _, second = pages(program_list(*many(20), listed(id="locked", name="Mine", locked=True, signal="silver")))
    assert all(f"Hospital number {k}" in second for k in range(20))
    line = next(line for line in second.splitlines() if "Mine" in line)
    assert line.split()[-4:] == ["silver", "3", "<1-9", "locked"]
    assert "The list: 21 programs" in second


@pytest.mark.parametrize("count", [0, 1, 60, 80, 100])
def test_a_usual_list_has_two_pages(count: int) -> None:
    assert len(pages(program_list(*many(count)))) == 2


def test_a_longer_list_goes_on_to_further_pages_and_leaves_nobody_out() -> None:
    found = pages(program_list(*many(160)))
    assert len(found) == 3
    text = "\n".join(found)
    assert all(f"Hospital number {k}\n" in text or f"Hospital number {k} " in text for k in range(160))
    assert "Page 3 of 3" in found[-1]


MARKUP = '#panic("no") $x$ *b* _i_ @ref <label> `raw` \\ [c] // d = e - f + g ~ "h" #let x = 1'


def test_markup_in_any_text_is_shown_and_not_read() -> None:
    found = program_list(
        listed(name=MARKUP, region=MARKUP, city=MARKUP, signal="gold"), title=MARKUP, notices=(MARKUP, "= Heading")
    )
    first, second = pages(found)
    assert MARKUP in " ".join(first.split())
    assert first.count("#panic") == 5
    assert MARKUP in " ".join(second.split())
    assert "= Heading" in first


@examples(25)
@given(CELL_TEXT)
def test_any_text_gives_a_document_of_two_pages(text: str) -> None:
    assert len(pages(program_list(listed(name=text, region=text), title=text, notices=(text,)))) == 2


def test_text_that_turns_the_text_around_it_is_taken_out() -> None:
    first, _ = pages(program_list(listed(), title="Hospital\u202e latipsoH\nsecond\u0000 line"))
    assert "Hospital latipsoH second line" in first


def test_the_same_list_gives_the_same_bytes_without_a_date() -> None:
    first, second = (list_pdf(program_list(listed()), plan()) for _ in range(2))
    assert first == second
    information = pypdf.PdfReader(io.BytesIO(first)).metadata
    assert information is not None
    assert information.title == "A list"
    assert information.creation_date is None


def test_every_font_is_embedded() -> None:
    reader = pypdf.PdfReader(io.BytesIO(list_pdf(program_list(listed()), plan())))
    embedded: set[str] = set()
    missing: set[str] = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            for inner in font.get_object()["/DescendantFonts"]:
                described = inner.get_object()["/FontDescriptor"].get_object()
                files = {"/FontFile", "/FontFile2", "/FontFile3"} & described.keys()
                (embedded if files else missing).add(described["/FontName"])
    assert embedded
    assert not missing


def test_the_user_s_own_notes_are_not_in_it_but_ties_are() -> None:
    person = applicant(ties=({"kind": "family", "state": "CA", "note": "secret"},), step2=None)
    first, _ = pages(program_list(listed()), plan(applicant=person))
    assert "ties: family (CA)" in first
    assert "not said: Step 2 CK" in first
    assert "secret" not in first


def test_a_us_graduate_has_no_visa_and_no_us_experience_in_it() -> None:
    first, _ = pages(program_list(listed()), plan(applicant=applicant(type="us-md")))
    assert "US MD" in first
    assert "J-1" not in first
    assert "clinical experience" not in first


def test_without_limits_or_notices_it_is_a_document_all_the_same() -> None:
    assert len(pages(program_list(limits=(), notices=()))) == 2
