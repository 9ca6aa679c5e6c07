"""The gate about health: it passes, is breached, cannot measure; and what all live gates do before it."""

from __future__ import annotations

import pytest
from serving import demo, target_table

HEALTHY = "smoke::healthy"


def test_healthy_passes(shop, live):
    shop.passes(HEALTHY, "*health: healthy, must be healthy (GET http://127.0.0.1:*/healthz)", "*at the first try*")
    assert [request[0] for request in live.server.requests] == ["GET"] * 6  # waiting, and looking five times


def test_healthy_meets_every_instance_behind_a_balancer(shop, live):
    live.answers["/healthz"] = [(200, b"ok"), (200, b"ok"), (200, {"status": "DOWN"}), (200, b"ok")]
    shop.breaches(HEALTHY, "*health: 1 of 5 times status 200, but it says 'DOWN', must be healthy*")


def test_healthy_is_breached_by_each_fault_of_the_reference_service(shop):
    with demo() as running:
        shop.settings("\n" + target_table("staging", running.table))
        for fault, said in (
            ("unhealthy", "health: status 503"),
            ("flapping", "health: * of 5 times status 503"),
            ("ill_component", "health: status 200, but database.status says 'down'"),
        ):
            with running.faulty(fault):
                shop.breaches(HEALTHY, f"*{said}, must be healthy*")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((503, {"status": "ok"}), "status 503"),
        ((500, b""), "status 500"),
        ((200, {"status": "DOWN"}), "status 200, but it says 'DOWN'"),
        ((404, b"nothing here"), "status 404"),
        ((200, b'\xef\xbb\xbf\n{"status": "DOWN"}'), "status 200, but it says 'DOWN'"),
        ((200, b"degraded"), "status 200, but it says 'degraded'"),
        (
            (200, {"status": "UP", "components": {"db": {"status": "DOWN"}, "disk": {"healthy": False}}}),
            "status 200, but components.db.status says 'DOWN', components.disk.healthy says 'false'",
        ),
        (
            (200, b"[+]ping ok\n[-]etcd failed: reason withheld\n"),
            "status 200, but etcd says 'failed: reason withheld'",
        ),
    ],
)
def test_healthy_is_breached(shop, live, answer, words):
    live.answers["/healthz"] = answer
    shop.breaches(HEALTHY, f"*health: {words}, must be healthy*", "*GET http://127.0.0.1:*/healthz: *; to repeat:*")


def test_healthy_is_breached_by_a_log_in_page_in_its_place(shop, serve):
    def answer(request):
        return (302, {"Location": "/login"}, b"") if request[1] == "/healthz" else (200, {}, b"<form>")

    shop.settings(f'[tool.golive.targets.staging]\nurl = "{serve(answer).url}"\n')
    shop.breaches(HEALTHY, "*health: redirected to /login, must be healthy*")


def test_healthy_follows_a_slash_and_a_prefix(shop, serve):
    def answer(request):
        if request[1] in {"/shop/healthz", "/shop/healthz/"}:
            return (200, {}, b"OK") if request[1].endswith("/") else (301, {"Location": "/shop/healthz/"}, b"")
        return 404, {}, b""

    shop.settings(f'[tool.golive.targets.staging]\nurl = "{serve(answer).url}/shop/"\n')
    shop.passes(HEALTHY)


def test_healthy_cannot_measure(shop, live):
    live.server.close()
    shop.cannot_measure(
        HEALTHY,
        "*GET http://127.0.0.1:*/healthz: the connection was refused*",
        "*to fix: *to repeat:*",
        "*curl -sS -i*",
    )


@pytest.mark.parametrize(
    ("answer", "words", "cure"),
    [
        ((200, {"status": "rebalancing"}), "it says 'rebalancing', which is not understood", "name the word in the *"),
        ((200, b'{"status": "UP"'), "the body looks like JSON and is none: *", "let the health check send one whole *"),
    ],
)
def test_healthy_cannot_measure_what_it_does_not_understand(shop, live, answer, words, cure):
    live.answers["/healthz"] = answer
    shop.cannot_measure(
        HEALTHY, f"*GET http://127.0.0.1:*/healthz: status 200, but {words}*", f"*to fix: {cure}*", "*curl -sS*"
    )


def test_healthy_takes_the_words_of_a_team(shop, live):
    shop.settings('health_json = "app.state"\nhealth_well = ["Grün"]\nhealth_ill = ["rot"]\n')
    live.answers["/healthz"] = [(200, {"status": "DOWN", "app": {"state": "grün"}})]
    shop.passes(HEALTHY)
    live.answers["/healthz"] = [(200, {"status": "UP", "app": {"state": "ROT"}})]
    shop.breaches(HEALTHY, "*status 200, but app.state says 'ROT'*")
    live.answers["/healthz"] = [(200, {"status": "UP"})]
    shop.cannot_measure(HEALTHY, "*its JSON has no 'app.state', which health_json names*")


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ({"status": "warn"}, "warns: it says 'warn'"),
        ({"status": "UP", "db": {"status": "rebalancing"}}, "not understood: db.status says 'rebalancing'; name the*"),
        ({"uptime": 3}, "no word of health: the status alone decides:*"),
        (
            b"<html><body><h1>Shop</h1><p>All that a kitchen needs, and more</p></body></html>",
            "not understood: a page came without a word of health; name the path *",
        ),
    ],
)
def test_healthy_tells_what_it_made_of_other_words(shop, live, body, note):
    live.answers["/healthz"] = (200, body)
    shop.passes(HEALTHY, f"*{note}*")


def test_what_healthy_does_not_understand_is_told_without_being_asked_for(shop, live):
    live.answers["/healthz"] = (200, {"status": "UP", "db": {"status": "rebalancing"}})
    shop.judge(HEALTHY, "-q").stdout.fnmatch_lines(["*  PASS *", "*not understood: db.status says 'rebalancing'*"])


def test_without_a_target_it_is_not_set_up(shop):
    shop.cannot_measure(HEALTHY, "*the settings describe no target 'staging'*", word="NOT SET UP")


def test_a_target_nobody_described_is_a_mistake_on_the_command_line(shop, live):
    result = shop.judge(HEALTHY, "--target=stagign")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*there is no [[]tool.golive.targets.stagign]; did you mean 'staging'?*"])


def test_a_service_that_is_starting_is_waited_for_and_that_is_told(shop, live):
    shop.settings('wait_interval = "10ms"\n')
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().replace('wait = "1ms"', 'wait = "10s"'))
    live.answers["/healthz"] = [(503, b"starting"), (503, b"starting"), (200, b"ok")]
    shop.passes(HEALTHY, "*answered: at try 3, after * s (status 503)*")
