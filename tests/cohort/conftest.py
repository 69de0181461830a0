"""A cluster of two workers, in this process."""

from collections.abc import Iterator

import pytest
from distributed import LocalCluster


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    here = "127.0.0.1"
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", host=here, dashboard_address=f"{here}:0"
    ) as one:
        yield one.scheduler_address
