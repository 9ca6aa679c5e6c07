"""A page that everyone gets does not prove a rejection."""

from __future__ import annotations

from itertools import count

import pytest

from pytest_golive.service.auth.knock import Knock, Protected
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security
PORTAL = '<form action="/login">Welcome to the network<input type="password" name="p"><i>{}</i></form>'


@pytest.mark.parametrize("mark", ["same", "{}"])
def test_a_portal_that_shows_a_log_in_to_all_refuses_nobody(serve, mark):
    numbers = count(1000)
    server = serve(lambda _: (200, {"Content-Type": "text/html"}, PORTAL.format(mark.format(next(numbers))).encode()))
    prober = Prober(Service(Target("staging", server.url)), Protected("token", ["/orders"]))
    prober.accept({"Authorization": "Bearer right-token-1"})
    (attempt,) = prober.reject([Knock("no token", {"": {}})])
    assert attempt.outcome == "not rejected"
    assert "nothing tells the protected page from a public one" in attempt.responses
