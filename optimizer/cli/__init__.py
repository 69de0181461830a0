"""The command line: one module a family of commands.

Exit status: 0 solved, 2 bad input, 3 no list is possible, 4 not decided in time. What is imported inside a command is
what ``matchlist --help`` needn't wait for.
"""

import gc
import os
from typing import TYPE_CHECKING

from optimizer.doors import opened_later

if TYPE_CHECKING:
    from optimizer.cli.application import app

opened_later(__name__)

__all__ = ["app", "main"]

_OBJECTS_BEFORE_A_LOOK = 100_000


def main() -> None:
    """Run the command line; the console script ``matchlist``."""
    # A command makes many values at its start and keeps them: looking for circles among them is a tenth of its time.
    gc.set_threshold(_OBJECTS_BEFORE_A_LOOK, *gc.get_threshold()[1:])
    # None is used, and looking for plugins reads the metadata of every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from optimizer.cli.application import run

    run()
