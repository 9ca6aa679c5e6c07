"""golive init proposes tables for Prometheus, rules, objectives and dashboards that lie in the repository."""

from __future__ import annotations

import json
import tomllib

import pytest
from told_series import SLOTH

from pytest_golive.commands.init.command import init
from pytest_golive.settings.loading import load_settings

PROMETHEUS = """\
global: {scrape_interval: 15s}
rule_files: [rules/*.yml]
scrape_configs:
  - job_name: prometheus
    static_configs: [{targets: [localhost:9090]}]
  - job_name: "shop"
  - {job_name: till}
"""
RULES = """\
groups:
  - name: shop
    rules:
      - alert: ShopErrors
        expr: rate(errors_total[5m]) > 1
"""
DASHBOARD = json.dumps({"uid": "shop", "title": "Shop", "panels": [], "schemaVersion": 39}, indent=2)
FILES = {
    "ops/prometheus.yml": PROMETHEUS,
    "ops/rules/shop.yml": RULES,
    "ops/slos/shop.yaml": SLOTH,
    "ops/dashboards/shop.json": DASHBOARD,
}


def proposed(root, name="golive.toml"):
    """The comments about the target staging, as if somebody had removed their marks."""
    lines = (root / name).read_text().splitlines()
    begin = next(n for n, line in enumerate(lines) if line.endswith("targets.staging]"))
    block = [line.removeprefix("# ") for line in lines[begin:] if line.startswith("# ")]
    end = next(n for n, line in enumerate(block) if line.endswith("targets.prod]"))
    text = "\n".join(block[:end])
    return tomllib.loads(text), text


def test_what_lies_in_the_repository_is_proposed(repository):
    root = repository(FILES)
    init(root)
    tables, text = proposed(root)
    staging = tables["targets"]["staging"]
    assert staging["metrics"] == {"url": "https://prometheus.shop.example", "selector": {"job": "shop"}}
    assert staging["alerts"] == {"alertmanager": {"url": "https://alertmanager.shop.example"}}
    assert staging["slos"] == {"files": ["ops/slos/shop.yaml"]}
    assert staging["dashboards"]["files"] == ["ops/dashboards/shop.json"]
    assert "[targets.staging.metrics]  # found: ops/prometheus.yml" in text
    assert '# or "till", "prometheus": review it' in text
    assert "[targets.staging.alerts]  # found: ops/rules/shop.yml" in text


def test_the_proposed_tables_are_settings(repository):
    root = repository({**FILES, "pyproject.toml": '[project]\nname = "shop"\n'})
    init(root)
    tables, text = proposed(root, "pyproject.toml")
    assert "[tool.golive.targets.staging.slos]" in text
    written = (root / "pyproject.toml").read_text()
    (root / "pyproject.toml").write_text(f"{written}\n{text}\n")
    staging = load_settings(root).settings.targets["staging"]
    assert staging.slos.files == ("ops/slos/shop.yaml",)
    assert staging.dashboards.files == ("ops/dashboards/shop.json",)
    assert tables["tool"]["golive"]["targets"]["staging"]["url"] == staging.url


def test_many_files_are_named_by_their_folders(repository):
    many = {f"ops/slos/{n}.yml": SLOTH for n in range(9)}
    root = repository({**many, "slo.yaml": "apiVersion: 'openslo/v1'\nkind: SLO\n"})
    init(root)
    assert proposed(root)[0]["targets"]["staging"]["slos"]["files"] == ["*.yaml", "ops/slos/*.yml"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("tests/data/slo.yml", SLOTH),
        ("node_modules/x/dashboard.json", DASHBOARD),
        ("package.json", '{"panels": []}'),
        ("docker-compose.yml", "version: '3'\nservices: {}\n"),
        ("ops/x.yml", b"\xff\xfe\x00scrape_configs"),
        ("ops/bomb.yml", "a: &a [x]\n" * 3),
        ("ops/huge.yml", "# " + "x" * 2_000_001 + "\nscrape_configs:\n"),
        ("ops/new\nline.yml", PROMETHEUS),
    ],
)
def test_other_files_propose_nothing(repository, path, content):
    root = repository({path: content})
    init(root)
    tables, text = proposed(root)
    assert set(tables["targets"]["staging"]) == {
        *("url", "health", "version", "endpoints", "auth", "rate_limit"),
        *("metrics", "alerts", "slos"),  # examples, as for the rows before them
    }
    assert tables["targets"]["staging"]["slos"] == {"files": ["ops/slos/availability.yml"]}
    assert "found:" not in text


def test_a_broken_prometheus_configuration_proposes_no_job(repository):
    root = repository({"prometheus.yml": "scrape_configs:\n  - job_name: {{ .Values.job }}\n"})
    init(root)
    assert proposed(root)[0]["targets"]["staging"]["metrics"]["selector"] == {"job": "shop"}
