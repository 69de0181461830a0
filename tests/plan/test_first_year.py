"""The year before an advanced position: a second list in the same budget, or what to know where there is none."""

import csv
import io
import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from optimizer.cli import app
from optimizer.data_folder import data_folder
from optimizer.directory import ProgramQuery, load_directory, search_programs
from optimizer.errors import BadInput
from optimizer.evidence import load_evidence, load_season
from optimizer.export import first_year_csv, list_pdf, list_text, list_xlsx, outcome_json, programs_csv, tracking_csv
from optimizer.plan import Plan, ProgramList, build_list, parse_plan, plan_text, prepare, read_plan
from optimizer.plan.problem import advanced_share, needs_first_year
from optimizer.portfolio import evaluate_completion, spend, violations
from optimizer.vocabulary import track_letters
from tests.drawn import drawn


def made_up(folder: Path, transitional: int = 0, preliminary: int = 0, codes: str | None = None) -> str:
    """Forty dermatology programs of the shipped directory, with made-up first years at shipped hospitals."""
    with (data_folder() / "programs.csv").open(encoding="utf-8") as file:
        rows = [{**row, "nrmp_code": ""} for row in csv.DictReader(file)]
    own = [row for row in rows if row["specialty"] == "dermatology"][:40]
    if codes is not None:
        own = [{**row, "nrmp_code": f"{1000 + k}080{codes}0"} for k, row in enumerate(own)]
    medicine = [row for row in rows if row["specialty"] == "internal-medicine"]
    prelim = [
        {**row, "nrmp_code": f"{2000 + k}140C0 {2000 + k}140P0"} for k, row in enumerate(medicine[::7][:preliminary])
    ]
    years = [
        {**row, "id": f"ty-{k}", "specialty": "transitional-year", "nrmp_code": f"{3000 + k}999P0"}
        for k, row in enumerate(medicine[1::7][:transitional])
    ]
    path = folder / "programs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(own[0]))
        writer.writeheader()
        # Some of its programs have no preliminary track.
        writer.writerows([*own, *prelim, *years, *medicine[2::50]])
    return str(path)


def plan_with(programs: str | None, more: str = "", dollars: int = 700) -> Plan:
    files = "" if programs is None else f"programs = [{json.dumps(programs)}]\n"
    return parse_plan(
        f'{files}[applicant]\ntype = "us-md"\nspecialties = ["dermatology"]\nstep2 = 255\nvisa = "none"\n'
        f"[budget]\ndollars = {dollars}\n{more}",
        "plan.toml",
    )


def built(plan: Plan) -> ProgramList:
    found = build_list(plan)
    assert isinstance(found, ProgramList)
    return found


def test_preliminary_tracks_make_a_second_list_within_the_budget(tmp_path: Path) -> None:
    found = built(plan_with(made_up(tmp_path, preliminary=30)))
    second = found.first_year
    assert second is not None
    assert second.known_programs == 30
    assert {program.specialty for program in second.programs} == {"internal-medicine"}
    assert second.spend == 11.0 * len(second.programs)
    assert found.spend == pytest.approx(second.spend + sum(program.cost_share for program in found.programs))
    assert found.spend <= 700
    assert second.probability is not None
    assert second.complete_probability is not None
    assert found.match_probability is not None
    # An offer in the specialty counts wholly only with a first year.
    assert 0.3 * found.match_probability < second.complete_probability < found.match_probability
    assert any("complete training is about" in notice for notice in second.notices)
    low, high = second.complete_probability_range or (1.0, 0.0)
    assert low <= second.complete_probability <= high


def test_the_split_is_the_best_known_and_the_referee_agrees(tmp_path: Path) -> None:
    prepared = prepare(plan_with(made_up(tmp_path, preliminary=30)))
    chosen = prepared.first_year
    assert chosen is not None
    assert chosen.found is not None
    assert chosen.completion is not None
    both, mode = chosen.completion, chosen.found.mode
    assert violations(both.problem, mode) == ()
    assert spend(both.problem, mode) <= 700
    value = evaluate_completion(both, mode)
    assert value == pytest.approx(chosen.found.value)
    # Taking an application from either list and giving nothing for it is never better.
    for program in np.flatnonzero(mode[: both.complement.size] >= 0)[::5]:
        without = mode.copy()
        without[program] = -1
        assert evaluate_completion(both, without) <= value + 1e-12


def test_signals_of_each_list_keep_to_their_own_specialty(tmp_path: Path) -> None:
    found = built(plan_with(made_up(tmp_path, transitional=30, preliminary=30), dollars=900))
    season = load_season(found.season)
    second = found.first_year
    assert second is not None
    for specialty in ("transitional-year", "internal-medicine"):
        for kind, most in season.signal_caps(specialty).items():
            used = [one for one in second.programs if one.specialty == specialty and one.signal == kind]
            assert len(used) <= most
    assert sum(one.signal == "gold" for one in found.programs) <= season.signal_caps("dermatology")["gold"]


def test_the_chance_of_transitional_years_is_not_known(tmp_path: Path) -> None:
    second = built(plan_with(made_up(tmp_path, transitional=40), dollars=900)).first_year
    assert second is not None
    assert second.programs
    assert second.probability is None
    assert second.complete_probability is None
    assert any("isn't known" in notice for notice in second.notices)


def test_known_categorical_programs_need_no_first_year(tmp_path: Path) -> None:
    prepared = prepare(plan_with(made_up(tmp_path, preliminary=30, codes="C")))
    assert needs_first_year(prepared.directory, load_evidence()).max() == 0.0
    second = built(plan_with(made_up(tmp_path, preliminary=30, codes="C"))).first_year
    assert second is not None
    assert second.programs == ()
    assert second.spend == 0.0


def test_known_advanced_programs_are_worth_nothing_without_one(tmp_path: Path) -> None:
    found = built(plan_with(made_up(tmp_path, preliminary=30, codes="A")))
    assert found.first_year is not None
    second = found.first_year
    assert second.complete_probability is not None
    assert second.probability is not None
    assert second.complete_probability <= second.probability


def test_a_number_of_first_years_at_most_is_kept(tmp_path: Path) -> None:
    second = built(plan_with(made_up(tmp_path, preliminary=30), "[first_year]\nmaximum = 3\n")).first_year
    assert second is not None
    assert len(second.programs) == 3


def test_a_budget_too_small_for_both_says_what_would_mend_it(tmp_path: Path) -> None:
    second = built(plan_with(made_up(tmp_path, preliminary=30, codes="A"), dollars=15)).first_year
    assert second is not None
    assert second.programs == ()
    told = " ".join(second.notices)
    assert "pays for no first year" in told
    assert "$22" in told
    assert "ask for no second list" in told


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("", "pays for no application: the first one costs $11. Raise"),
        ("[first_year]\nreserve = 12\n", "$20, of which $12 is kept for first years, pays for no application"),
    ],
)
def test_a_budget_that_pays_for_no_application_says_so(more: str, words: str) -> None:
    found = built(plan_with(None, more, dollars=20 if more else 9))
    assert found.programs == ()
    assert words in " ".join(found.notices)


def test_the_shipped_directory_knows_none_and_says_what_is_usual() -> None:
    plan = read_plan(data_folder() / "examples" / "dermatology.toml")
    found = built(plan)
    second = found.first_year
    assert second is not None
    assert second.programs == ()
    assert second.reserve == 220.0
    assert found.spend <= 1800 - 220
    told = " ".join(second.notices)
    assert "Bring any list of them" in told
    assert "20 for an average applicant" in told
    assert "$220 of the budget is kept" in told
    assert second.advanced[0].grade == "C"


@pytest.mark.parametrize("name", ["diagnostic-radiology", "anesthesiology", "physical-medicine-rehabilitation"])
def test_examples_of_other_advanced_specialties_build(name: str) -> None:
    found = built(read_plan(data_folder() / "examples" / f"{name}.toml"))
    assert found.first_year is not None
    assert found.first_year.advanced[0].specialty == name
    assert re.search(r"about \d+ \(range \d+-\d+\) are advanced", found.first_year.notices[0])
    assert found.programs


@pytest.mark.parametrize(
    "name", drawn(["dermatology", "diagnostic-radiology", "physical-medicine-rehabilitation", "anesthesiology"], 2)
)
def test_both_lists_of_an_example_take_four_seconds_of_processor_time_from_a_cold_start(
    name: str, tmp_path: Path
) -> None:
    """With preliminary tracks at every third program of internal medicine, which no shipped file knows."""
    programs = []
    for number, program in enumerate(load_directory().programs):
        has_one = program.specialty == "internal-medicine" and number % 3 == 0
        code = {"nrmp_code": f"{1000 + number}140C0 {1000 + number}140P0"} if has_one else {}
        programs.append(program.model_copy(update=code))
    file, out = tmp_path / "programs.csv", tmp_path / "list.json"
    file.write_bytes(programs_csv(programs))
    example = data_folder() / "examples" / f"{name}.toml"
    command = [sys.executable, "-m", "optimizer.cli", "build", str(example), "--no-keep", "--no-standing"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "--programs", str(file), "--out", str(out)], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime <= 4.0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["first_year"]["programs"]
    assert found["spend"] <= found["limits"][-1]["maximum"]
    assert found["first_year"]["complete_probability"] <= found["match_probability"]


def test_no_second_list_where_none_is_wanted_or_needed(tmp_path: Path) -> None:
    assert built(plan_with(made_up(tmp_path, preliminary=30), "[first_year]\napply = false\n")).first_year is None
    surgery = plan_with(None).model_copy(
        update={"applicant": plan_with(None).applicant.model_copy(update={"specialties": ("pediatrics",)})}
    )
    assert built(surgery).first_year is None


def test_programs_of_the_own_specialties_are_not_on_the_second_list(tmp_path: Path) -> None:
    plan = plan_with(made_up(tmp_path, preliminary=30))
    both = plan.applicant.model_copy(update={"specialties": ("dermatology", "internal-medicine")})
    second = built(plan.model_copy(update={"applicant": both})).first_year
    assert second is not None
    assert second.known_programs == 0


def test_a_reserve_above_the_budget_is_refused() -> None:
    with pytest.raises(BadInput, match="the budget doesn't hold the reserve"):
        build_list(plan_with(None, "[first_year]\nreserve = 900\n"))


def test_a_reserve_counts_where_a_first_year_may_be_needed_only() -> None:
    plan = plan_with(None, "[first_year]\nreserve = 900\n")
    peds = plan.model_copy(update={"applicant": plan.applicant.model_copy(update={"specialties": ("pediatrics",)})})
    assert built(peds).spend <= 700


@pytest.mark.parametrize("key", ["kinds = []", 'kinds = ["surgery"]', "reserve = -1", "maximum = -1", "apply = 1"])
def test_a_wish_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match="first_year"):
        plan_with(None, f"[first_year]\n{key}\n")


def test_files_and_texts_know_the_second_list(tmp_path: Path) -> None:
    plan = plan_with(made_up(tmp_path, preliminary=30))
    found = built(plan)
    assert found.first_year is not None
    out = io.StringIO()
    Console(file=out, width=100).print(list_text(found, plan))
    assert "The second list, for the first year" in out.getvalue()
    assert "Complete training" in out.getvalue()
    record = json.loads(outcome_json(found, plan))
    assert len(record["first_year"]["programs"]) == len(found.first_year.programs)
    assert b"First year" in _workbook(list_xlsx(found, plan))
    rows = list(csv.DictReader(io.StringIO((first_year_csv(found) or b"").decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [program.id for program in found.first_year.programs]
    sheet = list(csv.DictReader(io.StringIO(tracking_csv(found).decode("utf-8-sig"))))
    assert [row["id"] for row in sheet] == [program.id for program in (*found.programs, *found.first_year.programs)]
    assert list_pdf(found, plan).startswith(b"%PDF")
    without = found.model_copy(update={"first_year": None})
    assert len(list_pdf(found, plan)) > len(list_pdf(without, plan))


def test_a_list_without_a_second_one_writes_none() -> None:
    assert first_year_csv(built(plan_with(None, "[first_year]\napply = false\n"))) is None


def test_the_command_writes_the_second_list_beside_the_first(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(plan_text(plan_with(made_up(tmp_path, preliminary=30))), encoding="utf-8")
    result = CliRunner().invoke(
        app, ["build", str(plan), "--no-keep", "--no-standing", "--out", str(tmp_path / "my.csv")]
    )
    assert result.exit_code == 0
    assert (tmp_path / "my-first-year.csv").is_file()
    assert "The second list" in result.output


def _workbook(content: bytes) -> bytes:
    with ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/workbook.xml")


def test_every_share_has_a_source_and_a_range() -> None:
    evidence = load_evidence()
    shares = [row for row in evidence.rows if row.name == "advanced_share"]
    assert {"dermatology", "anesthesiology", "diagnostic-radiology"} <= {row.specialty for row in shares}
    assert all(row.low < row.central < row.high and row.source and row.grade in "ABC" for row in shares)
    assert advanced_share(evidence, "pediatrics") is None


def test_codes_name_tracks() -> None:
    assert track_letters("1234140C0 1234140P0") == {"C", "P"}
    assert track_letters(None) == frozenset()


def test_the_same_programs_are_read_from_a_file(tmp_path: Path) -> None:
    directory = load_directory((Path(made_up(tmp_path, transitional=2, preliminary=3)),))
    assert sum(program.specialty == "transitional-year" for program in directory.programs) == 2


def test_what_is_known_of_one_year_positions_alone_serves_as_a_first_year_and_is_no_residency(tmp_path: Path) -> None:
    """A hospital with preliminary positions only stands on the second list of a dermatologist, on no internist's."""
    path = Path(made_up(tmp_path, transitional=2))
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    medicine = next(row for row in rows if row["specialty"] == "internal-medicine")
    rows.append({**medicine, "id": "im-one-year", "name": f"{medicine['name']} (Preliminary)"})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    second = built(plan_with(str(path))).first_year
    assert second is not None
    assert {one.id for one in second.programs} == {"ty-0", "ty-1", "im-one-year"}
    found = search_programs(load_directory((path,)), ProgramQuery(specialties=("internal-medicine",)))
    assert "im-one-year" not in {one.program.id for one in found.programs}
    assert found.programs
