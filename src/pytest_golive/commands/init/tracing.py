"""Whether a service is traced, found in a repository: a collector, a backend among the containers, a dependency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.lines import named
from pytest_golive.commands.init.observed import ASIDE, MOST, content_of, found_in
from pytest_golive.settings.wording.describing import spelled

YAML: Final = (".yml", ".yaml")
DEPENDENCIES: Final = re.compile(
    r"(?:requirements[\w.-]{0,40}\.(?:txt|in)|pyproject\.toml|setup\.cfg|Pipfile|package\.json|go\.mod|pom\.xml"
    r"|build\.gradle(?:\.kts)?|Cargo\.toml)"
)
# What is used of OpenTelemetry and of older clients; a comment about them is no use of them.
CLIENT: Final = re.compile(
    rb"^[^#\n]{0,200}?(?:\bopentelemetry-(?:api|sdk|distro|exporter|instrumentation)|@opentelemetry/"
    rb"|\bgo\.opentelemetry\.io/otel|\bio\.opentelemetry\b|\bopentelemetry[ \t]*=|\bmicrometer-tracing\b)",
    re.MULTILINE,
)
IMAGE: Final = re.compile(
    rb"^[ \t]{0,40}(?:-[ \t]{1,8})?[\"']?image[\"']?:[ \t]{0,8}[\"']?[\w.:/-]{0,100}?"
    rb"(jaegertracing/|grafana/tempo\b|openzipkin/zipkin\b|otel/opentelemetry-collector)",
    re.MULTILINE,
)
BACKENDS: Final = {b"jaegertracing/": "jaeger", b"grafana/tempo": "tempo", b"openzipkin/zipkin": "zipkin"}
COLLECTOR: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (rb"^receivers:", rb"^exporters:", rb"^service:", rb"^[ \t]{1,40}traces(?:/[\w.-]{1,60})?:")
)
SERVICE: Final = re.compile(rb"\bOTEL_SERVICE_NAME[\"']?[ \t]{0,8}[:=][ \t]{0,8}[\"']?([\w.-]{1,100})")


@dataclass(frozen=True, slots=True)
class Traced:
    """What shows that the service is traced.

    Attributes:
        files: in which that stands; POSIX paths, relative to the root.
        backend: where traces are queried, by its name: "jaeger", "tempo", "zipkin"; "" if nothing says.
        services: their names in traces.
    """

    files: tuple[str, ...] = ()
    backend: str = ""
    services: tuple[str, ...] = ()

    def lines(self, prefix: str) -> Iterator[str]:
        """The table of a target's traces, as comments; nothing without a trace of them.

        Args:
            prefix: "tool.golive" for pyproject.toml, "" for golive.toml.
        """
        if not self.files:
            return
        yield f"# [{named(prefix, 'targets')}.staging.traces]{found_in(self.files)}"
        yield f'# url = "https://{self.backend or "jaeger"}.shop.example"  # where traces are queried'
        yield f"# services = {spelled(self.services or ('shop',))}  # the first receives the request: review it"


UNTRACED: Final = Traced()


def traced_in(root: Path, paths: Iterable[str]) -> Traced:
    """What the files *paths* below *root* say."""
    files: list[str] = []
    backends: dict[str, None] = {}
    services: dict[str, None] = {}
    for path in [path for path in paths if _may_say(path)][:MOST]:
        content = content_of(root / path)
        images = set(IMAGE.findall(content)) if path.endswith(YAML) else set()
        if images or _configures(path, content):
            files.append(path)
            backends |= {name: None for image, name in BACKENDS.items() if image in images}
        if path.endswith(YAML):
            services |= dict.fromkeys(name.decode() for name in SERVICE.findall(content))
    return Traced(tuple(files), next(iter(backends), ""), tuple(services) if files else ())


def _may_say(path: str) -> bool:
    is_wanted = path.endswith(YAML) or DEPENDENCIES.fullmatch(path.rpartition("/")[2]) is not None
    return is_wanted and path.isprintable() and not ASIDE.search(path)


def _configures(path: str, content: bytes) -> bool:
    if path.endswith(YAML):
        return all(pattern.search(content) for pattern in COLLECTOR)
    return CLIENT.search(content) is not None
