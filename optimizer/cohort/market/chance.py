"""Random numbers that depend on what they are for and on nothing else, so that seasons can be compared and repeated."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.arrays import FloatArray, IntArray


def generator(seed: int, *purpose: str | int) -> np.random.Generator:
    """Random numbers for one purpose; the same seed and purpose give the same ones, whatever else was drawn."""
    words = [part if isinstance(part, int) else zlib.crc32(part.encode()) for part in purpose]
    return np.random.default_rng([seed, *words])


def logistic(uniform: np.ndarray) -> FloatArray:
    """Logistic deviates from uniform ones: ``log(u / (1 - u))``, with u kept away from 0 and 1."""
    inside = np.clip(uniform.astype(np.float64), 1e-9, 1 - 1e-9)
    return np.asarray(np.log(inside) - np.log1p(-inside))


_PAIRS_AT_ONCE = 2**20


@dataclass(frozen=True, slots=True)
class Luck:
    """Everything that is left to chance between applicants and programs, the same for a pair whoever else applies.

    It is drawn for all pairs, a row of programs for each applicant, and kept only for those that are asked for: a
    country's applications are a fraction of its pairs.

    Parameters
    ----------
    people, programs : int
        How many there are.
    seed : int
    purpose : tuple of str and int
    """

    people: int
    programs: int
    seed: int
    purpose: tuple[str | int, ...]

    @classmethod
    def draw(cls, people: int, programs: int, seed: int, *purpose: str | int) -> "Luck":
        """Luck for one purpose; the same seed and purpose give the same."""
        return cls(people, programs, seed, purpose)

    def screening(self, person: IntArray, program: IntArray) -> np.ndarray:
        """Uniform numbers for some pairs, ordered by person: how an application is read."""
        rng = self._after(0)
        return self._picked(lambda shape: rng.random(shape, dtype=np.float32), person, program)

    def interview(self, person: IntArray, program: IntArray) -> np.ndarray:
        """Uniform numbers for some pairs, ordered by person: how an interview goes."""
        rng = self._after(1)
        return self._picked(lambda shape: rng.random(shape, dtype=np.float32), person, program)

    def taste(self, person: IntArray, program: IntArray) -> np.ndarray:
        """Standard normal numbers for some pairs, ordered by person: how the applicant likes the program."""
        rng = self._after(2)
        return self._picked(lambda shape: rng.standard_normal(shape, dtype=np.float32), person, program)

    def _after(self, tables: int) -> np.random.Generator:
        """The generator once so many tables of uniform numbers, one a pair, have been drawn."""
        rng = generator(self.seed, *self.purpose)
        if drawn := tables * self.people * self.programs:
            # Single precision takes half a step of the generator each.
            rng.bit_generator.advance(drawn // 2)  # type: ignore[attr-defined] # PCG64 has it
            rng.random(drawn % 2, dtype=np.float32)
        return rng

    def _picked(self, rows: Callable[[tuple[int, int]], np.ndarray], person: IntArray, program: IntArray) -> np.ndarray:
        if (np.diff(person) < 0).any():
            raise ValueError("pairs have to be ordered by person")
        found = np.empty(person.size, dtype=np.float32)
        at_once = max(_PAIRS_AT_ONCE // max(self.programs, 1), 1)
        for first in range(0, int(person.max(initial=-1)) + 1, at_once):
            table = rows((min(at_once, self.people - first), self.programs))
            here = slice(*np.searchsorted(person, [first, first + at_once]))
            found[here] = table[person[here] - first, program[here]]
        return found
