"""The servers of these tests: each started on first use, once a session, and stopped by process id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from servers.certificates import Certificates, make_certificates
from servers.checklists import Checklist, load_once
from servers.chromium import browser, opened
from servers.databases import Postgres, running
from servers.gitea import Gitea
from servers.haproxy import Pools, make_pools
from servers.nginx_sites import Sites, make_sites
from servers.oidc_shop import OidcShop, oidc_shop
from servers.python_apps import Shop, django_shop, drf_shop, fastapi_shop, flask_shop
from servers.watching_fixtures import (
    alertmanager,
    demo_shop,
    demo_stock,
    generation,
    jaeger,
    node_exporter,
    prometheus,
    scene,
    sdk_shop,
    servers_of_scene,
    start_server,
    victoria,
    zipkin,
)

# Those of metrics, alerts and traces, and Chromium, have files of their own; pytest finds fixtures by their names here.
__all__ = [
    "alertmanager",
    "browser",
    "demo_shop",
    "demo_stock",
    "generation",
    "jaeger",
    "node_exporter",
    "opened",
    "prometheus",
    "scene",
    "sdk_shop",
    "servers_of_scene",
    "start_server",
    "victoria",
    "zipkin",
]


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """The run's own authority, and certificates of every kind."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def sites(certificates: Certificates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """nginx with all its sites."""
    made = make_sites(tmp_path_factory.mktemp("nginx"), certificates, ("alice", token_hex(20)))
    made.nginx.start()
    yield made
    made.nginx.stop()


@pytest.fixture(scope="session")
def pools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pools]:
    """haproxy with two and three instances behind it."""
    made = make_pools(tmp_path_factory.mktemp("haproxy"))
    made.process.start()
    yield made
    made.process.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """PostgreSQL with a database ``shop``; a test leaves it as it was."""
    with running(Postgres()) as made:
        yield made


@pytest.fixture(scope="session")
def gitea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gitea]:
    """A forge, started on first use."""
    made = Gitea(tmp_path_factory.mktemp("gitea"))
    made.start()
    with made.client:
        yield made
    made.process.stop()


@pytest.fixture(scope="session")
def oidc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OidcShop]:
    """oidc-provider and its resource server."""
    made = oidc_shop(tmp_path_factory.mktemp("oidc"))
    made.process.start()
    yield made
    made.process.stop()


@pytest.fixture(scope="session")
def start_shop() -> Iterator[Callable[[Shop], Shop]]:
    """Start a shop of `servers.python_apps`; it runs until the session ends."""
    started: list[Shop] = []

    def start(shop: Shop) -> Shop:
        started.append(shop)
        shop.process.start()
        return shop

    yield start
    for shop in started:
        shop.process.stop()


@pytest.fixture(scope="session")
def flask(
    start_shop: Callable[[Shop], Shop], certificates: Certificates, tmp_path_factory: pytest.TempPathFactory
) -> Shop:
    """Flask over TLS, its sessions kept by the server."""
    folder = tmp_path_factory.mktemp("flask")
    return start_shop(flask_shop(folder, certificates.pem("good"), SHOP_SESSIONS="server"))


@pytest.fixture(scope="session")
def flask_alone(
    start_shop: Callable[[Shop], Shop], certificates: Certificates, tmp_path_factory: pytest.TempPathFactory
) -> Shop:
    """Flask over TLS with its defaults: sessions are stored in their signed cookie."""
    return start_shop(flask_shop(tmp_path_factory.mktemp("flask_alone"), certificates.pem("good")))


@pytest.fixture(scope="session")
def django(
    start_shop: Callable[[Shop], Shop], certificates: Certificates, tmp_path_factory: pytest.TempPathFactory
) -> Shop:
    """Django over TLS."""
    return start_shop(django_shop(tmp_path_factory.mktemp("django"), certificates.pem("good")))


@pytest.fixture(scope="session")
def drf(start_shop: Callable[[Shop], Shop], tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Django REST Framework in clear text."""
    return start_shop(drf_shop(tmp_path_factory.mktemp("drf")))


@pytest.fixture(scope="session")
def fastapi(start_shop: Callable[[Shop], Shop], tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """FastAPI in clear text."""
    return start_shop(fastapi_shop(tmp_path_factory.mktemp("fastapi")))


@pytest.fixture(scope="session")
def loaded_once() -> None:
    """Libraries that all runs in this process share."""
    load_once()


@pytest.fixture
def checklist(
    loaded_once: None,
    pytester: pytest.Pytester,
    commit: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> Checklist:
    """A team's project that can be aimed at a server."""
    monkeypatch.setenv("COLUMNS", "200")
    return Checklist(pytester, commit)
