"""Which programs lie in which region of a plan, and how much the applicant wants each of them."""

import numpy as np
import numpy.typing as npt

from optimizer.directory import (
    Directory,
    all_meant,
    center_meant,
    city_meant,
    distances_miles,
    division_meant,
    metro_meant,
    state_meant,
)
from optimizer.errors import BadInput, Fault
from optimizer.plan.document import ELSEWHERE, Plan, Region


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
    states = set(all_meant(state_meant, region.states, f"{where}.states", faults))
    divisions = set(all_meant(division_meant, region.divisions, f"{where}.divisions", faults))
    metros = set(all_meant(metro_meant, region.metros, f"{where}.metros", faults))
    cities = set(all_meant(city_meant, region.cities, f"{where}.cities", faults))
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
    latitude, longitude = directory.coordinates
    for k, circle in enumerate(region.within):
        center = center_meant(circle.city, f"{where}.within[{k}].city")
        if isinstance(center, Fault):
            faults.append(center)
        else:
            named |= distances_miles(latitude, longitude, center.latitude, center.longitude) <= circle.miles
    return named
