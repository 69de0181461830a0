"""What programs' traits add where their own rates aren't known."""

import re
from collections.abc import Sequence

import numpy as np
import pytest

from optimizer.directory import TRAITS, load_directory
from optimizer.estimate.prior_fit import RateTable, best_interviews
from optimizer.estimate.priors import LEVEL, prior_name
from optimizer.evidence import load_evidence
from optimizer.vocabulary import load_vocabulary

EVIDENCE = load_evidence()
MOVED = ("us-do", "us-img", "non-us-img")


@pytest.mark.parametrize("kind", MOVED)
def test_every_specialty_has_a_level_and_every_trait_a_row(kind: str) -> None:
    for specialty in load_directory().specialties:
        assert EVIDENCE.has(LEVEL, specialty, kind)
        assert all(EVIDENCE.has(prior_name(trait, specialty), None, kind) for trait in TRAITS)


def test_us_md_seniors_keep_state_university_and_research_alone() -> None:
    assert not EVIDENCE.has(LEVEL, "internal-medicine", "us-md")


def test_surgical_specialties_have_rows_of_their_own() -> None:
    assert prior_name("community", "general-surgery") == "program_prior_surgical.community"
    assert prior_name("community", "psychiatry") == "program_prior.community"
    assert prior_name("university", "general-surgery") == "university_effect"
    assert "general-surgery" in load_vocabulary().surgical


@pytest.mark.parametrize("kind", MOVED)
def test_coefficients_say_how_well_they_predict(kind: str) -> None:
    row = EVIDENCE.row("program_prior.community", None, kind)
    assert row.grade == "B"
    assert re.search(r"Share of the differences explained on cities left out: 0\.\d{3} ", row.note)
    assert row.low < row.central < row.high


class Made:
    """A season of made-up rates in the shipped directory: open where programs are community ones, whatever the city."""

    def __init__(self, specialties: Sequence[str]) -> None:
        directory, rng = load_directory().of_specialties(specialties), np.random.default_rng(5)
        programs = [
            program.model_copy(
                update={
                    "interview_rate_us_do": round(
                        float(rng.uniform(0.05, 0.15)) + 0.3 * (program.setting == "community"), 2
                    )
                }
            )
            for program in directory.programs
        ]
        self.table = RateTable(type(directory)(tuple(programs), directory.places))


@pytest.fixture(scope="module")
def table() -> RateTable:
    return Made(["psychiatry", "neurology"]).table


def test_a_trait_that_decides_is_found_and_chooses_better_programs(table: RateTable) -> None:
    fitted = table.fitted("us-do")
    assert fitted.coefficient["other", "community"] > 0.5
    assert fitted.r2 > 0.5 > fitted.r2_before
    score = table.predicted("us-do", table.all_columns, fitted.penalties)
    chosen = best_interviews(table, "psychiatry", "us-do", 40, score)
    assert chosen > 1.5 * best_interviews(table, "psychiatry", "us-do", 40, np.zeros(score.shape[1]))


def test_no_city_predicts_itself(table: RateTable) -> None:
    for folds in table.folds:
        for city in np.unique(table.city):
            assert len(set(folds[table.city == city].tolist())) == 1
