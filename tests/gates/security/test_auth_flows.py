"""Auth flows verified: passes, is breached, cannot measure; no credential is ever shown."""

from __future__ import annotations

import sys

import pytest
from serving import answering

GATE = "security::auth_flows"


def test_auth_flows_passes(described):
    result = described().judge(GATE)
    result.stdout.fnmatch_lines(
        [
            "*  PASS *Auth flows verified *checks*all hold*",
            "*: right credentials: accepted, must be accepted (200 at /*",
            "*: no credentials: rejected, must be rejected (401 at /*",
            "*unsigned token (alg: none): rejected*",
            "NO-GO  1 passed;*",
        ]
    )


@pytest.mark.parametrize(
    ("fault", "attempt"), [("revoked_admitted", "revoked token"), ("jwt_audience_unchecked", "audience")]
)
def test_auth_flows_is_breached(described, demo_, fault, attempt):
    shop = described()
    with demo_.faulty(fault):
        result = shop.judge(GATE)
    result.stdout.fnmatch_lines(["*  FAIL *", f"*{attempt}*: accepted, must be rejected*", "*to repeat:*", "*curl *"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            "forbidden_as_nobody",
            "*lesser identity on what is forbidden to it*: rejected with 401, must be rejected with 403*",
        ),
        ("revocation_ineffective", "*client: token after log-out: accepted, must be rejected*"),
        ("jwt_not_before_ignored", "*token: token that is not valid yet: accepted, must be rejected with 401*"),
    ],
)
def test_auth_flows_is_breached_where_more_is_demanded(described, demo_, fault, said):
    shop = described()
    with demo_.faulty(fault):
        result = shop.judge(GATE)
    result.stdout.fnmatch_lines(["*  FAIL *", said, "*to repeat:*"])


def test_auth_flows_cannot_measure_a_lesser_identity_that_nobody_knows(described, demo_, monkeypatch):
    monkeypatch.setenv("GOLIVE_DEMO_READER_TOKEN", "no.token.atall")
    described(auth=[demo_.table["auth"][0]]).cannot_measure(
        GATE, "*401, as strangers get it, so it is unknown*", "*name a path that it may read*"
    )


def test_auth_flows_cannot_measure_by_a_token_that_is_wrong_in_more_than_one_thing(described, demo_, monkeypatch):
    monkeypatch.setenv("GOLIVE_DEMO_REVOKED_TOKEN", demo_.environment["GOLIVE_DEMO_EXPIRED_TOKEN"])
    described(auth=[demo_.table["auth"][0]]).cannot_measure(
        GATE, "*revoked_token: it has expired (exp)*", "*set revoked_token to one*"
    )


def test_auth_flows_cannot_measure_a_lesser_identity_that_is_the_same(described, demo_, monkeypatch):
    monkeypatch.setenv("GOLIVE_DEMO_READER_TOKEN", demo_.environment["GOLIVE_DEMO_TOKEN"])
    described(auth=[demo_.table["auth"][0]]).cannot_measure(
        GATE, "*auth?0?.lesser is the same identity*", "*name a user in lesser*"
    )


def test_auth_flows_cannot_measure_a_service_that_does_not_judge(described):
    with answering(503) as url:
        described(url=url, wait="1ms").cannot_measure(GATE, "*answered 503*")


def test_auth_flows_cannot_measure_without_its_credentials(described, monkeypatch):
    shop = described()
    monkeypatch.delenv("GOLIVE_DEMO_TOKEN")
    shop.cannot_measure(GATE, "*the environment variable GOLIVE_DEMO_TOKEN is not set*", word="NOT SET UP")


def test_auth_flows_is_not_set_up_where_no_log_in_is_named(described):
    described(auth=[]).cannot_measure(GATE, "*no log-in of staging is described*", word="NOT SET UP")


def test_auth_flows_names_what_must_be_installed(described, monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography", None)
    described().cannot_measure(GATE, "*needs PyJWT and cryptography*", "*pip install 'pytest-golive[[]jwt]'*")


def test_the_first_error_of_a_log_in_is_told_with_what_to_permit(described):
    described(production=True).cannot_measure(GATE, "*--golive-allow=auth_flows*")


@pytest.mark.security
@pytest.mark.parametrize(
    ("fault", "args"),
    [
        ("", ("-vv", "-rA", "--showlocals", "--tb=long", "--log-level=DEBUG")),
        ("leaking_header", ("-vv", "-rA", "--showlocals", "--tb=long", "--log-level=DEBUG")),
        ("refused_with_data", ("-n", "2")),
    ],
)
def test_no_credential_is_shown_whatever_comes_out(described, demo_, fault, args):
    shop = described()
    demo_.ear.heard.clear()
    with demo_.faulty(*filter(None, [fault])):
        result = shop.judge(GATE, "--junitxml=report.xml", "-o", "junit_logging=all", *args)
    result.stdout.fnmatch_lines(["*  FAIL *" if fault else "*  PASS *"])
    files = [f for f in shop.path.rglob("*") if f.is_file() and ".git" not in f.relative_to(shop.path).parts]
    output = result.stdout.str() + result.stderr.str() + "".join(f.read_bytes().decode("latin-1") for f in files)
    parts = {part for value in demo_.environment.values() for part in (value, *value.split(".")) if len(part) > 12}
    assert not [part for part in parts if part in output]
    # What was made for this run: altered and forged tokens, cookies, wrong passwords; shorter ones are words.
    sent = {value for value in demo_.ear.heard if len(value) >= 20}
    assert len(sent) > 60
    assert not [value for value in sent if value in output]
