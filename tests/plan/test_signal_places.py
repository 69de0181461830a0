"""Where a signal decides, where it is wasted, what moving one costs, and how crowded a program is."""

from typing import Any

import pytest

from optimizer.directory import Directory
from optimizer.errors import BadInput
from optimizer.plan import NoList, NotDecided, Plan, SignalsIn, list_signals, prepare
from optimizer.plan.questions.signals import MOST_UNSIGNALLED, signalled_share
from optimizer.portfolio import evaluate
from tests.people_and_programs import applicant, directory, plan, program, programs_in_many_cities, solved

OBSTETRICS = {"specialty": "obstetrics-gynecology"}
ALIKE = directory(*programs_in_many_cities(20, **OBSTETRICS))
DECIDES = OBSTETRICS | {"interview_rate_no_signal": 0.04, "interview_rate_gold": 0.8, "interview_rate_silver": 0.7}
WASTED = OBSTETRICS | {"interview_rate_no_signal": 0.1, "interview_rate_gold": 0.1, "interview_rate_silver": 0.1}
DIFFERENT = directory(*programs_in_many_cities(19, **OBSTETRICS), program("open", **DECIDES), program("deaf", **WASTED))
FEW = {
    "applicant": applicant(specialties=("obstetrics-gynecology",)),
    "quotas": {"applications": {"maximum": 12}},
    "signals": {"gold": 2, "silver": 3},
    "gap": 1e-9,
}


def signals(where: Directory = ALIKE, **parts: Any) -> SignalsIn:
    found = list_signals(plan(**FEW | parts), where)
    assert isinstance(found, tuple)
    (one,) = found
    return one


def value_with(wanted: Plan, where: Directory, signal_of: dict[str, str]) -> float:
    """The plan's list with other signals, by the referee."""
    prepared = prepare(wanted, where)
    mode = [-1] * prepared.problem.shape[0]
    for one in solved(wanted, where).programs:
        kind = signal_of.get(one.id, one.signal)
        mode[where.index_by_id[one.id]] = prepared.estimate.modes.index(kind)
    return evaluate(prepared.problem, mode)


def test_every_signal_of_the_list_is_told_and_what_it_brings_is_what_the_list_loses_without_it() -> None:
    of_list = {one.id: one for one in solved(plan(**FEW), ALIKE).programs if one.signal != "none"}
    told = signals().placed
    assert {at.id: at.signal for at in told} == {name: one.signal for name, one in of_list.items()}
    for at in told:
        assert at.value_gain == pytest.approx(of_list[at.id].signal_value, abs=1e-12)
        assert at.interview_probability_without == of_list[at.id].interview_probability_without_signal
    assert [at.value_gain for at in told] == sorted((at.value_gain for at in told), reverse=True)


def test_no_move_betters_a_list_that_is_proven_best() -> None:
    for where in (ALIKE, DIFFERENT):
        assert all(move.value_change <= 1e-9 for move in signals(where).moves)


def test_a_move_is_priced_as_the_list_with_the_signal_there_and_no_other_place_is_better() -> None:
    wanted = plan(**FEW)
    present = {one.id: one.signal for one in solved(wanted, DIFFERENT).programs}
    before = value_with(wanted, DIFFERENT, {})
    for move in signals(DIFFERENT).moves:
        tried = {
            other: value_with(wanted, DIFFERENT, {move.source: kind, other: move.signal}) - before
            for other, kind in present.items()
            if kind != move.signal
        }
        assert move.value_change == pytest.approx(max(tried.values()), abs=1e-12)
        assert tried[move.target] == pytest.approx(move.value_change, abs=1e-12)
        assert move.swapped == (present[move.target] != "none")


def test_a_signal_that_you_put_where_it_does_nothing_is_told_to_be_worth_more_elsewhere() -> None:
    found = signals(DIFFERENT, locks={"signal": {"deaf": "gold"}})
    least = found.placed[-1]
    assert (least.id, least.chosen_by_you, least.own_rates) == ("deaf", True, True)
    assert found.moves[-1].source == "deaf"
    assert found.moves[-1].value_change > 0.001


def test_where_a_signal_decides_comes_first_and_the_list_says_it() -> None:
    locks = {"signal": {"deaf": "gold", "open": "gold"}}
    assert signals(DIFFERENT, locks=locks).placed[0].id == "open"
    locked = plan(**FEW, locks=locks)
    (notice,) = [text for text in solved(locked, DIFFERENT).notices if text.startswith("A gold signal decides most")]
    assert "at Program open (interview" in notice
    assert "least at Program deaf (interview" in notice


def test_programs_that_are_alike_are_not_told_apart() -> None:
    assert not [text for text in solved(plan(**FEW), ALIKE).notices if "signal decides" in text]


def test_a_program_that_must_not_be_signalled_is_no_place_for_a_signal() -> None:
    first = signals(DIFFERENT).unsignalled[0].id
    kept_out = signals(DIFFERENT, signals={"gold": 2, "silver": 3, "never": (first,)})
    assert first not in {move.target for move in kept_out.moves}


def test_without_signals_there_is_nothing_to_tell() -> None:
    assert list_signals(plan(**FEW | {"signals": {"gold": 0, "silver": 0}}), ALIKE) == ()


def test_each_specialty_with_signals_is_told_by_itself() -> None:
    both = applicant(specialties=("internal-medicine", "psychiatry"))
    where = directory(*programs_in_many_cities(20), *programs_in_many_cities(20, prefix="p", specialty="psychiatry"))
    found = list_signals(plan(applicant=both), where)
    assert isinstance(found, tuple)
    assert [one.specialty for one in found] == ["internal-medicine", "psychiatry"]
    assert all(len(one.unsignalled) <= MOST_UNSIGNALLED for one in found)
    for one in found:
        assert {at.id.startswith("p") for at in one.placed} == {one.specialty == "psychiatry"}


def test_where_there_is_no_list_its_reason_is_given() -> None:
    assert isinstance(list_signals(plan(**FEW | {"quotas": {"applications": {"minimum": 30}}}), ALIKE), NoList)
    assert isinstance(list_signals(plan(**FEW), ALIKE, time_limit_s=0), NotDecided)
    with pytest.raises(BadInput):
        list_signals(plan(**FEW, locks={"apply": ("nowhere",)}), ALIKE)


@pytest.mark.parametrize(
    ("rates", "share"),
    [
        ({"all": 0.2, "no_signal": 0.1, "single": 0.5}, (0.25, 0.25)),
        ({"all": 0.2, "no_signal": 0.1, "gold": 0.6, "silver": 0.3}, (0.2, 0.5)),
        ({"all": 0.1, "no_signal": 0.1, "single": 0.5}, (0.0, 0.0)),
        ({"no_signal": 0.1, "single": 0.5}, None),
        ({"all": 0.2, "single": 0.5}, None),
        ({"all": 0.2, "no_signal": 0.1}, None),
        ({"all": 0.05, "no_signal": 0.1, "single": 0.5}, None),
        ({"all": 0.6, "no_signal": 0.1, "single": 0.5}, None),
    ],
)
def test_how_crowded_a_program_is_follows_from_its_own_rates_or_is_not_said(
    rates: dict[str, float], share: tuple[float, float] | None
) -> None:
    found = signalled_share(program("one", **{f"interview_rate_{kind}": rate for kind, rate in rates.items()}))
    assert found == (None if share is None else pytest.approx(share))
