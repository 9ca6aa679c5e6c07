"""The faults of a changelog at a release, and what is not a fault."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.documents.changelog import checking, links
from pytest_golive.documents.changelog.checking import Expected, check
from pytest_golive.documents.changelog.parsing.sections import read

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HEALTHY = """\
# Changelog

## [Unreleased]

## [1.1.0] - 2026-03-01

- Tea.

## [1.0.1] - 2026-02-10

- Mended.

## [1.0.0] - 2026-01-31

- A shop.

[Unreleased]: https://forge.example/shop/compare/v1.1.0...HEAD
[1.1.0]: https://forge.example/shop/compare/v1.0.1...v1.1.0
[1.0.1]: https://forge.example/shop/compare/v1.0.0...v1.0.1
[1.0.0]: https://forge.example/shop/releases/tag/v1.0.0
"""
TAGS = ("v1.0.0", "v1.0.1")


def faults(text, version="1.1.0", dates=None, tags=TAGS):
    changelog = read(text, "CHANGELOG.md", ("shop",))
    expected = Expected(version, "pyproject.toml", "v1.0.1", NOW, dates)
    return [
        f"{one.line} {one.rule}: {one.message}" for one in (*check(changelog, expected), *links.check(changelog, tags))
    ]


def changed(old, new, **more):
    assert HEALTHY.count(old) == 1, old
    return faults(HEALTHY.replace(old, new), **more)


def test_a_healthy_one():
    assert faults(HEALTHY) == []
    assert faults(HEALTHY, version="v1.1") == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("## [1.1.0] - 2026-03-01", "## [1.1.0]", "5 date: 1.1.0 has no date"),
        ("2026-02-10", "2026-02-30", "9 date: 1.0.1 has a date that no calendar has: 2026-02-30"),
        ("2026-03-01", "2026-03-04", "5 date: 1.1.0 has a date to come: 2026-03-04"),
        ("- 2026-02-10", "(unreleased)", "9 date: 1.0.1 is still marked as not released"),
        ("- Tea.\n", "", "5 empty section: the section for 1.1.0 says nothing"),
        ("## [Unreleased]\n", "## [Unreleased]\n\n- Coffee.\n", "3 unreleased: 1 line still under what is not released"),
        ("2026-02-10", "2026-01-10", "9 order: 1.0.1 stands above 1.0.0, but has an earlier date (2026-01-10)"),
        ("## [1.0.0] -", "## [1.0.1] -", "13 twice: 1.0.1 has a section in line 9 already"),
    ],
)  # fmt: skip
def test_each_fault_of_a_section(old, new, fault):
    assert fault in changed(old, new)


def test_a_section_that_is_missing():
    assert faults(HEALTHY, version="1.2.0") == [
        "3 no section: no section for 1.2.0, which pyproject.toml names; the newest is of 1.1.0"
    ]
    assert faults("", version="1.2.0")[0].startswith("1 no section: no section for 1.2.0")
    assert faults(HEALTHY, version="")[0] == "0 version: nothing says which version follows v1.0.1"


def test_swapped_versions_and_releases_of_an_older_series():
    names = {"## [1.1.0]": "## [1.0.1]", "## [1.0.1]": "## [1.1.0]"}
    swapped = "".join(names.get(line[:10], line[:10]) + line[10:] for line in HEALTHY.splitlines(keepends=True))
    assert "5 order: 1.0.1 stands above 1.1.0, which is this release" in faults(swapped)
    old_first = "## 1.0.0 - 2026-01-31\n\n- x\n\n## 1.1.0 - 2026-03-01\n\n- y\n"
    assert faults(old_first) == [], "the newest may stand last"
    kept_up = "## 1.0.2 - 2026-03-01\n- x\n## 1.1.0 - 2026-02-20\n- y\n## 1.0.1 - 2026-02-10\n- z\n## 1.0.0 - 2026-01-01\n- z\n"
    assert faults(kept_up, version="1.0.2") == []
    grouped = "## 1.1.1 - 2026-03-01\n- x\n## 1.1.0 - 2026-01-20\n- y\n## 1.0.3 - 2026-03-01\n- z\n## 1.0.2 - 2025-01-01\n- z\n"
    assert faults(grouped, version="1.1.1") == []


def test_a_version_that_nothing_of_its_series_is_below_is_swapped():
    text = "## 1.2.0 - 2026-03-01\n- x\n## 1.0.0 - 2026-02-02\n- y\n## 1.1.0 - 2026-01-01\n- z\n"
    assert faults(text, version="1.2.0") == ["3 order: 1.0.0 stands above 1.1.0, which is the later version"]


def test_dates_are_asked_for_where_they_are_usual():
    undated = "## 1.1.0\n\n- x\n\n## 1.0.1\n\n- y\n\n## 1.0.0\n\n- z\n"
    assert faults(undated) == []
    assert faults(undated, dates=True)[0] == "1 date: 1.1.0 has no date"
    assert faults("## 1.1.0\n\n- x\n") == ["1 date: 1.1.0 has no date"], "the first one has no usage to follow"
    assert changed("## [1.1.0] - 2026-03-01", "## [1.1.0]", dates=False) == []


def test_a_pre_release_may_wait_under_unreleased():
    text = HEALTHY.replace("## [Unreleased]\n", "## [Unreleased]\n\n- Coffee.\n")
    assert faults(text, version="1.2.0rc1") == []
    assert faults(HEALTHY, version="1.2.0rc1")[0].startswith("3 no section: no section for 1.2.0rc1")


def test_a_version_of_development_leads_to_a_final_one():
    assert faults(HEALTHY, version="1.1.0.dev3") == []


def test_what_comes_next_may_have_begun():
    assert faults("## Upcoming 1.2.0\n\n## 1.1.0 - 2026-03-01\n\n- x\n\n## 1.0.0 - 2026-01-01\n\n- y\n") == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[1.1.0]: https://forge.example/shop/compare/v1.0.1...v1.1.0\n", "",
         "5 no link: 1.1.0 has no link, though the others have: [1.1.0] is defined nowhere"),
        ("v1.0.1...v1.1.0", "v1.0.0...v1.1.0", "18 link: the link of 1.1.0 begins at v1.0.0, and the release before is 1.0.1"),
        ("v1.0.1...v1.1.0", "v1.0.1...HEAD", "18 link: the link of 1.1.0 leads to HEAD"),
        ("v1.0.1...v1.1.0", "v1.0.1...v1.0.1", "18 link: the link of 1.1.0 leads to v1.0.1"),
        ("v1.0.1...v1.1.0", "v1.0.1...1.1.0", "18 link: the link of 1.1.0 ends at 1.1.0, and tags are named as v1.0.1"),
        ("v1.0.1...v1.1.0", "1.0.1...1.1.0", "18 link: the link of 1.1.0 begins at 1.0.1, and there is no such tag"),
        ("v1.1.0...HEAD", "v1.0.1...HEAD",
         "17 link: the link of what is not released begins at v1.0.1, and the newest version is 1.1.0"),
        ("v1.1.0...HEAD", "v1.0.1...v1.1.0", "17 link: the link of what is not released ends at v1.1.0, which is"),
        ("shop/compare/v1.0.1", "sohp/compare/v1.0.1",
         "18 link: the link of 1.1.0 leads to another project: https://forge.example/sohp"),
    ],
)  # fmt: skip
def test_each_fault_of_a_link(old, new, fault):
    assert fault in changed(old, new)


@pytest.mark.parametrize(
    "url",
    [
        "https://gitlab.example/a/shop/-/compare/v1.0.0...v1.1.0",
        "https://bitbucket.example/a/shop/branches/compare/v1.1.0%0Dv1.0.0",
        "https://forge.example/shop/compare/shop%401.0.0..shop%401.1.0",
        "https://forge.example/shop/compare/release/1.0.0...release/1.1.0",
    ],
)
def test_links_of_each_forge(url):
    link = links.read(url)
    assert (link.old[-5:], link.new[-5:]) == ("1.0.0", "1.1.0")


def test_links_that_compare_nothing_are_left_alone():
    text = "## [1.1.0](https://docs.example/whats-new) - 2026-03-01\n\n- x\n"
    assert faults(text) == []
    assert links.read("https://forge.example/shop/compare/4f2a1c9...8b1d2e3").old == "4f2a1c9"
    assert (
        faults("## [1.1.0](https://forge.example/shop/compare/4f2a1c9...8b1d2e3) - 2026-03-01\n\n- x\n", tags=()) == []
    )


def test_only_new_faults_count_of_what_is_released():
    old = read(HEALTHY.replace(" - 2026-01-31", ""), "CHANGELOG.md")
    expected = Expected("1.1.0", "x", "v1.0.1", NOW)
    found = check(old, expected)
    assert [one.message for one in found] == ["1.0.0 has no date"]
    assert checking.new_faults(found, found) == []


def test_a_project_that_counts_anew_has_a_version_twice():
    older = "\n## [1.1.0] - {}\n\n- The first.\n"
    twice = "1.1.0 has a section in line 5 already"
    assert not [each for each in faults(HEALTHY + older.format("2019-01-31")) if "twice" in each]
    assert [each for each in faults(HEALTHY + older.format("2025-10-31")) if twice in each]
