"""From log-odds to chances: the quadrature, its inverse, and the published rates that come out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit
from scipy.stats import norm

from optimizer.directory import Directory
from optimizer.estimate import Weights, chances_at, draw_scenarios, estimate, list_range
from optimizer.estimate.chances import chances_of, interview_rates
from optimizer.estimate.mean_chances import base_log_odds, mean_chance
from optimizer.estimate.population import population
from optimizer.estimate.situation import situation_of
from optimizer.estimate.terms import ApplicantAnswers, average_step2, signal_shares, terms_of
from optimizer.evidence import Evidence, load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES, MODES
from tests.people_and_programs import CITIES, applicant, directory, program, programs_in_many_cities

EVIDENCE = load_evidence()
SEASON = load_season(2026)
SPECIALTIES = tuple(name for name in SEASON.specialties if EVIDENCE.has("interview_rate", name, "us-md"))


def mean_at(log_odds: float, spread: float) -> float:
    return float(mean_chance(np.array([log_odds]), np.array([spread]))[0])


# ---- the mean over a spread


@pytest.mark.parametrize("spread", [0.0, 0.2, 0.65, 1.04, 1.26, 1.6])
@pytest.mark.parametrize("log_odds", [-8.0, -5.0, -3.0, -1.0, 0.0, 2.0, 5.0])
def test_the_quadrature_agrees_with_adaptive_integration(log_odds: float, spread: float) -> None:
    exact, _ = quad(lambda z: expit(log_odds + spread * z) * norm.pdf(z), -12, 12, epsabs=1e-13, limit=300)
    assert mean_at(log_odds, spread) == pytest.approx(exact, rel=5e-4)


@given(st.floats(-12, 12), st.floats(0, 2))
def test_the_mean_chance_of_the_opposite_is_the_rest(log_odds: float, spread: float) -> None:
    assert mean_at(log_odds, spread) + mean_at(-log_odds, spread) == pytest.approx(1.0, abs=1e-12)


@given(st.floats(-8, 8), st.floats(0, 2), st.floats(0.001, 2))
def test_the_mean_chance_rises_with_the_log_odds(log_odds: float, spread: float, step: float) -> None:
    assert mean_at(log_odds + step, spread) > mean_at(log_odds, spread)


def test_spread_raises_small_chances_because_the_curve_bends_upwards_there() -> None:
    assert mean_at(-4.0, 1.26) > 1.7 * mean_at(-4.0, 0.0)


@given(st.floats(1e-4, 1 - 1e-4), st.floats(0, 2))
def test_the_base_is_the_inverse_of_the_mean_chance(rate: float, spread: float) -> None:
    assert mean_at(float(base_log_odds(rate, spread)), spread) == pytest.approx(rate, rel=1e-9)


@given(st.floats(-7, 7), st.floats(0, 2))
def test_the_mean_chance_is_the_inverse_of_the_base(log_odds: float, spread: float) -> None:
    assert float(base_log_odds(mean_at(log_odds, spread), spread)) == pytest.approx(log_odds, abs=1e-6)


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_a_rate_of_nothing_or_all_has_finite_log_odds(rate: float) -> None:
    assert np.isfinite(base_log_odds(rate, 1.3))


@given(
    st.floats(1e-4, 1 - 1e-4),
    st.floats(0, 2),
    st.lists(st.floats(0, 4), min_size=2, max_size=2),
    st.tuples(st.floats(0, 0.6), st.floats(0, 0.4)),
)
def test_the_base_of_a_mixture_has_the_mixture_s_mean(
    rate: float, spread: float, added: list[float], part: tuple[float, float]
) -> None:
    effects, shares = np.array([0.0, *added]), np.array([1.0 - sum(part), *part])
    base = base_log_odds(rate, spread, effects, shares)
    assert float(shares @ mean_chance(base + effects, np.array([spread]))) == pytest.approx(rate, rel=1e-9)


# ---- the published rates


def average_programs(specialty: str) -> Directory:
    """Of unknown setting, in several divisions."""
    places = [("Los Angeles", "CA"), ("Houston", "TX"), ("Chicago", "IL"), ("New York", "NY"), ("Atlanta", "GA")]
    return directory(
        *(program(f"p{k}", specialty=specialty, city=city, state=state) for k, (city, state) in enumerate(places))
    )


ALL_WHO_APPLY = EVIDENCE.override({"aim_effect": 0.0, "interview_rate_shift": 0.0})
"""Published rates are of all who apply, wherever; the estimate's are of those who prefer the specialty, and aim."""


def mean_rates(
    specialty: str, type_: str, weights: Weights, evidence: Evidence = EVIDENCE
) -> tuple[float, dict[str, float]]:
    """Mean interview chance over all applicants of a group, whose scores spread: over their signals, and by mode."""
    person = applicant(
        type=type_,
        specialties=(specialty,),
        visa="j1" if type_ == "non-us-img" else "none",
        failed_attempts=None,
        step2=None,
    )
    situation, scenarios = situation_of(person, average_programs(specialty), SEASON), draw_scenarios(32)
    share = signal_shares(situation, EVIDENCE)[0]
    average = average_step2(EVIDENCE, specialty, type_)
    nodes, node_weights = np.polynomial.hermite_e.hermegauss(9)
    by_mode = np.zeros(len(MODES))
    for node, node_weight in zip(nodes, node_weights / node_weights.sum(), strict=True):
        answers = ApplicantAnswers(average + node * EVIDENCE.central("step2_sd"), None, None, None)
        terms = terms_of(situation, answers, evidence, weights)
        chances = chances_of(situation, terms, evidence, scenarios)
        by_mode += node_weight * (chances.interview @ scenarios.weight).mean(axis=0)
    return float(by_mode @ share), dict(zip(MODES, by_mode.tolist(), strict=True))


@pytest.mark.parametrize("specialty", SPECIALTIES)
@pytest.mark.parametrize("type_", APPLICANT_TYPES)
def test_applicants_at_average_programs_are_interviewed_at_the_published_rate(specialty: str, type_: str) -> None:
    (published,) = interview_rates(EVIDENCE, (specialty,), type_)
    for signals in (0, 0.5, 1):
        mean, _ = mean_rates(specialty, type_, Weights(setting=0, geography=0, signals=signals))
        # The score flattens far from the average, which the base takes as if it did not.
        assert mean == pytest.approx(published, rel=0.045)


@pytest.mark.parametrize("specialty", SPECIALTIES)
@pytest.mark.parametrize("type_", APPLICANT_TYPES)
def test_geography_leaves_the_mean_rate_as_published(specialty: str, type_: str) -> None:
    """Over applications in state and from elsewhere, by stated preference, in areas in demand and others."""
    people = population(EVIDENCE, SEASON, specialty, type_)
    count = EVIDENCE.central("applications_typical", specialty, type_)
    (published,) = interview_rates(EVIDENCE, (specialty,), type_)
    assert people.interviews(count) / count == pytest.approx(published, rel=0.045)


def test_the_more_signals_a_specialty_has_the_less_one_adds_to_the_average_application() -> None:
    """Saturation: a signal that everybody sends says little."""
    added = []
    for specialty, effect in (("family-medicine", 1.5), ("neurological-surgery", 1.5)):
        even = EVIDENCE.override({f"signal_effect.single/{specialty}": effect})
        person = applicant(type="us-md", specialties=(specialty,), visa="none")
        added.append(
            estimate(person, average_programs(specialty), SEASON, even).chances.signal[0, MODES.index("single")]
        )
    assert 0 < added[1] < added[0]


@pytest.mark.parametrize("specialty", ["internal-medicine", "psychiatry", "general-surgery", "anesthesiology"])
def test_the_four_types_are_ordered_as_published(specialty: str) -> None:
    """But that applications are aimed: US DO seniors come nearer to US MD seniors than over all programs."""
    estimated = [mean_rates(specialty, type_, Weights())[0] for type_ in APPLICANT_TYPES]
    (expected,) = np.array([interview_rates(EVIDENCE, (specialty,), type_) for type_ in APPLICANT_TYPES]).T
    assert np.argsort(estimated).tolist() == np.argsort(expected).tolist()
    assert min(estimated[:2]) > max(estimated[2:])


@pytest.mark.parametrize(
    ("specialty", "mode", "low", "high"),
    [
        ("orthopaedic-surgery", "single", 0.20, 0.27),  # 69 programs in 2023: 24.4 %
        ("orthopaedic-surgery", "none", 0.0, 0.02),  # 0.92 %
        ("dermatology", "none", 0.0, 0.02),  # 1.0 %
        ("dermatology", "silver", 0.12, 0.19),  # 15.5 %
        ("otolaryngology", "single", 0.35, 0.43),  # 37 and 40.8 %
        ("neurological-surgery", "single", 0.26, 0.35),  # 31.2 %
    ],
)
def test_where_signals_are_a_gate_the_rates_with_and_without_are_about_the_published_ones(
    specialty: str, mode: str, low: float, high: float
) -> None:
    """Where nearly all applicants are US MD seniors, so that the rates of all applicants are about theirs."""
    _, by_mode = mean_rates(specialty, "us-md", Weights(setting=0, geography=0), ALL_WHO_APPLY)
    assert low <= by_mode[mode] <= high


def test_anesthesiology_s_fifteen_signals_bring_about_five_interviews() -> None:
    """5 gold and 10 silver at programs drawn at random: 5.0 (3.5 to 6.6) by the programs' own rates."""
    _, by_mode = mean_rates("anesthesiology", "us-md", Weights(setting=0, geography=0), ALL_WHO_APPLY)
    assert 3.5 < 5 * by_mode["gold"] + 10 * by_mode["silver"] < 6.6


# ---- what a chance is


@pytest.mark.parametrize("type_", APPLICANT_TYPES)
def test_chances_are_chances_and_an_offer_is_rarer_than_its_interview(type_: str) -> None:
    made = estimate(applicant(type=type_), directory(*programs_in_many_cities(20)), SEASON, EVIDENCE)
    assert made.chances.interview.shape == (20, len(MODES), 32)
    assert (made.chances.offer > 0).all()
    assert (made.chances.offer < made.chances.interview).all()
    assert (made.chances.interview < 1).all()


def test_a_better_scenario_is_better_everywhere() -> None:
    made = estimate(applicant(), directory(program()), SEASON, EVIDENCE.override({"region_sd": 1e-9}))
    order = np.argsort(made.scenarios.strength)
    assert (np.diff(made.chances.interview[0, 0, order]) > 0).all()
    assert (np.diff(made.chances.offer_if_wanted[0, order]) > 0).all()
    assert (made.chances.offer_if_hardly_wanted < made.chances.offer_if_wanted).all()


def test_programs_of_one_division_share_its_luck_and_those_of_others_do_not() -> None:
    where = directory(program("la"), program("sf", city="San Francisco"), program("ny", city="New York", state="NY"))
    made = estimate(applicant(), where, SEASON, EVIDENCE, Weights(setting=0))
    pacific, also_pacific, atlantic = made.chances.interview[:, 0]
    np.testing.assert_allclose(pacific, also_pacific, rtol=1e-12)
    assert np.abs(pacific / atlantic - 1).max() > 0.1


# ---- a program's own rate


def interviewed(rate: float | None, **facts: object) -> float:
    known = program(interview_rate_non_us_img=rate, **facts)
    return float(estimate(applicant(), directory(known), SEASON, EVIDENCE).interview_probability[0, 0])


def test_a_known_rate_moves_the_chance_towards_it() -> None:
    unknown = interviewed(None)
    assert interviewed(0.0) < interviewed(0.002) < unknown < interviewed(0.1) < interviewed(0.5) < interviewed(1.0)


def test_a_known_rate_is_drawn_towards_that_of_its_state_and_setting() -> None:
    made = [
        estimate(
            applicant(), directory(program(interview_rate_non_us_img=0.2)), SEASON, EVIDENCE.override(own), Weights()
        ).interview_probability[0, 0]
        for own in ({"own_rate_prior_share": 0.05}, {"own_rate_prior_share": 0.5})
    ]
    assert made[1] < made[0]


def test_a_rate_of_another_type_of_applicant_says_nothing() -> None:
    assert interviewed(None, interview_rate_us_md=0.9) == interviewed(None)


def test_one_program_s_rate_leaves_the_other_programs_alone() -> None:
    alone = estimate(applicant(), directory(program("a"), program("b")), SEASON, EVIDENCE).interview_probability
    beside = estimate(
        applicant(), directory(program("a"), program("b", interview_rate_non_us_img=0.3)), SEASON, EVIDENCE
    )
    np.testing.assert_allclose(beside.interview_probability[0], alone[0], rtol=1e-12)
    assert beside.rests_on_own_rate.tolist() == [False, True]


def test_a_known_rate_leaves_less_spread() -> None:
    made = estimate(
        applicant(), directory(program("a"), program("b", interview_rate_non_us_img=0.03)), SEASON, EVIDENCE
    )
    assert made.chances.spread[1] < made.chances.spread[0]


def test_the_average_does_not_depend_on_the_program() -> None:
    where = directory(program("a", setting="community"), program("b", interview_rate_non_us_img=0.3, state="CA"))
    average = estimate(applicant(), where, SEASON, EVIDENCE).chances.average
    assert average[0] == average[1]


def test_chances_of_no_programs_are_none() -> None:
    made = estimate(applicant(), directory(program()), SEASON, EVIDENCE)
    nothing = chances_at(made, np.array([-1]), made.scenarios)
    assert nothing.interview.shape == nothing.offer.shape == (0, 1, 32)


# ---- what isn't known is averaged over


@pytest.mark.parametrize("visa", ["j1", "h1b", "either"])
@pytest.mark.parametrize("kind", ["us-img", "non-us-img"])
@pytest.mark.parametrize("rate", [None, 0.06])
def test_an_unknown_policy_counts_as_the_mean_of_both_chances(visa: str, kind: str, rate: float | None) -> None:
    """Exactly, with a signal and at a strong application too; of the odds the mean would promise more."""
    name = "visa_h1b_share" if visa == "h1b" else "visa_j1_share"
    sponsors = EVIDENCE.central(name, "internal-medicine", kind)
    own = f"interview_rate_{kind.replace('-', '_')}"
    if rate is not None and kind == "non-us-img":  # the rate has the policy on the J-1 visa in it
        sponsors /= EVIDENCE.central("visa_j1_share", "internal-medicine", kind)
    sponsor, refuser, unknown = (
        estimate(
            applicant(type=kind, visa=visa, step2=270),
            directory(program(sponsors_j1=policy, sponsors_h1b=policy, **{own: rate})),
            SEASON,
            EVIDENCE,
        ).chances.offer[0]
        for policy in (True, False, None)
    )
    np.testing.assert_allclose(unknown, sponsors * sponsor + (1 - sponsors) * refuser, rtol=1e-6)
    assert (refuser < 0.1 * sponsor).all()


def test_the_rate_of_non_us_imgs_comes_out_over_programs_that_sponsor_and_that_do_not() -> None:
    by_policy = [
        estimate(
            applicant(visa="j1", preferred_divisions=None, step2=None),
            directory(*programs_in_many_cities(40, sponsors_j1=policy)),
            SEASON,
            EVIDENCE,
        ).interview_probability[:, 0]
        for policy in (True, False, None)
    ]
    sponsors = EVIDENCE.central("visa_j1_share", "internal-medicine", "non-us-img")
    np.testing.assert_allclose(sponsors * by_policy[0] + (1 - sponsors) * by_policy[1], by_policy[2], rtol=1e-9)


def test_a_home_state_that_is_not_given_counts_as_that_of_the_average_application() -> None:
    """Between a program in state and one elsewhere, and alike everywhere."""
    where = directory(*(program(f"p{k}", city=city, state=state) for k, (city, state) in enumerate(CITIES[5:8])))
    shown = {
        home: estimate(applicant(type="us-md", visa=None, home_state=home), where, SEASON, EVIDENCE).terms.geography
        for home in ("TX", "none", None)
    }
    share = EVIDENCE.central("in_state_share", None, "us-md")
    odds = np.exp(shown["TX"] - shown["none"])
    assert odds[1:] == pytest.approx([1, 1])
    assert np.exp(shown[None][0] - shown["none"][0]) == pytest.approx(1 + share * (odds[0] - 1))


def test_a_home_state_that_is_not_given_widens_the_range() -> None:
    where = directory(*programs_in_many_cities(20, interview_rate_us_md=0.1))
    widths = []
    for home in ("none", None):
        made = estimate(applicant(type="us-md", visa=None, home_state=home), where, SEASON, EVIDENCE)
        span = list_range(made, np.zeros(20, dtype=np.int64)).expected_interviews
        widths.append(span.high - span.low)
    assert widths[0] < widths[1]
