"""A small country as one season: every rule of the match and of what follows holds, and the tables say the same."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.cohort import Engine, RankOrderLists, blocking_pairs, match
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
from optimizer.cohort.country.supplement import supplement
from optimizer.cohort.deferred_acceptance import UNMATCHED
from optimizer.cohort.market import load_market, open_season, play
from optimizer.errors import BadInput, RefereeDisagreement
from optimizer.evidence import load_evidence, load_season

STUDY = CountryStudy(tuple(load_market().specialties), scale=0.1, seed=5)


@cache
def country() -> Country:
    return play_country(STUDY, Engine(1))


def test_a_tenth_of_the_country_matches_without_a_blocking_pair() -> None:
    found = country()
    assert blocking_pairs(found.lists, found.got) == 0
    assert (found.filled <= found.lists.positions).all()
    assert found.filled.sum() > 0.65 * found.lists.positions.sum()
    assert len(found.parts) == len(load_market().specialties)


def test_the_countrys_match_is_that_of_its_specialties() -> None:
    """Nobody ranks programs of two specialties, so each specialty's season, played alone, ends the same."""
    before = 0
    for specialty, part in zip(STUDY.specialties, country().parts, strict=True):
        season = load_season(load_market().season)
        opened = open_season(load_market(), load_evidence(), season, specialty, scale=STUDY.scale, seed=STUDY.seed)
        alone = play(opened.market, opened.folklore, opened.luck)
        people = part.people.count
        mine = country().program_of[before : before + people]
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


def test_open_positions_go_to_people_without_one_and_to_programs_that_may_take_them() -> None:
    found = country()
    after = found.supplement.program_of
    placed = after != UNMATCHED
    assert placed.any()
    assert not (placed & (found.got != UNMATCHED)).any()
    filled = found.filled + np.bincount(after[placed], minlength=found.lists.positions.size)
    assert (filled <= found.lists.positions).all()
    rules = load_season(load_market().season).soap
    assert rules is not None
    assert 0 < found.supplement.applications <= rules.most_applications * (found.got == UNMATCHED).sum()
    visa = np.concatenate([part.people.visa for part in found.parts])[placed]
    j1, h1b = (np.concatenate([part.programs.visa[kind] for part in found.parts])[after[placed]] for kind in (0, 1))
    assert (visa > 0).any()
    assert j1[visa == 1].all()
    assert h1b[visa == 2].all()


def test_two_processes_play_the_same_country() -> None:
    few = CountryStudy(STUDY.specialties[-3:], STUDY.scale, STUDY.seed)
    one, two = play_country(few, Engine(1)), play_country(few, Engine(2))
    np.testing.assert_array_equal(one.got, two.got)
    np.testing.assert_array_equal(one.supplement.program_of, two.supplement.program_of)


def test_the_tables_are_written_whole_and_say_what_the_season_says(tmp_path: Path) -> None:
    found = country()
    files = write_tables(found, tmp_path / "season", "--country")
    read = {file.stem: pd.read_parquet(file) for file in files}
    applicants, programs, ranks = read["applicants"], read["programs"], read["rank_lists"]
    figures = country_figures(found)
    assert len(applicants) == figures["applicants"]
    assert applicants["matched_program"].notna().sum() == figures["matched"]
    assert applicants["placed_after_match"].notna().sum() == figures["placed_after_match"]
    assert applicants["applications"].sum() == programs["received"].sum() == figures["applications"]
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


def test_a_specialty_that_cannot_be_played_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError("nothing to screen")

    monkeypatch.setattr("optimizer.cohort.country.specialty_part.screen", fails)
    with pytest.raises(BadInput, match="simulated season dermatology: the season could not be played: ValueError"):
        play_country(CountryStudy(("dermatology",), 0.01), Engine(1))


def test_a_country_in_which_nobody_is_left_or_nothing_open_needs_no_offers() -> None:
    parts, none = country().parts, np.zeros(country().lists.positions.size, dtype=np.int64)
    everybody = np.ones(country().lists.applicants, dtype=np.bool_)
    for unmatched, left in ((~everybody, none + 1), (everybody, none)):
        found = supplement(parts, unmatched, left, load_market(), 1)
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
