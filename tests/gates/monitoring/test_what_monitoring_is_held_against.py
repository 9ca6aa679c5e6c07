"""Each gate on metrics, traces, alerts and dashboards alone: which value is compared with which limit, and what is noted."""

from __future__ import annotations

import pytest
from alone import PLACE, Seen, told

from pytest_golive.errors import CannotMeasure
from pytest_golive.gates import infrastructure, monitoring
from pytest_golive.gates.post_deploy import measured

DOUBT = CannotMeasure("one is not known")
SIGNALS = {
    monitoring.error_rate: "error_rates",
    monitoring.latency: "response_time",
    monitoring.memory: "memory_usage",
    monitoring.cpu: "cpu_usage",
    monitoring.queue_depth: "queue_depths",
}


def signal(value, doubt=None, name="p(95)", noted=()):
    row = Seen(name=name, value=value, bound={"below": 10.0}, unit=" %", n=60, where=() if value < 10 else (PLACE,))
    return Seen(rows=lambda: [row], notes=lambda: noted, source="Prometheus", doubt=lambda: doubt)


@pytest.mark.parametrize("gate", SIGNALS)
def test_signals(gate):
    both = (signal(9.0, noted=[("measured by", "x")]), signal(11.0, name="second", noted=[("left", "out")]))
    said, judge = told(gate, **{SIGNALS[gate]: both})
    assert said == [
        ("measured by", "", "x", None),
        ("p(95)", "< 10 %", "9 %", True),
        ("second", "< 10 %", "11 %", False),
    ]
    assert [(each.n, each.source, each.found) for each in judge.evidence[1:]] == [
        (60, "Prometheus", ()),
        (60, "Prometheus", (PLACE,)),
    ]


@pytest.mark.parametrize("gate", SIGNALS)
def test_what_is_not_certain_is_an_error_unless_something_is_breached(gate):
    for doubts in ((DOUBT, None), (None, DOUBT)):
        with pytest.raises(CannotMeasure, match="one is not known"):
            told(gate, **{SIGNALS[gate]: tuple(signal(9.0, doubt) for doubt in doubts)})
        said, _ = told(gate, **{SIGNALS[gate]: (signal(9.0, doubts[0]), signal(11.0, doubts[1]))})
        assert [ok for *_, ok in said] == [True, False, None]
        assert said[-1] == ("not proven", "", "one is not known", None)


@pytest.mark.parametrize(("percent", "ok"), [(99.0, True), (98.9, False)])
def test_trace_success(percent, ok):
    share = Seen(
        notes=lambda: [("read", "x")],
        what="traces that succeed",
        percent=percent,
        n=50,
        source="Jaeger",
        failed=(PLACE,),
    )
    said, judge = told(monitoring.trace_success, traces_succeeding=share, monitoring_limits=Seen(trace_success=99.0))
    assert said == [("read", "", "x", None), ("traces that succeed", "≥ 99 %", f"{percent:g} %", ok)]
    assert (judge.evidence[1].n, judge.evidence[1].source) == (50, "Jaeger")


@pytest.mark.parametrize("broken", ["", "faults", "missing", "misaimed", "spent"])
def test_slos_defined(broken):
    lists = {name: (PLACE,) if name == broken else () for name in ("faults", "missing", "misaimed", "spent")}
    seen = {**lists, "files": 2, "defined": 1, "source": "Prometheus", "notes": lambda: [("shop", "x")]}
    doubtful = Seen(**seen, doubt=lambda: DOUBT)
    said, judge = told(monitoring.slos_defined, slos=Seen(**seen, doubt=lambda: None))
    assert [limit for _, limit, *_ in said] == ["≤ 0", "≤ 0", "≤ 0", "≥ 1", "≤ 0", ""]
    assert [bool(each.found) for each in judge.evidence if each.ok is False] == [True] * bool(broken)
    if broken:
        noted, _ = told(monitoring.slos_defined, slos=doubtful)
        assert noted == [*said, ("not proven", "", "one is not known", None)]
    else:
        with pytest.raises(CannotMeasure, match="one is not known"):
            told(monitoring.slos_defined, slos=doubtful)
    none = Seen(**{**seen, "defined": 0}, doubt=lambda: None)
    assert "objectives that are defined" in [
        each.name for each in told(monitoring.slos_defined, slos=none)[1].breaches()
    ]


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({}, []),
        ({"seen": 1, "lost": (PLACE,)}, ["instances that are scraped"]),
        ({"unfit": (PLACE,)}, ["scrapes that fail or are old"]),
        ({"missing": (PLACE,)}, ["metrics that are missing"]),
        ({"counted": 4.0, "uncounted": (PLACE,)}, ["requests that the metrics count"]),
    ],
)
def test_metrics_flow(changed, broken):
    seen = {
        "source": "Prometheus", "seen": 2, "instances": 2, "lost": (), "unfit": (), "missing": (), "checked": 6,
        "sent": 5, "counted": 5.0, "uncounted": (), "notes": lambda: [("looked for", "x")], "doubt": None, "is_decided": True,
    }  # fmt: skip
    said, judge = told(infrastructure.metrics_flow, flow_of_metrics=Seen(**{**seen, **changed}))
    assert [limit for _, limit, *_ in said] == ["", "≥ 2", "≤ 0", "≤ 0", "≥ 5"]
    assert [each.name for each in judge.breaches()] == broken
    doubtful = Seen(**{**seen, **changed, "doubt": DOUBT})
    if broken:
        noted, _ = told(infrastructure.metrics_flow, flow_of_metrics=doubtful)
        assert noted == [*said, ("not proven", "", "one is not known", None)]
    else:
        with pytest.raises(CannotMeasure, match="one is not known"):
            told(infrastructure.metrics_flow, flow_of_metrics=doubtful)
    silent, _ = told(infrastructure.metrics_flow, flow_of_metrics=Seen(**{**seen, "is_decided": False}))
    assert [name for name, *_ in silent][-1] == "metrics that are missing"


@pytest.mark.parametrize("broken", ["", "absent", "missing", "orphans", "beginnings", "tangled"])
def test_traces_flow(broken):
    lists = {
        name: (PLACE,) if name == broken else () for name in ("absent", "missing", "orphans", "beginnings", "tangled")
    }
    found = 2 if broken == "absent" else 3
    seen = {
        **lists,
        "notes": lambda: [("requests", "x")],
        "asked": 3,
        "found": found,
        "source": "Jaeger",
        "services": 2,
    }
    said, judge = told(infrastructure.traces_flow, trace_flows=Seen(**seen, spans=9, doubt=lambda: None))
    assert [limit for _, limit, *_ in said] == ["", "≥ 3", "≤ 0", "≤ 0", "≤ 0", "≤ 0"]
    assert [each.found for each in judge.breaches()] == [(PLACE,)] * bool(broken)
    assert [each.n for each in judge.evidence[2:]] == [2, 9, 9, 9]
    doubtful = Seen(**seen, spans=9, doubt=lambda: DOUBT)
    if broken:
        noted, _ = told(infrastructure.traces_flow, trace_flows=doubtful)
        assert noted == [*said, ("not proven", "", "one is not known", None)]
    else:
        with pytest.raises(CannotMeasure, match="one is not known"):
            told(infrastructure.traces_flow, trace_flows=doubtful)


def test_traces_that_are_not_there():
    seen = Seen(notes=tuple, asked=2, found=0, source="Jaeger", absent=(PLACE,), spans=0, doubt=lambda: None)
    said, judge = told(infrastructure.traces_flow, trace_flows=seen)
    assert said == [("traces found of the requests", "≥ 2", "0", False)]
    assert judge.evidence[0].found == (PLACE,)


@pytest.mark.parametrize("broken", ["", "missing", "files", "faults"])
@pytest.mark.parametrize("source", ["", "Alertmanager"])
def test_alerting_configured(broken, source):
    missing, files, faults = ((PLACE,) if broken == name else () for name in ("missing", "files", "faults"))
    rules = {
        "notes": lambda: [("error rate", "x")], "alerts": ("one", "two"), "missing": missing, "source": "Prometheus",
        "files": files,
    }  # fmt: skip
    routes = {"notes": lambda: [("receivers", "y")], "source": source, "faults": faults}
    sure = {"alerting": Seen(**rules, doubt=lambda: None), "alert_routing": Seen(**routes, doubt=lambda: None)}
    said, judge = told(infrastructure.alerting_configured, **sure)
    judged = [("≤ 0", not missing), ("≤ 0", not files), *([("≤ 0", not faults)] if source else [])]
    assert [(limit, ok) for _, limit, _, ok in said] == [("", None), ("", None), *judged]
    assert [(each.n, each.source) for each in judge.evidence[2:]][:1] == [(2, "Prometheus")]
    for doubtful in (
        {"alerting": Seen(**rules, doubt=lambda: DOUBT)},
        {"alert_routing": Seen(**routes, doubt=lambda: DOUBT)},
    ):
        if judge.breaches():
            noted, _ = told(infrastructure.alerting_configured, **{**sure, **doubtful})
            assert noted == [*said, ("not proven", "", "one is not known", None)]
        else:
            with pytest.raises(CannotMeasure, match="one is not known"):
                told(infrastructure.alerting_configured, **{**sure, **doubtful})


@pytest.mark.parametrize("broken", ["", "missing", "ill", "broken", "faults", "unequal"])
def test_dashboards_live(broken):
    lists = {name: (PLACE,) if name == broken else () for name in ("missing", "ill", "broken", "faults", "unequal")}
    seen = {**lists, "wanted": 2, "source": "Grafana", "notes": lambda: [("panels", "x")]}
    said, judge = told(measured.dashboards_live, dashboards=Seen(**seen, doubt=lambda: None))
    assert [limit for _, limit, *_ in said] == ["≤ 0"] * 5 + [""]
    assert [each.found for each in judge.breaches()] == [(PLACE,)] * bool(broken)
    assert (judge.evidence[0].n, judge.evidence[0].source) == (2, "Grafana")
    doubtful = Seen(**seen, doubt=lambda: DOUBT)
    if broken:
        noted, _ = told(measured.dashboards_live, dashboards=doubtful)
        assert noted == [*said, ("not proven", "", "one is not known", None)]
    else:
        with pytest.raises(CannotMeasure, match="one is not known"):
            told(measured.dashboards_live, dashboards=doubtful)
