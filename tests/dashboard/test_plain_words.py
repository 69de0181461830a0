"""No key, flag, slug or bracket of a plan file in anything that the pages say."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from optimizer.dashboard.plain import plain
from optimizer.plan import plan_text
from optimizer.vocabulary import APPLICANT_TYPES, TIE_KINDS, load_vocabulary
from tests.dashboard.driving import PAGES, done, go, look, opened, said, upload
from tests.people_and_programs import applicant
from tests.people_and_programs import plan as small_plan

_SLUGS = [name for name in (*load_vocabulary().specialties, *APPLICANT_TYPES, *TIE_KINDS) if "-" in name]
_FORBIDDEN = re.compile(rf"\S*(?:\[|--|_)\S*|(?<![\w-])(?:{'|'.join(map(re.escape, _SLUGS))})(?![\w-])")
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
    ],
)
def test_no_message_shows_a_key_a_flag_or_a_slug(provoke: Any) -> None:
    page = provoke(opened())
    assert not page.exception
    assert page.error
    assert code_in(page) == set()


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
