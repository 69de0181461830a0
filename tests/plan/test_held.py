"""A list's chance counts the interviews that can be held."""

import pytest

from optimizer.export.text.headlines import headline
from optimizer.wording import points_rounded_up
from tests.people_and_programs import applicant, directory, plan, programs_in_many_cities, solved

WHERE = directory(*programs_in_many_cities(100, interview_rate_us_do=0.5))


def test_the_chance_counts_interviews_that_can_be_held_and_stays_below_the_bound() -> None:
    """A hundred programs of which half would interview this applicant: eighteen interviews are held."""
    person = applicant(type="us-do", step2=235, visa="none")
    wanted = {
        count: plan(
            applicant=person, quotas={"applications": {"maximum": count}}, budget={"dollars": None}, flexibility=1.0
        )
        for count in (15, 100)
    }
    short, long = (solved(each, WHERE) for each in wanted.values())
    assert short.match_probability is not None
    assert long.match_probability is not None
    assert long.match_probability_range is not None
    assert short.match_probability == pytest.approx(short.value, abs=1e-9)
    assert long.match_probability < long.value - 0.002
    assert short.match_probability < long.match_probability <= long.bound
    low, high = long.match_probability_range
    assert low <= long.match_probability <= high
    said = " ".join(text for pair in headline(long, wanted[100]) for text in pair)
    assert f"more than {points_rounded_up(long.bound - long.match_probability)} points" in said
