import pytest

from tests.estimate.once import Calibrated, calibrated, once_for_all


@pytest.fixture(scope="session")
def calibrated_anew(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Calibrated:
    """The shipped evidence, calibrated anew."""
    folder = tmp_path_factory.getbasetemp()
    return once_for_all(folder if worker_id == "master" else folder.parent, calibrated)
