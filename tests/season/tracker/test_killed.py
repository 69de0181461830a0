"""A session that is killed loses at most the change under way; `python -m benchmarks crashes` does it 200 times."""

import os

import pytest

from benchmarks.crashes import killed_session


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of other systems")
@pytest.mark.parametrize("seed", range(4))
def test_a_killed_session_keeps_what_was_confirmed(seed: int) -> None:
    killed = killed_session(seed, longest_s=0.4)
    assert killed.confirmed <= killed.held <= killed.confirmed + 1
