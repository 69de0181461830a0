"""Evidence, typical applicants and calibration as text for a terminal."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from optimizer.evidence import Evidence, EvidenceRow, LeftOut, Unit, of_words
from optimizer.export.text.lists import bullet, heading, plain_table
from optimizer.vocabulary import GRADE_LEGEND, NO_SIGNAL
from optimizer.wording import of_100, span_of_100

if TYPE_CHECKING:
    from optimizer.estimate import Comparison, Found, Typical


def evidence_text(rows: Sequence[EvidenceRow]) -> RenderableType:
    """Rows of the evidence table, by name."""
    parts: list[RenderableType] = []
    for name, group in groupby(rows, key=lambda row: row.name):
        own = tuple(group)
        parts.append(heading(f"{name} ({own[0].unit})"))
        table = plain_table("for", "central", "low", "high", "grade", "source", numbers=("central", "low", "high"))
        for row in own:
            source = ", ".join(part for part in (row.source, of_words(row), row.address) if part)
            figures = (figure(value) for value in (row.central, row.low, row.high))
            table.add_row(Text(whom(row)), *figures, row.grade, Text(source))
        parts.append(table)
    return Group(
        *parts,
        Text(""),
        Text(
            f"{len(rows)} figures. Low and high are the 10th and 90th percentile. Grades: {GRADE_LEGEND}.", style="dim"
        ),
    )


def whom(row: EvidenceRow) -> str:
    """Whom a figure holds for."""
    return ", ".join(part for part in (row.specialty, row.applicant_type, row.state) if part) or "all"


def figure(value: float) -> str:
    """A figure to four digits."""
    return f"{value:.4g}" if abs(value) < 1e4 else f"{value:.0f}"


def typical_text(typicals: "Iterable[Typical]", evidence: Evidence) -> RenderableType:
    """What usual applications bring typical applicants, beside what was published."""
    numbers = ("sent", "interviews", "of 100", "published", "match", "range", "published ")
    tables: list[RenderableType] = []
    for specialty, group in groupby(typicals, key=lambda one: one.specialty):
        table, by_signal = plain_table("", *numbers, numbers=numbers), list[RenderableType]()
        for one in group:
            table.add_row(*typical_cells(one, evidence)[1:])
            by_signal += (
                [Text(f"{one.type}, interviewed of 100: {typical_by_signal(one)}", style="dim")] if one.signals else []
            )
        tables += [heading(specialty), table, *by_signal]
    return Group(
        Text(
            "Typical applicants: usual number of applications, all signals, average geography, no ties.", style="bold"
        ),
        *tables,
        Text(""),
        Text(
            "sent: applications. of 100: interviews of 100 applications. match: chance to match in the specialty, in "
            "100 applicants with at least one interview, as published rates count; range: 10th to 90th percentile. "
            "-: not published, or not found.",
            style="dim",
        ),
    )


def typical_by_signal(one: "Typical") -> str:
    """Of 100 applications by what they carry, how many are interviewed."""
    return ", ".join(
        f"{of_100(rate, 1)} {'without a signal' if kind == NO_SIGNAL else kind if kind != 'single' else 'with one'}"
        for kind, rate in one.interview_rate_by_signal.items()
    )


def typical_cells(one: "Typical", evidence: Evidence) -> tuple[str, ...]:
    """A row of the table of typical applicants."""
    rate = evidence.central("interview_rate", one.specialty, one.type)
    has = evidence.has("match_rate", one.specialty, one.type)
    published = of_100(evidence.central("match_rate", one.specialty, one.type), 1) if has else "-"
    return (
        one.specialty,
        one.type,
        str(one.applications),
        f"{one.interviews:.1f}",
        of_100(one.interview_rate, 1),
        of_100(rate, 1),
        of_100(one.match_rate, 1),
        span_of_100(*one.range),
        published,
    )


def calibration_text(
    figures: "Sequence[Found]",
    comparisons: "Sequence[Comparison]",
    *,
    holds: bool,
    version: int,
    left_out: Sequence[LeftOut],
) -> RenderableType:
    """Fitted against published, residuals, and what was left out."""
    told = "The evidence table holds what was found." if holds else "The evidence table holds other figures: see below."
    shared = plain_table("found", "", "low", "high", numbers=("", "low", "high"))
    for found in figures:
        if found.specialty is None:
            shared.add_row(found.name, figure(found.central), figure(found.low), figure(found.high))
    return Group(
        Text(f"Calibration {version}: least squares, each target as heavy as its range is narrow.", style="bold"),
        Text(told),
        heading("Found for all specialties (others: matchlist evidence --name offer_given_interview, step2_slope)"),
        shared,
        heading("Fitted to"),
        _comparisons(one for one in comparisons if one.fitted),
        heading("Compared with, not fitted to"),
        _comparisons(one for one in comparisons if not one.fitted),
        heading("Left out"),
        *(bullet(f"{one.figure} ({one.source}): {one.reason}") for one in left_out),
        Text(""),
        Text(
            "residual: reproduced less published, in standard deviations of the published figure's range.", style="dim"
        ),
    )


def _comparisons(comparisons: "Iterable[Comparison]") -> RenderableType:
    numbers = ("published", "reproduced", "residual")
    table = plain_table("figure", "for", *numbers, numbers=numbers)
    for one in comparisons:
        table.add_row(*comparison_cells(one))
    return table


def comparison_cells(one: "Comparison") -> tuple[str, ...]:
    """A row of the table of targets."""
    published, reproduced = (in_unit(one.row, value) for value in (one.row.central, one.reproduced))
    return one.row.name, whom(one.row), published, reproduced, f"{one.residual:+.1f}"


def in_unit(row: EvidenceRow, value: float) -> str:
    """A target or what reproduces it: shares out of 100."""
    if row.unit.is_share:
        return f"{of_100(value, 1)} %"
    return f"{value:.1f} points" if row.unit is Unit.TARGET_GAP else f"{value:.1f}"
