"""The List page, driven without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from optimizer.dashboard import building
from optimizer.errors import BadInput, Fault
from optimizer.plan import (
    NoList,
    NotDecided,
    Plan,
    ProgramList,
    Suggestion,
    build_list,
    plan_text,
    read_plan,
)
from tests.people_and_programs import plan as small_plan

ENTRY = Path(__file__).parents[2] / "app.py"
EXAMPLES = ENTRY.parent / "data" / "examples"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def opened() -> AppTest:
    page = AppTest.from_file(str(ENTRY), default_timeout=120).run()
    assert not page.exception
    return page


def everything_said(page: AppTest) -> str:
    said = [
        *page.title,
        *page.subheader,
        *page.markdown,
        *page.info,
        *page.warning,
        *page.error,
        *page.caption,
        *page.text,
    ]
    return "\n".join(str(element.value) for element in said)


def metric(page: AppTest, label: str) -> str:
    return str(next(element.value for element in page.metric if element.label == label))


def key(page: AppTest) -> str:
    return str(page.session_state["plan-choice"])


def upload(page: AppTest, text: str | bytes, name: str = "mine.toml") -> AppTest:
    content = text.encode() if isinstance(text, str) else text
    return page.file_uploader[0].set_value((name, content, "application/toml")).run()


def test_the_first_paint_is_the_solved_example_and_says_that_it_is_one() -> None:
    page = opened()
    assert page.title[0].value.startswith("About ")
    assert "range" in page.title[0].value
    assert "An example, not you" in page.info[0].value
    assert "made-up person" in page.info[0].value
    assert metric(page, "Best list possible?") == "Proven"


def test_the_table_has_the_list_that_the_rooms_below_build() -> None:
    found = build_list(read_plan(EXAMPLES / "los-angeles-img.toml"))
    assert isinstance(found, ProgramList)
    table = opened().dataframe[0].value
    assert table["Program"].tolist() == [program.name for program in found.programs]
    assert table["No."].tolist() == list(range(1, len(found.programs) + 1))


def test_a_smaller_budget_spends_less() -> None:
    page = opened()
    before = metric(page, "Application fees")
    page.number_input(key=f"{key(page)}/budget").set_value(3100.0).run()
    after = metric(page, "Application fees")
    assert float(after.strip("\\$").replace(",", "")) <= 3100 < float(before.strip("\\$").replace(",", ""))


def test_an_empty_budget_is_no_bound() -> None:
    page = opened()
    page.number_input(key=f"{key(page)}/budget").set_value(None).run()
    assert "no budget set" in [element.delta for element in page.metric]


def test_a_region_that_is_not_wanted_loses_programs() -> None:
    page = opened()
    table = page.dataframe[0].value
    before = (table["Region"] == "Los Angeles and nearby").sum()
    page.slider(key=f"{key(page)}/priority/0").set_value(0.0).run()
    table = page.dataframe[0].value
    assert (table["Region"] == "Los Angeles and nearby").sum() < before


def test_a_clash_is_named_with_a_remedy_that_one_click_takes() -> None:
    page = opened()
    page.number_input(key=f"{key(page)}/budget").set_value(300.0).run()
    assert page.title[0].value == "No list is possible"
    assert "the budget" in page.error[0].value
    remedy = next(button for button in page.button if "Raise the budget" in button.label)
    remedy.click().run()
    assert page.title[0].value.startswith("About ")
    assert page.number_input(key=f"{key(page)}/budget").value == 3030.0


def test_a_quota_that_contradicts_itself_is_said_by_name() -> None:
    page = opened()
    page.number_input(key=f"{key(page)}/tier/reach/minimum").set_value(30).run()
    assert "Reach programs: at least 30 and at most 20" in page.error[0].value
    assert not page.dataframe


def test_a_quota_above_what_the_directory_has_is_infeasible() -> None:
    page = opened()
    page.number_input(key=f"{key(page)}/region/0/maximum").set_value(None)
    page.number_input(key=f"{key(page)}/region/0/minimum").set_value(500).run()
    assert "Los Angeles and nearby" in page.error[0].value


def test_the_other_example_is_another_person_with_widgets_of_its_own() -> None:
    page = opened()
    page.number_input(key=f"{key(page)}/budget").set_value(3100.0).run()
    page.selectbox(key="plan-choice").set_value("example-los-angeles-psychiatry").run()
    assert "psychiatry" in page.info[0].value
    assert page.number_input(key=f"{key(page)}/budget").value == 1830.0


def test_wishes_survive_a_look_at_the_other_example() -> None:
    page = opened()
    page.number_input(key=f"{key(page)}/budget").set_value(3100.0).run()
    page.selectbox(key="plan-choice").set_value("example-los-angeles-psychiatry").run()
    page.selectbox(key="plan-choice").set_value("example-los-angeles-img").run()
    assert page.number_input(key=f"{key(page)}/budget").value == 3100.0


def test_undoing_all_changes_brings_the_plan_back_as_it_was_opened() -> None:
    page = opened()
    page.slider(key=f"{key(page)}/priority/0").set_value(3.0).run()
    next(button for button in page.button if button.label == "Undo all my changes").click().run()
    assert page.slider(key=f"{key(page)}/priority/0").value == 10.0


def test_an_opened_plan_is_the_users_and_no_example() -> None:
    page = upload(opened(), plan_text(small_plan(title="My *own* list")))
    assert not page.info
    assert "My \\*own\\* list" in everything_said(page)
    assert page.title[0].value.startswith(("About ", "Fewer "))


def test_taking_the_plan_file_away_goes_back_to_the_example() -> None:
    page = upload(opened(), plan_text(small_plan()))
    page.file_uploader[0].set_value(None).run()
    assert "An example, not you" in page.info[0].value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("bugdet = 1\n[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n", "Did you mean 'budget'"),
        ("not toml at all", "is not TOML"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("title = " + "[" * 100_000, "nested too deeply"),
        ("step2 = 1" + "0" * 5000, "is not TOML"),
        ("programs = ['/etc/passwd']\n[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n", "a browser sends"),
    ],
)
def test_a_faulty_plan_file_is_refused_in_words_and_the_example_stays(content: str | bytes, words: str) -> None:
    page = upload(opened(), content)
    assert not page.exception
    assert "Your plan file can't be used yet" in page.error[0].value
    assert words in page.error[0].value.replace("\\", "")
    assert "An example, not you" in page.info[0].value


def test_of_a_hundred_faults_the_first_dozen_are_shown_and_the_rest_counted() -> None:
    faults = "".join(f"no_such_key_{number} = 1\n" for number in range(100))
    page = upload(opened(), f"{faults}[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n")
    assert "and 88 more" in page.error[0].value


def test_a_place_that_does_not_exist_is_said_in_words() -> None:
    region = "[[regions]]\nname = 'home'\nmetros = ['Nowhere at all']\n"
    page = upload(opened(), f"[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n{region}")
    assert "no such metropolitan area" in page.error[0].value
    assert not page.dataframe


def test_names_with_markup_are_shown_as_text() -> None:
    region = "[[regions]]\nname = '<b>*home*</b> $x$ :red[y]'\nstates = ['CA']\n"
    page = upload(opened(), f"[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n{region}")
    assert page.slider[0].label == "\\<b\\>\\*home\\*\\</b\\> \\$x\\$ :\N{WORD JOINER}red\\[y\\]"


def test_a_program_chosen_tells_its_reasons() -> None:
    page = opened()
    why = next(box for box in page.selectbox if box.label == "Why is a program on the list?")
    why.select_index(0).run()
    assert any("your priority" in element.value for element in page.text)


def test_running_out_of_time_is_said_and_more_time_can_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds_allowed = []

    def slow(plan: Plan, _directory: object, *, time_limit_s: float) -> NotDecided:
        seconds_allowed.append(time_limit_s)
        return NotDecided(title=plan.title, bound=0.5, seconds=time_limit_s)

    monkeypatch.setattr(building, "build_list", slow)
    page = opened()
    assert "Not decided in time" in page.warning[0].value
    next(button for button in page.button if button.label == "Allow 60 seconds").click().run()
    assert seconds_allowed == [10.0, 60.0]


@pytest.mark.parametrize(
    ("remedies", "words"),
    [
        ((), "No single change mends this"),
        (
            (
                Suggestion(
                    limit="lock on x", side="minimum", present=1, needed=0, words="Lower the minimum of 'lock on x'."
                ),
            ),
            "Lower the minimum of 'lock on x'.",
        ),
    ],
)
def test_a_clash_that_the_panel_cannot_mend_is_said_without_a_button(
    monkeypatch: pytest.MonkeyPatch, remedies: tuple[Suggestion, ...], words: str
) -> None:
    found = NoList(title="t", conflict=("lock on x",), words="No list can keep it.", remedies=remedies)
    monkeypatch.setattr(building, "build_list", lambda *_, **__: found)
    page = opened()
    assert words in everything_said(page)
    assert [button.label for button in page.button] == ["Undo all my changes"]


def test_a_fault_found_while_building_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BadInput(Fault("no program has this id", "locks.apply", "x"))

    monkeypatch.setattr(building, "build_list", refuse)
    page = opened()
    assert "no program has this id" in page.error[0].value


def test_an_empty_list_is_shown_without_breaking() -> None:
    page = upload(opened(), plan_text(small_plan(budget={"dollars": 0})))
    assert not page.exception
    assert page.title[0].value == "Fewer than 1 in 100, range 0\N{EN DASH}0"


def test_the_same_plan_is_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(plan: Plan, _directory: object, *, time_limit_s: float) -> NotDecided:
        asked.append(plan.budget.dollars)
        return NotDecided(title=plan.title, bound=0.5, seconds=time_limit_s)

    monkeypatch.setattr(building, "build_list", counted)
    page = opened()
    page.number_input(key=f"{key(page)}/budget").set_value(3000.0).run()
    page.number_input(key=f"{key(page)}/budget").set_value(3330.0).run()
    assert asked == [3330.0, 3000.0]
