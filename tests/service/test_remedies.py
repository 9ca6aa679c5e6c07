"""Each way of being wrong has its own cure."""

from __future__ import annotations

import pytest

from pytest_golive.service.auth.attempt import Seen, attempt_of
from pytest_golive.service.auth.seeing.remedies import ADMITS, OTHER_STATUS, REFUSED_WRONGLY, remedy


@pytest.mark.parametrize(
    ("name", "outcome", "wanted", "said"),
    [
        ("session: old session after log-out", "admitted", "refused", "end the session or the token on the server"),
        ("token: token after log-out", "admitted", "refused with 401", "end the session or the token on the server"),
        ("token: lesser identity on what is forbidden to it", "admitted", "refused", "check the role"),
        ("token: lesser identity on what is forbidden to it", "refused with 401", "refused with 403", OTHER_STATUS),
        ("token: no credentials", "admitted", "refused", ADMITS),
        ("issuer: no credentials", "admitted", "refused", ADMITS),
        ("token: no credentials", "not refused", "refused", "answer 401 or 403"),
        ("token: no credentials", "refused with data", "refused", "leave the data out"),
        ("token: right credentials", "refused", "admitted", REFUSED_WRONGLY),
        ("token: right credentials", "admitted without data", "admitted", "name in shows what the page does hold"),
        ("token: unsigned token (alg: none)", "admitted", "refused", "accept the algorithms of your issuer only"),
        ("token: minted token of another issuer", "admitted", "refused", "verify iss"),
        ("token: token for another audience", "admitted", "refused", "verify aud"),
        ("token: token that is not valid yet", "admitted", "refused", "verify nbf"),
        ("token: revoked token", "admitted", "refused", "taken back"),
        ("token: credentials in headers of answers", "repeated", "not repeated", "send no credential back"),
        ("oidc: signature of the token", "wrong", "right", ""),
    ],
)
def test_a_cure_is_for_what_is_wrong(name, outcome, wanted, said):
    made = remedy(name, outcome, wanted)
    assert made.startswith(said) or said in made
    assert bool(made) == bool(said)
    (finding,) = attempt_of(name, wanted, [Seen(outcome, "200", "/orders")]).faults
    assert finding.cure == made
