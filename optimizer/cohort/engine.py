"""Work spread over processes or a cluster: results as they come, failures told, a worker that dies costs time only."""

import asyncio
import multiprocessing
import os
import ssl
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from optimizer.errors import BadInput, Fault

Shared = TypeVar("Shared")
Shared_co = TypeVar("Shared_co", covariant=True)
Task = TypeVar("Task")
Result = TypeVar("Result")

ATTEMPTS = 3
"""How often a task may take its worker with it before it is given up."""
_TASKS_A_WORKER = 4
"""Tasks handed out ahead of time: enough to keep a worker busy, few enough to hold 10,000 students in little memory."""
_CONNECT_SECONDS = 10
_NOT_INSTALLED = "not installed"
_EXPIRED = 10
"""What OpenSSL calls X509_V_ERR_CERT_HAS_EXPIRED."""
_NAME_THEM = "Name this computer's certificate, its key and the authority in Dask's settings (distributed.comm.tls)"


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that gave no result, and why."""

    words: str


@dataclass(frozen=True, slots=True)
class Engine:
    """Where work is done.

    Parameters
    ----------
    workers : int or None
        Processes on this machine; None is one a core, 1 is this process itself.
    scheduler : str or None
        Address of a Dask scheduler whose workers do the work instead, such as ``tcp://10.0.0.1:8786``; they need the
        same version of matchlist.
    """

    workers: int | None = None
    scheduler: str | None = None

    @property
    def at_once(self) -> int:
        """How many tasks this machine does at once."""
        return self.workers or os.cpu_count() or 1

    @property
    def spreads(self) -> bool:
        """Whether several tasks are done at once, here or elsewhere."""
        return self.scheduler is not None or self.at_once > 1

    def results(
        self,
        work: Callable[[Shared, Task], Result],
        shared: Shared,
        tasks: Mapping[str, Task],
        *,
        in_threads: bool = False,
    ) -> Iterator[tuple[str, Result | Failed]]:
        """Do every task and yield each result with the task's name, as they come.

        Parameters
        ----------
        work : function at module level
            Called as ``work(shared, task)``; what it raises is told as `Failed`, except `BadInput` about the engine.
        shared : object
            Sent to each worker once.
        tasks : mapping of str to object
        in_threads : bool
            On this machine the workers are threads of this process: for work that NumPy does nearly all of, which lets
            other threads go on. None has to be started, and nothing sent to and fro.

        Raises
        ------
        BadInput
            The scheduler can't be reached, refuses, is lost, has workers of another version, or Dask isn't there.
        """
        if in_threads and self.scheduler is None:
            yield from _Threads(self.at_once, shared).results(work, tasks)
            return
        few = self.scheduler is None and len(tasks) < 2
        with (Engine(1) if few else self).crew(shared, most=len(tasks)) as crew:
            yield from crew.results(work, tasks)

    @contextmanager
    def crew(self, shared: Shared, most: int | None = None) -> "Iterator[Crew[Shared]]":
        """Workers that stay together for work that comes in rounds; what `shared` keeps in a worker, it keeps.

        Parameters
        ----------
        shared : object
            Sent to each worker once.
        most : int or None
            So many tasks at once at the most: no more processes are started.

        Raises
        ------
        BadInput
            The scheduler can't be reached, refuses, is lost, has workers of another version, or Dask isn't there.
        """
        if self.scheduler is not None:
            with _Cluster.at(self.scheduler, shared) as cluster:
                yield cluster
            return
        workers = min(self.at_once, most or sys.maxsize)
        if workers == 1:
            yield _Here(shared)
            return
        processes = _Processes(workers, shared)
        try:
            yield processes
        finally:
            processes.leave()


class Crew(Protocol[Shared_co]):
    """Workers with what they share."""

    def results(
        self, work: Callable[[Shared_co, Task], Result], tasks: Mapping[str, Task]
    ) -> Iterator[tuple[str, Result | Failed]]:
        """Do every task and yield each result with the task's name, as they come; see `Engine.results`."""
        ...


@dataclass(frozen=True, slots=True)
class _Here(Generic[Shared]):
    shared: Shared

    def results(
        self, work: Callable[[Shared, Task], Result], tasks: Mapping[str, Task]
    ) -> Iterator[tuple[str, Result | Failed]]:
        for name, task in tasks.items():
            yield name, _done(work, self.shared, task)


def _done(work: Callable[[Shared, Task], Result], shared: Shared, task: Task) -> Result | Failed:
    try:
        return work(shared, task)
    except Exception as error:  # noqa: BLE001 - one student's defect must not end the others' lists; it is told
        return Failed(f"{type(error).__name__}: {error}")


@dataclass(frozen=True, slots=True)
class _Threads(Generic[Shared]):
    workers: int
    shared: Shared

    def results(
        self, work: Callable[[Shared, Task], Result], tasks: Mapping[str, Task]
    ) -> Iterator[tuple[str, Result | Failed]]:
        if self.workers == 1:
            yield from _Here(self.shared).results(work, tasks)
            return
        pool = ThreadPoolExecutor(self.workers)
        try:
            under_way = {pool.submit(_done, work, self.shared, task): name for name, task in tasks.items()}
            for future in as_completed(list(under_way)):
                # Popped, so that what has been looked at doesn't stay in memory.
                yield under_way.pop(future), future.result()
        finally:
            pool.shutdown(cancel_futures=True)


class _Worker(Generic[Shared]):
    """What a process keeps between its tasks."""

    shared: Any = None


def _start_worker(shared: object) -> None:
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _Worker.shared = shared
    # Each process computes on one core: several threads in each would only get into one another's way.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"


def _leave_with_parent() -> None:
    """End this process once its parent has ended: a worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _done_in_worker(work: Callable[[Any, Task], Result], task: Task) -> Result | Failed:
    return _done(work, _Worker.shared, task)


class _Processes(Generic[Shared]):
    """Processes of this machine; where one dies, what was under way is done again one at a time, to find the cause."""

    def __init__(self, workers: int, shared: Shared) -> None:
        self._workers, self._shared = workers, shared
        self._pool: ProcessPoolExecutor | None = None

    def results(
        self, work: Callable[[Shared, Task], Result], tasks: Mapping[str, Task]
    ) -> Iterator[tuple[str, Result | Failed]]:
        waiting = deque(tasks)
        suspects: deque[str] = deque()
        deaths = dict.fromkeys(tasks, 0)
        while waiting or suspects:
            alone = bool(suspects)
            queue = suspects if alone else waiting
            under_way: dict[Future[Result | Failed], str] = {}
            try:
                while queue or under_way:
                    while queue and len(under_way) < (1 if alone else _TASKS_A_WORKER * self._workers):
                        name = queue.popleft()
                        under_way[self._started().submit(_done_in_worker, work, tasks[name])] = name
                    finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
                    for future in finished:
                        result = future.result()
                        yield under_way.pop(future), result
            except BrokenProcessPool:
                self.leave()
                for name in under_way.values():
                    deaths[name] += alone
                    if deaths[name] < ATTEMPTS:
                        suspects.append(name)
                    else:
                        yield name, Failed(f"its process died {ATTEMPTS} times")

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _pool(self._workers, self._shared)
        return self._pool

    def leave(self) -> None:
        """Let the processes end; they are started anew where there is more to do."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()


def _pool(workers: int, shared: object) -> ProcessPoolExecutor:
    # Spawned, not forked: a copy of a process with threads of NumPy and the solvers in it may hang.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(shared,))


def _version_here() -> str:
    try:
        return version("matchlist")
    except PackageNotFoundError:
        return _NOT_INSTALLED


def _versions_there(client: Any) -> set[str]:  # noqa: ANN401 - Dask's client has no types
    """Versions of matchlist that the workers have."""
    not_installed = _NOT_INSTALLED

    # Defined here, it is sent as it is, and not by a name that another version may lack.
    def version_there() -> str:
        try:
            return version("matchlist")
        except PackageNotFoundError:
            return not_installed

    return set(client.run(version_there).values())


async def _answered(address: str, security: dict[str, Any]) -> None:
    """Reach a scheduler and hang up; raises what Dask raises where nobody answers or the address is none."""
    from distributed.comm import connect  # noqa: PLC0415 - an extra that few installations have

    reached = await connect(address, timeout=_CONNECT_SECONDS, **security)
    await reached.close()


def _certificates(address: str) -> dict[str, Any]:
    """How to reach a scheduler as Dask's settings say; raises `BadInput` where their certificates can't be used."""
    from distributed.security import Security  # noqa: PLC0415 - as above

    try:
        settings = Security()
        found: dict[str, Any] = settings.get_connection_args("client")
        if found["ssl_context"] and _has_expired(
            found["ssl_context"], settings.tls_client_cert, settings.tls_client_key
        ):
            what = "this computer's certificate has expired"
            raise BadInput(Fault(what, "--scheduler", address, "", f"Have it renewed. {_NAME_THEM}"))
    except OSError as error:
        what = f"the certificates that Dask's settings name can't be used ({error.strerror or error})"
        raise BadInput(Fault(what, "--scheduler", address, "certificates in PEM files", _NAME_THEM)) from None
    if address.startswith("tls://") and found["ssl_context"] is None:
        what = "the scheduler wants certificates, and Dask's settings name none"
        raise BadInput(Fault(what, "--scheduler", address, "", _NAME_THEM))
    return found


def _has_expired(context: ssl.SSLContext, certificate: str, key: str | None) -> bool:
    """Whether the one to whom a certificate is shown finds it expired: a scheduler may just hang up on it."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    there, here = ssl.MemoryBIO(), ssl.MemoryBIO()
    shown = server.wrap_bio(there, here, server_side=True)
    looked_at = context.wrap_bio(here, there)
    for side in (looked_at, shown, looked_at):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
        except ssl.SSLCertVerificationError as error:
            return error.verify_code == _EXPIRED
    return False


def _unreached(error: BaseException, address: str) -> Fault:
    """Why a scheduler can't be reached, in words where TLS gives codes."""
    causes = list(_causes(error))
    said = " ".join(str(cause) for cause in causes).casefold().replace("_", " ")
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        if "expired" in said:
            return Fault("the scheduler's certificate has expired", "--scheduler", address, "", "Renew it there")
        what = "the scheduler's certificate was not signed by the authority that Dask's settings name"
        return Fault(what, "--scheduler", address, "", "Name the authority that signed it (ca-file)")
    if address.startswith("tls://") and any(code in said for code in ("alert", "eof occurred")):
        what = "the scheduler breaks the connection off, as it does where it doesn't trust this computer's certificate"
        return Fault(what, "--scheduler", address, "", "Have it signed by the authority that the scheduler trusts")
    why = str(error) or type(error).__name__
    allowed = "the address of a running Dask scheduler, such as tcp://10.0.0.1:8786, tls:// where it has certificates"
    remedy = "Start it, or correct the address"
    return Fault(f"the scheduler can't be reached ({why})", "--scheduler", address, allowed, remedy)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@dataclass(frozen=True, slots=True)
class _Cluster(Generic[Shared]):
    client: Any
    shared: Any
    address: str

    @classmethod
    @contextmanager
    def at(cls, address: str, shared: Shared) -> "Iterator[_Cluster[Shared]]":
        """The workers of a scheduler, what they share sent to all of them."""
        try:
            from distributed import Client  # noqa: PLC0415 - an extra that few installations have
        except ImportError:
            remedy = 'Install it: pip install "matchlist[cluster]"'
            raise BadInput(Fault("Dask is not installed", "--scheduler", address, "", remedy)) from None
        security = _certificates(address)
        try:
            # A client that fails leaves its thread behind: whether somebody answers is found out first, in a thread
            # that ends, since this one may have an event loop of its own.
            with ThreadPoolExecutor(1) as aside:
                aside.submit(lambda: asyncio.run(_answered(address, security))).result()
            client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError, TimeoutError) as error:
            raise BadInput(_unreached(error, address)) from None
        with client:
            try:
                client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
                theirs, own = _versions_there(client), _version_here()
                if theirs != {own}:
                    what = f"its workers have another version of matchlist ({', '.join(sorted(theirs))})"
                    allowed, remedy = f"{own} on every worker, as here", "Install the same version there"
                    raise BadInput(Fault(what, "--scheduler", address, allowed, remedy))
                # In a list: a mapping by itself would be taken for the names of its values.
                sent = client.scatter([shared], broadcast=True)[0]
            except (OSError, TimeoutError) as error:
                what = f"the scheduler has no workers ({str(error) or type(error).__name__})"
                remedy = "Start some: dask worker ADDRESS"
                raise BadInput(Fault(what, "--scheduler", address, "a worker at least", remedy)) from None
            yield cls(client, sent, address)

    def results(
        self, work: Callable[[Shared, Task], Result], tasks: Mapping[str, Task]
    ) -> Iterator[tuple[str, Result | Failed]]:
        from distributed import as_completed  # noqa: PLC0415 - as above

        waiting = iter(tasks.items())
        names: dict[object, str] = {}

        def submitted() -> Iterator[Any]:
            for name, task in waiting:
                future = self.client.submit(_done, work, self.shared, task, pure=False, retries=ATTEMPTS)
                names[future.key] = name
                yield future

        following = submitted()
        ahead = _TASKS_A_WORKER * max(sum(self.client.nthreads().values()), 1)
        running = as_completed(list(islice(following, ahead)), loop=self.client.loop)
        for future in running:
            name = names.pop(future.key)
            if future.status == "finished":
                yield name, future.result()
            elif future.status == "error":
                yield name, Failed(f"its worker failed: {future.exception()}")
            else:
                what, remedy = "the scheduler was lost while work was under way", "Start it again, then the command"
                raise BadInput(Fault(what, "--scheduler", self.address, "", remedy))
            another = next(following, None)
            if another is not None:
                running.add(another)
