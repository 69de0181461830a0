"""The season that comes with matchlist says what the published pages say."""

from datetime import date

import pytest

from optimizer.errors import BadInput
from optimizer.evidence import DateKind, HomeAndAway, Season, ServiceFees, load_season, seasons


@pytest.fixture(scope="module")
def season() -> Season:
    return load_season(2026)


def cost_usd(fees: ServiceFees | None, applications: int) -> float:
    assert fees is not None
    flat = fees.flat if applications else 0.0
    prices = [
        next((price for start, price in reversed(fees.tiers) if nth >= start), 0.0)
        for nth in range(1, applications + 1)
    ]
    return flat + sum(prices)


def test_2026_is_a_season() -> None:
    assert 2026 in seasons()


def test_thirty_applications_through_eras_cost_330(season: Season) -> None:
    assert cost_usd(season.fees("internal-medicine"), 30) == 330.0


def test_43_and_7_in_two_specialties_cost_797(season: Season) -> None:
    total = cost_usd(season.fees("internal-medicine"), 43) + cost_usd(season.fees("diagnostic-radiology"), 7)
    assert total == 797.0


def test_32_in_each_of_two_specialties_cost_780(season: Season) -> None:
    total = cost_usd(season.fees("internal-medicine"), 32) + cost_usd(season.fees("pediatrics"), 32)
    assert total == 780.0


def test_46_emergency_medicine_programs_cost_683(season: Season) -> None:
    assert cost_usd(season.fees("emergency-medicine"), 46) == 683.0


def test_18_emergency_medicine_programs_cost_the_flat_fee(season: Season) -> None:
    assert cost_usd(season.fees("emergency-medicine"), 18) == 99.0


def test_fees_of_ob_gyn_are_unknown_and_the_season_says_so(season: Season) -> None:
    assert season.service_of("obstetrics-gynecology") == "residencycas"
    assert season.fees("obstetrics-gynecology") is None
    assert "not found" in season.notes_on("obstetrics-gynecology")[0]


def test_a_specialty_with_nothing_missing_has_no_notes(season: Season) -> None:
    assert season.notes_on("internal-medicine") == ()


def test_dates_come_in_order_each_with_its_source(season: Season) -> None:
    order: tuple[DateKind, ...] = (
        "service-opens",
        "submit-from",
        "review-from",
        "ranking-opens",
        "rank-list-due",
        "match-week",
        "match-day",
    )
    dates = [season.date_of(what) for what in order]
    days = [one.on for one in dates if one is not None]
    assert days == sorted(days)
    assert len(days) == len(order)
    assert all(one.source for one in season.dates)


def test_a_date_of_the_specialtys_service_goes_first(season: Season) -> None:
    found = [season.date_of("review-from", name) for name in ("internal-medicine", "emergency-medicine")]
    assert [None if one is None else one.on for one in found] == [date(2025, 9, 24), date(2025, 10, 1)]
    match = season.date_of("match-day", "emergency-medicine")
    assert match is not None
    assert match.on == date(2026, 3, 20)


def test_a_date_that_is_not_known_is_none(season: Season) -> None:
    assert season.date_of("review-from", "ophthalmology") is None
    assert season.model_copy(update={"dates": ()}).date_of("match-day") is None


@pytest.mark.parametrize(
    ("specialty", "service"),
    [
        ("internal-medicine", "eras"),
        ("plastic-surgery", "eras"),
        ("emergency-medicine", "residencycas"),
        ("ophthalmology", "sf-match"),
    ],
)
def test_specialties_apply_through_their_service(season: Season, specialty: str, service: str) -> None:
    assert season.service_of(specialty) == service


@pytest.mark.parametrize(
    ("specialty", "caps"),
    [
        ("internal-medicine", {"gold": 3, "silver": 12}),
        ("psychiatry", {"single": 10}),
        ("anesthesiology", {"gold": 5, "silver": 10}),
        ("orthopaedic-surgery", {"single": 30}),
        ("nuclear-medicine", {}),
    ],
)
def test_specialties_have_their_signals(season: Season, specialty: str, caps: dict[str, int]) -> None:
    assert season.signal_caps(specialty) == caps


def test_unknown_signals_are_told_apart_from_no_signals(season: Season) -> None:
    assert season.signals("nuclear-medicine") is not None
    assert season.signals("vascular-surgery") is None
    assert season.signal_caps("vascular-surgery") == {}
    assert season.notes_on("vascular-surgery")


def test_a_count_of_another_season_is_graded_below_a_and_says_why(season: Season) -> None:
    carried = [signals for signals in season.specialty_signals if signals.season != season.season]
    assert carried
    assert all(signals.grade != "A" and signals.note for signals in carried)


def test_a_season_can_key_a_cache(season: Season) -> None:
    assert len({season, season.model_copy()}) == 1


def test_a_change_to_the_caps_given_out_does_not_change_the_season(season: Season) -> None:
    season.signal_caps("internal-medicine")["gold"] = 99
    assert season.signal_caps("internal-medicine")["gold"] == 3


def test_fee_assistance_reproduces_the_published_example(season: Season) -> None:
    assistance = season.fee_assistance
    assert sum(assistance.example_applications) == assistance.covers_applications
    reduced = assistance.example_full_usd * (1 - assistance.discount)
    assert reduced == pytest.approx(assistance.example_reduced_usd, abs=0.5)
    assert assistance.grade == "C"


def test_transcripts_cost_80_each(season: Season) -> None:
    assert season.transcript_usd == {"usmle": 80.0, "comlex": 80.0}


def test_registration_covers_twenty_codes_for_70_dollars(season: Season) -> None:
    nrmp = season.nrmp
    assert (nrmp.registration_usd, nrmp.codes_covered, nrmp.further_code_usd) == (70.0, 20, 30.0)
    assert (nrmp.late_usd, nrmp.maximum_codes) == (50.0, 300)


def test_neither_eras_nor_residencycas_refunds(season: Season) -> None:
    assert {service.service: service.refunds for service in season.services} == {
        "eras": False,
        "residencycas": False,
        "sf-match": None,
    }


@pytest.mark.parametrize("question", ["fees", "service_of", "signals", "signal_caps", "notes_on"])
def test_a_misspelt_specialty_is_refused_with_the_one_that_is_close(season: Season, question: str) -> None:
    with pytest.raises(BadInput, match="Perhaps internal-medicine is meant") as raised:
        getattr(season, question)("internal-medcine")
    assert raised.value.faults[0].where == "season 2026"


def test_an_unknown_season_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadInput) as raised:
        load_season(1999)
    assert raised.value.faults[0].value == 1999
    assert "2026" in raised.value.faults[0].allowed


def test_emergency_medicine_advises_against_signals_to_home_and_away_programs(season: Season) -> None:
    rule = season.home_and_away_advice("emergency-medicine")
    assert rule is not None
    assert not isinstance(rule, HomeAndAway)
    assert rule.home_and_away is False


def test_where_a_specialty_says_nothing_the_services_general_advice_holds(season: Season) -> None:
    rule = season.home_and_away_advice("internal-medicine")
    assert isinstance(rule, HomeAndAway)
    assert rule.advised


def test_advice_on_home_and_away_programs_is_unknown_elsewhere(season: Season) -> None:
    assert season.home_and_away_advice("obstetrics-gynecology") is None
    assert season.home_and_away_advice("ophthalmology") is None


def test_eras_takes_three_divisions_and_other_services_are_not_known_to_ask(season: Season) -> None:
    assert season.most_divisions("psychiatry") == 3
    assert season.most_divisions("emergency-medicine") is None
