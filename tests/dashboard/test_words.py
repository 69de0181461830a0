"""What the page says, and what it must not say."""

import pytest

from optimizer.dashboard import words
from optimizer.dashboard.cohort.results import class_fees
from optimizer.dashboard.fitting import fitted, pixels_of
from optimizer.dashboard.own_programs import shipped_programs
from optimizer.dashboard.tables import NAME_ROOM_PIXELS, program_columns, program_table
from optimizer.export import applicant_words, how_full, limit_label
from optimizer.plan import LimitUse, ProgramList, Wish, WishKind
from optimizer.wording import chance_range, chance_words, dollars, points_words
from tests.export.lists import listed, program_list
from tests.people_and_programs import applicant, directory, programs_in_many_cities, solved
from tests.people_and_programs import plan as small_plan


@pytest.fixture(scope="module")
def found() -> ProgramList:
    wanted = small_plan(
        flexibility=0.5,
        budget={"dollars": 150},
        regions=({"name": "home", "priority": 9, "states": ("CA",)},),
        quotas={"tier": {"safety": {"minimum": 1, "maximum": 40}}},
    )
    return solved(wanted, directory(*programs_in_many_cities(20)))


def changed(found: ProgramList, **fields: object) -> ProgramList:
    return found.model_copy(update=fields)


def test_the_headline_is_in_whole_numbers(found: ProgramList) -> None:
    said = words.headline(changed(found, match_probability=0.2674, match_probability_range=(0.1836, 0.3709)))
    assert said == "About 27 in 100, range 18\N{EN DASH}37"


def test_a_chance_near_nothing_is_not_said_to_be_nothing(found: ProgramList) -> None:
    said = words.headline(changed(found, match_probability=0.001, match_probability_range=(0.0, 0.01)))
    assert said == "Fewer than 1 in 100, range under 1\N{EN DASH}1"


def test_the_proof_speaks_of_the_chance_alone_only_where_every_place_counts_the_same(found: ProgramList) -> None:
    assert "with places that you want more counting more" in words.proof(found, 0.5)
    assert "counting more" not in words.proof(found, 1.0)


@pytest.mark.parametrize(
    ("gap", "points"),
    [
        (0.0, "0.01 points"),
        (1e-4, "0.01 points"),
        (2e-4, "0.1 points"),
        (0.009, "1 points"),
        (0.03, "3% of 100 points"),
    ],
)
def test_a_gap_is_rounded_up_and_never_to_nothing(found: ProgramList, gap: float, points: str) -> None:
    assert points in words.proof(changed(found, gap=gap), 1.0)


def test_a_list_that_is_not_proven_is_not_called_so(found: ProgramList) -> None:
    unproven = changed(found, proven=False, gap=0.005)
    assert words.proof(unproven, 1.0).startswith("Not proven")
    assert "Proven" not in words.proof(unproven, 1.0)


@pytest.mark.parametrize(
    ("span", "said"), [((0.0, 0.004), "under 1 to 1"), ((0.001, 0.09), "under 1 to 9"), ((0.02, 0.5), "2 to 50")]
)
def test_a_range_of_chances_reads_as_people_say_it(span: tuple[float, float], said: str) -> None:
    assert chance_range(span) == said


def test_cents_are_shown_only_where_there_are_some() -> None:
    assert dollars(3330.0) == "$3,330"
    assert dollars(12.5) == "$12.50"


@pytest.mark.parametrize(
    ("about", "label"),
    [
        (Wish("applications"), "All applications"),
        (Wish("budget"), "Budget for fees"),
        (Wish("tier", ("reach",)), "Reach programs"),
        (Wish("region", ("Rest of the West",)), "Rest of the West"),
        (Wish("region", ("tier reach",)), "tier reach"),
        (Wish("specialty", ("internal-medicine",)), "internal medicine"),
        (Wish("signals", ("internal-medicine",), signal="gold"), "Gold signals, internal medicine"),
        (Wish("signals", ("general-surgery",), signal="single"), "Signals, general surgery"),
        (Wish("lock", ("x",)), "Lock on x"),
    ],
)
def test_a_limit_has_a_heading_in_words(about: Wish, label: str) -> None:
    assert limit_label(about) == label


@pytest.mark.parametrize(
    ("kind", "minimum", "maximum", "used", "binding", "said"),
    [
        ("applications", 1, 9, 5, False, "room left"),
        ("applications", 1, 9, 9, True, "at its maximum"),
        ("applications", 1, 9, 1, True, "at its minimum"),
        ("applications", 1, None, 1, True, "at its minimum"),
        ("applications", 4, 4, 4, True, "exactly this many"),
        ("budget", None, 330, 330, True, "spent in full"),
        ("budget", None, 335, 330, True, "no money for one more"),
    ],
)
def test_where_a_limit_stands_is_said_in_words(
    kind: WishKind, minimum: float | None, maximum: float | None, used: float, binding: bool, said: str
) -> None:
    about = Wish(kind)
    use = LimitUse(name=about.name, about=about, minimum=minimum, maximum=maximum, used=used, binding=binding)
    assert how_full(use) == said


def test_signals_are_counted_by_kind(found: ProgramList) -> None:
    one = found.programs[0]
    kinds = ("gold", "silver", "silver", "none")
    assert words.signals_used([one.model_copy(update={"signal": kind}) for kind in kinds]) == "1 gold, 2 silver"
    assert words.signals_used([one.model_copy(update={"signal": "single"})]) == "1 signal"
    assert words.signals_used([]) == "no signals"


def test_what_the_applicant_did_not_say_is_not_made_up() -> None:
    said = applicant_words(applicant(step2=None, graduation_year=None, us_clinical_months=None, visa="none"))
    assert said == "non-US IMG, internal medicine, Step 2 CK not given, no visa needed"


def test_every_score_is_said_as_what_it_is_and_what_an_adviser_asks_first() -> None:
    osteopathic = {"type": "us-do", "us_clinical_months": None, "visa": None, "graduation_year": None}
    both = applicant_words(applicant(**osteopathic, comlex2=560, step2=245))
    assert "COMLEX-USA Level 2 CE 560, Step 2 CK 245" in both
    alone = applicant_words(applicant(**osteopathic, comlex2=560, step2=None, step2_taken=False))
    assert "COMLEX-USA Level 2 CE 560, no Step 2 CK" in alone
    assert "not given" not in applicant_words(applicant(**osteopathic, comlex2=560, step2=None))
    assert "2 failed attempts, in a match before" in applicant_words(applicant(failed_attempts=2, applied_before=True))


def test_a_specialty_is_shown_where_there_are_several(found: ProgramList) -> None:
    undecided = dict.fromkeys((program.id for program in found.programs), "free")
    assert "Specialty" not in program_table(found.programs, undecided)
    first, *others = found.programs
    mixed = [first.model_copy(update={"specialty": "psychiatry"}), *others]
    assert program_table(mixed, undecided)["Specialty"].tolist()[:2] == ["psychiatry", "internal medicine"]


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "under 0.1 in 100"), (0.027, "2.7 in 100"), (0.0951, "10 in 100"), (0.62, "62 in 100")],
)
def test_small_chances_of_one_program_can_be_told_apart(share: float, said: str) -> None:
    assert chance_words(share) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (None, "not worked out"),
        (0.00004, "less than 0.01 points in 100"),
        (0.0022, "+0.22 points in 100"),
        (-0.158, "-15.8 points in 100"),
    ],
)
def test_a_change_is_said_in_points(change: float | None, said: str) -> None:
    assert points_words(change) == said


def test_facts_have_headings() -> None:
    assert words.fact_words("acgme_id") == "ACGME id"
    assert words.fact_words("interview_rate_us_md") == "Interview rate US MD"


OB = {"specialty": "obstetrics-gynecology"}


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (program_list(listed(), spend=600.0), ("$600", "no budget set")),
        (
            program_list(listed(**OB), spend=0.0, unpriced=("obstetrics-gynecology",)),
            ("not known", "no fees published"),
        ),
        (
            program_list(listed(), listed(id="b", **OB), spend=11.0, unpriced=("obstetrics-gynecology",)),
            ("$11", "not known: obstetrics and gynecology"),
        ),
    ],
)
def test_fees_that_are_not_known_are_no_zero(found: ProgramList, said: tuple[str, str]) -> None:
    assert words.fees(small_plan(), found) == said


def test_a_class_s_fees_are_a_sum_only_where_each_is_known() -> None:
    paid = program_list(listed(), spend=600.0)
    free = program_list(listed(**OB), spend=0.0, unpriced=("obstetrics-gynecology",))
    assert class_fees([paid, paid]) == ("$1,200", "$600 each, on average")
    assert class_fees([paid, free]) == ("at least $600", "not known in full for 1 student")
    assert class_fees([free, free]) == ("not known", "not known in full for 2 students")
    assert class_fees([]) == ("$0", "")


def test_a_tier_fits_its_column_and_is_called_as_in_the_list_s_other_tables() -> None:
    found = program_list(listed(tier="safety", tier_words="more likely than most for you"))
    table = program_table(found.programs, {one.id: "free" for one in found.programs})
    assert table["Tier"].tolist() == ["likelier"]


def test_what_is_pinned_leaves_room_for_the_rest() -> None:
    # Streamlit lets go of all pinned columns where they take more than this share; a window of 1280 has so many pixels.
    share, pixels = 0.6, 870
    pinned = [one for one in program_columns().values() if isinstance(one, dict) and one.get("pinned")]
    assert len(pinned) == 3
    assert sum(int(str(one["width"])) for one in pinned) <= share * pixels


def test_a_name_too_long_for_its_cell_keeps_its_beginning_and_its_end_and_is_told_from_every_other() -> None:
    programs = shipped_programs().programs
    shown = {program.name: fitted(program.name, NAME_ROOM_PIXELS) for program in programs}
    # The city stands beside it.
    assert len({(shown[one.name], one.city) for one in programs}) == len({(one.name, one.city) for one in programs})
    assert max(map(pixels_of, shown.values())) <= NAME_ROOM_PIXELS
    for name, drawn in shown.items():
        beginning, _, end = drawn.partition(" \N{HORIZONTAL ELLIPSIS} ")
        assert (name.startswith(beginning) and name.endswith(end)) if end else name == drawn
