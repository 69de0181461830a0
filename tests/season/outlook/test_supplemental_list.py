"""Advanced positions: the season follows the second list too, and the rank order list has a supplemental one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from optimizer.plan import Prepared, prepare
from optimizer.season.outlook import RankOrderList, SeasonView, outlook, rank_order_list
from optimizer.season.tracker import tracked_of
from tests.people_and_programs import known
from tests.plan.test_first_year import made_up, plan_with
from tests.season.seasons import DECEMBER, NOVEMBER, OCTOBER, SENT

HELD: dict[str, Any] = {"applied": SENT, "invited": OCTOBER, "held": NOVEMBER}


def season(folder: Path, transitional: int, preliminary: int) -> Prepared:
    return prepare(
        plan_with(made_up(folder, transitional=transitional, preliminary=preliminary)).model_copy(
            update={"season": 2026}
        )
    )


def held(made: Prepared, own: int, first: int) -> SeasonView:
    """A season in which so many programs of each list have interviewed the applicant."""
    lists = made.with_second
    programs = [
        replace(tracked_of(program), **HELD)
        for part, count in zip(lists, (own, first), strict=True)
        for program in part.directory.programs[:count]
    ]
    return SeasonView.of(made, programs, DECEMBER)


@pytest.fixture(scope="module")
def medicine(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return season(tmp_path_factory.mktemp("medicine"), 0, 30)


def ranked(view: SeasonView) -> RankOrderList:
    return rank_order_list(view)


def test_first_years_stand_on_a_list_of_their_own(medicine: Prepared) -> None:
    found = ranked(held(medicine, 3, 4))
    own, second = medicine.with_second
    assert {one.id for one in found.programs} == {one.id for one in own.directory.programs[:3]}
    assert {one.id for one in found.supplemental} == {one.id for one in second.directory.programs[:4]}
    assert [one.rank for one in found.supplemental] == [1, 2, 3, 4]
    assert known(found.supplemental_probability) == pytest.approx(known(found.supplemental[-1].matched_by_here))
    assert 0 < known(found.supplemental_probability) < 1


def test_a_first_year_moves_no_chance_of_the_position_and_counts_among_no_programs_elsewhere(
    medicine: Prepared,
) -> None:
    with_first, without = held(medicine, 3, 4), held(medicine, 3, 0)
    assert ranked(with_first).match_probability == ranked(without).match_probability
    assert with_first.answers.elsewhere == ()
    told = " ".join(outlook(with_first).notices)
    assert "First years: 4 applications, 4 with an interview so far." in told
    assert "First years" not in " ".join(outlook(without).notices)


def test_the_codes_of_both_lists_are_covered_apart(medicine: Prepared) -> None:
    nrmp = medicine.season.nrmp
    within = ranked(held(medicine, nrmp.codes_covered, nrmp.codes_covered))
    assert (within.further_codes, within.fee_usd) == (0, nrmp.registration_usd)
    beyond = ranked(held(medicine, nrmp.codes_covered + 1, nrmp.codes_covered + 2))
    assert beyond.further_codes == 3
    assert beyond.fee_usd == pytest.approx(nrmp.registration_usd + 3 * nrmp.further_code_usd)


def test_ones_own_order_holds_within_each_list(medicine: Prepared) -> None:
    own, second = (part.directory.programs[:2] for part in medicine.with_second)
    programs = [
        replace(tracked_of(program), **HELD, rank=place)
        for place, program in enumerate((second[1], own[1], second[0], own[0]), start=1)
    ]
    found = ranked(SeasonView.of(medicine, programs, DECEMBER))
    assert [one.id for one in found.programs] == [own[1].id, own[0].id]
    assert [one.id for one in found.supplemental] == [second[1].id, second[0].id]


def test_a_first_year_that_is_not_acceptable_is_left_out(medicine: Prepared) -> None:
    _, second = medicine.with_second
    programs = [replace(tracked_of(second.directory.programs[0]), **HELD, acceptable=False)]
    found = ranked(SeasonView.of(medicine, programs, DECEMBER))
    assert found.supplemental == ()
    assert found.left_out == (second.directory.programs[0].id,)


def test_transitional_years_are_ranked_though_their_chance_is_not_known(tmp_path: Path) -> None:
    found = ranked(held(season(tmp_path, 5, 0), 2, 3))
    assert len(found.supplemental) == 3
    assert found.supplemental_probability is None
    assert all(one.offer is None for one in found.supplemental)


def test_what_is_missing_for_a_supplemental_list_is_said(medicine: Prepared) -> None:
    assert any("no interview at a first year" in one.casefold() for one in ranked(held(medicine, 2, 0)).warnings)
    none = prepare(plan_with(None).model_copy(update={"season": 2026}))
    programs = [replace(tracked_of(none.directory.programs[0]), **HELD)]
    said = ranked(SeasonView.of(none, programs, DECEMBER)).warnings
    assert any("No program of a first year is known here" in one for one in said)
