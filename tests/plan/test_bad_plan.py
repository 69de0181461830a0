"""What can't be in a plan: each fault alone, with place, value, allowed and mend; and all of them at once."""

from typing import Any

import pytest

from optimizer.directory import Directory
from optimizer.errors import BadInput, Fault
from optimizer.evidence import Season, load_season
from optimizer.plan import Plan, build_list, parse_plan, prepare
from optimizer.plan.planner import solve_prepared
from tests.people_and_programs import applicant, directory, plan, program, programs_in_many_cities

APPLICANT = '[applicant]\ntype = "us-md"\nspecialties = ["internal-medicine"]\n'
HERE = directory(*programs_in_many_cities(4), program("p-one", specialty="psychiatry"))


def file_faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as caught:
        parse_plan(text, "plan.toml")
    return caught.value.faults


def plan_faults(wanted: Plan, where: Directory = HERE, season: Season | None = None) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as caught:
        prepare(wanted, where, season=season)
    return caught.value.faults


# ---- in the file alone


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("season = 2026.5", "season", 2026.5),
        ("season = 1999", "season", 1999),
        ("flexibility = 1.1", "flexibility", 1.1),
        ("flexibility = true", "flexibility", True),
        ("flexibility = nan", "flexibility", None),
        ("elsewhere_priority = 11", "elsewhere_priority", 11),
        ('elsewhere_priority = "5"', "elsewhere_priority", "5"),
        ("gap = 0", "gap", 0),
        ("gap = 0.5", "gap", 0.5),
        ("title = 5", "title", 5),
        ("budget.dollars = -1", "budget.dollars", -1),
        ('budget.dollars = "300"', "budget.dollars", "300"),
        ("budget.dollars = inf", "budget.dollars", float("inf")),
        ("budget.fee_assistance = 1", "budget.fee_assistance", 1),
        ("quotas.applications.minimum = -1", "quotas.applications.minimum", -1),
        ("quotas.applications.maximum = 30.0", "quotas.applications.maximum", 30.0),
        ("quotas.applications.maximum = true", "quotas.applications.maximum", True),
        ("quotas.tier.reach.maximum = 1000000", "quotas.tier.reach.maximum", 1000000),
        ("quotas.tier.stretch.maximum = 5", "quotas.tier.stretch", "stretch"),
        ("quotas.setting.private.maximum = 5", "quotas.setting.private", "private"),
        ("signals.gold = -1", "signals.gold", -1),
        ("signals.never = [5]", "signals.never[0]", 5),
        ('signals.never = [""]', "signals.never[0]", ""),
        ('locks.signal.im-00 = "platinum"', "locks.signal.im-00", "platinum"),
        ('locks.apply = "im-00"', "locks.apply", "im-00"),
        ('tiers.im-00 = "dream"', "tiers.im-00", "dream"),
        ("settings.university-affiliated = 12", "settings.university-affiliated", 12),
        ("weights.score = 4", "weights.score", 4),
        ("evidence.tie_cap = true", "evidence.tie_cap", True),
        ('evidence.tie_cap = "2"', "evidence.tie_cap", "2"),
        ("evidence.tie_cap = [1, 2]", "evidence.tie_cap", (1, 2)),
        ("programs = 5", "programs", 5),
        ("preset = 5", "preset", 5),
        ("conditions.step2.weight = 0", "conditions.step2.weight", 0),
        ("conditions.step2.weight = 11", "conditions.step2.weight", 11),
        ('conditions.visa.unknown = "drop"', "conditions.visa.unknown", "drop"),
        ("conditions.visa.unknown = true", "conditions.visa.unknown", True),
        ("conditions.visa.unknown = -1", "conditions.visa.unknown", -1),
        ("conditions.visa.unknown = 1.5", "conditions.visa.unknown", 1.5),
        ('conditions.visa.need = "b2"', "conditions.visa.need", "b2"),
        ('conditions.distance = [{ of = "x", miles = 0 }]', "conditions.distance[0].miles", 0),
        ("conditions.price_parity.maximum = 20", "conditions.price_parity.maximum", 20),
        ('conditions.setting.any_of = ["clinic"]', "conditions.setting.any_of[0]", "clinic"),
        ("conditions.setting.any_of = []", "conditions.setting.any_of", ()),
        ("priorities.size.priority = 11", "priorities.size.priority", 11),
        ('priorities.size = { priority = 1, prefer = "huge" }', "priorities.size.prefer", "huge"),
        ("priorities.distance.priority = 5", "priorities.distance.of", None),
        ('dual.intent = "plan b"', "dual.intent", "plan b"),
        ("dual.backup_priority = -1", "dual.backup_priority", -1),
        ("quotas.reach_floor = -1", "quotas.reach_floor", -1),
        ("quotas.specialties_per_institution = 0", "quotas.specialties_per_institution", 0),
        ("quotas.opened_regions.maximum = -1", "quotas.opened_regions.maximum", -1),
        ("signals.specialty.internal-medicine.gold = -1", "signals.specialty.internal-medicine.gold", -1),
        ('signals.home_and_away = "no"', "signals.home_and_away", "no"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_at_its_key(line: str, key: str, value: object) -> None:
    (fault,) = file_faults(f"{line}\n{APPLICANT}")
    assert fault.where == f"plan.toml: {key}"
    assert value is None or fault.value == value
    assert fault.allowed
    assert fault.remedy


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("flexiblity = 1", "flexibility"),
        ("quotas.regions.x.minimum = 1", "region"),
        ("quotas.applications.min = 1", "minimum"),
        ("budget.dollar = 1", "dollars"),
        ("settings.universty = 1", "university"),
        ("signals.golds = 1", "gold"),
        ("locks.aply = []", "apply"),
        ("weights.scores = 1", "score"),
    ],
)
def test_an_unknown_key_is_refused_with_a_suggestion(line: str, near: str) -> None:
    (fault,) = file_faults(f"{line}\n{APPLICANT}")
    assert fault.what == "no such key"
    assert near in fault.allowed.split(", ")
    assert fault.remedy == f"Did you mean '{near}'?"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("couples_match = true", "matchlist couple builds both lists"),
        ("partner = 'x'", "matchlist couple builds both lists"),
        ("usmle_step_1 = 240", "no figure of them counts"),
        ("comlex_level_1 = 500", "no figure of them counts"),
        ("comlex_usa_level_2_ce = 560", "applicant.comlex2"),
        ("usmle_step3 = true", "applicant.step3_passed"),
        ("green_card = true", "permanent-resident"),
        ("preliminary_year = true", "[first_year]"),
    ],
)
def test_a_key_of_what_a_plan_says_elsewhere_is_told_where(line: str, said: str) -> None:
    (fault,) = file_faults(f"{APPLICANT}{line}\n")
    assert said in fault.remedy


def test_a_plan_without_an_applicant_lacks_it() -> None:
    (fault,) = file_faults('title = "x"')
    assert (fault.what, fault.where) == ("is missing", "plan.toml: applicant")


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (
            "quotas.tier.reach = { minimum = 5, maximum = 2 }\n",
            "plan.toml: quotas.tier.reach",
            "the minimum, 5, is above the maximum, 2",
        ),
        ('regions = [{ name = "Nowhere" }]\n', "plan.toml: regions[0]", "the region names no place"),
        (
            'regions = [{ name = "Elsewhere", states = ["CA"] }]\n',
            "plan.toml: regions[0]",
            "'Elsewhere' is the name of what lies in no region",
        ),
        (
            'regions = [{ name = "A", states = ["CA"] }, { name = "A ", states = ["NV"] }]\n',
            "plan.toml",
            "the region 'A' stands twice",
        ),
        (
            'quotas.region.West.minimum = 1\nregions = [{ name = "East", states = ["NY"] }]\n',
            "plan.toml",
            "a quota names the region 'West', which isn't one of the plan's: East, Elsewhere",
        ),
        (
            "quotas.specialty.psychiatry.minimum = 1\n",
            "plan.toml",
            "a quota names the specialty 'psychiatry', which the applicant doesn't apply in",
        ),
        (
            'signals.only_in.gold = ["East"]\n',
            "plan.toml",
            "signals.only_in names the region 'East', which isn't one of the plan's: Elsewhere",
        ),
        (
            "signals.specialty.psychiatry.single = 1\n",
            "plan.toml",
            "signals name the specialty 'psychiatry', which the applicant doesn't apply in",
        ),
        (
            "quotas.opened_regions = { minimum = 5, maximum = 2 }\n",
            "plan.toml: quotas.opened_regions",
            "the minimum, 5, is above the maximum, 2",
        ),
        ('locks = { apply = ["a"], never = ["b", "a"] }\n', "plan.toml: locks", "a is locked in and locked out"),
        ('locks = { never = ["a"], signal = { a = "gold" } }\n', "plan.toml: locks", "a is locked in and locked out"),
        ('locks = { apply = ["a", "b", "a"] }\n', "plan.toml: locks", "a is locked in twice"),
        ("regions = [{ within = [{ city = 'x', miles = 0 }] }]\n", "plan.toml: regions[0].name", "is missing"),
    ],
)
def test_what_contradicts_itself_is_refused(text: str, where: str, what: str) -> None:
    fault = file_faults(text + APPLICANT)[0]
    assert fault.where == where
    assert fault.what.startswith(what)


@pytest.mark.parametrize("miles", ["0", "-5", "3001", "nan", '"50"'])
def test_a_circle_has_a_radius(miles: str) -> None:
    circle = f'regions = [{{ name = "A", within = [{{ city = "Fresno, CA", miles = {miles} }}] }}]\n'
    (fault,) = file_faults(circle + APPLICANT)
    assert fault.where == "plan.toml: regions[0].within[0].miles"


def test_contradictions_of_a_plan_are_told_at_once() -> None:
    text = (
        'regions = [{ name = "A", states = ["CA"] }, { name = "A", states = ["NV"] }]\n'
        "quotas.region.B.minimum = 1\nquotas.specialty.psychiatry.minimum = 1\n"
    )
    (fault,) = file_faults(text + APPLICANT)
    assert len(fault.what.split("; ")) == 3


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = (
        'season = "x"\nbudgett = 1\nbudget.dollars = -1\nquotas.tier.reach = { minimum = 2, maximum = 1 }\n'
        'regions = [{ name = "A" }]\n[applicant]\ntype = "physician"\nstep2 = 2024-05-01\n'
    )
    assert [fault.where.removeprefix("plan.toml: ") for fault in file_faults(text)] == [
        "season",
        "applicant.type",
        "applicant.specialties",
        "applicant.step2",
        "regions[0]",
        "budget.dollars",
        "quotas.tier.reach",
        "budgett",
    ]


# ---- against directory, season and evidence


def region(**places: Any) -> dict[str, Any]:
    return {"regions": ({"name": "West"} | places,)}


@pytest.mark.parametrize(
    ("parts", "where", "value"),
    [
        (region(states=("CA", "XX")), "regions[0].states[1]", "XX"),
        (region(divisions=("West",)), "regions[0].divisions[0]", "West"),
        (region(metros=("Xyzzy",)), "regions[0].metros[0]", "Xyzzy"),
        (region(metros=("Los Angeles", "Portland")), "regions[0].metros[1]", "Portland"),
        (region(cities=("Xyzzy",)), "regions[0].cities[0]", "Xyzzy"),
        (region(cities=("Springfield",)), "regions[0].cities[0]", "Springfield"),
        (region(cities=("Los Angel, CA",)), "regions[0].cities[0]", "Los Angel, CA"),
        (region(within=({"city": "Springfield", "miles": 5},)), "regions[0].within[0].city", "Springfield"),
        ({"locks": {"apply": ("im-99",)}}, "locks.apply", "im-99"),
        ({"locks": {"never": ("im-99",)}}, "locks.never", "im-99"),
        ({"locks": {"signal": {"im-99": "gold"}}}, "locks.signal", "im-99"),
        ({"locks": {"signal": {"im-00": "single"}}}, "locks.signal.im-00", "single"),
        (
            {"locks": {"signal": {"im-00": "gold"}}, "signals": {"never": ("im-00",)}},
            "locks.signal.im-00",
            "gold",
        ),
        ({"signals": {"never": ("im-99",)}}, "signals.never", "im-99"),
        ({"signals": {"gold": 4}}, "signals.gold", 4),
        ({"signals": {"single": 1}}, "signals.single", 1),
        ({"tiers": {"im-99": "reach"}}, "tiers", "im-99"),
        ({"evidence": {"tie_cup": 2.0}}, "evidence override", "tie_cup"),
        ({"evidence": {"region_sd": -1.0}}, "evidence override region_sd", -1.0),
        ({"evidence": {"tie_cap": (3.0, 2.0, 1.0)}}, "evidence override tie_cap", (3.0, 2.0, 1.0)),
        ({"applicant": applicant(home_state="XX")}, "applicant.home_state", "XX"),
        ({"applicant": applicant(specialties=("pathology",))}, "applicant.specialties", "pathology"),
        ({"season": 2031}, "season", 2031),
    ],
)
def test_what_does_not_exist_is_refused_at_its_key(parts: dict[str, Any], where: str, value: object) -> None:
    (fault,) = plan_faults(plan(**parts))
    assert (fault.where, fault.value) == (where, value)
    assert fault.allowed
    assert fault.remedy


def test_springfield_is_told_with_those_there_are() -> None:
    (fault,) = plan_faults(plan(**region(cities=("Springfield",))))
    assert fault.what == "several cities have this name"
    assert "Springfield, MO" in fault.allowed


def test_a_mistyped_id_is_told_with_those_like_it() -> None:
    (fault,) = plan_faults(plan(locks={"apply": ("im-0",)}))
    assert "im-00 (Program im-00)" in fault.allowed


def test_an_id_like_no_other_is_told_what_an_id_is() -> None:
    (fault,) = plan_faults(plan(locks={"apply": ("?",)}))
    assert fault.allowed == "an id of a program in the applicant's specialties"


def test_a_program_of_another_specialty_cannot_be_locked() -> None:
    (fault,) = plan_faults(plan(locks={"apply": ("p-one",)}))
    assert fault.value == "p-one"


def test_a_specialty_without_a_program_is_told_with_those_there_are() -> None:
    (fault,) = plan_faults(plan(applicant=applicant(specialties=("psychiatry",))), directory(program()))
    assert (fault.where, fault.allowed) == ("applicant.specialties", "internal-medicine")


def test_an_empty_directory_is_refused_also_where_regions_and_circles_are_named() -> None:
    wanted = plan(**region(within=({"city": "Fresno, CA", "miles": 5},)))
    (fault,) = plan_faults(wanted, directory())
    assert fault.what.startswith("no program of internal medicine is known here")


def test_all_faults_of_a_plan_are_told_at_once() -> None:
    wanted = plan(
        applicant=applicant(home_state="XX", graduation_year=2099),
        regions=({"name": "A", "states": ("YY",), "cities": ("Springfield",)},),
        locks={"apply": ("x",), "signal": {"im-00": "single"}},
        signals={"gold": 9, "single": 2},
        tiers={"y": "reach"},
        evidence={"nothing": 1.0},
    )
    assert [fault.where for fault in plan_faults(wanted)] == [
        "applicant.graduation_year",
        "applicant.home_state",
        "evidence override",
        "regions[0].states[0]",
        "regions[0].cities[0]",
        "locks.apply",
        "tiers",
        "signals.single",
        "signals.gold",
        "locks.signal.im-00",
    ]


def test_signals_count_per_specialty_so_the_larger_cap_bounds_what_may_be_asked_for() -> None:
    both = applicant(specialties=("internal-medicine", "psychiatry"))
    assert prepare(plan(applicant=both, signals={"single": 10, "gold": 3}), HERE).problem.shape[0] == 5
    (fault,) = plan_faults(plan(applicant=both, signals={"single": 11}))
    assert fault.allowed == "0 to 10"


def without_fees(season: Season) -> Season:
    fees = tuple(part for part in season.service_fees if part.service != "eras")
    return season.model_copy(update={"service_fees": fees})


def test_dollars_cannot_be_bounded_where_fees_are_not_known() -> None:
    season = without_fees(load_season(2026))
    (fault,) = plan_faults(plan(budget={"dollars": 500.0}), season=season)
    assert (fault.where, fault.value) == ("budget.dollars", 500.0)
    assert "quotas" in fault.remedy


def test_unknown_fees_are_said_and_not_counted_as_a_price_of_nothing() -> None:
    season = without_fees(load_season(2026))
    prepared = prepare(plan(), HERE, season=season)
    assert prepared.problem.fees == ()
    outcome = solve_prepared(prepared)
    assert outcome.status == "solved"
    assert "What applications in internal medicine cost is not known, and the spend leaves them out." in outcome.notices


def test_a_specialty_that_the_season_does_not_know_is_one_fault() -> None:
    person = applicant(specialties=("heart-surgery",))
    (fault,) = plan_faults(plan(applicant=person, budget={"dollars": 100.0}, signals={"gold": 0}))
    assert (fault.where, fault.value) == ("applicant.specialties", "heart-surgery")


def test_a_bad_plan_builds_nothing() -> None:
    with pytest.raises(BadInput):
        build_list(plan(locks={"apply": ("x",)}), HERE)
