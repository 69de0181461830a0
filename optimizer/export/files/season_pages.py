"""Figures of seasons as a page of the documentation: each with value, season, grade, status and source."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from optimizer.evidence import STATUSES, Season, SeasonFigure
from optimizer.wording import percentage, whole_dollars

_MADE = "<!-- Made by data/build_evidence_pages.py; edit the data, not this page. -->"


def season_page(seasons: Sequence[Season]) -> str:
    """How fresh each season is, and every figure of each, as a page of Markdown; the newest season comes first."""
    sources = {(figure.source, figure.address): None for season in seasons for figure in season.figures()}
    number = {source: place for place, source in enumerate((one for one in sources if one[0]), 1)}
    return "\n".join([*_opening(seasons), *_seasons(seasons, number), *_source_lines(number)]) + "\n"


def value_words(figure: SeasonFigure) -> str:
    """The value of a season's figure in words: "$11", "70 %", "yes", "not known"."""
    value = figure.value
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) or figure.unit not in ("dollars", "share"):
        return str(value)
    return whole_dollars(value) if figure.unit == "dollars" else percentage(value)


def _opening(seasons: Sequence[Season]) -> Iterator[str]:
    yield from (
        _MADE,
        "",
        "# The seasons, figure by figure",
        "",
        "Every figure of every file in `data/seasons/`: fees, services, signals, dates, rules. What the columns mean,",
        "and how a season is added: [seasons.md](seasons.md). Numbers in brackets are the sources at the end.",
        "",
        "## How fresh each season is",
        "",
        *_header("season", "Match Week", "based on", "figures", *STATUSES),
    )
    for season in reversed(seasons):
        freshness = season.freshness()
        first, last = season.match_week
        counts = (f"{count} ({percentage(share)})" for _, count, share in freshness.items())
        based_on = "-" if season.based_on is None else str(season.based_on)
        yield _line(str(season.season), f"{first} to {last}", based_on, str(freshness.total), *counts)


def _seasons(seasons: Sequence[Season], number: dict[tuple[str, str], int]) -> Iterator[str]:
    for season in reversed(seasons):
        yield from ("", f"## Season {season.season} (applications of {season.applications})")
        for part, group in groupby(season.figures(), key=lambda figure: figure.part):
            yield from ("", f"### {part.capitalize() if part.islower() else part}", "")
            yield from _header("what", "for", "value", "status", "read for", "grade", "source", "note")
            for figure in group:
                yield _line(*_cells(figure, number))


def _cells(figure: SeasonFigure, number: dict[tuple[str, str], int]) -> tuple[str, ...]:
    inherited = "" if figure.inherited_from is None else f" from the file of {figure.inherited_from}"
    return (
        figure.what,
        ", ".join(filter(None, (figure.specialty, figure.service))) or "all",
        value_words(figure),
        f"{figure.status}{inherited}",
        "-" if figure.season is None else str(figure.season),
        figure.grade or "-",
        f"[{number[figure.source, figure.address]}]" if figure.source else "-",
        figure.note,
    )


def _source_lines(number: dict[tuple[str, str], int]) -> Iterator[str]:
    yield from ("", "## Sources", "")
    for (source, address), place in number.items():
        yield f"- [{place}] {source}{f', <{address}>' if address else ''}"


def _header(*columns: str) -> tuple[str, str]:
    return _line(*columns), _line(*["---"] * len(columns))


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
