"""Maps, drawn from outlines that come with matchlist: no tile is ever fetched."""

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import cos, pi, sin, sqrt

import altair as alt
import pandas as pd

from optimizer.dashboard.charts.picture import GREY, TIER_COLORS, TIER_SHAPES, Picture
from optimizer.dashboard.words import chance_words
from optimizer.directory import MAP_HEIGHT, MAP_WIDTH, flat_positions, load_outlines
from optimizer.plan import ListedProgram, ProgramList, Prospect

_APART = 5.5
"""Map units between neighbouring marks of one city."""
_OUTLINES = {"silver": 1.3, "single": 2.0, "gold": 2.8}
_GOLDEN_ANGLE = pi * (3 - sqrt(5))
_REGION_COLORS = ["#2f7fb8", "#c55a11", "#6a51a3", "#1b9e77", "#b5446e", "#8c6d31", "#4d6f8f", "#8a94a0"]
_REGION_SHAPES = ["circle", "triangle-up", "square", "diamond", "cross", "triangle-down", "triangle-left", "triangle-right"]


@functools.cache
def _outlines() -> alt.Chart:
    features = [
        {"type": "Feature", "id": code, "geometry": {"type": "MultiPolygon", "coordinates": [[list(map(list, ring))] for ring in rings]}}
        for code, rings in load_outlines().items()
    ]
    return alt.Chart(alt.Data(values=features)).mark_geoshape(fill=GREY, fillOpacity=0.13, stroke=GREY, strokeOpacity=0.55, strokeWidth=0.7)


def _fitted(*layers: alt.Chart, height: int) -> alt.LayerChart:
    """Layers on one frame: points lie on the same flat map as the outlines."""
    return alt.layer(*layers).project(type="identity").properties(height=height)


def _spread(positions: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Positions moved apart in a spiral where several are the same, like the seeds of a sunflower (Vogel 1979)."""
    seen: Counter[tuple[float, float]] = Counter()
    for x, y in positions:
        number = seen[x, y]
        seen[x, y] += 1
        away, angle = _APART * sqrt(number), number * _GOLDEN_ANGLE
        yield x + away * cos(angle), y + away * sin(angle)


def list_map(found: ProgramList) -> Picture:
    """Where the programs of a list are: shape and colour by tier, size by chance, outline by signal."""
    placed = [program for program in found.programs if program.latitude is not None and program.longitude is not None]
    x, y = flat_positions(
        [program.latitude for program in placed], [program.longitude for program in placed], [p.state for p in placed]
    )
    spread = list(_spread(list(zip(x.tolist(), y.tolist(), strict=True))))
    rows = pd.DataFrame([_mark(program, at) for program, at in zip(placed, spread, strict=True)])
    base = alt.Chart(rows).encode(
        longitude="x:Q",
        latitude="y:Q",
        shape=alt.Shape("Tier:N", scale=_tier_scale(TIER_SHAPES), legend=_legend(None)),
        size=alt.Size("chance:Q", scale=alt.Scale(type="sqrt", range=[45, 260]), legend=None),
        tooltip=["Program:N", "City:N", "Tier:N", "Signal:N", "Interview:N"],
    )
    fills = base.mark_point(filled=True, opacity=0.85).encode(
        color=alt.Color("Tier:N", scale=_tier_scale(TIER_COLORS), legend=_legend(None))
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
    table = pd.DataFrame(
        [(name, number) for name, number in states.most_common()], columns=["State", "programs"]
    )
    return Picture(_fitted(_outlines(), fills, *outlines, height=430), sentence, table)


def _mark(program: ListedProgram, at: tuple[float, float]) -> dict[str, object]:
    return {
        "x": at[0],
        "y": at[1],
        "Program": program.name,
        "City": f"{program.city}, {program.state}",
        "Tier": program.tier,
        "Signal": program.signal,
        "chance": program.interview_probability,
        "Interview": chance_words(program.interview_probability),
    }


def _tier_scale(values: dict[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(values), range=list(values.values()))


def _legend(title: str | None, columns: int = 4) -> alt.Legend:
    return alt.Legend(title=title, orient="top", direction="horizontal", symbolSize=90, columns=columns, labelLimit=190)


def region_map(programs: Iterable[Prospect], regions: Sequence[str]) -> Picture:
    """Every program that may be chosen, by region: colour and shape."""
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
    here = rows.groupby(["x", "y", "Region"], as_index=False, sort=False).size()
    marks = alt.Chart(here).mark_point(filled=True, opacity=0.8).encode(
        longitude="x:Q",
        latitude="y:Q",
        color=alt.Color("Region:N", scale=alt.Scale(domain=list(regions), range=colors), legend=_legend(None, 2)),
        shape=alt.Shape("Region:N", scale=alt.Scale(domain=list(regions), range=shapes), legend=_legend(None, 2)),
        size=alt.Size("size:Q", scale=alt.Scale(range=[18, 160]), legend=None),
        tooltip=["Region:N", alt.Tooltip("size:Q", title="programs here")],
    )
    parts = ", ".join(f"{name} {count[name]}" for name in regions)
    sentence = f"Programs to choose from: {parts}."
    table = pd.DataFrame({"Region": list(regions), "programs": [count[name] for name in regions]})
    return Picture(_fitted(_outlines(), marks, height=260), sentence, table)
