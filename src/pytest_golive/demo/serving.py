"""Runs the service until it is told to stop."""

from __future__ import annotations

import signal
import socket
from argparse import Namespace
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from pytest_golive.demo.accounts import handing
from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.app import create_app
from pytest_golive.demo.shop import Release, Shop
from pytest_golive.demo.tracing.exporting import Exporter, Send, by_http
from pytest_golive.demo.tracing.tracer import Tracer


class Server(uvicorn.Server):
    """Prints its URL once it listens."""

    def __init__(self, config: uvicorn.Config, root_path: str) -> None:
        super().__init__(config)
        self._root_path = root_path

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then print the URL on one line."""
        await super().startup(sockets=sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            name = f"[{host}]" if ":" in host else host
            scheme = "https" if self.config.is_ssl else "http"
            print(f"listening on {scheme}://{name}:{port}{self._root_path}", flush=True)  # noqa: T201 - the contract

    def stop(self) -> None:
        """Finish pending requests, within a second, and end."""
        self.should_exit = True


def run(options: Namespace, credentials: Credentials) -> None:
    """Serve until SIGTERM, SIGINT or, with credentials from stdin, the end of stdin.

    Raises:
        OSError: the address or the certificate cannot be used.
    """
    shop = Shop(
        credentials,
        options.fault,
        release=Release(options.version, options.commit, options.instance),
        rate=options.rate,
        elsewhere=options.elsewhere,
        session_refusal=options.session_refusal,
        service=options.service,
        stock=options.stock,
    )
    if options.traces:
        trace(shop, by_http(options.traces))
    app = create_app(shop, root_path=options.root_path, with_control=options.control)
    config = configured(app, options.tls_cert, options.tls_key)
    try:
        config.load()
    except OSError as error:
        # Neither the message of ssl nor its file name says which file it was.
        raise OSError(f"--tls-cert {options.tls_cert} and --tls-key {options.tls_key}: {error}") from None
    server = Server(config, options.root_path)
    # uvicorn raises the signal again at the end; these handlers let the process exit with status 0.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.stop())
    if options.credentials == "-":
        handing.when_parent_ends(server.stop)
    with listen(options.host, options.port) as listener:
        server.run(sockets=[listener])
    if shop.tracer:
        shop.tracer.close()


def trace(shop: Shop, send: Send) -> None:
    """Have the shop export spans by *send*."""
    release = shop.release
    resource = {
        "service.name": shop.service,
        "service.version": release.version,
        "service.instance.id": release.instance,
    }
    shop.tracer = Tracer(Exporter(resource, send), shop.faults)


def configured(app: ASGIApp, certificate: Path | None = None, key: Path | None = None) -> uvicorn.Config:
    """The configuration of uvicorn for the application; with TLS if there is a certificate."""
    return uvicorn.Config(
        app,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        # An access log would contain what clients send.
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )


def listen(host: str, port: int) -> socket.socket:
    """Bind a socket; port 0 means a free one.

    Raises:
        OSError: the address is in use, or invalid.
    """
    # With an explicit protocol: asyncio disables Nagle's algorithm only for such sockets; otherwise every response on a
    # kept connection would take 40 ms.
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener
