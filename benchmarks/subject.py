"""One subject, in a process of its own: prints its table, and writes the figures that it noted to a file."""

import json
import os
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from rich.console import Console

from benchmarks.instances import instance
from benchmarks.measuring import WrongAnswer, noted
from optimizer.portfolio import solve

WRONG = 3
"""Exit status where what was to be timed is not what it should be."""


def main(subject: str, figures: Path) -> int:
    """Measure the subject; the exit status."""
    console = Console(width=None if os.isatty(1) else 160)
    solve(instance(0))  # the first solve also loads libraries
    try:
        console.print(import_module(f"benchmarks.{subject}").report())
    except WrongAnswer as wrong:
        console.print(f"{subject}: {wrong}", highlight=False, markup=False)
        return WRONG
    figures.write_text(json.dumps([asdict(figure) for figure in noted(subject)]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
