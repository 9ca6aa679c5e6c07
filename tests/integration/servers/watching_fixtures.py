"""The servers of metrics, alerts and traces as fixtures: each started on first use, once a session.

Tests share them, so they use names of their own: jobs, labels, alerts, receivers. `Prometheus.configure` replaces the jobs of
the test before. A test that needs a server for itself starts one by `start_server`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from pytest_golive.observability.alerts.drill.webhook import Listener
from servers.alerting import Scene
from servers.alertmanager import Alertmanager
from servers.jaeger import Jaeger
from servers.node_exporter import NodeExporter
from servers.prometheus import Prometheus
from servers.traced import DemoShop, SdkShop
from servers.victoria import VictoriaMetrics
from servers.watching import GENERATIONS, W, running
from servers.zipkin import Zipkin


@pytest.fixture(scope="session", params=GENERATIONS)
def generation(request: pytest.FixtureRequest) -> str:
    """``old`` and ``new``: what asks for it runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def prometheus(generation: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """Prometheus of both generations, without jobs."""
    with running(Prometheus(tmp_path_factory.mktemp("prometheus"), generation)) as server:
        yield server


@pytest.fixture(scope="session")
def alertmanager(generation: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alertmanager]:
    """Alertmanager of both generations, which tells nobody."""
    with running(Alertmanager(tmp_path_factory.mktemp("alertmanager"), generation)) as server:
        yield server


@pytest.fixture(scope="session")
def victoria(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VictoriaMetrics]:
    """VictoriaMetrics, which shows the newest samples at once."""
    with running(VictoriaMetrics(tmp_path_factory.mktemp("victoria"), latency_offset="1ms")) as server:
        yield server


@pytest.fixture(scope="session")
def node_exporter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NodeExporter]:
    """The metrics of this machine."""
    with running(NodeExporter(tmp_path_factory.mktemp("node_exporter"))) as server:
        yield server


@pytest.fixture(scope="session")
def jaeger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jaeger]:
    """A store of traces."""
    with running(Jaeger(tmp_path_factory.mktemp("jaeger"))) as server:
        yield server


@pytest.fixture(scope="session")
def zipkin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zipkin]:
    """Another store of traces."""
    with running(Zipkin(tmp_path_factory.mktemp("zipkin"))) as server:
        yield server


@pytest.fixture
def start_server() -> Iterator[Callable[[W], W]]:
    """Start a server that was made for this test alone."""
    with ExitStack() as stack:
        yield lambda server: stack.enter_context(running(server))


@pytest.fixture(scope="session")
def demo_stock(jaeger: Jaeger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoShop]:
    """The reference service called "stock", traced by Jaeger; whoever switches on a fault switches it off."""
    with running(DemoShop(tmp_path_factory.mktemp("stock"), jaeger.otlp, service="stock")) as server:
        yield server


@pytest.fixture(scope="session")
def demo_shop(jaeger: Jaeger, demo_stock: DemoShop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoShop]:
    """The reference service, whose /availability asks the stock."""
    with running(DemoShop(tmp_path_factory.mktemp("shop"), jaeger.otlp, stock=demo_stock)) as server:
        yield server


@pytest.fixture(scope="session")
def sdk_shop(jaeger: Jaeger, demo_stock: DemoShop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SdkShop]:
    """A service with OpenTelemetry's SDK, whose /products asks the stock; its metrics have today's names."""
    where, key = f"{demo_stock.url}/stock", demo_stock.credentials.api_key
    made = SdkShop(
        tmp_path_factory.mktemp("sdk"), jaeger.otlp, stock=where, key=key, OTEL_SEMCONV_STABILITY_OPT_IN="http"
    )
    with running(made) as server:
        yield server


@pytest.fixture(scope="module")
def servers_of_scene(prometheus: Prometheus, alertmanager: Alertmanager) -> Iterator[Scene]:
    """Prometheus and an Alertmanager with a webhook that takes everything."""
    with Listener("127.0.0.1", 0) as sink:
        yield Scene(prometheus, alertmanager, f"http://{sink.address}")


@pytest.fixture
def scene(servers_of_scene: Scene) -> Scene:
    """The same, as it was at first."""
    servers_of_scene.reset()
    return servers_of_scene
