"""The chance to match as people among a hundred, and one program's chance as a walk."""

from typing import Any

import altair as alt
import pandas as pd

from optimizer.dashboard.charts.picture import BLUE, GREY, ORANGE, Picture, shown_on_hover
from optimizer.plan import ProgramList, ProgramWhy, in_100
from optimizer.wording import tenths_in_100

PEOPLE, _ROW = 100, 20
_SURE, _LIKELY, _AT_BEST, _NOT = "match, even read low", "match, as estimated", "match, read high", "don't match"
_PALE = "#b9d7ec"
"""Between full and empty, on white and on black."""
_SMALL_DOT = "M-.3,0A.3,.3,0,1,1,.3,0A.3,.3,0,1,1,-.3,0Z"
_NOTICED = 0.05
"""Log-odds that move a chance by less than a twentieth of itself: an average that is not quite one, no cause."""
_TERMS = {
    "average": "Average program",
    "setting": "State and setting",
    "own rate": "Its own rate",
    "score": "Step 2 CK",
    "graduation": "Graduation",
    "experience": "US experience",
    "attempts": "Attempts",
    "visa": "Visa",
    "geography": "Geography",
    "ties": "Ties",
    "signal": "Signal",
}


def icon_array(found: ProgramList) -> Picture:
    """Draw a hundred people like the applicant, grouped by whether they match."""
    if found.match_probability is None:
        return Picture(alt.Chart(pd.DataFrame()).mark_point(), _icon_sentence(found), pd.DataFrame())
    low, middle, high = _people(found)
    groups = [_SURE] * low + [_LIKELY] * (middle - low) + [_AT_BEST] * (high - middle) + [_NOT] * (PEOPLE - high)
    people = pd.DataFrame(
        [(group, number % _ROW, number // _ROW) for number, group in enumerate(groups)], columns=["group", "x", "y"]
    )
    names = [_SURE, _LIKELY, _AT_BEST, _NOT]
    legend = alt.Legend(title=None, orient="bottom", columns=2, labelLimit=200, symbolSize=110, labelFontSize=12)

    def of_group(values: list[Any]) -> dict[str, Any]:
        return {
            "shorthand": "group",
            "type": "ordinal",
            "scale": alt.Scale(domain=names, range=values),
            "legend": legend,
        }

    chart = (
        alt.Chart(people)
        .mark_point(strokeWidth=1.6, opacity=1, size=130)
        .encode(
            x=alt.X("x:O", axis=None),
            y=alt.Y("y:O", axis=None),
            fill=alt.Fill(**of_group([BLUE, _PALE, "transparent", "transparent"])),
            stroke=alt.Stroke(**of_group([BLUE, BLUE, BLUE, GREY])),
            shape=alt.Shape(**of_group(["circle", "circle", "circle", _SMALL_DOT])),
            tooltip=alt.Tooltip("group:N", title="Of 100 like you"),
        )
        .properties(height=195)
    )
    table = pd.DataFrame({"Of 100 people": names, "number": [low, middle - low, high - middle, PEOPLE - high]})
    return Picture(chart, _icon_sentence(found), table)


def _people(found: ProgramList) -> tuple[int, int, int]:
    """Whole people at the low end of the range, as estimated, and at the high end; ascending."""
    if found.match_probability is None or found.match_probability_range is None:
        return 0, 0, 0
    low, high = found.match_probability_range
    middle = round(found.match_probability * PEOPLE)
    return min(round(low * PEOPLE), middle), middle, max(round(high * PEOPLE), middle)


def _icon_sentence(found: ProgramList) -> str:
    if found.match_probability is None:
        return "How many of 100 people like this match is not known."
    low, middle, high = _people(found)
    if low == high:
        return f"Of 100 people like this, about {middle} match."
    return f"Of 100 people like this, about {middle} match; with other plausible figures {low} to {high} do."


def waterfall(found: ProgramWhy) -> Picture:
    """One program's chance of an interview, term by term from the average program to this one."""
    if found.interview_probability is None:
        sentence = "The chance of an interview here is not known, so there is no way to it to show."
        return Picture(alt.Chart(pd.DataFrame()).mark_bar(), sentence, pd.DataFrame())
    rows = []
    before = found.steps[0].interview_probability
    for step in found.steps:
        after = step.interview_probability
        rows.append(
            {
                "Term": _TERMS.get(step.term, step.term),
                "What": step.words,
                "from": before * 100,
                "to": after * 100,
                "Chance so far": tenths_in_100(after),
                "Change": "" if step is found.steps[0] else _signed((after - before) * 100),
                "way": "start" if step is found.steps[0] else _way(step.log_odds),
            }
        )
        before = after
    rows.append(
        {
            "Term": "This program",
            "What": f"the chance of an interview: {in_100(found.interview_probability)}",
            "from": 0.0,
            "to": found.interview_probability * 100,
            "Chance so far": tenths_in_100(found.interview_probability),
            "Change": "",
            "way": "end",
        }
    )
    rows[0]["from"] = 0.0
    steps = pd.DataFrame(rows)
    base = alt.Chart(steps).encode(
        y=alt.Y("Term:N", sort=None, title=None, axis=alt.Axis(labelLimit=150, domain=False, ticks=False)),
        tooltip=shown_on_hover("Term:N", "What:N", "Change:N", "Chance so far:N"),
    )
    ways = ["start", "up", "same", "down", "end"]
    bars = base.mark_bar(height={"band": 0.62}, cornerRadius=2).encode(
        x=alt.X("from:Q", title="Chance of an interview, in 100", axis=alt.Axis(grid=False, tickCount=5)),
        x2=alt.X2("to:Q"),
        color=alt.Color("way:N", scale=alt.Scale(domain=ways, range=[GREY, BLUE, GREY, ORANGE, BLUE]), legend=None),
    )
    ticks = base.mark_tick(thickness=2, height={"band": 0.62}, color=GREY).encode(x=alt.X("to:Q"))
    labels = (
        base.mark_text(align="left", dx=6, fontSize=12, color="currentColor")
        .encode(x=alt.X("right:Q"), text=alt.Text("label:N"))
        .transform_calculate(
            right="max(datum.from, datum.to)",
            label="datum.Change === '' ? datum['Chance so far'] : "
            "(datum.way === 'up' ? '▲ ' : datum.way === 'down' ? '▼ ' : '') + datum.Change",
        )
    )
    chart = alt.layer(bars, ticks, labels).properties(height=alt.Step(24))
    return Picture(chart, _waterfall_sentence(found), steps[["Term", "What", "Change", "Chance so far"]])


def _signed(points: float) -> str:
    return "no change" if abs(points) < 0.005 else f"{points:+.1f}" if abs(points) >= 0.05 else f"{points:+.2f}"


def _way(log_odds: float) -> str:
    if abs(log_odds) < _NOTICED:
        return "same"
    return "up" if log_odds > 0 else "down"


def _waterfall_sentence(found: ProgramWhy) -> str:
    moving = sorted(found.steps[1:], key=lambda step: -abs(step.log_odds))[:2]
    most = " and ".join(
        f"{_TERMS.get(step.term, step.term)} ({_way(step.log_odds)})"
        for step in moving
        if _way(step.log_odds) != "same"
    )
    start = in_100(found.steps[0].interview_probability)
    end = in_100(found.interview_probability)
    return f"From {start} at the average program to {end} here{f'; what moves it most: {most}' if most else ''}."
