"""Where applications become dearer."""

from optimizer.plan.questions.dearer import FeeStep, fee_steps
from tests.people_and_programs import applicant, plan


def test_eras_charges_more_from_the_thirty_first_application_on() -> None:
    assert fee_steps(plan()) == (FeeStep(budget=330.0, application=31, before=11.0, after=30.0),)


def test_fee_assistance_makes_another_step_where_it_ends() -> None:
    steps = fee_steps(plan(budget={"fee_assistance": True}))
    assert [step.application for step in steps] == [31, 51]
    assert all(step.before < step.after for step in steps)
    assert steps[0].budget < 330.0


def test_a_flat_fee_is_spent_before_the_first_step() -> None:
    steps = fee_steps(plan(applicant=applicant(specialties=("emergency-medicine",))))
    assert steps
    assert (steps[0].budget, steps[0].application) == (99.0, 19)


def test_several_specialties_have_no_common_step() -> None:
    assert fee_steps(plan(applicant=applicant(specialties=("internal-medicine", "psychiatry")))) == ()


def test_unknown_fees_have_no_steps() -> None:
    assert fee_steps(plan(applicant=applicant(specialties=("ophthalmology",)))) == ()
