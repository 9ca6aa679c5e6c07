"""Every fix and every description of a connection error has proper punctuation."""

from __future__ import annotations

import ssl

import pytest
from punctuation import report_of, stray

from pytest_golive.explaining.catalogue import explanations
from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.oidc import Provider, check_provider
from pytest_golive.service.auth.seeing.telling import HOW
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.http.trouble import protocols, proxies
from pytest_golive.service.http.trouble import tls as tls_trouble
from pytest_golive.service.http.unreachable import CURES, OF_TLS, unreachable
from pytest_golive.service.limits import limiting, lockout
from pytest_golive.service.limits.limit import Limit
from pytest_golive.service.probing import checks
from pytest_golive.service.target import Target
from pytest_golive.service.transport import browsers, certificate, checking

LIMIT_CURES = (
    limiting._fix_for_no_limit(Limit("/search")),
    limiting.STATUS_CURE.format(429),
    limiting.SILENT_CURE,
    limiting.UNREADABLE_CURE,
    limiting.BROKEN_CURE,
    limiting.SHUT_CURE,
    lockout.CURE,
)
WIRE_CURES = (
    *CURES.values(),
    browsers._header_cure(["Referrer-Policy", "X-Other"], 180),
    browsers._header_cure([browsers.HSTS], 1),
    browsers.COOKIE_CURE.format("Secure", "sid"),
    certificate.OLD_CURE.format("1.2"),
    checking.REDIRECT_CURE,
    checking.PLAIN_CURE,
    proxies.CURE,
    checks.HEALTHY_FIRST,
    *checks.CURES_BY_WHAT.values(),
)
TARGET = Target("staging", "https://127.0.0.1:9")
VERIFIED = ("Hostname mismatch, certificate is not valid for 'x'.", "certificate has expired", "odd..")
SAID = ("[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)", "[SSL] odd. (_ssl.c:1)", "")


def failed(words, code):
    error = ssl.SSLCertVerificationError(1, words)
    error.verify_message, error.verify_code = words, code
    return tls_trouble.meaning_of(error, TARGET)


def rendered():
    yield from (unreachable(kind, "what happened", "curl x").cure for kind in CURES)
    yield from (*LIMIT_CURES, *WIRE_CURES, *HOW.values())
    yield from (explanation.fix for explanation in explanations().values())
    yield from (what for _, what in (failed(words, code) for words in VERIFIED for code in range(80)))
    yield from (tls_trouble.meaning_of(ssl.SSLError(1, words), TARGET)[1] for words in SAID)
    firsts = (b"", b"HTTP/1.1", *(greeting for greeting, _ in protocols.GREETINGS))
    yield from (protocols.meaning_of(first, said)[1] for first in firsts for said in ("why.", "why..", "", "a: b"))
    for status in (200, 400, 403, 415, 426):
        for headers in ([("grpc-status", "")], [("grpc-status", "12.")], [("upgrade", "h2c")], []):
            for body in (b"", *(words for _, words, _, _ in protocols.SAYINGS)):
                yield protocols.of_answer(status, headers, body, shows_certificate=True)[1]


def test_no_stray_punctuation():
    texts = list(rendered())
    assert len(texts) > 300
    assert [(text, found) for text in texts if (found := stray(text))] == []


def test_each_reason_has_its_own_cure():
    cures = [*CURES.values(), *LIMIT_CURES]
    assert len(set(cures)) == len(cures)
    assert all(tls_trouble.CERTIFICATE[code] in OF_TLS for code in tls_trouble.CERTIFICATE)
    kinds = {kind for _, kind, _ in tls_trouble.OTHERS} | {kind for _, _, kind, _ in protocols.SAYINGS}
    assert kinds <= set(CURES)


def test_what_strays_is_seen():
    for text in ("a..", "a , b", "a;; b", "a::b c: :d x :: y", "it,; to", "done.; next", "( )", "a (; b)", "a: ; b"):
        assert stray(text), text
    for text in ("a; b", "security::transport", "http://[::1]:80/a", "wait ...", "'x,;y'", "e.g. a.b, c", ".golive/x"):
        assert stray(text) == [], text
    assert "first second" in report_of("x go-live checklist ===\n  1. first\n     second\n")


@pytest.mark.parametrize(
    ("found", "wanted"), [("https://id.example/", "https://id.example"), ("https://id.example", "https://id.example/")]
)
def test_issuers_that_differ_by_a_slash_are_both_shown(found, wanted):
    attempt = check_provider(Provider(found, "https://id.example/token"), wanted, "oidc")
    assert attempt.is_breach
    said = attempt.faults[0].message
    assert f"the document names {found}, and the settings {wanted}; they differ by the slash at the end" in said


def test_issuers_that_differ_otherwise_are_shown_without_secrets():
    canary = "canary-" + "Zx81Qm55"
    MASK.add(canary)
    try:
        attempt = check_provider(Provider(f"https://{canary}.example", ""), "https://id.example", "oidc")
    finally:
        MASK.reset()
    assert "the document names https://[hidden].example, and the settings https://id.example" in attempt.responses
    assert "slash" not in attempt.responses


def test_a_body_that_is_no_json_has_a_cure_of_its_own():
    with pytest.raises(Exception, match="the body is not JSON") as caught:
        Answer("GET", "https://shop.example/x", 200, (), b"<html>").json()
    assert caught.value.cure.startswith(CURES["no json"])
