"""Alertmanagers that are down, lost, not ready or misconfigured, and Prometheus servers that cannot reach them."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest
from servers.alerting import Scene
from servers.alertmanager import Alertmanager, pair, webhook
from servers.prometheus import Prometheus
from servers.victoria import VictoriaMetrics
from servers.watching import GENERATIONS, Web, running, until, write_config

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.manager import ask_manager
from pytest_golive.observability.alerts.alertmanager.sending import ask_sender
from pytest_golive.observability.alerts.drill.webhook import Listener
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.service.credentials.identity import ClientCertificate

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def sink():
    with Listener("127.0.0.1", 0) as listener:
        yield f"http://{listener.address}"


def test_behind_a_prefix_and_then_down(tmp_path, sink, start_server):
    """Both generations at once, of which most is waiting; the same two servers, so that each is started once."""
    with ThreadPoolExecutor(len(GENERATIONS)) as threads:
        done = threads.map(
            lambda one: behind_a_prefix_and_then_down(tmp_path / one, sink, start_server, one), GENERATIONS
        )
        assert list(done) == [None] * len(GENERATIONS)


def behind_a_prefix_and_then_down(tmp_path, sink, start_server, generation):
    for name in ("prometheus", "alertmanager"):
        (tmp_path / name).mkdir(parents=True)
    prometheus = start_server(Prometheus(tmp_path / "prometheus", generation, prefix="/prom"))
    alertmanager = start_server(Alertmanager(tmp_path / "alertmanager", generation, prefix="/alerts"))
    scene = Scene(prometheus, alertmanager, sink)
    scene.scrapes_itself = True
    scene.reset()
    assert [one.rule for one in scene.measure().faults] == []
    assert scene.measure().doubt() is None

    write_config(tmp_path / "alertmanager" / "alertmanager.yml", "route: {receiver: nobody}")
    assert not alertmanager.send("POST", "/-/reload").is_success
    found = scene.measure()
    assert [one.rule for one in found.faults] == ["reload"]
    assert "runs with an older one" in found.faults[0].message

    alertmanager.stop()
    lost = "alertmanager unreachable"

    def noticed():
        measured = scene.measure(recent=5.0)
        return measured if lost in {one.rule for one in measured.faults} else None

    found = until(noticed, "Prometheus gets errors")  # which may be older than that a moment later
    (fault,) = (one for one in found.faults if one.rule == lost)
    assert "/alerts/api/v2/alerts in the last 5 s got an error" in fault.message
    assert found.alerts == ()
    assert "Alertmanager at 127.0.0.1" in found.doubt().what
    assert "cannot be reached" in found.doubt().what


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_cluster_of_two_that_loses_one(tmp_path, start_server, generation, sink):
    config = {"route": {"receiver": "pager"}, "receivers": [webhook("pager", sink)]}
    one, two = (start_server(server) for server in pair(tmp_path, generation))
    for server in (one, two):
        server.configure(config)
    until(lambda: one.ask("/api/v2/status")["cluster"]["status"] == "ready", "the cluster is ready")
    until(lambda: len(one.ask("/api/v2/status")["cluster"]["peers"]) == 2, "both are there")
    assert cluster_faults(one, 2) == []
    assert cluster_faults(one, 3) == ["2 of 3 members of the cluster are there: "]
    two.stop()
    until(lambda: cluster_faults(one, 2) == ["1 of 2 members of the cluster are there: "], "the loss is seen")


def cluster_faults(server, members):
    from pytest_golive.observability.alerts.alertmanager.judging import faults_of

    manager = ask_manager(Client(Api("Alertmanager", server.url)))
    said = [one.message.removeprefix(f"{manager.said}: ") for one in faults_of(manager, members)]
    return [one.partition(": ")[0] + ": " if ": " in one else one for one in said]


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_receiver_that_fails_is_found_by_alertmanagers_own_counters(tmp_path, start_server, serve, generation):
    """What was tried since the start, and failed without exception."""
    for name in ("prometheus", "alertmanager"):
        (tmp_path / name).mkdir()
    prometheus = start_server(Prometheus(tmp_path / "prometheus", generation))
    alertmanager = start_server(Alertmanager(tmp_path / "alertmanager", generation))
    scene = Scene(prometheus, alertmanager, serve(lambda request: (500, {}, b"")).url)
    scene.reset()
    until(lambda: "failing receiver" in {one.rule for one in scene.measure().faults}, "the failure is counted")
    found = scene.measure()
    assert {one.rule for one in found.faults} == {"failing receiver"}
    assert "requests by webhook since its start failed" in found.alerts[0].findings[0].message


def test_victoriametrics_sends_no_alerts_so_nothing_is_proven(tmp_path, start_server):
    victoria = start_server(VictoriaMetrics(tmp_path))
    with pytest.raises(CannotMeasure, match="does not say whether it sends alerts: it answers 400") as error:
        ask_sender(Client(Api("Prometheus", victoria.url, "[tool.golive.targets.staging.alerts.prometheus]")))
    assert "vmalert" in error.value.cure


@pytest.mark.parametrize("generation", GENERATIONS)
def test_credentials_are_needed_and_sent(tmp_path, generation, certificates):
    """A private authority, a certificate of ours, and basic authentication: what is missing is said."""
    word = base64.b64encode(b"clerk:word-of-the-clerk").decode()
    people = {"credentials": {"Authorization": f"Basic {word}"}, "credential": "PASSWORD"}
    ours = {"ca_file": certificates.ca_file, "client_certificate": ClientCertificate(certificates.pem("client"))}

    def asked(**who):
        return ask_manager(Client(Api("Alertmanager", server.url, **who), patience=2.0, wait=lambda _: None))

    with running(Alertmanager(tmp_path, generation, web=Web(people=True, tls=certificates, client=True))) as server:
        assert asked(**people, **ours).config.route.receiver == "nobody"
        for who, what, cure in (
            (ours, "answers 401", "username_env"),
            ({**people, "ca_file": certificates.ca_file}, "certificate", "client_certificate"),
            ({**people, "client_certificate": ours["client_certificate"]}, "certificate", "ca_file"),
        ):
            with pytest.raises(CannotMeasure) as error:
                asked(**who)
            assert what in error.value.what, error.value
            assert cure in error.value.cure, error.value
            assert word not in f"{error.value}{error.value.cure}"
