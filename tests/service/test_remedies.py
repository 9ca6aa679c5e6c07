"""Each wrong outcome has its own fix."""

from __future__ import annotations

import pytest

from pytest_golive.service.auth.attempt import Observation, attempt_of
from pytest_golive.service.auth.seeing.remedies import ACCEPTS, OTHER_STATUS, REJECTED_WRONGLY, remedy


@pytest.mark.parametrize(
    ("name", "outcome", "wanted", "said"),
    [
        ("session: old session after log-out", "accepted", "rejected", "end the session or the token on the server"),
        ("token: token after log-out", "accepted", "rejected with 401", "end the session or the token on the server"),
        ("token: lesser identity on what is forbidden to it", "accepted", "rejected", "check the role"),
        ("token: lesser identity on what is forbidden to it", "rejected with 401", "rejected with 403", OTHER_STATUS),
        ("token: no credentials", "accepted", "rejected", ACCEPTS),
        ("issuer: no credentials", "accepted", "rejected", ACCEPTS),
        ("token: no credentials", "not rejected", "rejected", "respond with 401 or 403"),
        ("token: no credentials", "rejected with data", "rejected", "leave the data out"),
        ("token: right credentials", "rejected", "accepted", REJECTED_WRONGLY),
        (
            "token: right credentials",
            "accepted without data",
            "accepted",
            "name in shows what the page really contains",
        ),
        ("token: unsigned token (alg: none)", "accepted", "rejected", "accept the algorithms of your issuer only"),
        ("token: minted token of another issuer", "accepted", "rejected", "verify iss"),
        ("token: token for another audience", "accepted", "rejected", "verify aud"),
        ("token: token that is not valid yet", "accepted", "rejected", "verify nbf"),
        ("token: revoked token", "accepted", "rejected", "taken back"),
        ("token: credentials in headers of answers", "repeated", "not repeated", "send no credential back"),
        ("oidc: signature of the token", "wrong", "right", ""),
    ],
)
def test_a_cure_is_for_what_is_wrong(name, outcome, wanted, said):
    made = remedy(name, outcome, wanted)
    assert made.startswith(said) or said in made
    assert bool(made) == bool(said)
    (finding,) = attempt_of(name, wanted, [Observation(outcome, "200", "/orders")]).faults
    assert finding.cure == made
