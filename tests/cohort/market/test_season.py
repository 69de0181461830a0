"""A played season: nothing counted twice, nobody over a limit, stable, repeatable, and like the published one."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.cohort.market import Applications, Luck, interview_rates, load_market, open_season, play, read
from optimizer.cohort.market.chance import generator
from optimizer.cohort.market.season import Market
from optimizer.cohort.market.settling import settle
from optimizer.errors import RefereeDisagreement
from optimizer.estimate.chances import interview_rates as wanted_rates
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES
from tests.cohort.market.seasons import SPECIALTY, evidence, opened, played


def test_no_program_takes_more_than_its_positions_or_interviews_more_than_it_can() -> None:
    market, season = opened().market, played()
    taken = np.bincount(season.program_of[season.matched], minlength=market.programs.count)
    held = np.bincount(season.applications.program[season.interviewed], minlength=market.programs.count)
    assert (taken <= market.positions).all()
    assert (held <= market.interviews).all()


def test_everybody_who_matched_had_an_interview_there() -> None:
    season = played()
    applications = season.applications
    interviewed = set(
        zip(applications.person[season.interviewed], applications.program[season.interviewed], strict=True)
    )
    matched = np.flatnonzero(season.matched)
    assert {(person, season.program_of[person]) for person in matched} <= interviewed
    assert (season.utility[matched] > 0).all()
    assert not season.utility[~season.matched].any()


def test_nobody_takes_more_interviews_than_anybody_can_and_declined_ones_go_to_the_next() -> None:
    generous = _accepting(opened("family-medicine", 0.1).market, 4)
    season = play(generous, opened("family-medicine", 0.1).folklore, opened("family-medicine", 0.1).luck)
    assert season.interviews_of().max() == 4
    assert (season.invited & ~season.interviewed).any()
    held = np.bincount(season.applications.program[season.interviewed], minlength=generous.programs.count)
    asked = np.bincount(season.applications.program[season.invited], minlength=generous.programs.count)
    assert (asked > held).any()


def _accepting(market: Market, most: int) -> Market:
    assumed = market.figures.assumptions
    changed = assumed.model_copy(
        update={"interviews_accepted": assumed.interviews_accepted.model_copy(update={"value": float(most)})}
    )
    return replace(market, figures=market.figures.model_copy(update={"assumptions": changed}))


def test_positions_add_up_to_the_published_ones() -> None:
    market = open_season(load_market(), evidence(), load_season(2026), "otolaryngology", seed=3).market
    assert market.positions.sum() == load_market().specialties["otolaryngology"].positions.value
    assert market.positions.min() >= 1


def test_the_same_seed_plays_the_same_season_to_the_bit() -> None:
    again = open_season(load_market(), load_evidence(), load_season(2026), SPECIALTY, scale=0.3, seed=7)
    season = play(again.market, again.folklore, again.luck)
    for name in ("program_of", "utility", "bar", "cutoff", "invited"):
        np.testing.assert_array_equal(getattr(season, name), getattr(played(), name))


def test_another_seed_plays_another_season() -> None:
    assert not np.array_equal(played(seed=8).program_of[:50], played().program_of[:50])


def test_a_stronger_applicant_is_never_worse_off_in_expectation() -> None:
    """The same season with one type stronger: that type matches more, and the others, together, less."""
    found = opened()
    people = found.market.people
    us_do = people.type == APPLICANT_TYPES.index("us-do")
    stronger = replace(people, strength=people.strength + 1.0 * us_do)
    season = play(replace(found.market, people=stronger), found.folklore, found.luck)
    assert season.matched[us_do].sum() > played().matched[us_do].sum()
    assert season.matched[~us_do].sum() <= played().matched[~us_do].sum()


@pytest.mark.parametrize("specialty", ["dermatology", "neurological-surgery", "otolaryngology"])
def test_the_country_in_small_reproduces_published_rates(specialty: str) -> None:
    """A whole specialty: interview rates within a fifth or 1.5 points, match rates within four standard errors and 3.

    Interview rates are those of all applications, which are aimed: over programs the mean is lower. The standard
    errors are those of so many applicants; the points are what a season's programs differ by. Of types with fewer than
    30 applicants a single season says nothing.
    """
    found, season = opened(specialty, 1.0, 5), played(specialty, 1.0, 5)
    interviews, kinds = season.interviews_of(), found.market.people.type[season.applications.person]
    for kind in APPLICANT_TYPES:
        if found.market.people.of_type(kind).size < 30:
            continue
        (wanted,) = wanted_rates(evidence(), (specialty,), kind)
        of_kind = kinds == APPLICANT_TYPES.index(kind)
        rate = float(season.interviewed[of_kind].mean())
        assert rate == pytest.approx(wanted, rel=0.2, abs=0.015)
        assert interview_rates(found.market, season)[kind] < rate
        if evidence().has("match_rate_published.preferred-2026", specialty, kind):
            them = found.market.people.of_type(kind)
            listed = them[interviews[them] > 0]
            rate = evidence().central("match_rate", specialty, kind)
            error = np.sqrt(rate * (1 - rate) / listed.size)
            assert season.matched[listed].mean() == pytest.approx(rate, abs=4 * error + 0.03)


def test_a_tenth_of_the_country_in_every_specialty() -> None:
    """Each specialty plays through within its limits, most positions are filled, and US MD graduates fare best."""
    filled = positions = 0
    for specialty in load_market().specialties:
        found, season = opened(specialty, 0.1, 11), played(specialty, 0.1, 11)
        kind = found.market.people.type
        matched = np.array([season.matched[kind == index].mean() for index in range(len(APPLICANT_TYPES))])
        assert matched[0] > matched[3]
        taken = np.bincount(season.program_of[season.matched], minlength=found.market.programs.count)
        assert (taken <= found.market.positions).all()
        filled, positions = filled + int(taken.sum()), positions + int(found.market.positions.sum())
    assert filled > 0.65 * positions


def test_a_type_that_nobody_has_is_not_a_rate_of_nothing() -> None:
    found, season = opened(), played()
    md = found.market.people.type[found.folklore.person] == 0
    part = Applications(found.folklore.person[md], found.folklore.program[md], found.folklore.mode[md])
    only = play(found.market, part, found.luck)
    assert np.isnan(interview_rates(found.market, only)["us-do"])
    assert season.applications.person.size > part.person.size


def test_a_program_that_nobody_applies_to_invites_nobody_and_has_no_bar() -> None:
    found = opened()
    kept = found.folklore.program != 0
    part = Applications(found.folklore.person[kept], found.folklore.program[kept], found.folklore.mode[kept])
    season = play(found.market, part, found.luck)
    assert season.bar[0] == -np.inf
    assert season.cutoff[0] == 0
    assert not (season.program_of == 0).any()


@pytest.mark.parametrize(("people", "programs"), [(6, 5), (7, 3), (1, 1), (40, 9)])
def test_luck_is_that_of_tables_of_all_pairs_however_few_rows_are_held(
    people: int, programs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng, shape = generator(1, "luck"), (people, programs)
    tables = [rng.random(shape, dtype=np.float32) for _ in range(2)] + [rng.standard_normal(shape, dtype=np.float32)]
    person, program = np.nonzero(np.random.default_rng(2).random(shape) < 0.5)
    luck = Luck.draw(people, programs, 1, "luck")
    for at_once in (1, 10, 10_000):
        monkeypatch.setattr("optimizer.cohort.market.chance._PAIRS_AT_ONCE", at_once)
        for drawn, table in zip((luck.screening, luck.interview, luck.taste), tables, strict=True):
            np.testing.assert_array_equal(drawn(person, program), table[person, program])


def test_luck_of_pairs_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="ordered by person"):
        Luck.draw(3, 2, 1, "luck").taste(np.array([1, 0]), np.array([0, 0]))


def test_a_season_is_the_same_however_few_pairs_are_held_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.cohort.market.pairs._PAIRS_AT_ONCE", 1000)
    monkeypatch.setattr("optimizer.cohort.market.chance._PAIRS_AT_ONCE", 1000)
    again = open_season(load_market(), load_evidence(), load_season(2026), SPECIALTY, scale=0.3, seed=7)
    season = play(again.market, again.folklore, again.luck)
    for name in ("program_of", "utility", "bar", "cutoff", "invited"):
        np.testing.assert_array_equal(getattr(season, name), getattr(played(), name))


def test_a_match_that_is_not_stable_is_never_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.cohort.market.season.blocking_pairs", lambda *_: 3)
    with pytest.raises(RefereeDisagreement, match="a match is not stable"):
        play(opened().market, opened().folklore, opened().luck)


def test_a_type_without_applicants_settles_nothing() -> None:
    found = opened()
    md = found.market.people.of_type("us-md")
    kept = np.isin(found.folklore.person, md)
    part = Applications(found.folklore.person[kept], found.folklore.program[kept], found.folklore.mode[kept])
    drawn = replace(found.market, truth=replace(found.market.truth, level=np.zeros(len(APPLICANT_TYPES))))
    market = settle(drawn, part, read(drawn, part).log_odds, positions=200, seed=7)
    assert market.truth.level[0] != 0
    assert not market.truth.level[1:].any()
    assert market.positions.sum() == 200
