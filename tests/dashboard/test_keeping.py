"""What is entered is kept: through a reload, beside another window, and where it can't be kept that is said."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.dashboard import asking, keeping
from optimizer.dashboard.edited import content_of, draft_of
from optimizer.export import programs_csv
from optimizer.plan import Desk, DeskFile, Sheet, plan_text
from tests.dashboard.driving import PAGES, button, draft, go, opened, said, upload
from tests.people_and_programs import plan as small_plan
from tests.people_and_programs import program


@pytest.fixture
def file(store: Path) -> Path:
    return store.with_name(keeping.FILE)


@pytest.fixture
def desk(file: Path) -> Desk:
    return Desk(DeskFile(file))


def test_a_visitor_who_changes_nothing_leaves_no_file(file: Path) -> None:
    page = opened(example="")
    for where in PAGES:
        go(page, where)
    assert "Nothing of yours to save yet" in said(page)
    assert not file.exists()


def test_a_reload_keeps_everything_and_every_step_back() -> None:
    page = opened()
    page.number_input(key="budget").set_value(3100.0).run()
    page.slider(key="priority/0").set_value(3.0).run()
    button(page, "Keep this version").click().run()
    assert "Saved on this computer" in said(page)
    again = opened(example="")
    assert draft(again).plan == draft(page).plan
    assert [version.name for version in draft(again).versions] == ["Version 1"]
    button(again, "Undo").click().run()
    assert (again.slider(key="priority/0").value, again.number_input(key="budget").value) == (10.0, 3100.0)
    button(again, "Undo").click().run()
    assert draft(again).plan == draft(again).opened.plan


def test_the_plan_in_hand_is_in_hand_again() -> None:
    page = upload(opened(), ("mine.toml", plan_text(small_plan(title="Mine"))))
    assert draft(page).plan.title == "Mine"
    assert draft(opened(example="")).plan.title == "Mine"


def test_two_own_lists_are_two_plans() -> None:
    page = opened()
    button(page, "Start my own list").click().run()
    first = draft(page).opened.key
    page.selectbox(key="panel-choice").set_value("example-los-angeles-img").run()
    button(page, "Start my own list").click().run()
    assert draft(page).opened.key != first
    assert {first, draft(page).opened.key} <= set(page.session_state["drafts"])


def test_own_programs_come_back() -> None:
    table = programs_csv([program("one", name="Made Up")])
    page = upload(opened(), ("mine.toml", plan_text(small_plan())), ("programs.csv", table))
    assert not page.error
    again = opened(example="")
    kept = again.session_state["own-programs"]
    assert [program.name for program in kept.directory.programs] == ["Made Up"]
    assert "a browser doesn't send along" not in said(again)


def in_two_windows() -> tuple[AppTest, AppTest]:
    """One plan, changed in a first window while a second one shows it."""
    first, second = opened(), opened()
    first.number_input(key="budget").set_value(3100.0).run()
    return first, second


def test_another_window_is_told_of_a_change_and_may_take_it() -> None:
    _, second = in_two_windows()
    second.run()
    assert "Another window has changed this plan" in said(second)
    assert second.number_input(key="budget").value == 3330.0
    button(second, "Take the other window's").click().run()
    assert second.number_input(key="budget").value == 3100.0
    assert "Another window" not in said(second)


def test_another_window_may_keep_its_own_and_the_first_one_is_asked_then() -> None:
    first, second = in_two_windows()
    second.slider(key="priority/0").set_value(3.0).run()
    button(second, "Keep this window's").click().run()
    assert "Another window" not in said(second)
    first.run()
    assert "Another window has changed this plan" in said(first)
    button(first, "Take the other window's").click().run()
    assert (first.slider(key="priority/0").value, first.number_input(key="budget").value) == (3.0, 3330.0)
    assert 3100.0 in {version.plan.budget.dollars for version in draft(first).versions}


def test_what_two_windows_entered_at_once_is_kept_of_both_even_if_both_are_closed() -> None:
    _, second = in_two_windows()
    second.slider(key="priority/0").set_value(3.0).run()
    second.slider(key="priority/1").set_value(1.0).run()
    again = draft(opened(example=""))
    assert again.plan.budget.dollars == 3100.0
    (aside,) = again.versions
    assert [region.priority for region in aside.plan.regions] == [3.0, 1.0]


def test_a_plan_removed_in_another_window_is_kept_again_by_the_next_change() -> None:
    first, second = in_two_windows()
    button(second.run(), "Take the other window's").click().run()
    button(first, "Remove this plan").click().run()
    second.slider(key="priority/0").set_value(3.0).run()
    assert draft(opened(example="")).plan.regions[0].priority == 3.0


def test_a_removed_plan_is_forgotten(desk: Desk) -> None:
    page = opened()
    page.number_input(key="budget").set_value(3100.0).run()
    button(page, "Remove this plan").click().run()
    assert desk.sheets() == ()
    assert draft(opened()).plan.budget.dollars == 3330.0


def test_a_place_that_refuses_is_said_nothing_typed_is_lost_and_it_is_tried_again(file: Path) -> None:
    file.parent.parent.mkdir(exist_ok=True)
    file.parent.write_text("in the way")
    page = opened()
    page.number_input(key="budget").set_value(3100.0).run()
    assert not page.exception
    assert "Not saved." in said(page)
    assert "can't be saved at the moment" in said(page)
    assert page.number_input(key="budget").value == 3100.0
    file.parent.unlink()
    button(page, "Try again").click().run()
    assert "Saved on this computer" in said(page)
    assert draft(opened(example="")).plan.budget.dollars == 3100.0


@pytest.mark.parametrize("spoil", ["[]", '{"plan": 1}', "not even that", "plan"])
def test_a_plan_of_another_version_is_told_offered_as_it_is_and_never_written_over(spoil: str, desk: Desk) -> None:
    page = opened()
    page.number_input(key="budget").set_value(3100.0).run()
    (sheet,) = desk.sheets()
    content = spoil if spoil != "plan" else json.dumps(json.loads(sheet.content) | {"plan": "bugdet = 1"})
    desk.write(Sheet(sheet.key, content, sheet.revision))
    for again in (opened(), opened()):
        assert not again.exception
        assert "can't be used by this version" in "\n".join(one.label for one in again.expander)
        assert draft(again).plan.budget.dollars == 3330.0
    again = opened()
    again.number_input(key="budget").set_value(3200.0).run()
    assert {one.content for one in desk.sheets()} >= {content}
    assert draft(opened()).plan.budget.dollars == 3200.0


def test_a_file_of_a_newer_version_is_left_alone_and_the_pages_work(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"from the future" * 100)
    page = opened()
    page.number_input(key="budget").set_value(3100.0).run()
    assert not page.exception
    assert "is damaged" in said(page)
    assert file.read_bytes() == b"from the future" * 100


def test_a_server_for_others_keeps_nothing_itself_and_waits_for_the_browser(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.dashboard.keeping.serves_one_person", lambda: False)
    page = opened()
    page.number_input(key="budget").set_value(3100.0).run()
    assert "Not saved yet:** your browser is being asked to keep it" in said(page)
    assert not file.exists()


def test_undo_takes_back_what_could_not_hold_before_anything_else() -> None:
    page = go(opened(), "priorities")
    page.session_state["priorities-view"] = "Money and numbers"
    page.run()
    page.number_input(key="quota/tier/reach/maximum").set_value(15).run()
    page.number_input(key="quota/tier/reach/minimum").set_value(30).run()
    assert "Not saved yet" in said(page)
    button(page, "Undo").click().run()
    assert page.number_input(key="quota/tier/reach/minimum").value == 5
    assert page.number_input(key="quota/tier/reach/maximum").value == 15
    button(page, "Undo").click().run()
    assert page.number_input(key="quota/tier/reach/maximum").value == 20


def test_a_version_is_taken_and_dropped() -> None:
    page = opened()
    page.text_input(key="version/name").set_value("*First*").run()
    button(page, "Keep this version").click().run()
    page.number_input(key="budget").set_value(3100.0).run()
    page.button(key="version/0").click().run()
    assert page.number_input(key="budget").value == 3330.0
    button(page, "Undo").click().run()
    assert page.number_input(key="budget").value == 3100.0
    page.button(key="version/0/remove").click().run()
    assert draft(page).versions == ()


def test_a_draft_is_read_as_it_was_kept() -> None:
    page = opened()
    page.number_input(key="budget").set_value(3100.0).run()
    mine = draft(page).with_version("One")
    assert draft_of(mine.opened.key, content_of(mine), mine.revision) == mine


def told_to_the_browser(page: AppTest) -> float | None:
    """What the browser is told to show as the budget, whatever it shows; None where it goes on as it is."""
    field = page.number_input(key="budget").proto
    return float(field.value) if field.set_value else None


def test_what_is_entered_before_the_browser_has_a_value_of_the_servers_is_told_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = [100.0]
    monkeypatch.setattr(asking, "time", SimpleNamespace(monotonic=lambda: moment[0]))
    page = opened(example="")
    assert told_to_the_browser(page) == 600.0
    moment[0] += 0.5
    page.number_input(key="budget").set_value(450.0).run()
    assert told_to_the_browser(page) == 450.0
    moment[0] += 5.0
    page.number_input(key="budget").set_value(460.0).run()
    assert told_to_the_browser(page) is None
    button(page, "Undo").click().run()
    assert told_to_the_browser(page) == 450.0
    page.run()
    assert told_to_the_browser(page) is None
    page.number_input(key="budget").set_value(470.0).run()
    assert told_to_the_browser(page) == 470.0
