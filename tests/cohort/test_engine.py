"""Work in this process, in others and on a cluster: the same results, and a worker that dies stops nobody."""

import os
import signal
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from distributed import LocalCluster

from optimizer.cohort import Engine, Failed
from optimizer.errors import BadInput
from tests.awaited import awaited

NUMBERS = {str(number): number for number in range(12)}


def times(shared: int, task: int) -> int:
    if task == 5:
        raise ValueError("five is out")
    return shared * task


def process_of(_: int, __: int) -> int:
    return os.getpid()


def dies_once(folder: Path, task: int) -> int:
    """Kill the process that does task 3, the first time."""
    mark = folder / "died"
    if task == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def tens(shared: dict[tuple[int, ...], int], task: int) -> int:
    return shared[()] * task


def dies_at(deadly: int, task: int) -> int:
    if task == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def expected() -> dict[str, int | Failed]:
    return {name: number * 10 for name, number in NUMBERS.items()} | {"5": Failed("ValueError: five is out")}


@pytest.mark.parametrize("workers", [1, 2])
def test_every_task_is_done_and_one_that_fails_stops_no_other(workers: int) -> None:
    assert dict(Engine(workers).results(times, 10, NUMBERS)) == expected()


@pytest.mark.parametrize("workers", [1, 2])
def test_threads_give_the_same_in_this_process(workers: int) -> None:
    assert dict(Engine(workers).results(times, 10, NUMBERS, in_threads=True)) == expected()
    assert dict(Engine(workers).results(process_of, 0, NUMBERS, in_threads=True)) == dict.fromkeys(NUMBERS, os.getpid())


def test_who_asks_no_further_leaves_no_thread_at_work() -> None:
    before = threading.active_count()
    results = Engine(2).results(times, 10, NUMBERS, in_threads=True)
    assert isinstance(results, Generator)
    next(results)
    results.close()
    assert threading.active_count() == before


def test_a_cluster_is_asked_in_place_of_threads(scheduler: str) -> None:
    assert dict(Engine(scheduler=scheduler).results(times, 10, NUMBERS, in_threads=True)) == expected()


def test_a_cluster_gives_the_same(scheduler: str) -> None:
    assert dict(Engine(scheduler=scheduler).results(times, 10, NUMBERS)) == expected()


def test_a_mapping_reaches_a_cluster_whole(scheduler: str) -> None:
    assert dict(Engine(scheduler=scheduler).results(tens, {(): 10, (1, 2): 3}, {"a": 1, "b": 2})) == {"a": 10, "b": 20}


def test_no_tasks_need_no_worker() -> None:
    assert list(Engine(2).results(times, 10, {})) == []


def test_a_process_that_dies_costs_time_only(tmp_path: Path) -> None:
    assert dict(Engine(2).results(dies_once, tmp_path, NUMBERS)) == NUMBERS
    assert (tmp_path / "died").exists()


def test_a_task_that_kills_every_process_is_given_up_alone() -> None:
    found = dict(Engine(2).results(dies_at, 3, NUMBERS))
    assert found.pop("3") == Failed("its process died 3 times")
    assert found == {name: number for name, number in NUMBERS.items() if number != 3}


def test_a_scheduler_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.cohort.engine._CONNECT_SECONDS", 0.2)
    with pytest.raises(BadInput, match="--scheduler: the scheduler can't be reached"):
        list(Engine(scheduler="tcp://127.0.0.1:9").results(times, 10, NUMBERS))


@pytest.mark.parametrize("address", ["nowhere://x", "", "tcp://x:port", "nonsense"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(BadInput, match="can't be reached"):
        list(Engine(scheduler=address).results(times, 10, NUMBERS))


def test_a_scheduler_that_fails_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    with pytest.raises(BadInput, match="can't be reached"):
        list(Engine(scheduler="nonsense").results(times, 10, NUMBERS))
    assert threading.active_count() == before


def test_a_scheduler_is_reached_from_within_an_event_loop_too() -> None:
    async def asked_within_a_loop() -> None:
        list(Engine(scheduler="nonsense").results(times, 10, NUMBERS))

    def in_a_loop_of_its_own() -> None:
        awaited(asked_within_a_loop())

    # In a thread aside: a browser test may have left a loop running in this one.
    with ThreadPoolExecutor(1) as aside, pytest.raises(BadInput, match="can't be reached"):
        aside.submit(in_a_loop_of_its_own).result()


def test_a_scheduler_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.cohort.engine._CONNECT_SECONDS", 2)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=None) as cluster,
        pytest.raises(BadInput, match="--scheduler: the scheduler has no workers"),
    ):
        list(Engine(scheduler=cluster.scheduler_address).results(times, 10, NUMBERS))
