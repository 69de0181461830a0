"""One mark for all that a plan's answers rest on: where it is the same, so is what was worked out with it.

It goes by content. A file that is moved leaves the mark as it is, a file that is altered under the same name doesn't.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from optimizer.data_folder import data_folder
from optimizer.directory.kept import facts_mark
from optimizer.errors import BadInput
from optimizer.evidence import load_season
from optimizer.plan.document.plan_file import plan_text
from optimizer.plan.document.request import Plan

_ABSENT = "cannot be read"
_BEHIND_CHANCES = ("season", "applicant", "weights", "evidence", "evidence_file", "programs", "facts")
_SHIPPED = ("*.csv", "*.json", "*.toml")


def plan_mark(plan: Plan, programs: str | None = None) -> str:
    """What changes with anything that the plan's answers depend on, but for the day.

    Parameters
    ----------
    plan : Plan
    programs : str or None
        Mark of the programs in hand, where they don't come from the plan's own files; None reads those.

    Returns
    -------
    str
        Of the plan's wishes, the files that it names, the kept facts, the season, the shipped data and the version.

    Raises
    ------
    BadInput
        There is no such season.
    """
    named = plan.programs or plan.evidence_file is not None
    wishes = plan_text(plan.model_copy(update={"programs": (), "evidence_file": None}) if named else plan)
    figures = "" if plan.evidence_file is None else _of_file(Path(plan.evidence_file))
    rests_on = programs_mark(plan) if programs is None else programs
    season = load_season(plan.season).text
    partner = None if plan.couple is None else plan.couple.partner
    other = _of_file(Path(partner)) if isinstance(partner, str) else ""
    return _digest((_release(), shipped_mark(data_folder()), season, rests_on, figures, other, wishes))


def chances_mark(plan: Plan, programs: str | None = None) -> str:
    """What changes with anything that the chances of a plan's programs depend on, and not with what is wished for.

    Parameters and errors as of `plan_mark`.
    """
    behind = Plan.model_construct(**{name: getattr(plan, name) for name in _BEHIND_CHANCES})
    return plan_mark(behind, programs)


def programs_mark(plan: Plan) -> str:
    """Of the programs that a plan chooses from: its files by their content, or else the facts that are kept."""
    if plan.programs:
        return _digest(_of_file(Path(file)) for file in plan.programs)
    try:
        return facts_mark(plan.facts)
    except BadInput:
        return _ABSENT


@cache
def shipped_mark(folder: Path) -> str:
    """Of the data that come with matchlist, each file with its name; read once, as the data themselves are."""
    files = sorted(file for pattern in _SHIPPED for file in folder.rglob(pattern))
    return _digest(part for file in files for part in (file.relative_to(folder).as_posix(), _of_file(file)))


@cache
def _release() -> str:
    try:
        return version("matchlist")
    except PackageNotFoundError:
        return "checkout"


def _of_file(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return _ABSENT


def _digest(parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        # With its length, so that no two rows of parts run into the same text.
        whole.update(f"{len(part)}\n{part}".encode())
    return whole.hexdigest()
