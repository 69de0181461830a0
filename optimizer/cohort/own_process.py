"""Work in a process of its own: it tells of itself as it goes, can be stopped, and never outlives who began it."""

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, Generic, TypeVar

from optimizer.data_folder import PACKAGE
from optimizer.errors import BadInput, Fault, MatchlistError

Told = TypeVar("Told")
Made = TypeVar("Made")

_TOLD, _MADE, _REFUSED = "told", "made", "refused"
_ENTRY = "from optimizer.cohort.own_process import serve_asker; serve_asker()"
_NICENESS = 5
"""How far the work stands back behind others of this machine, pages that answer a person among them."""


class OwnProcess(Generic[Told, Made]):
    """Work that goes on beside this process.

    The process and its workers end with this one, however this one ends.

    Parameters
    ----------
    work : function at module level
        Called as ``work(*arguments, told)`` in the other process; whatever it tells and gives back is sent here.
    *arguments : object
        Anything that can be pickled.
    """

    def __init__(self, work: Callable[..., Made], *arguments: object) -> None:
        self.told: list[Told] = []
        self.began = time.monotonic()
        self.stopped = False
        self._faults: tuple[Fault, ...] = ()
        self._answer: list[Made] = []
        path = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 - this Python and this module
            [sys.executable, "-c", _ENTRY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )
        self._listener = threading.Thread(target=self._listen, args=((work, arguments),), daemon=True)
        self._listener.start()

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self._listener.is_alive()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._listener.join()

    def stop(self) -> None:
        """End it now; what it has told stays."""
        if self.running:
            self.stopped = True
            self._process.kill()
            self._listener.join()

    @property
    def made(self) -> Made:
        """What the work gave back.

        Raises
        ------
        BadInput
            The work raised it, or ended without an answer: stopped, killed, or out of memory.
        """
        if self._faults:
            raise BadInput(self._faults)
        if not self._answer:
            remedy = "Start it again; what was finished is kept"
            raise BadInput(Fault("the work ended without an answer", "its process", None, "an answer", remedy))
        return self._answer[0]

    def _listen(self, asked: object) -> None:
        with suppress(OSError, EOFError, pickle.UnpicklingError), self._process as process:
            if process.stdin is None or process.stdout is None:
                return
            pickle.dump(asked, process.stdin)
            process.stdin.flush()
            while not self._answer and not self._faults:
                kind, content = pickle.load(process.stdout)  # noqa: S301 - from the process that we started
                if kind == _TOLD:
                    self.told.append(content)
                elif kind == _MADE:
                    self._answer.append(content)
                else:
                    self._faults = content


def serve_asker() -> None:
    """What the other process does: read the work, do it, tell the answer, and end at once when nobody listens."""
    channel = os.fdopen(os.dup(1), "wb")
    # What compiled code prints must not get between the answers.
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    serve(sys.stdin.buffer, channel, _leave_with_the_asker)


def _leave_with_the_asker() -> None:
    # Past Python's buffer, whose lock this thread would still hold when the interpreter ends.
    os.read(0, 1)
    os._exit(1)


def serve(asked: BinaryIO, channel: BinaryIO, watch: Callable[[], None]) -> None:
    """Do the work that is asked for in one stream, and answer in the other.

    Parameters
    ----------
    asked, channel : binary streams
    watch : function
        Ends the process when the asker has gone; runs beside the work.
    """
    try:
        work, arguments = pickle.load(asked)  # noqa: S301 - from the program that started this process
    except EOFError:
        return

    def tell(kind: str, content: object) -> None:
        pickle.dump((kind, content), channel)
        channel.flush()

    threading.Thread(target=watch, daemon=True).start()
    try:
        made = work(*arguments, lambda item: tell(_TOLD, item))
    except MatchlistError as error:
        tell(_REFUSED, error.faults)
    else:
        tell(_MADE, made)
