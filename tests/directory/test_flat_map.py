"""The flat map: where points lie, and that the outlines are the states'."""

import numpy as np
import pytest

from optimizer.directory import MAP_HEIGHT, MAP_WIDTH, flat_positions, load_gazetteer, load_outlines, load_states
from optimizer.directory.flat_map import CONTIGUOUS, INSETS


def inside(x: float, y: float, ring: tuple[tuple[float, float], ...]) -> bool:
    """Whether a ray to the right crosses the ring an odd number of times."""
    crossings = 0
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            crossings += 1
    return crossings % 2 == 1


def test_every_state_has_an_outline_on_the_map() -> None:
    outlines = load_outlines()
    assert set(outlines) == {state.code for state in load_states()}
    corners = [point for rings in outlines.values() for ring in rings for point in ring]
    assert all(0 <= x <= MAP_WIDTH and 0 <= y <= MAP_HEIGHT for x, y in corners)


@pytest.mark.parametrize(
    ("city", "state"),
    [("Denver", "CO"), ("Wichita", "KS"), ("Atlanta", "GA"), ("Fairbanks", "AK"), ("Hilo", "HI"), ("Caguas", "PR")],
)
def test_a_city_lies_within_the_outline_of_its_state(city: str, state: str) -> None:
    place = load_gazetteer().find(city, state)
    assert place is not None
    x, y = flat_positions([place.latitude], [place.longitude], [state])
    assert sum(inside(float(x[0]), float(y[0]), ring) for ring in load_outlines()[state]) == 1


def test_each_sheet_has_its_origin_at_its_center() -> None:
    for sheet in (CONTIGUOUS, *INSETS.values()):
        longitude, latitude = sheet.origin
        x, y = sheet.flat(latitude, longitude)
        assert (float(x), float(y)) == pytest.approx(sheet.center)


def test_north_is_up_and_east_is_right() -> None:
    x, y = flat_positions([40.0, 41.0, 40.0], [-100.0, -100.0, -99.0], ["NE"] * 3)
    assert y[1] < y[0]
    assert x[2] > x[0]


def test_the_islands_beyond_the_date_line_lie_west_of_alaska() -> None:
    x, _ = flat_positions([52.9, 61.2], [173.2, -149.9], ["AK", "AK"])
    assert x[0] < x[1]


def test_an_unknown_place_stays_unknown() -> None:
    x, y = flat_positions([np.nan], [np.nan], ["CA"])
    assert np.isnan(x[0])
    assert np.isnan(y[0])
