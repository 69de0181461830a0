"""At most so many specialties at one institution: programs talk to each other."""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np

from optimizer.directory import Directory
from optimizer.plan.document import Plan
from optimizer.portfolio import Limit


def institution_limits(plan: Plan, directory: Directory, modes: int) -> Iterator[Limit]:
    """For each institution with more specialties than allowed: of one program each, not too many together.

    Every choice of one program from each of one specialty more than allowed is bounded, which is exact: whoever applies
    in too many specialties has applied to one such choice.
    """
    most = plan.quotas.specialties_per_institution
    if most is None:
        return
    institutions: dict[str, dict[str, list[int]]] = {}
    for index, program in enumerate(directory.programs):
        by_specialty = institutions.setdefault(program.institution.casefold().strip(), {})
        by_specialty.setdefault(program.specialty, []).append(index)
    for by_specialty in institutions.values():
        number = 0
        for specialties in combinations(by_specialty, most + 1):
            for choice in product(*(by_specialty[name] for name in specialties)):
                number += 1
                counted = np.zeros((len(directory.programs), modes))
                counted[list(choice)] = 1.0
                name = f"{specialties_words(most)} at {directory.programs[choice[0]].institution}"
                yield Limit(f"{name} ({number})" if number > 1 else name, counted, maximum=float(most))


def institutions_name(most: int) -> str:
    """All these limits together, which the plan asks for as one."""
    return f"{specialties_words(most)} at an institution"


def is_institution_limit(limit: Limit, most: int | None) -> bool:
    """Whether a limit of a plan with so many specialties at an institution is one of these."""
    return most is not None and limit.name.startswith(f"{specialties_words(most)} at ")


def specialties_words(most: int) -> str:
    """How many specialties, in words."""
    return "one specialty" if most == 1 else f"{most} specialties"
