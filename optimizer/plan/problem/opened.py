"""How many regions are opened, and how many programs each opened one gets: each is a statement, ties, and visits."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.arrays import FloatArray
from optimizer.plan.document import Plan, Quota
from optimizer.plan.problem.decisions import Decision, Row
from optimizer.plan.problem.wishes import REGIONS_OPENED, Wish, link, opened_region

MOST_REGIONS = 200
"""Regions of a plan that opens only some of them: each is a decision, and rows over all programs."""
_MOST_LINKS = 400
"""Rows that tie programs to their region: one a program while they are few. Beyond, neighbours in chance share one,
which is nearly as tight and keeps the problem small."""


def opens_regions(plan: Plan) -> bool:
    """Whether a plan bounds the number of regions, or asks for a number in each that it opens."""
    asked = plan.quotas
    return bool(plan.regions) and (asked.opened_regions != Quota() or asked.per_opened_region != Quota())


def region_decisions(plan: Plan) -> tuple[Decision, ...]:
    """One decision a region, where the plan's limits need it."""
    return tuple(Decision(f"{region.name} is opened") for region in plan.regions) if opens_regions(plan) else ()


def region_links(plan: Plan, region: npt.NDArray[np.str_], worth: FloatArray, caps: tuple[float, ...]) -> Iterator[Row]:
    """What it means that a region is opened, and what is asked of those that are.

    Parameters
    ----------
    plan : Plan
    region : array of str, shape (programs,)
    worth : array, shape (programs,)
        By which programs of a region are told apart where several share a row.
    caps : tuple of float, one a mode
        How many applications of the mode a list has at most; inf for mode 0.
    """
    if not opens_regions(plan):
        return
    quota, modes = plan.quotas.per_opened_region, len(caps)
    size = max(1, -(-region.size // _MOST_LINKS))
    for item in plan.regions:
        decision, inside = f"{item.name} is opened", np.flatnonzero(region == item.name)
        ranked = inside[np.argsort(-worth[inside], kind="stable")]
        for k, block in enumerate(np.array_split(ranked, -(-ranked.size // size)) if ranked.size else []):
            counted = np.zeros((region.size, modes))
            counted[block] = 1.0
            tie = {decision: _in_mode_0(-float(block.size), modes)}
            rule = link(f"{item.name} is opened where programs of it are listed ({k + 1})")
            yield Row(rule, counted, maximum=0.0, over_decisions=tie)
        for mode, cap in enumerate(caps):
            # Where no more programs than signals are, the rows above say it already.
            if cap < inside.size:
                counted = np.zeros((region.size, modes))
                counted[inside, mode] = 1.0
                rule = link(f"{item.name} is opened where programs of it are signalled ({mode})")
                yield Row(rule, counted, maximum=0.0, over_decisions={decision: _in_mode_0(-cap, modes)})
        counted = np.zeros((region.size, modes))
        counted[inside] = 1.0
        asked = float(max(quota.minimum or 0, 1))
        kept = opened_region(item.name) if asked > 1 else link(f"{item.name} is opened by a program of it")
        yield Row(kept, counted, minimum=0.0, over_decisions={decision: _in_mode_0(-asked, modes)})


def opened_limits(plan: Plan, region: npt.NDArray[np.str_], modes: int) -> Iterator[Row]:
    """How many regions are opened, and the most programs in any of them."""
    if not opens_regions(plan):
        return
    asked, each = plan.quotas.opened_regions, plan.quotas.per_opened_region
    if asked != Quota():
        yield Row(
            REGIONS_OPENED,
            np.zeros((region.size, modes)),
            -np.inf if asked.minimum is None else float(asked.minimum),
            np.inf if asked.maximum is None else float(asked.maximum),
            {decision.name: _in_mode_0(1.0, modes) for decision in region_decisions(plan)},
        )
    if each.maximum is not None:
        for item in plan.regions:
            counted = np.repeat((region == item.name).astype(np.float64)[:, None], modes, axis=1)
            yield Row(Wish("most in a region", (item.name,)), counted, maximum=float(each.maximum))


def _in_mode_0(value: float, modes: int) -> FloatArray:
    return np.array([value] + [0.0] * (modes - 1))
