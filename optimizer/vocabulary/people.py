"""What people call kinds of applicants, visas, citizenship and the columns of a class: one word for each in a plan."""

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from optimizer.data_folder import data_folder
from optimizer.errors import BadInput, Fault

PersonKind = Literal["type", "visa", "citizenship", "column"]


def plain_key(text: str) -> str:
    """Letters and digits in lower case: what is left of a word however it is written."""
    return "".join(filter(str.isalnum, text.casefold()))


@functools.cache
def load_people_words() -> Mapping[str, Mapping[str, str]]:
    """Words of plans by what people write, of each kind; read once. Raises as `read_people_words`."""
    return read_people_words(data_folder() / "people.toml")


def read_people_words(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Read a file of words.

    Raises
    ------
    BadInput
        It can't be read, or one writing means two things.
    """
    remedy = "Correct the entry, or restore the file that came with matchlist"
    try:
        raw: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(Fault(f"can't be read ({error})", str(path), None, "words in TOML", remedy)) from None
    found: dict[str, dict[str, str]] = {}
    faults = []
    for kind, words in raw.items():
        by_key = found.setdefault(kind, {})
        for word, written in words.items():
            for one in (word, *written):
                other = by_key.setdefault(plain_key(one), word)
                if other != word:
                    faults.append(Fault(f"means {other} too", f"{path}: {kind}.{word}", one, "one meaning", remedy))
    if faults:
        raise BadInput(faults)
    return found


def person_word(kind: PersonKind, text: str) -> str | None:
    """The word of a plan for what a person wrote; None where it is none of its kind."""
    return load_people_words()[kind].get(plain_key(text))


def person_meant(kind: PersonKind, value: object) -> object:
    """The same for whatever stands in a plan; what is no such word stays as it is, for the check to refuse."""
    found = person_word(kind, value) if isinstance(value, str) else None
    return value if found is None else found
