"""golive init proposes the table of traces where a repository shows that its service is traced."""

from __future__ import annotations

import tomllib

import pytest

from pytest_golive.commands.init.command import init
from pytest_golive.settings.loading import load_settings

COLLECTOR = """\
receivers: {otlp: {protocols: {grpc: {}}}}
exporters: {otlp: {endpoint: tempo:4317}}
service:
  pipelines:
    traces: {receivers: [otlp], exporters: [otlp]}
"""
COMPOSE = """\
services:
  shop:
    environment:
      OTEL_SERVICE_NAME: shop-web
  store:
    environment: ["OTEL_SERVICE_NAME=shop-stock"]
  tracing:
    image: "docker.io/{image}:latest"
"""


def proposed(root, name="golive.toml"):
    """The comments about the traces of staging, without their marks; "" for none."""
    lines = (root / name).read_text().splitlines()
    begin = next((n for n, line in enumerate(lines) if ".staging.traces]" in line), len(lines))
    return "\n".join(line.removeprefix("# ") for line in lines[begin : begin + 3])


def traces_of(root):
    init(root)
    found = tomllib.loads(proposed(root))
    return found["targets"]["staging"]["traces"] if found else None


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("ops/otel-collector.yaml", COLLECTOR),
        ("requirements.txt", "flask\nopentelemetry-sdk==1.30\n"),
        ("requirements-prod.txt", "opentelemetry-instrumentation-flask\n"),
        ("pyproject.toml", '[project]\nname = "shop"\ndependencies = ["opentelemetry-distro>=0.50"]\n'),
        ("web/package.json", '{"dependencies": {"@opentelemetry/sdk-node": "^0.57.0"}}'),
        ("go.mod", "module shop\n\nrequire go.opentelemetry.io/otel v1.34.0\n"),
        ("pom.xml", "<groupId>io.opentelemetry</groupId>\n"),
        ("Cargo.toml", '[dependencies]\nopentelemetry = "0.27"\n'),
        ("docker-compose.yml", COMPOSE.format(image="otel/opentelemetry-collector-contrib")),
    ],
)
def test_a_traced_service_is_proposed_its_table(repository, path, content):
    root = repository({path: content})
    init(root)
    name = "pyproject.toml" if path == "pyproject.toml" else "golive.toml"
    assert f"# found: {path}" in proposed(root, name)
    assert 'url = "https://jaeger.shop.example"' in proposed(root, name)


@pytest.mark.parametrize(
    ("image", "backend"),
    [("jaegertracing/all-in-one", "jaeger"), ("grafana/tempo", "tempo"), ("openzipkin/zipkin", "zipkin")],
)
def test_the_backend_and_the_services_are_those_of_the_containers(repository, image, backend):
    root = repository({"deploy/compose.yaml": COMPOSE.format(image=image)})
    assert traces_of(root) == {
        "url": f"https://{backend}.shop.example",
        "services": ["shop-web", "shop-stock"],
    }


def test_the_proposed_table_is_a_setting(repository):
    root = repository({"pyproject.toml": '[project]\nname = "shop"\ndependencies = ["opentelemetry-api"]\n'})
    init(root)
    text = proposed(root, "pyproject.toml")
    written = (root / "pyproject.toml").read_text()
    target = '[tool.golive.targets.staging]\nurl = "https://staging.shop.example"\n'
    (root / "pyproject.toml").write_text(f"{written}\n{target}{text}\n")
    assert load_settings(root).settings.targets["staging"].traces.services == ("shop",)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("requirements.txt", "flask\n# opentelemetry-sdk\n"),
        ("README.md", "opentelemetry-sdk\n"),
        ("docker-compose.yml", "services:\n  cache: {image: redis}\n  x:\n    image: shop/zipkin-viewer\n"),
        ("docker-compose.yml", "services:\n  shop:\n    environment: [OTEL_SERVICE_NAME=shop]\n"),
        ("tests/otel.yaml", COLLECTOR),
        ("ops/metrics.yaml", COLLECTOR.replace("traces:", "metrics:")),
        ("ops/otel.yaml", b"\xff\xfe\x00receivers:"),
        ("ops/huge.yaml", f"# {'x' * 2_000_001}\n{COLLECTOR}"),
        ("ops/new\nline.yaml", COLLECTOR),
    ],
)
def test_other_files_propose_no_traces(repository, path, content):
    assert traces_of(repository({path: content})) is None
