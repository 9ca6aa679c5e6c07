"""The commits behind an earlier release that hold the same: what runs may report any of them."""

from __future__ import annotations

import pytest

from pytest_golive.context.releases import commits_after
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease

SETTINGS = '[signing]\naside = ["golive-records/**", "docs/post-mortems/**"]\n'


@pytest.fixture
def history(tmp_path, git):
    """A release, what was written behind it, and the next one: commits by name."""
    git(tmp_path, "init", "--quiet")
    made = {}

    def commit(name, path, text):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
        git(tmp_path, "add", "--all")
        git(tmp_path, "commit", "--quiet", "--message", name)
        made[name] = git(tmp_path, "rev-parse", "HEAD").strip()

    commit("settings", "golive.toml", SETTINGS)
    commit("release", "shop.py", "A = 1\n")
    commit("written", "docs/post-mortems/1.0.0.md", "# It was slow\n")
    commit("written again", "docs/post-mortems/1.0.0.md", "# It was slow again\n")
    commit("wider", "golive.toml", SETTINGS.replace("docs/post-mortems/**", "**"))
    commit("changed", "shop.py", "A = 2\n")
    commit("back", "shop.py", "A = 1\n")
    return tmp_path, made


def test_what_adds_only_papers_holds_the_same_release_by_that_release_s_own_settings(history):
    folder, made = history
    found = commits_after(Repository.open(folder), PastRelease("v1.0.0", made["release"], 5))
    assert found == (made["written"], made["written again"])


def test_settings_that_cannot_be_read_make_none_the_same(history, git):
    folder, _ = history
    (folder / "golive.toml").write_text("[signing]\nno_such_key = 1\n")
    git(folder, "commit", "--quiet", "--all", "--message", "odd")
    odd = git(folder, "rev-parse", "HEAD").strip()
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "empty")
    assert commits_after(Repository.open(folder), PastRelease("v2", odd, 1)) == ()
