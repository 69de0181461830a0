"""Advice on what to state and whom to signal."""

from dataclasses import replace
from typing import Any

import pytest

from optimizer.directory import Directory
from optimizer.plan import (
    Advice,
    NoList,
    NotDecided,
    Plan,
    PreferenceAdvice,
    ProgramList,
    SignalRule,
    build_list,
    changed_plan,
    preference_advice,
    prepare,
)
from optimizer.plan.questions import advice
from optimizer.plan.questions.preference_search import StatementSearch
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities, solved

PROGRAMS = directory(*programs_in_many_cities(20))
WEST = {"name": "West", "priority": 9.0, "divisions": ("Pacific", "Mountain")}
HOME = {"kind": "home-program", "program": "im-07"}
AWAY = {"kind": "away-rotation", "institution": "Hospital im-03"}


def wanted(answers: dict[str, Any] | None = None, **parts: Any) -> Plan:
    given = {"regions": (WEST,), "flexibility": 0.4, "elsewhere_priority": 5.0, "gap": 1e-6}
    quotas = {"applications": {"maximum": 8}}
    return plan(**(given | {"applicant": applicant(**(answers or {})), "quotas": quotas} | parts))


def advised(about: Plan, where: Directory = PROGRAMS) -> Advice:
    found = preference_advice(about, where)
    assert isinstance(found, Advice)
    return found


def preference(about: Plan, where: Directory = PROGRAMS) -> PreferenceAdvice:
    found = advised(about, where).preference
    assert found is not None
    return found


def signals(about: Plan, where: Directory = PROGRAMS) -> SignalRule:
    (rule,) = advised(about, where).signals
    return rule


# ---- divisions to state ----------------------------------------------------------------------------------------------


def test_what_a_statement_is_worth_is_what_the_plan_is_worth_when_it_states_it() -> None:
    about = wanted({"preferred_divisions": ("Mountain",)})
    found = preference(about)
    own = solved(about, PROGRAMS)
    assert found.stated.divisions == ("Mountain",)
    assert found.stated.value == pytest.approx(own.value, abs=2e-6)
    assert [len(each.divisions) for each in found.best] != []
    assert {len(each.divisions) for each in found.best} == {0, 1, 2, 3}
    for each in found.best:
        other = solved(changed_plan(about, {"applicant.preferred_divisions": each.divisions}), PROGRAMS)
        assert each.value == pytest.approx(other.value, abs=2e-6)
        assert each.value_gain == pytest.approx(other.value - own.value, abs=4e-6)


def test_the_best_statement_comes_first_and_is_never_worse_than_the_plans_own() -> None:
    found = preference(wanted({"preferred_divisions": ("New England", "Pacific")}))
    values = [each.value for each in found.best]
    assert values == sorted(values, reverse=True)
    assert values[0] >= found.stated.value
    assert found.most_divisions == 3
    assert found.solved < found.statements == 130
    assert found.gap <= 2e-6


def test_the_range_of_the_gain_holds_the_gain() -> None:
    found = preference(wanted({"preferred_divisions": ("New England",)}))
    assert found.gain_range is not None
    low, high = found.gain_range
    assert low <= found.best[0].match_probability_gain <= high
    assert low < high


def test_who_states_the_best_already_has_nothing_to_gain() -> None:
    best = preference(wanted()).best[0].divisions
    found = preference(wanted({"preferred_divisions": best}))
    assert found.best[0].divisions == best
    assert found.best[0].value_gain == 0
    assert found.gain_range is None
    assert not found.is_open


def test_an_open_preference_is_compared_with_stating_none() -> None:
    found = preference(wanted({"preferred_divisions": None}))
    assert found.is_open
    assert found.stated.divisions == ()


def test_no_divisions_are_advised_where_it_is_not_known_that_the_service_asks() -> None:
    where = directory(*programs_in_many_cities(12, prefix="em", specialty="emergency-medicine"))
    about = wanted({"type": "us-md", "visa": None, "specialties": ("emergency-medicine",)})
    assert advised(about, where).preference is None


@pytest.mark.parametrize(
    ("specialty", "not_asked"),
    [("obstetrics-gynecology", ("obstetrics-gynecology",)), ("emergency-medicine", ())],
)
def test_a_second_specialty_whose_service_may_not_ask_is_named(specialty: str, not_asked: tuple[str, ...]) -> None:
    where = directory(*programs_in_many_cities(8), *programs_in_many_cities(8, prefix="other", specialty=specialty))
    about = wanted({"type": "us-md", "visa": None, "specialties": ("internal-medicine", specialty)})
    assert preference(about, where).not_asked == not_asked


# ---- cities in place of divisions ------------------------------------------------------------------------------------


def test_emergency_medicine_takes_cities_and_the_cities_of_ties_are_named() -> None:
    programs = programs_in_many_cities(12, prefix="em", specialty="emergency-medicine")
    ties = ({"kind": "family", "city": "Reno, NV"}, {"kind": "home-program", "program": programs[0].id})
    about = wanted({"type": "us-md", "visa": None, "specialties": ("emergency-medicine",), "ties": ties})
    (rule,) = advised(about, directory(*programs)).connections
    assert (rule.specialty, rule.most) == ("emergency-medicine", 3)
    assert rule.places == ("Reno, NV", f"{programs[0].city}, {programs[0].state}")
    assert rule.source


def test_specialties_that_take_divisions_have_no_rule_on_cities() -> None:
    assert advised(wanted()).connections == ()


# ---- signals ---------------------------------------------------------------------------------------------------------


def best_value(about: Plan) -> float:
    answer = build_list(about, PROGRAMS)
    assert isinstance(answer, ProgramList)
    return answer.value


@pytest.mark.parametrize(("tie", "identity"), [(HOME, "im-07"), (AWAY, "im-03")])
def test_a_signals_worth_is_the_best_list_with_it_less_the_best_without(tie: dict[str, str], identity: str) -> None:
    about = wanted({"ties": (tie,)})
    (told,) = signals(about).programs
    assert (told.id, told.tie) == (identity, tie["kind"])
    with_it = max(best_value(changed_plan(about, {"locks.signal": {identity: kind}})) for kind in ("gold", "silver"))
    without = best_value(changed_plan(about, {"signals.never": (identity,)}))
    assert told.value_gain == pytest.approx(with_it - without, abs=4e-6)
    on_list = {listed.id: listed.signal for listed in solved(about, PROGRAMS).programs}
    assert told.signal == on_list.get(identity)


def test_a_program_with_two_such_ties_is_told_once() -> None:
    ties = ({"kind": "home-program", "program": "im-03"}, AWAY, {"kind": "letter", "program": "im-05"})
    assert [told.id for told in signals(wanted({"ties": ties})).programs] == ["im-03"]


def test_a_rotation_in_a_city_names_no_program() -> None:
    ties = ({"kind": "away-rotation", "city": "Los Angeles, CA"},)
    assert signals(wanted({"ties": ties})).programs == ()


def test_a_signal_that_is_locked_has_nothing_to_be_compared_with() -> None:
    (told,) = signals(wanted({"ties": (HOME,)}, locks={"signal": {"im-07": "gold"}})).programs
    assert told.signal == "gold"
    assert told.value_gain is None
    assert told.match_probability_gain is None


def rule_of(specialty: str) -> SignalRule:
    where = directory(*programs_in_many_cities(4, prefix="p", specialty=specialty))
    return signals(plan(applicant=applicant(type="us-md", visa=None, specialties=(specialty,))), where)


def test_a_specialty_that_advises_against_such_signals_is_quoted() -> None:
    rule = rule_of("emergency-medicine")
    assert rule.advice == "do not signal"
    assert rule.words == "the specialty advises not to signal them"
    assert rule.source
    assert rule.grade == "B"


def test_without_a_rule_of_its_own_the_services_general_advice_is_told_as_such() -> None:
    rule = rule_of("internal-medicine")
    assert rule.advice == "signal"
    assert rule.words == "AAMC advises to signal them too; nothing of the specialty's own was found"
    assert rule.address.startswith("https://")


def test_where_nothing_is_published_it_is_unknown() -> None:
    rule = rule_of("obstetrics-gynecology")
    assert rule.advice is None
    assert (rule.source, rule.address, rule.grade) == ("", "", None)
    assert "no published advice was found" in rule.words


# ---- no list ---------------------------------------------------------------------------------------------------------


def test_where_there_is_no_list_there_is_no_advice() -> None:
    assert isinstance(preference_advice(plan(quotas={"applications": {"minimum": 30}}), PROGRAMS), NoList)
    assert isinstance(preference_advice(wanted(), PROGRAMS, time_limit_s=0), NotDecided)


def test_a_statement_that_can_not_be_solved_in_time_leaves_the_preference_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(StatementSearch, "solve_for", lambda *_: None)
    assert advised(wanted()).preference is None


def test_specialties_without_signals_have_no_rule() -> None:
    prepared, found = prepare(wanted(), PROGRAMS), solved(wanted(), PROGRAMS)
    no_signals = replace(prepared, season=prepared.season.model_copy(update={"specialty_signals": ()}))
    assert list(advice._signal_rules(no_signals, found, 10.0)) == []
