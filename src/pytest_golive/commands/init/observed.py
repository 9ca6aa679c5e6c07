"""Files about what is observed of a service, found by what they hold: Prometheus, rules, objectives, dashboards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pytest_golive.commands.init.lines import named
from pytest_golive.observability.reading.yaml_files import read_yaml
from pytest_golive.settings.wording.describing import spelled

ASIDE: Final = re.compile(r"(?:^|/)(?:tests?|__tests__|fixtures|testdata|examples?|node_modules|_?vendor(?:ed)?)/")
SLOS: Final = re.compile(
    rb"^(?:apiVersion|version):[ \t]*+[\"']?(?:openslo/v1|sloth\.slok\.dev/v1|prometheus/v1)", re.MULTILINE
)
RULES: Final = re.compile(rb"^[ \t]*+-?[ \t]*+alert:[ \t]", re.MULTILINE)
SCRAPES: Final = re.compile(rb"^scrape_configs:", re.MULTILINE)
PANELS: Final = re.compile(rb"\"panels\"[ \t\r\n]*+:")
SCHEMA: Final = re.compile(rb"\"schemaVersion\"[ \t\r\n]*+:")
LARGEST: Final = 2_000_000  # bytes
MOST: Final = 3_000  # files that are read
NO_SLOS: Final = ("ops/slos/availability.yml",)  # an example, where there are none
FEW: Final = 4  # files that are named one by one


@dataclass(frozen=True, slots=True)
class Observed:
    """What was found; paths are POSIX and relative to the root.

    Attributes:
        prometheus: configurations of Prometheus.
        jobs: the names of their scrape jobs.
        rules: files with rules of alerts.
        slos: files with objectives.
        dashboards: files with dashboards of Grafana.
    """

    prometheus: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    slos: tuple[str, ...] = ()
    dashboards: tuple[str, ...] = ()

    def lines(self, prefix: str) -> Iterator[str]:
        """The tables of a target as comments: with what was found, and dashboards where there are any.

        Args:
            prefix: "tool.golive" for pyproject.toml, "" for golive.toml.
        """
        table = f"{named(prefix, 'targets')}.staging"
        yield f"# [{table}.metrics]{found_in(self.prometheus)}"
        yield '# url = "https://prometheus.shop.example"  # for infrastructure::metrics_flow and the rows of monitoring'
        yield f"# selector = {{ job = {spelled(self.jobs[0] if self.jobs else 'shop')} }}{_other(self.jobs)}"
        yield f"# [{table}.alerts]{found_in(self.rules)}"
        yield '# alertmanager = { url = "https://alertmanager.shop.example" }  # infrastructure::alerting_configured'
        yield f"# [{table}.slos]"
        yield f"# files = {spelled(_globs(self.slos or NO_SLOS))}  # for monitoring::slos_defined"
        if self.dashboards:
            yield f"# [{table}.dashboards]"
            yield '# url = "https://grafana.shop.example"'
            yield '# token_env = "GRAFANA_TOKEN"'
            yield f"# files = {spelled(_globs(self.dashboards))}"


NOTHING: Final = Observed()


def observed_in(root: Path, paths: Iterable[str]) -> Observed:
    """What the files *paths* below *root* hold."""
    found: dict[str, list[str]] = {"prometheus": [], "rules": [], "slos": [], "dashboards": []}
    jobs: dict[str, None] = {}
    wanted = [path for path in paths if path.endswith((".yml", ".yaml", ".json")) and not ASIDE.search(path)]
    for path in wanted[:MOST]:
        content = content_of(root / path) if path.isprintable() else b""
        for kind in _kinds(path, content):
            found[kind].append(path)
        if SCRAPES.search(content) and not path.endswith(".json"):
            jobs |= dict.fromkeys(_jobs(content))
    return Observed(jobs=tuple(jobs), **{kind: tuple(files) for kind, files in found.items()})


def content_of(file: Path) -> bytes:
    """What a file holds; nothing if it is huge or cannot be read."""
    try:
        return file.read_bytes() if file.is_file() and file.stat().st_size <= LARGEST else b""
    except OSError:
        return b""  # the run reports the error; here only a hint is lost


def _kinds(path: str, content: bytes) -> Iterator[str]:
    if path.endswith(".json"):
        if PANELS.search(content) and SCHEMA.search(content):
            yield "dashboards"
        return
    for kind, pattern in (("prometheus", SCRAPES), ("rules", RULES), ("slos", SLOS)):
        if pattern.search(content):
            yield kind


def _jobs(content: bytes) -> Iterator[str]:
    """The names of scrape jobs; Prometheus' own comes last, for it is no service of ours."""
    values: list[Any] = [value for _, value in read_yaml("", content).values()]
    listed = [value.get("scrape_configs") for value in values if isinstance(value, dict)]
    configs = [one for jobs in listed if isinstance(jobs, list) for one in jobs if isinstance(one, dict)]
    names = [name for one in configs if isinstance(name := one.get("job_name"), str) and name.isprintable()]
    yield from sorted(names, key=lambda name: name == "prometheus")


def _globs(paths: Sequence[str]) -> list[str]:
    """The files, or their folders if there are many."""
    if len(paths) <= FEW:
        return [re.sub(r"[\[*?]", "[\\g<0>]", path) for path in paths]
    folders = {(path.rpartition("/")[0], path.rpartition(".")[2]) for path in paths}
    return sorted(f"{folder}/*.{end}" if folder else f"*.{end}" for folder, end in folders)


def found_in(paths: Sequence[str]) -> str:
    """A comment that names the files, the first few."""
    return f"  # found: {', '.join(paths[:FEW])}{', …' if len(paths) > FEW else ''}" if paths else ""


def _other(jobs: Sequence[str]) -> str:
    return f"  # or {', '.join(map(spelled, jobs[1:FEW]))}: review it" if len(jobs) > 1 else ""
