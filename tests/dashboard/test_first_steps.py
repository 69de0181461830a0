"""A list of one's own: three steps, each of which may be skipped, and no chance before the person has said anything."""

from streamlit.testing.v1 import AppTest

from tests.dashboard.driving import button, draft, go, opened, said


def begun() -> AppTest:
    page = opened(example="")
    button(page, "Start my own list").click().run()
    return page


def answered(page: AppTest) -> AppTest:
    page.segmented_control(key="applicant/type").set_value("us-do").run()
    page.multiselect(key="applicant/specialties").set_value(["psychiatry"]).run()
    return page.number_input(key="applicant/step2").set_value(240).run()


def test_nothing_is_chosen_for_the_person_and_nothing_estimated() -> None:
    page = begun()
    assert page.title[0].value == "Who you are"
    assert page.segmented_control(key="applicant/type").value is None
    assert page.multiselect(key="applicant/specialties").value == []
    assert "Your list is a few answers away" in said(page)
    assert "in 100" not in said(page)
    assert "what kind of applicant you are, your specialty, your Step 2 CK score" in said(page)


def test_each_answer_is_taken_and_the_third_one_shows_a_chance() -> None:
    page = begun()
    page.segmented_control(key="applicant/type").set_value("us-do").run()
    assert "Still to say: your specialty, your Step 2 CK score" in said(page)
    page.multiselect(key="applicant/specialties").set_value(["psychiatry"]).run()
    assert "Still to say: your Step 2 CK score" in said(page)
    page.number_input(key="applicant/step2").set_value(240).run()
    assert "Your list: " in said(page)
    applicant = draft(page).plan.applicant
    assert (applicant.type, applicant.specialties, applicant.step2) == ("us-do", ("psychiatry",), 240)


def test_not_taken_is_an_answer_too_even_where_it_changes_nothing() -> None:
    page = begun()
    page.segmented_control(key="applicant/type").set_value("us-md").run()
    page.multiselect(key="applicant/specialties").set_value(["general-surgery"]).run()
    page.checkbox(key="applicant/no-score").set_value(True).run()
    assert not page.exception
    assert "Your list: " in said(page)
    assert draft(page).plan.applicant.step2 is None


def test_three_steps_lead_to_the_list_and_on_to_signals() -> None:
    page = answered(begun())
    page.button(key="step/next").click().run()
    assert page.title[0].value == "Where you want to live"
    page.text_input(key="region/sought").set_value("Chicago").run()
    page.button(key="region/add").click().run()
    assert page.slider(key="priority/0").label == "Near Chicago, IL"
    assert "Your last change: " in said(page)
    page.button(key="step/next").click().run()
    assert page.title[0].value == "Money and numbers"
    assert "usually send about" in said(page)
    page.number_input(key="budget").set_value(500.0).run()
    page.number_input(key="first/most").set_value(30).run()
    page.button(key="step/next").click().run()
    assert not page.exception
    assert page.title[0].value.startswith("About ")
    assert "Next: signals" in [link.proto.label for link in page.get("page_link")]
    plan = draft(page).plan
    assert (plan.budget.dollars, plan.quotas.applications.maximum) == (500.0, 30)


def test_a_step_can_be_skipped_gone_back_to_and_is_there_again_after_a_reload() -> None:
    page = begun()
    page.button(key="step/next").click().run()
    again = opened(example="")
    assert again.title[0].value == "Where you want to live"
    again.button(key="step/back").click().run()
    assert again.title[0].value == "Who you are"
    again.button(key="step/skip").click().run()
    assert not again.exception
    assert "Your list is a few answers away" in said(again)
    again.button(key="answer-first").click().run()
    assert again.title[0].value == "Who you are"


def test_the_first_answers_can_be_given_on_the_profile_as_well() -> None:
    page = answered(go(begun(), "profile"))
    assert "Your list: " in said(page)
