"""What the user says about the files that are brought in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NEW = "new"
"""The decision that an ambiguous row is a program of its own."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says about the files.

    Parameters
    ----------
    specialty : str or None
        Slug, for files that don't say it. Rows of another specialty are refused.
    mapping : mapping of str to str
        Fields by header, as `parse_mapping` gives them.
    decisions : mapping of (file, sheet, line) to str
        The id of a program or `NEW`, as `read_decisions` gives them.
    named : mapping of (specialty, name, city, state) to str
        The same for rows by what they say, as a list of decisions that holds for every copy of a file has them. Where
        the directory lacks the program that is named, the row is a program of its own.
    usual : mapping of str to (mapping of str to float)
        What interview rates are on average, by specialty and field, to tell a column of something else by.
    """

    specialty: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    named: Mapping[tuple[str, str, str, str], str] = field(default_factory=dict)
    usual: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
