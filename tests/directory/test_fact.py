"""What there is to say of a fact stands once, at the field that holds it, and everything else takes it from there."""

from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from optimizer.dashboard.words import fact_words
from optimizer.directory import TOLD, Program
from optimizer.directory.fact import Fact, bounds_of, facts_in, kind_of
from optimizer.directory.importing import FIELD_WORDS, FIELDS
from optimizer.directory.importing.layouts import load_layouts
from optimizer.directory.importing.values import NotUsable, read_cell
from optimizer.export.text.programs import FACTS as COUNTED


class Clinic(BaseModel):
    """A model with a fact and a field that is none."""

    id: str
    beds: Annotated[Annotated[int, Field(ge=1, le=900)] | None, Fact("beds", headers=("bed count",))] = None
    height: Annotated[float, Field(ge=0)] | None = None


def test_a_fact_is_what_carries_words() -> None:
    assert facts_in(Clinic) == {"beds": Fact("beds", headers=("bed count",))}
    assert facts_in(Clinic)["beds"].heading == "Beds"


def test_type_and_bounds_are_those_of_the_field() -> None:
    beds = Clinic.model_fields["beds"]
    assert kind_of(beds) is int
    assert bounds_of(beds) == (1, 900)
    with pytest.raises(ValueError, match="no two bounds"):
        bounds_of(Clinic.model_fields["height"])


def test_every_field_that_may_be_unknown_is_a_fact_and_can_be_imported() -> None:
    unknown = {name for name, field in Program.model_fields.items() if field.default is None}
    assert set(TOLD) == unknown - {"sources"}
    assert set(TOLD) <= set(FIELDS)


def test_facts_have_words_of_their_own() -> None:
    words = [fact.words for fact in TOLD.values()]
    assert len(set(words)) == len(words)
    assert not [one for one in words if "_" in one]
    assert [fact_words(name) for name in TOLD] == [fact.heading for fact in TOLD.values()]


def test_whatever_a_column_can_hold_has_words_of_its_own() -> None:
    words = list(FIELD_WORDS.values())
    assert len(set(words)) == len(words)
    assert not [one for one in words if "_" in one]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("J1", "sponsors_j1"),
        ("J-1 policy", "sponsors_j1"),
        ("visa", "sponsors_j1"),
        ("visa", "sponsors_h1b"),
        ("H1B", "sponsors_h1b"),
        ("IMG", "img_share"),
        ("YOG", "years_since_graduation_maximum"),
        ("years since graduation", "years_since_graduation_maximum"),
        ("USCE", "us_clinical_months_minimum"),
        ("attempts", "failed_attempts_maximum"),
        ("step 2", "step2_minimum"),
        ("comlex", "accepts_comlex_alone"),
    ],
)
def test_what_a_student_types_finds_the_field(typed: str, field: str) -> None:
    letters = iter(FIELD_WORDS[field].casefold())
    # A choice on a page is found by what is typed if its letters stand in it, in their order.
    assert all(letter in letters for letter in typed.casefold())


def test_headers_of_two_facts_are_never_the_same() -> None:
    headers = [header for fact in TOLD.values() for header in fact.headers]
    assert len(set(headers)) == len(headers)


def test_completeness_is_told_of_facts_in_the_order_of_their_fields() -> None:
    assert [name for names in COUNTED.values() for name in names] == [
        name for name, fact in TOLD.items() if fact.counted_as is not None
    ]


@pytest.mark.parametrize(
    ("field", "cell", "read"),
    [
        ("step2_minimum", "220", {"step2_minimum": 220}),
        ("step2_minimum", "none", {}),
        ("us_clinical_months_minimum", "2.5", {"us_clinical_months_minimum": 2.5}),
        ("us_clinical_months_minimum", "not required", {"us_clinical_months_minimum": 0.0}),
        ("years_since_graduation_maximum", "5 years", {"years_since_graduation_maximum": 5}),
        ("failed_attempts_maximum", "no limit", {}),
        ("sponsors_j1", "yes", {"sponsors_j1": True}),
    ],
)
def test_a_cell_is_read_by_the_type_of_its_field(field: str, cell: str, read: dict[str, object]) -> None:
    assert read_cell(load_layouts(), field, cell) == read


@pytest.mark.parametrize(
    ("field", "cell", "allowed"),
    [
        ("step2_minimum", "99", "a whole number from 100 to 300"),
        ("failed_attempts_maximum", "none", "a whole number from 0 to 20"),
        ("us_clinical_months_minimum", "241", "months from 0 to 240"),
    ],
)
def test_a_number_out_of_its_bounds_is_refused_with_them(field: str, cell: str, allowed: str) -> None:
    with pytest.raises(NotUsable) as refused:
        read_cell(load_layouts(), field, cell)
    assert refused.value.allowed == allowed
