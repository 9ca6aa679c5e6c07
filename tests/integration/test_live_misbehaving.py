"""Servers that misbehave: each row names the problem, what to check and how to repeat it, and ends in time."""

from __future__ import annotations

import pytest
from servers import misbehaving as bad
from servers.processes import ports

pytestmark = pytest.mark.integration
# What an endpoint that is broken in this way must be called.
NAMED = {
    bad.hang: "not answered in full within 5 s",
    bad.drip_headers: "not answered in full within 5 s",
    bad.drip_body: "not answered in full within 5 s",
    bad.garbage: "not HTTP",
    bad.endless_body: "longer than 1,000,000 bytes",
    bad.gzip_bomb: "unpacks to more than 1,000,000 bytes",
    bad.redirect_loop: "status 302",
    bad.close_mid_body: "before the body was complete",
    bad.close_at_once: "without an answer",
    bad.huge_header: "breaks the rules of HTTP/1.1",
    bad.failing: "status 502",
}


def test_every_broken_endpoint_is_named_and_none_hides_another(checklist):
    paths = {f"/{behaviour.__name__}": behaviour for behaviour in NAMED}
    with bad.misbehaving(bad.sound, paths) as port:
        checklist.aim(
            ("healthy", "version", "critical_endpoints"),
            url=f"http://127.0.0.1:{port}",
            endpoints=[{"path": path} for path in paths],
            timeout="5s",  # a busy machine answers in time, too
            max_body=1_000_000,
        )
        rows = checklist.run("-vv")
    assert rows.red == {"critical_endpoints": "failed"}, rows.said
    lines = rows.messages["critical_endpoints"].splitlines()
    for behaviour, said in NAMED.items():
        assert any(f"GET /{behaviour.__name__}: " in line and said in line and "curl " in line for line in lines), (
            rows.said
        )


@pytest.mark.parametrize(
    "trouble",
    [
        (bad.hang, "http", "within 1 s", "timeout"),
        (bad.redirect_loop, "http", "loop", "fix the loop"),
        (bad.endless_body, "http", "longer than", "max_body"),
        (bad.garbage, "http", "not HTTP", "scheme, port"),
        (bad.no_tls, "https", "what came back is no TLS", "scheme and port"),
        (None, "http", "refused", "listens on that port"),
    ],
)
def test_no_answer_at_all_is_an_error_of_every_row(checklist, monkeypatch, trouble):
    behaviour, scheme, said, check = trouble
    monkeypatch.setenv("COLUMNS", "80")
    gates = ("healthy", "version", "critical_endpoints")
    with bad.misbehaving(behaviour or bad.hang) as port:
        url = f"{scheme}://127.0.0.1:{port if behaviour else ports(['closed'])['closed']}"
        timeout = "1s" if behaviour is bad.hang else "60s"  # a busy machine answers in time, too
        checklist.aim(gates, url=url, endpoints=[{"path": "/"}], timeout=timeout, wait="1s", max_body=100_000)
        rows = checklist.run()
    assert set(rows.red) == set(gates), rows.said
    assert rows.red["healthy"] == "error"
    assert said in rows.messages["healthy"]
    assert check in rows.messages["healthy"]
    lines = [line.strip() for line in rows.said.splitlines() if line.strip().startswith("curl -sS -i ")]
    assert any(line.endswith(f"{url}/healthz") and line in rows.messages["healthy"] for line in lines), rows.said


def test_a_name_that_nobody_knows(checklist):
    checklist.aim(("healthy",), url="https://shop.invalid", wait="1s")
    rows = checklist.run()
    assert rows.red == {"healthy": "error"}
    assert "the name shop.invalid does not resolve" in rows.messages["healthy"]


@pytest.mark.parametrize(
    ("site", "said", "cure"),
    [
        ("self_signed", "self-signed certificate", "have an authority sign the certificate"),
        ("unknown_ca", "the server sends its own alone", "see who signed the certificate"),
        ("expired", "certificate has expired", "renew the certificate"),
        ("not_yet", "certificate is not yet valid", "check the clocks"),
        ("wrong_host", "IP address mismatch", "ask by a name that the certificate holds"),
        ("old_tls", "protocol version", "let the server speak TLS 1.2 or 1.3"),
    ],
)
def test_tls_that_must_not_be_trusted(checklist, sites, site, said, cure):
    checklist.aim(("healthy", "version"), url=sites.url(site), ca_file=sites.ca_file)
    rows = checklist.run()
    assert rows.red == {"healthy": "error", "version": "error"}, rows.said
    assert said in rows.messages["healthy"]
    assert f"to fix: {cure}" in rows.messages["healthy"]
