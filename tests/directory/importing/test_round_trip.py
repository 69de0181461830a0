"""Any table of known programs, in any layout, encoding and separator that is read, comes back the same."""

import string
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory.importing import Given, Layout, Wishes, import_programs, load_layouts
from optimizer.directory.importing.layouts import Reading
from optimizer.directory.program import FACTS, RATES
from optimizer.vocabulary import SETTINGS
from tests.directory.importing.tables import NOTHING, text_file, workbook
from tests.drawn import examples

LAYOUTS = load_layouts()
USABLE = tuple(layout for layout in LAYOUTS.layout if layout.refuse is None and not layout.alone)
TEXTS = [(separator, encoding) for separator in ",;\t|" for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le")]

letters = st.sampled_from(string.ascii_letters)
names = st.text(st.sampled_from(string.ascii_letters + string.digits + " ,;|/&'\"()-éñü"), min_size=1, max_size=25)
"""Anything that may stand in a name, separators and quotation marks included."""


@st.composite
def programs(draw: st.DrawFn, fields: frozenset[str]) -> dict[str, Any]:
    """One program with the fields that a layout can carry, each perhaps unknown."""
    whole = st.tuples(letters, names, letters).map(lambda parts: " ".join("".join(parts).split()))
    facts: dict[str, Any] = {
        "name": draw(whole.filter(lambda name: not LAYOUTS.is_unknown(name))),
        "city": draw(st.sampled_from(["Fresno", "Los Angeles", "St. Louis", "New York", "Mayagüez", "Winston-Salem"])),
        "state": draw(st.sampled_from(["CA", "NY", "PR", "DC", "WV"])),
        "specialty": draw(st.sampled_from(["internal-medicine", "psychiatry", "general-surgery", "dermatology"])),
    }
    code = LAYOUTS.specialties[facts["specialty"]].code
    hundredths = st.integers(0, 100).map(lambda number: number / 100)
    known: dict[str, st.SearchStrategy[Any]] = {
        **dict.fromkeys(RATES, hundredths),
        "institution": names.map(lambda text: f"H{' '.join(text.split())}H"),
        "setting": st.sampled_from(SETTINGS),
        "research_intensity": st.sampled_from(["top-25", "26-60", "other"]),
        "sponsors_j1": st.booleans(),
        "sponsors_h1b": st.booleans(),
        "first_year_positions": st.integers(0, 500),
        "step2_minimum": st.integers(100, 300),
        "step2_middle_low": st.integers(100, 220),
        "step2_middle_high": st.integers(220, 300),
        "years_since_graduation_maximum": st.integers(0, 60),
        "failed_attempts_maximum": st.integers(0, 20),
        "us_clinical_months_minimum": st.integers(0, 480).map(lambda half: half / 2),
    }
    for field, values in known.items():
        value = draw(st.none() | values) if field in fields else None
        if value is not None:
            facts[field] = value
    if ("step2_middle_low" in facts) != ("step2_middle_high" in facts):
        # One end alone can't be told where both stand in one cell.
        facts = {field: value for field, value in facts.items() if not field.startswith("step2_middle")}
    # Ids tell programs apart, so that each has its own.
    number = draw(st.integers(0, 9_999_999))
    facts["acgme_id"] = f"{code}{number:07}"
    facts["nrmp_code"] = f"{number % 10000:04}{code}C{number % 7}"
    return facts


def told_by(layout: Layout) -> frozenset[str]:
    """Fields of a program that a layout carries."""
    fields = {*layout.fields, *layout.at, *layout.constant}
    several = {
        "code": {"acgme_id"},
        "city_state": {"city", "state"},
        "name_state": {"name", "state"},
        "step2_middle": {"step2_middle_low", "step2_middle_high"},
        "visas_all": {"sponsors_j1", "sponsors_h1b"},
        "visa_friendly": {"sponsors_j1", "sponsors_h1b"},
    }
    return frozenset({name for field in fields for name in several.get(field, {field})} - {"id", "year", "sources"})


def cell(field: str, facts: Mapping[str, Any]) -> str:
    """A field as text; unknown as one of the ways to say so."""
    parts = {
        "code": "{acgme_id}",
        "city_state": "{city}, {state}",
        "name_state": "{name}-{state}",
        "step2_middle": "{step2_middle_low} - {step2_middle_high}" if "step2_middle_low" in facts else "--",
    }
    if field in parts:
        return parts[field].format_map(facts)
    if field == "visa_friendly":
        return "No" if facts.get("sponsors_j1") is facts.get("sponsors_h1b") is False else ""
    if field == "visas_all":
        both: tuple[Any, Any] = (facts.get("sponsors_j1"), facts.get("sponsors_h1b"))
        return {(True, True): "J1 & H1B", (True, False): "J1", (False, True): "H1B", (False, False): "No visa"}.get(
            both, "--"
        )
    value = facts.get(field, "N/A")
    return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else str(value)


def written(layout: Layout, rows: list[dict[str, Any]]) -> list[list[str]]:
    """A table of a layout, with all the columns that it needs and those that it reads."""
    at: dict[int, str] = {position: field for field, position in layout.at.items()}
    headers: dict[str, str | None] = {}
    for position in range(1, max(at, default=0) + 1):
        headers[f"unreliable {position}" if position in at else "City"] = at.get(position)
    for field, reading in layout.fields.items():
        for header in columns_of(reading):
            headers[header.replace("{year}", "2025")] = field
    for need in layout.needs:
        choices = [choice.strip().replace("{year}", "2025") for choice in need.split("|")]
        if not set(choices) & set(headers):
            headers[choices[0]] = None
    for rule in layout.leave_out:
        headers[rule.header] = None
    if layout.at.get("state") == 3:
        place: dict[str, str | None] = {"unreliable": "name", "City": "city", "": "state"}
        others = {header: field for header, field in headers.items() if not header.startswith("unreliable")}
        headers = place | {header: field for header, field in others.items() if header != "City"}
    table = [list(headers)]
    return [*table, *([told(layout, header, field, facts) for header, field in headers.items()] for facts in rows)]


def columns_of(reading: Reading) -> tuple[str, ...]:
    return reading.first[:1] + reading.sum + (reading.ratio or ())


def told(layout: Layout, header: str, field: str | None, facts: Mapping[str, Any]) -> str:
    if field in {None, "id", "sources"}:
        return ""
    if field == "year":
        return "2025-2026"
    assert field is not None
    reading = layout.fields.get(field, Reading())
    percent = 100 if field in layout.percent else 1
    if reading.sum and field in facts:
        # The first column has it all.
        return str(round(facts[field] * percent, 6)) if header == reading.sum[0] else "0"
    if reading.ratio and field in facts:
        return str(round(facts[field] * 100)) if header == reading.ratio[0] else "100"
    if field in layout.percent and field in facts:
        return str(round(facts[field] * 100))
    return cell(field, facts)


def expected(layout: Layout, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What should be known of a program that was written in a layout."""
    carried = told_by(layout)
    known = {field: facts.get(field) for field in carried}
    known |= layout.constant
    if "visa_friendly" in layout.fields and not (facts.get("sponsors_j1") is facts.get("sponsors_h1b") is False):
        known |= {"sponsors_j1": None, "sponsors_h1b": None}
    if "visas_all" in layout.fields and None in (facts.get("sponsors_j1"), facts.get("sponsors_h1b")):
        known |= {"sponsors_j1": None, "sponsors_h1b": None}
    if known.get("institution") is None:
        known["institution"] = facts["name"]
    return known


@st.composite
def tables(draw: st.DrawFn, layout: Layout) -> tuple[str, list[dict[str, Any]]]:
    """Programs of different ids, names and places, of one specialty where the layout doesn't say it."""
    rows = draw(
        st.lists(
            programs(told_by(layout)),
            min_size=1,
            max_size=6,
            unique_by=(
                lambda facts: facts["acgme_id"][3:],
                lambda facts: facts["nrmp_code"][:4],
                lambda facts: "".join(filter(str.isalnum, facts["name"].casefold())),
            ),
        )
    )
    carried = told_by(layout)
    specialty = rows[0]["specialty"]
    if not {"specialty", "acgme_id", "nrmp_code"} & carried:
        code = LAYOUTS.specialties[specialty].code
        rows = [facts | {"specialty": specialty, "acgme_id": f"{code}{facts['acgme_id'][3:]}"} for facts in rows]
    return specialty, rows


def check(layout: Layout, file: Given, specialty: str, rows: list[dict[str, Any]]) -> None:
    carried = told_by(layout)
    wishes = Wishes(None if {"specialty", "acgme_id", "nrmp_code"} & carried else specialty)
    if not {"city", "state", "name"} <= carried:
        pytest.skip("carries no place, so that it can only be joined")
    imported = import_programs(NOTHING, [file], wishes)
    assert imported.report.counts() == {"joined": 0, "new": len(rows), "ambiguous": 0, "refused": 0}
    assert imported.report.faults == ()
    assert imported.report.disagreements == ()
    assert [table.layout for table in imported.report.tables] == [layout.slug]
    found = [program.model_dump() for program in imported.directory.programs]
    for program, facts in zip(found, rows, strict=True):
        wanted = expected(layout, facts)
        assert {field: program[field] for field in wanted} == wanted
        assert {field for field in FACTS if program[field] is not None} <= carried


@pytest.mark.parametrize(("separator", "encoding"), TEXTS)
@examples(20)
@given(data=st.data())
def test_what_is_written_as_text_comes_back(separator: str, encoding: str, data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(USABLE), label="layout")
    if not {"city", "state", "name"} <= told_by(layout):
        return
    specialty, rows = data.draw(tables(layout), label="table")
    table = written(layout, rows)
    if all(len(row) == 1 for row in table):
        return
    check(layout, text_file(table, separator=separator, encoding=encoding), specialty, rows)


@pytest.mark.parametrize("layout", USABLE, ids=lambda layout: layout.slug)
@examples(20)
@given(data=st.data())
def test_what_is_written_in_a_layout_comes_back_from_a_workbook(layout: Layout, data: st.DataObject) -> None:
    specialty, rows = data.draw(tables(layout), label="table")
    check(layout, workbook({"Sheet1": written(layout, rows)}), specialty, rows)


@given(data=st.data())
def test_a_table_on_its_side_comes_back(data: st.DataObject) -> None:
    (layout,) = (one for one in USABLE if one.slug == "residency-explorer-compare")
    specialty, rows = data.draw(tables(layout), label="table")
    upright = written(layout, rows)
    sideways = [list(column) for column in zip(*upright, strict=True)]
    check(layout, workbook({"Compare": sideways}), specialty, rows)
