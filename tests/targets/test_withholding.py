"""Where the service that a run starts rejects the right credentials, the fix names the variables that it did not get."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_golive.service.answers import attempts as of_keys
from pytest_golive.service.auth import attempt as of_log_ins
from pytest_golive.service.target import Target
from pytest_golive.settings.loading import target_in
from pytest_golive.targets.access import explained
from pytest_golive.targets.live import Live

WITHHELD = "the service that [tool.golive.targets.own] start runs does not get SHOP_TOKEN, as no child of a run gets"
SAW = of_log_ins.Observation("rejected", "401", "/orders")


def live(**more):
    auth = {"scheme": "bearer", "token_env": "SHOP_TOKEN", "protected": ["/orders"]}
    keys = {"protected": ["/stock"], "key_env": "SHOP_KEY"}
    table = target_in({"url": "http://127.0.0.1:0", "start": ["serve"], "auth": auth, "api_keys": keys} | more, "own")
    return Live(Target("own", "http://127.0.0.1:9"), table, {"SHOP_TOKEN": "abc"}, Path.cwd())


def test_a_rejected_log_in_and_a_rejected_key_name_what_was_withheld():
    wrong = of_log_ins.attempt_of("token: right credentials", "accepted", [SAW])
    (fault,) = explained(live(), wrong).faults
    assert fault.cure.startswith(WITHHELD)
    assert "let it read them from a file" in fault.cure
    assert fault.cure.endswith(f"else {wrong.faults[0].cure}")
    key = of_keys.Attempt("valid key, /stock", "accepted", "rejected", "GET", (fault,))
    assert explained(live(), key).faults[0].cure.startswith(WITHHELD)


@pytest.mark.parametrize(
    ("expected", "saw", "more"),
    [
        ("accepted", "rejected", {"start": None, "url": "http://127.0.0.1:9"}),
        ("rejected", "accepted", {}),
    ],
    ids=["not started here", "accepted wrongly"],
)
def test_nothing_is_said_of_it_elsewhere(expected, saw, more):
    attempt = of_log_ins.attempt_of("x", expected, [of_log_ins.Observation(saw, "200", "/orders")])
    assert attempt.faults
    assert explained(live(**more), attempt) == attempt
