"""The release before, where only signatures, records and ticks follow the tag of this one."""

from __future__ import annotations

import subprocess

import pytest

from pytest_golive.context.releases import release_before_this, tagged_as_this
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.tags import Naming
from pytest_golive.settings.loading import settings_in

SETTINGS = settings_in('checklist = "GO.md"\n', "golive.toml")
AS = ("-c", "user.name=a", "-c", "user.email=a@b.c")


@pytest.fixture
def commit(tmp_path):
    def git(*args):
        subprocess.run(["git", *AS, *args], cwd=tmp_path, check=True, capture_output=True)

    def committed(tag="", **files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_md", ".md").replace("_toml", ".toml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        git("add", "-A")
        git("commit", "-q", "-m", "x")
        if tag:
            git("tag", tag)

    git("init", "-q")
    committed("1.0.0", code="1", GO_md="- [ ] people sign\n")
    committed("1.1.0", code="2")
    return committed


def before(folder, previous=""):
    naming = Naming((), previous, (), "1.1.0")
    return release_before_this(Repository.open(folder), naming, SETTINGS)


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"golive-signoffs__a_toml": "x"}, "1.0.0"),
        ({"GO_md": "- [x] people sign\n"}, "1.0.0"),
        ({"GO_md": "- [x] people sign\n", "golive-signoffs__a_toml": "x"}, "1.0.0"),
        ({"GO_md": "- [ ] nobody signs\n"}, "1.1.0"),
        ({"code": "3", "golive-signoffs__a_toml": "x"}, "1.1.0"),
        ({"golive-signoffs__run": "code"}, "1.1.0"),
    ],
)
def test_a_tag_of_this_same_release_is_not_the_one_before(tmp_path, commit, files, name):
    commit(**files)
    assert before(tmp_path).name == name


def test_what_the_settings_name_stays(tmp_path, commit):
    commit(**{"golive-signoffs__a_toml": "x"})
    assert before(tmp_path, "1.1.0").name == "1.1.0"


def test_what_was_changed_and_undone_follows_the_tag(tmp_path, commit):
    commit(code="3")
    commit(code="2")
    assert before(tmp_path).name == "1.1.0"


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"golive-signoffs__a_toml": "x"}, "1.1.0"),
        ({"GO_md": "- [x] people sign\n"}, "1.1.0"),
        ({"GO_md": "- [ ] nobody signs\n"}, ""),
        ({"code": "3", "golive-signoffs__a_toml": "x"}, ""),
        ({"golive-signoffs__run": "code"}, ""),
    ],
)
@pytest.mark.parametrize("previous", ["", "1.0.0"])
def test_the_tag_of_this_release_may_be_on_an_earlier_commit_of_the_same_content(
    tmp_path, commit, files, name, previous
):
    commit(**files)
    found = tagged_as_this(Repository.open(tmp_path), Naming((), previous, (), "1.1.0"), SETTINGS)
    assert (found.name if found else "") == name
