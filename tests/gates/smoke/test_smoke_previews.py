"""Preview environments: the address of a target, and that of production, from the environment."""

from __future__ import annotations

from pytest_golive.masking.known import MASK

HEALTHY = "smoke::healthy"


def described(shop, live, more=""):
    settings = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", settings.replace(f'url = "{live.url}"', 'url_env = "PREVIEW_URL"') + more)


def test_healthy_passes_at_an_address_of_the_environment(shop, live, monkeypatch):
    described(shop, live)
    monkeypatch.setenv("PREVIEW_URL", live.url)
    shop.passes(HEALTHY, f"*health: healthy, must be healthy (GET {live.url}/healthz)*")


def test_healthy_is_breached_at_an_address_of_the_environment(shop, live, monkeypatch):
    described(shop, live)
    live.answers["/healthz"] = (500, {"status": "ok"})
    monkeypatch.setenv("PREVIEW_URL", live.url)
    shop.breaches(HEALTHY, f"*GET {live.url}/healthz: status 500; to repeat:*")


def test_healthy_cannot_measure_without_the_variable(shop, live, monkeypatch):
    described(shop, live)
    monkeypatch.delenv("PREVIEW_URL", raising=False)
    shop.cannot_measure(
        HEALTHY,
        "*the environment variable PREVIEW_URL is not set, and targets.staging.url is read from it*",
        "*to fix: set PREVIEW_URL where the checklist runs*",
        word="NOT SET UP",
    )
    assert live.server.requests == []


def test_healthy_cannot_measure_where_the_variable_holds_a_credential(shop, live, monkeypatch):
    canary = "canary-" + "Zx81Qm55"
    described(shop, live)
    monkeypatch.setenv("PREVIEW_URL", live.url.replace("http://", f"http://me:{canary}@"))
    result = shop.judge(HEALTHY)
    result.stdout.fnmatch_lines(
        ["*  ERROR *", "*which targets.staging.url is read from, must not contain credentials*"]
    )
    assert canary not in result.stdout.str() + result.stderr.str()
    assert MASK.hide(canary) == canary, "it was not read as a secret, so it must not be shown at all"


def test_nothing_is_asked_while_nobody_knows_what_production_is(shop, live, monkeypatch):
    described(shop, live, '[tool.golive.targets.prod]\nurl_env = "PRODUCTION_URL"\nproduction = true\n')
    monkeypatch.setenv("PREVIEW_URL", live.url)
    monkeypatch.delenv("PRODUCTION_URL", raising=False)
    shop.cannot_measure(
        HEALTHY, "*the environment variable PRODUCTION_URL is not set, and targets.prod.url is read*", word="NOT SET UP"
    )
    assert live.server.requests == []


def test_a_preview_at_the_address_of_production_is_production(shop, live, monkeypatch):
    described(shop, live, '[tool.golive.targets.prod]\nurl_env = "PRODUCTION_URL"\nproduction = true\n')
    shop.settings('[tool.golive.targets.staging.rate_limit]\npath = "/products"\nrequests = 2\n')
    for name in ("PREVIEW_URL", "PRODUCTION_URL"):
        monkeypatch.setenv(name, live.url)
    shop.judge("security::rate_limit").stdout.fnmatch_lines(["*staging is production*"])
    assert not [request for request in live.server.requests if request[1] == "/products"]
