"""Doors of rooms whose names are loaded when they are first asked for: a command waits for what it uses.

A room's ``__init__`` imports its names under ``TYPE_CHECKING``, for readers and tools, and then says
``opened_later(__name__)``. Which file has a name is read from these imports, so that each name stands in one place.
"""

import ast
import sys
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType


class _Door(ModuleType):
    """A room's ``__init__``, once it has said that its names come later."""

    @cached_property
    def _file_of(self) -> dict[str, str]:
        """The module that has each name which is imported under ``if TYPE_CHECKING``."""
        written = Path(str(self.__file__)).read_text(encoding="utf-8")
        return {
            alias.name: found.module
            for part in ast.parse(written).body
            if isinstance(part, ast.If) and isinstance(part.test, ast.Name) and part.test.id == "TYPE_CHECKING"
            for found in part.body
            if isinstance(found, ast.ImportFrom) and found.module
            for alias in found.names
        }

    def __getattr__(self, name: str) -> object:
        # Python and its tools ask modules for names of their own, such as __path__.
        module = None if name.startswith("__") else self._file_of.get(name)
        if module is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        found: object = getattr(import_module(module), name)
        vars(self)[name] = found
        return found

    def __setattr__(self, name: str, value: object) -> None:
        # Python hangs a file that was loaded under its room. Where the door has that name too, it is what it means.
        if isinstance(value, ModuleType) and self._file_of.get(name) == value.__name__:
            value = getattr(value, name)
        vars(self)[name] = value

    def __dir__(self) -> list[str]:
        return sorted({*vars(self), *self._file_of})


def opened_later(room: str) -> None:
    """Have a room's names loaded when they are first asked for.

    Parameters
    ----------
    room : str
        ``__name__`` of its ``__init__``, which imports them under ``if TYPE_CHECKING``.
    """
    sys.modules[room].__class__ = _Door
