"""The value of two lists for an integer search: exact for each list, and under a linear function all over a box."""

from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray, IntArray
from optimizer.portfolio.completing.box import Box
from optimizer.portfolio.completing.exposure import Exposure, Hazards
from optimizer.portfolio.completing.overstated import most_above
from optimizer.portfolio.exposures import a_part_at_a_time, summed, summed_by_group


@dataclass(frozen=True, slots=True, eq=False)
class CompletionValue:
    """The value of two lists, as `optimizer.portfolio.concave.SearchedValue`.

    It isn't concave: what is called a tangent here has the value's slopes at an exposure and lies above it in the box,
    more or less closely.

    Attributes
    ----------
    hazards : Hazards
    box : Box
        Sides of the exposures of all lists that are looked for.
    """

    hazards: Hazards
    box: Box

    lowest = 0.0

    def exposure(self, application: FloatArray) -> FloatArray:
        """Exposures alone and full by level, then the complement's: shape (2 * levels + 1, scenarios)."""
        found = self.hazards.exposure(application)
        return np.vstack([found.alone, found.full, found.complement[None]])

    def at(self, exposure: FloatArray) -> float:
        """Value at one exposure."""
        return self.hazards.mean(self._named(exposure).chance)

    def tangent(self, exposure: FloatArray, emphasis: FloatArray | None = None) -> tuple[float, FloatArray]:  # noqa: ARG002
        """A linear function of the applications that no list in the box exceeds."""
        slope = self._named(exposure).slope
        return self.hazards.mean(most_above(slope, self.box, self.hazards.ratio)), self.hazards.gain(slope)

    def of_choices(self, settled: IntArray, programs: IntArray, chosen: IntArray) -> FloatArray:
        """Values of lists that differ in some programs; see `optimizer.portfolio.concave.SearchedValue`."""
        hazards = self.hazards
        base = hazards.of_mode(settled)
        levels, scenarios = hazards.shape

        def values(part: IntArray) -> FloatArray:
            alone, full = (
                np.cumsum(summed_by_group(hazard[programs], hazards.level[programs], levels, part), axis=1)
                for hazard in (hazards.alone, hazards.full)
            )
            none_found = np.exp(-(base.complement + summed(hazards.complement[programs], part)))[:, None]
            missed = none_found * np.exp(-(base.alone + alone)) + (1.0 - none_found) * np.exp(-(base.full + full))
            return np.asarray(np.einsum("kls,l,s->k", 1.0 - missed, hazards.drop, hazards.weight))

        return a_part_at_a_time(values, chosen, 2 * levels * scenarios)

    def _named(self, exposure: FloatArray) -> Exposure:
        levels = self.hazards.drop.size
        return Exposure(exposure[:levels], exposure[levels:-1], exposure[-1])
