"""Sparse matrices are loaded without what nobody asks for, and nothing is missed afterwards."""

import subprocess
import sys
from types import ModuleType

from optimizer.portfolio.matrices import left_out

LOOK = """
import sys
from optimizer.portfolio.matrices import sparse
import numpy
print(sorted({"numpy.f2py", "numpy.testing"} & set(sys.modules)))
numpy.testing.assert_array_equal(sparse.identity(2).toarray(), [[1, 0], [0, 1]])
print(callable(numpy.f2py.get_include))
"""


def test_names_that_a_module_has_not_are_none_for_a_while_and_others_stay() -> None:
    module = ModuleType("made_up")
    vars(module)["there"] = 1
    with left_out(module, "there", "absent"):
        assert vars(module)["there"] == 1
        assert vars(module)["absent"] is None
    assert vars(module)["there"] == 1
    assert "absent" not in vars(module)


def test_numpys_tools_are_left_alone_until_they_are_looked_up_and_are_whole_then() -> None:
    said = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, check=True, text=True)
    assert said.stdout.split("\n") == ["[]", "True", ""]
