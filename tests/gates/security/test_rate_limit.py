"""Rate limiting active: passes, is breached, cannot measure; no other requests are sent meanwhile."""

from __future__ import annotations

import pytest
from serving import Demo, demo, served, target_table

from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.app import create_app
from pytest_golive.demo.paths.limiter import Rate
from pytest_golive.demo.shop import Shop

GATE = "security::rate_limit"


@pytest.fixture(scope="module")
def demo_():
    with demo("5/1s") as running:
        yield running


@pytest.fixture
def described(demo_: Demo, shop, monkeypatch):
    """A project whose staging target is the reference service; what is given changes its table."""
    for name, value in demo_.environment.items():
        monkeypatch.setenv(name, value)
    demo_.shop.afresh()

    def describe(**changes):
        shop.settings("\n" + target_table("staging", demo_.table | changes))
        return shop

    return describe


def limit(demo_, **changes):
    return demo_.table["rate_limit"] | changes


def test_rate_limit_passes(described):
    described().passes(
        GATE,
        "*requests before the limit: 5, must be at most 5*6 requests in *without credentials: GET /search*",
        "*status of a rejection: 429, must be 429*",
        "*a rejection says when to come back: yes*Retry-After: 1*",
        "*accepts again when it says: yes*",
        "*another client is accepted meanwhile: yes*another address*",
        "*requests sent: 6 in the burst, 4 before and after*",
    )


@pytest.mark.parametrize(("by", "other"), [("key", "another API key"), ("user", "another user")])
def test_rate_limit_passes_for_a_limiter_that_counts_keys_or_users(described, demo_, by, other):
    described(rate_limit=limit(demo_, by=by)).passes(GATE, f"*another client is accepted meanwhile: yes*{other}*")


def test_a_smoke_run_leaves_production_in_peace_unless_the_settings_allow_bursts(described, demo_):
    shop = described(production=True)
    args = ("-p", "no:randomly", "-m", "smoke", "-k", "rate_limit")
    result = shop._pytester.runpytest_inprocess(*args)
    result.stdout.fnmatch_lines(["*  N/A *Rate limiting active: production is only read; pre_deploy proves it*"])
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().replace("production = true", 'production = true\nallow = ["rate_limit"]'))
    result = shop._pytester.runpytest_inprocess(*args)
    result.stdout.fnmatch_lines(["*  ERROR *", "*no burst was sent: staging is production*"])


def test_rate_limit_passes_where_users_log_in_by_form(described, demo_):
    """The log-in sends its own requests, which must not wait for the end of the burst."""
    _, form, *_ = demo_.table["auth"]
    described(auth=[form], api_keys={**demo_.table["api_keys"], "protected": ["/search"]}).passes(
        GATE, "*with an API key: GET /search*", "*another client is accepted meanwhile: yes*another API key*"
    )


def test_rate_limit_passes_on_production_if_both_permit_it(described):
    shop = described(production=True, allow=["rate_limit"])
    rejected = shop.judge(GATE)
    rejected.stdout.fnmatch_lines(["*  ERROR *", "*no burst was sent: staging is production*"])
    assert "--golive-allow=rate_limit" in rejected.stdout.str()
    shop.judge(GATE, "--golive-allow=rate_limit").stdout.fnmatch_lines(["*  PASS *"])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("limiter_off", "*requests before the limit: 6, must be at most 5*"),
        ("limiter_late", "*requests before the limit: 6, must be at most 5*"),
        ("limiter_lies", "*accepts again when it says: no, must be yes*Retry-After: 1, but*only after 4.* s*"),
        ("limiter_epoch", "*says when to come back: no, must be yes*Retry-After: 1*, which is a time since 1970: as*"),
        ("limiter_global", "*another client is accepted meanwhile: no, must be yes*another address*rejected, too*"),
    ],
)
def test_rate_limit_is_breached(described, demo_, monkeypatch, fault, said):
    # Where nothing is waited for, a longer window leaves a busy machine the time for its burst.
    longer = {"rate_limit": limit(demo_, per="20s")} if fault in {"limiter_off", "limiter_late"} else {}
    shop = described(**longer)
    if fault == "limiter_lies":  # it accepts after three times the window, and three seconds
        monkeypatch.setattr(demo_.shop, "rate", Rate(5, 0.2))
    with demo_.faulty(fault):
        shop.breaches(GATE, said)


def test_rate_limit_is_breached_by_another_status(described, demo_):
    described(rate_limit=limit(demo_, status=503)).breaches(GATE, "*status of a rejection: 429, must be 503*")


def test_rate_limit_cannot_measure(described, shop, demo_):
    settings = (shop.path / "pyproject.toml").read_text()
    without = {name: value for name, value in demo_.table.items() if name != "rate_limit"}
    for table, word, said in (
        (without, "NOT SET UP", "*the settings declare no rate limit of staging*"),
        (demo_.table | {"rate_limit": limit(demo_, path="/gone")}, "ERROR", "*status 404, so there is nothing to be*"),
        (
            demo_.table | {"rate_limit": limit(demo_, patience="100ms")},
            "ERROR",
            "*Retry-After: 1, and patience is only 0.1 s*",
        ),
    ):
        shop.write("pyproject.toml", f"{settings}\n{target_table('staging', table)}")
        shop.cannot_measure(GATE, said, word=word)
        demo_.shop.afresh()


def test_nothing_else_of_the_run_asks_meanwhile(shop):
    """A limiter for the whole service would count, and reject, the requests of other rows."""
    seen = []

    async def recording(scope, receive, send):
        if scope["type"] == "http":
            seen.append(scope["path"])
        await app(scope, receive, send)

    app = create_app(Shop(Credentials.fresh(), rate=Rate(5, 1.0)))
    shop.write(
        "gates/test_asking.py",
        "import pytest\n"
        "from pytest_golive import gate\n\n"
        "pytestmark = pytest.mark.pre_deploy\n\n"
        "@pytest.mark.parametrize('number', range(4))\n"
        "@gate('The service answers')\n"
        "def answers(client, judge, number):\n"
        "    for _ in range(40):\n"
        "        judge('status', client.get('/products').status_code, equals=200)\n",
    )
    with served(recording) as url:
        limit = {"path": "/search", "requests": 5, "per": "1s"}
        shop.settings("\n" + target_table("staging", {"url": url, "rate_limit": limit}))
        result = shop.judge(GATE, "gates", "-n", "2")
    result.stdout.fnmatch_lines(["*  PASS  *Rate limiting active*", "NO-GO  5 passed;*"])
    first, last = seen.index("/search"), len(seen) - seen[::-1].index("/search")
    assert set(seen[first:last]) == {"/search", "/healthz"}
    assert seen.count("/products") == 160
