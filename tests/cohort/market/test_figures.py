"""The market file: what ships agrees with itself and with the evidence table, and a faulty one is refused in words."""

import re
from pathlib import Path

import pytest

from optimizer.cohort.market import load_market, read_market
from optimizer.data_folder import data_folder
from optimizer.errors import BadInput
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES

SHIPPED = (data_folder() / "market" / "2026.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    file = folder / "market.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_specialty_has_its_interview_rates_fees_and_signals() -> None:
    evidence, season = load_evidence(), load_season(load_market().season)
    for specialty in load_market().specialties:
        assert season.signals(specialty) is not None
        assert all(evidence.has("interview_rate", specialty, kind) for kind in APPLICANT_TYPES)


def test_the_country_has_about_fifty_thousand_applicants_and_the_published_positions() -> None:
    specialties = load_market().specialties.values()
    applicants = sum(figure.value for one in specialties for figure in one.applicants.values())
    assert 45_000 < applicants < 55_000
    assert load_market().specialties["internal-medicine"].positions.value == 11_632
    assert sum(one.positions.value for one in specialties) < applicants


def test_applicants_of_each_type_are_about_as_many_as_took_part_in_the_match() -> None:
    # Active applicants of 2026 by type, all specialties: those of sixteen are fewer, those without an interview more.
    # How many US IMGs there are rests on what the estimate takes for their match rates.
    active = {"us-md": 20_934, "us-do": 8_503, "us-img": 4_210, "non-us-img": 11_944}
    for kind, count in active.items():
        found = sum(
            {str(name): figure.value for name, figure in one.applicants.items()}[kind]
            for one in load_market().specialties.values()
        )
        assert 0.9 * count < found < 1.3 * count


def test_assumptions_are_graded_as_such() -> None:
    market = load_market()
    for specialty in market.specialties.values():
        for figure in (specialty.programs, specialty.positions, *specialty.applicants.values()):
            assert (figure.source != "assumption") or figure.grade == "C"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("season = 2026", 'season = "soon"', "market.toml: season: can't be used"),
        ("regions = { value = 0.4", "regions = { value = 0.5", "don't sum to 1"),
        ("taste_sd = ", "taste = ", "no such key"),
        ("programs = { value = 576", "programs = { value = -576", "specialties.internal-medicine.programs.value"),
        ('source = "results-2026"', 'source = "elsewhere"', "no such source: elsewhere"),
        ("NJ = {", "XX = {", "no such state: XX"),
        ("us-do = ", "us-pharm = ", "us-pharm"),
        ("[background]", "[background", "not a TOML file"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in SHIPPED
    with pytest.raises(BadInput, match=re.escape(words)):
        read_market(written(tmp_path, SHIPPED.replace(old, new, 1)))


def test_a_type_without_applicants_figure_or_a_specialty_without_ranking_is_told(tmp_path: Path) -> None:
    block = SHIPPED[SHIPPED.index("[specialties.psychiatry.applicants]") :]
    line = next(line for line in block.splitlines() if line.startswith("us-do"))
    with pytest.raises(BadInput, match="applicants has to name us-md"):
        read_market(written(tmp_path, SHIPPED.replace(f"{line}\n", "", 1)))
    ranking = re.search(r"(?m)^psychiatry = \{ us-md.*\n", SHIPPED)
    assert ranking is not None
    with pytest.raises(BadInput, match="no full ranking of psychiatry"):
        read_market(written(tmp_path, SHIPPED.replace(ranking[0], "")))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be read"):
        read_market(tmp_path / "none.toml")
