"""The range of a list: over what is known of coefficients and programs, and answers not given."""

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizer.applicant import Tie
from optimizer.data_folder import data_folder
from optimizer.directory import Directory
from optimizer.estimate import Estimate, ListRange, Span, estimate, list_range
from optimizer.estimate.averages import spread_between_applicants
from optimizer.estimate.mean_chances import mean_chance
from optimizer.evidence import load_evidence, load_season
from optimizer.plan import read_plan
from optimizer.plan.planner import prepare
from optimizer.portfolio import Solved, solve
from optimizer.vocabulary import APPLICANT_TYPES
from tests.people_and_programs import applicant, directory, program, programs_in_many_cities

EVIDENCE = load_evidence()
SEASON = load_season(2026)
MANY = directory(*programs_in_many_cities(40))


def estimated(where: Directory = MANY, /, **answers: object) -> Estimate:
    return estimate(applicant(**answers), where, SEASON, EVIDENCE)


def everywhere(made: Estimate) -> NDArray[np.int64]:
    return np.zeros(len(made.situation.programs), dtype=np.int64)


def width(span: Span) -> float:
    return span.high - span.low


def match_probability(made: Estimate, mode: NDArray[np.int64]) -> float:
    offer = made.chances.offer[np.arange(mode.size), mode]
    return float(made.scenarios.weight @ (1 - np.prod(1 - offer, axis=0)))


@pytest.mark.parametrize("type_", APPLICANT_TYPES)
def test_the_range_holds_the_estimate_it_belongs_to(type_: str) -> None:
    made = estimated(type=type_)
    mode = everywhere(made)
    mode[:3], mode[3:10] = 3, 2
    found = list_range(made, mode)
    assert found.match_probability.low < match_probability(made, mode) < found.match_probability.high
    interviews = made.interview_probability[np.arange(mode.size), mode]
    assert found.expected_interviews.low < interviews.sum() < found.expected_interviews.high
    for chance, span in zip(interviews, found.interview_probability, strict=True):
        assert 0 <= span.low < chance < span.high <= 1


def test_the_range_is_the_same_every_time() -> None:
    made = estimated(step2=None)
    assert list_range(made, everywhere(made)) == list_range(made, everywhere(made))


def test_the_seed_of_one_range_does_not_move_the_next() -> None:
    made, other = estimated(step2=None), estimated(failed_attempts=None)
    first = list_range(made, everywhere(made))
    list_range(other, everywhere(other))
    assert list_range(made, everywhere(made)) == first


def test_answers_not_given_widen_the_range() -> None:
    said = estimated()
    silent = estimated(step2=None, graduation_year=None, us_clinical_months=None, failed_attempts=None)
    spans = [list_range(made, everywhere(made)).match_probability for made in (said, silent)]
    assert width(spans[1]) > 1.1 * width(spans[0])


def test_an_unknown_score_widens_the_range() -> None:
    typical = round(EVIDENCE.central("step2_typical", "internal-medicine", "non-us-img"))
    spans = [
        list_range(made, everywhere(made)).match_probability
        for made in (estimated(step2=typical), estimated(step2=None))
    ]
    assert width(spans[1]) > 1.1 * width(spans[0])


def test_us_graduates_are_not_asked_for_months_and_have_a_range_all_the_same() -> None:
    made = estimated(type="us-md", step2=None, graduation_year=None, us_clinical_months=None, failed_attempts=None)
    assert width(list_range(made, everywhere(made)).match_probability) > 0


def test_a_known_rate_narrows_a_program_s_range() -> None:
    made = estimated(directory(program("known", interview_rate_non_us_img=0.02), program("unknown")))
    known, unknown = list_range(made, everywhere(made)).interview_probability
    odds_ratios = [span.high / (1 - span.high) / (span.low / (1 - span.low)) for span in (known, unknown)]
    assert odds_ratios[0] < odds_ratios[1] / 2


def test_programs_of_which_the_same_is_known_have_the_same_range() -> None:
    made = estimated(directory(*(program(f"p{k}") for k in range(4))))
    assert len(set(list_range(made, everywhere(made)).interview_probability)) == 1


@pytest.mark.parametrize("example", ["los-angeles-img", "los-angeles-psychiatry"])
def test_an_example_s_range_is_neither_narrow_nor_useless_and_narrows_when_rates_are_brought_in(example: str) -> None:
    """Rates are invented: those that the estimate expects, on the shipped rows, so that the list's chance stays."""
    prepared = prepare(read_plan(data_folder() / "examples" / f"{example}.toml"))
    outcome = solve(prepared.problem, gap=1e-3)
    assert isinstance(outcome, Solved)
    usual = list_range(prepared.estimate, outcome.mode).match_probability
    assert 0.08 < width(usual) < 0.35
    expected = mean_chance(
        prepared.estimate.chances.base, np.hypot(prepared.estimate.chances.spread, between(prepared.estimate))
    )
    programs = [
        one.model_copy(update={"interview_rate_non_us_img": float(rate)})
        for one, rate in zip(prepared.directory.programs, expected, strict=True)
    ]
    known = Directory.of(programs)
    made = estimate(prepared.plan.applicant, known, prepared.season, prepared.estimate.evidence)
    assert match_probability_of(made, outcome.mode) == pytest.approx(
        match_probability_of(prepared.estimate, outcome.mode), abs=0.04
    )
    assert width(list_range(made, outcome.mode).match_probability) < width(usual)


@pytest.mark.parametrize(
    ("example", "narrower_in_points"), [("los-angeles-img", True), ("los-angeles-psychiatry", True)]
)
def test_rates_brought_in_narrow_the_same_list_and_what_a_list_built_anew_is_sure_of(
    example: str, narrower_in_points: bool
) -> None:
    """Rates are drawn from the spread between programs, as they are told: whole percents, policies inside of them.

    A list built anew is a better one. From 27 in 100 to over 40 the same knowledge spans more points, so what narrows
    everywhere is the range of the offers to reckon with, and at high chances that of points as well.
    """
    prepared = prepare(read_plan(data_folder() / "examples" / f"{example}.toml"))
    chances, rng = prepared.estimate.chances, np.random.default_rng(0)
    refused = rng.random(chances.base.size) < chances.refusal.share
    drawn = chances.base + chances.visa + rng.normal(size=refused.size) * chances.spread
    rates = mean_chance(
        drawn + np.where(refused, chances.refusal.add, 0.0), np.full(refused.size, between(prepared.estimate))
    ).round(2)
    programs = [
        one.model_copy(update={"interview_rate_non_us_img": float(rate)})
        for one, rate in zip(prepared.directory.programs, rates, strict=True)
    ]
    known = prepare(prepared.plan, Directory.of(programs))
    before, after = (solve(one.problem, gap=1e-3) for one in (prepared, known))
    assert isinstance(before, Solved)
    assert isinstance(after, Solved)
    usual, same, anew = (
        list_range(made, outcome.mode, draws=256).match_probability
        for made, outcome in ((prepared.estimate, before), (known.estimate, before), (known.estimate, after))
    )
    assert width(same) < width(usual)
    assert after.match_probability > match_probability_of(known.estimate, before.mode)
    assert offers_high_over_low(anew) < offers_high_over_low(usual)
    assert (width(anew) < width(usual)) == narrower_in_points


def between(made: Estimate) -> float:
    """Spread between applicants, in log-odds."""
    situation = made.situation
    (sd,) = spread_between_applicants(made.evidence, situation.specialties, situation.applicant.type)
    return float(sd)


def offers_high_over_low(span: Span) -> float:
    """Of the number of offers at which, did they come one by one, the chance would be that of the span."""
    return float(np.log1p(-span.high) / np.log1p(-span.low))


def match_probability_of(made: Estimate, mode: NDArray[np.int64]) -> float:
    applied = np.flatnonzero(mode >= 0)
    return float(made.scenarios.weight @ (1 - np.prod(1 - made.chances.offer[applied, mode[applied]], axis=0)))


def test_what_is_not_known_of_programs_widens_the_range_of_a_short_list_most() -> None:
    """Programs of which nothing is known may be anything; many of them even out."""
    relative = []
    for count in (4, 100):
        made = estimated(directory(*programs_in_many_cities(count)), visa="none")
        found = list_range(made, everywhere(made)).expected_interviews
        relative.append(found.high / found.low)
    assert relative[0] > 1.2 * relative[1]


def test_an_unknown_visa_policy_widens_the_range() -> None:
    unknown, known = (
        list_range(made, everywhere(made)).expected_interviews
        for made in (estimated(directory(*programs_in_many_cities(8, sponsors_j1=policy))) for policy in (None, True))
    )
    assert unknown.high / unknown.low > known.high / known.low


def test_only_programs_on_the_list_count() -> None:
    made = estimated()
    mode = everywhere(made)
    mode[10:] = -1
    alone = estimated(directory(*programs_in_many_cities(10)))
    assert list_range(made, mode) == list_range(alone, everywhere(alone))
    assert len(list_range(made, mode).interview_probability) == 10


def test_a_list_of_nothing_has_no_range() -> None:
    made = estimated()
    assert list_range(made, everywhere(made) - 1) == ListRange(
        Span(0.0, 0.0), Span(0.0, 0.0), Span(0.0, 0.0), Span(0.0, 0.0), 0.0, ()
    )


def test_signals_and_ties_of_the_list_count() -> None:
    made = estimated(ties=(Tie(kind="family", city="Los Angeles, CA"),))
    mode = everywhere(made)
    without = list_range(made, mode).expected_interviews
    mode[0] = made.modes.index("gold")
    assert list_range(made, mode).expected_interviews.low > without.low
    assert list_range(made, mode).expected_interviews.high > without.high


def test_the_order_of_two_specialties_does_not_matter() -> None:
    both = ("internal-medicine", "psychiatry")
    programs = [program("im"), program("p", specialty="psychiatry")]
    made = [
        estimated(directory(*order), specialties=both, step2=None, graduation_year=None)
        for order in (programs, programs[::-1])
    ]
    spans = [list_range(one, everywhere(one)) for one in made]
    assert spans[0].match_probability.low == pytest.approx(spans[1].match_probability.low)
    assert spans[0].match_probability.high == pytest.approx(spans[1].match_probability.high)
    assert spans[0].interview_probability[0].low == pytest.approx(spans[1].interview_probability[1].low)
