"""The command line: one module a family of commands.

Exit status: 0 solved, 2 bad input, 3 no list is possible, 4 not decided in time. What is imported inside a command is
what ``matchlist --help`` needn't wait for.
"""

from optimizer.cli.application import app, main

__all__ = ["app", "main"]
