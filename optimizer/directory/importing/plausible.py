"""Whether a column of interview rates can be one: its mean beside what is usual in the specialty."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from optimizer.directory.program import TOLD
from optimizer.vocabulary import specialty_name
from optimizer.wording import in_100

_FAR = 6.0
"""So many times the usual odds are far above what any table of a specialty's programs has on average."""
_FEWEST = 3
"""A mean of fewer tells nothing."""

Usual = Mapping[str, Mapping[str, float]]
"""Usual interview rates by specialty and field."""


def far_above(field: str, specialty: str | None, rates: Sequence[float], usual: Usual) -> str:
    """Why a column can hardly hold interview rates; empty where it can, or where nothing usual is known.

    Parameters
    ----------
    field : str
    specialty : str or None
    rates : sequence of float
        Known ones, from 0 to 1.
    usual : mapping
    """
    expected = usual.get(specialty or "", {}).get(field)
    if expected is None or len(rates) < _FEWEST:
        return ""
    mean = sum(rates) / len(rates)
    if mean < 1.0 and mean / (1 - mean) <= _FAR * expected / (1 - expected):
        return ""
    return (
        f"the {TOLD[field].words} is {in_100(mean)} on average, where about {in_100(expected)} is usual in "
        f"{specialty_name(specialty or '')}: is this a share of the residents, or something else"
    )


def implausible(rows: Iterable[Mapping[str, object]], usual: Usual) -> Iterator[str]:
    """Yield what is to be looked at in the facts of a table's rows, which have their specialty."""
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:
        specialty = str(row.get("specialty") or "")
        for field in usual.get(specialty, ()):
            value = row.get(field)
            if isinstance(value, float | int):
                rates[specialty, field].append(float(value))
    for (specialty, field), values in rates.items():
        why = far_above(field, specialty, values, usual)
        if why:
            yield why
