"""Which programs lie in which region of a plan, and how much the applicant wants each of them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from optimizer.directory import DIVISIONS, Directory, Place, distances_miles, load_gazetteer, state_named
from optimizer.errors import BadInput, Fault
from optimizer.plan.request import ELSEWHERE, Plan, Region


def region_of_programs(plan: Plan, directory: Directory) -> npt.NDArray[np.str_]:
    """Name of the first region of the plan that has each program, or "Elsewhere"; shape (programs,).

    Raises
    ------
    BadInput
        A region names a place that doesn't exist or could be several; all at once.
    """
    faults: list[Fault] = []
    inside = [_inside(region, f"regions[{k}]", directory, faults) for k, region in enumerate(plan.regions)]
    if faults:
        raise BadInput(faults)
    names = [region.name for region in plan.regions]
    return np.select(inside, names, ELSEWHERE) if names else np.full(len(directory.programs), ELSEWHERE)


def preference_of_programs(plan: Plan, directory: Directory, region: npt.NDArray[np.str_]) -> npt.NDArray[np.float64]:
    """How much the applicant wants each program, 0 to 1: region priority times setting priority, each out of 10."""
    by_region = {item.name: item.priority for item in plan.regions} | {ELSEWHERE: plan.elsewhere_priority}
    by_setting: dict[str, float] = plan.settings.model_dump(by_alias=True)
    unknown = float(np.mean(list(by_setting.values())))
    setting = np.array([by_setting.get(program.setting or "", unknown) for program in directory.programs])
    wanted = np.array([by_region[name] for name in region.tolist()], dtype=np.float64)
    return np.asarray(wanted / 10.0 * setting / 10.0, dtype=np.float64)


def _inside(region: Region, where: str, directory: Directory, faults: list[Fault]) -> npt.NDArray[np.bool_]:
    programs, places = directory.programs, directory.places
    states = set(_states(region, where, faults))
    divisions = set(_divisions(region, where, faults))
    metros = set(_metros(region, where, faults))
    cities = {place for k, city in enumerate(region.cities) for place in _city(city, f"{where}.cities[{k}]", faults)}
    named = np.array(
        [
            region.nation
            or program.state in states
            or program.division in divisions
            or (place is not None and (place in cities or place.metro in metros))
            for program, place in zip(programs, places, strict=True)
        ],
        dtype=np.bool_,
    )
    latitude, longitude = coordinates(directory)
    for k, circle in enumerate(region.within):
        for center in _city(circle.city, f"{where}.within[{k}].city", faults):
            near = distances_miles(latitude, longitude, center.latitude, center.longitude) <= circle.miles
            named |= near
    return named


def coordinates(directory: Directory) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Latitude and longitude of each program's city in degrees, NaN where unknown."""
    degrees = np.array(
        [(np.nan, np.nan) if place is None else (place.latitude, place.longitude) for place in directory.places]
    ).reshape(-1, 2)
    return degrees[:, 0], degrees[:, 1]


def _states(region: Region, where: str, faults: list[Fault]) -> Iterator[str]:
    for k, text in enumerate(region.states):
        state = state_named(text)
        if state is None:
            faults.append(Fault("no such state", f"{where}.states[{k}]", text, "a state, such as CA", "Correct it"))
        else:
            yield state.code


def _divisions(region: Region, where: str, faults: list[Fault]) -> Iterator[str]:
    for k, name in enumerate(region.divisions):
        if name in DIVISIONS:
            yield name
        else:
            allowed = ", ".join(DIVISIONS)
            faults.append(Fault("no such division", f"{where}.divisions[{k}]", name, allowed, "Choose one of them"))


def _metros(region: Region, where: str, faults: list[Fault]) -> Iterator[str]:
    for k, text in enumerate(region.metros):
        found = load_gazetteer().find_metros(text)
        if len(found) == 1:
            yield found[0]
        else:
            what = "several metropolitan areas may be meant" if found else "no such metropolitan area"
            allowed = "; ".join(found) or 'a title or its main city, such as "Los Angeles"'
            faults.append(Fault(what, f"{where}.metros[{k}]", text, allowed, "Name one of them"))


def _city(text: str, where: str, faults: list[Fault]) -> tuple[Place, ...]:
    found = load_gazetteer().named(text)
    if len(found) == 1:
        return found
    choices = "; ".join(f"{place.city}, {place.state}" for place in load_gazetteer().search(text)[:8])
    what = "several cities have this name" if found else "no such city"
    faults.append(Fault(what, where, text, choices or 'a city, such as "Los Angeles, CA"', "Name one of them"))
    return ()
