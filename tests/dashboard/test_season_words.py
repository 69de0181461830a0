"""What the Season page says and draws, of made-up answers."""

from datetime import date

import pytest

from optimizer.dashboard.charts import rank_picture, seen_picture, shares_picture, shift_picture, timeline_picture
from optimizer.dashboard.season.ranking import moved
from optimizer.dashboard.season.words import (
    counts,
    gain_words,
    headline,
    readable,
    regions_in_a_sentence,
    since_the_start,
    sureness_of_count,
    sureness_of_shift,
    worth_it,
)
from optimizer.season.outlook import Outlook, Ranked, RankOrderList, Seen, Shift
from optimizer.season.tie_plan import TimelineRow, TimeShare
from tests.season.seasons import tracked


def shift(name: str = "Pacific", above: float = 0.5) -> Shift:
    return Shift(name=name, odds=1.1, odds_range=(0.6, 1.9), before_range=(0.5, 2.0), above=above)


def seen(count: int, name: str = "Pacific", between: tuple[int, int] = (1, 4)) -> Seen:
    return Seen(kind="division", name=name, applications=20, seen=count, expected=2.4, expected_range=between)


def season(*shifts: Shift, before: float = 0.271) -> Outlook:
    return Outlook(
        as_of=date(2025, 11, 12),
        match_probability=0.004,
        match_probability_range=(0.001, 0.02),
        match_probability_before=before,
        interviews_to_come=1.25,
        interviews_to_come_range=(0.4, 2.6),
        invitations_out=0.65,
        programs=(),
        seen=(),
        shifts=shifts,
        notices=(),
    )


def test_small_chances_are_said_as_such() -> None:
    assert headline(season()) == "Fewer than 1 in 100, range under 1\N{EN DASH}2"
    told = since_the_start(season(before=0.002))
    assert "it was fewer than 1 in 100" in told
    assert "By 12 Nov 2025 about 65% of a season's invitations are out; 1.2 more" in told


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "fewer than luck alone brings in 9 of 10 seasons"),
        (1, "within what luck alone brings"),
        (4, "within what luck alone brings"),
        (5, "more than luck alone brings in 9 of 10 seasons"),
    ],
)
def test_how_sure_a_count_is_follows_its_range(count: int, words: str) -> None:
    assert sureness_of_count(seen(count)) == words


@pytest.mark.parametrize(
    ("above", "words"),
    [
        (0.55, "can't be told"),
        (0.45, "can't be told"),
        (0.70, "perhaps better than expected (70 in 100)"),
        (0.20, "probably worse than expected (80 in 100)"),
        (0.95, "quite surely better than expected (95 in 100)"),
        (0.001, "quite surely worse than expected (more than 99 in 100)"),
    ],
)
def test_how_sure_a_shift_is_is_said_with_its_probability(above: float, words: str) -> None:
    assert sureness_of_shift(shift(above=above)) == words


def test_what_all_programs_share_is_not_laid_on_a_division() -> None:
    even = regions_in_a_sentence(season(shift("all programs"), shift()))
    assert even == "No single division can be told from the others: the differences are within luck."
    good_year = regions_in_a_sentence(season(shift("all programs", 0.97), shift(above=0.6)))
    assert good_year.startswith("All programs together do quite surely better than expected (97 in 100)")
    one = regions_in_a_sentence(season(shift("all programs"), shift(above=0.2), shift("Mountain")))
    assert one == "Pacific: probably worse than expected (80 in 100). The other divisions are within luck."


def test_changes_are_named_by_programs_and_kept_short() -> None:
    programs = [tracked("im-ca-one", name="One Hospital")]
    assert readable("im-ca-one: invited 2025-10-08", programs) == "One Hospital: invited 8 Oct 2025"
    assert readable("im-ca-one: held 2025-11-30", programs) == "One Hospital: interviewed 30 Nov 2025"
    assert readable("im-ca-one: held 2025-99-30", programs) == "One Hospital: interviewed 2025-99-30"
    assert len(readable("word " * 60, programs)) <= 110
    assert counts(()) == "No program is followed yet"


def test_gains_are_said_in_points_with_their_range() -> None:
    assert gain_words(0.0123, (0.0, 0.03)) == "1.23 (0.00 to 3.00)"
    assert gain_words(0.00001) == "less than 0.01"


@pytest.mark.parametrize(
    ("program", "place", "order"),
    [("c", 1, "cab"), ("a", 3, "bca"), ("a", 99, "bca"), ("b", -4, "bac"), ("b", 2, "abc")],
)
def test_a_program_is_moved_and_the_others_keep_their_order(program: str, place: int, order: str) -> None:
    assert "".join(moved("abc", program, place)) == order


def test_pictures_of_counts_have_their_sentence_and_their_numbers() -> None:
    picture = seen_picture([seen(0), seen(2, "Mountain")], sureness_of_count)
    assert (
        picture.sentence == "Outside of what luck alone brings in 8 of 10 seasons: Pacific 0 where 2.4 were expected."
    )
    assert list(picture.table["In words"]) == [sureness_of_count(seen(0)), sureness_of_count(seen(2))]
    within = seen_picture([seen(2)], sureness_of_count)
    assert within.sentence == "Everywhere as many invitations as luck alone brings."
    odds = shift_picture([shift("all programs", 0.9), shift()], sureness_of_shift)
    assert "about 1.10 times what was expected (0.60 to 1.90)" in odds.sentence
    assert list(odds.table["Range before"]) == ["0.50 to 2.00"] * 2
    for one in (picture, odds):
        assert one.chart.to_dict()["layer"]


def test_the_picture_of_a_rank_list_says_where_the_match_comes_about() -> None:
    ranked = [
        Ranked(
            rank=k + 1,
            id=f"p{k}",
            name=f"Program {k}",
            city="Fresno",
            state="CA",
            region="West",
            tier="reach",
            tier_words="reach",
            preference=0.5,
            preference_from="the plan",
            offer=0.3,
            match_here=share,
            matched_by_here=0.4,
        )
        for k, share in enumerate((0.1, 0.3))
    ]
    found = RankOrderList(
        programs=tuple(ranked),
        match_probability=0.4,
        match_probability_range=(0.3, 0.5),
        fee_usd=70.0,
        further_codes=0,
        left_out=(),
        honesty="",
        warnings=(),
    )
    picture = rank_picture(found)
    assert picture.sentence == "The match comes about most often at no. 2, Program 1: 30 in 100."
    assert list(picture.table["Match here, in 100"]) == [10.0, 30.0]


def test_the_timeline_tells_bars_from_days_and_says_what_comes_too_late() -> None:
    first, last = date(2025, 6, 2), date(2025, 12, 1)
    rows = [
        TimelineRow(kind="action", name="Rotation", starts=first, ends=last, too_late=True),
        TimelineRow(kind="action", name="Letter", starts=first, ends=last, when_is_open=True),
        TimelineRow(kind="interview", name="Program", starts=last, ends=last),
    ]
    picture = timeline_picture(rows)
    assert "1 of these end after applications can be sent" in picture.sentence
    assert list(picture.table[""]) == ["ends too late for the application", "any time between", ""]
    assert timeline_picture([]).sentence == "Nothing has a day yet."


def test_shares_of_the_weeks_stand_beside_the_rule_of_thumb() -> None:
    shares = [
        TimeShare(kind="away-rotations", weeks=8.0, share=0.8, rule_of_thumb=0.3),
        TimeShare(kind="tailoring", weeks=0.0, share=0.0, rule_of_thumb=0.15),
    ]
    picture = shares_picture(shares)
    assert picture.sentence == "8 weeks: away rotations 80%."
    assert list(picture.table["Rule of thumb"]) == ["30%", "15%"]
    assert shares_picture([shares[1]]).sentence == "No weeks are planned."


@pytest.mark.parametrize(
    ("gain", "words"),
    [
        (0.0, "Not worth it"),
        (0.0049, "Not worth it"),
        (0.005, "Small, but"),
        (0.0199, "Small, but"),
        (0.02, "Worth it"),
    ],
)
def test_a_gain_that_nobody_could_notice_is_called_not_worth_it(gain: float, words: str) -> None:
    assert worth_it(gain).startswith(words)
