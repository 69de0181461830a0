"""A student's outcome in files: whole or not there, and only taken again for what it was made from."""

import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from optimizer.errors import BadInput, Fault
from optimizer.export import list_csv, write_whole
from optimizer.plan import PlanOutcome, ProgramList

FOLDER_OPTION = "--out"
_OUTCOME: TypeAdapter[PlanOutcome] = TypeAdapter(PlanOutcome)


def earlier_outcome(file: Path, mark: str) -> PlanOutcome | None:
    """The outcome of an earlier run; None where there is none, or one of another plan, or a file that isn't whole."""
    try:
        content = json.loads(file.read_bytes())
        return _OUTCOME.validate_python(content["outcome"]) if content["mark"] == mark else None
    except (OSError, ValueError, RecursionError, KeyError, TypeError, ValidationError):
        return None


def write_outcome(folder: Path, code: str, outcome: PlanOutcome, mark: str) -> None:
    """Write a student's outcome, and the list beside it for a spreadsheet; raises `BadInput` where that can't be."""
    content = {"code": code, "mark": mark, "outcome": outcome.model_dump(mode="json")}
    if isinstance(outcome, ProgramList):
        write_whole(folder / f"{code}.csv", list_csv(outcome), FOLDER_OPTION)
    else:
        (folder / f"{code}.csv").unlink(missing_ok=True)
    # Last: with its mark it says that all of the student's files are there.
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    write_whole(folder / f"{code}.json", f"{text}\n".encode(), FOLDER_OPTION)


def made_folder(folder: Path, where: str = FOLDER_OPTION) -> Path:
    """The folder, made if it isn't there; raises `BadInput` where it can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the folder can't be made ({error.strerror})"
        allowed = "a place where you may write"
        raise BadInput(Fault(what, where, str(folder), allowed, "Choose another place")) from None
    return folder
