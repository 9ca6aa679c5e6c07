"""The schedule of a probe: every request is sent at its time, whatever happens to the earlier ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.service.probing.connections import Dialer, Endpoint
from pytest_golive.service.probing.exchange import Broken, Connection, exchange
from pytest_golive.service.probing.result import KINDS, Kind, Sample
from pytest_golive.service.sent import SENT

MOST_SAMPLES: Final = 250_000
MOST_KEPT: Final = 2
MOST_OPEN: Final = 220
PATIENCE: Final = 5.0
# A request and the close of an idle connection can cross on the way, within a round trip, or a little more on a busy
# machine. If the close comes later, the server had the request, and dropped it.
CROSSING: Final = 0.05


class ProbeLoop:
    """An event loop that probes; all methods except `run` may be called from other threads.

    Args:
        endpoint: what to request.
        interval: seconds between two requests of one kind.
        timeout: seconds after which a request has failed.
        keep: is given each completed request in the loop's thread, and `samples` stays empty, for a probe without end.

    Attributes:
        samples: all completed requests.
        failed: how many of them failed.
        reused: requests over a connection that had served before.
        reconnects: idle connections that the server closed.
        skipped: requests that were not sent.
        unanswered: requests that were aborted.
    """

    def __init__(
        self, endpoint: Endpoint, interval: float, timeout: float, keep: Callable[[Sample], object] | None = None
    ) -> None:
        self.samples: list[Sample] = []
        self._keep = keep or self.samples.append
        self.failed = self.reused = self.reconnects = self.skipped = self.unanswered = 0
        self._endpoint, self._interval, self._timeout = endpoint, interval, timeout
        self._fault: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._is_asked_to_stop = self._is_at_once = False
        self._open: set[asyncio.Task[None]] = set()
        self._kept: list[Connection] = []

    def run(self) -> None:
        """Probe until stopped."""
        try:
            asyncio.run(self._main())
        except BaseException as error:  # noqa: BLE001 -- raised when the result is read
            self._fault = error

    def stop(self, *, at_once: bool = False) -> None:
        """Send no more requests; *at_once* also aborts those under way."""
        self._is_at_once = self._is_at_once or at_once
        self._is_asked_to_stop = True
        loop = self._loop
        if loop is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(self._stop.set)
            except RuntimeError:
                return  # the loop has just closed by itself

    def raise_fault(self) -> None:
        """Raise the error that ended the loop, if there was one.

        Raises:
            CannotMeasure: the loop ended with an error.
        """
        if isinstance(self._fault, GoliveError):
            raise self._fault
        if self._fault is not None:
            name = type(self._fault).__name__
            raise CannotMeasure(f"the probe broke down: {name}", "this is a fault of pytest-golive; please report it")

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self._is_asked_to_stop:
            return
        dialer = Dialer(self._endpoint)
        await dialer.resolve(PATIENCE)
        began = self._loop.time()
        beside = [asyncio.create_task(dialer.keep_resolving())]
        # The kinds alternate, so that together they probe twice as often.
        shift = self._interval / len(KINDS)
        beside += [
            asyncio.create_task(self._schedule(kind, began + number * shift, dialer))
            for number, kind in enumerate(KINDS)
        ]
        await self._stop.wait()
        for task in beside:
            task.cancel()
        if self._open and not self._is_at_once:
            await asyncio.wait(self._open, timeout=self._timeout + self._interval)
        self.unanswered = len(self._open)
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*beside, *self._open, return_exceptions=True)
        for connection in self._kept:
            connection.close()
        await asyncio.sleep(0)  # transports close in the next iteration of the loop

    async def _schedule(self, kind: Kind, began: float, dialer: Dialer) -> None:
        loop = asyncio.get_running_loop()
        number = 0
        while len(self.samples) < MOST_SAMPLES:
            due = began + number * self._interval
            await asyncio.sleep(max(0.0, due - loop.time()))
            # Requests missed while this machine slept are skipped: sent late, they would be a burst that shows nothing.
            lost = int((loop.time() - due) / self._interval)
            self.skipped += lost
            number += lost + 1
            if len(self._open) >= MOST_OPEN:
                self.skipped += 1
                continue
            task = asyncio.create_task(self._probe_once(kind, due + lost * self._interval, dialer))
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        self._fault = CannotMeasure(
            f"the probe has sent {MOST_SAMPLES:,} requests, which is as many as it may", "probe less often"
        )

    async def _probe_once(self, kind: Kind, due: float, dialer: Dialer) -> None:
        loop = asyncio.get_running_loop()
        sent = loop.time()
        SENT.add(self._endpoint.target.origin, self._endpoint.request_target)
        what = detail = ""
        try:
            async with asyncio.timeout(self._timeout):
                await (self._fresh(dialer) if kind == "fresh" else self._over_kept(dialer))
        except TimeoutError:
            what, detail = "timeout", f"no complete answer within {self._timeout:g} s"
        except Broken as broken:
            what, detail = broken.what, broken.detail
        self.failed += bool(what)
        self._keep(Sample(kind, due, sent, loop.time(), what, detail))

    async def _fresh(self, dialer: Dialer) -> None:
        connection = await dialer.open()
        try:
            await exchange(connection, self._endpoint.request_target, self._endpoint.headers("close"))
        finally:
            connection.close()

    async def _over_kept(self, dialer: Dialer) -> None:
        """Over an idle connection; if the server closed that while it was idle, over a new one."""
        connection = self._take_idle()
        if connection is not None:
            self.reused += 1
            sent = asyncio.get_running_loop().time()
            try:
                return await self._exchange_and_keep(connection)
            except Broken as broken:
                elapsed = asyncio.get_running_loop().time() - sent
                if not broken.unheard or elapsed > CROSSING + 2 * connection.connect:
                    raise
                self.reconnects += 1
        return await self._exchange_and_keep(await dialer.open())

    def _take_idle(self) -> Connection | None:
        while self._kept:
            connection = self._kept.pop()
            if connection.is_idle:
                return connection
            connection.close()
            self.reconnects += 1
        return None

    async def _exchange_and_keep(self, connection: Connection) -> None:
        can_be_kept = False
        try:
            can_be_kept = await exchange(
                connection, self._endpoint.request_target, self._endpoint.headers("keep-alive")
            )
        finally:
            if can_be_kept and len(self._kept) < MOST_KEPT:
                connection.rest()
                self._kept.append(connection)
            else:
                connection.close()
