"""Services that export traces and metrics: one by OpenTelemetry's SDK, and the reference service, which it can ask."""

from __future__ import annotations

import sys
from pathlib import Path

from pytest_golive.demo.accounts.credentials import Credentials
from servers.components import python_packages
from servers.processes import free_port
from servers.python_apps import APPS
from servers.watching import Watching

SDK = (
    "opentelemetry.sdk",
    "opentelemetry.exporter.otlp.proto.http",
    "opentelemetry.exporter.prometheus",
    "opentelemetry.instrumentation.fastapi",
    "opentelemetry.instrumentation.httpx",
)


class SdkShop(Watching):
    """A FastAPI service with OpenTelemetry's SDK; `url` has /products, /broken and /metrics.

    Args:
        collector: where spans go, by OTLP over HTTP, such as that of `servers.jaeger.Jaeger.otlp`; none if empty.
        stock: the address that /products asks.
        key: its API key.
        more: variables such as OTEL_TRACES_SAMPLER="always_off", OTEL_PROPAGATORS="none", OTEL_SDK_DISABLED="true",
            OTEL_SEMCONV_STABILITY_OPT_IN="http" (today's names of metrics and attributes; else the old ones).
    """

    health = "/healthz"

    def __init__(
        self,
        folder: Path,
        collector: str = "",
        *,
        service: str = "sdk-shop",
        stock: str = "",
        key: str = "",
        **more: str,
    ) -> None:
        python_packages(*SDK)
        folder.mkdir(parents=True, exist_ok=True)
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", "--port", str(port), "--log-level", "warning", "otel_shop:app"]
        environment = {
            "PYTHONPATH": str(APPS),
            "OTEL_SERVICE_NAME": service,
            "OTEL_BSP_SCHEDULE_DELAY": "100",
            "SHOP_STOCK": stock,
            "SHOP_STOCK_KEY": key,
            **({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": f"{collector}/v1/traces"} if collector else {}),
            **more,
        }
        super().__init__(command, port, folder / "sdk-shop.log", environment=environment)


class DemoShop(Watching):
    """The reference service as a process; its faults are switched by `faults`.

    Args:
        collector: as `SdkShop`.
        service: its name in traces.
        stock: another one, which /availability asks; it has the same credentials.
        more: of its command line.
    """

    health = "/healthz"

    def __init__(
        self,
        folder: Path,
        collector: str = "",
        *,
        service: str = "shop",
        stock: DemoShop | None = None,
        more: tuple[str, ...] = (),
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        port = free_port()
        self.credentials = stock.credentials if stock else Credentials.fresh()
        known = folder / f"{service}.json"
        known.write_text(self.credentials.to_json())
        command = [
            sys.executable,
            "-m",
            "pytest_golive.demo",
            "--port",
            str(port),
            "--credentials",
            str(known),
            "--control",
        ]
        command += ["--service", service, *(["--stock", stock.url] if stock else []), *more]
        command += ["--traces", f"{collector}/v1/traces"] if collector else []
        super().__init__(command, port, folder / f"{service}.log")

    def faults(self, *names: str) -> None:
        """Have exactly these faults."""
        headers = {"Authorization": f"Bearer {self.credentials.control_token}"}
        answer = self.send("PUT", "/-/faults", json={"faults": list(names)}, headers=headers)
        assert answer.is_success, answer.text
