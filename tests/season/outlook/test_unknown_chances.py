"""A season in specialties whose chances aren't known: everything but the chances."""

from dataclasses import replace
from datetime import date

import pytest

from optimizer.errors import BadInput
from optimizer.plan import prepare
from optimizer.season.outlook import SeasonView, further_applications, outlook, rank_order_list
from optimizer.season.tracker import Tracked
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities

SENT, DAY = date(2025, 9, 24), date(2025, 12, 1)
WHERE = directory(
    *programs_in_many_cities(8, prefix="prs", specialty="plastic-surgery"),
    *programs_in_many_cities(8, prefix="uro", specialty="urology"),
    *programs_in_many_cities(8, prefix="im"),
)


def tracked(*ids: str, **more: object) -> list[Tracked]:
    found = []
    for one in ids:
        known = WHERE.programs[WHERE.index_by_id[one]]
        facts = known.model_dump(include={"id", "name", "institution", "specialty", "city", "state"})
        found.append(replace(Tracked(**facts, applied=SENT), **more))  # type: ignore[arg-type]
    return found


def view(*specialties: str, sent: list[Tracked]) -> SeasonView:
    asked = plan(season=2026, applicant=applicant(specialties=specialties, type="us-md", visa=None))
    return SeasonView.of(prepare(asked, WHERE), sent, DAY)


def test_where_no_chance_is_known_a_rank_order_list_is_still_one() -> None:
    held = tracked("prs-00", "prs-01", "prs-02", invited=DAY, held=DAY)
    liked = [replace(one, score=score) for one, score in zip(held, (5.0, 9.0, 7.0), strict=True)]
    found = rank_order_list(view("plastic-surgery", sent=liked))
    assert [one.id for one in found.programs] == ["prs-01", "prs-02", "prs-00"]
    assert (found.match_probability, found.match_probability_range) == (None, None)
    assert all((one.offer, one.match_here, one.matched_by_here) == (None, None, None) for one in found.programs)
    assert any("plastic surgery is not known" in warning for warning in found.warnings)


def test_chances_of_such_a_season_are_refused_with_the_reason() -> None:
    seen = view("plastic-surgery", sent=tracked("prs-00"))
    for question in (lambda: outlook(seen), lambda: further_applications(seen, dollars=100)):
        with pytest.raises(BadInput, match="chance in plastic surgery is not known"):
            question()


def test_beside_a_known_specialty_its_part_is_told_and_the_rest_left_out() -> None:
    known = tracked(*(f"im-0{k}" for k in range(6)))
    both = view("internal-medicine", "plastic-surgery", sent=[*known, *tracked("prs-00", "prs-01", invited=DAY)])
    alone = view("internal-medicine", sent=known)
    found, other = outlook(both), outlook(alone)
    assert found.match_probability == pytest.approx(other.match_probability)
    assert any("no less than the one shown" in notice for notice in found.notices)
    assert {one.id[:2] for one in further_applications(both, dollars=100).programs} <= {"im"}


def test_up_to_the_first_unknown_program_a_rank_order_list_has_its_chances() -> None:
    first, second, third = tracked("im-00", "prs-00", "im-01", invited=DAY, held=DAY)
    ranked = [replace(one, rank=place) for place, one in enumerate((first, second, third), start=1)]
    found = rank_order_list(view("internal-medicine", "plastic-surgery", sent=ranked))
    assert [one.match_here is None for one in found.programs] == [False, True, True]
    assert [one.offer is None for one in found.programs] == [False, True, False]
    assert found.match_probability is None


def test_an_early_match_has_a_list_of_its_own_and_no_codes_of_the_nrmp() -> None:
    held = tracked(*(f"uro-0{k}" for k in range(8)), *(f"im-0{k}" for k in range(4)), invited=DAY, held=DAY)
    found = rank_order_list(view("urology", "internal-medicine", sent=held))
    assert any("ranked on the list of the AUA's match" in warning for warning in found.warnings)
    assert found.further_codes == 0
