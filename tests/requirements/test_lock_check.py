"""The locks are closed, and a lock that isn't is found out."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import NormalizedName, canonicalize_name
from packaging.version import Version

from requirements import lock_check
from requirements.lock_check import Answer, Stated, check, machines, main, read_lock, stated_here, wanted

ROOT = Path(__file__).parents[2]
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
GROUPS = {"run.lock": ["build"], "dev.lock": ["dev"]}
LOWEST = read_lock((ROOT / "requirements/lowest.lock").read_text(encoding="utf-8"))
MACHINES = machines(PROJECT)
HASH = f"--hash=sha256:{'0' * 64}"


def of_the_shipped_lock(name: str, without: str = "") -> Answer:
    pins = read_lock((ROOT / "requirements" / name).read_text(encoding="utf-8"))
    kept = [pin for pin in pins if pin.name != without]
    return check(kept, wanted(PROJECT, GROUPS[name]), stated_here, MACHINES)


@pytest.mark.parametrize("name", GROUPS)
def test_a_shipped_lock_is_closed(name: str) -> None:
    answer = of_the_shipped_lock(name)
    assert answer.faults == ()
    # What is locked for this Python on this system is there and was asked.
    pins = read_lock((ROOT / "requirements" / name).read_text(encoding="utf-8"))
    assert {pin.name for pin in pins if pin.marker is None} & {*answer.unasked} == set()


@pytest.mark.parametrize(
    ("lock", "pin", "asker"),
    [
        ("run.lock", "numpy", "matchlist"),
        ("run.lock", "mako", "alembic"),
        ("dev.lock", "coverage", "pytest-cov"),
        ("dev.lock", "numpy-typing-compat", "optype[numpy]"),
        ("dev.lock", "colorama", "pytest"),
        ("run.lock", "hatchling", "matchlist"),
    ],
)
def test_a_lock_without_one_of_its_pins_is_not(lock: str, pin: str, asker: str) -> None:
    faults = [fault for fault in of_the_shipped_lock(lock, pin).faults if fault.startswith(f"{asker} requires ")]
    assert faults
    assert all(pin in fault.lower() and "which is not locked (Python 3." in fault for fault in faults)


def test_the_lowest_lock_holds_the_lowest_version_that_is_allowed() -> None:
    locked = {pin.name: pin.version for pin in LOWEST}
    for requirement in wanted(PROJECT, []):
        (lowest,) = (Version(one.version) for one in requirement.specifier if one.operator == ">=")
        version = locked[canonicalize_name(requirement.name)]
        assert version.release[: len(lowest.release)] == lowest.release, requirement


# ---- made-up locks ---------------------------------------------------------------------------------------------------


def stated(version: str, *requires: str, python: str = "") -> Stated:
    return Stated(Version(version), tuple(map(Requirement, requires)), SpecifierSet(python))


def checked(lock: str, says: Mapping[str, Stated], asked_for: str = "one") -> Answer:
    def answer(name: NormalizedName) -> Stated | None:
        return says.get(name)

    return check(read_lock(lock), [Requirement(asked_for)], answer, MACHINES)


def lines(*pins: str) -> str:
    return "# a remark\n" + "".join(f"{pin} \\\n    {HASH} \\\n    {HASH}\n" for pin in pins)


def test_a_lock_that_meets_everything_has_no_fault() -> None:
    says = {"one": stated("1.0", "two>=2"), "two": stated("2.5")}
    assert checked(lines("one==1.0", "two==2.5"), says) == Answer((), ())


def test_a_version_that_is_not_the_required_one_is_a_fault() -> None:
    says = {"one": stated("1.0", "two>=3"), "two": stated("2.5")}
    assert checked(lines("one==1.0", "two==2.5"), says).faults == (
        "one requires two>=3, but 2.5 is locked (Python 3.11, linux)",
    )


def test_an_extra_brings_requirements_only_where_it_is_asked_for() -> None:
    says = {"one": stated("1.0", 'two; extra == "more"'), "three": stated("3.0", "one[more]")}
    assert checked(lines("one==1.0"), says).faults == ()
    assert checked(lines("one==1.0"), says, "one[more]").faults == (
        'one[more] requires two; extra == "more", which is not locked (Python 3.11, linux)',
    )
    assert checked(lines("one==1.0", "three==3.0"), says).faults


def test_an_extra_of_an_extra_counts_and_a_circle_ends() -> None:
    says = {"one": stated("1.0", 'one[b]; extra == "a"', 'one[a]; extra == "b"', 'two; extra == "b"')}
    assert checked(lines("one==1.0"), says, "one[a]").faults == (
        'one[b] requires two; extra == "b", which is not locked (Python 3.11, linux)',
    )


def test_a_requirement_of_one_system_or_python_must_be_locked_there() -> None:
    says = {"one": stated("1.0", 'two; sys_platform == "win32" and python_version < "3.12"'), "two": stated("2.0")}
    assert checked(lines("one==1.0", "two==2.0 ; sys_platform == 'win32'"), says).faults == ()
    (fault,) = checked(lines("one==1.0", "two==2.0 ; sys_platform != 'win32'"), says).faults
    assert fault.endswith("which is not locked (Python 3.11, win32)")


def test_a_package_that_refuses_a_supported_python_is_a_fault() -> None:
    says = {"one": stated("1.0", python="<3.14")}
    assert checked(lines("one==1.0"), says).faults == ("one 1.0 asks for Python <3.14 (Python 3.14, linux)",)


def test_another_version_than_the_locked_one_is_a_fault_and_one_that_is_not_there_is_named() -> None:
    assert checked(lines("one==1.0"), {"one": stated("1.1")}).faults == (
        "one is locked at 1.0, but 1.1 is installed here",
    )
    assert checked(lines("one==1.0"), {}) == Answer((), ("one",))


def test_a_package_may_be_locked_at_one_version_for_each_of_several_machines() -> None:
    lock = lines("one==1.0 ; python_version < '3.13'", "one==2.0 ; python_version >= '3.13'")
    says = {"one": stated("2.0", python=">=3.12")}
    assert checked(lock, says) == Answer((), ("one",))
    assert checked(lock, says, "one>=2").faults == (
        "matchlist requires one>=2, but 1.0 is locked (Python 3.11, linux)",
    )


def test_a_pin_without_a_hash_is_a_fault() -> None:
    assert checked("one==1.0\n", {"one": stated("1.0")}).faults == ("one is locked without a hash",)


@pytest.mark.parametrize("line", ["one>=1.0", "one==1.*"])
def test_a_line_that_fixes_no_version_is_no_lock(line: str) -> None:
    with pytest.raises(ValueError, match="locks no version"):
        read_lock(line)


def test_machines_are_those_of_the_classifiers() -> None:
    assert {machine["python_version"] for machine in MACHINES} == {"3.11", "3.12", "3.13", "3.14"}
    assert {machine["sys_platform"] for machine in MACHINES} == {"linux", "darwin", "win32"}


def test_started_by_hand_it_says_how_the_lock_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text(lines("alembic==0.1"), encoding="utf-8")
    assert main([str(lock)]) == 1
    assert "matchlist requires numpy>=" in capsys.readouterr().out
    monkeypatch.setattr(lock_check, "wanted", lambda *_: ())
    lock.write_text(lines("a-name-that-nobody-has==1.0"), encoding="utf-8")
    assert main([str(lock)]) == 0
    assert capsys.readouterr().out == (
        "Not installed here, so not asked what they require: a-name-that-nobody-has.\nsome.lock: 1 packages, closed.\n"
    )
