"""The gate smoke::critical_endpoints: it passes, is breached, cannot measure."""

from __future__ import annotations

ENDPOINTS = "smoke::critical_endpoints"
PRODUCTS = '[[tool.golive.targets.staging.endpoints]]\npath = "/products"\njson = [{ id = 1 }]\n'


def test_critical_endpoints_passes(shop, live):
    shop.settings(PRODUCTS)
    shop.passes(ENDPOINTS, "*endpoints that answer wrongly: 0, must be at most 0 (n = 1)*")


def test_critical_endpoints_is_breached(shop, live):
    shop.settings(
        PRODUCTS + PRODUCTS.replace("/products", "/orders").replace("json", 'name = "orders"\ntext = "x"\n# ')
    )
    live.answers["/products"] = (200, [{"id": 2}])
    shop.breaches(
        ENDPOINTS,
        "*endpoints that answer wrongly: 2, must be at most 0*",
        "*GET /products: [[]0].id is 2, must be 1; to repeat:*",
        "*orders: status 404, must be 200; to repeat:*",
    )


SHAPED = """
[[tool.golive.targets.staging.endpoints]]
path = "/account"
location = ["/login*", "https://id.example/*"]
without_headers = { X-Powered-By = "*" }

[[tool.golive.targets.staging.endpoints]]
path = "/page"
text = ["Shop", "Tea"]
without_text = "Debug"
headers = { Cache-Control = "*no-store*" }
without_location = "*"
"""


def shaped(location, headers, page):
    def answer(request):
        if request[1] == "/account":
            return 302, {"Location": location, **headers}, b""
        return 200, {"Cache-Control": "no-store", **headers}, page

    return answer


def test_critical_endpoints_passes_with_what_must_be_there_and_what_must_not(shop, live):
    live.server.answer = shaped("/login?next=/account", {}, b"Shop: Tea")
    shop.settings(SHAPED)
    shop.passes(ENDPOINTS, "*endpoints that answer wrongly: 0, must be at most 0 (n = 2)*")


def test_critical_endpoints_is_breached_by_what_must_not_be_there(shop, live):
    headers = {"X-Powered-By": "PHP/5.6", "Cache-Control": "public"}
    live.server.answer = shaped("https://evil.example/login", headers, b"Shop: Debug")
    shop.settings(SHAPED)
    shop.breaches(
        ENDPOINTS,
        "*endpoints that answer wrongly: 5, must be at most 0*",
        '*GET /account: the header X-Powered-By is "PHP/5.6", and must not be there; to repeat:*',
        '*GET /account: it leads to "https://evil.example/login", must lead to "/login[*]" or "https://id.example/[*]"; to*',
        '*GET /page: the header Cache-Control is "public", must be "[*]no-store[*]"; to repeat:*',
        '*GET /page: the body holds "Debug", and must not; to repeat:*',
        "*GET /page: the body does not hold \"Tea\": 'Shop: Debug'; to repeat:*",
    )


def test_critical_endpoints_cannot_measure_what_is_no_glob(shop, live):
    shop.settings(SHAPED.replace('"/login*"', '"login"'))
    result = shop.judge(ENDPOINTS)
    result.stderr.fnmatch_lines(
        ["*location*login*: must begin with '/', 'https://' or '[*]', and hold no white space*"]
    )
    assert live.server.requests == []


def test_critical_endpoints_is_not_set_up(shop, live):
    shop.cannot_measure(ENDPOINTS, "*the settings name no endpoint of staging*", word="NOT SET UP")


def test_critical_endpoints_cannot_measure_without_its_credential(shop, live):
    shop.settings(
        'auth = { scheme = "bearer", token_env = "SHOP_TOKEN", protected = ["/products"] }\n'
        + PRODUCTS.replace("json", "auth = true\njson")
    )
    shop.cannot_measure(ENDPOINTS, "*the environment variable SHOP_TOKEN is not set*", word="NOT SET UP")
