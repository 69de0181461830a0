"""Whatever bytes come in, the answer is a directory or a fault that a person can act on, never a crash.

`python -m tests.directory.importing.test_fuzz MINUTES` goes on for longer.
"""

import io
import random
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.directory import load_directory
from optimizer.directory.importing import LIMITS, Given, Imported, Wishes, bring_in
from optimizer.errors import BadInput
from optimizer.export import programs_csv
from tests.directory.importing.tables import ONE_RATE, RATES, packed, text_file, workbook_parts
from tests.drawn import examples
from tests.people_and_programs import directory, program

pytestmark = pytest.mark.long

SMALL = replace(LIMITS, file_bytes=200_000, unpacked_bytes=2_000_000, rows=2_000, cells=50_000)
KNOWN = directory(
    program("im-mercy", name="Mercy Hospital", city="Fresno"),
    program("im-west", name="Mercy Hospital West", city="Fresno", acgme_id="1400512345"),
    program("im-lake", name="Lakeview General", city="Clovis", nrmp_code="1234140C0"),
)
OWN_HEADER = ("Spital", "Hospital City", "St", "IMG %", "Visa", "Step 2 Minimum")
MINE = (
    "id",
    "name",
    "institution",
    "specialty",
    "city",
    "state",
    "setting",
    "interview_rate_us_md",
    "acgme_id",
    "sources",
)
LIKE = ("Mercy Hospital of Fresno", *ONE_RATE[1:])
SEEDS = (
    text_file(
        [("Rates: Internal Medicine",), RATES, ONE_RATE, LIKE, ("Lakeview", *ONE_RATE[1:7], "Clovis", "CA")]
    ).content,
    text_file([OWN_HEADER, ("Mercy", "Fresno", "CA", "35%", "J-1", "220")], separator=";").content,
    text_file(
        [
            MINE,
            ("im-mercy", "M", "M", "internal-medicine", "Reno", "NV", "community", "0.3", "", "a | b | 2025: setting"),
            ("", "'=Zebra", "Z", "Internal Medicine", "Reno", "Nevada", "", "12%", "1400512346", ""),
        ]
    ).content,
    text_file(
        [
            ("Institution", "City", "State", "Program", "Program Code", "2025 Quota"),
            ("Mercy-CA", "Fresno", "CA", "Internal Medicine", "1234140C0", "12"),
            ("Mercy-CA", "Fresno", "CA", "Medicine-Preliminary", "1234140P0", "4"),
        ],
        separator="|",
    ).content,
    text_file([RATES, ONE_RATE]).content,
    text_file([RATES, ONE_RATE], separator="\t", encoding="utf-16").content,
    packed(workbook_parts({"Sheet1": [RATES, ONE_RATE], "Psychiatry": [("a", 1.5, 2), ("=b", "", "-")]})),
    b'{"rows": [{"ProgramId": "1403512345", "Program": "x", "City": "Fresno", "State": "CA"}]}',
)
PIECES = (
    b'"',
    b",",
    b"\n",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"140%",
    b"NaN",
    b"1e999",
    b"9" * 400,
    b"=cmd|' /C calc'!A0",
)


def survives(content: bytes) -> None:
    """The file is imported or refused in words; the row counts add up, and what is written is read again."""
    imported = brought(content, Wishes("internal-medicine"))
    if imported is None:
        return
    report = imported.report
    assert sum(report.counts().values()) == sum(table.rows for table in report.tables if table.layout)
    assert len(imported.directory.programs) == report.programs_after
    with TemporaryDirectory() as folder:
        file = Path(folder) / "programs.csv"
        file.write_bytes(programs_csv(imported.directory.programs))
        assert load_directory([file]).programs == imported.directory.programs


def brought(content: bytes, wishes: Wishes) -> Imported | None:
    """What is imported, by the mapping that is proposed where one is needed; nothing where the file is refused."""
    try:
        found = bring_in(KNOWN, [Given("file", content)], wishes, limits=SMALL)
    except BadInput as refused:
        if not all(fault.what and fault.where and fault.remedy for fault in refused.faults):
            raise
        return None
    if isinstance(found, Imported):
        return found
    if wishes.mapping or not found.proposals[0].fields:
        return None
    return brought(content, replace(wishes, mapping=found.proposals[0].fields))


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, lost, doubled or put in; of a workbook, within its parts as well."""
    if content.startswith(b"PK") and rng.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        chosen = rng.choice(sorted(parts))
        return packed(parts | {chosen: mutated(parts[chosen], rng)})
    changed = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(changed) + 1)
        action = rng.randrange(4)
        if action == 0:
            changed[place : place + 1] = bytes([rng.randrange(256)])
        elif action == 1:
            del changed[place : place + rng.randint(1, 30)]
        elif action == 2:
            changed[place:place] = changed[place : place + rng.randint(1, 30)]
        else:
            changed[place:place] = rng.choice(PIECES)
    return bytes(changed)


@examples(300)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    survives(content)


@examples(200)
@given(st.text(max_size=300))
def test_any_text_below_a_known_header_is_read_or_refused(text: str) -> None:
    header = ",".join(RATES)
    survives(f"{header}\n{text}".encode("utf-8", "surrogatepass"))


@examples(400)
@given(st.integers(0, 2**32), st.sampled_from(SEEDS))
def test_a_good_file_with_changed_bytes_is_read_or_refused(seed: int, content: bytes) -> None:
    survives(mutated(content, random.Random(seed)))  # noqa: S311 - no secret


def main(minutes: float) -> None:
    """Change good files at random until the time is over."""
    end, seed = time.monotonic() + 60 * minutes, random.SystemRandom().randrange(2**40)
    count = 0
    while time.monotonic() < end:
        rng = random.Random(seed + count)  # noqa: S311 - no secret
        try:
            survives(mutated(rng.choice(SEEDS), rng))
        except BaseException:
            sys.stderr.write(f"seed {seed + count}\n")
            raise
        count += 1
    sys.stdout.write(f"{count:,} files, no crash\n")


if __name__ == "__main__":
    main(float(sys.argv[1]))
