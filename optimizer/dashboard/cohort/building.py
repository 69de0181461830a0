"""What is sent to the process that builds the lists of a class, or plans them together."""

from collections.abc import Mapping, Sequence

from optimizer.cohort import (
    Built,
    Class,
    Engine,
    JointRequest,
    build_class,
    caps_of,
    plan_jointly,
    with_program_file,
    without_names,
)
from optimizer.dashboard.cohort.in_hand import ClassInHand, begin_work, forget_work
from optimizer.dashboard.own_programs import own_programs
from optimizer.export import programs_csv

LISTS, JOINT = "lists", "joint"
"""Names of the work."""


def _sent(held: ClassInHand) -> Class:
    """The class without names, its plans resting on the programs in use."""
    found = without_names(held.found)
    own = own_programs()
    if own is None:
        return found
    file = held.folder / "programs.csv"
    file.write_bytes(programs_csv(own.directory.programs))
    return with_program_file(found, file)


def begin_lists(held: ClassInHand) -> None:
    """Begin to build every student's list; what was built before from the same plan is kept. Raises as `begin_work`."""
    forget_work(LISTS)
    forget_work(JOINT)
    begin_work(LISTS, build_class, _sent(held), held.folder, Engine())


def begin_joint(
    held: ClassInHand,
    built: Sequence[Built],
    everywhere: Mapping[str, int],
    table: bytes | None,
    *,
    fair: bool,
    minutes: float,
) -> None:
    """Begin a joint plan.

    Parameters
    ----------
    held, built
    everywhere : mapping of str to int
        Caps that hold at every program.
    table : bytes or None
        Caps of single programs, as a CSV file.
    fair : bool
    minutes : float
        How long it may search.

    Raises
    ------
    BadInput
        The caps can't be used, or as `begin_work`.
    """
    forget_work(JOINT)
    found = _sent(held)
    file = None if table is None else held.folder / "caps.csv"
    if file is not None and table is not None:
        file.write_bytes(table)
    request = JointRequest(caps_of(found, everywhere, file), fair, time_limit_s=minutes * 60)
    begin_work(JOINT, plan_jointly, found, tuple(built), held.folder, Engine(), request)
