"""Plan files: what is written reads back as the same plan."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from optimizer.applicant import Applicant, Tie
from optimizer.data_folder import data_folder
from optimizer.directory import DIVISIONS
from optimizer.errors import BadInput
from optimizer.estimate import Weights
from optimizer.plan import (
    Budget,
    Circle,
    Condition,
    Conditions,
    Dual,
    Locks,
    Plan,
    Priorities,
    Quota,
    Quotas,
    Region,
    SignalCounts,
    SignalUse,
    build_list,
    parse_plan,
    plan_from_bytes,
    plan_text,
    read_plan,
)
from optimizer.plan.document.conditions import DistanceCondition, PriceParityCondition, SettingCondition, VisaCondition
from optimizer.plan.document.priorities import CheapPriority, NearPriority, SizePriority
from optimizer.plan.document.request import SettingPriorities
from optimizer.vocabulary import APPLICANT_TYPES, TIE_KINDS, VISAS
from optimizer.wording import is_shown
from tests.drawn import examples

EXAMPLES = tuple(sorted((data_folder() / "examples").glob("*.toml")))

TEXT = st.text(st.characters(codec="utf-8").filter(is_shown), min_size=1, max_size=12)
NAME = TEXT.map(str.strip).filter(lambda text: text not in ("", "Elsewhere"))
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
PRIORITY = st.floats(0, 10) | st.integers(0, 10)
COUNT = st.none() | st.integers(0, 500)


@st.composite
def quotas(draw: st.DrawFn) -> Quota:
    minimum, maximum = draw(COUNT), draw(COUNT)
    if minimum is not None and maximum is not None:
        minimum, maximum = sorted((minimum, maximum))
    return Quota(minimum=minimum, maximum=maximum)


PLACE_LISTS = st.lists(NAME, max_size=2).map(tuple)


@st.composite
def regions(draw: st.DrawFn, name: str) -> Region:
    circles = st.builds(Circle, city=NAME, miles=st.floats(0.1, 3000))
    return Region(
        name=name,
        priority=draw(PRIORITY),
        nation=draw(st.booleans()),
        divisions=draw(PLACE_LISTS),
        states=draw(PLACE_LISTS),
        metros=draw(PLACE_LISTS),
        cities=(draw(NAME),),
        within=draw(st.lists(circles, max_size=2).map(tuple)),
        story=draw(st.just("") | NAME),
    )


TIES = st.builds(
    lambda kind, scope, place, note: Tie.model_validate({"kind": kind, scope: place, "note": note}),
    st.sampled_from(TIE_KINDS),
    st.sampled_from(["program", "institution", "city", "metro", "division"]),
    TEXT,
    TEXT,
)
APPLICANTS = st.builds(
    Applicant,
    type=st.sampled_from(APPLICANT_TYPES),
    specialties=st.sampled_from([("psychiatry",), ("internal-medicine", "psychiatry")]),
    step2=st.none() | st.integers(100, 300),
    graduation_year=st.none() | st.integers(1950, 2100),
    us_clinical_months=st.none() | st.floats(0, 240) | st.integers(0, 240),
    failed_attempts=st.none() | st.integers(0, 20),
    visa=st.sampled_from(VISAS),
    military_service=st.booleans(),
    home_state=st.none() | st.sampled_from(["CA", "New York"]),
    preferred_divisions=st.none() | st.lists(st.sampled_from(DIVISIONS), max_size=3, unique=True).map(tuple),
    ties=st.lists(TIES, max_size=2).map(tuple),
)


HANDLING = st.sampled_from(["keep", "exclude"]) | st.integers(0, 300)
CONDITION = {"weight": st.none() | st.floats(0.1, 10), "unknown": HANDLING}
MILES = st.floats(0.1, 3000)


def optional(model: type[BaseModel], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.builds(model, **fields)


CONDITIONS = st.builds(
    Conditions,
    visa=optional(VisaCondition, need=st.sampled_from([None, "j1", "h1b", "either"]), **CONDITION),
    step2=optional(Condition, **CONDITION),
    graduation=optional(Condition, **CONDITION),
    attempts=optional(Condition, **CONDITION),
    us_experience=optional(Condition, **CONDITION),
    distance=st.lists(st.builds(DistanceCondition, of=NAME, miles=MILES, **CONDITION), max_size=2).map(tuple),
    price_parity=optional(PriceParityCondition, maximum=st.floats(50, 200), **CONDITION),
    setting=optional(SettingCondition, any_of=st.just(("community", "university")), **CONDITION),
)
PRIORITIES = st.builds(
    Priorities,
    size=optional(SizePriority, priority=PRIORITY, prefer=st.sampled_from(["large", "small"])),
    price_parity=optional(CheapPriority, priority=PRIORITY),
    distance=optional(NearPriority, priority=PRIORITY, of=NAME, miles=MILES),
)
SIGNAL_COUNTS = st.builds(SignalCounts, gold=COUNT, silver=COUNT, single=COUNT)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    person = draw(APPLICANTS)
    names = draw(st.lists(NAME, max_size=3, unique=True))
    ids = draw(st.lists(NAME, max_size=6, unique=True))
    signals = st.sampled_from(["gold", "silver", "single"])
    kinds = st.sampled_from(["university", "university-affiliated", "community", "military", "unknown"])
    tiers = st.sampled_from(["reach", "realistic", "safety"])
    low, central, high = sorted(draw(st.tuples(NUMBER, NUMBER, NUMBER)))
    return Plan(
        title=draw(TEXT).strip(),
        season=draw(st.integers(2000, 2100)),
        flexibility=draw(st.floats(0, 1)),
        elsewhere_priority=draw(PRIORITY),
        gap=draw(st.floats(1e-6, 0.1)),
        applicant=person,
        regions=tuple(draw(regions(name)) for name in names),
        settings=SettingPriorities.model_validate(
            {"university-affiliated": draw(PRIORITY), "military": draw(PRIORITY)}
        ),
        budget=Budget(dollars=draw(st.none() | st.floats(0, 1e6)), fee_assistance=draw(st.booleans())),
        quotas=Quotas(
            applications=draw(quotas()),
            tier=draw(st.dictionaries(tiers, quotas())),
            region=draw(st.dictionaries(st.sampled_from([*names, "Elsewhere"]), quotas())),
            setting=draw(st.dictionaries(kinds, quotas())),
            specialty=draw(st.dictionaries(st.sampled_from(person.specialties), quotas())),
            opened_regions=draw(quotas()),
            per_opened_region=draw(quotas()),
            specialties_per_institution=draw(st.none() | st.integers(1, 5)),
            reach_floor=draw(st.integers(0, 50)),
        ),
        preset=draw(st.none() | NAME),
        priorities=draw(PRIORITIES),
        conditions=draw(CONDITIONS),
        dual=Dual(intent=draw(st.sampled_from(["parallel", "backup"])), backup_priority=draw(PRIORITY)),
        signals=SignalUse(
            gold=draw(COUNT),
            silver=draw(COUNT),
            single=draw(COUNT),
            never=tuple(ids[:1]),
            specialty=draw(st.dictionaries(st.sampled_from(person.specialties), SIGNAL_COUNTS)),
            only_in=draw(st.dictionaries(signals, st.just((*names, "Elsewhere")))),
            home_and_away=draw(st.sampled_from(["season", "free", "never"])),
        ),
        locks=Locks(apply=tuple(ids[1:3]), never=tuple(ids[3:4]), signal=dict.fromkeys(ids[4:], draw(signals))),
        tiers=dict.fromkeys(ids, draw(tiers)),
        weights=Weights(score=draw(st.floats(0, 3)), ties=draw(st.floats(0, 3))),
        evidence={"tie_cap": draw(NUMBER), draw(NAME): (low, central, high)},
        programs=draw(PLACE_LISTS),
    )


@examples(150)
@given(plans())
def test_a_plan_that_is_written_reads_back_as_itself(plan: Plan) -> None:
    assert parse_plan(plan_text(plan), "plan") == plan
    assert plan_from_bytes(plan_text(plan).encode(), "plan") == plan


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_read_back_as_themselves(path: Path) -> None:
    plan = read_plan(path)
    assert parse_plan(plan_text(plan), "plan") == plan


def test_no_preference_and_preference_not_decided_stay_apart() -> None:
    text = '[applicant]\ntype = "us-md"\nspecialties = ["psychiatry"]\n'
    assert parse_plan(text, "x").applicant.preferred_divisions is None
    decided = parse_plan(text + "preferred_divisions = []\n", "x")
    assert decided.applicant.preferred_divisions == ()
    assert parse_plan(plan_text(decided), "x") == decided


def test_the_shortest_plan_leaves_everything_else_as_documented() -> None:
    plan = parse_plan('[applicant]\ntype = "us-md"\nspecialties = ["psychiatry"]\n', "x")
    assert (plan.season, plan.flexibility, plan.elsewhere_priority, plan.gap) == (2026, 0.5, 5.0, 1e-4)
    assert plan.budget.dollars is None
    assert plan.regions == ()


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(EXAMPLES[0].read_text(encoding="utf-8").replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_plan(path) == read_plan(EXAMPLES[0])


PROGRAMS = "id,name,institution,specialty,city,state\np,P,H,psychiatry,Fresno,CA\n"


def test_program_files_are_taken_from_the_plan_s_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "programs.csv").write_text(PROGRAMS, encoding="utf-8")
    text = 'programs = ["programs.csv"]\n[applicant]\ntype = "us-md"\nspecialties = ["psychiatry"]\n'
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    plan = read_plan(Path("mine/plan.toml"))
    outcome = build_list(plan)
    assert outcome.status == "solved"
    assert [one.id for one in outcome.programs] == ["p"]
    (tmp_path / "copy.toml").write_text(plan_text(plan), encoding="utf-8")
    assert read_plan(tmp_path / "copy.toml") == plan


def test_a_program_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = 'programs = ["none.csv"]\n[applicant]\ntype = "us-md"\nspecialties = ["psychiatry"]\n'
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"none\.csv: the file can't be read"):
        build_list(read_plan(tmp_path / "plan.toml"))


# ---- files that are no plans


def test_a_plan_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.toml: the file can't be read \(No such file or directory\)"):
        read_plan(tmp_path / "none.toml")


def test_a_plan_that_is_not_utf_8_is_to_be_saved_as_such(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes('title = "Montréal"'.encode("latin-1"))
    with pytest.raises(BadInput, match="Save it as UTF-8"):
        read_plan(path)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("title = ", "is not TOML"),
        ('title = "a"\ntitle = "b"', "is not TOML"),
        ("[applicant", "is not TOML"),
        ("step2: 240", "(at line 1, column 6)"),
        ("season = " + "9" * 5000, "is not TOML"),
        ("x = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(text: str, what: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_plan(text, "plan.toml")
    (fault,) = caught.value.faults
    assert fault.where == "plan.toml"
    assert what in fault.what
