"""On every day of a season, before, after, and in a year without a file, all works and says which season it is."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from optimizer.cli import app
from optimizer.clock import working_as_of
from optimizer.evidence import FURTHER_FOLDER, load_season, season_for, season_years
from optimizer.plan import Plan, moment_of, season_notices
from optimizer.season.tracker import STORE_VARIABLE
from tests.made_up_seasons import write_following_season

EXAMPLES = Path(__file__).resolve().parents[1] / "data" / "examples"
PROGRAMS = "id,name,institution,specialty,city,state\n" + "".join(
    f"p{k},Program {k},Hospital {k},psychiatry,Fresno,CA\n" for k in range(6)
)
PLAN = '[applicant]\ntype = "us-do"\nspecialties = ["psychiatry"]\nstep2 = 243\n'
FIRST, LAST = season_years()[0], season_years()[-1]


def days() -> Iterator[date]:
    """Before, in and after each season, and years away from any."""
    for year in season_years():
        season = load_season(year)
        yield from (season.opens, season.rank_list_due, season.rank_list_due + timedelta(days=1))
        yield season.match_week[1] + timedelta(days=1)
    yield load_season(FIRST).opens - timedelta(days=400)
    yield load_season(LAST).match_week[1] + timedelta(days=1000)
    yield date(1970, 1, 1)
    yield date(2100, 1, 1)


def answered(*arguments: object) -> Any:
    result = CliRunner().invoke(app, [*(str(one) for one in arguments), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "season.sqlite"))
    (tmp_path / "programs.csv").write_text(PROGRAMS, encoding="utf-8")
    file = tmp_path / "plan.toml"
    file.write_text('programs = ["programs.csv"]\n' + PLAN, encoding="utf-8")
    return file


@pytest.mark.parametrize("day", tuple(days()), ids=str)
def test_a_list_is_of_the_season_of_its_day(day: date, plan: Path) -> None:
    found = answered("--as-of", day, "build", plan, "--no-standing")
    assert found["season"] == season_for(day)
    about = found["about_season"]
    assert about["words"].startswith(f"Season {season_for(day)}: Match Week ")
    assert sum(about["figures"].values()) == load_season(season_for(day)).freshness().total
    assert found["notices"][: len(about["notices"])] == about["notices"]
    assert len(about["notices"]) == (load_season(season_for(day)).rank_list_due < day) + (not fits(day))
    for command in (("track", "start", plan), ("track", "show"), ("next",), ("rank",)):
        result = CliRunner().invoke(app, ["--as-of", str(day), *(str(one) for one in command)])
        assert result.exit_code == 0, result.output
        assert f"Season {season_for(day)}: Match Week" in " ".join(result.output.split())


def fits(day: date) -> bool:
    return any(
        load_season(year).rank_list_due.replace(year=year - 1) < day <= load_season(year).rank_list_due
        for year in season_years()
    )


@pytest.mark.parametrize("year", season_years())
def test_a_plan_of_any_season_opens_on_any_day(year: int, plan: Path) -> None:
    plan.write_text(f"season = {year}\n" + plan.read_text(encoding="utf-8"), encoding="utf-8")
    for day in (load_season(one).rank_list_due + timedelta(days=1) for one in season_years()):
        found = answered("--as-of", day, "build", plan, "--no-standing")
        notices = " ".join(found["about_season"]["notices"])
        assert found["season"] == year
        assert (f"{year} is over" in notices) == (day > load_season(year).match_week[1])
        assert (f"From season {year} to" in notices) == (year < season_for(day) and fits(day))


def test_the_moments_of_a_season_follow_each_other() -> None:
    for year in season_years():
        season = load_season(year)
        known = [season.opens + timedelta(days=k) for k in range((season.match_week[1] - season.opens).days + 2)]
        phases = list(dict.fromkeys(moment_of(season, day).phase for day in known))
        assert [one for one in phases if one != "ranking"] == ["before", "applying", "matching", "over"]
        assert not list(season_notices(season, season.rank_list_due))


def test_a_season_file_of_ones_own_is_there_at_once(
    tmp_path: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "seasons"
    folder.mkdir()
    year = write_following_season(folder)
    monkeypatch.setenv(FURTHER_FOLDER, str(folder))
    day = load_season(year).opens
    with working_as_of(day):
        assert answered("seasons")["season"] == year
        assert answered("build", plan, "--no-standing")["season"] == year
        assert answered("build", plan, "--no-standing", "--season", FIRST)["season"] == FIRST
        shown = AppTest.from_file(str(EXAMPLES.parents[1] / "app.py"), default_timeout=120).run()
        assert not shown.exception
        assert any(f"Season {year}: Match Week" in one.value for one in shown.caption)


def test_who_graduates_later_gets_the_season_that_fits() -> None:
    applicant = {"type": "us-md", "specialties": ("psychiatry",), "graduation_year": LAST}
    assert Plan.model_validate({"applicant": applicant}).season == LAST
    assert Plan.model_validate({"applicant": applicant, "season": FIRST}).season == LAST
    with working_as_of(load_season(FIRST).opens):
        earlier = applicant | {"graduation_year": FIRST - 1}
        assert Plan.model_validate({"applicant": earlier}).season == FIRST
        without = applicant | {"graduation_year": LAST + 2}
        assert Plan.model_validate({"applicant": without}).season == FIRST


def test_seniors_graduates_and_those_who_graduate_later_are_told_apart(plan: Path) -> None:
    season = season_for(load_season(FIRST).opens)

    def notices(year: int) -> str:
        plan.write_text(plan.read_text(encoding="utf-8").partition("graduation_year")[0], encoding="utf-8")
        with plan.open("a", encoding="utf-8") as file:
            file.write(f"graduation_year = {year}\n")
        return " ".join(answered("build", plan, "--no-standing")["notices"])

    assert "graduate of an earlier year" not in notices(season)
    assert f"You graduated in {season - 1}" in notices(season - 1)
    assert f"You graduate in {LAST}, so the list is of season {LAST}" in notices(LAST)
    assert f"there is no season file for {LAST + 1}" in notices(LAST + 1)


@pytest.mark.parametrize("name", ["los-angeles-img", "los-angeles-psychiatry"])
def test_the_examples_name_no_season(name: str) -> None:
    assert "season" not in (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
