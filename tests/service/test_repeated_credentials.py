"""A response header that repeats a credential of the request is reported, by name and without the credential."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive.service.auth.knock import Protected
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.http.answer import Answer

pytestmark = pytest.mark.security
CREDENTIAL = "made-up" * 4
BEARER = {"Authorization": f"Bearer {CREDENTIAL}"}
COOKIE = {"Cookie": f"theme=dark; sid={CREDENTIAL}"}


def kept(headers, *answers):
    """The findings of a visit with *headers* to which the response is (status, headers)."""
    waiting = [
        Answer("GET", f"https://shop.example/{number}", status, said, curl="curl …")
        for number, (status, said) in enumerate(answers)
    ]
    service = Fake(target=Fake(max_redirects=5), ask=lambda _url, headers: waiting.pop(0))
    prober = Prober(service, Protected("shop", ["/orders"]))
    assert len(prober.visit("/orders", headers)) == len(answers)
    return prober.kept()


@pytest.mark.parametrize("headers", [BEARER, COOKIE])
@pytest.mark.parametrize("status", [200, 401, 503])
def test_it_is_told_whatever_the_status_is(headers, status):
    told = kept(headers, (status, [("Server", "x"), ("X-Debug", f"got {CREDENTIAL} from you")]))
    assert told.is_breach
    (finding,) = told.faults
    assert f"{status} with X-Debug, which repeats it" in finding.message
    assert CREDENTIAL not in repr(told)


def test_an_answer_on_the_way_counts():
    told = kept(BEARER, (302, [("Location", "/1"), ("X-Debug", CREDENTIAL)]), (200, [("Server", "x")]))
    assert (told.name, told.outcome) == ("shop: credentials in headers of answers", "repeated")


def test_a_cookie_that_is_set_again_and_any_other_header_are_fine():
    told = kept(COOKIE, (200, [("Set-Cookie", f"sid={CREDENTIAL}"), ("X-Debug", "made-up")]))
    assert (told.is_breach, told.outcome) == (False, "not repeated")
