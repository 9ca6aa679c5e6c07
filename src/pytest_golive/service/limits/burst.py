"""Sends as many parallel requests as it takes to see the limit, and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit import Shot

# Parallel requests; more would not be faster from one machine.
MOST_AT_ONCE = 16


def burst(shoot: Callable[[], Shot], most: int, is_enough: Callable[[Shot], bool]) -> list[Shot]:
    """Send at most *most* requests in parallel, and stop as soon as a response *is_enough*.

    Returns:
        The responses in order of arrival, including those of requests that were under way.

    Raises:
        Unreachable: a request had no usable response; no request was sent after it.
    """
    # In a thread of its own: the caller may already have an event loop.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(_burst(shoot, most, is_enough))).result()


async def _burst(shoot: Callable[[], Shot], most: int, is_enough: Callable[[Shot], bool]) -> list[Shot]:
    loop = asyncio.get_running_loop()
    shots: list[Shot] = []
    trouble: list[Unreachable] = []
    left, is_over = most, False

    async def ask_on(threads: ThreadPoolExecutor) -> None:
        nonlocal left, is_over
        while left > 0 and not is_over:
            left -= 1
            try:
                shot = await loop.run_in_executor(threads, shoot)
            except Unreachable as error:
                trouble.append(error)
                is_over = True
                return
            shots.append(shot)
            is_over = is_over or is_enough(shot)

    width = max(1, min(MOST_AT_ONCE, most))
    with ThreadPoolExecutor(width) as threads:
        await asyncio.gather(*(ask_on(threads) for _ in range(width)))
    if trouble:
        raise trouble[0]
    return shots
