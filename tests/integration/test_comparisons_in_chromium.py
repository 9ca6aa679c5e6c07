"""Comparisons in headless Chromium: no script of others runs, everybody can read them, rows are found and folded."""

from __future__ import annotations

import compared as made
import pytest
from servers.chromium import HOSTILE, faults, unfold, written

pytestmark = pytest.mark.integration
LOOKS = [("every", scheme, width) for scheme in ("light", "dark") for width in (390, 1440)]
LOOKS += [("healthy", "light", 390), ("healthy", "dark", 1440), ("same", "light", 390), ("many", "dark", 1440)]
LOOKS += [("hostile", "light", 390), ("hostile", "dark", 1440)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The files, by what they are about."""
    texts = {
        "every": made.page(*made.two()),
        "healthy": made.page(*made.healthy()),
        "same": made.page(made.record(made.row("a")), made.record(made.row("a"))),
        "many": made.page(*made.two(many=12)),
        "hostile": made.page(*made.two(HOSTILE)),
    }
    return written(tmp_path_factory.mktemp("comparisons"), texts)


@pytest.mark.security
def test_nothing_that_a_record_holds_runs_or_asks(opened):
    page = opened("hostile")
    unfold(page)
    page.mouse.move(200, 300)
    page.click("#unfold")
    page.fill("#find", "script")
    page.wait_for_timeout(500)
    assert page.evaluate("[window.ran, document.scripts.length, document.images.length]") == [None, 1, 0]
    assert page.said == []
    assert [one.partition(":")[0] for one in page.asked if not one.startswith("data:")] == ["file"]
    assert "<script>" in page.inner_text("main")  # as a text


@pytest.mark.parametrize(("name", "scheme", "width"), LOOKS)
def test_everybody_can_read_what_changed(opened, name, scheme, width):
    page = opened(name, width=width, scheme=scheme)
    assert faults(page) == []
    unfold(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_every_change_is_unfolded(opened, scheme):
    page = opened("every", scheme=scheme)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
    assert not page.is_visible("#find")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert faults(page) == []
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_changes_are_found_filtered_and_linked(opened):
    page = opened("every", fragment="#row-code-quality-coverage")
    assert page.locator("details.row[open]").count() == 1
    total = page.locator("details.row").count()
    page.click("button[data-outcome='changed otherwise']")
    assert page.text_content("#seen") == f"1 of {total} rows are shown"
    page.click("button[data-outcome='changed otherwise']")
    page.fill("#find", "response time")
    page.wait_for_selector(f"#seen:has-text('1 of {total} rows')")
    assert page.is_visible("#row-code-quality-findings")


def test_without_scripts_changes_still_fold(opened):
    page = opened("every", java_script_enabled=False)
    assert not page.is_visible("#find")
    assert page.is_visible(".counts")
    page.click("#row-code-quality-coverage > summary")
    assert page.is_visible("#row-code-quality-coverage table")
