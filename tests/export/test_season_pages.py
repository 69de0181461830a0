"""The page of all seasons: each with its shares, each figure with its status."""

from dataclasses import replace
from datetime import date

import pytest

from optimizer.evidence import FigureUnit, FigureValue, load_season, season_years
from optimizer.export import season_page, value_words


@pytest.fixture(scope="module")
def page() -> str:
    return season_page([load_season(year) for year in season_years()])


def test_every_season_stands_with_its_shares(page: str) -> None:
    for year in season_years():
        freshness = load_season(year).freshness()
        (line,) = [line for line in page.splitlines() if line.startswith(f"| {year} |")]
        for _, count, share in freshness.items():
            assert f"| {count} ({share:.0%}) " in line


def test_every_figure_has_a_line(page: str) -> None:
    tables = page.count("| what | for | value | status |")
    lines = sum(line.startswith("| ") for line in page.splitlines())
    figures = sum(len(load_season(year).figures()) for year in season_years())
    assert lines == figures + 2 * tables + len(season_years()) + 2


def test_what_is_inherited_says_from_which_file(page: str) -> None:
    derived = [load_season(year) for year in season_years() if load_season(year).based_on is not None]
    assert derived
    for season in derived:
        assert f"carried over from the file of {season.based_on}" in page


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1250.0, "dollars", "$1,250"),
        (0.7, "share", "70%"),
        (True, "yes or no", "yes"),
        (False, "yes or no", "no"),
        (12, "count", "12"),
        (date(2030, 3, 4), "date", "2030-03-04"),
        ("eras", "service", "eras"),
        (None, "words", "not known"),
    ],
)
def test_a_value_is_said_in_its_unit(value: FigureValue, unit: FigureUnit, words: str) -> None:
    some = load_season(season_years()[0]).figures()[0]
    assert value_words(replace(some, value=value, unit=unit)) == words
