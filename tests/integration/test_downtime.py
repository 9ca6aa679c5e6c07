"""nginx under the probe: a graceful reload causes no gap; a hard restart and an undrained swap cause gaps as measured."""

from __future__ import annotations

import time

import pytest
from servers.knocking import Knocker
from servers.nginx import Nginx, server
from servers.processes import free_port
from servers.watching import until

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.probe import Probe
from pytest_golive.service.target import Target

pytestmark = pytest.mark.integration

TRUE_WITHIN = 0.05
AWAY = 0.4
BOTH = ["fresh", "kept-alive"]


@pytest.fixture
def make(tmp_path):
    """Start an nginx by its name, port and lines; all are stopped in the end."""
    made: list[Nginx] = []

    def start(name, port, *lines, certificate=None):
        folder = tmp_path / name
        (folder / "www").mkdir(parents=True)
        (folder / "www" / "healthz").write_text("ok\n")
        nginx = Nginx(folder, port, [server(port, *lines, certificate=certificate)])
        made.append(nginx)
        nginx.start()
        return nginx

    yield start
    for nginx in made:
        nginx.stop()


def probe_of(port, scheme="http", ca_file=None):
    return Probe(Endpoint(Target("nginx", f"{scheme}://127.0.0.1:{port}", ca_file=ca_file), "/healthz"))


def expect(result, truth, *whats):
    """One gap in each kind, of the true length, which failed in no other way than *whats*.

    It begins between the end of the server and the moment when nothing listens, and it ends between the moment when
    something listens and the one when it answers, as far as the witness saw them.
    """
    unsure = TRUE_WITHIN + truth.blind
    assert sorted(gap.kind for gap in result.gaps) == BOTH, result.gaps
    assert {failure.what for failure in result.failures} <= set(whats)
    for gap in result.gaps:
        since, end = result.start + gap.start, result.start + gap.start + gap.seconds
        assert truth.killed_at - unsure <= since <= truth.closed_at + unsure, (gap, since)
        assert truth.open_again_at - unsure <= end <= truth.served_again_at + unsure, (gap, end)


def believed(happen, probe):
    """The probe's result during *happen*, and the return value of *happen*; retried if the machine was too slow."""
    for tries_left in (2, 1, 0):
        with probe.watching() as watch:
            told = happen()
        try:
            return watch.result, told
        except CannotMeasure as error:
            if "too slow" not in str(error) or not tries_left:
                raise
    raise AssertionError


def test_a_graceful_reload_has_no_gap(make):
    nginx = make("only", free_port())
    before = nginx.workers

    def reload():
        for _ in range(3):
            nginx.reload()
            time.sleep(0.4)

    result, _ = believed(reload, probe_of(nginx.port))
    assert not set(before) & set(nginx.workers)
    assert result.gaps == result.failures == ()
    assert result.reconnects > 0, "old workers close what is idle"


def restarted(nginx):
    with Knocker(nginx.port) as truth:
        time.sleep(0.2)
        truth.killed_at = time.monotonic()
        nginx.kill()
        time.sleep(AWAY)
        nginx.start()
        until(lambda: truth.served_again_at, "the witness is answered")
        time.sleep(0.1)
    return truth


def test_a_hard_restart_is_a_gap_of_its_true_length(make):
    nginx = make("only", free_port())
    result, truth = believed(lambda: restarted(nginx), probe_of(nginx.port))
    expect(result, truth, "refused", "reset", "closed without an answer")


def test_an_upstream_swapped_without_draining_is_a_gap_of_its_true_length(make):
    behind = make("behind", free_port())
    front = make("front", free_port(), f"location / {{ proxy_pass http://127.0.0.1:{behind.port}; }}")
    result, truth = believed(lambda: restarted(behind), probe_of(front.port))
    expect(result, truth, "status 502")


def test_an_upstream_swapped_with_draining_has_no_gap(make):
    old, new = make("old", free_port()), make("new", free_port())
    port = free_port()
    front = make("front", port, f"location / {{ proxy_pass http://127.0.0.1:{old.port}; }}")

    def swap():
        front.write([server(port, f"location / {{ proxy_pass http://127.0.0.1:{new.port}; }}")])
        before = set(front.workers)
        front.reload()
        while before & set(front.workers):
            time.sleep(0.02)
        old.stop()
        time.sleep(0.3)

    result, _ = believed(swap, probe_of(port))
    assert result.gaps == result.failures == ()


def test_tls_is_verified_for_each_connection(make, certificates):
    nginx = make("only", free_port(), certificate=certificates.pem("good"))
    probe = probe_of(nginx.port, "https", certificates.ca_file)
    with probe.watching() as watch:
        nginx.reload()
        time.sleep(0.3)
    assert watch.so_far.gaps == ()
    with probe.watching() as watch:
        nginx.write([server(nginx.port, certificate=certificates.pem("expired"))])
        nginx.reload()
        time.sleep(0.3)
    (failure, *_) = watch.so_far.failures
    assert failure.what == "TLS failure"
    assert "expired" in failure.detail
    # While nginx reloads, an old worker may still answer.
    *early, one, other = [gap.ended for gap in watch.so_far.gaps]
    assert (all(early), one, other) == (True, False, False)


def test_a_certificate_that_nobody_vouches_for(make, certificates, monkeypatch):
    monkeypatch.setattr("pytest_golive.service.probing.probe.LEAD_PATIENCE", 0.5)
    nginx = make("only", free_port(), certificate=certificates.pem("unknown_ca"))
    with (
        pytest.raises(CannotMeasure, match=r"TLS failure .the certificate is not trusted: unable to get local issuer"),
        probe_of(nginx.port, "https", certificates.ca_file).watching(),
    ):
        pytest.fail("the body must not run")
