"""Errors a user can act on: what is wrong, where, with which value, what is allowed, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any, get_args

from optimizer.nearest import nearest

if TYPE_CHECKING:
    # A third of what `matchlist --help` would wait for, and only a model's own faults need it.
    from pydantic import BaseModel, ValidationError
    from pydantic.fields import FieldInfo

NO_SUCH_KEY = "no such key"
"""What is wrong with a key that no plan or file of its kind has."""
_MOST_SHOWN = 300
"""Characters of a value that a message quotes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with what the user gave.

    Parameters
    ----------
    what : str
        What is wrong, as a short sentence without a full stop.
    where : str
        Place of the fault: file and line, key of a plan, field of a problem and index.
    value : object
        The offending value as it was read; None where something is missing.
    allowed : str
        What would have been accepted there.
    remedy : str
        What to do about it, as an instruction.
    """

    what: str
    where: str
    value: object = None
    allowed: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        sentence = f"{self.where}: {self.what}"
        if self.value is not None:
            sentence += f" (found {_shown(self.value)})"
        if self.allowed:
            sentence += f"; allowed: {self.allowed}"
        if self.remedy:
            sentence += f". {self.remedy}"
        return sentence if sentence.endswith((".", "?")) else sentence + "."


def _shown(value: object) -> str:
    """A value as the user wrote it: a date as a date, text in quotes."""
    if isinstance(value, date | time):
        return value.isoformat()
    try:
        said = repr(value)
    except ValueError:  # Python doesn't write out integers of thousands of digits
        return "a number of thousands of digits"
    return said if len(said) <= _MOST_SHOWN else f"{said[:_MOST_SHOWN]} ..."


class MatchlistError(Exception):
    """Every error that matchlist raises on purpose; it carries all faults found, not only the first.

    Parameters
    ----------
    faults : iterable of Fault
        At least one.
    """

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class BadInput(MatchlistError):
    """The user's file, key or value can't be used; the faults say how to mend it."""


class RefereeDisagreement(MatchlistError):
    """The referee found another value, spend or limit than the solver claimed: a defect, never a shrug."""


def words_of_driver(error: Exception) -> str:
    """What a database's driver itself says of an error, without what SQLAlchemy adds to it."""
    return str(getattr(error, "orig", None) or error)


def validation_faults(error: "ValidationError", model: "type[BaseModel]", where: str) -> tuple[Fault, ...]:
    """Say pydantic's findings in the words of the fields: each field's description is what it allows.

    Parameters
    ----------
    error : pydantic.ValidationError
        Raised by validating `model`.
    model : type of pydantic.BaseModel
        The model that was validated; the descriptions of its fields, and of the models within, are quoted.
    where : str
        File or object that was validated; keys are appended to it.
    """
    return tuple(_validation_fault(dict(found), model, where) for found in error.errors(include_url=False))


def _validation_fault(found: dict[str, Any], model: "type[BaseModel]", where: str) -> Fault:
    from pydantic import BaseModel  # noqa: PLC0415 - see above

    # "[key]" is pydantic's way to say that the key itself is at fault; the key stands before it already.
    path = tuple(step for step in found["loc"] if step != "[key]")
    place = f"{where}: {_key(path)}" if path else where
    owner, description = _described(model, path)
    value = found["input"] if path and not isinstance(found["input"], dict | list | BaseModel) else None
    if found["type"] == "extra_forbidden":
        key, known = str(path[-1]), tuple(_fields(owner)) if owner else ()
        near = nearest(key, known)
        remedy = f"Did you mean {near[0]!r}?" if near else "Remove it, or correct its name"
        return Fault(NO_SUCH_KEY, place, value, ", ".join(known), remedy)
    if found["type"] == "missing":
        return Fault("is missing", place, None, description, "Add it")
    if found["type"] == "value_error":
        return Fault(str(found["ctx"]["error"]), place, value, description, "Correct it")
    return Fault("can't be used", place, value, description or found["msg"], "Correct it")


def _key(path: tuple[int | str, ...]) -> str:
    """A path as one would write it: ``regions[0].metros[1]``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _described(model: "type[BaseModel]", path: tuple[int | str, ...]) -> "tuple[type[BaseModel] | None, str]":
    """The model that owns the last key of a path, and the description of the last field known on the way."""
    owner: type[BaseModel] | None = model
    description = ""
    for depth, step in enumerate(path):
        field = _fields(owner).get(step) if owner and isinstance(step, str) else None
        if field is None:
            continue
        description = field.description or ""
        inner = _model_within(field.annotation)
        if depth < len(path) - 1 and inner is not None:
            owner = inner
    return owner, description


def _fields(model: "type[BaseModel]") -> "dict[str, FieldInfo]":
    """Fields by the name that a file gives them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_within(annotation: object) -> "type[BaseModel] | None":
    from pydantic import BaseModel  # noqa: PLC0415 - see above

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_within(part)) is not None), None)
