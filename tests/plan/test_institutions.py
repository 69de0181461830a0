"""At most so many specialties at one institution: the best of all choices, in no more rows than specialties."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory import Directory
from optimizer.plan import NoList, Plan, ProgramList, build_list, prepare
from tests.drawn import examples
from tests.people_and_programs import directory, plan, program, solved

SPECIALTIES = (
    "internal-medicine",
    "family-medicine",
    "psychiatry",
    "pediatrics",
    "neurology",
    "anesthesiology",
    "general-surgery",
    "emergency-medicine",
    "pathology",
    "dermatology",
    "diagnostic-radiology",
    "otolaryngology",
    "orthopaedic-surgery",
    "neurological-surgery",
    "obstetrics-gynecology",
    "physical-medicine-rehabilitation",
)
SETTINGS = ("university", "community", None, "university-affiliated")


def hospital(name: str, counts: dict[str, int], **facts: Any) -> list[Any]:
    """So many programs of each specialty at one institution."""
    return [
        program(
            f"{name}-{specialty}-{k}", institution=name, specialty=specialty, setting=SETTINGS[(k + n) % 4], **facts
        )
        for n, (specialty, count) in enumerate(counts.items())
        for k in range(count)
    ]


def wanted(specialties: tuple[str, ...], most: int | None, **quotas: Any) -> Plan:
    given = {"type": "us-md", "specialties": specialties, "step2": 240}
    return plan(applicant=given, flexibility=0.4, quotas={"specialties_per_institution": most} | quotas)


def best_of_every_choice(asked: Plan, here: Directory) -> float:
    """The best bound over all choices of specialties at each institution, each solved with the others locked out."""
    most = asked.quotas.specialties_per_institution or 0
    at: dict[str, dict[str, list[str]]] = {}
    for one in here.programs:
        at.setdefault(one.institution, {}).setdefault(one.specialty, []).append(one.id)
    closed_sets: list[tuple[str, ...]] = [()]
    for by_specialty in at.values():
        closings = [
            tuple(each for name in by_specialty if name not in chosen for each in by_specialty[name])
            for chosen in combinations(by_specialty, min(most, len(by_specialty)))
        ]
        closed_sets = [(*before, *closing) for before in closed_sets for closing in closings]
    best = float("-inf")
    for closed in closed_sets:
        quotas = asked.quotas.model_copy(update={"specialties_per_institution": None})
        free = asked.model_copy(update={"quotas": quotas, "locks": asked.locks.model_copy(update={"never": closed})})
        found = build_list(free, here)
        if isinstance(found, ProgramList):
            best = max(best, found.bound)
    return best


@examples(8)
@given(
    counts=st.lists(
        st.dictionaries(st.sampled_from(SPECIALTIES[:3]), st.integers(1, 3), min_size=1), min_size=1, max_size=2
    ),
    most=st.integers(1, 2),
    applications=st.integers(1, 6),
)
def test_no_choice_of_specialties_is_better(counts: list[dict[str, int]], most: int, applications: int) -> None:
    here = directory(*(one for k, each in enumerate(counts) for one in hospital(f"Hospital {k}", each)))
    asked = wanted(tuple(here.specialties), most, applications={"maximum": applications})
    found = solved(asked, here)
    best = best_of_every_choice(asked, here)
    assert found.proven
    assert best - 2e-4 <= found.value <= best + 1e-9
    at: dict[str, set[str]] = {}
    for one in found.programs:
        at.setdefault(one.institution, set()).add(one.specialty)
    assert max(map(len, at.values())) <= most


def test_rows_grow_with_specialties_and_not_with_their_combinations() -> None:
    here = directory(*hospital("One", dict.fromkeys(SPECIALTIES, 1)), *hospital("Two", dict.fromkeys(SPECIALTIES, 3)))
    free = prepare(wanted(SPECIALTIES, None), here)
    prepared = prepare(wanted(SPECIALTIES, 1), here)
    # A row for each institution, and one for each program of a specialty that has several.
    assert len(prepared.problem.limits) - len(free.problem.limits) == 2 + 48
    assert len(prepared.decisions) - len(free.decisions) == 16


def test_a_specialty_with_one_program_needs_no_decision() -> None:
    here = directory(*hospital("One", dict.fromkeys(SPECIALTIES[:5], 1)))
    prepared = prepare(wanted(SPECIALTIES[:5], 2), here)
    assert prepared.decisions == ()
    assert len(solved(prepared.plan, here).programs) == 2


def test_what_is_used_is_counted_on_the_list() -> None:
    here = directory(*hospital("One", {"psychiatry": 2, "neurology": 1}))
    found = solved(wanted(("psychiatry", "neurology"), 1, applications={"maximum": 0}), here)
    told = found.limits[-1] if found.limits[-1].name.startswith("one") else found.limits[0]
    used = {limit.name: (limit.used, limit.binding) for limit in found.limits}
    assert used["one specialty at an institution"] == (0, False), told


def test_locks_on_too_many_specialties_clash_with_the_institution_by_name() -> None:
    here = directory(*hospital("One", {"psychiatry": 2, "neurology": 2}))
    asked = wanted(("psychiatry", "neurology"), 1).model_copy(
        update={"locks": plan(locks={"apply": ("One-psychiatry-0", "One-neurology-1")}).locks}
    )
    found = build_list(asked, here)
    assert isinstance(found, NoList)
    assert set(found.conflict) == {"one specialty at One", "lock on One-psychiatry-0", "lock on One-neurology-1"}
    assert all("link" not in remedy.words for remedy in found.remedies)


@pytest.mark.parametrize("spelling", ["one hospital", " One Hospital "])
def test_spellings_of_one_institution_are_one(spelling: str) -> None:
    here = directory(
        *hospital("One Hospital", {"psychiatry": 1}),
        program("other", institution=spelling, specialty="neurology"),
    )
    assert len(solved(wanted(("psychiatry", "neurology"), 1), here).programs) == 1


def test_what_clashes_at_several_institutions_is_one_wish() -> None:
    here = directory(*(one for name in ("One", "Two") for one in hospital(name, {"psychiatry": 1, "neurology": 1})))
    found = build_list(wanted(("psychiatry", "neurology"), 1, applications={"minimum": 3}), here)
    assert isinstance(found, NoList)
    assert set(found.conflict) == {"applications", "one specialty at an institution"}
