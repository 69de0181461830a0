"""How many regions are opened, and how many programs each opened one gets: each is a statement, ties, and visits."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.plan.document import Plan, Quota
from optimizer.plan.problem.decisions import LINK, Decision, Linked

FloatArray = npt.NDArray[np.float64]
OPENED = "regions opened"
MOST_REGIONS = 200
"""Regions of a plan that opens only some of them: each is a decision, and rows over all programs."""
_MOST_LINKS = 400
"""Rows that tie programs to their region: one a program while they are few. Beyond, neighbours in chance share one,
which is nearly as tight and keeps the problem small."""


def opens_regions(plan: Plan) -> bool:
    """Whether a plan bounds the number of regions, or asks for a number in each that it opens."""
    asked = plan.quotas
    return bool(plan.regions) and (asked.opened_regions != Quota() or asked.per_opened_region != Quota())


def per_region_name(region: str) -> str:
    """Name of the limit on the programs of a region that is opened."""
    return f"programs in {region}, if it is opened"


def region_decisions(plan: Plan) -> tuple[Decision, ...]:
    """One decision a region, where the plan's limits need it."""
    return tuple(Decision(f"{region.name} is opened") for region in plan.regions) if opens_regions(plan) else ()


def region_links(
    plan: Plan, region: npt.NDArray[np.str_], worth: FloatArray, caps: tuple[float, ...]
) -> Iterator[Linked]:
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
            name = f"{LINK}{item.name} is opened where programs of it are listed ({k + 1})"
            yield Linked(name, counted, {decision: _in_mode_0(-float(block.size), modes)}, maximum=0.0)
        for mode, cap in enumerate(caps):
            # Where no more programs than signals are, the rows above say it already.
            if cap < inside.size:
                counted = np.zeros((region.size, modes))
                counted[inside, mode] = 1.0
                name = f"{LINK}{item.name} is opened where programs of it are signalled ({mode})"
                yield Linked(name, counted, {decision: _in_mode_0(-cap, modes)}, maximum=0.0)
        counted = np.zeros((region.size, modes))
        counted[inside] = 1.0
        asked = float(max(quota.minimum or 0, 1))
        kept = per_region_name(item.name) if asked > 1 else f"{LINK}{item.name} is opened by a program of it"
        yield Linked(kept, counted, {decision: _in_mode_0(-asked, modes)}, minimum=0.0)


def opened_limits(plan: Plan, region: npt.NDArray[np.str_], modes: int) -> Iterator[Linked]:
    """How many regions are opened, and the most programs in any of them."""
    if not opens_regions(plan):
        return
    asked, each = plan.quotas.opened_regions, plan.quotas.per_opened_region
    if asked != Quota():
        yield Linked(
            OPENED,
            np.zeros((region.size, modes)),
            {decision.name: _in_mode_0(1.0, modes) for decision in region_decisions(plan)},
            -np.inf if asked.minimum is None else float(asked.minimum),
            np.inf if asked.maximum is None else float(asked.maximum),
        )
    if each.maximum is not None:
        for item in plan.regions:
            counted = np.repeat((region == item.name).astype(np.float64)[:, None], modes, axis=1)
            yield Linked(f"most programs in {item.name}", counted, {}, maximum=float(each.maximum))


def _in_mode_0(value: float, modes: int) -> FloatArray:
    return np.array([value] + [0.0] * (modes - 1))
