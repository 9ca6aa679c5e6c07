"""API keys validated: passes, is breached, cannot measure; no key is ever shown."""

from __future__ import annotations

import pytest
from serving import answering

GATE = "security::api_keys"


def test_api_keys_passes(described):
    result = described().judge(GATE)
    result.stdout.fnmatch_lines(
        [
            "*  PASS *",
            "*valid key, /stock: accepted*",
            "*no key, /stock: rejected*",
            "*wrong key, /stock: rejected*",
            "*truncated key, /stock: rejected*",
            "*revoked key, /stock: rejected*",
            "*other environment's key, /stock: rejected*",
            "*valid key in the query, /stock: rejected*",
            "NO-GO  1 passed;*",
        ]
    )


def test_api_keys_passes_on_production_and_writes_no_key_into_its_logs(described):
    result = described(production=True).judge(GATE, "-m", "smoke", "--target=staging")
    result.stdout.fnmatch_lines(["*  PASS *", "*not tried: valid key in the query (*production)*"])


@pytest.mark.security
@pytest.mark.parametrize(
    ("fault", "attempt", "found"),
    [
        ("key_not_enforced", "no key", "accepted"),
        ("truncated_key_admitted", "truncated key", "accepted"),
        ("revoked_key_admitted", "revoked key", "accepted"),
        ("other_key_admitted", "other environment's key", "accepted"),
        ("key_in_query_admitted", "valid key in the query", "accepted"),
        ("key_refused_with_data", "no key", "status 401, with the data"),
        ("redirect_elsewhere", "valid key", "redirected to http://127.0.0.1:1/, another origin"),
    ],
)
def test_api_keys_is_breached(described, demo_, fault, attempt, found):
    shop = described()
    with demo_.faulty(fault):
        result = shop.judge(GATE, "--showlocals", "--junitxml=report.xml")
    result.stdout.fnmatch_lines(["*  FAIL *", f"*{attempt}, /stock: {found}, must be *", "*to repeat:*"])
    text = result.stdout.str() + result.stderr.str() + (shop.path / "report.xml").read_text()
    assert not [name for name, value in demo_.environment.items() if value[:20] in text]


def test_api_keys_is_breached_where_another_status_is_demanded(described, demo_):
    keys = demo_.table["api_keys"] | {"status": 403, "shows": {"/stock": "Teapot"}}
    described(api_keys=keys).breaches(GATE, "*no key, /stock: status 401, must be rejected with 403*", "*to repeat:*")


@pytest.mark.parametrize(
    ("status", "said"), [(503, "*status 503*"), (429, "*status 429, so a rate limiter responded*")]
)
def test_api_keys_cannot_measure_a_service_that_does_not_judge_keys(described, status, said):
    with answering(status) as url:
        result = described(url=url).judge(GATE)
    result.stdout.fnmatch_lines(["*  ERROR *", said, "*to repeat:*"])
    assert "${GOLIVE_DEMO_API_KEY}" in result.stdout.str()


def test_api_keys_cannot_measure(described, demo_, shop, monkeypatch):
    shop.cannot_measure(GATE, "*the settings describe no target 'staging'*", word="NOT SET UP")
    described()
    monkeypatch.setenv("GOLIVE_DEMO_REVOKED_API_KEY", demo_.environment["GOLIVE_DEMO_API_KEY"])
    shop.cannot_measure(GATE, "*api_keys.revoked_key holds the valid key itself*", "*set it to a revoked key*")
    monkeypatch.delenv("GOLIVE_DEMO_REVOKED_API_KEY")
    shop.cannot_measure(GATE, "*environment variable GOLIVE_DEMO_REVOKED_API_KEY is not set*", word="NOT SET UP")
