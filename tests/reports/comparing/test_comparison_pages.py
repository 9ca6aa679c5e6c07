"""A comparison as a page: what it says, and that nothing others write becomes a part of it."""

from __future__ import annotations

import base64
import hashlib
import re

import compared as made
import pytest
from paged import Elements

from pytest_golive.errors import GoliveError
from pytest_golive.judging.evidence import Evidence
from pytest_golive.masking.known import MASK
from pytest_golive.reports.comparing import filing
from pytest_golive.reports.comparing.changes import compared
from pytest_golive.reports.comparing.page import MOST, page_of

EVIL = "</script></style><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}&lt;\u202e\x00"
SECRET = "s3cr3t&word'of <ours>"  # pragma: allowlist secret


def words(text):
    return " ".join("".join(Elements(text).text).split())


def look(old, new):
    return page_of(compared(old, new)).look


def test_a_page_says_all_that_the_text_says():
    found = compared(*made.two())
    told = words(made.page(*made.two()))
    for change in found.changes:
        assert change.id in told
        assert change.reason in told
        assert all(text in told for text in change.others)
        assert all(one.name in told and one.before in told and one.after in told for one in change.figures)
    assert all(text in told for text in (*found.settings, *found.cautions, found.line))
    assert "61.2 % worse" in told


def test_each_outcome_stands_with_a_sign_and_the_one_before():
    told = words(made.page(*made.two()))
    assert "✓passed→to✕failed Coverage is at least 80 %".replace(" ", "") in told.replace(" ", "")
    assert "✓passed→to!not theregone".replace(" ", "") in told.replace(" ", "")


def test_only_a_go_with_nothing_worse_and_nothing_uncertain_looks_good():
    go = {"verdict": "GO", "commit": "b" * 40, "digest": "2", "ended": "2026-11-28T10:01:00+00:00"}
    old = made.record(made.row("a"), made.row("b"))
    assert look(old, made.record(made.row("a"), made.row("b"), **go)) == "good"
    assert look(old, made.record(made.row("a"), **go)) == "glass"  # nobody looks at b any more
    assert look(old, made.record(made.row("a"), made.row("b"), target="prod", **go)) == "glass"
    assert look(old, made.record(made.row("a"), made.row("b"), **go | {"verdict": "NO-GO"})) == "bad"
    assert look(old, made.record(made.row("a"), made.row("b"), **go | {"verdict": "BREAK-GLASS"})) == "glass"


def test_records_without_a_difference_say_so():
    one = made.record(made.row("a"))
    assert "No row differs." in words(made.page(one, one))
    assert "No row differs: neither record has any." in words(made.page(made.record(), made.record()))


def test_many_differences_are_counted():
    old = made.row("a", "failed", *(Evidence(f"figure {n}", 1, "<=", 9) for n in range(MOST + 3)))
    new = made.row("a", "failed", *(Evidence(f"figure {n}", 2, "<=", 9) for n in range(MOST + 3)))
    told = words(made.page(made.record(old), made.record(new)))
    assert f"figure {MOST - 1}" in told
    assert f"figure {MOST}" not in told
    assert "3 more differences are not on this page" in told


@pytest.mark.security
def test_hostile_text_in_a_record_changes_no_element_and_no_attribute():
    def tags(text):
        return [(tag, sorted(attributes)) for tag, attributes in Elements(text).found]

    assert tags(made.page(*made.two(EVIL))) == tags(made.page(*made.two("mild")))


@pytest.mark.security
def test_only_the_script_and_the_style_of_the_page_have_an_effect():
    text = made.page(*made.two(EVIL))
    policy = next(m["content"] for m in Elements(text).of("meta") if m.get("http-equiv"))
    for name in ("script", "style"):
        (inner,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert not [a for _, a in Elements(text).found if any(name.startswith("on") or name == "style" for name in a)]


@pytest.mark.security
def test_a_secret_in_a_record_is_hidden():
    MASK.add(SECRET)
    try:
        text = made.page(*made.two(f"a {SECRET} b"))
    finally:
        MASK.reset()
    assert "s3cr3t" not in text
    assert "[hidden]" in text


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_a_file_is_replaced_only_if_it_is_such_a_comparison(tmp_path, kind):
    found, file = compared(*made.healthy()), tmp_path / "new" / "out"
    for _ in range(2):
        filing.write(file, filing.made(found, kind, "0.2.0"), kind)
    before = file.read_bytes()
    others = {"text", "markdown", "html"} - {kind}
    for other in others:
        with pytest.raises(GoliveError, match="holds something else"):
            filing.write(file, filing.made(found, other, "0.2.0"), other)
    assert file.read_bytes() == before


def test_the_page_of_a_run_is_no_comparison(tmp_path):
    from paged import around, row, verdict_of

    from pytest_golive.reports.html.writing import write_html

    report = tmp_path / "report.html"
    write_html(report, verdict_of(row()), around(), "0.2.0")
    with pytest.raises(GoliveError, match="holds something else"):
        filing.write(report, filing.made(compared(*made.healthy()), "html", "0.2.0"), "html")


def test_without_jinja_a_page_cannot_be_made(monkeypatch):
    monkeypatch.setattr(filing, "is_possible", lambda: False)
    with pytest.raises(GoliveError, match="needs Jinja"):
        filing.made(compared(*made.healthy()), "html", "0.2.0")
    assert filing.made(compared(*made.healthy()), "text", "0.2.0")
