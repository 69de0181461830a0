"""Regions that a plan's applicant implies: home, and where the ties are."""

from collections.abc import Iterable

from optimizer.applicant import Applicant, Tie
from optimizer.directory import Directory, Place, city_meant, metro_meant, state_named
from optimizer.plan.document import Region
from optimizer.vocabulary import BELONGING_KINDS

HOME, TIES = "Home", "Where your ties are"
_MOST_WANTED = 10.0


def home_region(applicant: Applicant, directory: Directory) -> Region | None:
    """The states of the home address and of ties that make a home; None where there are none."""
    home = None if applicant.home_state is None else state_named(applicant.home_state)
    states = [home.code] if home else []
    divisions: list[str] = []
    for tie in applicant.ties:
        if tie.kind in BELONGING_KINDS:
            states += _states(tie, directory)
            divisions += [tie.place] if tie.scope == "division" else []
    if not states and not divisions:
        return None
    return Region(name=HOME, priority=_MOST_WANTED, states=_once(states), divisions=_once(divisions))


def ties_region(applicant: Applicant, directory: Directory) -> Region | None:
    """The metropolitan areas, cities, states and divisions that ties name; None where there are no ties."""
    if not applicant.ties:
        return None
    metros: list[str] = []
    cities: list[str] = []
    for tie in applicant.ties:
        if tie.scope == "metro":
            metros += _known(metro_meant(tie.place, ""))
        for place in _cities(tie, directory):
            if place.metro is None:
                cities.append(f"{place.city}, {place.state}")
            else:
                metros.append(place.metro)
    return Region(
        name=TIES,
        priority=_MOST_WANTED,
        metros=_once(metros),
        cities=_once(cities),
        states=_once(tie.place for tie in applicant.ties if tie.scope == "state"),
        divisions=_once(tie.place for tie in applicant.ties if tie.scope == "division"),
    )


def _states(tie: Tie, directory: Directory) -> list[str]:
    """States that a tie lies in; of a metropolitan area that of the city it is named after."""
    if tie.scope == "state":
        found = state_named(tie.place)
        return [found.code] if found else []
    if tie.scope == "metro":
        return [title.rpartition(", ")[2].split("-")[0] for title in _known(metro_meant(tie.place, ""))]
    return [place.state for place in _cities(tie, directory)]


def _cities(tie: Tie, directory: Directory) -> list[Place]:
    if tie.scope == "city":
        city = city_meant(tie.place, "")
        return [city] if isinstance(city, Place) else []
    named = tie.place.casefold().strip()
    return [
        place
        for program, place in zip(directory.programs, directory.places, strict=True)
        if place is not None
        and (
            (tie.scope == "program" and program.id == tie.place)
            or (tie.scope == "institution" and program.institution.casefold().strip() == named)
        )
    ]


def _known(meant: object) -> list[str]:
    """A place that is meant; none where it can't be, which is a fault of the tie and told there."""
    return [meant] if isinstance(meant, str) else []


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
