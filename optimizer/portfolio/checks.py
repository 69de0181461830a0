"""What may be handed over as a problem: each check answers with faults that name field and index."""

from collections.abc import Iterable, Iterator, Sequence
from numbers import Real
from typing import TypeGuard

import numpy as np
import numpy.typing as npt

from optimizer.arrays import BoolArray, FloatArray, IntArray
from optimizer.errors import BadInput, Fault

_WEIGHT_SUM_TOLERANCE = 1e-6


def refuse(faults: Sequence[Fault]) -> None:
    """Raise `BadInput` with all faults, if there are any."""
    if faults:
        raise BadInput(faults)


def is_number(value: object) -> bool:
    """Whether a value is a real number and not NaN; infinities are."""
    return isinstance(value, Real) and not np.isnan(float(value))


def is_amount(value: object) -> TypeGuard[float]:
    """Whether a value is a finite number >= 0."""
    return isinstance(value, Real) and bool(np.isfinite(float(value))) and float(value) >= 0


def is_whole(value: object) -> bool:
    """Whether a value is a finite whole number."""
    return isinstance(value, Real) and float(value).is_integer()


def numbers(value: npt.ArrayLike | None, where: str, faults: list[Fault]) -> FloatArray | None:
    """A read-only copy as an array of floats, or None and a fault where something in it is not a number."""
    try:
        given = np.asarray(value)
    except ValueError:
        faults.append(
            Fault(
                "is not a rectangular array",
                where,
                None,
                "rows of one length",
                "Give as many entries in every row",
            )
        )
        return None
    wrong = _not_numbers(given) if given.dtype.kind not in "biuf" else None
    if wrong is not None:
        faults.append(
            Fault(
                "is not a number",
                _place(where, wrong),
                given.astype(object)[wrong],
                "numbers",
                "Give numbers only",
            )
        )
        return None
    settled = given.dtype == np.float64 and given.base is None and not given.flags.writeable
    array = given if settled else given.astype(np.float64)
    array.setflags(write=False)
    return array


def _not_numbers(given: npt.NDArray[np.generic]) -> tuple[int, ...] | None:
    entries = np.ndenumerate(given.astype(object))
    return next((index for index, entry in entries if not isinstance(entry, Real)), None)


def _place(where: str, index: tuple[int, ...]) -> str:
    return f"{where}[{', '.join(str(k) for k in index)}]" if index else where


def first(wrong: BoolArray, array: npt.NDArray[np.generic], where: str, what: str, allowed: str) -> Iterator[Fault]:
    """The first offending entry by its index, with how many there are."""
    if wrong.any():
        index = tuple(int(k) for k in np.argwhere(wrong)[0])
        count = int(wrong.sum())
        more = f" ({count} such entries)" if count > 1 else ""
        yield Fault(what + more, _place(where, index), array[index].item(), allowed, "Correct this entry")


def not_finite(array: FloatArray, where: str) -> Iterable[Fault]:
    """The first entry that is NaN or infinite."""
    return first(~np.isfinite(array), array, where, "is not finite", "finite numbers")


def outside(array: FloatArray, where: str, low: float, high: float) -> list[Fault]:
    """The first entry that is not a number from low to high."""
    allowed = f"{low:g} to {high:g}" if np.isfinite(high) else f">= {low:g} and finite"
    wrong = ~(np.isfinite(array) & (array >= low) & (array <= high))
    return list(first(wrong, array, where, "is outside its range", allowed))


def misshapen(array: npt.NDArray[np.generic], where: str, shape: tuple[int, ...]) -> list[Fault]:
    """A fault where an array has another shape."""
    if array.shape == shape:
        return []
    return [Fault("has the wrong shape", where, array.shape, str(shape), "Give one entry for each")]


def no_share(value: object, where: str) -> list[Fault]:
    """A fault where a value is not above 0 and at most 1."""
    if is_amount(value) and 0 < float(value) <= 1:
        return []
    return [Fault("is no share", where, value, "a number above 0, at most 1", "Give 1 to count everything")]


def no_weights(weight: FloatArray, where: str) -> list[Fault]:
    """A fault where weights are negative or don't sum to 1."""
    faults = outside(weight, where, 0.0, 1.0)
    total = float(weight.sum())
    if not faults and abs(total - 1.0) > _WEIGHT_SUM_TOLERANCE:
        faults.append(Fault("the weights don't sum to 1", where, total, "1", "Divide by their sum"))
    return faults


def not_unique(names: Sequence[str], taken: Sequence[str]) -> Iterator[Fault]:
    """Limit names that are taken or stand twice."""
    for k, name in enumerate(names):
        if name in taken:
            allowed = f"any name but {', '.join(taken)}"
            yield Fault("the name is taken", f"limits[{k}]", name, allowed, "Rename it")
        elif name in names[:k]:
            yield Fault("the name stands twice", f"limits[{k}]", name, "unique names", "Rename one of them")


def member_flags(value: npt.ArrayLike, where: str, faults: list[Fault]) -> BoolArray:
    """A read-only copy as flags; empty and a fault where an entry is neither true nor false."""
    given = numbers(value, where, faults)
    if given is None:
        return np.zeros(0, dtype=bool)
    wrong = (given != 0) & (given != 1)
    faults += first(wrong, given, where, "is neither true nor false", "true or false for each program")
    flags = np.array(given == 1, dtype=bool)
    flags.setflags(write=False)
    return flags


def program_indices(value: npt.ArrayLike, where: str, programs: int, faults: list[Fault]) -> IntArray:
    """Program indices, ascending and once each; empty and a fault where one is no program's."""
    allowed = f"indices 0 to {programs - 1}"
    given = numbers(value, where, faults)
    if given is None or given.size == 0:
        return np.zeros(0, dtype=np.int64)
    kind = np.asarray(value).dtype
    if given.ndim != 1 or kind.kind == "b":
        found = f"{kind} of shape {given.shape}"
        faults.append(Fault("is not a list of program indices", where, found, allowed, "Give whole numbers"))
        return np.zeros(0, dtype=np.int64)
    wrong = ~((given >= 0) & (given < programs) & (given == np.floor(given)))
    faults += first(wrong, given, where, "is no program's index", allowed)
    indices = np.unique(given[~wrong]).astype(np.int64)
    indices.setflags(write=False)
    return indices
