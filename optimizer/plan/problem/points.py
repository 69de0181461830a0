"""Where a distance is measured from: a city, a ZIP code, or the places that ties of one kind name."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.applicant import Applicant, Tie
from optimizer.directory import Directory, center_meant, city_meant, distances_miles
from optimizer.errors import Fault
from optimizer.vocabulary import TIE_KINDS

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def miles_from(
    text: str, where: str, applicant: Applicant, directory: Directory, faults: list[Fault]
) -> npt.NDArray[np.float64]:
    """Miles from each program to the nearest point that a text names, shape (programs,); NaN where that isn't known.

    Parameters
    ----------
    text : str
        A city, a ZIP code, or a kind of tie of the applicant's.
    where : str
        Names the text in messages.
    applicant, directory
    faults : list of Fault
        What is wrong is added here; all distances are NaN then.
    """
    points: list[Point] = []
    for point in _points(text, where, applicant, directory):
        if isinstance(point, Fault):
            faults.append(point)
        else:
            points.append(point)
    each = [distances_miles(*directory.coordinates, *point) for point in points]
    return np.min(each, axis=0) if each else np.full(len(directory.programs), np.nan)


def _points(text: str, where: str, applicant: Applicant, directory: Directory) -> Iterator[Point | Fault]:
    if text not in TIE_KINDS:
        center = center_meant(text, where)
        yield center if isinstance(center, Fault) else (center.latitude, center.longitude)
        return
    ties = [tie for tie in applicant.ties if tie.kind == text]
    points = [point for tie in ties for point in _points_of(tie, directory)]
    if points:
        yield from points
        return
    what = f"no tie of the kind {text!r} names a city, a program or an institution"
    kinds = ", ".join(dict.fromkeys(tie.kind for tie in applicant.ties))
    allowed = (
        f'a city such as "Los Angeles, CA", a ZIP code{f", or a kind of tie that names one: {kinds}" if kinds else ""}'
    )
    yield Fault(what, where, text, allowed, "Name the city here, or in a tie of this kind")


def _points_of(tie: Tie, directory: Directory) -> Iterator[Point]:
    """Points that a tie names; a metropolitan area, state or division is none."""
    if tie.scope == "city":
        city = city_meant(tie.place, "")
        # A city that can't be used is a fault of the tie, and told there.
        if not isinstance(city, Fault):
            yield city.latitude, city.longitude
    if tie.scope not in ("program", "institution"):
        return
    for program, place in zip(directory.programs, directory.places, strict=True):
        named = program.id if tie.scope == "program" else program.institution
        if place is not None and named.casefold().strip() == tie.place.casefold().strip():
            yield place.latitude, place.longitude
