"""The value of two lists for an integer search: exact for each list, and under a linear function all over a box."""

from dataclasses import dataclass

import numpy as np

from optimizer.portfolio.arrays import FloatArray, IntArray
from optimizer.portfolio.completing.box import Box
from optimizer.portfolio.completing.exposure import Exposure, Hazards
from optimizer.portfolio.completing.overstated import most_above

_MOST_NUMBERS = 2_000_000


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
        size = max(_MOST_NUMBERS // (2 * levels * scenarios), 1)
        parts = []
        for start in range(0, len(chosen), size):
            part = chosen[start : start + size]
            alone, full = np.zeros((2, len(part), levels, scenarios))
            complement = np.zeros((len(part), scenarios))
            for program, choice in zip(programs, part.T, strict=True):
                none, level = np.zeros((1, scenarios)), hazards.level[program]
                alone[:, level] += np.vstack([hazards.alone[program], none])[choice]
                full[:, level] += np.vstack([hazards.full[program], none])[choice]
                complement += np.vstack([hazards.complement[program], none])[choice]
            alone, full = (np.cumsum(one, axis=1) for one in (alone, full))
            none_found = np.exp(-(base.complement + complement))[:, None]
            missed = none_found * np.exp(-(base.alone + alone)) + (1.0 - none_found) * np.exp(-(base.full + full))
            parts.append(np.einsum("kls,l,s->k", 1.0 - missed, hazards.drop, hazards.weight))
        return np.concatenate(parts)

    def _named(self, exposure: FloatArray) -> Exposure:
        levels = self.hazards.drop.size
        return Exposure(exposure[:levels], exposure[levels:-1], exposure[-1])
