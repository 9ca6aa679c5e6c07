"""Real servers on loopback for the tests of the live gates."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.app import create_app
from pytest_golive.demo.paths.limiter import Rate
from pytest_golive.demo.serving import configured, listen
from pytest_golive.demo.shop import Shop
from pytest_golive.demo.target import environment, table


@contextlib.contextmanager
def served(app, certificate: Path | None = None, key: Path | None = None) -> Iterator[str]:
    """Serve an ASGI application until the block ends; yields its URL."""
    server = uvicorn.Server(configured(app, certificate, key))
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while thread.is_alive() and not server.started:
                time.sleep(0.005)
            yield f"http{'s' if certificate else ''}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class Ear:
    """An ASGI application, and the credentials that it receives: in headers, cookies and form fields."""

    def __init__(self, app) -> None:
        self._app = app
        self.heard: set[str] = set()

    async def __call__(self, scope, receive, send) -> None:
        for name, value in scope.get("headers", ()):
            if name in {b"authorization", b"cookie"}:
                words = value.decode("latin-1").replace(";", " ").split()
                self.heard |= {word.partition("=")[2] if name == b"cookie" else word for word in words}

        async def hear():
            message = await receive()
            self.heard |= set(dict(parse_qsl(message.get("body", b"").decode("latin-1"))).values())
            return message

        await self._app(scope, hear, send)


def answering(status: int, headers: Mapping[str, str] | None = None, body: str = "{}"):
    """A healthy service that always sends the same response; yields its URL."""

    async def answer(request):
        if request.url.path == "/healthz":
            return Response("ok")
        return Response(body, status, headers)

    return served(Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])]))


class Faulty:
    """The reference service, whose faults can be switched on."""

    shop: Shop

    @contextlib.contextmanager
    def faulty(self, *faults: str) -> Iterator[None]:
        """With these faults."""
        self.shop.faults |= set(faults)
        self.shop.afresh()
        try:
            yield
        finally:
            self.shop.faults.clear()
            self.shop.afresh()


class Demo(Faulty):
    """The reference service, its state, and the settings that a team would write for it."""

    def __init__(self, url: str, shop: Shop, ear: Ear) -> None:
        self.url = url
        self.ear = ear
        self.shop = shop
        self.table = table(url, shop.rate)
        self.environment = environment(shop.credentials)

    @contextlib.contextmanager
    def bursting(self, *, route: str, failed: int) -> Iterator[None]:
        """With that many failed requests at once, after the next answer of /metrics and before the one after that."""
        metrics, told = self.shop.metrics, self.shop.metrics.text

        def text(faults: AbstractSet[str] = frozenset()) -> bytes:
            metrics.text = told
            found = told(faults)
            for _ in range(failed):
                metrics.observe(method="GET", route=route, status=500, seconds=0.001)
            return found

        metrics.text = text
        try:
            yield
        finally:
            metrics.text = told


@contextlib.contextmanager
def demo(rate: str = "10/2s", **tls: Path) -> Iterator[Demo]:
    """The reference service, served until the block ends."""
    shop = Shop(Credentials.fresh(), rate=Rate.parse(rate))
    ear = Ear(create_app(shop))
    with served(ear, **tls) as url:
        yield Demo(url, shop, ear)


def toml(value: object) -> str:
    """A value as TOML spells it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


def target_table(name: str, described: dict[str, object]) -> str:
    """The settings of a target."""
    lines = [f"{key} = {toml(value)}\n" for key, value in described.items()]
    return "".join([f"[tool.golive.targets.{name}]\n", *lines])
