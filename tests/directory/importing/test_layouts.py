"""layouts.toml: what it holds, how a file is recognised by it, and what is wrong with a broken one."""

from pathlib import Path

import pytest

from optimizer.data_folder import data_folder
from optimizer.directory.importing import Given, Layout, Layouts, load_layouts, read_layouts, read_tables
from optimizer.directory.importing.grid import header_key
from optimizer.directory.importing.layouts import FIELDS, OWN_FIELDS, OWN_TABLE, header_pattern, recognise
from optimizer.directory.program import COLUMNS
from optimizer.errors import BadInput
from optimizer.evidence import load_season
from tests.directory.importing.tables import ONE_RATE, RATES, text_file

LAYOUTS = load_layouts()
SHIPPED = (data_folder() / "layouts.toml").read_text(encoding="utf-8")


def layout_of(header: str) -> str | None:
    (grid,) = read_tables(Given("f.csv", f"{header}\n".encode()))
    found = recognise(grid, LAYOUTS)
    return found.layout.slug if found else None


def test_slugs_are_unique_and_every_layout_says_how_it_is_recognised_and_used() -> None:
    assert len({layout.slug for layout in LAYOUTS.layout} | {OWN_TABLE.slug}) == len(LAYOUTS.layout) + 1
    assert set(LAYOUTS.trusts) == {layout.slug for layout in (*LAYOUTS.layout, OWN_TABLE)}
    for layout in LAYOUTS.layout:
        assert layout.needs
        assert bool(layout.refuse) != bool(layout.fields)


def test_matchlists_own_layout_has_every_column_of_a_directory() -> None:
    own = next(layout for layout in LAYOUTS.layout if layout.slug == "matchlist")
    assert set(own.fields) == set(COLUMNS)
    assert set(COLUMNS) <= {*FIELDS, *OWN_FIELDS}


def test_every_specialty_of_the_season_has_its_names() -> None:
    assert set(load_season(2026).specialties) <= set(LAYOUTS.specialties)


def test_codes_and_beginnings_of_ids_are_unique() -> None:
    known = LAYOUTS.specialties.values()
    codes = [one.code for one in known if one.code]
    assert len(set(codes)) == len(codes)
    assert len({one.short for one in known}) == len(known)


@pytest.mark.parametrize(
    ("header", "slug"),
    [
        (",".join(RATES), "signal-interview-rates"),
        (
            "Program;Signal;No Signal;In-State School;Out-Of-State School;MD;DO;US IMG;Non US IMG;City;State;Region",
            "signal-interview-rates",
        ),
        ("ProgramCode,SpecialtyName,IsSubspecialty,ProgramName,ProgramCity,ProgramStateName", "acgme-listing"),
        ("Program Number\tSpecialty\tSponsoring Institution\tCity\tState", "acgme-search"),
        ("Program Code,Program Name,Specialty,State,City,Role,Name,Email", "acgme-contacts"),
        ("Institution,City,Program,Program Code,2025 Quota,2025 Filled", "nrmp-program-results"),
        ("PROGRAM ID|program name|CITY|STATE|Speciality|H1B Visa|J1 Visa|IMG Percent", "freida-2019"),
        ("Program Name,Specialty,City,State,Accreditation ID,Status,Training type(s)", "myeras-search"),
        ("Program Name,Specialty,City,State,Signaled?,Accreditation ID,Applied Dates", "myeras-applied"),
        ("Accreditation_IDs", "accreditation-ids"),
        ("Accreditation_IDs,Rate", None),
        ("n    ,State,City,EMR,Call,Unique Features,PD", "specialty-sheet-details"),
        ("Nickname/Alias,Degree,# Applications,# Interview Invites", "specialty-sheet-applicants"),
        ("Hospital,City,State,Beds", None),
        ("Program,City,State", "names-and-places"),
        ("State,Hospital,City", "names-and-places"),
        ("Program Name,City,State,Specialty", "names-places-and-specialties"),
        ("Program,City,State,Interviewed", None),
        ("Program,Town,ST", None),
    ],
)
def test_a_header_is_recognised(header: str, slug: str | None) -> None:
    assert layout_of(header) == slug


def test_the_header_may_stand_within_the_first_ten_rows() -> None:
    for above, found in ((9, True), (10, False)):
        rows = [*([f"announcement {k}", "x"] for k in range(above)), RATES, ONE_RATE]
        (grid,) = read_tables(text_file(rows))
        assert (recognise(grid, LAYOUTS) is not None) is found


def test_the_year_in_a_header_may_be_any() -> None:
    match = header_pattern("{year} Quota").fullmatch(header_key("2031 Quota"))
    assert match is not None
    assert match[1] == "2031"


@pytest.mark.parametrize(
    ("name", "specialty"),
    [
        ("internal-medicine.csv", "internal-medicine"),
        ("Psychiatry 2026 (1).xlsx", "psychiatry"),
        ("internal_medicine-pediatrics.csv", "internal-medicine-pediatrics"),
        ("My Neurology list.csv", "neurology"),
        ("Ob-Gyn.csv", "obstetrics-gynecology"),
        ("Master Program List Match 2026.csv", None),
        ("medicine.csv", None),
        ("psychiatry and neurology.csv", None),
    ],
)
def test_a_files_name_may_name_the_specialty(name: str, specialty: str | None) -> None:
    assert LAYOUTS.specialty_in(name.rpartition(".")[0]) == specialty


def test_a_new_layout_is_one_entry(tmp_path: Path) -> None:
    fields = 'fields = { name = ["Spital"], city = ["Ort"] }'
    entry = f'[[layout]]\nslug = "mine"\ntitle = "mine"\nneeds = ["Spital"]\n{fields}\n'
    path = tmp_path / "layouts.toml"
    path.write_text(SHIPPED.replace("# ---- people", f"{entry}\n# ---- people"), encoding="utf-8")
    (grid,) = read_tables(Given("f.csv", b"Ort,Spital\nReno,One\n"))
    found = recognise(grid, read_layouts(path))
    assert found is not None
    assert found.layout.slug == "mine"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('name = ["ProgramName"]', 'nonsense = ["ProgramName"]', "layout[1]"),
        ("trust = 3\nneeds", "trust = 4\nneeds", "trust"),
        ("[words]", "[words", ""),
        ('slug = "acgme-listing"', 'slug = "ACGME"', "slug"),
    ],
)
def test_a_broken_file_of_layouts_is_told_with_its_place(tmp_path: Path, old: str, new: str, where: str) -> None:
    path = tmp_path / "layouts.toml"
    assert old in SHIPPED
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_layouts(path)
    assert where in caught.value.faults[0].where
    with pytest.raises(BadInput):
        read_layouts(tmp_path / "none.toml")


def test_layouts_are_frozen() -> None:
    assert isinstance(LAYOUTS, Layouts)
    with pytest.raises(ValueError, match="frozen"):
        LAYOUTS.layout[0].slug = "other"  # type: ignore[misc]
    assert Layout(slug="a", title="b").fits(["x"]) is False
