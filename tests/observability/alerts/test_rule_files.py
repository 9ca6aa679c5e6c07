"""Files with rules: Prometheus' own, manifests, templates, and what is neither."""

from __future__ import annotations

import pytest
from rules_made import rule

from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.rules.comparing_files import file_findings
from pytest_golive.observability.alerts.rules.files import read_files

RULES = """\
groups:
- name: shop
  interval: 30s
  labels: {team: web}
  rules:
  - record: job:errors:rate5m
    expr: sum by (job) (rate(errors_total[5m]))
  - alert: High
    expr: |
      job:errors:rate5m
        > 1
    for: 1h30m
    keep_firing_for: 5m
    labels: {severity: page}
    annotations: {summary: "{{ $value }} of {{ $labels.job }}, {{ if gt $value 1.0 }}much{{ end }}"}
"""
MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: other}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop}
spec:
  groups:
  - name: shop
    rules:
    - {alert: Down, expr: up == 0}
"""


def read(text):
    return read_files({"rules.yml": text if isinstance(text, bytes) else text.encode()})


def test_the_rules_of_a_file_are_read_with_their_lines():
    found = read(RULES)
    assert (found.faults, found.templates, found.files) == ([], [], 1)
    record, high = found.rules
    assert (record.records, record.name, record.line, record.interval) == (True, "job:errors:rate5m", 6, 30.0)
    assert (high.name, high.wait, high.keep, high.line, high.place) == ("High", 5400.0, 300.0, 8, "rules.yml:8")
    assert high.labels == {"team": "web", "severity": "page"}
    assert high.expression == "job:errors:rate5m\n  > 1"


def test_the_rules_of_a_manifest_are_read():
    assert [(one.name, one.line) for one in read(MANIFEST).rules] == [("Down", 12)]
    listed = "kind: List\nitems:\n" + "".join(
        f"- {line}\n" if not n else f"  {line}\n" for n, line in enumerate(MANIFEST.split("---\n")[1].splitlines())
    )
    assert [one.name for one in read(listed).rules] == ["Down"]


@pytest.mark.parametrize(
    "text",
    [
        "groups:\n- name: {{ .Values.name }}\n",
        "{{- if .Values.alerts }}\ngroups: []\n{{- end }}\n",
        "groups:\n- name: a\n  rules:\n  - {alert: A, expr: 'up > {{ include \"limit\" . }}'}\n",
        "groups:\n- name: a\n  rules:\n  - {alert: A, expr: up, annotations: {a: '{{ `{{ $value }}` }}'}}\n",
    ],
)
def test_a_template_of_helm_is_seen(text):
    found = read(text)
    assert (found.rules, found.templates, found.faults) == ([], ["rules.yml"], [])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("groups:\n- name: a\n  rules: [\n", 4, "it is no valid YAML"),
        ("groups:\n\t- a\n", 2, "it is no valid YAML"),
        (b"groups:\n- name: \xff\n", 2, "it is not UTF-8"),
        ("", 0, "it has no rules"),
        ("- 1\n- 2\n", 0, "it has no rules"),
        ("kind: Deployment\n", 0, "it has no rules"),
        ("groups: [" + "[" * 100 + "]" * 100 + "]\n", 1, "it is nested too deeply"),
        ("- " * 100 + "a\n", 1, "it is nested too deeply"),
        ("groups:\n- rules:\n  - {alert: A, expr: up}\n", 2, "a group has no name"),
        ("groups:\n- name: a\n  rules:\n  - {expr: up}\n", 4, "a rule needs either alert or record"),
        (
            "groups:\n- name: a\n  rules:\n  - {alert: A, record: B, expr: up}\n",
            4,
            "a rule needs either alert or record",
        ),
        ("groups:\n- name: a\n  rules:\n  - {alert: A}\n", 4, "the rule A has no expr"),
        ("groups:\n- name: a\n  rules:\n  - {alert: A, expression: up, expr: up}\n", 4, "an unknown key 'expression'"),
        ("groups:\n- name: a\n  rules:\n  - {alert: A, expr: up, for: 5 minutes}\n", 4, "for: 5 minutes"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(text, line, said):
    ((path, at, message),) = read(text).faults
    assert (path, at) == ("rules.yml", line)
    assert said in message


def test_anchors_that_hold_each_other_are_no_trap():
    """Of a document that would grow without end only what rules consist of is read."""
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    assert [one.name for one in read("\n".join(lines) + "\n" + RULES).rules] == ["job:errors:rate5m", "High"]


def test_what_an_anchor_merges_belongs_to_the_rule():
    text = "groups:\n- name: a\n  rules:\n  - &one {alert: A, expr: up == 0, for: 5m}\n  - {<<: *one, alert: B}\n"
    assert [(one.name, one.expression, one.wait) for one in read(text).rules][1] == ("B", "up == 0", 300.0)


def test_5000_groups_are_read_and_compared():
    text = "groups:\n" + "".join(
        f"- name: g{n}\n  rules:\n  - {{alert: A{n}, expr: 'sum by (job) (rate(x{n}_total[5m])) > {n}', for: 5m}}\n"
        for n in range(5_000)
    )
    found = read(text)
    assert len(found.rules) == 5_000
    loaded = [rule(f"sum(rate(x{n}_total[5m])) by (job)>{n}", f"A{n}") for n in range(4_999)]
    assert [one.message for one in file_findings(found, loaded, parse)] == ["A4999 is not loaded on the server"]


@pytest.mark.parametrize(
    ("loaded", "said"),
    [
        ({}, []),
        ({"expression": "job:errors:rate5m>1"}, []),
        ({"expression": "job:errors:rate5m > 2"}, ["High is loaded with another expr"]),
        ({"wait": 60.0}, ["High is loaded with another for: 1m, not 1h30m"]),
        ({"interval": 60.0}, ["High is loaded with another interval: 1m, not 30s"]),
        ({"limit": 1.0}, ["High is loaded with another limit: 1, not 0"]),
        ({"labels": {"severity": "info", "team": "web"}}, ["High is loaded with another label severity"]),
        ({"name": "Low"}, ["High is not loaded on the server"]),
    ],
)
def test_a_rule_of_a_file_is_held_against_the_loaded_one(loaded, said):
    known = {
        "name": "High",
        "expression": "job:errors:rate5m > 1",
        "wait": 5400.0,
        "labels": {"team": "web", "severity": "page"},
        "interval": 30.0,
    }
    known |= loaded
    team = {"labels": {"team": "web"}, "interval": 30.0}
    record = rule("sum(rate(errors_total[5m])) by (job)", "job:errors:rate5m", records=True, wait=0.0, **team)
    high = rule(known.pop("expression"), known.pop("name"), **known)
    found = file_findings(read(RULES), [record, high], parse)
    assert [one.message for one in found] == said
    assert all((one.path, one.line) == ("rules.yml", 8) for one in found)
