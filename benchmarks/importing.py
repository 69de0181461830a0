"""`matchlist import` of a table of the whole country: time and peak memory of the command."""

import csv
import io
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from xml.sax.saxutils import escape

from rich.table import Table

from benchmarks.measuring import note, require, table
from optimizer.directory import Program, load_directory

HEADER = (
    "Program Name", "Specialty", "Institution", "City", "State", "Setting", "J-1 Visa", "H-1B Visa", "Positions",
    "MD", "DO", "US IMG", "Non US IMG", "In State", "Out Of State", "IMG Share", "Remarks",
)  # fmt: skip
FIELDS = (
    "name", "specialty", "institution", "city", "state", "setting", "sponsors_j1", "sponsors_h1b",
    "first_year_positions", "interview_rate_us_md", "interview_rate_us_do", "interview_rate_us_img",
    "interview_rate_non_us_img", "interview_rate_in_state", "interview_rate_out_of_state", "img_share",
)  # fmt: skip
FIRST, SECOND = (
    ["Blue", "Red", "Cedar", "Lake", "River", "Stone", "Maple", "Summit", "Valley", "Harbor"],
    ["view", "field", "ton", "wood", "brook"],
)
KINDS = ("Medical Center", "Hospital", "Health", "Clinic", "Memorial Hospital", "Community Hospital")

_CELL = '<c t="inlineStr"><is><t>{}</t></is></c>'


@dataclass(frozen=True, slots=True)
class Spec:
    """A table of so many rows, of which each shipped program is one; all others are made up and new."""

    rows: int
    ending: str


SPECS = (Spec(3_500, "csv"), Spec(14_000, "csv"), Spec(14_000, "xlsx"))


def report() -> Table:
    """A row for each spec."""
    headings = ("table of 17 columns", "joined", "new", "to decide", "CPU s", "wall s", "peak memory, MB")
    return table("Import into the shipped directory", headings, (_row(spec) for spec in SPECS))


def _row(spec: Spec) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        file, out, told = (Path(folder) / name for name in (f"table.{spec.ending}", "out.csv", "report.csv"))
        rows = [HEADER, *_rows(spec.rows)]
        file.write_bytes(_workbook(rows) if spec.ending == "xlsx" else _text(rows))
        mapped = [part for pair in zip(HEADER, FIELDS, strict=False) for part in ("--map", "=".join(pair))]
        options = ["--out", str(out), "--report", str(told), *mapped]
        seconds, cpu, peak = _run([sys.executable, "-m", "optimizer.cli", "import", str(file), *options])
        with told.open(encoding="utf-8-sig", newline="") as report_file:
            kinds = [row["what"] for row in csv.DictReader(report_file)]
    counts = {kind: kinds.count(kind) for kind in ("joined", "new", "ambiguous", "refused")}
    require(sum(counts.values()) == spec.rows and not counts["refused"], f"rows are missing: {counts}")
    figures = (f"{counts[kind]:,}" for kind in ("joined", "new", "ambiguous"))
    what = f"{spec.rows:,} rows, {spec.ending}"
    note(f"{what}, processor", "s", cpu)
    note(f"{what}, peak memory", "MB", peak)
    return what, *figures, f"{cpu:.1f}", f"{seconds:.1f}", f"{peak:.0f}"


def _run(command: Sequence[str]) -> tuple[float, float, float]:
    """Wall-clock seconds, CPU seconds and peak megabytes of a command."""
    started = perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    seconds = perf_counter() - started
    # It was waited for here, which `child` can't know.
    child.returncode = os.waitstatus_to_exitcode(status)
    require(child.returncode == 0, "the import failed")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / unit


def _rows(count: int) -> list[tuple[str, ...]]:
    """The shipped programs with their names spelled otherwise, then made-up ones in the same cities."""
    chance = random.Random(1)  # noqa: S311 - no secret
    shipped = load_directory().programs
    known = [_facts(f"{one.name.replace('University', 'Univ')} Program", one, chance) for one in shipped[:count]]
    made_up = [
        f"{first}{second} {number} {kind}"
        for number in range(count // 300 + 1)
        for first in FIRST
        for second in SECOND
        for kind in KINDS
    ]
    chance.shuffle(made_up)
    places = chance.choices(shipped, k=max(count - len(shipped), 0))
    new = [_facts(name, one, chance) for name, one in zip(made_up, places, strict=False)]
    return [*known, *new]


def _facts(name: str, like: Program, chance: random.Random) -> tuple[str, ...]:
    rates = [f"{chance.random():.3f}" for _ in range(7)]
    policies = [chance.choice(("Yes", "No", "-")) for _ in range(2)]
    place = (like.specialty, like.institution, like.city, like.state, like.setting or "")
    return name, *place, *policies, str(chance.randint(2, 40)), *rates, "seen on its site"


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The table as the smallest workbook, every text in its cell."""
    cells = "".join(f"<row>{''.join(_CELL.format(escape(cell)) for cell in row)}</row>" for row in rows)
    namespace = "http://schemas.openxmlformats.org"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns:r="{namespace}/officeDocument/2006/relationships"><sheets>'
        '<sheet name="Programs" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml" '
        f'Type="{namespace}/officeDocument/2006/relationships/worksheet"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()
