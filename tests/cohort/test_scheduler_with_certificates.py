"""A scheduler with certificates: the same results for those it trusts, and words for everybody else."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_server
from time import sleep

import dask
import pytest
from distributed import LocalCluster
from distributed.security import Security

from optimizer.cohort import Engine
from optimizer.errors import BadInput

pytest.importorskip("cryptography", reason="certificates are made with it")

from tests.cohort.certificates import DAY, Authority

HERE = "127.0.0.1"
NUMBERS = {str(number): number for number in range(12)}


def times(shared: int, task: int) -> int:
    return shared * task


def slowly(shared: float, task: int) -> int:
    sleep(shared)
    return task


def asked(address: str) -> dict[str, object]:
    return dict(Engine(scheduler=address).results(times, 10, NUMBERS))


@contextmanager
def showing(authority: Path | str, certificate: str, key: str) -> Iterator[None]:
    """Dask's own settings, as a file or the environment would make them."""
    settings = {"ca-file": str(authority), "client.cert": certificate, "client.key": key}
    with dask.config.set({f"distributed.comm.tls.{name}": value for name, value in settings.items()}):
        yield


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ours"), "ours")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("theirs"), "theirs")


@pytest.fixture(scope="module")
def guarded(authority: Authority) -> Iterator[str]:
    """Address of a scheduler with two workers that talks to nobody without a certificate."""
    certificate, key = authority.vouched("cluster")
    security = Security(
        require_encryption=True,
        tls_ca_file=str(authority.file),
        **{f"tls_{role}_cert": certificate for role in ("scheduler", "worker", "client")},
        **{f"tls_{role}_key": key for role in ("scheduler", "worker", "client")},
    )
    with LocalCluster(
        n_workers=2, processes=False, protocol="tls://", host=HERE, dashboard_address=f"{HERE}:0", security=security
    ) as cluster:
        yield cluster.scheduler_address


def test_whoever_has_a_certificate_gets_the_same_results(guarded: str, authority: Authority) -> None:
    assert guarded.startswith("tls://")
    with showing(authority.file, *authority.vouched("adviser")):
        assert asked(guarded) == dict(Engine(1).results(times, 10, NUMBERS))


def test_who_names_no_certificate_is_told_to(guarded: str) -> None:
    with pytest.raises(BadInput, match="the scheduler wants certificates, and Dask's settings name none"):
        asked(guarded)


def test_who_comes_without_encryption_is_refused(guarded: str) -> None:
    with pytest.raises(BadInput, match=r"can't be reached .* tls:// where it has certificates"):
        asked(guarded.replace("tls://", "tcp://"))


def test_who_is_vouched_for_by_another_authority_is_refused(
    guarded: str, authority: Authority, stranger: Authority
) -> None:
    with (
        showing(authority.file, *stranger.vouched("stranger")),
        pytest.raises(BadInput, match=r"breaks the connection off.*trust this computer's certificate"),
    ):
        asked(guarded)


def test_a_scheduler_that_another_authority_vouches_for_is_not_trusted(guarded: str, stranger: Authority) -> None:
    with (
        showing(stranger.file, *stranger.vouched("stranger")),
        pytest.raises(BadInput, match="not signed by the authority that Dask's settings name"),
    ):
        asked(guarded)


def test_an_expired_certificate_of_ones_own_is_told(guarded: str, authority: Authority) -> None:
    with (
        showing(authority.file, *authority.vouched("late", -DAY)),
        pytest.raises(BadInput, match="this computer's certificate has expired"),
    ):
        asked(guarded)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_told(
    guarded: str, authority: Authority, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "file.pem"
    if content is not None:
        file.write_text(content)
    with (
        showing(authority.file, str(file), str(file)),
        pytest.raises(BadInput, match="certificates that Dask's settings name can't be used"),
    ):
        asked(guarded)


def test_an_expired_certificate_of_the_schedulers_is_told(authority: Authority) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.vouched("old", -DAY))
    with create_server((HERE, 0)) as listening:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    one, _ = listening.accept()
                    with suppress(OSError), context.wrap_socket(one, server_side=True):
                        pass

        threading.Thread(target=answer, daemon=True).start()
        address = f"tls://{HERE}:{listening.getsockname()[1]}"
        with (
            showing(authority.file, *authority.vouched("adviser")),
            pytest.raises(BadInput, match="the scheduler's certificate has expired"),
        ):
            asked(address)


def test_workers_of_another_version_are_told(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.cohort.engine._version_here", lambda: "1999.1")
    with pytest.raises(BadInput, match=r"its workers have another version of matchlist .* 1999\.1 on every worker"):
        asked(scheduler)


def test_a_scheduler_that_is_lost_ends_the_work_in_one_sentence() -> None:
    cluster = LocalCluster(n_workers=1, processes=False, protocol="tcp://", host=HERE, dashboard_address=f"{HERE}:0")
    results = Engine(scheduler=cluster.scheduler_address).results(slowly, 0.1, {str(k): k for k in range(100)})
    assert next(results)[1] in range(100)
    cluster.close(timeout=5)
    with pytest.raises(BadInput, match="the scheduler was lost while work was under way") as told:
        list(results)
    assert len(told.value.faults) == 1
