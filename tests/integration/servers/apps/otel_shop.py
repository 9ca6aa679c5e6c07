"""A shop of stock OpenTelemetry parts: SDK, instrumentations and exporters. Variables of OpenTelemetry (``OTEL_…``) configure it.

``GET /products`` asks another service, if ``SHOP_STOCK`` is its address. ``/metrics`` is that of prometheus-client.
"""

from __future__ import annotations

import os

import httpx
from fastapi import FastAPI, Response
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.metrics import set_meter_provider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import set_tracer_provider
from prometheus_client import make_asgi_app

provider = TracerProvider()
if "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" in os.environ:
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
set_tracer_provider(provider)
set_meter_provider(MeterProvider(metric_readers=[PrometheusMetricReader()]))
app = FastAPI()
stock = os.environ.get("SHOP_STOCK", "")
client = httpx.AsyncClient(timeout=30, trust_env=False, headers={"X-API-Key": os.environ.get("SHOP_STOCK_KEY", "")})
HTTPXClientInstrumentor().instrument_client(client)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/products")
async def products(response: Response) -> dict[str, object]:
    known = (await client.get(stock)).status_code if stock else 200
    response.status_code = 200 if known == 200 else 502
    return {"products": ["kettle"], "stock": known}


@app.get("/broken")
async def broken(response: Response) -> dict[str, str]:
    response.status_code = 500
    return {"error": "the database is on fire"}


app.mount("/metrics", make_asgi_app())
FastAPIInstrumentor.instrument_app(app)
