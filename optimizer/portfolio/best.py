"""The best list of a value over a region: relaxation and integer search by turns, each as fine as it can matter."""

from dataclasses import replace

from optimizer.portfolio.candidates import search
from optimizer.portfolio.concave import ListValue
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.found import NOTHING_YET, Found
from optimizer.portfolio.linear import Verdict
from optimizer.portfolio.region import Region
from optimizer.portfolio.relaxation import Relaxed, relax

FIRST_GAP = 1e-5
"""A smaller gap is aimed for in steps: each list leaves fewer choices open to the next, finer search."""


def best_list(
    value: ListValue, region: Region, *, gap: float, deadline: Deadline, near: Relaxed | None = None
) -> tuple[Relaxed | None, Found]:
    """The best list to a gap, and the relaxation that a similar search can start from.

    Parameters
    ----------
    value, region
        What to maximise, over which lists.
    gap : float
        Absolute, in shares of the largest utility.
    deadline : Deadline
    near : Relaxed or None
        The relaxation of a similar problem (same programs and modes) to start from.
    """
    found, step = NOTHING_YET, max(gap, FIRST_GAP)
    while True:
        relaxed = relax(value, region, tolerance=step / 10, deadline=deadline, near=near)
        if isinstance(relaxed, Verdict):
            return near, replace(found, verdict=relaxed)
        near = relaxed
        found = search(value, region, relaxed, gap=step, deadline=deadline, start=found)
        missing = relaxed.bound - found.value
        if found.bound - found.value <= gap or found.bound - found.value > step or step == gap:
            return near, found
        # Prices as sharp as they can matter leave the fewest choices open: then the rest is done at once.
        step = gap if relaxed.slack <= missing / 20 else max(gap, min(step, missing) / 10)
