"""A changelog that only leads to another one, and a roadmap that marks nothing, are told, and fail nothing."""

from __future__ import annotations

import pytest

from pytest_golive.documents.freshness.review import Following
from pytest_golive.documents.freshness.roles import Required

CODE = {"shop/cash.py": "def pay(): ...\n"}
NEW = {"shop/cash.py": "def settle(): ...\n"}
MOVED = "From 1.1 on, changes are maintained at the [releases](https://shop.example/releases).\n\n"
BASED = "This is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), and kept in order.\n\n"
LEFT = "> This is no longer maintained.\n> See the [releases](https://shop.example/releases).\n\n"
LOGS = {
    f"{LEFT}# Changelog\n\n## 1.0\n\n- tea\n": ("only leads to https://shop.example/releases", ""),
    f"# Changelog\n\n{MOVED}## 1.0\n\n- tea\n": ("only leads to https://shop.example/releases", ""),
    f"# Changelog\n\n{BASED}## 1.0\n\n- tea\n": ("", "has not changed"),
    f"# Changelog\n\n## 1.0\n\n{MOVED}": ("", ""),
    "# Changelog\n\n## 1.1.0\n\n- tips\n": ("", ""),
    "# Changelog\n\n## 1.0\n\n- tea\n": ("", "has not changed"),
    "# Changelog\n\nSee [the documentation](https://shop.example/changes).\n": ("only leads to https://shop.example/", ""),
    "# Changelog\n\nAll changes are told.\n": ("", ""),
    "# Changelog\n\n## 1.0\n\nSee [the documentation](https://shop.example/changes).\n": ("", "has not changed"),
    f"# Changelog\n\n[Tea]({'x' * 9}) came.\n\n{' '.join(f'word{number}' for number in range(50))}\n": ("", ""),
}  # fmt: skip
ROADMAPS = {
    "# Roadmap\n\n| Release | Date |\n|---|---|\n| v1.0 | Jan 9 |\n| v1.1 | Apr 10 |\n": ("marks no release as done", ""),
    "# Roadmap\n\nSee [the milestones](https://shop.example/milestones).\n": ("marks no release as done", ""),
    "# Roadmap\n\n- [x] tea\n- [ ] tips\n": ("marks no release as done", ""),
    "# Roadmap\n\n| Line | State | Support |\n|---|---|---|\n| `v1` | Current | all |\n": ("marks no release as done", ""),
    "# Roadmap\n\n| Release | State |\n|---|---|\n| v1.1 | planned |\n": ("", "does not mark 1.1.0 as done"),
    "# Roadmap\n\n- 1.0: done\n- 1.1: tips\n": ("", "does not mark 1.1.0 as done"),
    "# Roadmap\n\n- [x] 1.0: tea\n": ("", "names no phase of 1.1.0"),
    "# Roadmap\n\n## Phase 1\n\n- [ ] tea\n": ("", ""),
}  # fmt: skip


def followed(covering, required, phase=""):
    (found,) = Following(covering.texts, covering, ["shop/cash.py"], "1.1.0", phase).of_all([required])
    return found


@pytest.mark.parametrize("text", LOGS)
def test_a_changelog_that_only_leads_to_another_one(since, text):
    covering = since({**CODE, "CHANGELOG.md": text}, NEW)
    check(followed(covering, Required("changelog", "CHANGELOG.md")), *LOGS[text])


@pytest.mark.parametrize("text", ROADMAPS)
def test_a_roadmap_that_marks_nothing(since, text):
    covering = since({**CODE, "ROADMAP.md": text}, NEW)
    check(followed(covering, Required("roadmap", "ROADMAP.md")), *ROADMAPS[text])


def test_a_roadmap_is_judged_by_the_phase_that_the_settings_name(since):
    covering = since({**CODE, "ROADMAP.md": "# Roadmap\n\n## Tea\n"}, NEW)
    check(followed(covering, Required("roadmap", "ROADMAP.md"), "Tea"), "", "does not mark Tea as done")


def check(found, unsure, fault, doubt=""):
    assert doubt in found.doubt
    assert unsure in found.unsure
    assert bool(found.unsure) == bool(unsure)
    assert [fault in each.message for each in found.faults] == [True] * bool(fault)


@pytest.mark.parametrize(
    ("text", "unsure", "doubt"),
    [
        ("---\ntitle: Shop\ntemplate: home.html\n---\n", "what a build fills in", ""),
        ("---\ntitle: Shop\n---\n", "", "says nothing"),
    ],
)
def test_a_page_that_a_template_fills_in(since, text, unsure, doubt):
    covering = since({**CODE, "docs/index.md": "# Shop\n"}, {**NEW, "docs/index.md": text})
    check(followed(covering, Required("docs/index.md", "docs/index.md", ("shop/**",))), unsure, "", doubt)
