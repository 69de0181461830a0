"""A season through the command line: what is entered, what comes back, and what is refused in words."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from typer.testing import CliRunner, Result

from optimizer.cli import app
from optimizer.cli.application import day_first
from optimizer.evidence import load_season, season_years
from optimizer.season.tracker import STORE_VARIABLE, Entry, Tracker, sheet_csv

CHECKOUT = Path(__file__).resolve().parents[2]
ACTIONS = CHECKOUT / "data" / "examples" / "ties/los-angeles.toml"
EXAMPLE = CHECKOUT / "data" / "examples" / "los-angeles-img.toml"
HEADER = "id,name,institution,specialty,city,state,setting\n"
CITIES = ("Fresno,CA", "Phoenix,AZ", "Houston,TX", "Chicago,IL", "Boston,MA", "Atlanta,GA")
PROGRAMS = HEADER + "".join(
    f"p{k},Program {'abcdefghijkl'[k]},Hospital {k},internal-medicine,{CITIES[k % 6]},community\n" for k in range(12)
)
PLAN = """
title = "My list"
programs = ["programs.csv"]
[applicant]
type = "us-md"
specialties = ["internal-medicine"]
step2 = 240
[budget]
dollars = 88.0
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def said(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def refused(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    return " ".join(result.output.split())


def answered(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def with_plan(folder: Path) -> Path:
    (folder / "programs.csv").write_text(PROGRAMS, encoding="utf-8")
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "season.sqlite"))
    return with_plan(tmp_path)


@pytest.fixture(scope="module")
def answered_season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Store of eight programs applied to, four of which have answered."""
    folder = with_plan(tmp_path_factory.mktemp("season"))
    store = folder / "season.sqlite"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(STORE_VARIABLE, str(store))
        said("track", "start", folder / "plan.toml")
        said("track", "apply", "--list", "--on", "2025-09-24")
        programs = list_of(folder)
        for number, program in enumerate(programs[:3]):
            days = ("--slot", "2025-11-10", "--slot", "2025-11-12") if number else ()
            said("track", "answer", program, "invited", "--on", "2025-10-08", *days, "--cost", "100")
        said("track", "answer", programs[3], "rejected", "--on", "2025-10-20")
    return store


@pytest.fixture
def season(folder: Path, answered_season: Path) -> Path:
    """The same, for a test of its own to go on with."""
    with closing(sqlite3.connect(answered_season)) as whole, closing(sqlite3.connect(folder / "season.sqlite")) as own:
        whole.backup(own)
    return folder


def list_of(folder: Path) -> list[str]:
    return [program["id"] for program in answered("build", folder / "plan.toml")["programs"]]


# ---- entering ----------------------------------------------------------------------------------------------------


def test_the_list_is_applied_to_with_its_signals(folder: Path) -> None:
    assert "is kept" in said("track", "start", folder / "plan.toml")
    assert "Applied to 8 programs" in said("track", "apply", "--list", "--on", "2025-09-24")
    built = {one["id"]: one["signal"] for one in answered("build", folder / "plan.toml")["programs"]}
    shown = {one["id"]: one["signal"] for one in answered("track", "show")}
    assert shown == built


def test_programs_are_applied_to_by_id_with_a_signal(folder: Path) -> None:
    said("track", "start", folder / "plan.toml")
    said("track", "apply", "p0", "p1", "--signal", "gold", "--on", "2025-09-24")
    assert [(one["id"], one["signal"], one["applied"]) for one in answered("track", "show")] == [
        ("p0", "gold", "2025-09-24"),
        ("p1", "gold", "2025-09-24"),
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("track", "apply", "nowhere", "--signal", "purple"), "no such signal"),
        (("track", "apply", "nowhere"), "no program has this id"),
        (("track", "apply"), "no program is named"),
        (("track", "apply", "p0", "--on", "2015-09-24"), "outside the season"),
        (("track", "answer", "p9", "invited"), "never applied to"),
        (("track", "contact", "Dr A", "--kind", "wizard"), "resident, fellow"),
        (("track", "tie", "contact", "program", "nowhere"), "no program has this id"),
        (("track", "undo", "99"), "no such change"),
        (("track", "export", "sheet.xls"), "ending"),
        (("track", "import", "none.csv"), "can't be read"),
    ],
)
def test_what_can_not_be_is_refused_in_words(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    said("track", "start", folder / "plan.toml")
    assert words in refused(*arguments)


@pytest.mark.usefixtures("folder")
def test_without_a_plan_the_season_says_what_to_do_first() -> None:
    assert "start PLAN.toml" in said("track", "show")
    for arguments in (("track", "apply", "p0"), ("track", "chances"), ("next",), ("rank",)):
        assert "no plan is kept yet" in refused(*arguments)
    assert answered("track", "show") == []


def test_whoever_only_looks_begins_no_season(folder: Path) -> None:
    for arguments in (
        ("rank",),
        ("next",),
        ("track", "chances"),
        ("track", "history"),
        ("track", "contacts"),
        ("track", "undo"),
        ("track", "export", folder / "sheet.csv"),
        ("track", "backup", folder / "copy.sqlite"),
        ("track", "answer", "p0", "invited"),
    ):
        assert "no plan is kept yet" in refused(*arguments)
    said("track", "show")
    assert sorted(file.name for file in folder.iterdir()) == ["plan.toml", "programs.csv"]


def test_a_plan_with_a_fault_is_not_kept(folder: Path) -> None:
    (folder / "bad.toml").write_text(PLAN.replace("internal-medicine", "alchemy"), encoding="utf-8")
    assert "alchemy" in refused("track", "start", folder / "bad.toml")
    assert "no plan is kept yet" in refused("track", "chances")


def test_a_plan_whose_quotas_clash_applies_to_nothing(folder: Path) -> None:
    (folder / "none.toml").write_text(PLAN + "[quotas]\napplications = { minimum = 12 }\n", encoding="utf-8")
    said("track", "start", folder / "none.toml")
    assert run("track", "apply", "--list", "--on", "2025-09-24").exit_code == 3
    assert "Nothing is followed yet" in said("track", "show")


def test_an_answer_finds_its_program_by_a_part_of_its_name(folder: Path) -> None:
    said("track", "start", folder / "plan.toml")
    said("track", "apply", "p0", "p1", "p2", "--on", "2025-09-24")
    assert said("track", "answer", "program b", "invited", "--on", "2025-10-08") == "p1: invited."
    assert "several programs" in refused("track", "answer", "hospital", "invited")


# ---- looking -----------------------------------------------------------------------------------------------------


def test_one_program_is_shown_with_all_about_it(season: Path) -> None:
    program = list_of(season)[1]
    said("track", "impression", program, "Kind people", "--score", "8")
    said("track", "note", "Call on Monday", "--program", program)
    said(
        "track", "contact", "Dr A", "--kind", "fellow", "--program", program, "--next", "write", "--last", "2025-10-01"
    )
    shown = said("track", "show", program)
    for words in (
        "invited 2025-10-08",
        "2025-11-10, 2025-11-12",
        "$100",
        "8 of 10 Kind people",
        "Call on Monday",
        "Dr A",
    ):
        assert words in shown
    assert "3 invited, 4 no answer yet, 1 rejected" in said("track", "show")
    assert answered("track", "show", program)[0]["slots"] == ["2025-11-10", "2025-11-12"]


@pytest.mark.usefixtures("season")
def test_chances_are_updated_as_of_a_day() -> None:
    found = answered("track", "chances", "--as-of", "2025-11-01")
    assert found["match_probability"] > found["match_probability_before"]
    assert len(found["programs"]) == 8
    words = said("track", "chances", "--as-of", "2025-11-01")
    assert "Invitations expected by now, and seen" in words
    assert "rejected" in words


@pytest.mark.usefixtures("season")
def test_once_rank_lists_are_due_the_season_stands_still_and_the_soap_is_told() -> None:
    closed = answered("track", "chances", "--as-of", "2026-03-04")
    assert answered("track", "chances", "--as-of", "2026-03-20") == closed
    for command in (("next",), ("rank",), ("track", "chances")):
        words = said(*command, "--as-of", "2026-03-10")
        assert "Season 2026: Match Week 16-20 March 2026" in words
        assert "were due on 4 March 2026: nothing can be added any more" in words
        assert "If you aren't matched" in words
        assert "At most 45 applications" in words
    assert "Further applications" not in said("next", "--as-of", "2026-03-10")
    assert "Season 2026 is over" in said("rank", "--as-of", "2026-04-01")


def test_notices_are_told(folder: Path) -> None:
    said("track", "start", folder / "plan.toml")
    said("track", "apply", "p0", "p1", "--on", "2025-09-24")
    said("track", "answer", "p0", "invited", "--on", "2025-10-08")
    assert "1 answer says little" in said("track", "chances", "--as-of", "2025-10-10")


def test_ids_are_shown_whole_however_narrow_the_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    long = "an-id-that-is-longer-than-a-narrow-terminal-is-wide"
    (folder / "programs.csv").write_text(PROGRAMS.replace("p0,", f"{long},"), encoding="utf-8")
    said("track", "start", folder / "plan.toml")
    said("track", "apply", long, "--on", "2025-09-24")
    assert long in run("track", "show").output
    assert long in run("track", "chances", "--as-of", "2025-10-10").output


# ---- deciding ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("season")
def test_next_weighs_applications_letters_contacts_and_interviews() -> None:
    silent = next(one["id"] for one in answered("track", "show") if one["last_word"] == "silent")
    said("track", "contact", "Dr A", "--program", silent, "--remind", "2025-10-25")
    arguments = (
        "next",
        "--as-of",
        "2025-11-01",
        "--dollars",
        "33",
        "--interview-dollars",
        "200",
        "--taken",
        "2025-11-10",
    )
    found = answered(*arguments)
    assert found["further_applications"]["dollars"] <= 33.0
    assert len(found["letters"]["letters"]) == 4
    assert [one["name"] for one in found["contacts"]] == ["Dr A"]
    assert [one["name"] for one in found["reminders"]] == ["Dr A"]
    assert sum(one["accept"] for one in found["interviews"]["invitations"]) == 2
    words = said(*arguments)
    for part in (
        "further applications for $33",
        "letters together add",
        "Contacts who",
        "accept",
        "decline",
        "Reminders",
    ):
        assert part in words


def test_next_is_brief_where_nothing_is_left_to_do(folder: Path) -> None:
    said("track", "start", folder / "plan.toml")
    said("track", "apply", "p0", "--on", "2025-09-24")
    said("track", "answer", "p0", "rejected", "--on", "2025-10-08")
    words = said("next", "--as-of", "2025-11-01")
    assert "No dollars are given for further applications" in words
    assert "No program is open" in words
    assert "Invitations" not in words
    assert answered("next", "--as-of", "2025-11-01")["interviews"] is None


def test_an_invitation_without_a_price_is_said_to_count_as_free(folder: Path) -> None:
    said("track", "start", folder / "plan.toml")
    said("track", "apply", "p0", "--on", "2025-09-24")
    said("track", "answer", "p0", "invited", "--on", "2025-10-08")
    assert "Counted as free" in said("next", "--as-of", "2025-11-01")
    assert "1 further application for" in said("next", "--as-of", "2025-11-01", "--dollars", "11")


def test_the_rank_list_is_by_preference(season: Path) -> None:
    first, second, third, _ = list_of(season)[:4]
    assert "nothing to rank" in said("rank", "--as-of", "2025-11-01")
    for program in (first, second, third):
        said("track", "answer", program, "held", "--on", "2025-11-12")
    said("track", "order", second, first)
    said("track", "acceptable", third, "--no")
    found = answered("rank", "--as-of", "2025-12-10")
    assert [one["id"] for one in found["programs"]] == [second, first]
    assert found["left_out"] == [third]
    words = said("rank", "--as-of", "2025-12-10")
    for part in ("NRMP registration: $70.", "by what you want", "not acceptable", "your order"):
        assert part in words
    page = season.with_name("page.pdf") if season.suffix else season / "page.pdf"
    assert "The page for an adviser is in" in said("rank", "--as-of", "2025-12-10", "--adviser", page)
    (only,) = pypdf.PdfReader(page).pages
    assert "Chance to match from this order" in " ".join(only.extract_text().split())


def test_codes_beyond_those_covered_are_priced(folder: Path) -> None:
    rows = "".join(f"q{k:02},Program {k},Hospital {k},internal-medicine,Fresno,CA,community\n" for k in range(22))
    (folder / "programs.csv").write_text(HEADER + rows, encoding="utf-8")
    ids = [f"q{k:02}" for k in range(22)]
    said("track", "start", folder / "plan.toml")
    said("track", "apply", *ids, "--on", "2025-09-24")
    with Tracker.at() as tracker:
        tracker.record([Entry(one, "invited", date(2025, 10, 8)) for one in ids])
    assert "$130, 2 codes beyond" in said("rank", "--as-of", "2025-12-10", "--with-invited")


@pytest.mark.usefixtures("season")
def test_ties_that_came_about_count() -> None:
    silent = next(one["id"] for one in answered("track", "show") if one["last_word"] == "silent")
    before = answered("track", "chances", "--as-of", "2025-11-01")["match_probability"]
    said("track", "tie", "contact", "program", silent)
    assert answered("track", "chances", "--as-of", "2025-11-01")["match_probability"] > before


# ---- the journal and the sheet -----------------------------------------------------------------------------------


def test_changes_are_listed_and_undone(season: Path) -> None:
    program = list_of(season)[3]
    assert "rejected 2025-10-20" in said("track", "history", "--count", "1")
    assert "is undone" in said("track", "undo")
    assert answered("track", "show", program)[0]["last_word"] == "silent"
    assert "undone by" in said("track", "history", program)


def test_contacts_and_reminders_are_listed(folder: Path) -> None:
    said("track", "start", folder / "plan.toml")
    said("track", "contact", "Office", "--kind", "office", "--where", "Fresno", "--remind", "2025-10-25")
    said("track", "contact", "Dr A", "--note", "met in June")
    assert "Dr A" in said("track", "contacts")
    assert "Dr A" not in said("track", "contacts", "--until", "2025-12-01")
    said("track", "contact", "Office of education", "--number", "1")
    assert "Office of education" in said("track", "contacts")
    assert "Office" not in said("track", "contacts", "--until", "2025-12-01")


def test_a_sheet_goes_out_and_comes_into_another_store_the_same(season: Path) -> None:
    said("track", "impression", list_of(season)[0], "fine", "--score", "3.5")
    sheet = season / "sheet.csv"
    assert "8 programs are in" in said("track", "export", sheet)
    assert "8 programs read; 0 new or altered" in said("track", "import", sheet)
    other = season / "other.sqlite"
    said("track", "start", season / "plan.toml", "--store", other)
    assert "8 programs read; 8 new or altered" in said("track", "import", sheet, "--store", other)
    said("track", "export", season / "again.csv", "--store", other)
    assert (season / "again.csv").read_bytes() == sheet.read_bytes()


def test_a_sheet_can_come_in_before_there_is_a_plan(folder: Path) -> None:
    sheet = folder / "sheet.csv"
    sheet.write_text(
        "id,applied,interview\nim-ca-centinela-hospital-medical-center,9/24/2025,invited 10/8/2025\nxx,,\n",
        encoding="utf-8",
    )
    assert "sheet.csv line 3: no program has this id" in refused("track", "import", sheet)
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("xx,,\n", ""), encoding="utf-8")
    assert "1 new or altered" in said("track", "import", sheet)
    (one,) = answered("track", "show")
    assert (one["last_word"], one["name"]) == ("invited", "Centinela Hospital Medical Center")


def test_the_store_is_copied_and_said_where_it_is(season: Path) -> None:
    said("track", "backup", season / "copy.sqlite")
    with Tracker.at(season / "copy.sqlite") as copy, Tracker.at() as tracker:
        assert sheet_csv(copy.programs()) == sheet_csv(tracker.programs())
    assert "exists already" in refused("track", "backup", season / "copy.sqlite")
    assert said("track", "where") == str(season / "season.sqlite")


# ---- before the season -------------------------------------------------------------------------------------------


def test_ties_are_chosen_with_the_list(tmp_path: Path) -> None:
    found = answered("ties", EXAMPLE, ACTIONS)
    assert found["proven"]
    assert found["gap"] <= 1e-4
    assert found["weeks"] <= 16.0
    assert found["match_probability"] > found["match_probability_without"]
    assert {"action", "season"} == {row["kind"] for row in found["timeline"]}
    words = said("ties", EXAMPLE, ACTIONS)
    for part in (
        "What to do",
        "Sub-internship at White Memorial",
        "The year",
        "Match Day",
        "rule of thumb",
        "No other choice",
    ):
        assert part in words
    bad = tmp_path / "bad.toml"
    bad.write_text("weeks = 1\n", encoding="utf-8")
    assert "actions" in refused("ties", EXAMPLE, bad)


def test_the_day_may_stand_in_any_place() -> None:
    plain = ["track", "chances", "--json"]
    assert day_first([*plain, "--as-of", "2025-11-01"]) == ["--as-of", "2025-11-01", *plain]
    assert day_first(["track", "--as-of=2025-11-01", *plain[1:]]) == ["--as-of=2025-11-01", *plain]
    assert day_first(["--as-of", "2025-11-01", *plain]) == ["--as-of", "2025-11-01", *plain]
    assert day_first([*plain, "--as-of"]) == ["--as-of", *plain]
    assert day_first(["note", "--", "--as-of", "2025-11-01"]) == ["note", "--", "--as-of", "2025-11-01"]
    assert day_first(plain) == plain


@pytest.mark.usefixtures("season")
def test_every_command_works_as_of_the_day() -> None:
    there = answered("track", "chances", "--as-of", "2025-11-01")
    assert answered("--as-of", "2025-11-01", "track", "chances") == there
    assert "is no day" in refused("--as-of", "soon", "presets")


def test_a_season_sent_in_autumn_is_recorded_imported_with_american_dates_and_ranked(folder: Path) -> None:
    later = load_season(season_years()[1])
    sent = f"9/24/{later.season % 100 - 1}"
    programs = "".join(f"p{k},Program {k},Hospital {k},psychiatry,Fresno,CA\n" for k in range(60))
    (folder / "sixty.csv").write_text(f"id,name,institution,specialty,city,state\n{programs}", encoding="utf-8")
    text = 'programs = ["sixty.csv"]\n[applicant]\ntype = "us-do"\nspecialties = ["psychiatry"]\n'
    (folder / "sixty.toml").write_text(text, encoding="utf-8")
    rows = "".join(f"p{k},{sent}{' single' if k < 10 else ''},\n" for k in range(57))
    rows += f"p57,24-Sep-{later.season % 100 - 1},invited Oct 8\n"
    rows += "p58,Sep 24,invited Oct 8 for Nov 3; held Nov 3\np59,9/24,\n"
    (folder / "sheet.csv").write_text(f"id,applied,interview\n{rows}", encoding="utf-8")
    day = ("--as-of", f"{later.season - 1}-11-30")
    assert f"Season {later.season}: Match Week" in said(*day, "track", "start", folder / "sixty.toml")
    assert "60 new or altered" in said(*day, "track", "import", folder / "sheet.csv")
    shown = {one["id"]: one for one in answered(*day, "track", "show")}
    assert {one["applied"] for one in shown.values()} == {f"{later.season - 1}-09-24"}
    assert shown["p58"]["held"] == f"{later.season - 1}-11-03"
    assert shown["p57"]["invited"] == f"{later.season - 1}-10-08"
    assert shown["p0"]["signal"] == "single"
    assert [one["id"] for one in answered(*day, "rank")["programs"]] == ["p58"]
    assert answered(*day, "next")["season"] == later.season


@pytest.mark.usefixtures("season")
def test_a_plan_of_another_season_begins_it_empty_and_the_old_one_stays_in_a_copy(folder: Path) -> None:
    old, new = season_years()[:2]
    before = answered("track", "show")
    (folder / "next.toml").write_text(f"season = {new}\n{PLAN}", encoding="utf-8")
    said("track", "note", "On nothing in particular")
    assert f"season-{old}.sqlite" in said("track", "start", folder / "next.toml")
    assert answered("track", "show") == []
    assert answered("track", "show", "--store", folder / f"season-{old}.sqlite") == before
    with Tracker.at() as tracker:
        assert [note.words for note in tracker.notes()] == ["On nothing in particular"]
    said("track", "undo")
    assert answered("track", "show") == before
    assert f"season-{old}-2.sqlite" in said("track", "start", folder / "next.toml")


@pytest.mark.usefixtures("season")
def test_a_day_that_is_none_is_told_with_how_days_look() -> None:
    told = refused("track", "answer", "p5", "invited", "--on", "soon")
    assert "--on: is no day (found 'soon'); allowed: a day such as 2026-02-01, 2/1/26 or Feb 1" in told


def test_the_second_list_is_sent_followed_and_ranked_with_the_first(folder: Path) -> None:
    """A dermatologist's advanced positions and first years, from the list to the supplemental rank order list."""
    programs = HEADER.replace("\n", ",nrmp_code\n") + "".join(
        f"{kind}{k},{kind.upper()} Program {'abcdef'[k]},{kind} Hospital {k},{specialty},{CITIES[k]},university,"
        f"{number + k}{code}\n"
        for kind, specialty, number, code in (
            ("derm", "dermatology", 1000, "080A0"),
            ("prelim", "internal-medicine", 2000, "140P0"),
        )
        for k in range(6)
    )
    (folder / "programs.csv").write_text(programs, encoding="utf-8")
    plan = PLAN.replace("internal-medicine", "dermatology").replace("88.0", "132.0")
    (folder / "plan.toml").write_text(plan, encoding="utf-8")
    said("track", "start", folder / "plan.toml")
    said("track", "apply", "--list", "--on", "2025-09-24")
    sent = {one["id"] for one in answered("track", "show")}
    first = sorted(one for one in sent if one.startswith("prelim"))
    advanced = sorted(one for one in sent if one.startswith("derm"))
    assert first
    assert advanced
    for one in (advanced[0], *first[:2]):
        said("track", "answer", one, "invited", "--on", "2025-10-08")
        said("track", "answer", one, "held", "--on", "2025-11-10")
    ranked = answered("rank", "--as-of", "2025-12-01")
    assert [one["id"] for one in ranked["programs"]] == [advanced[0]]
    assert {one["id"] for one in ranked["supplemental"]} == set(first[:2])
    told = said("rank", "--as-of", "2025-12-01")
    assert "Supplemental list: first years, behind each advanced program" in told
    said("track", "order", first[1], first[0])
    assert [one["id"] for one in answered("rank", "--as-of", "2025-12-01")["supplemental"]] == [first[1], first[0]]
    assert "First years:" in said("track", "chances", "--as-of", "2025-12-01")
    left = sorted({f"prelim{k}" for k in range(6)} - sent)
    if left:
        assert "Applied to 1 programs." in said("track", "apply", left[0], "--on", "2025-09-25")
    assert "no gold signals in" not in said("track", "show")
