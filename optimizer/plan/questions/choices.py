"""Every program that a plan may choose from, before anything is chosen: its region, tier and chance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from optimizer.directory import Directory, flat_positions
from optimizer.plan.document import Plan
from optimizer.plan.planner import prepare
from optimizer.plan.problem import Prepared

Kind = Literal["tier", "region", "setting", "specialty"]


@dataclass(frozen=True, slots=True)
class Prospect:
    """A program of the applicant's specialties.

    Attributes
    ----------
    interview_probability : float
        Without a signal, in [0, 1].
    is_open : bool
        False where the plan locks it out, one of its hard conditions leaves it out, or it takes nobody like this
        applicant.
    position : (float, float) or None
        On the flat map; None where the city isn't known.
    """

    id: str
    name: str
    institution: str
    specialty: str
    city: str
    state: str
    division: str
    region: str
    setting: str
    tier: str
    interview_probability: float | None
    is_open: bool
    position: tuple[float, float] | None


def prospects(
    plan: Plan, directory: Directory | None = None, *, prepared: Prepared | None = None
) -> tuple[Prospect, ...]:
    """Programs of the applicant's specialties, in the directory's order. Raises as `build_list`.

    Parameters
    ----------
    plan : Plan
    directory : Directory or None
        As for `build_list`.
    prepared : Prepared or None
        What `prepare` makes of both, where that has been done.
    """
    prepared = prepared or prepare(plan, directory)
    part, chance = prepared.directory, prepared.estimate.interview_probability[:, 0]
    x, y = flat_positions(*part.coordinates, [program.state for program in part.programs])
    return tuple(
        Prospect(
            **program.model_dump(include={"id", "name", "institution", "specialty", "city", "state"}),
            division=program.division,
            region=str(prepared.region[index]),
            setting=program.setting or "unknown",
            tier=str(prepared.tier[index]),
            interview_probability=None if np.isnan(chance[index]) else float(chance[index]),
            is_open=bool(prepared.view.is_open[index]),
            position=None if np.isnan(x[index]) else (float(x[index]), float(y[index])),
        )
        for index, program in enumerate(part.programs)
    )


def open_count(programs: Iterable[Prospect], kind: Kind) -> Counter[str]:
    """How many open programs there are of each tier, region, setting or specialty."""
    return Counter(str(getattr(program, kind)) for program in programs if program.is_open)
