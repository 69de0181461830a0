"""The seasons that come with matchlist say what the published pages say."""

import itertools
from datetime import date, time, timedelta

import pytest

from optimizer.errors import BadInput
from optimizer.evidence import DateKind, HomeAndAway, Season, SeasonFigure, ServiceFees, load_season, season_years

PUBLISHED, CURRENT, EXTRAPOLATED = 2026, 2027, 2028
"""Seasons whose facts are held to their sources here; what holds in every season is asked of every file."""


@pytest.fixture(scope="module")
def season() -> Season:
    return load_season(PUBLISHED)


@pytest.fixture(scope="module", params=(PUBLISHED, CURRENT, EXTRAPOLATED))
def read_season(request: pytest.FixtureRequest) -> Season:
    return load_season(request.param)


@pytest.fixture(scope="module", params=season_years())
def any_season(request: pytest.FixtureRequest) -> Season:
    return load_season(request.param)


def figures_of(season: Season, part: str, what: str) -> dict[str | None, SeasonFigure]:
    return {one.specialty: one for one in season.figures() if (one.part, one.what) == (part, what)}


def cost_usd(fees: ServiceFees | None, applications: int) -> float:
    assert fees is not None
    flat = fees.flat if applications else 0.0
    prices = [
        next((price for start, price in reversed(fees.tiers) if nth >= start), 0.0)
        for nth in range(1, applications + 1)
    ]
    return flat + sum(prices)


def test_the_shipped_seasons_follow_one_another() -> None:
    assert {PUBLISHED, CURRENT, EXTRAPOLATED} <= set(season_years())
    assert season_years() == tuple(range(season_years()[0], season_years()[-1] + 1))


def test_thirty_applications_through_eras_cost_330(read_season: Season) -> None:
    assert cost_usd(read_season.fees("internal-medicine"), 30) == 330.0


def test_the_fees_of_every_season_give_its_own_worked_example(any_season: Season) -> None:
    example = any_season.fee_assistance
    fees = [any_season.fees(specialty) for specialty in ("internal-medicine", "diagnostic-radiology")]
    total = sum(cost_usd(fee, count) for fee, count in zip(fees, example.example_applications, strict=True))
    assert total == example.example_full_usd


def test_43_and_7_in_two_specialties_cost_797(read_season: Season) -> None:
    fees = [read_season.fees(specialty) for specialty in ("internal-medicine", "diagnostic-radiology")]
    assert cost_usd(fees[0], 43) + cost_usd(fees[1], 7) == 797.0


def test_32_in_each_of_two_specialties_cost_780(season: Season) -> None:
    total = cost_usd(season.fees("internal-medicine"), 32) + cost_usd(season.fees("pediatrics"), 32)
    assert total == 780.0


def test_46_emergency_medicine_programs_cost_683_wherever_the_prices_are_carried_over(any_season: Season) -> None:
    prices = [one for one in any_season.figures() if (one.part, one.specialty) == ("fees", "emergency-medicine")]
    known = {one.status for one in prices}
    if any_season.season in (PUBLISHED, CURRENT, EXTRAPOLATED):
        assert known == {"confirmed" if any_season.season == PUBLISHED else "carried over"}
    if any_season.season == PUBLISHED or known == {"carried over"}:
        assert cost_usd(any_season.fees("emergency-medicine"), 46) == 683.0


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
    assert raised.value.faults[0].where == f"season {PUBLISHED}"


def test_an_unknown_season_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadInput) as raised:
        load_season(1999)
    assert raised.value.faults[0].value == 1999
    assert str(PUBLISHED) in raised.value.faults[0].allowed


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


def test_eras_takes_three_divisions_and_emergency_medicine_three_cities(read_season: Season) -> None:
    assert (read_season.most_divisions("psychiatry"), read_season.most_connections("psychiatry")) == (3, None)
    found = read_season.most_divisions("emergency-medicine"), read_season.most_connections("emergency-medicine")
    assert found == (None, 3)
    assert read_season.most_divisions("obstetrics-gynecology") is None
    assert read_season.most_connections("obstetrics-gynecology") is None


def test_signals_of_anesthesiology_take_statements(read_season: Season) -> None:
    assert read_season.signal_statement("anesthesiology") is not None
    assert read_season.signal_statement("internal-medicine") is None


def test_urology_applies_through_eras_with_thirty_equal_signals(read_season: Season) -> None:
    assert read_season.service_of("urology") == "eras"
    assert read_season.signal_caps("urology") == {"single": 30}


def test_days_of_match_week_and_of_soap_have_their_hours(read_season: Season) -> None:
    first, last = read_season.match_week
    hours = {one.what: (one.on, one.at) for one in read_season.dates}
    assert hours["match-week"] == (first, time(10))
    assert hours["match-day"] == (last, time(12))
    assert hours["rank-list-due"] == (read_season.rank_list_due, time(21))
    assert hours["soap-applications"] == (first, time(11))
    assert hours["soap-offers"] == (last - timedelta(days=1), time(9))
    assert (first.weekday(), last.weekday()) == (0, 4)
    assert read_season.soap is not None
    assert read_season.soap.most_applications == 45


def test_the_current_season_has_its_calendar() -> None:
    known = load_season(CURRENT)
    assert known.match_week == (date(2027, 3, 15), date(2027, 3, 19))
    assert known.rank_list_due == date(2027, 3, 3)
    sent = known.date_of("submit-from", "internal-medicine")
    assert sent is not None
    assert (sent.on, sent.at, sent.grade) == (date(2026, 9, 2), time(9), "B")


def test_of_two_registration_fees_the_higher_counts_and_is_unconfirmed() -> None:
    nrmp = load_season(CURRENT).nrmp
    assert nrmp.registration_usd == 85.0
    assert [other.usd for other in nrmp.registration.also_read] == [70.0]
    assert figures_of(load_season(CURRENT), "registration", "registration")[None].status == "unconfirmed"
    assert (nrmp.codes_covered, nrmp.further_code_usd, nrmp.maximum_codes) == (20, 30.0, 300)


def test_radiologys_more_signals_stand_on_one_list_and_are_shared() -> None:
    for specialty, other in itertools.permutations(("diagnostic-radiology", "interventional-radiology")):
        signals = load_season(CURRENT).signals(specialty)
        assert signals is not None
        assert (signals.caps, signals.shared_with, signals.grade) == ({"gold": 6, "silver": 9}, (other,), "C")


def test_the_second_tier_of_eras_was_not_seen_for_the_current_season() -> None:
    found = [one for one in load_season(CURRENT).figures() if (one.part, one.service) == ("fees", "eras")]
    assert [(one.value, one.status, one.grade) for one in found] == [
        (11.0, "confirmed", "B"),
        (30.0, "carried over", "C"),
    ]


def test_international_graduates_pay_for_their_token() -> None:
    known = load_season(CURRENT)
    tokens = {kind: [c.usd for c in known.costs_of(kind) if c.each_season] for kind in ("non-us-img", "us-md")}
    assert tokens == {"non-us-img": [185.0], "us-md": []}


def test_letters_and_release_days_are_told_where_they_are_known() -> None:
    known = load_season(CURRENT)
    letters, release = known.letters_for("psychiatry"), known.release("general-surgery")
    assert letters is not None
    assert letters.most_per_program == 4
    assert known.letters_for("emergency-medicine") is None
    assert release is not None
    assert (release.on, release.grade) == (date(2026, 10, 21), "C")
    assert known.release("psychiatry") is None


def test_notes_on_visas_are_dated_and_sourced() -> None:
    notes = {note.about: note for note in load_season(CURRENT).visa_notes}
    assert set(notes) == {"h1b", "j1", "entry"}
    assert all(note.as_of.year == 2026 and note.source for note in notes.values())
    assert "July 2027" in notes["h1b"].text


def test_nothing_of_the_season_after_it_is_confirmed_and_its_dates_are_extrapolated() -> None:
    freshness = load_season(EXTRAPOLATED).freshness()
    assert (freshness.confirmed, freshness.unconfirmed) == (0, 0)
    assert {one.grade for one in load_season(EXTRAPOLATED).dates} == {"C"}
    assert load_season(EXTRAPOLATED).based_on == CURRENT


def test_specialties_are_the_same_in_all_seasons(read_season: Season) -> None:
    assert read_season.specialties == load_season(PUBLISHED).specialties
