"""Maps, drawn from outlines that come with matchlist: no tile is ever fetched."""

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import cos, isnan, pi, sin, sqrt
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from optimizer.dashboard.charts.picture import GREY, TIER_SHAPES, AnyChart, Picture, shown_on_hover
from optimizer.directory import flat_positions, load_outlines
from optimizer.export import tier_heading
from optimizer.plan import ListedProgram, ProgramList, Prospect
from optimizer.vocabulary import TIER_COLORS
from optimizer.wording import chance_words

_APART, _PUSHES = 17.0, 80
"""Map units between neighbouring marks, and how often those that lie closer are pushed."""
_OUTLINES = {"silver": 1.1, "single": 1.4, "gold": 2.4}
_GOLDEN_ANGLE = pi * (3 - sqrt(5))
_REGION_COLORS = ["#2f7fb8", "#c55a11", "#6a51a3", "#1b9e77", "#b5446e", "#8c6d31", "#4d6f8f", "#8a94a0"]
_REGION_SHAPES = [
    "circle",
    "triangle-up",
    "square",
    "diamond",
    "cross",
    "triangle-down",
    "triangle-left",
    "triangle-right",
]


class _Unchanging(alt.InlineData):
    """Data that no chart changes: Altair copies all that a chart holds, layer by layer, and walks it to send it."""

    def __deepcopy__(self, copied: object) -> "_Unchanging":
        return self

    def to_dict(self, *_: object, **__: object) -> dict[str, Any]:
        return {"name": self.name, "values": self["values"]}


@functools.cache
def _outlines() -> alt.Chart:
    features = [
        {
            "type": "Feature",
            "id": code,
            "geometry": {"type": "MultiPolygon", "coordinates": [[list(map(list, ring))] for ring in rings]},
        }
        for code, rings in load_outlines().items()
    ]
    states: alt.Chart = alt.Chart(_Unchanging(values=features, name="outlines")).mark_geoshape(
        aria=False, fill=GREY, fillOpacity=0.13, stroke=GREY, strokeOpacity=0.55, strokeWidth=0.7
    )
    return states


def _fitted(*layers: alt.Chart, height: int) -> AnyChart:
    """Layers on one frame: points lie on the same flat map as the outlines."""
    framed: AnyChart = alt.layer(*layers).project(type="identity").properties(height=height)
    return framed


def _spread(positions: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Positions moved apart until each mark can be seen: first those of one place, like seeds of a sunflower.

    The seeds are those of Vogel (1979, doi:10.1016/0025-5564(79)90080-4); what still lies too close is pushed apart
    step by step.
    """
    seen: Counter[tuple[float, float]] = Counter()
    apart = np.empty((len(positions), 2))
    for k, (x, y) in enumerate(positions):
        number = seen[x, y]
        seen[x, y] += 1
        away, angle = _APART * sqrt(number), number * _GOLDEN_ANGLE
        apart[k] = x + away * cos(angle), y + away * sin(angle)
    for _ in range(_PUSHES if len(positions) > 1 else 0):
        one, other = cKDTree(apart).query_pairs(_APART, output_type="ndarray").T
        if not one.size:
            break
        between = apart[one] - apart[other]
        far = np.maximum(np.hypot(*between.T), 1e-9)[:, None]
        push = between / far * (_APART - far) / 2
        np.add.at(apart, one, push)
        np.add.at(apart, other, -push)
    yield from ((float(x), float(y)) for x, y in apart)


def list_map(found: ProgramList) -> Picture:
    """Where the programs of a list are: shape and colour by tier, size by chance, outline by signal."""
    nowhere = (float("nan"), float("nan"))
    degrees = [
        nowhere if program.latitude is None or program.longitude is None else (program.latitude, program.longitude)
        for program in found.programs
    ]
    x, y = flat_positions(
        [north for north, _ in degrees], [east for _, east in degrees], [p.state for p in found.programs]
    )
    positions = zip(found.programs, x.tolist(), y.tolist(), strict=True)
    placed = [(program, (across, down)) for program, across, down in positions if not isnan(across)]
    said = {tier: tier_heading(tier, found.programs) for tier in TIER_COLORS}
    spread = _spread([at for _, at in placed])
    rows = pd.DataFrame([_mark(program, at, said) for (program, _), at in zip(placed, spread, strict=True)])
    base = alt.Chart(rows).encode(
        longitude=alt.Longitude("x:Q"),
        latitude=alt.Latitude("y:Q"),
        shape=alt.Shape("Tier:N", scale=_tier_scale(TIER_SHAPES, said), legend=_legend(None)),
        size=alt.Size("chance:Q", scale=alt.Scale(type="sqrt", range=[45, 200]), legend=None),
        tooltip=shown_on_hover("Program:N", "City:N", "Tier:N", "Signal:N", "Interview:N"),
    )
    fills = base.mark_point(filled=True, opacity=0.85).encode(
        color=alt.Color("Tier:N", scale=_tier_scale(TIER_COLORS, said), legend=_legend(None))
    )
    outlines = [
        base.mark_point(filled=False, stroke="currentColor", strokeWidth=width, opacity=1).transform_filter(
            f"datum.Signal === '{kind}'"
        )
        for kind, width in _OUTLINES.items()
    ]
    states = Counter(program.state for program in found.programs)
    most = ", ".join(f"{state} {number}" for state, number in states.most_common(5))
    unplaced = len(found.programs) - len(placed)
    missing = f" {unplaced} can't be drawn, since their city isn't known." if unplaced else ""
    sentence = f"{len(found.programs)} programs in {len(states)} states; most in {most}.{missing}"
    table = pd.DataFrame([(name, number) for name, number in states.most_common()], columns=["State", "programs"])
    return Picture(_fitted(_outlines(), fills, *outlines, height=430), sentence, table)


def _mark(program: ListedProgram, at: tuple[float, float], said: Mapping[str, str]) -> dict[str, object]:
    return {
        "x": at[0],
        "y": at[1],
        "Program": program.name,
        "City": f"{program.city}, {program.state}",
        "Tier": said[program.tier],
        "Signal": program.signal,
        "chance": program.interview_probability,
        "Interview": chance_words(program.interview_probability),
    }


def _tier_scale(values: Mapping[str, str], said: Mapping[str, str]) -> alt.Scale:
    return alt.Scale(domain=[said[tier] for tier in values], range=list(values.values()))


_LETTERS_OF_TWO = 40


def _legend(title: str | None, columns: int = 4) -> alt.Legend:
    return alt.Legend(title=title, orient="top", direction="horizontal", symbolSize=90, columns=columns, labelLimit=190)


def region_map(programs: Iterable[Prospect], priorities: Mapping[str, float]) -> Picture:
    """Every program that may be chosen, by region: colour and shape; the more one is wanted, the stronger and higher.

    Parameters
    ----------
    programs : iterable of Prospect
    priorities : mapping of str to float
        The regions in the plan's order, and how much each is wanted, 0 to 10.
    """
    regions = list(priorities)
    rows = pd.DataFrame(
        [
            {"x": program.position[0], "y": program.position[1], "Region": program.region}
            for program in programs
            if program.position is not None and program.is_open
        ],
        columns=["x", "y", "Region"],
    )
    count = Counter(program.region for program in programs if program.is_open)
    colors = [_REGION_COLORS[k % 8] for k in range(len(regions))]
    shapes = [_REGION_SHAPES[k % 8] for k in range(len(regions))]
    # A phone is as wide as two short names.
    longest = sum(sorted(map(len, regions))[-2:])
    legend = _legend(None, 2 if longest <= _LETTERS_OF_TWO else 1)
    here = rows.groupby(["x", "y", "Region"], as_index=False, sort=False).size()
    here["wanted"] = here["Region"].map(dict(priorities)).astype(float)
    here = here.sort_values("wanted", kind="stable")
    marks = (
        alt.Chart(here)
        .mark_point(filled=True)
        .encode(
            longitude=alt.Longitude("x:Q"),
            latitude=alt.Latitude("y:Q"),
            opacity=alt.Opacity("wanted:Q", scale=alt.Scale(domain=[0, 10], range=[0.25, 1.0]), legend=None),
            color=alt.Color("Region:N", scale=alt.Scale(domain=list(regions), range=colors), legend=legend),
            shape=alt.Shape("Region:N", scale=alt.Scale(domain=list(regions), range=shapes), legend=legend),
            size=alt.Size("size:Q", scale=alt.Scale(range=[18, 160]), legend=None),
            tooltip=[alt.Tooltip("Region:N"), alt.Tooltip("size:Q", title="programs here")],
        )
    )
    parts = ", ".join(f"{name} {count[name]}" for name in regions)
    sentence = f"Programs to choose from: {parts}."
    table = pd.DataFrame({"Region": list(regions), "programs": [count[name] for name in regions]})
    return Picture(_fitted(_outlines(), marks, height=260), sentence, table)
