"""A program's own rates by signal and by state: they count, in part, and never turn a signal into a disadvantage."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory import Directory
from optimizer.estimate import Estimate, draw_scenarios, estimate
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import MODES
from tests.drawn import examples
from tests.people_and_programs import applicant, directory, program

EVIDENCE = load_evidence()
SEASON = load_season(2026)
FEW = draw_scenarios(4)
GOLD, SILVER = MODES.index("gold"), MODES.index("silver")
RATES = st.none() | st.floats(0, 1)


def anesthesiology(**facts: Any) -> Estimate:
    here = program(specialty="anesthesiology", **facts)
    person = applicant(type="us-md", specialties=("anesthesiology",), visa="none", step2=253, home_state="CA")
    return estimate(person, directory(here), SEASON, EVIDENCE, scenarios=FEW)


def chance(mode: int = 0, **facts: Any) -> float:
    return float(anesthesiology(**facts).interview_probability[0, mode])


def test_a_program_that_answers_gold_signals_more_than_others_makes_a_gold_signal_worth_more() -> None:
    usual: dict[str, Any] = {"interview_rate_us_md": 0.15, "interview_rate_no_signal": 0.03}
    eager, cold = (chance(GOLD, interview_rate_gold=rate, **usual) for rate in (0.8, 0.2))
    assert cold < chance(GOLD, interview_rate_gold=0.534, **usual) < eager


def test_a_program_with_the_specialty_s_own_rates_is_as_any_other() -> None:
    rates = {
        kind: EVIDENCE.central(f"interview_rate_by.{kind}", "anesthesiology")
        for kind in ("gold", "silver", "no-signal")
    }
    given_rates = {f"interview_rate_{kind.replace('-', '_')}": rate for kind, rate in rates.items()}
    usual = anesthesiology(interview_rate_us_md=0.15)
    known = anesthesiology(interview_rate_us_md=0.15, **given_rates)
    np.testing.assert_allclose(known.terms.signal, usual.terms.signal, atol=1e-9)
    np.testing.assert_allclose(known.interview_probability, usual.interview_probability, rtol=1e-6)


def test_a_program_s_own_difference_counts_in_part() -> None:
    usual = anesthesiology().terms.signal[0, GOLD]
    moved = anesthesiology(interview_rate_gold=0.9, interview_rate_no_signal=0.03).terms.signal[0, GOLD]
    assert 0 < moved - usual < 2.0


def test_a_program_that_prefers_its_own_state_makes_an_address_there_worth_more() -> None:
    rate: dict[str, Any] = {"interview_rate_us_md": 0.15}
    loyal = chance(interview_rate_in_state=0.9, interview_rate_out_of_state=0.05, **rate)
    open_ = chance(interview_rate_in_state=0.2, interview_rate_out_of_state=0.15, **rate)
    assert open_ < chance(**rate) < loyal


@examples(60)
@given(st.tuples(*[RATES] * 6))
def test_whatever_rates_are_known_a_signal_never_lowers_a_chance(rates: tuple[float | None, ...]) -> None:
    names = ("us_md", "in_state", "out_of_state", "gold", "silver", "no_signal")
    made = anesthesiology(**{f"interview_rate_{name}": rate for name, rate in zip(names, rates, strict=True)})
    chances = made.chances.interview[0]
    assert (chances > 0).all()
    assert (chances < 1).all()
    for mode in (SILVER, GOLD):
        assert (chances[mode] >= chances[0] - 1e-12).all()


def test_rates_by_state_alone_say_something_about_the_level_but_less_than_the_group_s_own() -> None:
    unknown, related, own = (
        anesthesiology(**facts)
        for facts in (
            {},
            {"interview_rate_in_state": 0.9, "interview_rate_out_of_state": 0.4},
            {"interview_rate_us_md": 0.5},
        )
    )
    assert unknown.chances.base[0] < related.chances.base[0] < own.chances.base[0]
    assert own.chances.spread[0] < related.chances.spread[0] < unknown.chances.spread[0]
    assert not related.rests_on_own_rate[0]


def two(**facts: Any) -> Directory:
    known = program("known", specialty="anesthesiology", **facts)
    return directory(known, program("other", specialty="anesthesiology"))


def test_rates_of_one_program_leave_the_other_alone() -> None:
    person = applicant(type="us-md", specialties=("anesthesiology",), visa="none")
    alone = estimate(person, two(), SEASON, EVIDENCE, scenarios=FEW).interview_probability[1]
    beside = estimate(
        person, two(interview_rate_gold=0.9, interview_rate_in_state=0.9), SEASON, EVIDENCE, scenarios=FEW
    ).interview_probability[1]
    np.testing.assert_allclose(beside, alone, rtol=1e-12)


def test_a_specialty_without_published_rates_by_signal_keeps_its_signal_s_effect() -> None:
    person = applicant(specialties=("internal-medicine",))
    where = directory(program("a"), program("b", interview_rate_gold=0.9, interview_rate_no_signal=0.01))
    signal = estimate(person, where, SEASON, EVIDENCE, scenarios=FEW).terms.signal
    assert signal[1, GOLD] == pytest.approx(signal[0, GOLD])
