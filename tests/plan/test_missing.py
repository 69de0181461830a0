"""What unknown facts are worth: beside brute force where lists are few, and where nothing can be gained."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.directory import Directory
from optimizer.estimate import RATE, RELATED, VISA, UnknownFacts
from optimizer.plan import MissingFacts, NoList, NotDecided, Plan, missing_facts, prepare
from optimizer.plan.questions import missing
from optimizer.portfolio import Prices, Solved, Undecided, evaluate, solve
from tests.oracle import best_list
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities

NO_SIGNALS = {"gold": 0, "silver": 0}


def known(about: Plan, where: Directory, **options: Any) -> MissingFacts:
    found = missing_facts(about, where, **options)
    assert isinstance(found, MissingFacts)
    return found


def places(count: int, **parts: Any) -> Plan:
    return plan(**({"quotas": {"applications": {"maximum": count}}} | parts))


def test_gains_are_those_of_the_best_of_every_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "_GAP", 1e-9)
    where = directory(*programs_in_many_cities(5))
    about = places(2, gap=1e-9, flexibility=1.0, signals={"gold": 1, "silver": 0})
    prepared = prepare(about, where)
    own = best_list(prepared.problem)
    assert own is not None
    facts, rng, gains = UnknownFacts.of(prepared.estimate), np.random.default_rng(missing._SEED), []
    for _ in range(8):
        drawn = facts.drawn(rng)
        row = []
        for told in ((RATE,), (VISA,), (RELATED,), (RATE, VISA)):
            problem = replace(prepared.problem, offer_chance=facts.offers_knowing(drawn, *told))
            best = best_list(problem)
            assert best is not None
            row.append(best.value - evaluate(problem, own.mode))
        gains.append(row)
    found = known(about, where, draws=8).facts
    assert [fact.fact for fact in found] == [RATE, VISA, RELATED, f"{RATE} and {VISA}"]
    assert [fact.value.gain for fact in found] == pytest.approx(np.mean(gains, axis=0), abs=1e-7)
    errors = np.std(gains, axis=0, ddof=1) / np.sqrt(8)
    assert [fact.value.standard_error for fact in found] == pytest.approx(errors, abs=1e-7)
    # Where every match counts alike, the value is the chance to match.
    for fact in found:
        assert fact.match_probability.gain == pytest.approx(fact.value.gain, abs=1e-7)


def test_knowing_more_is_worth_more() -> None:
    where = directory(*programs_in_many_cities(40))
    rate, visa, related, both = (fact.value.gain for fact in known(places(10), where).facts)
    assert 0 < visa < both
    assert 0 < related < rate
    assert rate == pytest.approx(both)  # a rate of non-US IMGs has the policy on the J-1 visa in it


def test_facts_known_of_some_programs_already_leave_less_to_gain() -> None:
    bare = programs_in_many_cities(20)
    some = [each.model_copy(update={"interview_rate_non_us_img": 0.04}) for each in bare[:10]]
    less, more = known(places(5), directory(*some, *bare[10:])), known(places(5), directory(*bare))
    assert [fact.unknown for fact in less.facts] == [10, 10, 10, 10]
    assert less.facts[0].value.gain < more.facts[0].value.gain


def test_where_every_program_is_on_the_list_anyway_nothing_is_gained() -> None:
    found = known(plan(signals=NO_SIGNALS), directory(*programs_in_many_cities(6)))
    for fact in found.facts:
        assert fact.value.gain == pytest.approx(0, abs=1e-9)
    assert found.programs == ()


def test_where_everything_is_known_nothing_is_asked() -> None:
    where = directory(*programs_in_many_cities(6, interview_rate_us_md=0.3))
    found = known(places(3, applicant=applicant(type="us-md", visa=None)), where)
    assert found.facts == ()
    assert found.programs == ()


def test_one_programs_worth_is_close_to_that_from_solving_anew_for_every_case() -> None:
    where = directory(*programs_in_many_cities(40))
    about = places(15, gap=1e-6, regions=({"name": "West", "priority": 9.0, "divisions": ("Pacific",)},))
    prepared = prepare(about, where)
    facts = UnknownFacts.of(prepared.estimate)
    asked = known(about, where, draws=2).programs
    assert len(asked) == 20
    assert {program.on_list for program in asked} == {True, False}

    def value(index: int, offer: np.ndarray[Any, np.dtype[np.float64]]) -> float:
        chance = prepared.problem.offer_chance.copy()
        chance[index] = offer[index]
        outcome = solve(replace(prepared.problem, offer_chance=chance), gap=1e-6)
        assert isinstance(outcome, Solved)
        return outcome.value

    for program in (asked[0], asked[-1]):
        index = where.index_by_id[program.id]
        cases = list(facts.cases(RATE, VISA))
        mean = sum(share[:, None, None] * offer for share, offer in cases)
        exact = sum(float(share[index]) * value(index, offer) for share, offer in cases) - value(index, np.array(mean))
        assert program.value == pytest.approx(exact, rel=0.15)


def test_the_programs_come_in_order_of_worth_and_both_facts_are_worth_at_least_one() -> None:
    asked = known(places(10), directory(*programs_in_many_cities(40)), draws=2).programs
    worths = [program.value for program in asked]
    assert worths == sorted(worths, reverse=True)
    for program in asked:
        assert max(program.value_by_fact.values()) <= program.value + 1e-9
        assert 0 < program.moves <= 1


def test_programs_that_can_not_be_chosen_are_not_asked() -> None:
    never = tuple(f"im-{k:02}" for k in range(5))
    found = known(places(6, locks={"never": never}), directory(*programs_in_many_cities(15)), draws=2)
    assert found.programs
    assert not {program.id for program in found.programs} & set(never)


def test_the_same_plan_has_the_same_answer_every_time() -> None:
    where = directory(*programs_in_many_cities(12))
    assert known(places(4), where, draws=4) == known(places(4), where, draws=4)


def test_a_draw_that_is_not_solved_in_time_counts_as_no_gain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "solve_deciding", lambda *_, **__: Undecided(1.0, 0.0))
    found = known(places(4), directory(*programs_in_many_cities(12)), draws=2)
    assert {fact.value.gain for fact in found.facts} == {0.0}


def test_without_time_for_prices_no_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prices, "of", lambda *_, **__: None)
    assert known(places(4), directory(*programs_in_many_cities(12)), draws=2).programs == ()


def test_what_the_applicant_has_not_said_is_told_too() -> None:
    where = directory(*programs_in_many_cities(3, interview_rate_us_md=0.3))
    silent = plan(applicant=applicant(type="us-md", visa=None, home_state=None, step2=None))
    assert known(silent, where).not_answered == ("step2", "home_state", "school")


def test_where_there_is_no_list_there_is_nothing_to_gain() -> None:
    where = directory(*programs_in_many_cities(4))
    impossible = plan(quotas={"applications": {"minimum": 5}})
    assert isinstance(missing_facts(impossible, where), NoList)
    assert isinstance(missing_facts(plan(), where, time_limit_s=0), NotDecided)
