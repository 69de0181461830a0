"""One program: blanks are unknown, and what makes no sense is refused."""

import pytest
from pydantic import ValidationError

from optimizer.directory import DIVISIONS, Program
from optimizer.errors import Fault, validation_faults
from optimizer.vocabulary import RESEARCH_INTENSITIES, SETTINGS
from tests.people_and_programs import program

TYPES = ("us-md", "us-do", "us-img", "non-us-img")
OPTIONAL = (
    "setting",
    "research_intensity",
    "sponsors_j1",
    "sponsors_h1b",
    "interview_rate_us_md",
    "interview_rate_us_do",
    "interview_rate_us_img",
    "interview_rate_non_us_img",
)


def fault_of(**facts: object) -> Fault:
    with pytest.raises(ValidationError) as caught:
        program(**facts)
    (fault,) = validation_faults(caught.value, Program, "line 2")
    return fault


@pytest.mark.parametrize("blank", ["", "  ", None])
@pytest.mark.parametrize("field", OPTIONAL)
def test_a_blank_is_unknown_and_neither_no_nor_zero(field: str, blank: str | None) -> None:
    assert getattr(program(**{field: blank}), field) is None


@pytest.mark.parametrize("field", ["id", "name", "institution", "specialty", "city", "state"])
def test_what_names_a_program_may_not_be_blank(field: str) -> None:
    assert fault_of(**{field: "  "}).where == f"line 2: {field}"


@pytest.mark.parametrize(
    ("word", "meaning"), [("yes", True), ("No", False), ("TRUE", True), ("0", False), ("1", True), ("false", False)]
)
def test_a_visa_policy_is_yes_or_no(word: str, meaning: bool) -> None:
    assert program(sponsors_j1=word).sponsors_j1 is meaning


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("setting", "University", "university, university-affiliated, community, military, or nothing where unknown"),
        ("research_intensity", "top-10", "top-25, 26-60, other, or nothing where unknown"),
        ("sponsors_j1", "maybe", "yes or no, or nothing where unknown"),
        ("sponsors_h1b", "2", "yes or no, or nothing where unknown"),
        ("interview_rate_us_md", "NaN", "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
        ("interview_rate_us_do", "Infinity", "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
        ("interview_rate_us_img", "-inf", "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
        ("interview_rate_non_us_img", "1e400", "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
        ("interview_rate_us_md", "1.01", "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
        ("interview_rate_us_md", "-0.1", "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
        ("interview_rate_us_md", "100.5%", "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
        ("interview_rate_us_md", "101%", "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
        ("interview_rate_us_md", "none", "a share from 0 to 1 such as 0.12, or 12%, or nothing where unknown"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_what_is_allowed(field: str, value: str, allowed: str) -> None:
    assert fault_of(**{field: value}) == Fault("can't be used", f"line 2: {field}", value, allowed, "Correct it")


@pytest.mark.parametrize("value", ["ZZ", "Ontario", "", 5, None])
def test_a_state_that_does_not_exist_is_refused(value: object) -> None:
    assert fault_of(state=value).what == "no such state"


@pytest.mark.parametrize("text", ["CA", "ca", "California", " california "])
def test_a_state_may_be_a_code_or_a_full_name(text: str) -> None:
    assert program(state=text).state == "CA"


def test_spaces_around_text_do_not_count() -> None:
    assert program(name="  UCLA ", city=" Los Angeles").name == "UCLA"


def test_every_program_lies_in_a_division_or_in_puerto_rico() -> None:
    assert program(state="CA").division == "Pacific"
    assert program(state="PR", city="San Juan").division == "Puerto Rico"
    assert "Puerto Rico" not in DIVISIONS


@pytest.mark.parametrize("type_", TYPES)
def test_each_type_of_applicant_has_its_own_rate(type_: str) -> None:
    rates = {f"interview_rate_{kind.replace('-', '_')}": 0.1 * (k + 1) for k, kind in enumerate(TYPES)}
    assert program(**rates).interview_rate(type_) == pytest.approx(0.1 * (TYPES.index(type_) + 1))
    assert program().interview_rate(type_) is None


@pytest.mark.parametrize(
    ("text", "share"), [("12%", 0.12), (" 0.5 %", 0.005), ("100%", 1.0), ("0%", 0.0), ("7.25%", 0.0725)]
)
def test_a_spreadsheets_percent_sign_is_understood(text: str, share: float) -> None:
    assert program(interview_rate_us_md=text, img_share=text).interview_rate("us-md") == share


def test_a_rate_of_zero_is_known() -> None:
    assert program(interview_rate_us_md="0").interview_rate("us-md") == 0.0


def test_every_setting_and_research_intensity_is_accepted() -> None:
    assert [program(setting=setting).setting for setting in SETTINGS] == list(SETTINGS)
    found = [program(research_intensity=intensity).research_intensity for intensity in RESEARCH_INTENSITIES]
    assert found == list(RESEARCH_INTENSITIES)
