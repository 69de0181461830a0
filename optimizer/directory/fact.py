"""What there is to say of one fact of programs: told once, at the field of `Program` that holds it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from optimizer.wording import capitalised


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of programs in words, as `Annotated` carries it beside the field's type.

    Attributes
    ----------
    words : str
        Within a sentence: "lowest Step 2 CK".
    headers : tuple of str
        What columns in sheets of people's own call it, beside the headers of known layouts.
    lookup : str
        What to look up on the program's site before paying, where it isn't known: "its lowest Step 2 CK".
    counted_as : str or None
        What it is told under where a search says of how many programs a fact is known: its own words, or those of
        several facts that are one to people ("an interview rate"); None where it isn't told there.
    no_bound, zero : tuple of str, str or None
        Which words of cells (`Words` of layouts.toml) say that the program has no such bound, or that it is nothing;
        elsewhere they can't be read: "none" may mean that no attempt is accepted, or that there is no limit.
    unit : {"", "years", "months"}
        What may stand behind the number.
    """

    words: str
    headers: tuple[str, ...] = ()
    lookup: str = ""
    counted_as: str | None = None
    no_bound: tuple[str, ...] = ()
    zero: str | None = None
    unit: Literal["", "years", "months"] = ""

    @property
    def heading(self) -> str:
        """As the heading of a column or a row: "Lowest Step 2 CK"."""
        return capitalised(self.words)


def facts_in(model: type[BaseModel]) -> Mapping[str, Fact]:
    """The facts that a model's fields carry, by field."""
    return {
        name: told for name, field in model.model_fields.items() for told in field.metadata if isinstance(told, Fact)
    }


def kind_of(field: FieldInfo) -> type[Any]:
    """The type of a known value: the field's own without None and bounds; `str` of one that is a choice of words."""
    return next((part for part in _parts(field.annotation) if isinstance(part, type) and part is not type(None)), str)


def bounds_of(field: FieldInfo) -> tuple[float, float]:
    """The least and the most that a number may be.

    Raises
    ------
    ValueError
        The field has no two bounds.
    """
    said = [one for part in _parts(field.annotation) for one in getattr(part, "metadata", ())]
    least, most = ([getattr(one, side) for one in said if hasattr(one, side)] for side in ("ge", "le"))
    if not least or not most:
        raise ValueError("the field has no two bounds")
    return least[0], most[0]


def _parts(annotation: object) -> Iterator[Any]:
    """A type's own parts, those within unions and `Annotated` among them."""
    if get_args(annotation):
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation
