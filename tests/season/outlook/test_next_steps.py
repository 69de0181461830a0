"""Further applications, letters, contacts and interviews, against every choice there is."""

from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from optimizer.errors import BadInput
from optimizer.estimate import chances_at
from optimizer.plan import said_tier
from optimizer.portfolio import Undecided
from optimizer.season.outlook import (
    SeasonView,
    contact_gains,
    further_applications,
    interviews_to_accept,
    letters_of_interest,
    next_steps,
)
from optimizer.season.tracker import Contact
from tests.season.outlook.views import prepared, view
from tests.season.seasons import NOVEMBER, OCTOBER

MADE = prepared()
DAYS = (date(2025, 12, 1), date(2025, 12, 2), date(2025, 12, 3))


def matched(offers: npt.NDArray[np.float64]) -> float:
    return float((1 - np.prod(1 - offers, axis=0)).mean())


# ---- further applications ----------------------------------------------------------------------------------------


def test_further_applications_are_the_best_that_the_money_buys() -> None:
    season = view(MADE, {"im-00": {"invited": OCTOBER}}, count=6)
    found = further_applications(season, dollars=22.0)
    coming, offer_if = season.scenario_chances
    later = chances_at(MADE.estimate, np.where(season.answers.mode < 0, 0, -1), season.scenarios)
    left = 1 - season.arrivals.invitations_out(season.answers.day[0])
    fresh = later.offer[:, 0] * left
    values = {pair: matched(np.vstack([coming * offer_if, fresh[list(pair)]])) for pair in combinations(range(6), 2)}
    assert found.dollars == 22.0
    assert found.match_probability == pytest.approx(max(values.values()), abs=1e-4)
    assert found.match_probability_now == pytest.approx(matched(coming * offer_if))
    assert {one.id for one in found.programs} <= {f"im-{k:02}" for k in range(6, 12)}
    assert [one.gain for one in found.programs] == sorted((one.gain for one in found.programs), reverse=True)
    assert 0.0 < found.invitations_left < 1.0


def test_without_money_there_is_no_further_application() -> None:
    found = further_applications(view(MADE, count=6), dollars=0.0)
    assert found.programs == ()
    assert found.match_probability == pytest.approx(found.match_probability_now)


def test_no_more_applications_than_asked_for() -> None:
    assert len(further_applications(view(MADE, count=6), dollars=100.0, most=3).programs) == 3


def test_what_is_locked_out_stays_out() -> None:
    made = prepared(locks={"never": ("im-06", "im-07", "im-08")})
    found = further_applications(view(made, count=6), dollars=1000.0)
    assert {one.id for one in found.programs} == {"im-09", "im-10", "im-11"}


def test_a_bound_on_the_regions_opened_held_for_the_first_list_only() -> None:
    regions = tuple({"name": name, "divisions": (name,), "priority": 5} for name in ("Pacific", "Mountain"))
    free, bounded = (
        further_applications(view(prepared(regions=regions, quotas=quotas), count=6), dollars=44.0)
        for quotas in ({}, {"opened_regions": {"maximum": 1}})
    )
    assert free.programs
    assert bounded == free


def test_amounts_that_are_none_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    season = view(MADE, count=6)
    for amount in (-1.0, float("nan")):
        with pytest.raises(BadInput, match="is no amount"):
            further_applications(season, dollars=amount)
    monkeypatch.setattr(next_steps, "solve", lambda *_, **__: Undecided(1.0, 0.0))
    with pytest.raises(BadInput, match="no decision in time"):
        further_applications(season, dollars=10.0)


# ---- letters and contacts ----------------------------------------------------------------------------------------


def test_letters_go_where_they_add_most() -> None:
    season = view(MADE, {"im-00": {"invited": OCTOBER}, "im-01": {"rejected": OCTOBER}})
    found = letters_of_interest(season, 2)
    first, second = found.letters
    assert not {"im-00", "im-01"} & {*first.programs, *second.programs}
    alone = [letters_of_interest(season, 1).letters[0].gain, first.gain]
    assert alone[0] == alone[1]
    assert all(low == 0.0 <= one.gain <= high for one in found.letters for low, high in [one.gain_range])
    assert found.together >= max(first.gain, second.gain)
    assert found.together_range[0] == 0.0
    effects = season.prepared.estimate.evidence.central("letter_of_interest_effect")
    every = [
        next_steps.contact_gains(season, [Contact(name="x", programs=(one.id,))])[0].gain
        for one in season.answers.programs[2:]
    ]
    assert effects > 0
    assert max(every) > first.gain


def test_no_letter_helps_where_all_have_answered() -> None:
    season = view(MADE, {f"im-{k:02}": {"rejected": OCTOBER} for k in range(12)})
    assert letters_of_interest(season).letters == ()
    assert letters_of_interest(view(MADE), 0).letters == ()


def test_a_letter_adds_nothing_once_all_invitations_are_out() -> None:
    season = view(MADE)
    over = replace(season, arrivals=replace(season.arrivals, invited=np.minimum(season.arrivals.invited * 100, 1.0)))
    assert letters_of_interest(over, 3).together == pytest.approx(0.0, abs=1e-9)


def test_a_contact_counts_at_open_programs_only() -> None:
    season = view(MADE, {"im-00": {"invited": OCTOBER}})
    told = [
        Contact(name="late", programs=("im-00",)),
        Contact(name="one", programs=("im-01", "im-00")),
        Contact(name="two", programs=("im-01", "im-02")),
        Contact(name="nobody"),
    ]
    found = contact_gains(season, told)
    assert [one.name for one in found] == ["two", "one"]
    assert found[1].programs == ("im-01",)
    for one in found:
        assert 0 < one.gain_range[0] < one.gain < one.gain_range[1]


# ---- interviews --------------------------------------------------------------------------------------------------


def invited(**told: Any) -> dict[str, Any]:
    return {"invited": OCTOBER, **told}


def best_by_hand(season: SeasonView, dollars: float | None, most: int | None, taken: tuple[date, ...]) -> float:
    """The best value of all ways to go to interviews, one a day."""
    coming, offer_if = season.scenario_chances
    offers, programs = coming * offer_if, season.answers.programs
    open_ones = [k for k, one in enumerate(programs) if one.last_word == "invited"]
    ways = []
    for k in open_ones:
        free = [day for day in programs[k].slots if day not in taken]
        ways.append([None, *(free if programs[k].slots else ["any day"])])
    best = 0.0
    for choice in product(*ways):
        days = [day for day in choice if isinstance(day, date)]
        gone = [k for k, day in zip(open_ones, choice, strict=True) if day is not None]
        cost = sum(programs[k].dollars or 0.0 for k in gone)
        if (
            len(set(days)) < len(days)
            or (dollars is not None and cost > dollars)
            or (most is not None and len(gone) > most)
        ):
            continue
        kept = np.array([k not in open_ones or k in gone for k in range(len(programs))])
        best = max(best, matched(offers[kept]))
    return best


@pytest.mark.parametrize(
    ("dollars", "most", "taken"),
    [(None, None, ()), (300.0, None, ()), (None, 2, ()), (500.0, 3, (DAYS[1],)), (0.0, None, ())],
)
def test_interviews_to_accept_are_the_best_of_all_ways_to_go(
    dollars: float | None, most: int | None, taken: tuple[date, ...]
) -> None:
    answers = {
        "im-00": invited(slots=DAYS[:2], dollars=100.0),
        "im-01": invited(slots=DAYS[:1], dollars=150.0),
        "im-02": invited(slots=DAYS[:1], dollars=300.0),
        "im-03": invited(slots=DAYS[1:2], dollars=50.0),
        "im-04": invited(dollars=200.0),
        "im-05": invited(held=NOVEMBER),
    }
    season = view(MADE, answers)
    found = interviews_to_accept(season, dollars=dollars, most=most, taken=taken)
    assert found.match_probability == pytest.approx(best_by_hand(season, dollars, most, taken), abs=2e-4)
    accepted = [one for one in found.invitations if one.accept]
    days = [one.on for one in accepted if one.on is not None]
    assert len(set(days)) == len(days)
    assert not set(days) & set(taken)
    assert found.dollars == sum(one.dollars for one in accepted)
    assert dollars is None or found.dollars <= dollars
    assert all(one.worth > 0 for one in accepted)
    assert {one.id for one in found.invitations} == {"im-00", "im-01", "im-02", "im-03", "im-04"}


def test_an_invitation_whose_days_are_all_taken_is_declined() -> None:
    season = view(MADE, {"im-00": invited(slots=DAYS[:1])})
    found = interviews_to_accept(season, taken=DAYS[:1])
    assert [one.accept for one in found.invitations] == [False]
    assert found.unpriced == ("im-00",)


def test_without_an_invitation_there_is_nothing_to_decide() -> None:
    with pytest.raises(BadInput, match="no invitation"):
        interviews_to_accept(view(MADE))


def test_tiers_of_further_applications_are_called_as_everywhere() -> None:
    found = further_applications(view(MADE, {"im-00": {"invited": OCTOBER}}, count=6), dollars=22.0)
    where = MADE.directory.index_by_id
    at_first = MADE.estimate.chances.interview[:, 0] @ MADE.estimate.scenarios.weight
    for one in found.programs:
        chance = float(at_first[where[one.id]])
        assert one.tier_words == said_tier(MADE, where[one.id], chance, chance)
        assert one.tier_words != "safety" or chance >= 0.25
