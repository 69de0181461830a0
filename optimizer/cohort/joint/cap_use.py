"""What caps are used for: counted from the lists themselves, and what a place is worth."""

from collections import Counter
from collections.abc import Iterable, Mapping

from optimizer.arrays import FloatArray
from optimizer.cohort.caps import Caps, Places
from optimizer.cohort.joint.plan import CapUse
from optimizer.directory import Directory, Program
from optimizer.errors import Fault, RefereeDisagreement
from optimizer.plan import PlanOutcome, ProgramList
from optimizer.vocabulary import NO_SIGNAL

_NO_PRICE = 1e-9
"""What the linear solver can't tell from nothing."""


def confirm_caps(caps: Caps, outcomes: Mapping[str, PlanOutcome]) -> None:
    """Count caps anew from the lists that students get; what was searched with plays no part.

    Raises
    ------
    RefereeDisagreement
    """
    faults = [
        Fault("more students than the cap allows", f"{program} {kind}", number, f"at most {cap}")
        for (program, kind), number in _wishes_by_place(outcomes.values()).items()
        if (cap := caps.of(program, kind)) is not None and number > cap
    ]
    if faults:
        raise RefereeDisagreement(faults)


def _wishes_by_place(lists: Iterable[PlanOutcome]) -> Counter[tuple[str, str]]:
    """How many lists take a place, by program and kind."""
    return Counter(
        (program.id, kind)
        for found in lists
        if isinstance(found, ProgramList)
        for program in found.programs
        for kind in ("applying", *(() if program.signal == NO_SIGNAL else ("signalling", program.signal)))
    )


def cap_uses(
    places: Places,
    taken: FloatArray,
    price: FloatArray,
    alone: Mapping[str, ProgramList],
    directories: Iterable[Directory],
) -> list[CapUse]:
    """What each wanted place is used for and worth, dearest first.

    Parameters
    ----------
    places : Places
    taken, price : array, shape (places,)
        How many students have one in the joint plan, and what one more would bring.
    alone : mapping of str to ProgramList
        By code, the lists without classmates.
    directories : iterable of Directory
    """
    wanted = _wishes_by_place(alone.values())
    known: dict[str, Program] = {}
    for directory in directories:
        known |= {program.id: program for program in directory.programs}
    uses = [
        CapUse(
            program=program,
            kind=kind,
            name=known[program].name,
            city=known[program].city,
            state=known[program].state,
            cap=int(cap),
            wanted=wanted[program, kind],
            taken=round(float(used)),
            price=float(own) if own > _NO_PRICE else 0.0,
        )
        for (program, kind), cap, used, own in zip(places.names, places.capacity, taken, price, strict=True)
        if own > _NO_PRICE or wanted[program, kind] > cap
    ]
    return sorted(uses, key=lambda use: (-use.price, use.cap - use.wanted, use.program, use.kind))
