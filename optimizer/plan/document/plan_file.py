"""Plan files: TOML in and out, every fault with its key; and the plan within a list that was written as JSON."""

import json
import tomllib
import weakref
from collections.abc import Mapping
from pathlib import Path

import tomli_w

from optimizer.errors import BadInput, Fault
from optimizer.given_files import MOST_PLAN_BYTES, read_given
from optimizer.plan.document.checked import checked_plan
from optimizer.plan.document.request import Couple, Plan

_TEXTS: dict[int, str] = {}
"""Texts of the plans that are in use."""


def read_plan(path: Path) -> Plan:
    """Read a plan file, or the plan within a list that was written as JSON.

    Files of programs and figures that the plan names are taken relative to the plan's folder.

    Raises
    ------
    BadInput
        The file can't be read, isn't TOML, or holds unknown keys or values that can't be used; all at once.
    """
    plan = plan_from_bytes(read_given(path, "a plan file", MOST_PLAN_BYTES), str(path))
    whole = with_whole_paths(plan, path.parent)
    partner = None if whole.couple is None else whole.couple.partner
    if isinstance(partner, str) and Path(partner).resolve() == path.resolve():
        what, remedy = "the plan is its own partner", "Name the partner's plan"
        raise BadInput(Fault(what, f"{path}: couple.partner", path.name, "another plan", remedy))
    return whole


def with_whole_paths(plan: Plan, folder: Path) -> Plan:
    """The plan whose files are named by their whole paths: it means the same ones when it is written elsewhere."""
    whole = folder.absolute()
    figures = None if plan.evidence_file is None else str(whole / plan.evidence_file)
    programs = tuple(str(whole / file) for file in plan.programs)
    return plan.model_copy(
        update={"programs": programs, "evidence_file": figures, "couple": _with_whole_partner(plan, folder)}
    )


def _with_whole_partner(plan: Plan, folder: Path) -> Couple | None:
    couple = plan.couple
    if couple is None:
        return None
    partner = couple.partner
    whole = with_whole_paths(partner, folder) if isinstance(partner, Plan) else str(folder.absolute() / partner)
    return couple.model_copy(update={"partner": whole})


def plan_from_bytes(content: bytes, where: str) -> Plan:
    """Read a plan from a file's bytes; `where` names it in messages. Raises as `read_plan`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(Fault("the file is not UTF-8 text", where, None, "a TOML file", "Save it as UTF-8")) from None
    return parse_plan(text, where)


def parse_plan(text: str, where: str) -> Plan:
    """Read a plan from TOML text, or from the JSON of a list; `where` names it in messages. Raises as `read_plan`."""
    if text.lstrip().startswith("{"):  # TOML never starts so
        return plan_in_record(parse_record(text, where), where)
    try:
        raw = tomllib.loads(text)
    except RecursionError:
        raise BadInput(Fault("is nested too deeply", where, None, "TOML", "Take brackets away")) from None
    except ValueError as error:  # not only TOMLDecodeError: Python refuses integers of thousands of digits itself
        raise BadInput(Fault(f"is not TOML: {error}", where, None, "TOML", "Correct this place")) from None
    return plan_from_content(raw, where)


def plan_from_content(content: Mapping[str, object], where: str) -> Plan:
    """A plan from keys and values as TOML has them; `where` names it in messages. Raises as `read_plan`."""
    try:
        values = with_tuples(content)
    except RecursionError:
        raise BadInput(Fault("is nested too deeply", where, None, "a plan", "Take brackets away")) from None
    return checked_plan(values if isinstance(values, Mapping) else {}, where)


def parse_record(text: str, where: str) -> dict[str, object]:
    """The JSON object that a list was written as; `where` names it in messages.

    Raises
    ------
    BadInput
        It is no JSON, or no object.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        what = f"begins as JSON and isn't ({str(error)[:80]})"
        raise BadInput(Fault(what, where, None, "a list as --out LIST.json writes it", "Write it again")) from None
    if not isinstance(found, dict):
        raise BadInput(Fault("is no list", where, None, "a list as --out LIST.json writes it", "Name another file"))
    return found


def plan_in_record(record: dict[str, object], where: str) -> Plan:
    """The plan that a list's JSON holds.

    Raises
    ------
    BadInput
        It holds none, or one that can't be used.
    """
    if "plan" not in record:
        remedy = "Write it again with --out LIST.json"
        raise BadInput(Fault("the list was written without its plan", where, None, "a key plan", remedy))
    found = record["plan"]
    return plan_from_content(found if isinstance(found, dict) else {}, f"{where}: plan")


def plan_text(plan: Plan) -> str:
    """The plan as TOML; reading it back gives the same plan."""
    # Every question about a plan is told apart by its text, and a plan stays as it is. It has no hash: it holds tables.
    written = _TEXTS.get(id(plan))
    if written is None:
        written = _TEXTS[id(plan)] = tomli_w.dumps(plan_values(plan))
        weakref.finalize(plan, _TEXTS.pop, id(plan), None)
    return written


def plan_values(plan: Plan) -> dict[str, object]:
    """The plan as plain values by key, as `Plan.values_by_key`."""
    return plan.values_by_key()


def with_tuples(value: object) -> object:
    """TOML knows arrays only, and the applicant's model, which takes no text for a number, wants tuples."""
    if isinstance(value, list):
        return tuple(with_tuples(item) for item in value)
    if isinstance(value, Mapping):
        return {key: with_tuples(item) for key, item in value.items()}
    return value
