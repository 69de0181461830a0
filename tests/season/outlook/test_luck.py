"""What the answers say about the shared luck, against sums over drawn scenarios that share no code with the grid."""

from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.simulated_seasons import Forecasts, forecasts, seasons
from optimizer.estimate import REGIONS, Scenarios, chances_at
from optimizer.evidence import load_evidence
from optimizer.season.outlook import Arrivals, SeasonView
from optimizer.season.outlook.luck import above_zero, quantiles, shock_quantiles, strength_quantiles
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities
from tests.season.outlook.views import prepared, view
from tests.season.seasons import DECEMBER, NOVEMBER, OCTOBER

ANSWERS = {
    "im-00": {"invited": OCTOBER},
    "im-01": {"invited": OCTOBER, "held": NOVEMBER},
    "im-02": {"rejected": NOVEMBER},
    "im-03": {"invited": OCTOBER, "declined": OCTOBER},
    "im-05": {"invited": OCTOBER, "rejected": NOVEMBER},
}


def by_drawing(season: SeasonView, draws: int = 40_000) -> tuple[float, npt.NDArray[np.float64], float]:
    """Match probability, chances of later invitations and mean strength, by weighing drawn scenarios."""
    generator = np.random.default_rng(5)
    luck = Scenarios(
        np.full(draws, 1 / draws),
        generator.normal(size=draws),
        generator.normal(size=(draws, len(REGIONS))),
        (generator.permutation(draws) + 0.5) / draws,
    )
    chances = chances_at(season.prepared.estimate, season.answers.mode, luck)
    interview, offer_if = chances.interview[:, 0], chances.offer[:, 0] / chances.interview[:, 0]
    answers, out = season.answers, float(season.arrivals.invitations_out(season.answers.day[0]))
    said = float(season.arrivals.rejections_out(season.answers.day[0]))
    weight = np.ones(draws)
    later, offer = np.zeros_like(interview), np.zeros_like(interview)
    for k, program in enumerate(answers.programs):
        chance = interview[k]
        if program.invited is not None:
            weight *= chance
            offer[k] = offer_if[k] if program.declined is None and program.rejected is None else 0.0
        elif program.rejected is not None:
            weight *= 1 - chance
        else:
            silent = chance * (1 - out) + (1 - chance) * (1 - said)
            weight *= silent
            later[k] = chance * (1 - out) / silent
            offer[k] = later[k] * offer_if[k]
    weight /= weight.sum()
    matched = float(weight @ (1 - np.prod(1 - offer, axis=0)))
    return matched, later @ weight, float(weight @ luck.strength)


@pytest.mark.parametrize("day", [OCTOBER, NOVEMBER, DECEMBER])
def test_the_grid_gives_what_many_drawn_scenarios_give(day: date) -> None:
    season = view(prepared(), ANSWERS, day)
    matched, later, strength = by_drawing(season)
    luck = season.luck
    assert luck.match_probability == pytest.approx(matched, abs=0.006)
    assert luck.mean(luck.later) == pytest.approx(later, abs=0.006)
    assert strength_quantiles(luck, [0.5])[0] == pytest.approx(strength, abs=0.05)


def test_without_answers_nothing_is_learned() -> None:
    season = view(prepared(), day=OCTOBER)
    before = season.luck_before
    assert above_zero(before.strength) == pytest.approx(0.5)
    assert strength_quantiles(before, [0.1, 0.9]) == pytest.approx([-1.2816, 1.2816], abs=0.01)
    assert shock_quantiles(before, 0, [0.1, 0.9]) == pytest.approx([-1.2816, 1.2816], abs=0.02)
    chances = chances_at(season.prepared.estimate, season.answers.mode, season.prepared.estimate.scenarios)
    nobody = np.prod(1 - chances.offer[:, 0], axis=0)
    assert before.match_probability == pytest.approx(float(1 - nobody.mean()), abs=0.01)


def test_an_invitation_raises_hope_and_silence_wears_it_down() -> None:
    made = prepared()
    quiet = [view(made, day=day).luck.match_probability for day in (OCTOBER, NOVEMBER, DECEMBER)]
    assert quiet == sorted(quiet, reverse=True)
    invited = view(made, {"im-00": {"invited": OCTOBER}})
    assert invited.luck.match_probability > view(made).luck.match_probability
    assert invited.luck.mean(invited.luck.later)[1] > view(made).luck.mean(view(made).luck.later)[1]


def test_a_rejection_says_more_than_silence() -> None:
    made = prepared()
    quiet, refused = view(made), view(made, {"im-00": {"rejected": OCTOBER}})
    assert above_zero(refused.luck.strength) < above_zero(quiet.luck.strength)
    assert refused.luck.mean(refused.luck.offer)[0] == 0.0


def test_answers_move_their_own_division_most() -> None:
    made = prepared(30)
    pacific = [program.id for program in made.directory.programs if program.state == "CA"]
    season = view(made, {program: {"invited": OCTOBER} for program in pacific})
    above = {name: above_zero(season.luck.shock[k]) for k, name in enumerate(REGIONS)}
    assert above["Pacific"] == max(above.values())
    assert above["Puerto Rico"] == pytest.approx(0.5, abs=1e-6)
    assert above["New England"] < above["Pacific"]


def test_scenarios_of_the_luck_that_is_left_have_its_moments() -> None:
    season = view(prepared(30), ANSWERS)
    drawn = season.luck.scenarios()
    middle = strength_quantiles(season.luck, [0.5])[0]
    assert drawn.strength.mean() == pytest.approx(middle, abs=0.05)
    coming, offer_if = season.scenario_chances
    by_scenario = float((1 - np.prod(1 - coming * offer_if, axis=0)).mean())
    assert by_scenario == pytest.approx(season.luck.match_probability, abs=0.01)


def test_a_late_application_gets_what_is_left() -> None:
    made = prepared()
    early = view(made, day=DECEMBER)
    late = replace(early, answers=replace(early.answers, sent_day=early.answers.day))
    share = 1 - float(late.arrivals.invitations_out(late.answers.day[0]))
    first = late.luck.mean(late.luck.later)
    assert first == pytest.approx(late.luck_before.mean(late.luck_before.later))
    full = early.luck_before.mean(early.luck_before.later)
    # What can no longer come is worth less, and more than its share only as the rest has not been refused.
    assert (first < full).all()
    assert (first > share * full * 0.99).all()


def test_arrivals_never_fall_even_when_drawn() -> None:
    for drawn in load_evidence().draws(16, 3):
        curves = Arrivals.of(drawn)
        assert (np.diff(curves.invited) >= 0).all()
        assert (np.diff(curves.rejected) >= 0).all()
        assert curves.invitations_out(0.0) == 0.0
        assert curves.rejections_out(10.0) == 0.0


def test_quantiles_of_a_normal_density_are_those_of_a_normal() -> None:
    points = np.linspace(-4, 4, 17)
    found = quantiles(points, np.exp(-(points**2) / 2), [0.025, 0.5, 0.975])
    assert found == pytest.approx([-1.96, 0.0, 1.96], abs=0.01)


# ---- a world simulated from the model --------------------------------------------------------------------------------


def test_updated_chances_are_calibrated_and_better_than_the_first_ones() -> None:
    where = directory(*programs_in_many_cities(40))
    people = (
        plan(applicant=applicant(type="us-md", visa=None, us_clinical_months=None), flexibility=1.0),
        plan(applicant=applicant(type="non-us-img", step2=262), flexibility=1.0),
    )
    worlds = [seasons(person, where, 120, seed=k) for k, person in enumerate(people)]
    for day in (15.0, 46.0, 90.0):
        for found in forecasts(worlds, day):
            assert max(abs(off) for _, _, off, _ in found.reliability(5)) < 3.5
            assert found.log_score(found.after) > found.log_score(found.before)


def test_forecasts_that_are_wrong_are_found_out() -> None:
    generator = np.random.default_rng(0)
    told = generator.random(4000)
    came = generator.random(4000) < told**2
    found = Forecasts(told, told, came, np.arange(4000))
    assert max(abs(off) for _, _, off, _ in found.reliability(5)) > 3.5
