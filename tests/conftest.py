"""The day on which the tests take place: nothing in them may depend on this computer's."""

import os

import pytest

from optimizer.clock import DAY_VARIABLE
from tests.season.seasons import TODAY


def pytest_configure(config: pytest.Config) -> None:
    """Set the day, before any test is read, for the tests and for every process that they start."""
    before = os.environ.get(DAY_VARIABLE)
    os.environ[DAY_VARIABLE] = TODAY.isoformat()

    def restore() -> None:
        os.environ.pop(DAY_VARIABLE)
        if before is not None:
            os.environ[DAY_VARIABLE] = before

    config.add_cleanup(restore)
