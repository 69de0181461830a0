"""The Cohort page: a class brought in, checked, built in another process, and read from every side."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Never

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.cohort import Caps, Engine, JointRequest, OwnProcess, build_class, plan_jointly
from optimizer.dashboard.cohort import in_hand
from optimizer.dashboard.own_programs import OwnPrograms
from optimizer.directory import load_directory
from optimizer.errors import BadInput, Fault
from tests.dashboard.driving import button, done, draft, go, look, metric, opened, said
from tests.people_and_programs import directory

CLASH = b"""
title = "Cy"
[applicant]
type = "us-md"
specialties = ["dermatology"]
[budget]
dollars = 100
[quotas]
applications = { minimum = 60 }
"""
GOOD = b"""
title = "Ann Aldrich"
[applicant]
type = "us-md"
specialties = ["dermatology"]
step2 = 255
[budget]
dollars = 150
"""
BAD = b"[applicant]\ntype = 'us-xx'\nspecialties = ['dermatology']\nstep2 = 999\n"


@pytest.fixture
def page() -> Iterator[AppTest]:
    page = opened("cohort")
    yield page
    if "class-in-hand" in page.session_state:
        button(page, "Another class").click().run()


def bring_in(page: AppTest, *files: tuple[str, bytes], coded: bool = False) -> AppTest:
    page.file_uploader(key="class/files").set_value([(name, content, "") for name, content in files])
    page.toggle(key="class/coded").set_value(coded)
    button(page, "Check the class").click().run()
    assert not page.exception
    return page


def test_without_a_class_the_page_says_what_it_is_for_and_that_names_stay_here(page: AppTest) -> None:
    assert "Everything stays on this computer" in said(page)
    assert "1,000 students" in said(page)
    button(page, "Check the class").click().run()
    assert not page.error
    assert "No file has been chosen yet." in said(page)


def test_the_example_class_is_taken_in_hand_and_put_away_again(page: AppTest) -> None:
    button(page, "Try the example class").click().run()
    assert "made-up students, real programs. 12 students." in said(page)
    assert button(page, "Build all lists")
    folder = page.session_state["class-in-hand"].folder
    assert folder.is_dir()
    button(page, "Another class").click().run()
    assert "Everything stays on this computer" in said(page)
    assert not folder.exists()


def test_a_file_that_is_no_class_changes_nothing(page: AppTest) -> None:
    bring_in(page, ("class.csv", b"who,what\nAnn,us-md\n"))
    assert "can't be used yet" in said(page)
    assert "the table names no students" in said(page)
    assert "class-in-hand" not in page.session_state


def test_all_faults_are_told_before_anything_is_built_and_stop_nobody(page: AppTest) -> None:
    bring_in(page, ("ann.toml", GOOD), ("bad.toml", BAD))
    assert "2 students: 1 can be built, 1 can't." in said(page)
    told = page.table[0].value.to_string()
    assert "us-xx" in told
    assert "999" in told
    assert button(page, "Build all lists")


def test_codes_take_the_place_of_names(page: AppTest) -> None:
    bring_in(page, ("ann-aldrich.toml", GOOD), ("bad-aldrich.toml", BAD), coded=True)
    assert "ldrich" not in page.table[0].value.to_string()
    assert "Key of the codes" in [element.proto.label for element in page.get("download_button")]


def test_a_machine_that_is_busy_says_so(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_hand, "MOST_AT_WORK", 0)
    bring_in(page, ("ann.toml", GOOD))
    button(page, "Build all lists").click().run()
    assert "busy with other classes" in said(page)
    assert button(page, "Build all lists")


@pytest.fixture
def built(page: AppTest) -> AppTest:
    """A class with its lists: two students alike, one whose limits clash, one whose file can't be used."""
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as packed:
        for name, content in {"ann": GOOD, "bob": GOOD, "cy": CLASH, "bad": BAD}.items():
            packed.writestr(f"{name}.toml", content)
    bring_in(page, ("class.zip", folder.getvalue()))
    held = page.session_state["class-in-hand"]
    page.session_state["class-made"] = {"lists": build_class(held.found, held.folder, Engine(1))}
    return page.run()


def test_who_is_at_risk_is_told_with_the_reason_and_the_line_is_the_advisers(built: AppTest) -> None:
    assert metric(built, "Students with a list") == "2 of 4"
    at_risk = next(element.value for element in built.table if "Why" in element.value).to_string()
    assert "budget" in at_risk
    assert "us-xx" in at_risk
    built.number_input(key="class/line").set_value(0).run()
    assert metric(built, "At risk") == "2"


def test_everyone_has_a_row_the_least_sure_first(built: AppTest) -> None:
    look(built, "cohort-view", "Everyone")
    assert built.dataframe[0].value["Student"].tolist()[:2] == ["bad", "cy"]


def test_classmates_meet_at_the_programs_of_both_lists(built: AppTest) -> None:
    look(built, "cohort-view", "Where they meet")
    assert set(built.dataframe[0].value["Who applies"]) == {"ann, bob"}


def test_one_students_list_is_shown_and_taken_to_the_other_pages(built: AppTest) -> None:
    look(built, "cohort-view", "One student")
    assert "No list" in said(built)
    built.selectbox(key="class/student").set_value("ann").run()
    assert "US MD, dermatology, Step 2 CK 255" in said(built)
    assert len(built.dataframe[0].value) > 5
    button(built, "Open on the other pages").click().run()
    assert draft(built).plan.applicant.step2 == 255
    # What was built outlives a change of page.
    go(go(built, "list"), "cohort")
    assert metric(built, "Students with a list") == "2 of 4"


def planned(built: AppTest, **caps: int) -> AppTest:
    held, made = built.session_state["class-in-hand"], built.session_state["class-made"]
    request = JointRequest(Caps(caps), fair=True)
    plan = plan_jointly(held.found, made["lists"], held.folder, Engine(1), request)
    built.session_state["class-made"] = made | {"joint": plan}
    return look(built, "cohort-view", "Joint plan")


def test_a_joint_plan_says_who_gives_up_what_and_what_a_place_is_worth(built: AppTest) -> None:
    planned(built, signalling=1)
    assert "of 2 lists change" in said(built)
    assert "no joint plan" in said(built)
    assert "The student with least" in said(built)
    given_up = built.dataframe[0].value
    assert given_up["Signals that move"].str.len().max() > 0
    assert any("One more would bring" in element.value for element in built.table)
    button(built, "Other caps").click().run()
    assert built.number_input(key="joint/signalling").value == 2


def test_caps_that_bind_nobody_leave_all_lists_as_they_are(built: AppTest) -> None:
    assert "all lists stay as they are" in "".join(str(one.value) for one in planned(built, signalling=2).success)


def test_caps_have_to_be_said_and_to_name_programs_that_there_are(built: AppTest) -> None:
    look(built, "cohort-view", "Joint plan")
    built.number_input(key="joint/signalling").set_value(None)
    button(built, "Plan the lists together").click().run()
    assert "Nothing is capped" in said(built)
    built.file_uploader(key="joint/table").set_value([("caps.csv", b"program,applying\nno-such,one\n", "")])
    button(built, "Plan the lists together").click().run()
    assert "no such program" in said(built)
    assert "is no number of students" in said(built)
    assert str(built.session_state["class-in-hand"].folder) not in said(built)


def test_lists_and_a_joint_plan_are_made_in_another_process_on_the_programs_in_use(page: AppTest) -> None:
    few = [program for program in load_directory().programs if program.specialty == "dermatology"][:3]
    page.session_state["own-programs"] = OwnPrograms(directory(*few), "few", ("mine.csv",), None)
    bring_in(page, ("ann.toml", GOOD), ("bob.toml", b'programs = ["mine.csv"]\n' + GOOD))
    done(button(page, "Build all lists").click().run())
    assert metric(page, "Students with a list") == "2 of 2"
    look(page, "cohort-view", "Where they meet")
    assert set(page.dataframe[0].value["Program"]) == {program.name for program in few}
    look(page, "cohort-view", "Joint plan")
    done(button(page, "Plan the lists together").click().run())
    assert "all lists stay as they are" in "".join(str(one.value) for one in page.success)
    page.session_state["own-programs"] = None
    assert "programs in use have changed" in said(page.run())


class Ended(OwnProcess[Any, Any]):
    """Work that has ended without an answer."""

    def __init__(self, *_: object) -> None:
        self.told, self.stopped = [], False

    running = False

    @property
    def made(self) -> Never:
        raise BadInput(Fault("no space is left", "the folder"))

    def stop(self) -> None:
        self.stopped = True


def test_work_that_fails_says_why_and_can_be_begun_again(built: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_hand, "OwnProcess", Ended)
    look(built, "cohort-view", "Joint plan")
    button(built, "Plan the lists together").click().run()
    assert "There is no joint plan" in said(built)
    assert "no space is left" in said(built)
    del built.session_state["class-made"]
    button(built.run(), "Build all lists").click().run()
    assert "The lists couldn't be finished" in said(built)
    assert button(built, "Go on")


def test_a_class_of_which_nobody_can_be_built_has_nothing_to_build(page: AppTest) -> None:
    bring_in(page, ("class.csv", b"code,type,specialty,shoe size\nann,us-xx,dermatology,44\n"))
    assert "Columns that were not used: shoe size" in said(page)
    assert not [one for one in page.button if one.label == "Build all lists"]


def test_a_class_that_does_well_is_told_so_and_one_that_does_not_is_told_the_least_sure(page: AppTest) -> None:
    rows = b"".join(b"s%02d,us-md,dermatology,11\n" % number for number in range(27))
    bring_in(page, ("class.csv", b"code,type,specialty,budget\n" + rows))
    held = page.session_state["class-in-hand"]
    one = build_class(replace(held.found, students=held.found.students[:1]), held.folder, Engine(1))[0]
    page.session_state["class-made"] = {"lists": tuple(replace(one, code=each.code) for each in held.found.students)}
    page.run()
    assert "The 25 least sure; 2 more" in said(page)
    page.number_input(key="class/line").set_value(0).run()
    assert "or better" in "".join(str(each.value) for each in page.success)


def test_stopped_it_says_how_far_it_is_and_goes_on(page: AppTest) -> None:
    bring_in(page, ("ann.toml", GOOD))
    button(page, "Build all lists").click().run()
    button(page, "Stop").click().run()
    page.run()
    assert "Stopped after 0 of 1 students" in said(page)
    assert button(page, "Go on")
