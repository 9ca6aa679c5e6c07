"""Responses that redirect, and the expected result of a gate for each."""

from __future__ import annotations

HEALTHY, VERSION, ENDPOINTS = "smoke::healthy", "smoke::version", "smoke::critical_endpoints"
DEPLOYED = "infrastructure::staging_deployed"
GOOD = {"/healthz": (200, {}, b'{"status": "ok"}'), "/version": (200, {}, b'{"version": "1.2.0"}')}
REFRESH = b'<html><head><meta http-equiv="refresh" content="0; url=%s"></head><body>ok</body></html>'


def judged(shop, gate, word, *words):
    """Run one gate; expect its outcome, and all these words, wherever their lines end."""
    result = shop.judge(gate)
    text = " ".join(result.stdout.str().split())
    assert f" {word} " in text
    assert [one for one in words if one not in text] == [], text
    assert "Traceback" not in text


def to(location, status=302):
    return status, {"Location": location}, b""
