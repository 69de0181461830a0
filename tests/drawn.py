"""Random cases: some of them in every run of the tests, all of them where there is time (`make check`)."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import settings


def drawn(cases: Sequence[Any], every: int = 4) -> list[Any]:
    """One case in so many for each run of the tests, the others with the long ones."""
    marks = ([pytest.mark.long] * bool(at % every) for at in range(len(cases)))
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=mark)
        for case, mark in zip(cases, marks, strict=True)
    ]


def examples(most: int) -> settings:
    """Let Hypothesis draw so many examples where it draws 100 by itself, and in proportion where it draws fewer."""
    return settings(max_examples=max(most * settings().max_examples // 100, 5))
