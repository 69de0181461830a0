"""Stated chances come true in a world drawn from the model, and small changes of the inputs change little."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit

from optimizer.applicant import Tie
from optimizer.estimate import Estimate, Weights, draw_scenarios, estimate, typical_applicant
from optimizer.estimate.chances import chances_of
from optimizer.estimate.situation import situation_of
from optimizer.estimate.terms import ApplicantAnswers, terms_of
from optimizer.evidence import load_evidence, load_season
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

EVIDENCE = load_evidence()
SEASON = load_season(2026)
WORLDS = 20_000
FAR = 4.5
"""Standard errors; a true statement fails once in 150,000."""


def made() -> Estimate:
    where = directory(
        *programs_in_many_cities(40, interview_rate_non_us_img=None),
        *(program(f"own-{k}", interview_rate_non_us_img=0.02 * k, city="Fresno") for k in range(10)),
    )
    ties = (Tie(kind="family", city="Chicago, IL"), Tie(kind="away-rotation", city="Los Angeles, CA"))
    return estimate(applicant(step2=262, ties=ties, preferred_divisions=("Pacific",)), where, SEASON, EVIDENCE)


def worlds(found: Estimate, mode: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Interviews and offers in worlds drawn from the model, shape (worlds, programs): luck, programs, committees."""
    rng = np.random.default_rng(5)
    rows = np.arange(mode.size)
    scenario = rng.integers(found.scenarios.weight.size, size=WORLDS)
    kind = rng.normal(size=(WORLDS, mode.size)) * found.chances.spread
    refusal = found.chances.refusal
    kind += np.where(rng.random(kind.shape) < refusal.share, refusal.add, 0.0)
    interview = rng.random((WORLDS, mode.size)) < expit(found.chances.log_odds[rows, mode][:, scenario].T + kind)
    offer_if = (found.chances.offer / found.chances.interview)[rows, mode][:, scenario].T
    return interview, interview & (rng.random(interview.shape) < offer_if)


def test_in_a_world_drawn_from_the_model_what_is_stated_comes_true() -> None:
    found = made()
    mode = np.zeros(len(found.situation.programs), dtype=np.int64)
    mode[:3], mode[3:15] = found.modes.index("gold"), found.modes.index("silver")
    interview, offer = worlds(found, mode)
    rows = np.arange(mode.size)
    for happened, stated in (
        (interview, found.interview_probability[rows, mode]),
        (offer, found.offer_probability[rows, mode]),
    ):
        error = np.sqrt(stated * (1 - stated) / WORLDS)
        np.testing.assert_array_less(np.abs(happened.mean(axis=0) - stated), FAR * error + 1e-4)
    matched = float(offer.any(axis=1).mean())
    stated_match = float(found.scenarios.weight @ (1 - np.prod(1 - found.chances.offer[rows, mode], axis=0)))
    assert matched == pytest.approx(stated_match, abs=FAR * np.sqrt(stated_match * (1 - stated_match) / WORLDS))


def test_the_curve_of_stated_and_happened_is_the_diagonal() -> None:
    found = made()
    mode = np.zeros(len(found.situation.programs), dtype=np.int64)
    interview, _ = worlds(found, mode)
    stated = found.interview_probability[:, 0]
    edges = np.quantile(stated, [0.25, 0.5, 0.75])
    for group in range(4):
        chosen = np.digitize(stated, edges) == group
        happened = interview[:, chosen].mean(axis=1)
        assert happened.mean() == pytest.approx(stated[chosen].mean(), abs=FAR * happened.std() / np.sqrt(WORLDS))


def test_in_that_world_luck_is_shared_so_that_independence_would_promise_too_much() -> None:
    found = made()
    mode = np.zeros(len(found.situation.programs), dtype=np.int64)
    _, offer = worlds(found, mode)
    independent = 1 - np.prod(1 - found.offer_probability[:, 0])
    assert float(offer.any(axis=1).mean()) < independent - 0.02


@pytest.mark.parametrize(("specialty", "kind"), [("internal-medicine", "non-us-img"), ("orthopaedic-surgery", "us-md")])
def test_independence_is_told_apart_and_promises_more(specialty: str, kind: str) -> None:
    one = typical_applicant(specialty, kind, SEASON, EVIDENCE)
    assert one.match_rate + 0.02 < one.match_rate_if_independent < 1


# ---- continuity


def chance(answers: ApplicantAnswers, **facts: Any) -> float:
    situation = situation_of(applicant(), directory(program(**facts)), SEASON)
    terms = terms_of(situation, answers, EVIDENCE, Weights())
    return float(chances_of(situation, terms, EVIDENCE, draw_scenarios(4)).interview[0, 0].mean())


GOOD = ApplicantAnswers(240.0, 2.0, 3.0, 0.0)


@pytest.mark.parametrize(
    "near",
    [
        ApplicantAnswers(240.001, 2.0, 3.0, 0.0),
        ApplicantAnswers(240.0, 2.001, 3.0, 0.0),
        ApplicantAnswers(240.0, 2.0, 3.001, 0.0),
    ],
    ids=["score", "years", "months"],
)
def test_a_small_change_of_an_answer_changes_the_chance_little(near: ApplicantAnswers) -> None:
    assert chance(near) == pytest.approx(chance(GOOD), rel=1e-3)
    assert chance(near) != chance(GOOD)


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.5, 0.999])
def test_a_small_change_of_a_program_s_rate_changes_the_chance_little(rate: float) -> None:
    less, more = (chance(GOOD, interview_rate_non_us_img=value) for value in (rate, rate + 1e-5))
    assert less < more < less + 1e-4


def test_a_small_change_of_a_figure_changes_the_chance_little() -> None:
    where, person = directory(program()), applicant()
    whom = ("internal-medicine", "non-us-img")
    for name in ("interview_rate", "offer_given_interview", "region_sd", "in_state_share", "step2_slope"):
        near = EVIDENCE.override({name: EVIDENCE.central(name, *whom) * 1.0001})
        exact = EVIDENCE.override({name: EVIDENCE.central(name, *whom)})
        changed, same = (estimate(person, where, SEASON, table).offer_probability[0] for table in (near, exact))
        np.testing.assert_allclose(changed, same, rtol=1e-3)
