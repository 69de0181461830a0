"""Every file of the seasons folder is a season; the day says which one counts; a file can be based on another."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault
from optimizer.evidence import (
    FURTHER_FOLDER,
    DateKind,
    Season,
    load_season,
    read_season,
    season_choice,
    season_for,
    season_years,
)

LATEST = season_years()[-1]
NEXT = LATEST + 1
"""A season that there is no file of."""

KINDS: tuple[DateKind, ...] = ("service-opens", "submit-from", "rank-list-due", "match-week", "match-day")
LATEST_DAYS = {what: one.on for what in KINDS if (one := load_season(LATEST).date_of(what)) is not None}

Add = Callable[..., Path]


def days_of(year: int) -> dict[str, date]:
    """Days of a made-up season: as in the latest one, 52 weeks for each year later."""
    return {what: day + timedelta(weeks=52) * (year - LATEST) for what, day in LATEST_DAYS.items()}


def made_up(year: int, based_on: int, further: str = "", **days: date) -> str:
    """Text of a season file that gives dates and takes everything else from another."""
    moved = {what.replace("_", "-"): day for what, day in days.items()}
    dates = "".join(
        f'[[dates]]\nwhat = "{what}"\nname = "{what}"\non = {day}\nsource = "made-up"\nseason = {year}\ngrade = "C"\n'
        for what, day in (days_of(year) | moved).items()
    )
    return (
        f'season = {year}\nbased_on = {based_on}\napplications = "the year before {year}"\nmatch = "March {year}"\n'
        f'[sources]\nmade-up = {{ title = "Made up", address = "" }}\n{dates}{further}'
    )


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Add:
    """Put files into a folder of further seasons."""
    folder = tmp_path / "seasons"
    folder.mkdir()
    monkeypatch.setenv(FURTHER_FOLDER, str(folder))

    def added(year: int | str, text: str) -> Path:
        path = folder / f"{year}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return added


def only_fault() -> Fault:
    with pytest.raises(BadInput) as told:
        season_years()
    (fault,) = told.value.faults
    return fault


def test_a_file_in_the_further_folder_is_a_season_without_any_code(add: Add) -> None:
    add(NEXT, made_up(NEXT, LATEST))
    assert season_years()[-1] == NEXT
    assert load_season(NEXT).match_week[1].year == NEXT
    assert season_choice(load_season(LATEST).rank_list_due + timedelta(days=1)).fits
    assert load_season(NEXT).signal_caps("internal-medicine") == load_season(LATEST).signal_caps("internal-medicine")


def test_a_file_that_is_changed_is_read_again(add: Add) -> None:
    add(NEXT, made_up(NEXT, LATEST))
    before = load_season(NEXT).rank_list_due
    add(NEXT, made_up(NEXT, LATEST, rank_list_due=before + timedelta(days=1)))
    assert load_season(NEXT).rank_list_due == before + timedelta(days=1)


def test_a_further_file_stands_in_place_of_the_shipped_one(add: Add) -> None:
    add(NEXT, made_up(NEXT, LATEST))
    shipped = (data_folder() / "seasons" / f"{LATEST}.toml").read_text(encoding="utf-8")
    add(LATEST, shipped.replace('match = "March', 'match = "one day of March'))
    assert load_season(LATEST).match == f"one day of March {LATEST}"
    assert load_season(NEXT).based_on == LATEST


def test_until_rank_lists_are_due_the_current_match_counts_and_afterwards_the_next() -> None:
    for year in season_years():
        due = load_season(year).rank_list_due
        assert (season_for(due), season_choice(due).fits) == (year, True)
        assert season_for(due - timedelta(days=300)) == year
        assert season_choice(due + timedelta(days=1)).wanted == year + 1


@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01", "2100-12-31", "9999-12-31"])
def test_no_day_is_refused_and_a_far_one_fits_no_file(day: str) -> None:
    choice = season_choice(date.fromisoformat(day))
    assert not choice.fits
    assert choice.year == (season_years()[0] if day < "2000" else LATEST)


def test_beyond_the_newest_file_the_newest_stands_in() -> None:
    choice = season_choice(load_season(LATEST).rank_list_due + timedelta(days=1))
    assert (choice.year, choice.wanted, choice.fits) == (LATEST, NEXT, False)


def test_between_two_files_with_a_year_missing_the_one_before_stands_in(add: Add) -> None:
    add(NEXT + 1, made_up(NEXT + 1, LATEST))
    choice = season_choice(load_season(LATEST).rank_list_due + timedelta(days=30))
    assert (choice.year, choice.wanted, choice.fits) == (LATEST, NEXT, False)
    assert season_for(load_season(NEXT + 1).rank_list_due) == NEXT + 1


def test_what_a_file_does_not_give_is_shown_as_carried_over_with_a_lower_grade(add: Add) -> None:
    add(NEXT, made_up(NEXT, LATEST))
    base, season = load_season(LATEST), load_season(NEXT)
    inherited = [figure for figure in season.figures() if figure.part != "dates" and figure.value is not None]
    assert inherited
    assert {figure.status for figure in inherited} == {"carried over"}
    assert {figure.grade for figure in inherited} <= {"B", "C"}
    assert {figure.inherited_from for figure in inherited} <= set(season_years())
    assert base.nrmp.registration.inherited_from in {None, *season_years()}


def test_what_a_file_gives_stands_in_place_of_what_it_is_based_on(add: Add) -> None:
    sourced = f'source = "made-up", season = {NEXT}, grade = "A"'
    further = (
        f"[signals]\ninternal-medicine = {{ single = 4, {sourced} }}\n"
        f"[nrmp]\nlate = {{ usd = 61.0, {sourced} }}\n"
        f'[[fees]]\nservice = "residencycas"\nspecialties = ["obstetrics-gynecology"]\ntiers = [[1, 9.0]]\n'
        f"{sourced.replace(', ', chr(10))}\n"
        f'[[uses]]\nservice = "residencycas"\nspecialties = ["urology"]\n{sourced.replace(", ", chr(10))}\n'
        f'[[unknown]]\nwhat = "signals"\nspecialties = ["psychiatry"]\nnote = "Not found."\n'
        f'[[unknown]]\nwhat = "fees"\nspecialties = ["urology"]\nnote = "Not found."\n'
    )
    add(NEXT, made_up(NEXT, LATEST, further))
    base, season = load_season(LATEST), load_season(NEXT)
    assert season.signal_caps("internal-medicine") == {"single": 4}
    assert season.signals("psychiatry") is None
    assert season.nrmp.late_usd == 61.0
    assert season.nrmp.registration_usd == base.nrmp.registration_usd
    assert season.fees("obstetrics-gynecology") is not None
    assert season.notes_on("obstetrics-gynecology") == ()
    assert season.service_of("urology") == "residencycas"
    assert season.service_of("psychiatry") == "eras"
    statuses = {figure.key: figure.status for figure in season.figures()}
    assert statuses["signals", "signals", "internal-medicine", None] == "confirmed"
    assert statuses["registration", "late registration", None, None] == "confirmed"


def test_a_chain_of_seasons_is_inherited_along_its_whole_length(add: Add) -> None:
    add(NEXT, made_up(NEXT, LATEST))
    add(NEXT + 1, made_up(NEXT + 1, NEXT))
    assert load_season(NEXT + 1).fees("psychiatry") is not None
    assert load_season(NEXT + 1).nrmp.registration.grade == "C"


@pytest.mark.parametrize(
    ("based_on", "what"),
    [
        (NEXT, "never on itself or in a circle"),
        (NEXT + 1, "never on itself or in a circle"),
        (1999, "there is no file of the season that it is based on"),
        ('"last year"', "not a year"),
        ("true", "not a year"),
    ],
)
def test_a_base_that_makes_no_sense_is_one_message(add: Add, based_on: object, what: str) -> None:
    add(NEXT, made_up(NEXT, LATEST).replace(f"based_on = {LATEST}", f"based_on = {based_on}"))
    add(NEXT + 1, made_up(NEXT + 1, LATEST))
    fault = only_fault()
    assert what in fault.what
    assert fault.where == f"{NEXT}.toml, based_on"


def test_the_fault_of_a_base_is_told_once_however_many_seasons_are_based_on_it(add: Add) -> None:
    add(NEXT, made_up(NEXT, LATEST, further='[[unknown]]\nwhat = "signals"\nspecialties = 3\nnote = "Not found."\n'))
    add(NEXT + 1, made_up(NEXT + 1, NEXT))
    add(NEXT + 2, made_up(NEXT + 2, NEXT + 1))
    assert only_fault().where == f"{NEXT}.toml, unknown.0.specialties"


def test_two_files_based_on_each_other_are_one_message(add: Add) -> None:
    add(NEXT, made_up(NEXT, NEXT + 1))
    add(NEXT + 1, made_up(NEXT + 1, NEXT))
    assert "in a circle" in only_fault().what


@pytest.mark.parametrize("lacking", ["service-opens", "submit-from", "rank-list-due", "match-week", "match-day"])
def test_a_file_with_a_hole_is_one_message(add: Add, lacking: str) -> None:
    text = made_up(NEXT, LATEST)
    add(NEXT, text.replace(f'what = "{lacking}"', 'what = "scores-from"'))
    assert only_fault().what == f"the season lacks the date {lacking}"


def test_seasons_that_overlap_are_one_message(add: Add) -> None:
    over = load_season(LATEST).match_week[1]
    add(NEXT, made_up(NEXT, LATEST, service_opens=over))
    fault = only_fault()
    assert fault.where == f"{NEXT}.toml, dates"
    assert f"before Match Day of season {LATEST}" in fault.what


def test_days_out_of_their_order_or_year_are_told(add: Add) -> None:
    days = days_of(NEXT)
    add(NEXT, made_up(NEXT, LATEST, rank_list_due=days["match-day"] + timedelta(days=1)))
    assert "is after match-week" in only_fault().what
    add(NEXT, made_up(NEXT, LATEST, match_day=days["match-day"].replace(year=NEXT + 1)))
    assert "in another year" in only_fault().what


def test_a_file_named_by_no_year_or_another_one_is_told(add: Add) -> None:
    path = add("notes", made_up(NEXT, LATEST))
    assert only_fault().what == "the name of a season file is no year"
    path.unlink()
    add(NEXT + 1, made_up(NEXT, LATEST))
    assert only_fault().what == "the file's name is not the season's year"


def test_unknown_keys_are_told(add: Add) -> None:
    add(NEXT, made_up(NEXT, LATEST).replace("based_on", "wonderful = 1\nbased_on"))
    assert only_fault().where == f"{NEXT}.toml, wonderful"


def test_a_file_cannot_say_itself_that_it_inherits(add: Add) -> None:
    add(NEXT, made_up(NEXT, LATEST).replace('grade = "C"', 'grade = "C"\ninherited_from = 2020', 1))
    assert only_fault().what == "no such key"


def test_a_further_folder_that_is_not_there_is_one_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FURTHER_FOLDER, str(tmp_path / "nowhere"))
    assert only_fault().where == FURTHER_FOLDER


def test_a_single_file_is_read_beside_those_it_is_given(add: Add) -> None:
    base = add(NEXT, made_up(NEXT, LATEST))
    path = add(NEXT + 1, made_up(NEXT + 1, NEXT))
    with pytest.raises(BadInput, match="no file of the season that it is based on"):
        read_season(path, {NEXT: base})
    assert isinstance(load_season(NEXT + 1), Season)


@pytest.mark.parametrize("year", season_years())
def test_every_figure_of_every_season_has_grade_source_year_and_status(year: int) -> None:
    season = load_season(year)
    for figure in season.figures():
        if figure.status == "unknown":
            assert figure.value is None
            assert figure.note
        else:
            assert figure.value is not None
            assert figure.source
            assert figure.grade in {"A", "B", "C"}
            assert figure.season is not None
            inherited = figure.inherited_from is not None
            assert (figure.status == "carried over") == (figure.season != year or inherited)


@pytest.mark.parametrize("year", season_years())
def test_shares_of_all_statuses_add_up(year: int) -> None:
    freshness = load_season(year).freshness()
    assert freshness.total == len(load_season(year).figures())
    assert sum(count for _, count, _ in freshness.items()) == freshness.total
    assert sum(share for _, _, share in freshness.items()) == pytest.approx(1.0)
