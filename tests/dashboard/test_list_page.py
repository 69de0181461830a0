"""The List page, driven without a browser."""

import re
from html import escape
from pathlib import Path

import pytest

from optimizer.dashboard import answers
from optimizer.errors import BadInput, Fault
from optimizer.plan import NoList, NotDecided, Prepared, ProgramList, Suggestion, Wish, build_list, plan_text, read_plan
from tests.dashboard.driving import (
    EXAMPLES,
    button,
    click_program,
    decide,
    done,
    draft,
    go,
    look,
    metric,
    opened,
    programs,
    said,
    upload,
)
from tests.dashboard.season_driving import with_small_plan
from tests.people_and_programs import applicant
from tests.people_and_programs import plan as small_plan


def test_the_first_paint_is_the_solved_example_and_says_that_it_is_one() -> None:
    page = opened(example="")
    assert page.title[0].value.startswith("About ")
    assert "range" in page.title[0].value
    assert "you yourself: " in said(page)
    assert "An example, not you" in said(page)
    assert "Which residency programs to apply to" in said(page)
    assert [figure.label for figure in page.metric] == ["Applications", "Application fees", "Interviews to expect"]


def test_the_other_examples_are_one_click_away() -> None:
    page = opened(example="")
    button(page, "International graduate").click().run()
    assert "non-US IMG" in said(page)
    assert draft(page).opened.key == "example-los-angeles-img"
    button(page, "Couple").click().run()
    assert not page.exception
    assert "Both lists together" in [link.proto.label for link in page.get("page_link")]


def test_a_specialty_with_advanced_positions_has_its_first_year() -> None:
    page = opened()
    assert "First year" not in [tab.label for tab in page.tabs]
    page = upload(page, ("dermatology.toml", (EXAMPLES / "dermatology.toml").read_bytes()))
    assert "Complete training: not known, as the chance above is that of a position alone" in said(page)
    look(page, "list-view", "First year")
    assert "advanced" in said(page)
    assert "Bring any list of them" in said(page)
    assert "Bring in a file of first years" in [link.proto.label for link in page.get("page_link")]


def test_what_is_wanted_for_the_first_year_is_said_beside_it() -> None:
    page = upload(opened(), ("dermatology.toml", (EXAMPLES / "dermatology.toml").read_bytes()))
    look(page, "list-view", "First year")
    page.number_input(key="first-year/reserve").set_value(440.0).run()
    assert "440 of the budget is kept" in said(page)
    page.number_input(key="first-year/maximum").set_value(12).run()
    page.multiselect(key="first-year/kinds").set_value(["transitional-year"]).run()
    wish = draft(page).plan.first_year
    assert (wish.reserve, wish.maximum, wish.kinds) == (440.0, 12, ("transitional-year",))
    page.multiselect(key="first-year/kinds").set_value([]).run()
    assert "No second list is made" in said(page)
    assert not page.checkbox(key="first-year/apply").value
    page.checkbox(key="first-year/apply").set_value(True).run()
    assert "440 of the budget is kept" in said(page)
    assert page.multiselect(key="first-year/kinds").value == ["transitional-year"]


def test_the_table_has_the_list_that_the_rooms_below_build() -> None:
    found = build_list(read_plan(EXAMPLES / "los-angeles-img.toml"))
    assert isinstance(found, ProgramList)
    table = programs(opened())
    assert table.index.tolist() == [program.id for program in found.programs]
    assert table["Name in full"].tolist() == [program.name for program in found.programs]
    assert table["No."].tolist() == list(range(1, len(found.programs) + 1))


def test_a_smaller_budget_spends_less() -> None:
    page = opened()
    before = metric(page, "Application fees")
    page.number_input(key="budget").set_value(3100.0).run()
    after = metric(page, "Application fees")
    assert float(after.strip("\\$").replace(",", "")) <= 3100 < float(before.strip("\\$").replace(",", ""))


def test_an_empty_budget_is_no_bound() -> None:
    page = opened()
    page.number_input(key="budget").set_value(None).run()
    assert "no budget set" in [element.delta for element in page.metric]
    assert draft(page).plan.budget.dollars is None


def test_a_region_that_is_not_wanted_loses_programs() -> None:
    page = opened(example="")
    assert "Los Angeles and nearby" in set(programs(page)["Region"])
    page.slider(key="priority/0").set_value(0.0).run()
    assert "Los Angeles and nearby" not in set(programs(page)["Region"])


def test_a_clash_is_named_with_a_remedy_that_one_click_takes() -> None:
    page = opened()
    page.number_input(key="budget").set_value(300.0).run()
    assert page.title[0].value == "No list is possible"
    assert "the budget" in page.error[0].value
    button(page, "Raise the budget").click().run()
    assert page.title[0].value.startswith("About ")
    assert page.number_input(key="budget").value == 3030.0


def test_each_change_can_be_taken_back() -> None:
    page = opened()
    assert button(page, "Undo").disabled
    page.number_input(key="budget").set_value(3100.0).run()
    page.slider(key="priority/0").set_value(3.0).run()
    button(page, "Undo").click().run()
    assert (page.slider(key="priority/0").value, page.number_input(key="budget").value) == (10.0, 3100.0)
    button(page, "Undo").click().run()
    assert draft(page).plan == draft(page).opened.plan


def test_undoing_all_changes_brings_the_plan_back_and_can_be_undone_itself() -> None:
    page = opened()
    page.slider(key="priority/0").set_value(3.0).run()
    button(page, "As it was opened").click().run()
    assert page.slider(key="priority/0").value == 10.0
    button(page, "Undo").click().run()
    assert page.slider(key="priority/0").value == 3.0


def test_the_other_example_is_another_person_with_a_draft_of_its_own() -> None:
    page = opened()
    page.number_input(key="budget").set_value(3100.0).run()
    page.selectbox(key="panel-choice").set_value("example-los-angeles-psychiatry").run()
    assert "psychiatry" in said(page)
    assert page.number_input(key="budget").value == 1830.0
    page.selectbox(key="panel-choice").set_value("example-los-angeles-img").run()
    assert page.number_input(key="budget").value == 3100.0


def test_an_opened_plan_is_the_users_and_no_example() -> None:
    page = upload(opened(), ("mine.toml", plan_text(small_plan(title="My *own* list"))))
    assert "An example" not in said(page)
    assert "My *own* list" in said(page)
    assert page.title[0].value.startswith(("About ", "Fewer "))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("bugdet = 1\n[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n", "Did you mean 'budget'"),
        ("not toml at all", "is not TOML"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("title = " + "[" * 100_000, "nested too deeply"),
        ("step2 = 1" + "0" * 5000, "is not TOML"),
    ],
)
def test_a_faulty_plan_file_is_refused_in_words_and_the_example_stays(content: str | bytes, words: str) -> None:
    page = upload(opened(), ("mine.toml", content))
    assert not page.exception
    assert "Your plan file can't be used yet" in page.error[0].value
    assert words in said(page)
    assert "An example, not you" in said(page)


def test_a_plan_that_was_made_with_files_says_so_and_can_go_on_without_them() -> None:
    text = "programs = ['/etc/passwd']\n[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n"
    page = upload(opened(), ("mine.toml", text))
    assert "a browser doesn't send along" in said(page)
    button(page, "Use the shipped programs").click().run()
    assert not page.error
    assert "range" in page.title[0].value


@pytest.mark.parametrize("file", ["/etc/passwd", "/proc/self/environ", "/dev/zero", "figures.csv"])
def test_a_plan_that_names_a_file_of_figures_is_refused_and_nothing_of_it_is_shown(file: str) -> None:
    text = f"evidence_file = '{file}'\n[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n"
    page = upload(opened(), ("mine.toml", text))
    assert not page.exception
    assert "names another file, which a browser doesn't send along" in said(page)
    assert "root:" not in said(page)
    assert "An example, not you" in said(page)


def test_which_files_a_plan_was_made_with_is_forgotten(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("hunter2\n", encoding="utf-8")
    text = f"programs = ['{secret}']\n[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n"
    page = upload(opened(), ("mine.toml", text))
    assert draft(page).plan.programs == ("programs.csv",)
    assert "hunter2" not in said(page)
    assert str(secret) not in said(page)


def test_of_a_hundred_faults_the_first_dozen_are_shown_and_the_rest_counted() -> None:
    faults = "".join(f"no_such_key_{number} = 1\n" for number in range(100))
    text = f"{faults}[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n"
    assert "and 88 more" in upload(opened(), ("mine.toml", text)).error[0].value


def test_a_place_that_does_not_exist_is_said_in_words() -> None:
    region = "[[regions]]\nname = 'home'\nmetros = ['Nowhere at all']\n"
    text = f"[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n{region}"
    page = upload(opened(), ("mine.toml", text))
    assert "no such metropolitan area" in page.error[0].value
    assert not page.dataframe


def test_names_with_markup_are_shown_as_text() -> None:
    region = "[[regions]]\nname = '<b>*home*</b> $x$ :red[y]'\nstates = ['CA']\n"
    text = f"[applicant]\ntype = 'us-md'\nspecialties = ['psychiatry']\n{region}"
    page = upload(opened(), ("mine.toml", text))
    assert page.slider[0].label == "\\<b\\>\\*home\\*\\</b\\> \\$x\\$ :\N{WORD JOINER}red\\[y\\]"


def test_a_click_on_a_program_says_why_and_asks_for_a_decision() -> None:
    page = opened()
    chosen = programs(page)["Name in full"].iloc[3]
    click_program(page, "programs", 3)
    assert not page.exception
    assert f"#### {chosen}" in said(page)
    assert "It is on the list" in said(page)


def test_a_program_ruled_out_leaves_the_list_and_stays_out() -> None:
    page = opened()
    first, second = programs(page).index[:2]
    decide(page, "programs", 1, "gold")
    decide(page, "programs", programs(page).index.tolist().index(first), "never")
    assert not page.exception
    assert first not in programs(page).index
    locks = draft(page).plan.locks
    assert (locks.never, dict(locks.signal)) == ((first,), {second: "gold"})
    table = programs(page)
    assert table.loc[second, "Signal"] == "gold"
    assert table.loc[second, "My decision"] == "apply, gold signal"


def test_decisions_follow_the_program_when_a_filter_hides_rows() -> None:
    page = opened()
    page.pills(key="filter/tier").set_value(["reach"]).run()
    wanted = programs(page).index[2]
    decide(page, "programs", 2, "apply")
    assert draft(page).plan.locks.apply == (wanted,)


def test_the_columns_are_the_same_before_and_after_standings_are_known() -> None:
    page = opened()
    before = programs(page).columns.tolist()
    look(page, "list-view", "How firm")
    done(page)
    look(page, "list-view", "Programs")
    assert programs(page).columns.tolist() == before
    assert before[:3] == ["Program", "Signal", "Interview"]


def test_a_phone_gets_the_same_programs_as_cards() -> None:
    page = opened()
    cards = next(element.proto.body for element in page.get("html") if "program-cards" in element.proto.body)
    names = programs(page)["Name in full"].tolist()
    assert re.findall(r"<li><b>(.*?)</b>", cards) == [escape(name) for name in names]
    assert cards.count("Interview ") == len(names)


def test_filters_narrow_the_table_and_say_so() -> None:
    page = opened()
    everything = programs(page)
    page.text_input(key="filter/text").set_value("los angeles ca").run()
    table = programs(page)
    assert set(table["City"]) == {"Los Angeles, CA"}
    assert f"{len(table)} of {len(everything)} programs shown" in said(page)


def test_a_program_on_the_list_tells_its_chance_and_what_ruling_it_out_would_do() -> None:
    page = opened()
    chosen = programs(page).index[0]
    page.selectbox(key="asked-program").set_value(chosen).run()
    assert not page.exception
    assert "It is on the list" in said(page)
    assert "If you had it locked out" in said(page)
    assert "at the average program to" in said(page)


def test_a_program_off_the_list_tells_why_and_can_be_locked_in_there() -> None:
    page = opened()
    listed = set(programs(page).index)
    box = page.selectbox(key="asked-program")
    other = next(option for option in box.options if "not on the list" in option)
    box.set_value(other).run()
    assert "It is not on the list" in said(page)
    program = str(page.session_state["asked-program"])
    assert program not in listed
    page.segmented_control(key=f"asked/decision/{program}").set_value("apply").run()
    assert draft(page).plan.locks.apply == (program,)
    assert program in programs(page).index


@pytest.mark.parametrize("view", ["Map", "Interviews", "Limits", "Good to know"])
def test_each_view_says_in_words_what_it_shows(view: str) -> None:
    page = opened()
    listed = len(programs(page))
    look(page, "list-view", view)
    assert not page.exception
    sentence = {
        "Map": f"{listed} programs in",
        "Interviews": "In half of such years",
        "Limits": "Reached: All applications",
        "Good to know": "The spend is application fees only",
    }[view]
    assert sentence in said(page)


def test_running_out_of_time_is_said_and_more_time_can_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds_allowed = []

    def slow(prepared: Prepared, *, time_limit_s: float) -> NotDecided:
        seconds_allowed.append(time_limit_s)
        return NotDecided(title=prepared.plan.title, bound=0.5, seconds=time_limit_s)

    monkeypatch.setattr(answers, "solve_prepared", slow)
    page = opened()
    assert "Not decided in time" in page.warning[0].value
    button(page, "Allow 60 seconds").click().run()
    assert seconds_allowed == [10.0, 60.0]


@pytest.mark.parametrize(
    ("remedies", "words"),
    [
        ((), "No single change mends this"),
        (
            (
                Suggestion(
                    limit="moon",
                    about=Wish("region", ("moon",)),
                    side="minimum",
                    present=1,
                    needed=0,
                    words="Lower the minimum of 'moon'.",
                ),
            ),
            "Lower the minimum of 'moon'.",
        ),
    ],
)
def test_a_clash_that_no_click_can_mend_is_said_without_a_button(
    monkeypatch: pytest.MonkeyPatch, remedies: tuple[Suggestion, ...], words: str
) -> None:
    found = NoList(title="t", conflict=("moon",), words="No list can keep it.", remedies=remedies)
    monkeypatch.setattr(answers, "solve_prepared", lambda *_, **__: found)
    page = opened()
    assert words in said(page)
    assert not [button for button in page.button if "Lower" in button.label]


def test_a_fault_found_while_building_is_said_in_words_and_can_be_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BadInput(Fault("no program has this id", "locks.apply", "x"))

    monkeypatch.setattr(answers, "solve_prepared", refuse)
    page = opened()
    assert "no program has this id" in page.error[0].value
    assert button(page, "Undo the last change").disabled


def test_an_empty_list_is_shown_without_breaking() -> None:
    page = upload(opened(), ("mine.toml", plan_text(small_plan(budget={"dollars": 0}))))
    assert not page.exception
    assert page.title[0].value == "Fewer than 1 in 100, range under 1\N{EN DASH}1"
    assert "No program is on this list" in said(page)
    for view in ("Map", "Interviews", "Limits"):
        assert not look(page, "list-view", view).exception


def test_the_same_plan_is_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(prepared: Prepared, *, time_limit_s: float) -> NotDecided:
        asked.append(prepared.plan.budget.dollars)
        return NotDecided(title=prepared.plan.title, bound=0.5, seconds=time_limit_s)

    monkeypatch.setattr(answers, "solve_prepared", counted)
    page = opened()
    page.number_input(key="budget").set_value(3000.0).run()
    page.number_input(key="budget").set_value(3330.0).run()
    assert asked == [3330.0, 3000.0]


def test_decisions_are_a_list_with_those_that_are_ruled_out_each_to_be_let_go() -> None:
    page = opened()
    first, second = programs(page).index[:2]
    decide(page, "programs", 1, "apply")
    decide(page, "programs", programs(page).index.tolist().index(first), "never")
    assert "My decisions (2)" in [one.label for one in page.expander]
    assert "never apply" in said(page)
    page.button(key=f"let-go/{first}").click().run()
    assert not page.exception
    assert (draft(page).plan.locks.never, draft(page).plan.locks.apply) == ((), (second,))


def test_a_region_without_a_program_says_what_the_first_one_costs_and_one_click_asks_for_some() -> None:
    page = opened(example="")
    page.slider(key="priority/2").set_value(0.5).run()
    page.number_input(key="budget").set_value(150.0).run()
    assert re.search(r"0 of \d+ programs; the first one costs", said(page))
    ask = next(one for one in page.button if one.label == "Ask for at least 3")
    ask.click().run()
    assert not page.exception
    assert "3 of" in said(page)
    assert "at least 3 asked for" in said(page)
    button(page, "Don't ask for them").click().run()
    assert not draft(page).plan.quotas.region


def test_a_region_with_priority_0_has_no_program_and_the_move_says_what_it_did() -> None:
    page = opened(example="")
    page.slider(key="priority/2").set_value(0.0).run()
    assert "none, as you want" in said(page)
    assert "Elsewhere" not in set(programs(page)["Region"])
    assert re.search(r"Your last change: \d+ in, \d+ out, .*chance .* in 100", said(page))


def test_a_plan_of_which_ones_own_programs_know_nothing_is_built_from_the_shipped_ones() -> None:
    page = with_small_plan("list")
    own, names = draft(page).opened.key, set(programs(page)["Program"])
    page.session_state["plan-choice"] = "example-general-surgery-senior"
    page.run()
    assert "can't be used" not in said(page)
    assert len(programs(page)) > len(names)
    page.session_state["plan-choice"] = own
    page.run()
    assert set(programs(page)["Program"]) == names


def test_a_budget_where_fees_are_not_known_is_dropped_by_one_click() -> None:
    mine = plan_text(small_plan(applicant=applicant(specialties=("obstetrics-gynecology",)), budget={"dollars": 500}))
    page = upload(opened(), ("mine.toml", mine))
    assert "obstetrics and gynecology cost is not known" in page.error[0].value
    assert "0 to choose from" not in said(look(go(page, "priorities"), "priorities-view", "Money and numbers"))
    button(go(page, "list"), "Go on without a budget").click().run()
    assert metric(page, "Application fees") == "not known"
    assert draft(page).plan.budget.dollars is None


def test_two_programs_of_one_hospital_are_told_apart_where_any_can_be_chosen() -> None:
    both = applicant(specialties=("internal-medicine", "family-medicine"))
    page = upload(opened(), ("mine.toml", plan_text(small_plan(applicant=both, budget={"dollars": 900}))))
    choices = page.selectbox(key="asked-program").options
    assert len(set(choices)) == len(choices)


def test_without_regions_there_is_no_elsewhere() -> None:
    page = upload(opened(), ("mine.toml", plan_text(small_plan(budget={"dollars": 300}, regions=()))))
    assert page.slider(key="priority/0").label == "Anywhere"
