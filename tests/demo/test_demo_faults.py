"""Every fault has exactly its documented effect."""

from __future__ import annotations

import pytest
from demo_probes import PROBES

from pytest_golive.collecting.entries import built_in_gates
from pytest_golive.demo.faults import Fault, named

OPEN, CLOSED = "200 data", "401"
AWAY = "302 http://127.0.0.1:1/"
PAGE = "200 http://127.0.0.1:1/"
MEASURED = {"scrapes": [200, 200], "counted": 2, "fine buckets": 8, "memory": False, "cpu": False, "waiting": 3}
NOT_MEASURED = dict.fromkeys(MEASURED)
ANSWERED, ASKED = "GET /availability below the caller", "GET below GET /availability"
NEIGHBOUR = "GET /stock below GET"
SPANS = [NEIGHBOUR, ASKED, ANSWERED]
HEALTHY = {
    "products": "3 products",
    "catalogue": "301 /products",
    "health": [200, 200, 200],
    "version": ["1.0.0", "1.0.0", "1.0.0"],
    "database": "ok",
    "built": False,
    "wait": False,
    "admin, reader": "403",
    "account, nobody": "302",
    "account, malformed": "302",
    "log-in, right": "303, 200 data",
    "log-in, wrong": "401, 302",
    "log-in, no csrf": "403, 302",
    "log-in, other csrf": "403, 302",
    "log-out": "303, 302",
    "cookies": ["Path=/; SameSite=lax", "HttpOnly; Path=/; SameSite=lax"],
    "searches": "3, later 200, the other 200",
    "headers": 4,
    "repeated": False,
    "measured": MEASURED,
    "spans": SPANS,
}
ACCEPTED = ("orders, valid", "admin, admin", "reports, right", "client, right", "stock, right", "stock, second")
HEALTHY |= dict.fromkeys(ACCEPTED, OPEN)
HEALTHY = dict.fromkeys(PROBES, CLOSED) | HEALTHY

USERS = tuple(name for name in PROBES if name.partition(",")[0] in {"orders", "admin", "reports", "account", "client"})
KEYS = tuple(name for name in PROBES if name.startswith("stock"))
CHANGED = {
    "slow": {"products": "silence"},
    "hang": {"products": "silence"},
    "failing": {"products": "500"},
    "garbage_body": {"products": "no JSON"},
    "endless_body": {"products": "long, plain"},
    "dripping_body": {"products": "dripping"},
    "redirect_loop": {"products": "302 /products"},
    "bomb": {"products": "long, gzip"},
    "redirect_elsewhere": {"products": AWAY}
    | {name: "302" for name in ACCEPTED if name.startswith(("orders", "client", "stock"))},
    "redirect_downgraded": {"catalogue": "301 http://shop.test/products"},
    "redirect_nowhere": {"catalogue": "301 mailto:shop@shop.example"},
    "health_elsewhere": {"health": [AWAY, AWAY, AWAY], "database": AWAY},
    "health_sends_on": {"health": [PAGE, PAGE, PAGE], "database": PAGE},
    "health_wanders": {"health": [f"302 /healthz?n={n}" for n in (1, 2, 3)], "database": "302 /healthz?n=4"},
    "version_elsewhere": {"version": [AWAY, AWAY, AWAY]},
    "unhealthy": {"health": [503, 503, 503], "database": "unreachable"},
    "ill_component": {"database": {"status": "down"}},
    "flapping": {"health": [200, 200, 503]},
    "old_version": {"version": ["0.0.1", "0.0.1", "0.0.1"]},
    "mixed_versions": {"version": ["1.0.0", "0.0.1", "1.0.0"]},
    # Four requests have come before, for products and health.
    "old_instance": {"version": ["1.0.0", "0.0.1", "1.0.0"]},
    "dirty_build": {"built": True},
    "auth_not_enforced": {
        **{name: OPEN for name in USERS if name != "client, wrong"},
        "log-in, wrong": "401, 200 data",
        "log-in, no csrf": "403, 200 data",
        "log-in, other csrf": "403, 200 data",
        "log-out": "303, 200 data",
    },
    "wrong_password_admitted": {"reports, wrong": OPEN, "client, wrong": OPEN, "log-in, wrong": "303, 200 data"},
    "malformed_admitted": dict.fromkeys(
        ("orders, malformed", "orders, other scheme", "reports, malformed", "account, malformed"), OPEN
    ),
    "expired_admitted": {"orders, expired": OPEN},
    "revoked_admitted": {"orders, revoked": OPEN},
    "role_not_enforced": {"admin, reader": OPEN},
    "logout_ineffective": {"log-out": "303, 200 data"},
    "csrf_not_checked": dict.fromkeys(("log-in, no csrf", "log-in, other csrf"), "303, 200 data"),
    "jwt_none_admitted": {"orders, none": OPEN},
    "jwt_signature_unchecked": dict.fromkeys(("orders, altered", "orders, other key"), OPEN),
    "jwt_audience_unchecked": {"orders, wrong_audience": OPEN},
    "jwt_issuer_unchecked": {"orders, wrong_issuer": OPEN},
    "jwt_crit_ignored": dict.fromkeys(("orders, crit", "orders, unknown_crit"), OPEN),
    "jwt_not_before_ignored": {"orders, not_yet_valid": OPEN},
    "forbidden_as_nobody": {"admin, reader": "401"},
    "revocation_ineffective": {"client, revoked": OPEN},
    "refused_with_data": {
        **{name: f"{HEALTHY[name]} data" for name in USERS if HEALTHY[name] != OPEN and name != "client, wrong"},
        **{name: f"{HEALTHY[name]} data" for name in PROBES if name.startswith("log-") and name != "log-in, right"},
    },
    "leaking_header": {"repeated": True},
    "key_not_enforced": dict.fromkeys(set(KEYS) - set(ACCEPTED), OPEN),
    "truncated_key_admitted": dict.fromkeys(("stock, cut", "stock, half"), OPEN),
    "revoked_key_admitted": {"stock, revoked": OPEN},
    "other_key_admitted": {"stock, other": OPEN},
    "key_in_query_admitted": {"stock, in query": OPEN},
    "key_refused_with_data": dict.fromkeys(set(KEYS) - set(ACCEPTED), "401 data"),
    "limiter_off": {"searches": "8, later 200, the other 200"},
    "limiter_late": {"searches": "6, later 200, the other 200"},
    "limiter_lies": {"searches": "3, later 429, the other 200"},
    "limiter_epoch": {"wait": True},
    "limiter_global": {"searches": "3, later 200, the other 429"},
    # Every fifth of all that were asked for; the probes ask once.
    "errors": {},
    "metrics_failing": {"measured": NOT_MEASURED | {"scrapes": [500, 500]}},
    "metrics_flapping": {"measured": NOT_MEASURED | {"scrapes": [200, 500]}},
    "metrics_stuck": {"measured": MEASURED | {"counted": 0}},
    "metric_renamed": {"measured": MEASURED | {"counted": None}},
    "counters_stuck": {"measured": MEASURED | {"counted": 0}},
    "buckets_coarse": {"measured": MEASURED | {"fine buckets": 0}},
    "memory_high": {"measured": MEASURED | {"memory": True}},
    "cpu_busy": {"measured": MEASURED | {"cpu": True}},
    "queue_long": {"measured": MEASURED | {"waiting": 5000}},
    "traces_off": {"spans": []},
    "traces_unsampled": {"spans": []},
    "span_lost": {"spans": ["GET /stock below a span that is missing", ANSWERED]},
    "context_lost": {"spans": [ASKED, ANSWERED]},
    "insecure_cookie": {"cookies": ["Path=/", "Path=/"]},
    "missing_headers": {"headers": 0},
}


def ask(demo):
    return {name: probe(demo) for name, probe in PROBES.items()}


def test_without_a_fault_all_is_well(demo):
    assert ask(demo) == HEALTHY


def test_every_fault_is_tried_and_has_a_gate_that_finds_it():
    assert set(CHANGED) == set(Fault)
    assert all(fault.gates and fault.meaning for fault in Fault)


def test_the_gates_that_are_named_exist():
    gates = {function.__name__ for _, function in built_in_gates()}
    assert {gate for fault in Fault for gate in fault.gates} <= gates


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_changes_what_it_says_and_nothing_else(demo, fault, monkeypatch):
    monkeypatch.setattr(demo.shop, "slow_seconds", 30.0)
    with demo.faulty(fault):
        assert ask(demo) == HEALTHY | CHANGED[fault]


def test_slow_is_slow_and_right(demo, monkeypatch):
    monkeypatch.setattr(demo.shop, "slow_seconds", 0.0)
    with demo.faulty("slow"):
        assert PROBES["products"](demo) == "3 products"


def test_every_fifth_answer_is_an_error_and_the_metrics_say_so(demo):
    with demo.faulty("errors"), demo.client() as client:
        answers = [client.get("/products").status_code for _ in range(10)]
    assert answers == [200, 200, 200, 200, 500] * 2
    assert 'route="/products",status="500"' in demo.get("/metrics").text


def test_faults_can_be_named_as_options_are():
    assert named(["limiter-off", " slow "]) == {Fault.LIMITER_OFF, Fault.SLOW}


def test_an_unknown_fault_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match="unknown fault 'limiter_of'; did you mean 'limiter_off'"):
        named(["limiter_of"])


def test_an_unknown_fault_like_none_is_refused_with_all():
    with pytest.raises(ValueError, match="there are: slow, failing"):
        named(["?"])
