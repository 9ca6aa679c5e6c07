"""healthy, version and critical_endpoints on servers of others: all green when sound, exactly one red with a fault."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.integration
GATES = ("healthy", "version", "critical_endpoints")
KETTLE = {"path": "/products", "json": [{"name": "kettle"}]}


def settings(request, name):
    """The settings of a target for this server."""
    if name == "nginx":
        sites = request.getfixturevalue("sites")
        return {"url": sites.url("plain"), "endpoints": [KETTLE, {"path": "/orders", "status": 401}]}
    shop = request.getfixturevalue(name)
    ca_file = {} if name == "fastapi" else {"ca_file": request.getfixturevalue("certificates").ca_file}
    paths = {
        "flask": [KETTLE, {"path": "/login", "text": "Anmelden"}],
        "fastapi": [
            KETTLE,
            {"path": "/stock", "status": [401, 403]},
            {"path": "/products", "method": "HEAD", "status": 405},
        ],
        "django": [{"path": "/accounts/login/", "text": "Log in"}],
    }
    return {"url": shop.url, "endpoints": paths[name], "health": "/healthz", **ca_file}


@pytest.mark.parametrize("name", ["nginx", "flask", "fastapi", "django"])
def test_a_sound_server_is_a_go(request, checklist, name):
    checklist.aim(GATES, **settings(request, name))
    rows = checklist.run()
    assert rows.those("passed") == set(GATES), rows.said
    assert not rows.red, rows.said
    assert rows.status == 0, rows.said


@pytest.mark.parametrize(
    ("name", "fault", "told"),
    [
        ("flask", "unhealthy", ("healthy", "status 503")),
        ("django", "unhealthy", ("healthy", "status 503")),
        ("flask", "old_version", ("version", "1.1.9")),
        ("fastapi", "old_version", ("version", "1.1.9")),
        ("flask", "broken_endpoint", ("critical_endpoints", "status 500")),
        ("fastapi", "wrong_body", ("critical_endpoints", "kettle")),
    ],
)
def test_a_fault_turns_its_row_red_and_no_other(request, checklist, name, fault, told):
    gate, said = told
    checklist.aim(GATES, **settings(request, name))
    with request.getfixturevalue(name).faults.on(fault):
        rows = checklist.run()
    assert rows.red == {gate: "failed"}, rows.said
    assert said in rows.messages[gate]
    assert "curl " in rows.messages[gate]
    assert rows.status == 1


def test_the_version_in_a_header(request, checklist, django):
    checklist.aim(GATES, **settings(request, "django"), version_header="X-Version")
    assert not checklist.run().red
    with django.faults.on("old_version"):
        assert checklist.run().red == {"version": "failed"}


def test_behind_a_balancer_every_instance_counts(checklist, sites):
    for pool, version in {"pool": "passed", "mixed_pool": "failed"}.items():
        checklist.aim(GATES, url=sites.url(pool), endpoints=[KETTLE])
        rows = checklist.run()
        assert rows.outcomes["version"] == version, rows.said
    assert "1.1.9" in rows.messages["version"]
    assert set(rows.red) == {"version"}


def test_behind_a_prefix_and_behind_redirects(checklist, sites):
    checklist.aim(GATES, url=f"{sites.url('plain')}/shop", endpoints=[KETTLE])
    rows = checklist.run()
    assert not rows.red, rows.said
    checklist.aim(
        GATES, url=sites.url("to_https"), ca_file=sites.ca_file, endpoints=[{"path": "/products", "status": 301}]
    )
    rows = checklist.run()
    assert rows.outcomes["critical_endpoints"] == "passed", rows.said
