from __future__ import annotations

import pytest

from pytest_golive.settings.values import checks, quantities, web


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (checks.glob, "src/**/*.py"),
        (checks.glob, "pages/[id].tsx"),
        (checks.glob, "a[[]b"),
        (checks.glob, "a b/c\n.py"),
        (checks.glob, "0123456789abcdef"),
        (checks.path, "."),
        (checks.path, "reports/cov erage.xml"),
        (checks.document, "docs/GO_LIVE.md"),
        (checks.document, "Go.Markdown"),
        (checks.folder, "gates"),
        (checks.folder, "quality/gates"),
        (checks.pattern, r"TODO\(#\d+\)"),
        (checks.word, "XXX"),
        (checks.marker, "security"),
        (checks.duration, "1h30m"),
        (checks.duration, "7d"),
        (checks.gate_id, "code_quality::coverage"),
        (checks.gate_id, "gates/test_x.py::test_y[a b]"),
        (checks.reason, "because it is so"),
        (web.url, "http://localhost:8000"),
        (web.url, "https://[::1]:8443/base"),
        (checks.argument, ""),
        (checks.text, "payments team"),
        (checks.written, "payments team"),
    ],
)
def test_sound_values_are_kept(check, value):
    assert check(value) == value


@pytest.mark.parametrize(
    ("check", "values"),
    [
        (checks.document, ["shop/core.py", "GO_LIVE.txt", "md", "../GO.md", "docs/GO.md/"]),
        (
            checks.glob,
            [
                "",
                " ",
                "/abs/**",
                "../up",
                "a/../b",
                "~/x",
                "C:/x",
                "a\\b",
                "a[b",
                "a\0b",
                "[z-a]",
                "[a--b]",
                "a**",
                "src/**.py",
            ],
        ),
        (checks.path, ["", "/", "..", "a/..", "\0"]),
        (checks.folder, ["", ".", "./", "./.", "/"]),
        (checks.pattern, ["(", "", ".*", "a*", "x|", "(?P<n>a)(?P<n>b)", "[z-a]"]),
        (checks.word, ["", "a b", " "]),
        (checks.marker, ["", "a b", "not slow", "1st", "séc", "a-b"]),
        (checks.duration, ["", "0", "0s", "-5m", "5 m", "90", "1e9h", "99999999999h", "8d", "soon", "nan"]),
        (checks.gate_id, ["", "coverage", "::", "a::", "::b", " :: ", "golive/a::b"]),
        (checks.reason, ["", " ", "n/a", "          ", "too short"]),
        (checks.argument, ["a\0b"]),
        (checks.text, ["", " \n"]),
        (checks.written, ["", "REPLACE THIS", "replace this: who"]),
        (
            web.url,
            [
                "",
                "x.org",
                "ftp://x.org",
                "https://",
                "https://:80",
                "https://u@x.org",
                "https://u:p@x.org",
                "https://x.org:99999",
                "https://x.org:port",
                "https://[::1",
                "https://x.org?a=1",
                "https://x.org#a",
                "https://x.org/a b",
            ],
        ),
    ],
)
def test_unsound_values_are_refused_in_words(check, values):
    for value in values:
        with pytest.raises(ValueError, match=r"\w+ \w+") as caught:
            check(value)
        assert "\n" not in str(caught.value), value


def test_a_duration_is_seconds():
    assert checks.seconds("1h30m") == 5400
    assert checks.seconds("250ms") == 0.25


def test_white_space_around_text_is_not_kept():
    assert checks.text(" team\n") == "team"
    assert checks.folder("gates/") == "gates"
    assert checks.reason("  replace THIS: x") == "REPLACE THIS: x"


@pytest.mark.parametrize("ratio", [0.8, 0.99, 1e-9])
def test_a_ratio_is_no_percentage(ratio):
    with pytest.raises(ValueError, match=rf"is in percent: write {100 * ratio:g} for {100 * ratio:g} %"):
        quantities.of_hundred(ratio)


@pytest.mark.parametrize("percent", [0.0, 1.0, 99.9, 100.0])
def test_a_percentage_is_one(percent):
    assert quantities.of_hundred(percent) == percent
