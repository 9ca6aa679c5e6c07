"""The nginx of these tests answers as its sites say."""

from __future__ import annotations

import base64
import json
import ssl
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

import pytest

pytestmark = pytest.mark.integration


def context(sites, oldest=ssl.TLSVersion.TLSv1_2, newest=ssl.TLSVersion.TLSv1_3):
    made = ssl.create_default_context(cafile=sites.ca_file)
    if oldest < ssl.TLSVersion.TLSv1_2:
        made.set_ciphers("DEFAULT@SECLEVEL=0")
    made.minimum_version, made.maximum_version = oldest, newest
    return made


def get(sites, name, path, *, headers=None, tls=None):
    opener = build_opener(ProxyHandler({}), HTTPSHandler(context=tls or context(sites)))
    request = Request(sites.url(name) + path, headers=headers or {})
    try:
        with opener.open(request, timeout=5) as answer:
            return answer.status, answer.read(), answer.headers
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read(), refused.headers


def test_plain_site_serves_and_asks_for_a_password(sites):
    assert json.loads(get(sites, "plain", "/version")[1]) == {"version": "1.2.0"}
    assert get(sites, "plain", "/shop/healthz")[0] == 200
    assert get(sites, "plain", "/orders")[0] == 401
    word = base64.b64encode(":".join(sites.user).encode()).decode()
    assert get(sites, "plain", "/orders", headers={"Authorization": f"Basic {word}"})[0] == 200
    assert get(sites, "to_https", "/products")[0] == 200


@pytest.mark.parametrize(
    ("path", "status", "after"), [("/search", 429, None), ("/search503", 503, None), ("/search-after", 429, "3")]
)
def test_limits_turn_away_the_seventh_request(sites, path, status, after):
    myself = {"User-Agent": "counted apart from the other tests"}
    answers = [get(sites, "plain", path, headers=myself) for _ in range(9)]
    assert [answer[0] for answer in answers[:6]] == [200] * 6
    assert answers[-1][0] == status
    assert answers[-1][2]["Retry-After"] == after


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("self_signed", "self-signed certificate"),
        ("unknown_ca", "unable to get local issuer certificate"),
        ("expired", "certificate has expired"),
        ("not_yet", "certificate is not yet valid"),
        ("wrong_host", "IP address mismatch"),
    ],
)
def test_bad_certificates_are_refused_by_name(sites, name, reason):
    with pytest.raises(OSError, match=reason):
        get(sites, name, "/healthz")


def test_other_certificates_are_accepted(sites):
    assert get(sites, "expiring", "/healthz")[0] == 200
    status, _, headers = get(sites, "good", "/healthz")
    assert (status, headers["X-Frame-Options"]) == (200, "DENY")
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    assert get(sites, "no_hsts", "/healthz")[2]["Strict-Transport-Security"] is None
    assert get(sites, "no_headers", "/healthz")[2]["X-Content-Type-Options"] is None


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_protocols_are_spoken_where_the_site_says_so(sites):
    old = context(sites, ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
    assert get(sites, "old_tls", "/healthz", tls=old)[0] == 200
    assert get(sites, "also_old_tls", "/healthz", tls=old)[0] == 200
    assert get(sites, "also_old_tls", "/healthz")[0] == 200
    with pytest.raises(OSError, match=r"(?i)protocol"):
        get(sites, "old_tls", "/healthz")
    for name, alert in {"good": "ALERT_PROTOCOL_VERSION", "stock_tls": "ALERT_INTERNAL_ERROR"}.items():
        with pytest.raises(OSError, match=alert):
            get(sites, name, "/healthz", tls=old)


def test_a_balancer_shows_both_instances_in_turn(sites):
    assert {get(sites, "pool", "/healthz")[2]["X-Instance"] for _ in range(4)} == {"new_1", "new_2"}
    versions = {json.loads(get(sites, "mixed_pool", "/version")[1])["version"] for _ in range(4)}
    assert versions == {"1.2.0", "1.1.9"}
