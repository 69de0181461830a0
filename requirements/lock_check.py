"""Whether a lock is closed: every requirement of every locked package is met by a locked version.

::

    .venv/bin/python requirements/lock_check.py requirements/run.lock [--group build] …

A lock is installed without resolving, so what it lacks would be missing when it is needed. Held against it are the
requirements of this project and those that the installed packages state themselves, with the extras that are asked for
and the markers of each supported Python on each supported system. Packages that are locked for other machines only and
not installed here can't be asked; they are named.
"""

import argparse
import sys
import tomllib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = ROOT / "pyproject.toml"
PYTHON_CLASSIFIER = "Programming Language :: Python :: 3."
SYSTEMS = (
    ("posix", "linux", "Linux", "x86_64"),
    ("posix", "linux", "Linux", "aarch64"),
    ("posix", "darwin", "Darwin", "arm64"),
    ("posix", "darwin", "Darwin", "x86_64"),
    ("nt", "win32", "Windows", "AMD64"),
)

# A value for each variable that a marker may ask for.
Machine = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a lock.

    Parameters
    ----------
    name : str
        Normalised name of the package.
    version : Version
        The locked version.
    marker : Marker or None
        Where it is installed; None for everywhere.
    hashes : int
        How many files may be taken for it.
    """

    name: NormalizedName
    version: Version
    marker: Marker | None
    hashes: int


@dataclass(frozen=True, slots=True)
class Stated:
    """What an installed package says of itself.

    Parameters
    ----------
    version : Version
        Its version.
    requires : tuple of Requirement
        What it requires, with extras and markers.
    python : SpecifierSet
        The Pythons that it runs on.
    """

    version: Version
    requires: tuple[Requirement, ...]
    python: SpecifierSet


@dataclass(frozen=True, slots=True)
class Answer:
    """How a lock stands.

    Parameters
    ----------
    faults : tuple of str
        One sentence for each requirement that is not met; none where the lock is closed.
    unasked : tuple of str
        Locked packages that are not installed here, whose own requirements are not known.
    """

    faults: tuple[str, ...]
    unasked: tuple[str, ...]


# ---- what is locked, wanted and stated -------------------------------------------------------------------------------


def read_lock(text: str) -> tuple[Pin, ...]:
    """Read the lines of a lock.

    Parameters
    ----------
    text : str
        A requirements file as ``uv pip compile --generate-hashes`` writes it.

    Returns
    -------
    tuple of Pin
        One for each line.

    Raises
    ------
    ValueError
        If a line is no requirement with exactly one version.
    """
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return tuple(_pin(line) for line in lines.replace("\\\n", " ").splitlines() if line.strip())


def _pin(line: str) -> Pin:
    what, *hashes = line.split(" --hash=")
    requirement = Requirement(what.strip())
    (version,) = requirement.specifier
    if version.operator != "==" or version.version.endswith("*"):
        raise ValueError(f"{what.strip()!r} locks no version.")
    return Pin(canonicalize_name(requirement.name), Version(version.version), requirement.marker, len(hashes))


def wanted(project: str, groups: Iterable[str]) -> tuple[Requirement, ...]:
    """Read what this project requires: its dependencies and those of some groups.

    Parameters
    ----------
    project : str
        Text of a ``pyproject.toml``.
    groups : iterable of str
        Names of dependency groups.

    Returns
    -------
    tuple of Requirement
        In the file's order.
    """
    tables = tomllib.loads(project)
    inside = (_group(tables["dependency-groups"], name) for name in groups)
    return tuple(Requirement(line) for lines in (tables["project"]["dependencies"], *inside) for line in lines)


def _group(groups: Mapping[str, Sequence[str | Mapping[str, str]]], name: str) -> Iterator[str]:
    for entry in groups[name]:
        if isinstance(entry, str):
            yield entry
        else:
            yield from _group(groups, entry["include-group"])


def machines(project: str) -> tuple[Machine, ...]:
    """Give the machines that matchlist is for: each system, with the first and last release of each Python."""
    minors = [
        classifier.removeprefix(PYTHON_CLASSIFIER)
        for classifier in tomllib.loads(project)["project"]["classifiers"]
        if classifier.startswith(PYTHON_CLASSIFIER)
    ]
    return tuple(
        {
            "implementation_name": "cpython",
            "implementation_version": f"3.{minor}.{release}",
            "os_name": os_name,
            "platform_machine": processor,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": system,
            "platform_version": "",
            "python_full_version": f"3.{minor}.{release}",
            "python_version": f"3.{minor}",
            "sys_platform": platform,
        }
        for minor in minors
        for release in (0, 99)
        for os_name, platform, system, processor in SYSTEMS
    )


def stated_here(name: NormalizedName) -> Stated | None:
    """Ask an installed package what it requires; None where it isn't installed."""
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    pythons = package.metadata.get_all("Requires-Python") or []
    return Stated(
        version=Version(package.version),
        requires=tuple(Requirement(line) for line in package.requires or ()),
        python=SpecifierSet(",".join(pythons)),
    )


# ---- the check -------------------------------------------------------------------------------------------------------


def check(
    pins: Sequence[Pin],
    asked_for: Sequence[Requirement],
    stated: Callable[[NormalizedName], Stated | None],
    on: Sequence[Machine],
) -> Answer:
    """Hold a lock against everything that is required.

    Parameters
    ----------
    pins : sequence of Pin
        The lock.
    asked_for : sequence of Requirement
        What the project itself requires.
    stated : callable
        What a package says of itself; None where it can't be asked.
    on : sequence of Machine
        Where the lock has to be closed.

    Returns
    -------
    Answer
        Every fault once, with the first machine on which it shows.
    """
    says = dict(_says(pins, stated))
    faults = dict.fromkeys(_faults_of_pins(pins, says))
    found: dict[str, Machine] = {}
    for machine in on:
        here = {pin.name: pin for pin in pins if pin.marker is None or pin.marker.evaluate(dict(machine))}
        for fault in _faults_on(machine, here, asked_for, says):
            found.setdefault(fault, machine)
    for fault, machine in found.items():
        faults[f"{fault} (Python {machine['python_version']}, {machine['sys_platform']})"] = None
    return Answer(tuple(faults), tuple(dict.fromkeys(pin.name for pin in pins if says[pin] is None)))


def _says(
    pins: Sequence[Pin], stated: Callable[[NormalizedName], Stated | None]
) -> Iterator[tuple[Pin, Stated | None]]:
    """What each locked version says of itself; one that is locked for other machines can't be asked."""
    locked = {(pin.name, pin.version) for pin in pins}
    for pin in pins:
        states = stated(pin.name)
        of_another_pin = states is not None and states.version != pin.version and (pin.name, states.version) in locked
        yield pin, None if of_another_pin else states


def _faults_of_pins(pins: Sequence[Pin], says: Mapping[Pin, Stated | None]) -> Iterator[str]:
    for pin in pins:
        states = says[pin]
        if pin.hashes == 0:
            yield f"{pin.name} is locked without a hash"
        if states is not None and states.version != pin.version:
            yield f"{pin.name} is locked at {pin.version}, but {states.version} is installed here"


def _faults_on(
    machine: Machine,
    here: Mapping[NormalizedName, Pin],
    asked_for: Sequence[Requirement],
    says: Mapping[Pin, Stated | None],
) -> Iterator[str]:
    for name, pin in here.items():
        states = says[pin]
        if states is not None and not states.python.contains(machine["python_full_version"]):
            yield f"{name} {states.version} asks for Python {states.python}"
    for asker, requirement in _required(machine, here, asked_for, says):
        found = here.get(canonicalize_name(requirement.name))
        if found is None:
            yield f"{asker} requires {requirement}, which is not locked"
        elif not requirement.specifier.contains(found.version, prereleases=True):
            yield f"{asker} requires {requirement}, but {found.version} is locked"


def _required(
    machine: Machine,
    here: Mapping[NormalizedName, Pin],
    asked_for: Sequence[Requirement],
    says: Mapping[Pin, Stated | None],
) -> Iterator[tuple[str, Requirement]]:
    """Walk over everything that is required on a machine, and by whom, extras after who asks for them."""

    def of(name: NormalizedName, extra: str) -> Iterator[tuple[str, Requirement]]:
        states = says[here[name]] if name in here else None
        for requirement in () if states is None else states.requires:
            if _applies(requirement, machine, extra):
                yield f"{name}[{extra}]" if extra else name, requirement

    waiting = deque(("matchlist", requirement) for requirement in asked_for if _applies(requirement, machine, ""))
    waiting.extend(one for name in here for one in of(name, ""))
    seen: set[tuple[str, str]] = set()
    while waiting:
        asker, requirement = waiting.popleft()
        yield asker, requirement
        name = canonicalize_name(requirement.name)
        for extra in requirement.extras:
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting.extend(of(name, extra))


def _applies(requirement: Requirement, machine: Machine, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({**machine, "extra": extra})


def main(words: Sequence[str] | None = None) -> int:
    """Check a lock and say what it lacks.

    Returns
    -------
    int
        Exit status: 0 where the lock is closed, 1 where it isn't.
    """
    parser = argparse.ArgumentParser(description="Check that every requirement of a lock is met by the lock.")
    parser.add_argument("lock", type=Path)
    parser.add_argument("--group", action="append", default=[], help="a dependency group that the lock holds too")
    asked = parser.parse_args(words)
    project = PROJECT.read_text(encoding="utf-8")
    pins = read_lock(asked.lock.read_text(encoding="utf-8"))
    answer = check(pins, wanted(project, asked.group), stated_here, machines(project))
    print(*answer.faults, sep="\n", end="\n" if answer.faults else "")
    if answer.unasked:
        print(f"Not installed here, so not asked what they require: {', '.join(answer.unasked)}.")
    if not answer.faults:
        print(f"{asked.lock.name}: {len(pins)} packages, closed.")
    return 1 if answer.faults else 0


if __name__ == "__main__":
    sys.exit(main())
