"""Headless Chromium for pages: opens them, and keeps what it complains of and asks for."""

from __future__ import annotations

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

RUNNING = "window.ran = (window.ran || 0) + 1"
HOSTILE = (
    f"</script></style></title><script>{RUNNING}</script><img src=x onerror=\"{RUNNING}\"><svg onload='{RUNNING}'>"
    f"\"' onmouseover={RUNNING} autofocus onfocus={RUNNING} javascript:{RUNNING}//{{{{ 7*7 }}}}\u202e\x00"
)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser():
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "tools/integration installs Chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"], timeout=180_000)
        yield started
        started.close()


@pytest.fixture
def opened(browser, pages):
    """Opens a page: ``opened("every", width=390)``; what the browser complains of, and asks for, is in its lists."""
    contexts = []

    def go(name, *, width=1440, scheme="light", fragment="", **how):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **how)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append(dialog.message) or dialog.dismiss())
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((pages / f"{name}.html").as_uri() + fragment)
        return page

    yield go
    for context in contexts:
        context.close()


def written(folder, texts):
    """*texts* as files in *folder*, by their names."""
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
        print(f"{name}: {len(text.encode()):,} bytes")  # noqa: T201 -- a figure for the reader of the log
    return folder


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def faults(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found]
