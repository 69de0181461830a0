"""Pages of the documentation that are made from data: the evidence table, and what its calibration reproduces."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from optimizer.evidence import (
    Evidence,
    EvidenceRow,
    LeftOut,
    YearlyFigure,
    drift_sd,
    figure_name,
    of_words,
    unit_name,
    yearly_changes,
)
from optimizer.export.text import comparison_cells, figure, typical_by_signal, typical_cells, whom
from optimizer.vocabulary import GRADE_LEGEND
from optimizer.wording import capitalised, percentage

if TYPE_CHECKING:
    from optimizer.estimate import Comparison, Typical

_MADE = "<!-- Made by data/build_evidence_pages.py; edit the data, not this page. -->"


def evidence_page(rows: Sequence[EvidenceRow], totals: Sequence[YearlyFigure]) -> str:
    """The whole evidence table, and the totals of the match year by year, as a page of Markdown."""
    sources = {(row.source, row.address): None for row in rows} | {(one.source, one.address): None for one in totals}
    number = {source: place for place, source in enumerate(sources, 1)}
    lines = [*_evidence_lines(rows, number), *_total_lines(totals, number), *_source_lines(number)]
    return "\n".join(lines) + "\n"


def _evidence_lines(rows: Sequence[EvidenceRow], number: dict[tuple[str, str], int]) -> Iterator[str]:
    yield from (
        _MADE,
        "",
        "# The evidence, figure by figure",
        "",
        f"All {len(rows)} figures of `data/evidence.csv`. Low and high are the 10th and 90th percentile of what a",
        f"figure may be; grades: {GRADE_LEGEND}. Numbers in brackets are",
        "the sources at the end. What a figure is of, a season of applications or a match, stands with it; how much it",
        "may have drifted since is [in its range](#totals-of-the-match-year-by-year). A plan replaces any of them:",
        "",
        "```toml",
        "[evidence]",
        '"interview_rate/psychiatry/us-md" = 0.19                # name, then whom it holds for',
        '"tie.family" = [0.3, 0.7, 1.2]                          # low, central, high',
        "```",
        "",
        'or, above any table of the plan, by a file: `evidence_file = "my-figures.csv"`, with the columns `name`,',
        "`specialty`, `applicant_type`, `state`, `low`, `central`, `high`. How the figures are used:",
        "[estimate.md](estimate.md). What comes out: [calibration.md](calibration.md).",
    )
    for name, group in groupby(rows, key=lambda row: row.name):
        own = tuple(group)
        yield from ("", f"## `{name}`", "", f"{capitalised(figure_name(name))} ({unit_name(own[0].unit)}).", "")
        yield from _header("for", "low", "central", "high", "of", "grade", "source", "note")
        for row in own:
            source = f"[{number[row.source, row.address]}]"
            figures = (figure(value) for value in (row.low, row.central, row.high))
            yield _line(whom(row), *figures, of_words(row) or "assumed", row.grade, source, row.note)


def _total_lines(totals: Sequence[YearlyFigure], number: dict[tuple[str, str], int]) -> Iterator[str]:
    yield from ("", "## Totals of the match, year by year", "")
    changes = ", ".join(f"{change:+.2f}" for change in yearly_changes(totals))
    yield from (
        "`data/match_totals.csv`: what was published of all specialties together. A figure published for two years",
        "says how much it changes from one to the next. Changes of `pgy1_match_rate` in log-odds, type by type:",
        f"{changes}. Their root mean square, {drift_sd(totals):.3f}, is taken as the standard deviation of a year's",
        "drift of a share. Years drift independently, so after n of them it is as much times the square root of n.",
        "",
    )
    yield from _header("figure", "for", "value", "of the match of", "grade", "source", "note")
    for one in totals:
        value = (
            percentage(one.value, 1) + (f" of {one.of:,}" if one.of else "")
            if one.unit == "share"
            else f"{one.value:,.0f}"
        )
        source = f"[{number[one.source, one.address]}]"
        yield _line(one.name, one.applicant_type or "all", value, str(one.season), one.grade, source, one.note)


def _source_lines(number: dict[tuple[str, str], int]) -> Iterator[str]:
    yield from ("", "## Sources", "")
    for (source, address), place in number.items():
        yield f"- [{place}] {source}{f', <{address}>' if address else ''}"


def calibration_page(
    typicals: "Sequence[Typical]",
    comparisons: "Sequence[Comparison]",
    evidence: Evidence,
    left_out: Sequence[LeftOut],
    version: int,
) -> str:
    """What typical applicants get, what was fitted and how well, and what was left out, as a page of Markdown."""
    lines = [
        _MADE,
        "",
        f"# What comes out, beside what was published (calibration {version})",
        "",
        "`matchlist evidence --typical` and `matchlist evidence --calibrate` print these tables.",
        "",
        "## Typical applicants",
        "",
        "Usual number of applications of the group, all signals, average geography, no ties, typical Step 2 CK. Match:",
        "of 100 with at least one interview, as published rates count; range: 10th to 90th percentile. Where - stands,",
        "no published rate was found.",
        "",
        *_header(
            "specialty", "type", "applications", "interviews", "of 100", "published", "match", "range", "published"
        ),
        *(_line(*typical_cells(one, evidence)) for one in typicals),
        "",
        "Interviewed of 100 applications of the same, by the signals that they carry:",
        "",
        *_header("specialty", "type", "interviewed of 100"),
        *(_line(one.specialty, one.type, typical_by_signal(one)) for one in typicals if one.signals),
        "",
        "## Fitted to",
        "",
        "Residual: reproduced less published, in standard deviations of the published figure's range.",
        "",
        *_compared(one for one in comparisons if one.fitted),
        "",
        "## Compared with, not fitted to",
        "",
        *_compared(one for one in comparisons if not one.fitted),
        "",
        "## Left out",
        "",
        *(f"- {one.figure} ({one.source}): {one.reason}" for one in left_out),
    ]
    return "\n".join(lines) + "\n"


def _compared(comparisons: "Iterable[Comparison]") -> Iterator[str]:
    yield from _header("figure", "for", "published", "reproduced", "residual")
    yield from (_line(*comparison_cells(one)) for one in comparisons)


def _header(*columns: str) -> tuple[str, str]:
    return _line(*columns), _line(*["---"] * len(columns))


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
