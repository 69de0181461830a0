"""Work of some seconds: it goes on beside the page, shows how long it has taken, and can be stopped.

Streamlit can interrupt a page only between two of its own calls. So such work runs in a thread of its own, and a part
of the page looks now and then whether it is done; the rest of the page can be used meanwhile.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from optimizer.dashboard.anew import draw_anew
from optimizer.hosting import told, watch
from optimizer.portfolio import Unwanted, unless_unwanted

Made = TypeVar("Made")

_KEPT, _MOST_KEPT = "work", 8
_SECONDS_BETWEEN_LOOKS = 1.0
"""The seconds that are shown go by these looks."""


@dataclass(frozen=True, slots=True)
class _Job:
    """Work under way or done."""

    future: "Future[Any]"
    began: float
    unwanted: threading.Event

    def stop(self) -> None:
        """End it, whether it has begun or not."""
        self.unwanted.set()
        self.future.cancel()


_UNDER_WAY: "set[Future[Any]]" = set()
"""Of all visitors; the server's health says how many."""


@st.cache_resource(show_spinner=False)
def _workers() -> ThreadPoolExecutor:
    watch("work_under_way", _UNDER_WAY.__len__)
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="matchlist")


def _jobs() -> dict[str, _Job]:
    kept: dict[str, _Job] = st.session_state.setdefault(_KEPT, {})
    return kept


def show_work(name: str, question: str, work: Callable[[], Made], show: Callable[[Made], None]) -> None:
    """Do some work unless it has been done, and show what came out.

    Parameters
    ----------
    name : str
        What is being done, for the page: "Finding the best list at each budget".
    question : str
        All that the outcome depends on. What was asked last is remembered for this browser session.
    work : callable
        Must not touch Streamlit.
    show : callable
        Draws the outcome.

    Raises
    ------
    BadInput
        As the work does.
    """
    jobs, key = _jobs(), f"{name}\n{question}"
    job = jobs.get(key)
    if job is not None and job.future.done():
        show(job.future.result())
        return
    if job is None and not _wanted(name, question):
        st.button("Go on", key=f"work-go/{name}", icon=":material/play_arrow:", on_click=_want, args=(name, None))
        st.caption("Stopped.")
        return
    if job is None:
        job = _begun(key, work)
    st.fragment(_show_progress, run_every=_SECONDS_BETWEEN_LOOKS)(name, question, job)


def outcome_of(name: str, question: str) -> object:
    """What came out of work that has been done; None where it hasn't, or failed."""
    job = _jobs().get(f"{name}\n{question}")
    if job is None or not job.future.done() or job.future.cancelled() or job.future.exception() is not None:
        return None
    found: object = job.future.result()
    return found


def _begun(key: str, work: Callable[[], Any]) -> _Job:
    jobs = _jobs()
    for old in list(jobs)[: max(0, len(jobs) - _MOST_KEPT + 1)]:
        jobs.pop(old).stop()
    unwanted = threading.Event()
    future = _workers().submit(unless_unwanted, work, unwanted)
    _UNDER_WAY.add(future)
    began = time.monotonic()
    future.add_done_callback(partial(_ended, began))
    job = jobs[key] = _Job(future, began, unwanted)
    return job


def _ended(began: float, future: "Future[Any]") -> None:
    _UNDER_WAY.discard(future)
    stopped = future.cancelled() or isinstance(future.exception(), Unwanted)
    outcome = "stopped" if stopped else "done" if future.exception() is None else "failed"
    told("work ended", outcome=outcome, seconds=round(time.monotonic() - began, 1), work_under_way=len(_UNDER_WAY))


def _wanted(name: str, question: str) -> bool:
    return bool(st.session_state.get(f"work-stopped/{name}") != question)


def _want(name: str, stopped_at: str | None) -> None:
    st.session_state[f"work-stopped/{name}"] = stopped_at


def _show_progress(name: str, question: str, job: _Job) -> None:
    if job.future.done():
        draw_anew()
    seconds = time.monotonic() - job.began
    said, stop = st.columns([4, 1], vertical_alignment="center")
    said.markdown(f":material/hourglass_top: {name} ... {seconds:.0f} s")
    if stop.button("Stop", key=f"work-stop/{name}", icon=":material/stop:", width="stretch"):
        job.stop()
        _jobs().pop(f"{name}\n{question}", None)
        _want(name, question)
        draw_anew()
