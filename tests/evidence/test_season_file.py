"""Season files with one fault each, and with several."""

from pathlib import Path

import pytest

from optimizer.errors import BadInput, Fault
from optimizer.evidence import read_season

DAYS = {
    "service-opens": "2029-06-06",
    "submit-from": "2029-09-05",
    "rank-list-due": "2030-03-06",
    "match-week": "2030-03-18",
    "match-day": "2030-03-22",
}


def dated(what: str, day: str) -> str:
    return f"""
[[dates]]
what = "{what}"
name = "What happens"
on = {day}
source = "page"
season = 2030
grade = "A"
"""


DATED = dated("match-day", DAYS["match-day"])
DATES = "".join(dated(what, day) for what, day in DAYS.items())
SOUND = (
    """
season = 2030
applications = "2029-30"
match = "March 2030"

[sources]
page = { title = "A page", address = "https://example.org/page" }

[[services]]
service = "eras"
name = "ERAS"
refunds = false
source = "page"
season = 2030
grade = "A"

[[uses]]
service = "eras"
specialties = ["neurology", "pathology"]
source = "page"
season = 2030
grade = "A"

[[fees]]
service = "eras"
tiers = [[1, 10.0], [21, 20.0]]
source = "page"
season = 2030
grade = "A"

[[fees]]
service = "eras"
specialties = ["pathology"]
flat = 50.0
flat_covers = 5
tiers = [[6, 9.0]]
source = "page"
season = 2030
grade = "A"

[transcripts]
usmle = { usd = 80.0, source = "page", season = 2030, grade = "A" }
comlex = { usd = 75.0, source = "page", season = 2030, grade = "A" }

[nrmp]
registration = { usd = 70.0, source = "page", season = 2030, grade = "A" }
codes = { covered = 20, further_usd = 30.0, most = 300, source = "page", season = 2030, grade = "A" }
late = { usd = 50.0, source = "page", season = 2030, grade = "A" }

[fee_assistance]
name = "Assistance"
service = "eras"
discount = 0.5
discount_low = 0.4
discount_high = 0.6
covers_applications = 50
example_applications = [10]
example_full_usd = 100.0
example_reduced_usd = 50.0
source = "page"
season = 2030
grade = "A"

[signals]
neurology = { single = 8, source = "page", season = 2030, grade = "A" }

[[unknown]]
what = "signals"
specialties = ["pathology"]
note = "Not found."
"""
    + DATES
)


def written(folder: Path, content: str) -> Path:
    path = folder / "2030.toml"
    path.write_text(content, encoding="utf-8")
    return path


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(BadInput) as raised:
        read_season(path)
    return raised.value.faults


def test_a_sound_file_is_read_with_its_sources(tmp_path: Path) -> None:
    season = read_season(written(tmp_path, SOUND))
    assert season.specialties == ("neurology", "pathology")
    assert season.nrmp.late.source == "A page"
    assert season.nrmp.late.address == "https://example.org/page"


def test_fees_of_a_specialty_go_before_those_of_its_service(tmp_path: Path) -> None:
    season = read_season(written(tmp_path, SOUND))
    particular, general = season.fees("pathology"), season.fees("neurology")
    assert particular is not None
    assert general is not None
    assert (particular.flat, particular.flat_covers, particular.tiers) == (50.0, 5, ((6, 9.0),))
    assert (general.flat, general.flat_covers, general.tiers) == (0.0, 0, ((1, 10.0), (21, 20.0)))


@pytest.mark.parametrize(
    ("sound", "faulty", "what", "where"),
    [
        ("tiers = [[6, 9.0]]", "tiers = [[7, 9.0]]", "the first tier starts at 7, expected 6", "fees.1"),
        ("[21, 20.0]]", "[1, 20.0]]", "tiers start at [1, 1], expected rising numbers", "fees.0"),
        ("flat = 50.0", "flat = 0.0", "flat and flat_covers belong together", "fees.1"),
        ("[1, 10.0]", "[1, -10.0]", "greater than or equal to 0", "fees.0.tiers.0.1"),
        ("single = 8", "gold = 8", "signals are gold, expected gold and silver", "signals.neurology"),
        ("neurology = { single", "neurology = 8 # {", "valid", "signals"),
        ("[signals]\nneurology = {", "[[signals]]\nneurology = {", "Field required", "signals.0"),
        (
            "neurology = { single = 8,",
            "neurology = { single = 8, tin = 2,",
            "Extra inputs",
            "signals.neurology.tin",
        ),
        ("single = 8", "single = 0", "greater than or equal to 1", "signals.neurology.single"),
        ("discount = 0.5", "discount = 0.7", "are not in order", "fee_assistance"),
        ('grade = "A"\n\n[signals]', 'grade = "D"\n\n[signals]', "'A', 'B' or 'C'", "fee_assistance.grade"),
        ("usd = 80.0", "usd = nan", "finite", "transcripts.usmle.usd"),
        ("usd = 80.0", "usd = 2030-01-01", "valid number", "transcripts.usmle.usd"),
        ("late = {", "lat = {", "Field required", "nrmp.late"),
        ("season = 2030\napp", "season = 30\napp", "greater than or equal to 2000", "season"),
        ('source = "page"\nseason = 2030\ngrade = "A"\n\n[signals]', "[signals]", "Field required", "source"),
        (
            'service = "eras"\ntiers',
            'service = "earas"\ntiers',
            "service earas is not among services",
            "2030.toml",
        ),
        ('["pathology"]\nflat', '["patholgy"]\nflat', "patholgy stands under fees but", "2030.toml"),
        (
            '"pathology"]\nsource',
            '"neurology"]\nsource',
            "neurology applies through two services",
            "2030.toml",
        ),
        ('["pathology"]\nnote', '["neurology"]\nnote', "pathology stands neither under signals", "2030.toml"),
        (
            "[transcripts]",
            f"{DATED}[transcripts]",
            "the date match-day stands twice for all services",
            "2030.toml",
        ),
        (
            "[transcripts]",
            f'{dated("review-from", "2029-10-01")}service = "earas"\n[transcripts]',
            "service earas is not among services",
            "2030.toml",
        ),
        ("[transcripts]", DATED.replace("match-day", "holiday") + "[transcripts]", "Input should be", "dates.0.what"),
        ("[transcripts]", DATED.replace("2030-03-22", "true") + "[transcripts]", "valid date", "dates.0.on"),
    ],
)
def test_a_file_with_one_fault_is_refused_for_it(
    tmp_path: Path, sound: str, faulty: str, what: str, where: str
) -> None:
    assert sound in SOUND
    faults = faults_of(written(tmp_path, SOUND.replace(sound, faulty)))
    assert any(what in fault.what and where in fault.where for fault in faults), faults


def test_a_source_that_is_not_listed_is_refused_with_the_one_that_is_close(tmp_path: Path) -> None:
    faulty = SOUND.replace('usd = 75.0, source = "page"', 'usd = 75.0, source = "pag"')
    (fault,) = faults_of(written(tmp_path, faulty))
    assert (fault.where, fault.value) == ("2030.toml, transcripts.comlex.source", "pag")
    assert fault.remedy == "Perhaps page is meant"


def test_a_source_without_title_is_refused(tmp_path: Path) -> None:
    faults = faults_of(written(tmp_path, SOUND.replace('title = "A page"', 'title = ""')))
    assert faults[0].where == "2030.toml, sources.page, title"


def test_a_file_without_sources_is_refused(tmp_path: Path) -> None:
    faults = faults_of(written(tmp_path, SOUND.replace("[sources]", "[sauces]")))
    assert "no sources" in faults[0].what


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    faulty = (
        SOUND.replace("covered = 20", "covered = -1")
        .replace("single = 8", 'single = "many"')
        .replace('comlex = { usd = 75.0, source = "page"', 'comlex = { usd = 75.0, source = "other"')
    )
    places = {fault.where for fault in faults_of(written(tmp_path, faulty))}
    assert places == {
        "2030.toml, nrmp.codes.covered",
        "2030.toml, signals.neurology.single",
        "2030.toml, transcripts.comlex.source",
    }


def test_broken_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    (fault,) = faults_of(written(tmp_path, "season = \n"))
    assert fault.what == "not a TOML file"
    assert "line 1" in str(fault.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "2031.toml")
    assert "can't be read" in fault.what
