"""Numbers as people write them: which of point and comma parts thousands is decided by the whole file, or asked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Mark = Literal[".", ","]

_GROUPS = {".": ",' \u00a0\u202f\u2019", ",": ".' \u00a0\u202f\u2019"}
_FORMS: Mapping[Mark, re.Pattern[str]] = {
    mark: re.compile(
        rf"([+-]?)([0-9]+|[1-9][0-9]{{0,2}}(?:(?P<group>[{_GROUPS[mark]}])[0-9]{{3}})(?:(?P=group)[0-9]{{3}})*)"
        rf"(?:{re.escape(mark)}([0-9]+))?"
    )
    for mark in (".", ",")
}
_BARE = re.compile(r"([+-]?)[.,]([0-9]+)")
_DOLLARS = re.compile(r"(?:US ?)?\$|\bUSD\b", re.IGNORECASE)
_LONGEST = 40


class NoNumber(ValueError):
    """A cell that is no number, or one of two; the words say which, `allowed` what would do."""

    def __init__(self, what: str, allowed: str) -> None:
        super().__init__(what)
        self.allowed = allowed


def readings(text: str) -> dict[Mark, Decimal]:
    """What a number is, by the mark taken for the decimal one; empty for any other text.

    Dollar signs don't count. "1,234.50" is a number with a decimal point alone, "220,50" with a comma alone, "1.500" is
    one and a half, or one thousand five hundred.
    """
    bare = _DOLLARS.sub("", text[: _LONGEST + 1], count=1).strip()
    if len(bare) > _LONGEST:
        return {}
    short = _BARE.fullmatch(bare)
    if short is not None:
        return dict.fromkeys(_FORMS, Decimal(f"{short[1]}0.{short[2]}"))
    found: dict[Mark, Decimal] = {}
    for mark, form in _FORMS.items():
        parts = form.fullmatch(bare)
        if parts is not None:
            whole = re.sub(r"[^0-9]", "", parts[2])
            found[mark] = Decimal(f"{parts[1]}{whole}.{parts[4] or 0}")
    return found


def is_whole(text: str) -> bool:
    """Whether a text can be read as a whole number."""
    return any(value == value.to_integral_value() for value in readings(text).values())


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How the numbers of one file are written.

    Parameters
    ----------
    certain : "." or "," or None
        The decimal mark that other cells leave no doubt of; None where none does, or they differ.
    usual : "." or ","
        The one that goes with what parts the cells: a comma where that is a semicolon, since a comma can't be both.
    """

    certain: Mark | None = None
    usual: Mark = "."

    @classmethod
    def of(cls, cells: Iterable[str], separator: str = ",") -> "NumberStyle":
        """The style of a file with these cells of numbers, whose cells are parted by a character."""
        sure = {next(iter(found)) for cell in cells if len(found := readings(cell)) == 1}
        return cls(sure.pop() if len(sure) == 1 else None, "," if separator == ";" else ".")

    def number(self, text: str, *, whole: bool = False) -> Decimal:
        """The number that a cell holds.

        Where a cell can be read in two ways, the file's other cells decide; where they don't, thousands may be parted
        by the mark that isn't the usual decimal one, and what is left is not guessed.

        Raises
        ------
        NoNumber
            It is none, or could be either of two.
        """
        allowed = "a whole number" if whole else "a number"
        found = {
            mark: value for mark, value in readings(text).items() if not whole or value == value.to_integral_value()
        }
        if not found:
            raise NoNumber("can't be read", allowed)
        if len(set(found.values())) == 1:
            return next(iter(found.values()))
        if self.certain is not None:
            return found[self.certain]
        if self.usual not in text:
            return found[self.usual]
        either = " or ".join(_plain(value) for value in sorted(found.values()))
        raise NoNumber(
            f"may be {either}", f"{allowed} that can be read in one way, such as {_plain(max(found.values()))}"
        )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
