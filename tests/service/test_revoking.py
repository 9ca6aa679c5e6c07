"""A token that has been logged out must be rejected afterwards."""

from __future__ import annotations

import pytest
from token_shop import Shop

from pytest_golive.service.auth.revoking import check_log_out
from pytest_golive.service.credentials.reading import Carrier


def logged_out(prober_of, shop, second="the-second-token"):
    prober, service = prober_of(shop)
    prober.accept(Carrier().carrying("the-first-token"))

    def leave():
        return service.ask("/logout", "POST", headers=Carrier().carrying(second))

    return list(check_log_out(prober, Carrier(), second, leave))


@pytest.mark.security
def test_a_token_that_is_logged_out_must_be_refused(prober_of):
    tokens = ("the-first-token", "the-second-token")
    (attempt,) = logged_out(prober_of, Shop(*tokens, carrier=Carrier()))
    assert (attempt.name, attempt.outcome) == ("token: token after log-out", "rejected")
    assert "after POST /logout answered 204" in attempt.responses
    (attempt,) = logged_out(prober_of, Shop(*tokens, carrier=Carrier(), forgets=False))
    assert (attempt.outcome, attempt.is_breach) == ("accepted", True)
    assert "to repeat: curl" in attempt.faults[0].message


@pytest.mark.parametrize(
    ("shop", "why"),
    [
        ({"valid": ("the-first-token",)}, "401 before the log-out, so its rejection afterwards would prove nothing"),
        ({"log_out": 404}, "POST /logout answered 404, so nothing was logged out"),
        ({"log_out": 503}, "POST /logout answered 503, so nothing was logged out"),
    ],
)
def test_a_log_out_that_proves_nothing(prober_of, shop, why):
    valid = shop.pop("valid", ("the-first-token", "the-second-token"))
    (attempt,) = logged_out(prober_of, Shop(*valid, carrier=Carrier(), **shop))
    assert attempt.outcome == ""
    assert why in attempt.trouble
    assert attempt.cure
