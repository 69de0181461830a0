"""Until when an answer is wanted: one moment that everything on the way to the answer looks at."""

from dataclasses import dataclass
from math import inf
from time import perf_counter
from typing import Self


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the clock of `time.perf_counter`, handed on unchanged, so that steps can't add up beyond it.

    Parameters
    ----------
    at : float
        Seconds on that clock; infinity = whenever it is done.
    """

    at: float = inf

    @classmethod
    def after(cls, seconds: float) -> Self:
        """The moment in so many seconds from now."""
        return cls(perf_counter() + seconds)

    @property
    def left_s(self) -> float:
        """Seconds until then, 0 where it has passed."""
        return max(self.at - perf_counter(), 0.0)

    @property
    def has_passed(self) -> bool:
        """Whether no time is left."""
        return perf_counter() >= self.at


WHENEVER = Deadline()
"""For what is quick by itself, and has to be answered in any case."""
