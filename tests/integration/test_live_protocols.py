"""Mutual TLS on nginx, only HTTP/2 on Node.js: every row sends what they require, or says why it cannot."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from servers.components import program
from servers.processes import ServerProcess, free_port

pytestmark = [pytest.mark.integration, pytest.mark.security]
GATES = ("healthy", "version", "critical_endpoints", "transport")
HTTP2_ONLY = Path(__file__).parent / "servers" / "http2_only.mjs"


@pytest.fixture
def mutual(checklist, sites, certificates):
    """A project whose target requires a client certificate; it presents one of the given kind, or none."""

    def aim(kind):
        more = {}
        if kind:
            shutil.copy(certificates.pem(kind), checklist.path / "client.pem")
            more["client_certificate"] = {"cert_file_env": "CLIENT_PEM"}
        checklist.aim(
            GATES,
            url=sites.url("mutual"),
            ca_file=sites.ca_file,
            endpoints=[{"path": "/products"}],
            transport={"path": "/products"},
            **more,
        )
        return checklist

    return aim


def test_mutual_tls_is_a_go_with_the_right_certificate(mutual, monkeypatch):
    monkeypatch.setenv("CLIENT_PEM", "client.pem")
    rows = mutual("client").run()
    assert rows.those("passed") == set(GATES), rows.said


def test_mutual_tls_without_a_certificate_is_told_as_that(mutual):
    rows = mutual("").run()
    assert rows.red == dict.fromkeys(GATES, "error"), rows.said
    assert "status 400: the service wants a client certificate (mutual TLS)" in rows.messages["healthy"]
    assert "to fix: name one that the service accepts in the target's client_certificate" in rows.messages["healthy"]


def test_mutual_tls_with_a_strangers_certificate(mutual, monkeypatch):
    monkeypatch.setenv("CLIENT_PEM", "client.pem")
    rows = mutual("stranger").run()
    assert rows.red == dict.fromkeys(GATES, "error"), rows.said
    assert "status 400: the service refuses our client certificate" in rows.messages["healthy"]


def test_a_variable_that_is_not_set_is_no_certificate(mutual, monkeypatch):
    monkeypatch.delenv("CLIENT_PEM", raising=False)
    rows = mutual("client").run()
    assert set(rows.red) == set(GATES), rows.said
    assert "the environment variable CLIENT_PEM is not set" in rows.said


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_http2_alone_is_not_spoken_and_that_is_said(checklist, certificates, tmp_path, scheme):
    port = free_port()
    files = [str(certificates.pem("good"))] if scheme == "https" else []
    node = ServerProcess([program("node"), str(HTTP2_ONLY), str(port), *files], port=port, log=tmp_path / "node.log")
    node.start()
    try:
        gates = ("healthy", "transport")
        checklist.aim(gates, url=f"{scheme}://127.0.0.1:{port}", ca_file=certificates.ca_file, wait="1s")
        rows = checklist.run()
    finally:
        node.stop()
    assert rows.red == dict.fromkeys(gates, "error"), rows.said
    for gate in gates:
        assert "HTTP/2" in rows.messages[gate]
        assert "to fix: name a url that speaks HTTP/1.1, too" in rows.messages[gate]
