"""``golive init`` proposes release tags only if a run would not recognise them without the setting."""

from __future__ import annotations

from pytest_golive.commands.init.command import init
from pytest_golive.settings.loading import load_settings


def test_release_tags_of_another_shape_are_recognised(repository, git, commit):
    root = repository({"a.py": ""})
    commit(root)
    git(root, "tag", "rel1.0.0")
    init(root)
    assert load_settings(root).settings.release_tags == ("rel[0-9]*",)


def test_release_tags_that_the_run_knows_by_itself_are_not_set(repository, git, commit):
    root = repository({"a.py": ""})
    commit(root)
    git(root, "tag", "shop-1.0.0")
    init(root)
    assert load_settings(root).settings.release_tags == ()
