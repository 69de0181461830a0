"""The drawn world: as many as asked for, spread as published, repeatable, and nobody real in it."""

import numpy as np
import pytest

from optimizer.cohort.market.chance import generator, logistic
from optimizer.cohort.market.figures import load_market
from optimizer.cohort.market.people import draw_people
from optimizer.cohort.market.programs import NOWHERE, _hidden_effect, draw_programs
from optimizer.directory import load_directory
from optimizer.estimate.terms import average_step2
from optimizer.evidence import load_evidence
from optimizer.vocabulary import APPLICANT_TYPES


def programs(scale: float = 1.0, seed: int = 1, specialty: str = "psychiatry"):  # type: ignore[no-untyped-def] # noqa: ANN201
    return draw_programs(load_market(), load_evidence(), specialty, scale=scale, seed=seed)


def people(counts: dict[str, int], seed: int = 1):  # type: ignore[no-untyped-def] # noqa: ANN201
    return draw_people(load_market(), load_evidence(), programs(), counts, generator(seed, "people"))


def test_programs_are_as_many_as_published_times_the_scale_and_never_fewer_than_a_dozen() -> None:
    assert programs().count == 270
    assert programs(0.1).count == 27
    assert programs(0.001).count == 12


def test_more_programs_than_the_directory_has_stand_at_its_places_again() -> None:
    assert programs(3.0).count == 810


def test_no_invented_program_bears_a_real_name_or_a_real_fact() -> None:
    real = load_directory()
    names = {text for program in real.programs for text in (program.name, program.institution, program.id)}
    for program in programs().directory.programs:
        assert not {program.name, program.institution, program.id} & names
        assert program.interview_rate("us-md") is None


def test_the_same_seed_draws_the_same_world_and_another_seed_another() -> None:
    one, same, other = programs(seed=1), programs(seed=1), programs(seed=2)
    assert one.directory.programs == same.directory.programs
    np.testing.assert_array_equal(one.effect, same.effect)
    assert not np.array_equal(one.effect, other.effect)
    first, second = people({"us-md": 5, "non-us-img": 5}), people({"us-md": 5, "non-us-img": 5})
    np.testing.assert_array_equal(first.step2, second.step2)
    np.testing.assert_array_equal(first.home_state, second.home_state)


def test_hidden_effects_spread_as_published_and_are_alike_for_all_types_in_part() -> None:
    found = _hidden_effect(load_market(), load_evidence(), "psychiatry", generator(1, "hidden"), 4000)
    for column, kind in enumerate(APPLICANT_TYPES):
        published = load_evidence().central("program_spread_sd", "psychiatry", kind)
        assert found[:, column].std() == pytest.approx(published, rel=0.05)
    alike = load_market().assumptions.of("program_correlation")
    correlation = np.asarray(np.corrcoef(found.T))
    assert correlation[np.triu_indices(4, 1)] == pytest.approx(alike, abs=0.05)


def test_scores_years_and_visas_are_those_of_the_type() -> None:
    found, evidence = people({"us-md": 800, "non-us-img": 800}), load_evidence()
    for kind in ("us-md", "non-us-img"):
        typical = average_step2(evidence, "psychiatry", kind)
        assert found.step2[found.of_type(kind)].mean() == pytest.approx(typical, abs=2.0)
    assert not found.visa[found.of_type("us-md")].any()
    assert 0.8 < (found.visa[found.of_type("non-us-img")] > 0).mean() < 0.9
    assert not found.years_since_graduation[found.of_type("us-md")].any()
    assert found.years_since_graduation[found.of_type("non-us-img")].mean() == pytest.approx(3.0, abs=0.4)


def test_hidden_strength_has_the_estimates_spread_and_a_heavier_tail_than_it_believes() -> None:
    strength = people({"non-us-img": 20_000}).strength
    assert strength.mean() == pytest.approx(0.0, abs=0.03)
    assert strength.std() == pytest.approx(1.0, abs=0.04)
    # Of a normal distribution 0.27 % lie beyond three standard deviations, and 0.006 % beyond four.
    assert (np.abs(strength) > 3.0).mean() > 0.006
    assert (np.abs(strength) > 4.0).mean() > 0.001


def test_preferred_divisions_are_three_with_the_home_division_or_none() -> None:
    found = people({"us-do": 300})
    assert set(found.preferred.sum(axis=1).tolist()) == {0, 3}
    np.testing.assert_array_equal(found.preferred.any(axis=1), found.stated)


def test_a_home_program_lies_in_the_home_state() -> None:
    found, where = people({"us-md": 300}), programs()
    has_one = found.home != NOWHERE
    assert 0.6 < has_one.mean() < 0.8
    np.testing.assert_array_equal(where.state[found.home[has_one]], found.home_state[has_one])


def test_logistic_luck_is_symmetric_and_finite() -> None:
    drawn = logistic(np.array([0.0, 0.25, 0.5, 0.75, 1.0]))
    assert np.isfinite(drawn).all()
    np.testing.assert_allclose(drawn, -drawn[::-1], atol=1e-6)
    assert drawn[2] == 0


def test_graduates_abroad_live_anywhere_where_no_program_stands_in_their_states() -> None:
    lonely = load_market().model_copy(update={"img_home": {"WY": next(iter(load_market().img_home.values()))}})
    found = draw_people(lonely, load_evidence(), programs(0.1), {"non-us-img": 30}, generator(1, "abroad"))
    assert not np.isin("WY", programs(0.1).state)
    assert len(set(found.latitude.tolist())) > 5
