"""Files changed at random, given to the commands that read them: each answers in words, in little time and memory."""

import os
import random
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rich.table import Table

from benchmarks.measuring import require, table
from optimizer import cli
from optimizer.cohort import read_caps, read_class
from optimizer.data_folder import data_folder
from optimizer.directory import load_directory
from optimizer.errors import BadInput
from optimizer.evidence import load_evidence
from optimizer.export import list_csv
from optimizer.plan import ProgramList, build_list, parse_plan

FILES = 3_000
MOST_MEGABYTES, MOST_SECONDS = 1_000, 20
ANSWERS = (0, 2, 3, 4)
_MORE_MEMORY = 1_500_000_000
"""Bytes of address space that one file may take on top of what is loaded; what it really takes is measured."""

PLAN = b"""title = "A plan"
season = 2026
flexibility = 0.5
[applicant]
type = "us-md"
specialties = ["psychiatry"]
step2 = 240
ties = [{ kind = "family", state = "CA" }]
[[regions]]
name = "West"
priority = 9
divisions = ["Pacific"]
[budget]
dollars = 500.0
[quotas]
applications = { maximum = 30 }
[quotas.tier]
reach = { minimum = 2, maximum = 10 }
[signals]
home_and_away = "free"
"""
CLASS = b"""code,name,type,specialty,step2,budget,ties,preferred_divisions
ann,Ann,us-md,psychiatry,240,"1,500",family state CA,Pacific; Mountain
bob,Bob,us-do,psychiatry,231,220.50,,no preference
"""
CAPS = b"""program,applying,gold,notes
psych-ca-ucla,3,1,x
psych-ca-usc,2,,
"""
SHEET = b"""id,program,region,type,tie,applied,interview,impression,rank
psych-oh-cleveland-clinic-foundation,x,West,,,9/24/2025 gold,"invited 2025-10-05 for 2025-11-03, $250",7: good,1
psych-oh-summa-health-system-neomed,y,,,,2025-09-24,rejected 2025-12-01,,no
"""
IMPORTED = b"""Program,In-State School,Out-Of-State School,MD,DO,US IMG,Non US IMG,City,State,Region
Mercy Hospital Program,0.5,0.1,0.4,0.3,0.2,0.1,Fresno,CA,Pacific
Lakeview General,50%,10%,40%,30%,20%,10%,Clovis,CA,Pacific
"""
FIGURES = b"""name,specialty,applicant_type,low,central,high,unit,source,grade
tie.family,,,0.1,0.4,0.9,log-odds,own,C
"""
_OF_ACTIONS = "los-angeles-img.toml"
PIECES = (
    *(
        b'"',
        b",",
        b";",
        b"\n",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"140%",
        b"nan",
        b"inf",
        b"1e999",
        b"-1",
        b"1.500",
        b"0",
    ),
    *(b"9" * 400, b"[" * 200, b"../../etc/passwd", b"\x1b[2J", b"=cmd()", b"[[regions]]\n", b"true", b"{ }", b"'''"),
    *(b"2025-13-45", b"2/30/2026", b"1,500", b"\r", b"\t", "\u202e\u00e9".encode()),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: good ones, and what is done with a changed one in a folder of its own."""

    seeds: tuple[bytes, ...]
    name: str
    read: Callable[[Path, Path], int]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one file ended."""

    kind: str
    seed: int
    status: int
    seconds: float
    megabytes: float
    told: str

    @property
    def is_fine(self) -> bool:
        """Whether it is an answer in words, in bounded time and memory."""
        bounded = self.seconds <= MOST_SECONDS and self.megabytes <= MOST_MEGABYTES
        return self.status in ANSWERS and bounded and "Traceback" not in self.told


def _command(*given: object) -> int:
    """What a command of matchlist exits with."""
    sys.argv = ["matchlist", *map(str, given)]
    try:
        cli.main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    return 0


def _in_words(attempt: Callable[[], object]) -> int:
    try:
        attempt()
    except BadInput as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _plan_file(folder: Path) -> Path:
    file = folder / "plan.toml"
    file.write_bytes(PLAN)
    return file


def _sheet(file: Path, folder: Path) -> int:
    store = folder / "store.sqlite"
    return _command("track", "start", _plan_file(folder), "--store", store) or _command(
        "track", "import", file, "--store", store
    )


def _figures(file: Path, folder: Path) -> int:
    plan = _plan_file(folder)
    plan.write_bytes(b'evidence_file = "' + str(file).encode() + b'"\n' + PLAN)
    return _command("build", plan, "--no-keep")


def _class_table(file: Path, folder: Path) -> int:
    del folder
    return _in_words(lambda: read_class(file))


def _caps(file: Path, folder: Path) -> int:
    del folder
    return _in_words(lambda: read_caps(file, ("psych-ca-ucla", "psych-ca-usc"), {}))


def _import(file: Path, folder: Path) -> int:
    return _command("import", file, "--out", folder / "out.csv", "--specialty", "psychiatry")


def kinds() -> Mapping[str, Kind]:
    """Every kind of file that people give to matchlist, by its name."""
    examples = data_folder() / "examples"
    plans = (PLAN, *(file.read_bytes() for file in sorted(examples.glob("*.toml"))))
    actions = tuple(file.read_bytes() for file in sorted((examples / "ties").glob("*.toml")))
    listed = _list_file()
    return {
        "plan": Kind(plans, "plan.toml", lambda file, _: _command("build", file, "--no-keep")),
        "class": Kind((CLASS, (examples / "class.csv").read_bytes()), "class.csv", _class_table),
        "plans of a class": Kind(plans, "ann.toml", lambda _, folder: _in_words(lambda: read_class(folder))),
        "caps": Kind((CAPS,), "caps.csv", _caps),
        "sheet": Kind((SHEET,), "sheet.csv", _sheet),
        "list": Kind((listed,), "list.csv", lambda file, folder: _command("compare", _plan_file(folder), file)),
        "import": Kind((IMPORTED,), "rates.csv", _import),
        "actions": Kind(actions, "actions.toml", lambda file, _: _command("ties", examples / _OF_ACTIONS, file)),
        "figures": Kind((FIGURES,), "own.csv", _figures),
    }


def _list_file() -> bytes:
    found = build_list(parse_plan(PLAN.decode(), "plan"))
    require(isinstance(found, ProgramList), "the plan has no list")
    return list_csv(found) if isinstance(found, ProgramList) else b""


def changed(content: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, lost, doubled or put in; now and then lines in another order."""
    made = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(made) + 1)
        action = rng.randrange(6)
        if action == 0:
            made[place : place + 1] = bytes([rng.randrange(256)])
        elif action == 1:
            del made[place : place + rng.randint(1, 30)]
        elif action == 2:
            made[place:place] = made[place : place + rng.randint(1, 200)] * rng.choice([1, 1, 2, 300])
        elif action == 3:
            lines = made.split(b"\n")
            rng.shuffle(lines)
            made = bytearray(b"\n".join(lines))
        else:
            made[place : place + rng.choice([0, 0, 3, 8])] = rng.choice(PIECES)
    return bytes(made)


def answers(count: int, first: int = 0) -> Iterator[Answer]:
    """What so many changed files end with, each read in a process of its own that is a copy of this one."""
    # Everything that commands load is loaded once, before the copies are made.
    load_directory()
    load_evidence()
    every = kinds()
    names = sorted(every)
    for seed in range(first, first + count):
        yield one_answer(names[seed % len(names)], every[names[seed % len(names)]], seed)


def one_answer(name: str, kind: Kind, seed: int) -> Answer:
    """What one changed file ends with."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    content = changed(rng.choice(kind.seeds), rng)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "in").mkdir()
        file = folder / "in" / kind.name
        file.write_bytes(content)
        told = folder / "told.txt"
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            _be_a_command(kind, file, told)
        _, status, used = os.wait4(child, 0)
        said = told.read_text(encoding="utf-8", errors="replace") if told.exists() else ""
        ended = os.waitstatus_to_exitcode(status)
        return Answer(name, seed, ended, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said[-2_000:])


def _be_a_command(kind: Kind, file: Path, told: Path) -> None:
    """Read the file as a command does, and end this process; never returns."""
    status = 1
    try:
        with told.open("wb", buffering=0) as out, Path(os.devnull).open("rb") as nothing:
            for stream, number in ((nothing, 0), (out, 1), (out, 2)):
                os.dup2(stream.fileno(), number)
            size = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (size + _MORE_MEMORY,) * 2)
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS + 1, MOST_SECONDS + 2))
            signal.alarm(20 * MOST_SECONDS)
            for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
                os.environ[name] = str(file.parent)
            os.environ.pop("MATCHLIST_TRACKER", None)
            status = kind.read(file, file.parent)
            sys.stdout.flush()
            sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - whatever it is, it is the finding
        with suppress(OSError):
            os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(status)


def report() -> Table:
    """One row a kind of file: how many were answered how, and the most time and memory that one took."""
    started = perf_counter()
    found = list(answers(FILES))
    seconds = perf_counter() - started
    bad = [answer for answer in found if not answer.is_fine]
    require(
        not bad, "; ".join(f"{one.kind} of seed {one.seed}: status {one.status}, {one.told[-300:]}" for one in bad[:5])
    )
    rows = []
    for kind in sorted({answer.kind for answer in found}):
        own = [answer for answer in found if answer.kind == kind]
        statuses = Counter(answer.status for answer in own)
        rows.append(
            (
                kind,
                str(len(own)),
                ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items())),
                f"{max(answer.seconds for answer in own):.1f} s",
                f"{max(answer.megabytes for answer in own):.0f} MB",
            )
        )
    title = f"{len(found):,} files changed at random, {seconds:.0f} s"
    return table(title, ("kind", "files", "exit status: files", "most time", "most memory"), rows)
