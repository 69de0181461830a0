"""Who one is: citizenship apart from the school, the visa apart from both, examinations told apart by their size."""

import pytest
from pydantic import ValidationError

from optimizer.applicant import Applicant
from optimizer.errors import BadInput
from optimizer.plan import Plan, changed_plan, parse_plan, plan_text
from optimizer.vocabulary import TYPE_MEANINGS, load_people_words, person_word, read_people_words
from tests.people_and_programs import applicant, directory, plan, program, solved

HERE = directory(program("a"), program("b", accepts_comlex_alone=True), program("c", accepts_comlex_alone=False))


def notices(**answers: object) -> str:
    return "\n".join(solved(plan(applicant=applicant(**answers)), HERE).notices)


@pytest.mark.parametrize(
    ("kind", "text", "word"),
    [
        ("citizenship", "USA citizen", "us-citizen"),
        ("citizenship", "US Citizen", "us-citizen"),
        ("citizenship", "green card", "permanent-resident"),
        ("citizenship", "LPR", "permanent-resident"),
        ("citizenship", "foreign national", "other"),
        ("visa", "J1 visa", "j1"),
        ("visa", "H-1B", "h1b"),
        ("visa", "J-1 or H-1B", "either"),
        ("visa", "no visa needed", "none"),
        ("type", "US MD senior", "us-md"),
        ("type", "DO", "us-do"),
        ("type", "US-citizen IMG", "us-img"),
        ("type", "FMG", "non-us-img"),
        ("visa", "TN", None),
    ],
)
def test_what_people_write_means_one_word(kind: str, text: str, word: str | None) -> None:
    assert person_word(kind, text) == word  # type: ignore[arg-type]


def test_a_plan_takes_these_words_and_keeps_its_own() -> None:
    text = '[applicant]\ntype = "FMG"\nspecialties = ["IM"]\nvisa = "J1 visa"\ncitizenship = "other"\n'
    read = parse_plan(text, "plan")
    assert (read.applicant.type, read.applicant.visa, read.applicant.citizenship) == ("non-us-img", "j1", "other")
    assert 'type = "non-us-img"' in plan_text(read)


def test_one_writing_never_means_two_things(tmp_path: object) -> None:
    for words in load_people_words().values():
        assert set(words.values()) <= set(words.values())
    file = tmp_path / "words.toml"  # type: ignore[operator]
    file.write_text('[visa]\nj1 = ["J"]\nh1b = ["j"]\n', encoding="utf-8")
    with pytest.raises(BadInput, match="means j1 too"):
        read_people_words(file)


def test_citizens_and_permanent_residents_need_no_visa_whatever_they_leave_out() -> None:
    assert applicant(visa=None, citizenship="permanent-resident").visa_need == "none"
    assert "visa" not in applicant(visa=None, citizenship="permanent-resident").unknowns
    assert applicant(visa=None, citizenship="other").visa_need is None
    assert "visa" in applicant(visa=None).unknowns


def test_changing_the_citizenship_takes_its_visa_back() -> None:
    first = Plan.model_validate({"applicant": applicant(visa=None, citizenship="permanent-resident")})
    assert changed_plan(first, {"applicant.citizenship": "other"}).applicant.visa_need is None


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"type": "us-img", "citizenship": "permanent-resident", "visa": None}, "us-img counts citizens"),
        ({"type": "non-us-img", "citizenship": "us-citizen", "visa": None}, "aren't citizens"),
        ({"type": "us-md", "citizenship": "us-citizen", "visa": "j1"}, "a US citizen needs no visa"),
        ({"step2": 560}, "COMLEX-USA Level 2 CE"),
    ],
)
def test_what_can_t_be_together_is_refused_with_what_would_mend_it(answers: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        applicant(**answers)


def test_a_score_beyond_both_examinations_is_no_comlex_score() -> None:
    with pytest.raises(ValidationError) as refused:
        applicant(step2=2450)
    assert "COMLEX" not in str(refused.value)


def test_a_green_card_lifts_a_non_us_img_and_nobody_is_told_to_misstate_the_type() -> None:
    where = directory(*(program(f"p{k}") for k in range(12)))
    asked = {"visa": "j1"}, {"visa": None, "citizenship": "permanent-resident"}
    needing, resident = (solved(plan(applicant=applicant(**each)), where) for each in asked)
    assert (resident.match_probability or 0) > (needing.match_probability or 0)
    assert "You count as a non-US IMG and need no visa" in "\n".join(resident.notices)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"visa": "h1b"}, True),
        ({"visa": "h1b", "step3_passed": False}, True),
        ({"visa": "h1b", "step3_passed": True}, False),
        ({"visa": "either"}, True),
        ({"visa": "j1"}, False),
        ({"visa": None, "citizenship": "permanent-resident"}, False),
    ],
)
def test_an_h_1b_comes_with_a_word_on_step_3(answers: dict[str, object], *, said: bool) -> None:
    assert ("passed USMLE Step 3" in notices(**answers)) is said


def test_schools_in_canada_and_earlier_matches_are_told_what_the_figures_count() -> None:
    assert "Canadian schools apart" in notices(type="us-md", visa=None, canadian_school=True)
    assert "in a match before" in notices(applied_before=True)
    before = notices(type="us-md", visa=None, graduation_year=2020)
    assert "(50 in 100 of them in 2022 in any specialty)" in before or "(51 in 100" in before


def test_an_osteopathic_student_pays_for_the_comlex_transcript() -> None:
    do = {"type": "us-do", "visa": None}
    alone = "about $80 for the COMLEX-USA transcript"
    both = f"{alone}, $80 for the USMLE transcript"
    assert both in notices(**do, step2=240)
    said = notices(**do, step2=None, step2_taken=False, comlex2=560)
    assert alone in said
    assert "USMLE transcript" not in said
    assert "if you take Step 2 CK too" in notices(**do, step2=None)
    assert "COMLEX" not in notices(type="us-md", visa=None)


def test_programs_that_take_no_comlex_alone_are_left_out_for_whoever_has_that_alone() -> None:
    alone = {"type": "us-do", "visa": None, "step2": None, "step2_taken": False, "comlex2": 560}
    found = solved(plan(applicant=applicant(**alone)), HERE)
    assert {one.id for one in found.programs} == {"a", "b"}
    by_id = {one.id: one for one in found.programs}
    assert any("COMLEX" in check for check in by_id["a"].checks)
    assert not any("COMLEX" in check for check in by_id["b"].checks)
    assert "1 program is left out: it takes no COMLEX-USA score alone" in "\n".join(found.notices)
    locked = solved(plan(applicant=applicant(**alone), locks={"apply": ("c",)}), HERE)
    assert "c" in {one.id for one in locked.programs}
    taken = solved(plan(applicant=applicant(**(alone | {"step2": 240, "step2_taken": True}))), HERE)
    assert "c" in {one.id for one in taken.programs}


def test_the_type_stays_what_the_rates_count() -> None:
    assert Applicant.model_validate({"type": "IMG non-US", "specialties": ("IM",)}).type == "non-us-img"


def test_whom_a_type_is_for_is_what_the_answers_allow() -> None:
    """Published rates count citizens abroad by themselves: a permanent resident is told the type that takes them."""
    assert "green card" not in TYPE_MEANINGS["us-img"]
    assert "permanent" not in TYPE_MEANINGS["us-img"]
    assert "green card" in TYPE_MEANINGS["non-us-img"]
    assert applicant(type="non-us-img", citizenship="permanent-resident", visa=None).visa_need == "none"
    with pytest.raises(ValidationError, match="the type of others from schools abroad is non-us-img"):
        applicant(type="us-img", citizenship="permanent-resident", visa=None)
