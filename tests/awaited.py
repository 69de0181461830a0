import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Made = TypeVar("Made")


def awaited(work: Coroutine[Any, Any, Made]) -> Made:
    """What comes of work, done in a thread of its own: a browser that tests drive has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
