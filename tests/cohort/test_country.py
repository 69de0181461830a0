"""A small country as one season: every rule of the match and of what follows holds, and the tables say the same."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.cohort import Engine, RankOrderLists, blocking_couples, blocking_pairs, match
from optimizer.cohort.country import (
    Country,
    CountryStudy,
    country_figures,
    country_text,
    joined,
    offer_in_rounds,
    play_country,
    tables_of,
    write_tables,
)
from optimizer.cohort.country.couples import draw_couples
from optimizer.cohort.country.specialty_part import shares_of
from optimizer.cohort.country.supplement import supplement
from optimizer.cohort.deferred_acceptance import UNMATCHED
from optimizer.cohort.market import load_market, open_season, play
from optimizer.errors import BadInput, RefereeDisagreement
from optimizer.evidence import load_evidence, load_season
from optimizer.vocabulary import APPLICANT_TYPES

STUDY = CountryStudy(tuple(load_market().specialties), scale=0.1, seed=5)


@cache
def country() -> Country:
    return play_country(STUDY, Engine(1))


def test_a_tenth_of_the_country_matches_without_a_blocking_pair() -> None:
    found = country()
    alone = found.couples.ranks_alone(found.lists.applicants)
    assert blocking_pairs(found.lists, found.got, alone) == 0
    np.testing.assert_array_equal(blocking_couples(found.lists, found.couples, found.matched), found.blocking)
    assert not (found.blocking & ~found.matched.in_circles).any()
    assert (found.filled <= found.lists.positions).all()
    assert found.filled.sum() > 0.65 * found.lists.positions.sum()
    assert len(found.parts) == len(load_market().specialties)


def test_the_countrys_match_is_that_of_its_specialties_but_for_couples() -> None:
    """Nobody ranks programs of two specialties, so each specialty's season, played alone, ends the same."""
    before, got = 0, match(country().lists)
    programs = np.append(country().lists.choice, UNMATCHED)[got]
    for specialty, part in zip(STUDY.specialties, country().parts, strict=True):
        season = load_season(load_market().season)
        opened = open_season(load_market(), load_evidence(), season, specialty, scale=STUDY.scale, seed=STUDY.seed)
        alone = play(opened.market, opened.folklore, opened.luck)
        people = part.people.count
        mine = programs[before : before + people]
        first = sum(other.programs.count for other in country().parts[: STUDY.specialties.index(specialty)])
        np.testing.assert_array_equal(np.where(mine == UNMATCHED, UNMATCHED, mine - first), alone.program_of)
        np.testing.assert_array_equal(part.interviews, alone.interviews_of())
        before += people


def test_limits_hold_on_both_sides() -> None:
    most = round(load_market().assumptions.of("interviews_accepted"))
    for part in country().parts:
        assert (part.held <= part.most_interviews).all()
        assert (part.held <= part.asked).all()
        assert (part.asked <= part.received).all()
        assert part.interviews.max() <= most
        assert (part.interviews <= part.invitations).all()
        assert (part.invitations <= part.applications).all()


def test_couples_are_two_from_us_schools_of_one_state_who_rank_near_each_other_first() -> None:
    found = country()
    pairs = found.couples.partners
    assert len(pairs) == pytest.approx(load_market().couples.couples.value * STUDY.scale, rel=0.05)
    assert np.unique(pairs).size == pairs.size
    kind, state = (
        np.concatenate([getattr(part.people, name) for part in found.parts]) for name in ("type", "home_state")
    )
    assert set(np.array(APPLICANT_TYPES)[kind[pairs].ravel()]) == {"us-md", "us-do"}
    assert (state[pairs[:, 0]] == state[pairs[:, 1]]).all()
    assert (np.diff(found.couples.start) <= load_market().couples.most_lines.value).all()
    metro = {
        program.id: place.metro or (place.city, place.state)
        for part in found.parts
        for program, place in zip(part.programs.directory.programs, part.programs.directory.places, strict=True)
        if place
    }
    ids = np.array([program.id for part in found.parts for program in part.programs.directory.programs])
    owner = np.repeat(np.arange(found.lists.applicants), np.diff(found.lists.start))
    for number, pair in enumerate(pairs[:40]):
        lines = found.couples.lines[found.couples.start[number] : found.couples.start[number + 1]]
        assert len({tuple(line) for line in lines.tolist()}) == len(lines)
        for side in (0, 1):
            named = lines[lines[:, side] != UNMATCHED, side]
            assert set(named) == set(range(found.lists.start[pair[side]], found.lists.start[pair[side] + 1]))
            assert (owner[named] == pair[side]).all()
        kinds = [
            2 if UNMATCHED in line else int(len({metro[ids[found.lists.choice[at]]] for at in line}) > 1)
            for line in lines.tolist()
        ]
        assert kinds == sorted(kinds)


def test_a_couples_list_is_cut_where_the_rules_end_it_but_not_those_who_would_be_alone() -> None:
    few = load_market().couples.model_copy(
        update={"most_lines": load_market().couples.most_lines.model_copy(update={"value": 12})}
    )
    found = country()
    cut = draw_couples(found.parts, found.lists, load_market().model_copy(update={"couples": few}), STUDY.seed)
    np.testing.assert_array_equal(cut.partners, found.couples.partners)
    for number, pair in enumerate(cut.partners):
        lines, interviews = np.diff(cut.start)[number], np.diff(found.lists.start)[pair].sum()
        assert lines == min(max(12, interviews), np.diff(found.couples.start)[number])


def test_what_a_couple_got_is_one_of_its_lines() -> None:
    found = country()
    line = found.matched.line
    got = np.append(found.couples.lines, [[UNMATCHED, UNMATCHED]], axis=0)[line]
    np.testing.assert_array_equal(found.got[found.couples.partners], got)
    places = found.near
    assert places.any()
    assert (got[places] != UNMATCHED).all()


def test_first_years_go_to_those_in_advanced_positions_by_supplemental_lists() -> None:
    found, first_years = country(), country().first_years
    assert first_years is not None
    evidence = load_evidence()
    for part, name in zip(found.parts, STUDY.specialties, strict=True):
        share = part.lists.positions[part.advanced].sum() / part.lists.positions.sum()
        if evidence.has("advanced_share", name):
            assert share == pytest.approx(evidence.central("advanced_share", name), abs=0.15)
            applied = np.unique(np.flatnonzero(part.seeks_first_year))
            assert applied.size > 0
        else:
            assert not part.advanced.any()
            assert not part.seeks_first_year.any()
    matched = first_years.seekers[first_years.got != UNMATCHED]
    assert found.in_advanced[matched].all()
    assert set(np.flatnonzero(found.in_advanced)) <= set(first_years.seekers)
    assert (first_years.filled <= first_years.lists.positions).all()
    needing = found.in_advanced[first_years.seekers]
    owner = np.repeat(np.arange(needing.size), np.diff(first_years.lists.start))
    active = replace(first_years.lists, rank_there=np.where(needing[owner], first_years.lists.rank_there, -1))
    assert blocking_pairs(active, first_years.got) == 0
    total = sum(figure.value for figure in load_market().first_years.positions.values())
    assert first_years.lists.positions.sum() == pytest.approx(total * STUDY.scale, rel=0.01)
    assert (first_years.held <= first_years.most_interviews).all()


def test_a_specialty_without_advanced_positions_needs_no_first_years(tmp_path: Path) -> None:
    found = play_country(CountryStudy(("otolaryngology",), 0.2, 3), Engine(1))
    assert found.first_years is None
    assert country_figures(found)["first_year_positions"] == 0
    assert "second year" not in country_text(found)
    assert "supplemental_lists" not in tables_of(found)
    assert len(write_tables(found, tmp_path, "--country")) == 4


def test_open_positions_go_to_people_without_one_and_to_programs_that_may_take_them() -> None:
    found, first_years = country(), country().first_years
    assert first_years is not None
    after = found.supplement.program_of
    placed = after != UNMATCHED
    filled = np.concatenate([found.filled, first_years.filled])
    positions = np.concatenate([found.lists.positions, first_years.lists.positions])
    assert (filled + np.bincount(after[placed], minlength=filled.size) <= positions).all()
    has_year = np.zeros(placed.size, dtype=np.bool_)
    has_year[first_years.seekers[first_years.got != UNMATCHED]] = True
    lacks_year = found.in_advanced & ~has_year
    matched = found.got != UNMATCHED
    assert (placed & ~matched).any()
    assert (placed & lacks_year).any()
    assert not (placed & matched & ~lacks_year).any()
    assert (after[placed & matched] >= found.lists.positions.size).all()
    rules = load_season(load_market().season).soap
    assert rules is not None
    assert 0 < found.supplement.applications <= rules.most_applications * (~matched | lacks_year).sum()
    visa = np.concatenate([part.people.visa for part in found.parts])[placed]
    sides = [*(part.programs for part in found.parts), first_years.programs]
    j1, h1b = (np.concatenate([programs.visa[kind] for programs in sides])[after[placed]] for kind in (0, 1))
    assert (visa > 0).any()
    assert j1[visa == 1].all()
    assert h1b[visa == 2].all()


def test_two_threads_that_share_the_lists_of_large_specialties_play_the_same_country(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("optimizer.cohort.country.specialty_part._PAIRS_OF_A_SHARE", 3e4)
    few = CountryStudy((*STUDY.specialties[:2], "dermatology"), STUDY.scale, STUDY.seed)
    assert [len(shares_of(few, name)) for name in few.specialties] == [3, 1, 1]
    one, two = play_country(few, Engine(1)), play_country(few, Engine(2))
    np.testing.assert_array_equal(one.lists.choice, two.lists.choice)
    np.testing.assert_array_equal(one.got, two.got)
    np.testing.assert_array_equal(one.supplement.program_of, two.supplement.program_of)


def test_a_cluster_plays_the_same_country(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.cohort.country.specialty_part._PAIRS_OF_A_SHARE", 3e3)
    few = CountryStudy(("psychiatry", "dermatology"), STUDY.scale, STUDY.seed)
    assert len(shares_of(few, "psychiatry")) > 1
    here, there = play_country(few, Engine(1)), play_country(few, Engine(scheduler=scheduler))
    np.testing.assert_array_equal(here.got, there.got)
    np.testing.assert_array_equal(here.supplement.program_of, there.supplement.program_of)


def test_the_tables_are_written_whole_and_say_what_the_season_says(tmp_path: Path) -> None:
    found = country()
    files = write_tables(found, tmp_path / "season", "--country")
    read = {file.stem: pd.read_parquet(file) for file in files}
    applicants, programs, ranks = read["applicants"], read["programs"], read["rank_lists"]
    figures = country_figures(found)
    assert len(applicants) == figures["applicants"]
    assert applicants["matched_program"].notna().sum() == figures["matched"]
    assert applicants["placed_after_match"].notna().sum() == figures["placed_after_match"]
    assert (
        applicants["applications"].sum()
        == programs[programs["kind"] != "first year"]["received"].sum()
        == figures["applications"]
    )
    assert applicants["ranked"].sum() == len(ranks) == figures["ranked_choices"]
    matched = applicants[applicants["matched_program"].notna()]
    theirs = ranks.merge(
        matched,
        left_on=["applicant", "rank", "program"],
        right_on=["applicant", "matched_rank", "matched_program"],
    )
    assert len(theirs) == len(matched)
    assert theirs["place"].notna().all()
    assert (matched["worth"] > 0).all()
    assert programs["program"].is_unique
    assert list(tables_of(found)) == list(read)
    couples, supplemental = read["couples"], read["supplemental_lists"]
    assert len(couples) == figures["couples"]
    assert applicants["partner"].notna().sum() == 2 * len(couples)
    assert couples["near"].sum() == figures["couples_near_each_other"]
    assert applicants["first_year_program"].notna().sum() == figures["with_first_year"]
    assert programs[programs["kind"] == "first year"]["positions"].sum() == figures["first_year_positions"]
    assert set(supplemental["program"]) <= set(programs[programs["kind"] == "first year"]["program"])
    assert f"{figures['matched']:,} matched" in country_text(found)
    assert "0 blocking pairs" in country_text(found)


def test_every_column_of_the_tables_is_described_in_its_order() -> None:
    text = (Path(__file__).parents[2] / "docs/country.md").read_text(encoding="utf-8")
    for name, table in tables_of(country()).items():
        described = re.search(rf"- `{name}\.parquet`, a row an? \w+: ([^.]+)\.", text)
        assert described is not None
        assert re.findall(r"`(\w+)`", described[1]) == list(table.columns)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="--country: the folder can't be made"):
        write_tables(country(), tmp_path / "file" / "season", "--country")


def test_a_match_that_is_not_stable_is_never_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.cohort.country.nation.blocking_pairs", lambda *_: 1)
    with pytest.raises(RefereeDisagreement, match="a match is not stable"):
        play_country(CountryStudy(STUDY.specialties[-1:], 0.01), Engine(1))


def test_a_match_of_first_years_that_is_not_stable_is_never_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.cohort.country.first_years.blocking_pairs", lambda *_: 1)
    with pytest.raises(RefereeDisagreement, match="simulated first years"):
        play_country(CountryStudy(("dermatology",), 0.01), Engine(1))


def test_couples_that_go_round_in_circles_are_told() -> None:
    found = country()
    circles = np.arange(found.couples.count) < 2
    told = country_text(replace(found, matched=replace(found.matched, in_circles=circles), blocking=circles))
    assert "2 went round in circles" in told
    assert "2 of them block the match" in told
    assert "None of them blocks the match" in country_text(found)


def test_a_specialty_that_cannot_be_played_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError("nothing to screen")

    monkeypatch.setattr("optimizer.cohort.country.specialty_part.invite", fails)
    with pytest.raises(BadInput, match="simulated season dermatology: the season could not be played: ValueError"):
        play_country(CountryStudy(("dermatology",), 0.01), Engine(1))


def test_a_country_in_which_nobody_is_left_or_nothing_open_needs_no_offers() -> None:
    parts, none = country().parts, np.zeros(country().lists.positions.size, dtype=np.int64)
    everybody = np.ones(country().lists.applicants, dtype=np.bool_)
    for unmatched, left in ((~everybody, none + 1), (everybody, none)):
        found = supplement(parts, None, unmatched, ~everybody, left, load_market(), 1)
        assert (found.program_of == UNMATCHED).all()
        assert found.applications == found.filled.sum() == 0


@st.composite
def applications(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]:
    people, programs = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    applied = np.array(draw(st.lists(st.booleans(), min_size=people * programs, max_size=people * programs)))
    person, program = np.nonzero(applied.reshape(people, programs))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    left = np.array(draw(st.lists(st.integers(0, 3), min_size=programs, max_size=programs)))
    return person, program, rng.random(person.size), rng.random(person.size), left, people


@given(applications())
def test_rounds_of_offers_are_those_of_one_offer_after_the_other(
    drawn: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, int],
) -> None:
    person, program, score, liking, left, people = drawn
    placed, filled = offer_in_rounds(person, program, score, liking, left, people)
    has: dict[int, int] = {}
    lapsed: set[tuple[int, int]] = set()
    expected = []
    for _ in range(4):
        offers: dict[int, list[int]] = {}
        for number, positions in enumerate(left):
            open_positions = positions - sum(taken == number for taken in has.values())
            asked = [k for k in np.flatnonzero(program == number) if person[k] not in has]
            asked = [k for k in asked if (int(person[k]), number) not in lapsed]
            for k in sorted(asked, key=lambda k: -score[k])[:open_positions]:
                offers.setdefault(int(person[k]), []).append(int(k))
        for one, got in offers.items():
            has[one] = int(program[max(got, key=lambda k: liking[k])])
            lapsed |= {(one, int(program[k])) for k in got}
        expected.append(len(offers))
    assert placed.tolist() == [has.get(one, UNMATCHED) for one in range(people)]
    assert filled.tolist() == expected


def test_lists_joined_match_as_each_alone() -> None:
    first = RankOrderLists(np.array([0, 2, 3]), np.array([1, 0, 1]), np.array([1, 0, 0]), np.array([1, 1]))
    second = RankOrderLists(np.array([0, 1, 2]), np.array([0, 0]), np.array([1, 0]), np.array([1]))
    together = joined([first, second])
    assert together.choice[match(together)[match(together) >= 0]].tolist() == [0, 1, 2]
    assert match(together).tolist() == [1, 2, UNMATCHED, 4]
