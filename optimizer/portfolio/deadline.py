"""Until when an answer is wanted: one moment that everything on the way to the answer looks at."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from math import inf
from threading import Event
from time import perf_counter
from typing import Self, TypeVar

Answer = TypeVar("Answer")

_NEVER = Event()
_UNWANTED: ContextVar[Event] = ContextVar("unwanted", default=_NEVER)


class Unwanted(BaseException):
    """Nobody waits for the answer any more. No `Exception`: nothing on the way shall take it for a fault and go on."""


def unless_unwanted(work: Callable[[], Answer], unwanted: Event) -> Answer:
    """Do work that ends before its time once nobody waits for its answer.

    Parameters
    ----------
    work : callable
        Ends where it next looks at any `Deadline` of its own thread, so that it lasts a step of the solver at most.
    unwanted : threading.Event
        Set, from any thread, when the answer isn't wanted any more.

    Raises
    ------
    Unwanted
        It was set before the work had ended.
    """
    before = _UNWANTED.set(unwanted)
    try:
        return work()
    finally:
        _UNWANTED.reset(before)


def _moment() -> float:
    """Seconds on the clock of `time.perf_counter`, for an answer that is still wanted."""
    if _UNWANTED.get().is_set():
        raise Unwanted
    return perf_counter()


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
        return cls(_moment() + seconds)

    @property
    def left_s(self) -> float:
        """Seconds until then, 0 where it has passed."""
        return max(self.at - _moment(), 0.0)

    @property
    def has_passed(self) -> bool:
        """Whether no time is left."""
        return _moment() >= self.at


WHENEVER = Deadline()
"""For what is quick by itself, and has to be answered in any case."""
