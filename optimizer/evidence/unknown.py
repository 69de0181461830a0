"""What to say when a name is not known: which names are, and which of them was probably meant."""

from collections.abc import Iterable

from optimizer.errors import Fault
from optimizer.nearest import nearest

_SHOWN_AT_MOST = 12


def unknown_name(kind: str, value: object, known: Iterable[str], where: str) -> Fault:
    """Say that a name is not known, which ones are, and which of them was probably meant.

    Parameters
    ----------
    kind : str
        What the name stands for, as in "specialty".
    value : object
        The name as it was given.
    known : iterable of str
        Names that would have been accepted. A long list is cut to the closest and a count.
    where : str
        Place of the fault.
    """
    allowed = sorted(set(known))
    close = nearest(str(value), allowed, 3)
    shown = [*close, *(name for name in allowed if name not in close)][:_SHOWN_AT_MOST]
    further = len(allowed) - len(shown)
    return Fault(
        what=f"unknown {kind}",
        where=where,
        value=value,
        allowed=", ".join(shown) + (f" and {further} more" if further else ""),
        remedy=f"Perhaps {close[0]} is meant" if close else "Choose one of the allowed names",
    )
