"""Checking what a plan is made of: all faults at once, each with its key."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import ValidationError

from optimizer.errors import NO_SUCH_KEY, BadInput, Fault, validation_faults
from optimizer.plan.document.request import Plan
from optimizer.wording import is_shown, shown


def checked_plan(content: Mapping[str, object], where: str) -> Plan:
    """The plan of these keys and values; `where` names it in messages.

    Raises
    ------
    BadInput
        A key or value can't be used, or text holds what would steer a terminal instead of being shown; all at once.
    """
    faults: list[Fault] = []
    try:
        faults += _hidden(content, where, "")
        plan = Plan.model_validate(content)
    except ValidationError as error:
        raise BadInput((*faults, *map(_said_elsewhere, validation_faults(error, Plan, where)))) from None
    except RecursionError:
        raise BadInput(Fault("is nested too deeply", where, None, "a plan", "Take brackets away")) from None
    if faults:
        raise BadInput(faults)
    return plan


_COUPLE = (
    "Two who match together have two plans: a table [couple] in one names the other's file, and matchlist couple "
    "builds both lists; without it each list is built alone"
)
_PASSED = (
    "Step 1 and Level 1 are passed or failed, and no figure of them counts: leave it out, and give a failed attempt as "
    "applicant.failed_attempts"
)
_CITIZENSHIP = "Who one is, is applicant.citizenship: us-citizen, permanent-resident or other"
_ELSEWHERE: Mapping[str, str] = {
    r"couple|partner|spouse": _COUPLE,
    r"step_?1|(comlex|level)_?(usa_?)?(level_?)?1": _PASSED,
    r"comlex|level_?2": "A COMLEX-USA Level 2 CE score is applicant.comlex2; Step 2 CK is applicant.step2",
    r"step_?3": "Whether Step 3 is passed is applicant.step3_passed",
    r"green_?card|resident|citizen|immigration": _CITIZENSHIP,
    r"prelim|first_?year|transitional|supplemental": "First years are asked for in the table [first_year]",
}
"""Keys that people write for what a plan says in another place, and where that is."""


def _said_elsewhere(fault: Fault) -> Fault:
    """A key that no plan has, with the place where a plan says what was meant by it."""
    if fault.what != NO_SUCH_KEY or fault.remedy.startswith("Did you mean"):
        return fault
    key = fault.where.rpartition(": ")[2].rpartition(".")[2].casefold().replace("-", "_").replace(" ", "_")
    remedy = next((words for pattern, words in _ELSEWHERE.items() if re.search(pattern, key)), fault.remedy)
    return replace(fault, remedy=remedy)


def _hidden(value: object, where: str, key: str) -> Iterator[Fault]:
    """Text that can't be shown as it stands, in keys and in values."""
    if isinstance(value, str):
        if not is_shown(value):
            what, allowed = "holds characters that can't be shown", "text without control characters"
            yield Fault(what, f"{where}: {key}" if key else where, value, allowed, "Write it anew")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _hidden(str(name), where, key)
            yield from _hidden(inner, where, f"{key}.{shown(str(name))}".removeprefix("."))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _hidden(inner, where, f"{key}[{number}]")
