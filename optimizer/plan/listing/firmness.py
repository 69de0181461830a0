"""How firmly each program stands on the list: core, swing or fringe, when the coefficients are not exactly known."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from optimizer.estimate import chances_drawn
from optimizer.plan.listing.other_chances import all_rows
from optimizer.plan.listing.outcome import NextInLine, ProgramList
from optimizer.plan.problem import Prepared, solve_deciding
from optimizer.portfolio import Model, Solved, groups_of_the_alike
from optimizer.vocabulary import Firmness

STANDING_DRAWS = 32
STANDING_GAP = 1e-3
"""Lists this close to the best stand in for it: on the examples shares move by about 0.01, as with other draws."""
CORE_FROM, SWING_FROM, NEXT_FROM = 0.8, 0.4, 0.2
"""Share of draws from which a program is core, swing (below: fringe), or, off the list, next in line."""
_TIME_LIMIT_OF_A_DRAW_S = 2.0


def program_standing(prepared: Prepared, draws: int = STANDING_DRAWS) -> Mapping[str, float]:
    """Share of draws of the coefficients in which the best list has each program.

    Every coefficient is drawn from its range, and every answer that was not given from what is typical of the group,
    as for the range of the list; each draw is solved anew. Limits and tiers stay as they are. Programs of which
    everything known is the same share evenly: which of them stands on a list is arbitrary.

    Parameters
    ----------
    prepared : Prepared
    draws : int
        How many, at least 1; the same seed is used every time.

    Returns
    -------
    mapping of str to float
        From the ids of all programs of the applicant's specialties to a share in [0, 1]; empty where no draw could
        be solved in time.
    """
    chosen, solved_draws = np.zeros(len(prepared.directory.programs)), 0
    gap = max(prepared.plan.gap, STANDING_GAP)
    limit_s = _TIME_LIMIT_OF_A_DRAW_S
    # Every draw starts from the same relaxation, so that none depends on the draws before it.
    # What can be attended changes no list, only its match probability, which nobody asks for here.
    asked = replace(prepared.problem, attendance=None)
    model = Model.of(asked).relaxed(gap=gap, time_limit_s=limit_s)
    for chances in chances_drawn(prepared.estimate, draws):
        drawn = model.at_chances(all_rows(prepared, chances.offer))
        found = solve_deciding(drawn.problem, prepared.settled_first, gap=gap, time_limit_s=limit_s, model=drawn)
        if isinstance(found, Solved):
            chosen += found.mode[: chosen.size] >= 0
            solved_draws += 1
        elif solved_draws == 0:
            # Who has waited in vain once need not wait again and again.
            return {}
    group = groups_of_the_alike(prepared.problem)[: chosen.size]
    # Rows that are no programs have groups of their own, in which no program is.
    share = (np.bincount(group, chosen) / np.maximum(np.bincount(group), 1))[group] / solved_draws
    return {program.id: float(part) for program, part in zip(prepared.directory.programs, share, strict=True)}


def standing_of(share: float) -> Firmness:
    """The word for a share of draws."""
    if share >= CORE_FROM:
        return "core"
    return "swing" if share >= SWING_FROM else "fringe"


def with_standing(found: ProgramList, prepared: Prepared, draws: int = STANDING_DRAWS) -> ProgramList:
    """The list with each program's standing, and the programs that are next in line."""
    # Where chances aren't known, draws of them tell nothing of the list.
    share = {} if found.match_probability is None else program_standing(prepared, draws)
    if not share:
        return found
    listed = {program.id for program in found.programs}
    programs = tuple(
        program.model_copy(update={"standing": standing_of(share[program.id]), "standing_share": share[program.id]})
        for program in found.programs
    )
    near = [each for each in prepared.directory.programs if each.id not in listed and share[each.id] >= NEXT_FROM]
    return found.model_copy(
        update={
            "programs": programs,
            "next_in_line": tuple(
                NextInLine(**program.model_dump(include=set(NextInLine.model_fields)), standing_share=share[program.id])
                for program in sorted(near, key=lambda each: -share[each.id])
            ),
        }
    )
