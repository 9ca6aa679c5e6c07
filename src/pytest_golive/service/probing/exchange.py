"""One request and its response over an open connection; h11 enforces HTTP/1.1 on both sides."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pytest_golive.service.http.trouble.tls import is_of_ours, words_of

if TYPE_CHECKING:
    import h11

CHUNK: Final = 65_536
MOST_BODY: Final = 1_000_000
GOOD: Final = range(200, 300)
MOST_DETAIL: Final = 120
SWITCHED: Final = 101
TIRED: Final = 408


class Broken(Exception):
    """A request without a successful response.

    Args:
        what: in one or two words: "refused", "reset", "truncated body", "status 502".
        detail: what else is known.
        unheard: whether a kept connection was closed before the first byte of a response, so that the server may not
            have seen the request.
    """

    def __init__(self, what: str, detail: str = "", *, unheard: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.detail = detail[:MOST_DETAIL]
        self.unheard = unheard


class Connection:
    """An open connection.

    Attributes:
        writer: sends to the server.
        connect: seconds it took to open, including TLS.
        http: the state of HTTP/1.1 on it.
        served: responses received over it so far.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connect: float) -> None:
        import h11

        self.writer = writer
        self.connect = connect
        self.http: h11.Connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=CHUNK)
        self.served = 0
        self._reader = reader
        self._coming: asyncio.Task[bytes | OSError] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether it can carry another request: it is open, and the server has sent nothing unrequested."""
        return self._coming is not None and not self._coming.done()

    def rest(self) -> None:
        """Listen while idle: servers close idle connections, some with a message."""
        self._coming = asyncio.create_task(self._read())

    async def receive(self) -> bytes:
        """The next bytes; none if the server has closed.

        Raises:
            OSError: the connection broke.
        """
        coming, self._coming = self._coming, None
        data = await (coming or self._read())
        if isinstance(data, OSError):
            raise data
        return data

    def close(self) -> None:
        """Close it at once."""
        if self._coming is not None:
            self._coming.cancel()
        self.writer.transport.abort()

    async def _read(self) -> bytes | OSError:
        try:
            return await self._reader.read(CHUNK)
        except OSError as error:
            return error


async def exchange(connection: Connection, target: str, headers: list[tuple[str, str]]) -> bool:
    """Send GET and read the complete response.

    Returns:
        Whether the connection can carry another request.

    Raises:
        Broken: there was no successful response.
    """
    import h11

    http = connection.http
    request = http.send(h11.Request(method="GET", target=target, headers=headers)) or b""
    end = http.send(h11.EndOfMessage()) or b""
    received = _Received()
    try:
        connection.writer.write(request + end)
        await _read(connection, received)
    except h11.RemoteProtocolError as error:
        raise _misunderstood(error, received) from None
    except OSError as error:
        raise _reset(error, received, was_kept=connection.served > 0) from None
    if received.status not in GOOD:
        # A server may end an idle connection with 408, which then crosses with the next request.
        raise Broken(f"status {received.status}", unheard=received.status == TIRED and connection.served > 0)
    connection.served += 1
    if http.our_state is h11.DONE and http.their_state is h11.DONE:
        http.start_next_cycle()
        return True
    return False


@dataclass(slots=True)
class _Received:
    """What has been received so far."""

    total: int = 0
    status: int = 0
    body: int = 0
    closed: bool = False


async def _read(connection: Connection, received: _Received) -> None:
    import h11

    while True:
        event = connection.http.next_event()
        if event is h11.NEED_DATA:
            data = await connection.receive()
            if not data and not received.total:
                raise Broken("closed without an answer", unheard=connection.served > 0)
            received.total += len(data)
            received.closed = not data
            connection.http.receive_data(data)
        elif isinstance(event, h11.Response):
            received.status = event.status_code
        elif isinstance(event, h11.Data):
            received.body += len(event.data)
            if received.body > MOST_BODY:
                raise Broken("body too large", f"more than {MOST_BODY:,} bytes; a probe asks for something light")
        elif isinstance(event, h11.EndOfMessage):
            return
        elif isinstance(event, h11.InformationalResponse) and event.status_code == SWITCHED:
            raise Broken("not HTTP/1.1", "it switched protocols unasked")
        elif event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
            raise Broken("not HTTP/1.1", "it ended without an answer")


def _misunderstood(error: Exception, received: _Received) -> Broken:
    if received.closed:
        return Broken("truncated body" if received.status else "truncated head", str(error))
    return Broken("not HTTP/1.1", str(error))


def tls_failure(error: ssl.SSLError) -> Broken:
    """The failure for a TLS error; in TLS 1.3 a server requires a certificate only after the handshake."""
    requirement = "it wants a client certificate that it trusts: " if is_of_ours(error) else ""
    return Broken("TLS failure", f"{requirement}{words_of(error)}")


def _reset(error: OSError, received: _Received, *, was_kept: bool) -> Broken:
    if isinstance(error, ssl.SSLError):
        return tls_failure(error)
    if isinstance(error, ConnectionError):
        after = f"after {received.total:,} bytes of the answer" if received.total else "before the answer"
        return Broken("reset", after, unheard=was_kept and not received.total)
    return Broken("connection lost", type(error).__name__)
