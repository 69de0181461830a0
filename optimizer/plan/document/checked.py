"""Checking what a plan is made of: all faults at once, each with its key."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from optimizer.errors import BadInput, Fault, validation_faults
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
        raise BadInput((*faults, *validation_faults(error, Plan, where))) from None
    except RecursionError:
        raise BadInput(Fault("is nested too deeply", where, None, "a plan", "Take brackets away")) from None
    if faults:
        raise BadInput(faults)
    return plan


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
