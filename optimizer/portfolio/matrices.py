"""SciPy's sparse matrices, without what else they would load.

SciPy copies every name that NumPy has, and so has NumPy load its tools for Fortran and for tests: a third of the time
that sparse matrices cost a command, for what nobody asks for. NumPy loads either when it is first looked up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import numpy as np


@contextmanager
def left_out(module: ModuleType, *names: str) -> Iterator[None]:
    """Meanwhile nothing is loaded to give a module these names: those that it hasn't yet stand for None."""
    absent = dict.fromkeys(name for name in names if name not in vars(module))
    vars(module).update(absent)
    try:
        yield
    finally:
        for name in absent:
            vars(module).pop(name, None)


with left_out(np, "f2py", "testing"):
    from scipy import sparse

__all__ = ["sparse"]
