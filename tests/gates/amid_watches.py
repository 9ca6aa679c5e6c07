"""What happens in the middle of a watch, from its first sample on."""

from __future__ import annotations

import contextlib
import threading


@contextlib.contextmanager
def amid(shop, happen, word='"measurements"'):
    """Call ``happen(ended)`` in a thread as soon as the samples of staging hold *word*."""
    ended = threading.Event()
    file = shop.path / ".golive/watch-staging.jsonl"

    def work():
        while not (file.exists() and word in file.read_text()):
            if ended.wait(0.02):
                return
        happen(ended)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def failing_customers(service):
    """Requests that a service answers with status 500, until the watch has ended."""

    def happen(ended):
        while not ended.wait(0.002):
            service.shop.metrics.observe(method="GET", route="/products", status=500, seconds=0.001)

    return happen
