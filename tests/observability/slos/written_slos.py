"""Objectives in the shapes of public examples of OpenSLO and Sloth, written anew."""

from __future__ import annotations

OPENSLO = """\
apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout
  displayName: Checkout works
  labels: {env: [prod], team: [a, b]}
spec:
  description: Orders that are accepted
  service: shop
  indicator:
    metadata: {name: accepted}
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource: {type: Prometheus, spec: {query: 'sum(orders_total{job="shop",state="ok"})'}}
        total:
          metricSource: {metricSourceRef: metrics, spec: {query: 'sum(orders_total{job="shop"})'}}
  timeWindow: [{duration: 4w, isRolling: true}]
  budgetingMethod: Occurrences
  objectives:
    - {displayName: Good, target: 0.99}
    - {displayName: Perfect, targetPercent: 99.9}
---
apiVersion: openslo/v1
kind: DataSource
metadata: {name: metrics}
spec: {type: Prometheus, connectionDetails: {url: "https://metrics.example"}}
---
apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
spec: {description: Sells tea}
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: page}
spec: {alertWhenBreaching: true, conditions: [{conditionRef: burn}], notificationTargets: [{targetRef: mail}]}
"""
THRESHOLD = """\
apiVersion: openslo/v1
kind: SLI
metadata: {name: speed}
spec:
  thresholdMetric:
    metricSource: {type: prometheus, spec: {query: 'max(latency_seconds{job="shop"})'}}
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: fast}
spec:
  service: shop
  indicatorRef: speed
  timeWindow: [{duration: 1d}]
  budgetingMethod: Occurrences
  objectives: [{op: lt, value: 0.5, target: 0.95}]
"""
SLICES = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: pages}
spec:
  service: shop
  indicator:
    metadata: {name: pages}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {type: Prometheus, spec: {query: 'sum(pages_total{code="500"})'}}}
        total: {metricSource: {type: Prometheus, spec: {query: sum(pages_total)}}}
  timeWindow:
    - {duration: 1w, isRolling: false, calendar: {startTime: 2022-01-01 12:00:00, timeZone: America/New_York}}
  budgetingMethod: Timeslices
  objectives: [{target: 0.995, timeSliceTarget: 0.95, timeSliceWindow: 5m}]
"""
ALPHA = """\
apiVersion: openslo/v1alpha
kind: SLO
metadata: {name: ratio, displayName: Ratio}
spec:
  service: shop
  budgetingMethod: Occurrences
  objectives:
    - ratioMetrics:
        incremental: true
        good: {source: prometheus, queryType: promql, query: 'sum(rate(hits_total{code!~"5.."}[{{.window}}]))'}
        total: {source: prometheus, queryType: promql, query: 'sum(rate(hits_total[{{.window}}]))'}
      target: 0.98
  timeWindows: [{unit: Day, count: 28, isRolling: true}]
"""
RESOURCE = """\
apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: {name: slo-shop, namespace: monitoring}
spec:
  service: shop
  labels: {owner: team}
  sloPlugins: {chain: [{id: sloth.dev/core/debug/v1, config: {msg: hello}, priority: 1050}]}
  slos:
    - name: availability
      objective: 99.9
      labels: {grade: A, le: 0.2, generated: true}
      sli:
        raw:
          errorRatioQuery: |
            1 - sum(sum_over_time(satisfied_ratio[{{ .window }}])) / sum(count_over_time(satisfied_ratio[{{ .window }}]))
      alerting:
        name: ShopDown
        annotations: {summary: "{{ $labels.job }} fails"}
        pageAlert: {labels: {severity: page}}
        ticketAlert: {disable: true}
    - name: plugged
      objective: 95
      sli: {plugin: {id: availability, options: {job: shop}}}
      alerting: {pageAlert: {disable: true}, ticketAlert: {disable: true}}
"""
