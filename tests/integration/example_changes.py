"""Small changes to the example shop, each of which turns the row of one gate red."""

from __future__ import annotations

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
NEVER = "def never(x):\n" + "".join(f"    x += {number}\n" for number in range(150))
BRANCHES = "\n\ndef never(x):\n" + "".join(f"    if x == {number}:\n        x += 1\n" for number in range(11))
STAGING, START, SERVE = "src/shop/staging.py", "app = create_app(", "uvicorn.run("
FAILS = f"""import shop.app

    async def full(_):
        raise OSError("no space left on device")

    shop.app.products = full
    {START}"""
WAITS = f"""import itertools
    import time

    import shop.app

    served, products = itertools.count(), shop.app.products

    async def slow(request):
        time.sleep(0.3 if next(served) % 10 == 0 else 0.0)
        return await products(request)

    shop.app.products = slow
    {START}"""
CHANGES = {
    "files_within_limit": ("tests/test_long.py", "", '"""Nothing."""\n' + "\n" * 200),
    "critical_files_modular": ("src/shop/orders.py", "MOST = 100\n", f"MOST = 100\n{BRANCHES}"),
    "tests_pass": ("src/shop/app.py", '{"status": "ok"}', '{"status": "fine"}'),
    "coverage": ("src/shop/catalogue.py", "@dataclass(frozen=True)\n", f"{NEVER}\n\n@dataclass(frozen=True)\n"),
    "no_todo_in_critical_paths": ("src/shop/auth.py", "LIFETIME = 3600.0", "LIFETIME = 3600.0  # TO" + "DO: ask"),
    "no_fixme_or_hack": ("src/shop/catalogue.py", "PRODUCTS = {", "# FIX" + "ME: prices\nPRODUCTS = {"),
    "security_tests_pass": (
        "tests/test_security.py",
        "def test_a_session_ends_after_an_hour",
        "@pytest.mark.skip\ndef test_a_session_ends_after_an_hour",
    ),
    "no_exposed_secrets": ("src/shop/catalogue.py", "PRODUCTS = {", f"KEY = '{KEY}'\nPRODUCTS = {{"),
    "no_vulnerable_code": (
        "src/shop/catalogue.py",
        "    return PRODUCTS.get(name)",
        "    return PRODUCTS.get(eval(repr(name)))",
    ),
    "auth_flows": (STAGING, START, f"auth.who = lambda store, token: CUSTOMER\n    {START}"),
    "rate_limit": (STAGING, "Limit(seconds=WINDOW)", "Limit(10_000)"),
    "transport": ("src/shop/app.py", '    "Referrer-Policy": "no-referrer",\n', ""),
    "staging_deployed": (STAGING, START, f"import shop.app\n\n    shop.app.__version__ = '1.1.0'\n    {START}"),
    "documents_sound": (
        "docs/deployment-guide.md",
        "# Deployment guide",
        "# Deployment guide\n\n[more](no-such-page.md)",
    ),
    "changelog_updated": ("CHANGELOG.md", "## [1.2.0] - 2026-11-20", "## [1.2.0]"),
    "codebase_summary_current": (
        "docs/codebase-summary.md",
        "| `shop.limits` | how often",
        "| `shop.limiter` | how often",
    ),
    "readme_accurate": ("README.md", "pip install -e '.[test]'", "pip install -e '.[tests]'"),
    "code_standards_verified": ("docs/code-standards.md", "at most 199 lines", "at most 150 lines"),
    "metrics_flow": (
        STAGING,
        SERVE,
        f"app.routes[:] = [one for one in app.routes if one.path != '/metrics']\n    {SERVE}",
    ),
    "failures_are_counted": ("src/shop/metrics.py", "status, began = 500,", "status, began = 200,"),
    "error_rate_on_staging": (STAGING, START, FAILS),
    "latency_on_staging": (STAGING, START, WAITS),
    "memory_on_staging": (STAGING, START, f"kept = b'x' * (230 << 20)\n    {START}"),
    "cpu_on_staging": ("pyproject.toml", "cpu_limit = 1 ", "cpu_limit = 0.001 "),
    "test_prices_are_whole_cents": ("src/shop/catalogue.py", 'Product("pot", 3900)', 'Product("pot", -1)'),
}
# Without its metrics nothing else can be said of staging, either.
ALSO = {"metrics_flow": {f"{name}_on_staging" for name in ("error_rate", "latency", "memory", "cpu")}}
CURES = {
    "metrics_flow": "correct path in [tool.golive.targets.staging.metrics]: its metrics are elsewhere",
    "failures_are_counted": "Count it in shop.metrics: without that, the error rate is always 0",
    "error_rate_on_staging": "See what shop.app raises on requests to /products, and mend it",
    "latency_on_staging": "Look for what requests to /products wait for",
    "memory_on_staging": "Look for what the process keeps;",
    "cpu_on_staging": "Profile the process;",
}
# A checklist takes a quarter of a minute, most of which it waits. Of changes that meet neither in a place of a file nor in a
# measurement, many are tried at once.
AT_ONCE = (
    (
        *("files_within_limit", "tests_pass", "transport", "changelog_updated", "rate_limit", "no_vulnerable_code"),
        *("test_prices_are_whole_cents", "codebase_summary_current", "readme_accurate", "metrics_flow"),
    ),
    (
        *("critical_files_modular", "coverage", "memory_on_staging", "cpu_on_staging"),
        *("no_exposed_secrets", "documents_sound", "error_rate_on_staging"),
    ),
    (
        *("no_todo_in_critical_paths", "security_tests_pass", "staging_deployed", "latency_on_staging"),
        *("no_fixme_or_hack", "auth_flows", "code_standards_verified", "failures_are_counted"),
    ),
)
