"""The dead man's switch, runbooks and unknown labels, with real servers of two generations."""

from __future__ import annotations

import pytest
from servers.alerting import LABELS, SWITCH, rules_found

from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.reaching.runbooks import Runbooks
from pytest_golive.observability.alerts.routing.labels import Labels

pytestmark = pytest.mark.integration


def test_a_dead_mans_switch_that_is_gone_is_found(scene):
    assert "dead man's switch" in [one.rule for one in scene.way(switch="Heartbeat").measure([], [SWITCH]).faults]
    scene.receive("heartbeat", {})
    assert rules_found(scene.measure()) == ["empty receiver"]
    scene.reconfigure(alertmanagers=[scene.alertmanager.address])
    found = scene.measure()
    assert "dead man's switch" in rules_found(found)
    assert "Watchdog does not fire now at" in next(
        one.message for one in found.faults if one.rule == "dead man's switch"
    )


def test_a_runbook_must_be_there(scene, serve):
    page = serve(
        lambda request: (200, {}, b"<h1>Errors</h1>") if request[1] == "/errors" else (404, {}, b"no such page")
    )
    books = Runbooks(lambda path: frozenset({"errors"}) if path == "docs/runbooks.md" else None)

    def judged(**annotations):
        return rules_found(scene.measure(annotations=annotations, runbooks=books))

    assert judged(runbook_url=f"{page.url}/errors") == []
    assert judged(runbook_url=f"{page.url}/nothing") == ["runbook"]
    assert judged(runbook="docs/runbooks.md#errors") == []
    assert judged(runbook="docs/runbooks.md#latency") == ["runbook"]
    assert judged(runbook="docs/nothing.md") == ["runbook"]
    assert judged(summary="Errors") == ["runbook"]


def test_labels_that_nobody_knows_do_not_make_a_way(scene):
    """An alert of series with further labels may match what it does not name."""
    scene.config["route"]["routes"].insert(0, {"matchers": ['team="lab"'], "receiver": "nobody"})
    scene.config["receivers"].append({"name": "nobody"})
    scene.settle()
    found = scene.way().measure([Alert("ShopErrors", Labels.of(LABELS, is_open=True))], [])
    assert 'with the labels {alertname="ShopErrors", job="shop", severity="critical", team="lab"}' in found.doubt().what
