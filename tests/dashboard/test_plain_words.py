"""No key, flag, slug or bracket of a plan file in anything that the pages say."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.dashboard.plain import plain
from optimizer.directory.importing import FIELD_WORDS
from optimizer.plan import plan_text
from optimizer.vocabulary import APPLICANT_TYPES, TIE_KINDS, load_vocabulary
from tests.dashboard.driving import PAGES, bring_in, click_program, done, go, look, opened, said, upload
from tests.people_and_programs import applicant
from tests.people_and_programs import plan as small_plan

_SLUGS = [name for name in (*load_vocabulary().specialties, *APPLICANT_TYPES, *TIE_KINDS) if "-" in name]
_SPACED = [
    f"[{name[0]}{name[0].upper()}]{re.escape(name[1:].replace('_', ' '))}"
    for name, words in FIELD_WORDS.items()
    if "_" in name and name.replace("_", " ") != words
]
"""Names of fields with blanks in place of what joins them: no words of anybody either."""
_ABBREVIATED = ("(?:step|comlex|j|h)[0-9]b?", "us (?:md|do|img)", "non us", "usce", "acgme", "nrmp", "img")
"""What people write in capitals, or with a hyphen."""
_NO_WORDS = "|".join([*map(re.escape, _SLUGS), *_SPACED, *_ABBREVIATED])
_FORBIDDEN = re.compile(rf"\S*(?:\[|--|_)\S*|(?<![\w.-])(?:{_NO_WORDS})(?![\w-]|\.\w)")
_ICON = re.compile(r":material/\w+:|:\w+\[|^\||\|[-:|]+\|")
_TABS = {
    "list": ("list-view", ("Programs", "Map", "Interviews", "Limits", "Good to know")),
    "priorities": ("priorities-view", ("Places", "Money and numbers", "Kind of program", "Rules of thumb", "Weights")),
    "data": ("data-view", ("What is known", "Calibration")),
}


def shown(page: AppTest) -> Iterator[str]:
    """All that a page says: its text, and what stands on everything that can be used."""
    yield from said(page).splitlines()
    kinds: tuple[Any, ...] = (
        page.button,
        page.selectbox,
        page.multiselect,
        page.slider,
        page.number_input,
        page.text_input,
        page.checkbox,
        page.expander,
        page.metric,
    )
    for element in (element for kind in kinds for element in kind):
        yield element.label.replace("\\", "")
    for table in page.dataframe:
        yield from map(str, table.value.columns)
        yield from (cell for name in table.value for cell in table.value[name] if isinstance(cell, str))
    for box in (*page.selectbox, *page.multiselect):
        # Names of metropolitan areas have double hyphens of their own.
        yield from (str(option) for option in box.options if not re.search(r"\w--\w", str(option)))


def code_in(page: AppTest) -> set[str]:
    """What no person would say, of all that a page shows."""
    return {found[0] for line in shown(page) for found in _FORBIDDEN.finditer(_ICON.sub("", line))}


@pytest.mark.parametrize("example", ["", "los-angeles-img"])
@pytest.mark.parametrize("where", [*PAGES, "cohort"])
def test_no_page_shows_a_key_a_flag_or_a_slug(where: str, example: str) -> None:
    page = done(go(opened(example), where))
    found = code_in(page)
    key, tabs = _TABS.get(where, ("", ()))
    for tab in tabs:
        found |= code_in(done(look(page, key, tab)))
    assert found == set()


def _no_such_city(page: AppTest) -> AppTest:
    go(page, "priorities")
    page.text_input(key="region/0/cities").set_value("Xyzzyville, NV").run()
    return page


def _minimum_above_maximum(page: AppTest) -> AppTest:
    go(page, "priorities")
    look(page, "priorities-view", "Money and numbers")
    page.number_input(key="quota/tier/reach/minimum").set_value(30).run()
    return page


def _no_specialty(page: AppTest) -> AppTest:
    go(page, "profile")
    page.multiselect(key="applicant/specialties").set_value([]).run()
    return page


def _region_without_place(page: AppTest) -> AppTest:
    go(page, "priorities")
    page.multiselect(key="region/0/metros").set_value([]).run()
    return page


def _tie_to_nobody(page: AppTest) -> AppTest:
    tie = {"kind": "away-rotation", "institution": "No such place at all"}
    return upload(page, ("mine.toml", plan_text(small_plan(applicant=applicant(ties=(tie,))))))


def _locked_program_is_gone(page: AppTest) -> AppTest:
    return upload(page, ("mine.toml", plan_text(small_plan(locks={"apply": ("im-zz-no-such-program",)}))))


def _no_plan_file(page: AppTest) -> AppTest:
    return upload(page, ("holiday.toml", "[applicant]\ntype = 'martian'\nstep2 = 9\n"))


def _clash(page: AppTest) -> AppTest:
    page.number_input(key="budget").set_value(300.0).run()
    return page


def _columns_asked(page: AppTest) -> AppTest:
    table = "Where I might go,Takes J1?,Least\nKern Medical,yes,200\n"
    return bring_in(go(page, "data"), "mine.csv", table)


def _columns_twice(page: AppTest) -> AppTest:
    page = _columns_asked(page)
    columns = [box for box in page.selectbox if box.key and box.key.startswith("mapping/")]
    for box in columns[1:]:
        box.set_value("years_since_graduation_maximum")
    page.run()
    assert page.warning
    return page


def _no_column_names_a_program(page: AppTest) -> AppTest:
    page = _columns_asked(page)
    next(box for box in page.selectbox if box.label == "Where I might go").set_value("not used")
    return page.button(key="mapping-done").click().run()


def _specialty_asked(page: AppTest) -> AppTest:
    rates = "Program,City,State,Non US IMG,US IMG,MD,DO,In-State School,Out-Of-State School\n"
    return bring_in(go(page, "data"), "mine.csv", f"{rates}A,Fresno,CA,0.05,0.1,0.2,0.1,0.3,0.1\n")


def _rows_to_decide(page: AppTest) -> AppTest:
    rows = "Program,City,State,Specialty,J-1 visa\nNYP,New York,NY,internal medicine,perhaps\n"
    bring_in(go(page, "data"), "mine.csv", f"{rows}X,Fresno,CA,psychiatry,yes\n")
    return page.button(key="mapping-done").click().run()


def _why_a_program(page: AppTest) -> AppTest:
    return click_program(page, "programs", 0)


def _near_nowhere(page: AppTest) -> AppTest:
    go(page, "priorities")
    look(page, "priorities-view", "Kind of program")
    page.text_input(key="near/of").set_value("Nowhere at all").run()
    return page


@pytest.mark.parametrize(
    "provoke",
    [
        _no_such_city,
        _minimum_above_maximum,
        _no_specialty,
        _region_without_place,
        _tie_to_nobody,
        _locked_program_is_gone,
        _no_plan_file,
        _clash,
        _near_nowhere,
        _no_column_names_a_program,
    ],
)
def test_no_message_shows_a_key_a_flag_or_a_slug(provoke: Any) -> None:
    page = provoke(opened())
    assert not page.exception
    assert page.error
    assert code_in(page) == set()


@pytest.mark.parametrize(
    ("ask", "asked"),
    [
        (_columns_asked, "matchlist doesn't know this layout."),
        (_columns_twice, "More than one column holds: limit on years since graduation (YOG)."),
        (_specialty_asked, "The rows don't say it."),
        (_rows_to_decide, "Which program does each of these rows mean?"),
        (_why_a_program, "It is on the list"),
    ],
)
def test_no_dialog_and_none_of_its_choices_show_a_field_or_an_id(ask: Any, asked: str) -> None:
    page = ask(opened())
    assert not page.exception
    assert asked in said(page)
    assert code_in(page) == set()
    assert not [option for box in page.selectbox for option in box.options if re.search(r"^[a-z]+-[a-z]{2}-", option)]


@pytest.mark.parametrize("field", [field for field, words in FIELD_WORDS.items() if "_" in field])
def test_a_field_with_blanks_in_place_of_its_joints_is_found(field: str) -> None:
    words = field.replace("_", " ")
    assert _FORBIDDEN.search(f"It holds {words}.") or words == FIELD_WORDS[field]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("budget.dollars: too little", "Budget for application fees: too little"),
        ("applicant.ties[2].institution: not there", "Ties, no. 3: not there"),
        ("regions[0].cities: no such city (found 'a_b')", "Regions, no. 1: no such city (found 'a_b')"),
        ("It counts under [quotas]", "It counts under Money and numbers"),
        ("allowed: non-us-img, us-do", "Allowed: non-US IMG, US DO"),
        ("Look it up. --specialty says it.", "Look it up."),
        ("mine.csv: no known layout (found 'A'); --map says it", "mine.csv: no known layout (found 'A')"),
        ("some_key[1].of: odd", "Some key 2, of: odd"),
        ("programs: my_own.csv isn't there", "Programs: my_own.csv isn't there"),
        ("/home/a_b/c.toml: can't be read", "/home/a_b/c.toml: can't be read"),
    ],
)
def test_a_message_is_said_as_the_pages_say_it(message: str, words: str) -> None:
    assert plain(message) == words
