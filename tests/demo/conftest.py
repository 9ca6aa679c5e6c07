"""The reference service, really served on loopback, once for each module."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator

import httpx2
import pytest
import uvicorn
from serving import Faulty

from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.app import create_app
from pytest_golive.demo.paths.limiter import Limiter, Rate
from pytest_golive.demo.serving import configured, listen
from pytest_golive.demo.shop import Shop
from pytest_golive.demo.tracing.spans import Span
from pytest_golive.demo.tracing.tracer import Tracer

# To load the authorities anew takes each client longer than all that it asks.
UNUSED = ssl.create_default_context()


class Sink:
    """Keeps spans at once, without a collector."""

    def __init__(self, spans: list[Span]) -> None:
        self.put = spans.append


class Demo(Faulty):
    """A running service and its state; the clock of its limiter is frozen."""

    def __init__(self, url: str, shop: Shop) -> None:
        self.url = url
        self.shop = shop
        self.now = 0.0
        shop.limiter = Limiter(lambda: self.now)
        shop.stock = url  # it is its own neighbour
        self.spans: list[Span] = []
        shop.tracer = Tracer(Sink(self.spans), shop.faults)
        self.known = shop.credentials

    def client(self, **options) -> httpx2.Client:
        """A client without cookies."""
        return httpx2.Client(base_url=self.url, timeout=30, trust_env=False, **({"verify": UNUSED} | options))

    def get(self, path: str, **options) -> httpx2.Response:
        """One GET, with a new client."""
        with self.client() as client:
            return client.get(path, **options)

    def bearer(self, token: str, path: str = "/orders") -> httpx2.Response:
        return self.get(path, headers={"Authorization": f"Bearer {token}"})


Serve = Callable[..., Demo]


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """Serve a shop until the module ends."""
    with contextlib.ExitStack() as running:

        def start(*, root_path: str = "", with_control: bool = False, **settings) -> Demo:
            shop = Shop(Credentials.fresh(), **({"rate": Rate(3, 60)} | settings))
            app = create_app(shop, root_path=root_path, with_control=with_control)
            return Demo(running.enter_context(_served(app)) + root_path, shop)

        yield start


@contextlib.contextmanager
def _served(app) -> Iterator[str]:
    server = uvicorn.Server(configured(app))
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while thread.is_alive() and not server.started:
                time.sleep(0.005)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def demo(serve: Serve) -> Demo:
    """The service, healthy; 3 searches a minute for each client."""
    return serve()
