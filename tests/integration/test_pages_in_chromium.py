"""Pages in headless Chromium: no script of others runs, everybody can read them, and they answer to hands and keys."""

from __future__ import annotations

import pytest
from paged import around, broken_glass, every_outcome, finding, hostile_verdict, html, row, verdict_of
from servers.chromium import HOSTILE, RUNNING, faults, unfold, written

from pytest_golive.judging.verdict import Outcome

pytestmark = pytest.mark.integration

LOOKS = [*(("every", scheme, width) for scheme in ("light", "dark") for width in (390, 1440))]
LOOKS += [("healthy", "light", 390), ("healthy", "dark", 1440), ("glass", "light", 1440), ("glass", "dark", 390)]
LOOKS += [("hostile", "light", 390), ("hostile", "dark", 1440)]
# axe's time grows with the square of what is on a page: in "every" some findings are folded, in "long" some are left out.


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The files, by what they are about."""
    folder = tmp_path_factory.mktemp("pages")
    many = row(Outcome.FAILED, "security::many", [finding(number) for number in range(10_000)])
    long = row(Outcome.FAILED, "security::long", [finding(number) for number in range(30)])
    texts = {
        "healthy": html(verdict_of(*(row(name=f"part_{n // 8}::gate_{n}") for n in range(32)))),
        "every": html(verdict_of(*every_outcome(7), faults=["the run was interrupted"])),
        "long": html(verdict_of(*every_outcome(7), long)),
        "glass": html(verdict_of(*every_outcome()[:2], row(Outcome.NOT_PROVEN, "smoke::passed"), glass=broken_glass())),
        "many": html(verdict_of(many, *every_outcome())),
        "hostile": html(hostile_verdict(HOSTILE), around(HOSTILE)),
    }
    return written(folder, texts)


@pytest.mark.security
def test_nothing_that_others_wrote_runs_or_asks(opened):
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


@pytest.mark.security
def test_the_policy_in_the_file_stops_a_script_that_nothing_escaped(opened, pages):
    text = (pages / "every.html").read_text(encoding="utf-8")
    planted = f'<script>{RUNNING}</script><img src="data:," onerror="{RUNNING}"><a id="trap" href="javascript:{RUNNING}">x</a>'
    (pages / "planted.html").write_text(text.replace("</main>", f"{planted}</main>"), encoding="utf-8")
    page = opened("planted")
    page.click("#trap")
    page.evaluate("fetch('https://shop.example/').catch(() => 0)")
    assert page.evaluate("window.ran") is None
    assert len([one for one in page.said if "Content Security Policy" in one]) >= 3
    assert page.is_visible("#find")  # ours runs


@pytest.mark.parametrize(("name", "scheme", "width"), LOOKS)
def test_everybody_can_read_it(opened, name, scheme, width):
    page = opened(name, width=width, scheme=scheme)
    assert faults(page) == []
    unfold(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("name", "scheme"), [("every", "light"), ("long", "dark")])
def test_on_paper_everything_is_unfolded_and_readable(opened, name, scheme):
    page = opened(name, scheme=scheme)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
    assert not page.is_visible("#find")
    assert page.is_visible("text=5 more of these are in the file itself") is (name == "long")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert faults(page) == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.querySelectorAll('details.row[open]').length") == 0
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_ten_thousand_findings_stay_usable_and_none_is_silently_left_out(opened):
    page = opened("many", width=390)
    times = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    print(f"loaded after {times:.0f} ms")  # noqa: T201 -- the same
    assert "more findings are not on this page" in page.text_content("#row-security-many")
    page.fill("#find", "number 17")
    page.wait_for_selector("#seen:has-text('rows are shown')")
    assert page.is_visible("#row-security-many")
    assert faults(page) == []


def test_rows_are_found_and_filtered(opened):
    page = opened("every")
    total = page.locator("details.row").count()
    page.click("button[data-outcome=failed]")
    assert page.text_content("#seen") == f"1 of {total} rows are shown"
    page.click("button[data-outcome=failed]")
    assert page.locator("details.row:visible").count() == total
    page.fill("#find", "GATE_8 pay2")
    page.wait_for_selector(f"#seen:has-text('1 of {total} rows')")
    page.press("#find", "Escape")
    assert page.locator("details.row:visible").count() == total
    page.click("#unfold")
    assert page.locator("details.row[open]").count() == total


def test_the_address_of_a_row_opens_it(opened):
    page = opened("every", fragment="#row-security-gate-0")
    assert page.locator("details.row[open]").count() == 1
    page.click("button[data-outcome=failed]")
    page.evaluate("location.hash = '#row-security-gate-3'")
    page.wait_for_selector("#row-security-gate-3[open]")
    assert page.evaluate("document.activeElement.parentElement.id") == "row-security-gate-3"
    page.goto(f"{page.url.partition('#')[0]}#%E0%A4%A")  # no text at all
    assert page.said == []


def test_keys_go_from_row_to_row(opened):
    page = opened("every")
    rows = page.evaluate("[...document.querySelectorAll('details.row')].map((one) => one.id)")
    page.focus(f"#{rows[0]} > summary")
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "Home"):
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.parentElement.id"))
    assert seen == [rows[1], rows[2], rows[1], rows[-1], rows[0]]
    page.keyboard.press("Enter")
    assert page.evaluate(f"document.getElementById('{rows[0]}').open")


def test_a_command_is_copied(opened):
    page = opened("every", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".stops .copy").first.click()
    page.wait_for_selector("text=Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("curl -sS 'https://shop.example/a;b'")


def test_without_scripts_rows_still_fold(opened):
    page = opened("every", java_script_enabled=False)
    assert not page.is_visible("#find")
    assert page.is_visible(".counts")
    page.click("#row-security-gate-0 > summary")
    assert page.is_visible("#row-security-gate-0 .body")
