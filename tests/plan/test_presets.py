"""Presets: they build, adjust and say so, and none beats the best list without its numbers."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from optimizer.directory import Directory, load_directory
from optimizer.errors import BadInput
from optimizer.plan import (
    NoList,
    Plan,
    Preset,
    ProgramList,
    all_presets,
    build_list,
    changed_plan,
    commented_plan_text,
    explain_program,
    parse_plan,
    plan_text,
    prepare,
    preset,
    preset_price,
    with_preset,
)
from optimizer.plan.document.rules_of_thumb import read_preset
from optimizer.plan.questions.why import ProgramWhy
from optimizer.portfolio import Undecided
from tests.drawn import drawn
from tests.people_and_programs import applicant, directory, plan, program, programs_in_many_cities
from tests.plan.golden_presets import CASES, SLUGS, case_plan, golden

GOLDEN = golden()
_TOLERANCE = 1.1e-4
"""The gap that lists are proven to, and the last digit of the file."""


@cache
def shipped() -> Directory:
    return load_directory()


@pytest.mark.parametrize(("slug", "kind", "specialty"), drawn(CASES, 3))
def test_every_preset_builds_proven_and_none_beats_the_free_optimum(slug: str, kind: str, specialty: str) -> None:
    found = build_list(case_plan(slug, kind, specialty), shipped())
    assert isinstance(found, ProgramList)
    assert found.proven
    assert found.gap <= 1e-4
    use = found.preset
    assert use is not None
    assert use.price is not None
    assert use.free_spend is not None
    # Both lists are proven to the gap, so a preset may look better by no more than that.
    assert use.price >= -1e-4
    assert use.free_spend <= use.dollars + 1e-6
    assert found.spend <= use.dollars + 1e-6
    # By value and bound, as lists of equal value may hold other programs.
    value, bound, free_value = GOLDEN[slug, kind, specialty]
    assert value - _TOLERANCE <= found.value <= bound + _TOLERANCE
    assert use.free_value == pytest.approx(free_value, abs=2 * _TOLERANCE)
    missed = [part for part in use.parts if not part.met]
    assert bool(missed) <= bool(use.adjustments), missed
    assert sum("rule of thumb" in notice for notice in found.notices) == 1
    assert sum(notice.startswith("Its price: without the preset's numbers") for notice in found.notices) == 1


def test_there_is_a_golden_case_for_every_case() -> None:
    assert set(GOLDEN) == set(CASES)


def test_slugs_are_those_that_guides_speak_of() -> None:
    assert SLUGS == (
        "couple", "dual-application", "los-angeles-first", "regional-pivot", "return-home", "strong-ties",
        "visa-needing-img",
    )  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_each_is_labelled_as_a_rule_of_thumb_with_grade_and_source(slug: str) -> None:
    one = preset(slug)
    assert one.label == f"published rule of thumb, grade {one.rule.grade}"
    assert one.rule.grade == "C"
    assert "guide" in one.rule.source or "advice" in one.rule.source
    assert one.rule.published
    assert one.summary
    assert one.suits


def test_an_unknown_preset_names_those_there_are() -> None:
    with pytest.raises(
        BadInput, match=r"preset: no such preset \(found 'pivot'\); allowed: couple, dual-application, "
    ):
        build_list(plan(preset="pivot"), directory(program()))
    with pytest.raises(BadInput, match="SLUG: no such preset"):
        preset("pivot", "SLUG")


@pytest.mark.parametrize(
    ("text", "told"),
    [("title = ", "can't be read"), ('title = "x"\nshape = 5\n', "is missing"), ("sizes = 1", "no such key")],
)
def test_a_preset_s_file_with_faults_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        read_preset(path)


# ---- what it needs


@pytest.mark.parametrize(
    ("slug", "needs"),
    [
        ("dual-application", "two specialties"),
        ("return-home", "a home state"),
        ("strong-ties", "at least one tie"),
        ("visa-needing-img", "an applicant who needs a visa"),
    ],
)
def test_a_plan_that_lacks_what_a_preset_needs_hears_what(slug: str, needs: str) -> None:
    with pytest.raises(BadInput) as caught:
        prepare(plan(applicant=applicant(visa="none"), preset=slug), directory(program()))
    (fault,) = caught.value.faults
    assert fault.where == "preset"
    assert fault.allowed.startswith(needs)


def test_a_preset_for_a_specialty_without_programs_is_refused_as_any_plan() -> None:
    with pytest.raises(BadInput) as caught:
        build_list(plan(applicant=applicant(specialties=("neurology",)), preset="regional-pivot"), directory(program()))
    assert any("applicant.specialties" in fault.where for fault in caught.value.faults)


# ---- regions

HERE = directory(*programs_in_many_cities(60))


def listed(slug: str, where: Directory = HERE, /, **parts: Any) -> ProgramList:
    found = build_list(plan(preset=slug, **parts), where)
    assert isinstance(found, ProgramList), found
    return found


def test_home_is_the_home_state_and_where_family_and_school_are() -> None:
    person = applicant(
        home_state="CA",
        ties=(
            {"kind": "family", "city": "Boston, MA"},
            {"kind": "school", "program": "im-07"},
            {"kind": "partner", "metro": "Chicago"},
            {"kind": "grew-up", "state": "Texas"},
            {"kind": "grew-up", "division": "Mountain"},
            {"kind": "letter", "state": "GA"},
        ),
    )
    made = prepare(plan(preset="return-home", applicant=person), HERE).plan
    home = made.regions[0]
    assert (home.name, home.priority) == ("Home", 10)
    assert home.states == ("CA", "MA", "NY", "IL", "TX")
    assert home.divisions == ("Mountain",)


def test_ties_make_a_region_of_their_places() -> None:
    person = applicant(
        ties=(
            {"kind": "family", "city": "Los Angeles, CA"},
            {"kind": "contact", "city": "Barstow, CA"},
            {"kind": "letter", "institution": "Hospital im-08"},
            {"kind": "research", "metro": "Chicago"},
            {"kind": "conference", "state": "GA"},
            {"kind": "contact", "division": "Mountain"},
        )
    )
    region = prepare(plan(preset="strong-ties", applicant=person), HERE).plan.regions[0]
    assert region.name == "Where your ties are"
    assert [title.split("-")[0] for title in region.metros] == ["Los Angeles", "Riverside", "Boston", "Chicago"]
    assert (region.states, region.divisions) == (("GA",), ("Mountain",))


def test_the_plan_s_own_regions_come_after_and_keep_their_name() -> None:
    person = applicant(home_state="TX")
    own = {"name": "East", "divisions": ("New England",), "priority": 3}
    made = prepare(plan(preset="return-home", applicant=person, regions=(own,)), HERE).plan
    assert [region.name for region in made.regions] == ["Home", "East"]
    home = {"name": "Home", "states": ("NY",), "priority": 6}
    again = prepare(plan(preset="return-home", applicant=person, regions=(home,)), HERE).plan
    assert [region.states for region in again.regions] == [("NY",)]


def test_los_angeles_first_says_which_regions_and_quotas_it_leaves_out() -> None:
    own = {"name": "East", "divisions": ("New England",), "priority": 3}
    quotas = {"region": {"East": {"minimum": 1}}}
    signals = {"only_in": {"gold": ("East", "Elsewhere")}}
    made = prepare(plan(preset="los-angeles-first", regions=(own,), quotas=quotas, signals=signals), HERE)
    assert made.preset is not None
    assert any("those of the plan are left out: East." in notice for notice in made.preset.notices)
    assert any("Quotas of regions that the preset doesn't have are left out: East." in n for n in made.preset.notices)
    assert made.plan.signals.only_in["gold"] == ("Elsewhere",)
    assert made.plan.elsewhere_priority == 4
    kept = prepare(plan(preset="los-angeles-first", elsewhere_priority=7), HERE).plan
    assert kept.elsewhere_priority == 7


BOTH = applicant(specialties=("internal-medicine", "family-medicine"))


@pytest.mark.parametrize("written", ["as it is", "as text", "with comments", "changed elsewhere"])
def test_a_preset_leaves_what_the_plan_says_itself_even_where_that_is_usual(written: str) -> None:
    forms: dict[str, Callable[[Plan], Plan]] = {
        "as it is": lambda one: one,
        "as text": lambda one: parse_plan(plan_text(one), "plan"),
        "with comments": lambda one: parse_plan(commented_plan_text(one), "plan"),
        "changed elsewhere": lambda one: changed_plan(one, {"title": "Another", "dual.backup_priority": 4.0}),
    }
    where = directory(
        *programs_in_many_cities(40), *programs_in_many_cities(20, prefix="fm", specialty="family-medicine")
    )
    said = forms[written](plan(preset="los-angeles-first", elsewhere_priority=5.0))
    assert prepare(said, HERE).plan.elsewhere_priority == 5.0
    unsaid = forms[written](plan(preset="los-angeles-first"))
    assert prepare(unsaid, HERE).plan.elsewhere_priority == 4.0
    said = forms[written](plan(preset="dual-application", applicant=BOTH, dual={"intent": "parallel"}))
    assert prepare(said, where).plan.dual.intent == "parallel"
    unsaid = forms[written](plan(preset="dual-application", applicant=BOTH))
    assert prepare(unsaid, where).plan.dual.intent == "backup"


def test_a_pivot_without_regions_opens_the_best_divisions_and_says_so() -> None:
    found = listed("regional-pivot", applicant=applicant(preferred_divisions=("Pacific",)))
    assert 2 <= len(found.opened_regions) <= 4
    assert "Pacific" in found.opened_regions
    assert any("names no regions: the nine Census divisions stand in" in notice for notice in found.notices)


def test_strong_signals_go_to_the_regions_wanted_most_unless_several_are_wanted_alike() -> None:
    first, second, third = (
        {"name": name, "divisions": (name,), "priority": priority}
        for name, priority in (("Pacific", 9), ("Mountain", 8), ("Middle Atlantic", 5))
    )
    made = prepare(plan(preset="regional-pivot", regions=(first, third, second)), HERE).plan
    assert made.signals.only_in == {"gold": ("Pacific", "Mountain")}
    alike = prepare(plan(preset="regional-pivot", regions=(first, second, third | {"priority": 8})), HERE)
    assert alike.plan.signals.only_in == {}
    assert alike.preset is not None
    assert any("wanted alike" in notice for notice in alike.preset.notices)
    few = prepare(plan(preset="regional-pivot", regions=(first,)), HERE).plan
    assert few.signals.only_in == {}


# ---- what the plan says itself stays


def test_numbers_of_the_plan_go_before_those_of_the_preset() -> None:
    quotas = {"tier": {"reach": {"maximum": 2}}, "opened_regions": {"maximum": 2}}
    regions = tuple({"name": name, "divisions": (name,)} for name in ("Pacific", "Mountain", "New England"))
    made = prepare(plan(preset="regional-pivot", regions=regions, quotas=quotas), HERE).plan
    assert made.quotas.tier["reach"].model_dump() == {"minimum": None, "maximum": 2}
    assert made.quotas.opened_regions.maximum == 2
    assert made.quotas.tier["realistic"].minimum == 15


def test_a_visa_condition_of_the_plan_stays() -> None:
    made = prepare(plan(preset="visa-needing-img", conditions={"visa": {"weight": 3.0}}), HERE).plan
    assert made.conditions.visa is not None
    assert (made.conditions.visa.weight, made.conditions.visa.unknown) == (3.0, "keep")


def test_wishes_of_the_plan_that_clash_by_themselves_are_left_to_be_told() -> None:
    answer = build_list(plan(preset="regional-pivot", quotas={"setting": {"military": {"minimum": 1}}}), HERE)
    assert isinstance(answer, NoList)
    assert answer.conflict == ("setting military",)


def test_locks_and_why_work_through_a_preset() -> None:
    person = applicant(home_state="TX")
    wanted = plan(preset="return-home", applicant=person, locks={"apply": ("im-00",)})
    assert any(
        one.id == "im-00" and one.locked
        for one in listed("return-home", applicant=person, locks={"apply": ("im-00",)}).programs
    )
    why = explain_program(wanted, "im-05", HERE)
    assert isinstance(why, ProgramWhy)
    assert why.region == "Home"
    assert "Home: your priority 10 of 10" in why.reasons


# ---- fitted to what there is


def test_a_number_above_what_exists_is_lowered_to_it_and_said() -> None:
    few = directory(*programs_in_many_cities(60), *(program(f"tx-{k}", city="Dallas", state="TX") for k in range(2)))
    found = listed("return-home", few, applicant=applicant(home_state="TX"))
    use = found.preset
    assert use is not None
    assert (
        "Return home asks for at least 15 programs in Home; 8 are there and open to you: its minimum of 15 is "
        "lowered to 8."
    ) in use.adjustments
    part = next(part for part in use.parts if part.name == "region Home")
    assert (part.minimum, part.used, part.met) == (15, 8, False)
    assert any("(not: region Home 8, asked for at least 15" in notice for notice in found.notices)


def test_a_budget_for_fewer_programs_scales_all_numbers_and_says_so() -> None:
    found = listed("regional-pivot", budget={"dollars": 165.0})
    assert len(found.programs) == 15
    use = found.preset
    assert use is not None
    assert any(
        "Your budget is enough for 15 programs" in words and "scaled to 50%" in words for words in use.adjustments
    )
    tiers = {tier: sum(one.tier == tier for one in found.programs) for tier in ("reach", "realistic", "safety")}
    assert tiers["reach"] >= 2
    assert tiers["realistic"] >= 7


def test_a_number_of_applications_of_the_plan_scales_too() -> None:
    found = listed("regional-pivot", quotas={"applications": {"maximum": 12}})
    assert len(found.programs) == 12
    assert found.preset is not None
    assert any(words.startswith("Your number of applications is enough for 12") for words in found.preset.adjustments)


def test_no_money_gives_an_empty_list_and_not_a_clash() -> None:
    assert listed("regional-pivot", budget={"dollars": 0.0}).programs == ()


def test_numbers_that_clash_only_together_are_moved_one_by_one() -> None:
    """All programs at home are university programs, so 3 community ones at home can't be; the settings are lowered."""
    texas = [program(f"tx-{k:02}", city="Houston", state="TX", setting="university") for k in range(40)]
    others = [program(f"o-{k}", city="Boston", state="MA", setting="community") for k in range(3)]
    person = applicant(home_state="TX")
    found = listed(
        "return-home", directory(*texas, *others), applicant=person, quotas={"region": {"Elsewhere": {"maximum": 0}}}
    )
    assert found.preset is not None
    assert any("can't be kept together" in words for words in found.preset.adjustments)


def test_a_cap_on_unknown_visa_policies_holds_where_enough_are_known() -> None:
    known = [
        one.model_copy(update={"sponsors_j1": True})
        for one in programs_in_many_cities(90, setting="community", research_intensity="other")
    ]
    unknown = programs_in_many_cities(60, prefix="u", setting="community", research_intensity="other")
    found = listed("visa-needing-img", directory(*known, *unknown))
    assert found.conditions[0].listed_unknown <= 40
    assert found.preset is not None
    assert not any("no cap" in words for words in found.preset.adjustments)
    without = listed("visa-needing-img", directory(*known[:20], *unknown))
    assert without.preset is not None
    assert any("only 20 of 80 are known to sponsor, so there is no cap" in w for w in without.preset.adjustments)


# ---- written out, and the price


def test_a_plan_with_a_preset_reads_back_as_itself() -> None:
    one = plan(preset="regional-pivot")
    assert parse_plan(plan_text(one), "x") == one


@pytest.mark.parametrize("slug", ["regional-pivot", "strong-ties", "visa-needing-img"])
def test_a_preset_written_out_gives_the_same_list(slug: str) -> None:
    person = applicant(ties=({"kind": "family", "city": "Los Angeles, CA"},))
    written, notices = with_preset(plan(applicant=person), slug, HERE)
    assert written.preset is None
    assert parse_plan(plan_text(written), "x") == written
    found, named = build_list(written, HERE), listed(slug, applicant=person)
    assert isinstance(found, ProgramList)
    assert [one.id for one in found.programs] == [one.id for one in named.programs]
    assert found.value == pytest.approx(named.value)
    assert named.preset is not None
    assert named.preset.adjustments == notices


def test_the_price_is_against_the_same_wishes_and_dollars() -> None:
    found = preset_price(plan(budget={"dollars": 330.0}), "regional-pivot", HERE)
    assert isinstance(found, ProgramList)
    use = found.preset
    assert use is not None
    assert use.dollars == 330.0
    free_plan = prepare(plan(budget={"dollars": 330.0}, preset="regional-pivot"), HERE).preset
    assert free_plan is not None
    free = build_list(free_plan.free, HERE)
    assert isinstance(free, ProgramList)
    assert use.free_value == pytest.approx(free.value, abs=1e-4)
    assert use.price == pytest.approx(free.value - found.value, abs=1e-4)
    assert "$330" in use.words


def test_without_a_budget_the_price_is_at_the_list_s_own_spend() -> None:
    found = listed("regional-pivot")
    assert found.preset is not None
    assert found.preset.dollars == found.spend


def test_where_fees_are_not_known_both_lists_have_as_many_programs() -> None:
    where = directory(*programs_in_many_cities(60, prefix="og", specialty="obstetrics-gynecology"))
    person = applicant(type="us-md", visa="none", specialties=("obstetrics-gynecology",))
    found = listed("regional-pivot", where, applicant=person)
    assert found.preset is not None
    assert found.preset.price is not None
    assert found.preset.price >= -1e-4


def test_a_price_that_takes_too_long_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.plan.presets.pricing.solve_deciding", lambda *_, **__: Undecided(1.0, 0.0))
    found = listed("regional-pivot")
    assert found.preset is not None
    assert (found.preset.price, found.preset.free_value) == (None, None)
    assert "Its price: What it costs wasn't found in time." in found.notices


def test_presets_are_values_for_those_who_show_them() -> None:
    assert all(isinstance(one, Preset) for one in all_presets())
    assert preset("regional-pivot").shape.tier["safety"].model_dump() == {"minimum": 10, "maximum": 20}
