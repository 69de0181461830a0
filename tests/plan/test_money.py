"""Fees, fee assistance and the budget of a plan."""

from typing import Any

import pytest

from optimizer.directory import Directory, load_directory
from optimizer.export.text import headline
from optimizer.plan import NoList, ProgramList, build_list
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities, solved

UNPRICED = "obstetrics-gynecology"
IM = programs_in_many_cities(60)
PSYCHIATRY = programs_in_many_cities(10, prefix="p", specialty="psychiatry")
BOTH = applicant(specialties=("internal-medicine", "psychiatry"))


def listed(where: Directory | None = None, /, **parts: Any) -> ProgramList:
    return solved(plan(**parts), where or directory(*IM))


def exactly(count: int) -> dict[str, int]:
    return {"minimum": count, "maximum": count}


def spend(count: int, **budget: Any) -> float:
    found = listed(quotas={"applications": exactly(count)}, budget=budget)
    assert len(found.programs) == count
    return found.spend


@pytest.mark.parametrize(("count", "dollars"), [(0, 0), (1, 11), (30, 330), (31, 360), (32, 390), (50, 930)])
def test_applications_cost_11_dollars_to_the_30th_and_30_beyond(count: int, dollars: float) -> None:
    assert spend(count) == pytest.approx(dollars)


def test_a_budget_pays_for_as_many_programs_as_it_can_and_a_dollar_short_drops_the_last() -> None:
    assert len(listed(budget={"dollars": 390}).programs) == 32
    assert len(listed(budget={"dollars": 389}).programs) == 31
    assert len(listed(budget={"dollars": 389.99}).programs) == 31
    assert len(listed(budget={"dollars": 10.99}).programs) == 0


def test_no_money_gives_an_empty_list() -> None:
    found = listed(budget={"dollars": 0})
    assert (found.programs, found.spend, found.match_probability, found.value) == ((), 0.0, 0.0, 0.0)


def test_a_budget_is_binding_where_it_alone_keeps_the_next_application_out() -> None:
    spent, roomy, enough = (listed(budget={"dollars": dollars}).limits[-1] for dollars in (350, 5000, 1230))
    assert (spent.name, spent.maximum, spent.used, spent.binding) == ("budget", 350, 330, True)
    assert not roomy.binding
    # All 60 programs are paid for to the dollar.
    assert (enough.used, enough.binding) == (1230, False)


@pytest.mark.parametrize(("im", "psychiatry", "dollars"), [(43, 7, 797), (32, 10, 500), (5, 5, 110)])
def test_each_specialty_starts_again_at_11_dollars(im: int, psychiatry: int, dollars: float) -> None:
    """43 and 7 for $797 is the AAMC's own example."""
    quotas = {"specialty": {"internal-medicine": exactly(im), "psychiatry": exactly(psychiatry)}}
    found = listed(directory(*IM, *PSYCHIATRY), applicant=BOTH, quotas=quotas)
    assert found.spend == pytest.approx(dollars)
    assert found.gap <= 1e-4


def test_a_budget_for_two_specialties_is_spent_where_applications_are_cheap() -> None:
    found = listed(directory(*IM, *PSYCHIATRY), applicant=BOTH, budget={"dollars": 440})
    assert found.spend <= 440
    assert sum(one.specialty == "psychiatry" for one in found.programs) >= 1
    assert len(found.programs) == 40


# ---- fee assistance


@pytest.mark.parametrize(("count", "dollars"), [(10, 33), (30, 99), (40, 189), (50, 279), (52, 339)])
def test_fee_assistance_takes_70_percent_off_the_first_50(count: int, dollars: float) -> None:
    assert spend(count, fee_assistance=True) == pytest.approx(dollars)


@pytest.mark.parametrize(("im", "psychiatry", "dollars"), [(43, 7, 239.1), (40, 10, 222.0), (20, 10, 99.0)])
def test_up_to_50_applications_in_several_specialties_are_all_assisted(
    im: int, psychiatry: int, dollars: float
) -> None:
    """43 and 7 for $239 is the AAMC's own example."""
    quotas = {"specialty": {"internal-medicine": exactly(im), "psychiatry": exactly(psychiatry)}}
    found = listed(directory(*IM, *PSYCHIATRY), applicant=BOTH, quotas=quotas, budget={"fee_assistance": True})
    assert found.spend == pytest.approx(dollars)
    assert any("all specialties together" in notice for notice in found.notices)


def test_beyond_50_applications_the_dearest_are_taken_not_to_be_assisted() -> None:
    quotas = {"specialty": {"internal-medicine": exactly(50), "psychiatry": exactly(10)}}
    found = listed(directory(*IM, *PSYCHIATRY), applicant=BOTH, quotas=quotas, budget={"fee_assistance": True})
    assert found.spend == pytest.approx(0.3 * (30 * 11 + 20 * 30 + 10 * 11) + 10 * 21)


def test_fee_assistance_lets_a_budget_reach_further() -> None:
    plain, assisted = (listed(budget={"dollars": 200, "fee_assistance": helped}) for helped in (False, True))
    assert len(assisted.programs) > len(plain.programs)
    assert assisted.spend <= 200


def test_fee_assistance_is_said_with_its_doubts_and_only_where_it_is_used() -> None:
    (notice,) = [text for text in listed(budget={"fee_assistance": True}).notices if "Fee assistance" in text]
    assert "70% off the first 50 applications" in notice
    assert "60% to 70%" in notice
    assert not any("Fee assistance" in text for text in listed().notices)


# ---- the published examples, on the shipped directory


@pytest.mark.parametrize(
    ("specialties", "counts", "dollars"),
    [
        (("internal-medicine", "psychiatry"), (43, 7), 797),
        (("internal-medicine", "psychiatry"), (32, 32), 780),
        (("emergency-medicine",), (46,), 683),
        (("emergency-medicine", "family-medicine"), (46, 7), 683 + 77),
    ],
)
def test_the_services_own_examples_come_out_to_the_dollar(
    specialties: tuple[str, ...], counts: tuple[int, ...], dollars: float
) -> None:
    """ERAS: 43 + 7 and 32 + 32 in two specialties (AAMC); ResidencyCAS: 46 in emergency medicine (SAEM's tiers)."""
    quotas = {"specialty": {name: exactly(count) for name, count in zip(specialties, counts, strict=True)}}
    person = applicant(type="us-md", visa="none", specialties=specialties)
    found = solved(plan(applicant=person, quotas=quotas, budget={"dollars": dollars}), load_directory())
    assert found.spend == pytest.approx(dollars)
    assert found.proven
    short = build_list(plan(applicant=person, quotas=quotas, budget={"dollars": dollars - 1}), load_directory())
    assert isinstance(short, NoList)
    assert "budget" in short.conflict


def test_cost_shares_add_up_to_the_spend_and_a_program_saves_the_last_price() -> None:
    quotas = {"specialty": {"internal-medicine": exactly(43), "psychiatry": exactly(7)}}
    found = listed(directory(*IM, *PSYCHIATRY), applicant=BOTH, quotas=quotas)
    assert sum(one.cost_share for one in found.programs) == pytest.approx(797)
    saved = {one.specialty: one.dollars_saved for one in found.programs}
    assert saved == {"internal-medicine": 30, "psychiatry": 11}


def test_a_flat_fee_is_shared_and_nothing_is_saved_below_what_it_covers() -> None:
    where = directory(*programs_in_many_cities(20, prefix="em", specialty="emergency-medicine"))
    person = applicant(type="us-md", visa="none", specialties=("emergency-medicine",))
    few = listed(where, applicant=person, quotas={"applications": exactly(9)})
    assert {one.cost_share for one in few.programs} == {11.0}
    assert {one.dollars_saved for one in few.programs} == {0.0}
    one = listed(where, applicant=person, quotas={"applications": exactly(1)})
    assert (one.programs[0].cost_share, one.programs[0].dollars_saved) == (99.0, 99.0)
    more = listed(where, applicant=person, quotas={"applications": exactly(19)})
    assert {one.dollars_saved for one in more.programs} == {18.0}


def test_a_specialty_whose_fees_are_not_known_is_said_to_be_and_costs_no_zero() -> None:
    where = directory(*programs_in_many_cities(3), *programs_in_many_cities(3, prefix="ob", specialty=UNPRICED))
    both = solved(plan(applicant=applicant(specialties=("internal-medicine", UNPRICED))), where)
    assert both.unpriced == (UNPRICED,)
    told = dict(headline(both, plan()))
    assert told["Fees"] == f"${both.spend:,.0f} without obstetrics and gynecology, where it is not known"
    alone = solved(plan(applicant=applicant(specialties=(UNPRICED,))), where)
    assert dict(headline(alone, plan()))["Fees"] == "not known"
    assert solved(plan(), where).unpriced == ()
