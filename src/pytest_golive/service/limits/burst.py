"""As many requests at once as it takes to see the limit, and not one more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.limits.limit import Shot

# At once; more would not be quicker from one machine.
MOST_AT_ONCE = 16


def burst(shoot: Callable[[], Shot], most: int, is_enough: Callable[[Shot], bool]) -> list[Shot]:
    """Ask at most *most* times, many at once, and stop by itself as soon as an answer *is_enough*.

    Returns:
        What came back, in the order it came; what was under way when it was enough included.

    Raises:
        Unreachable: a request had no usable answer; no other was sent after it.
    """
    # In a thread of its own: whoever runs the checklist may have an event loop already.
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
