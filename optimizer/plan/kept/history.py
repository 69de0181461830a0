"""The versions of a plan that were kept beside its file, each with the list that it gave."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from optimizer.errors import BadInput, Fault
from optimizer.plan.document import Plan
from optimizer.plan.kept.list_file import KeptList, read_list
from optimizer.plan.listing import ProgramList

_STAMP = "%Y%m%dT%H%M%S%fZ"
"""How the moment of keeping stands in a version's file name, in UTC: names sort as the versions were made."""


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version: the moment it was kept, its list with its plan, and its file."""

    kept_at: datetime
    kept: KeptList
    file: Path


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a plan, oldest first, and what is wrong with those that can't be read."""

    versions: tuple[Version, ...]
    faults: tuple[Fault, ...]


def history_folder(plan_file: Path) -> Path:
    """Where the versions of a plan are kept: ``my-plan.history`` beside ``my-plan.toml``."""
    return plan_file.with_suffix(".history")


def read_history(plan_file: Path) -> History:
    """Read all versions of a plan; one that is damaged doesn't hide the others."""
    versions: list[Version] = []
    faults: list[Fault] = []
    for kept_at, file in _files(history_folder(plan_file)):
        try:
            versions.append(Version(kept_at, read_list(file), file))
        except BadInput as error:
            faults += error.faults
    return History(tuple(versions), tuple(faults))


def versions_of(plan_file: Path) -> tuple[Version, ...]:
    """Those versions of a plan that can be read, oldest first."""
    return read_history(plan_file).versions


def next_version(plan_file: Path, plan: Plan, program_list: ProgramList, moment: datetime) -> Path | None:
    """Where to keep a list and its plan; None where the newest version is the same list from the same plan.

    Parameters
    ----------
    plan_file : Path
    plan, program_list
        What to keep.
    moment : datetime
        Now, in UTC.
    """
    newest = versions_of(plan_file)[-1:]
    # A version names the very facts that it stood on; the plan may say no more than that kept ones count.
    if any(one.kept.list_id == program_list.list_id and _same(one.kept.plan, plan) for one in newest):
        return None
    return history_folder(plan_file) / f"{moment.strftime(_STAMP)}-{program_list.list_id}.json"


def _same(kept: Plan | None, plan: Plan) -> bool:
    return kept is not None and kept.model_copy(update={"facts": plan.facts}) == plan


def _files(folder: Path) -> Iterator[tuple[datetime, Path]]:
    try:
        files = sorted(folder.glob("*.json"))
    except OSError as error:
        what = f"the kept versions can't be read ({error.strerror})"
        raise BadInput(Fault(what, str(folder), None, "a folder that you may read", "Look at it")) from None
    for file in files:
        try:
            yield datetime.strptime(file.name.partition("-")[0], _STAMP).replace(tzinfo=UTC), file
        except ValueError:
            # Some other file that somebody put there.
            continue
