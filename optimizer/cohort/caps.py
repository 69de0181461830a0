"""How many of a class may apply to one program, or signal it: caps, and the places that they make of programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimizer.errors import BadInput, Fault
from optimizer.vocabulary import MODES

CAP_KINDS = ("applying", "signalling", *MODES[1:])
"""What a cap counts: applications, signals of any kind, or signals of one kind."""


@dataclass(frozen=True, slots=True)
class Caps:
    """At most so many of the class at any one program.

    Parameters
    ----------
    everywhere : mapping of str to int
        From a kind (`CAP_KINDS`) to how many students; kinds that aren't named are free.
    at : mapping of str to mapping of str to int
        The same for single programs by id, in place of what holds everywhere.
    notices : tuple of str
        What had to be decided to read them, and what wasn't read.

    Raises
    ------
    BadInput
        An unknown kind, or a number that isn't whole or is negative.
    """

    everywhere: Mapping[str, int] = field(default_factory=dict)
    at: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = [
            *_faults(self.everywhere, "caps"),
            *(fault for program, own in self.at.items() for fault in _faults(own, f"caps at {program}")),
        ]
        if faults:
            raise BadInput(faults)

    def of(self, program: str, kind: str) -> int | None:
        """How many students one program may have; None is any number."""
        return self.at.get(program, {}).get(kind, self.everywhere.get(kind))


def _faults(caps: Mapping[str, object], where: str) -> list[Fault]:
    faults = []
    for kind, number in caps.items():
        if kind not in CAP_KINDS:
            faults.append(Fault("is nothing that can be capped", where, kind, ", ".join(CAP_KINDS), "Name one of them"))
        elif isinstance(number, bool) or not isinstance(number, int) or number < 0:
            allowed = "a whole number from 0"
            faults.append(Fault("is no number of students", f"{where}: {kind}", number, allowed, "Correct it"))
    return faults


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The places that a class shares: one for each capped kind at each program that more students could want.

    Attributes
    ----------
    names : tuple of (str, str)
        Program and kind.
    capacity : array, shape (places,)
    """

    names: tuple[tuple[str, str], ...]
    capacity: npt.NDArray[np.float64]

    @classmethod
    def of(cls, caps: Caps, programs: Sequence[Sequence[str]]) -> "Places":
        """Of a class whose students could apply to these programs, by student."""
        could: dict[str, int] = {}
        for own in programs:
            for program in own:
                could[program] = could.get(program, 0) + 1
        capacity = {
            (program, kind): float(cap)
            for program, students in could.items()
            for kind in CAP_KINDS
            if (cap := caps.of(program, kind)) is not None and cap < students
        }
        return cls(tuple(capacity), np.array(list(capacity.values()), dtype=np.float64))

    def uses(self, programs: Sequence[str], rows: int) -> sparse.csr_matrix:
        """Which places each application of a student takes, shape (rows * modes, places).

        Parameters
        ----------
        programs : sequence of str
            Ids in the order of the student's problem.
        rows : int
            Programs of the problem; what stands after the ids takes no place.
        """
        at = {program: index for index, program in enumerate(programs)}
        modes = len(MODES)
        application, place = [], []
        for index, (program, kind) in enumerate(self.names):
            row = at.get(program)
            if row is not None:
                own = [row * modes + mode for mode in range(modes) if _takes(mode, kind)]
                application += own
                place += [index] * len(own)
        return sparse.csr_matrix((np.ones(len(place)), (application, place)), (rows * modes, len(self.names)))


def _takes(mode: int, kind: str) -> bool:
    if kind == "applying":
        return True
    return mode > 0 if kind == "signalling" else MODES[mode] == kind
