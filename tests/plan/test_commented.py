"""A plan file that explains itself reads back as the plan it was written from."""

import re
import tomllib

from hypothesis import given

from optimizer.plan import Plan, commented_plan_text, parse_plan
from tests.people_and_programs import applicant, plan
from tests.plan.test_plan_file import plans


@given(plans())
def test_a_plan_written_with_comments_reads_back_as_itself(given_plan: Plan) -> None:
    assert parse_plan(commented_plan_text(given_plan), "plan") == given_plan


def test_what_was_not_answered_stands_there_to_be_filled_in() -> None:
    text = commented_plan_text(plan(applicant=applicant(step2=None, visa=None)))
    assert "\n# step2 = 240 " in text
    assert '\n# visa = "j1" ' in text
    assert "\ngraduation_year = 2024\n" in text
    assert "# graduation_year" not in text


def test_every_line_that_is_commented_out_is_toml_once_it_is_not() -> None:
    lines = commented_plan_text(plan(applicant=applicant(step2=None))).splitlines()
    examples = [line.removeprefix("# ") for line in lines if re.match(r"# [a-z_0-9]*[a-z] += [^\d]|# step2 = ", line)]
    assert len(examples) >= 6
    for line in examples:
        tomllib.loads(line)


def test_ties_and_regions_have_a_header_each() -> None:
    ties = ({"kind": "family", "city": "Fresno, CA"}, {"kind": "letter", "state": "CA"})
    region = {"name": "Home", "within": ({"city": "90012", "miles": 30.0},)}
    text = commented_plan_text(plan(applicant=applicant(ties=ties), regions=(region,)))
    assert text.count("\n[[applicant.ties]]\n") == 2
    assert "\n[[regions]]\n" in text
    assert 'within = [{ city = "90012", miles = 30.0 }]' in text
