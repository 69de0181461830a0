"""One student of a class: a code for the machine's eyes, and the plan that the list is built from."""

import re
from dataclasses import dataclass

from optimizer.plan import Plan

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""What may stand as a code: it becomes the name of a file on any system."""
CODE_WORDS = "letters, digits, dots, dashes and underscores, at most 64, the first a letter or digit"


@dataclass(frozen=True, slots=True)
class Student:
    """One student.

    Attributes
    ----------
    code : str
        Unique in the class, whatever the case of its letters.
    name : str
        As the class file has it; empty where it has none. Never sent to a worker.
    plan : Plan
    """

    code: str
    name: str
    plan: Plan
