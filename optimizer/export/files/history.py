"""A version of a plan, with the list that it gave, kept beside the plan's file."""

from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.errors import BadInput, Fault
from optimizer.export.files.list_json import outcome_json
from optimizer.export.files.writing import write_whole

if TYPE_CHECKING:
    from optimizer.plan import Plan, ProgramList


def keep_version(file: Path, plan_file: Path, program_list: "ProgramList", plan: "Plan") -> None:
    """Keep a list and the plan's file as they are now; versions are only ever added.

    Two files are written: the list with its plan as JSON, from which `matchlist build` builds it again; and beside it
    the plan's file letter by letter, with its comments, where that is TOML.

    Parameters
    ----------
    file : Path
        As `optimizer.plan.next_version` names it; its folder is made where it is missing.
    plan_file : Path
    program_list : ProgramList
    plan : Plan
        What the list was built from, which options may have changed against the file.

    Raises
    ------
    BadInput
        The folder can't be made, or a file can't be written.
    """
    try:
        file.parent.mkdir(exist_ok=True)
        content = plan_file.read_bytes()
    except OSError as error:
        what = f"the version can't be kept ({error.strerror})"
        remedy = "Build with --no-keep, or move the plan to where you may write"
        raise BadInput(Fault(what, str(file.parent), None, "a folder beside the plan", remedy)) from None
    if plan_file.suffix.lower() != ".json":
        write_whole(file.with_suffix(".toml"), content, "history")
    write_whole(file, f"{outcome_json(program_list, plan)}\n".encode(), "history")
