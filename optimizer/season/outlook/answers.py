"""The tracker's programs as arrays: which were applied to, in which mode, when, and what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray
from optimizer.errors import BadInput, Fault
from optimizer.plan import Prepared
from optimizer.season.outlook.arrivals import review_day
from optimizer.season.tracker import EVENT_KINDS, Tracked
from optimizer.vocabulary import MODES


@dataclass(frozen=True, slots=True, eq=False)
class ProgramAnswers:
    """Applications sent and what came back, in the order of the directory; arrays have shape (applications,).

    Attributes
    ----------
    programs : tuple of Tracked
        As of the day: what happened later is left out.
    index : int array
        Position in the directory.
    mode : int array, shape (programs of the directory,)
        Mode of each application, -1 = none.
    interviewed : bool array
        Invited, whatever came after.
    refused : bool array
        Rejected without an invitation.
    open : bool array
        Nobody has answered yet.
    can_match : bool array
        Neither rejected nor declined, cancelled, withdrawn or closed.
    gone : bool array
        Withdrawn, or of a program that closed, before anybody answered: silence up to then, and nothing after it.
    sent_day, day : float arrays
        Days since programs may begin to review, when the application was sent and now.
    elsewhere : tuple of Tracked
        Applications to programs of neither the plan's own list nor its second one: no chance can be given there.
    unknown : tuple of Tracked
        Applications in specialties whose chances aren't known.
    """

    programs: tuple[Tracked, ...]
    index: npt.NDArray[np.int64]
    mode: npt.NDArray[np.int64]
    interviewed: BoolArray
    refused: BoolArray
    can_match: BoolArray
    sent_day: FloatArray
    day: FloatArray
    gone: BoolArray
    elsewhere: tuple[Tracked, ...] = ()
    unknown: tuple[Tracked, ...] = ()

    @property
    def open(self) -> BoolArray:
        """Nobody has answered yet."""
        return ~self.interviewed & ~self.refused & ~self.gone

    def unanswered(self) -> "ProgramAnswers":
        """The same applications on the day that they were sent."""
        nothing = np.zeros(len(self.programs), dtype=bool)
        return replace(self, interviewed=nothing, refused=nothing, gone=nothing, can_match=~nothing, day=self.sent_day)


def answers_of(prepared: Prepared, tracked: Sequence[Tracked], as_of: date) -> ProgramAnswers:
    """What the tracker knows as of a day, as arrays.

    Parameters
    ----------
    prepared : Prepared
        The plan, whose directory the programs are looked up in.
    tracked : sequence of Tracked
    as_of : datetime.date

    Raises
    ------
    BadInput
        The day is after the rank order lists are due, when nothing can change any more.
    """
    due = prepared.season.date_of("rank-list-due")
    if due is not None and as_of > due.on:
        what = "the rank order lists of the season are closed"
        raise BadInput(Fault(what, "the day", as_of, f"{due.on.isoformat()} or earlier", "Give an earlier day"))
    where, both = prepared.directory.index_by_id, prepared.with_second
    sent = [_as_of(program, as_of) for program in tracked if program.applied is not None and program.applied <= as_of]
    here = sorted((program for program in sent if program.id in where), key=lambda program: where[program.id])
    known = [program for program in here if prepared.estimate.known[where[program.id]]]
    season = prepared.season
    mode = np.full(len(prepared.directory.programs), -1, dtype=np.int64)
    for program in known:
        mode[where[program.id]] = MODES.index(program.signal)
    sent_days = [review_day(program.applied or as_of, season, program.specialty) for program in known]
    return ProgramAnswers(
        programs=tuple(known),
        index=np.array([where[program.id] for program in known], dtype=np.int64),
        mode=mode,
        interviewed=np.array([program.invited is not None for program in known], dtype=bool),
        refused=np.array([program.rejected is not None and program.invited is None for program in known], dtype=bool),
        can_match=np.array(
            [program.rejected is None and program.declined is None and program.over is None for program in known],
            dtype=bool,
        ),
        gone=np.array(
            [program.over is not None and program.invited is None and program.rejected is None for program in known],
            dtype=bool,
        ),
        sent_day=np.array(sent_days, dtype=np.float64),
        day=np.array(
            [review_day(_last_day(program, as_of), season, program.specialty) for program in known],
            dtype=np.float64,
        ),
        elsewhere=tuple(one for one in sent if not any(one.id in part.directory.index_by_id for part in both)),
        unknown=tuple(program for program in here if program not in known),
    )


def _last_day(program: Tracked, as_of: date) -> date:
    """The day up to which an application could be answered: that of its end, where it has one."""
    over = as_of if program.over is None else min(as_of, program.over)
    return over if program.applied is None else max(over, program.applied)


def _as_of(program: Tracked, day: date) -> Tracked:
    """A program without what happened after a day."""

    def until(on: date | None) -> date | None:
        return None if on is None or on > day else on

    days: dict[str, Any] = {kind: until(getattr(program, kind)) for kind in EVENT_KINDS[1:]}
    return replace(program, **days)
