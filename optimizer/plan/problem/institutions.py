"""At most so many specialties at one institution: programs talk to each other."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.directory import Directory
from optimizer.plan.document import Plan
from optimizer.plan.problem.decisions import Decision, Row
from optimizer.plan.problem.wishes import Wish, link

_MOST_LINKS = 2_000
"""Rows that tie a program to its specialty at the institution: one a program while they are few, which is tightest;
beyond, one a specialty."""


def institution_decisions(plan: Plan, directory: Directory) -> tuple[Decision, ...]:
    """One decision for each specialty that has several programs at an institution with too many specialties.

    A specialty with one program needs none: applying there is the decision.
    """
    return tuple(
        Decision(_applied_name(directory, members))
        for by_specialty in _crowded(plan, directory)
        for members in by_specialty.values()
        if len(members) > 1
    )


def institution_limits(plan: Plan, directory: Directory, modes: int) -> Iterator[Row]:
    """For each institution with more specialties than allowed: how many of them are applied to, and what that means."""
    most = plan.quotas.specialties_per_institution
    crowded = _crowded(plan, directory)
    several = sum(len(members) for by_specialty in crowded for members in by_specialty.values() if len(members) > 1)
    in_mode_0 = np.eye(1, modes)[0]
    for by_specialty in crowded:
        alone = [members[0] for members in by_specialty.values() if len(members) == 1]
        groups = [members for members in by_specialty.values() if len(members) > 1]
        yield Row(
            Wish("institution", (_institution_name(directory, by_specialty),), number=most),
            _counted(len(directory.programs), modes, alone),
            maximum=float(most or 0),
            over_decisions={_applied_name(directory, members): in_mode_0 for members in groups},
        )
        for members in groups:
            name = _applied_name(directory, members)
            for k, tied in enumerate([[one] for one in members] if several <= _MOST_LINKS else [members]):
                counted = _counted(len(directory.programs), modes, tied)
                tie = {name: -float(len(tied)) * in_mode_0}
                yield Row(link(f"{name} ({k + 1})"), counted, maximum=0.0, over_decisions=tie)


def _crowded(plan: Plan, directory: Directory) -> list[dict[str, list[int]]]:
    """Programs by specialty of each institution that has more specialties than the plan allows."""
    most = plan.quotas.specialties_per_institution
    if most is None:
        return []
    institutions: dict[str, dict[str, list[int]]] = {}
    for index, program in enumerate(directory.programs):
        by_specialty = institutions.setdefault(_institution_key(program.institution), {})
        by_specialty.setdefault(program.specialty, []).append(index)
    return [by_specialty for by_specialty in institutions.values() if len(by_specialty) > most]


def most_specialties_together(directory: Directory, applied: npt.NDArray[np.int64]) -> int:
    """The most specialties at one institution among the programs at these positions."""
    together: dict[str, set[str]] = {}
    for index in applied:
        program = directory.programs[index]
        together.setdefault(_institution_key(program.institution), set()).add(program.specialty)
    return max(map(len, together.values()), default=0)


def _institution_key(name: str) -> str:
    return name.casefold().strip()


def _institution_name(directory: Directory, by_specialty: dict[str, list[int]]) -> str:
    """As the first of its programs spells it."""
    return directory.programs[min(members[0] for members in by_specialty.values())].institution.strip()


def _applied_name(directory: Directory, members: list[int]) -> str:
    program = directory.programs[members[0]]
    return f"{program.specialty} at {_institution_key(program.institution)} is applied to"


def _counted(programs: int, modes: int, members: list[int]) -> npt.NDArray[np.float64]:
    counted = np.zeros((programs, modes))
    counted[members] = 1.0
    return counted
