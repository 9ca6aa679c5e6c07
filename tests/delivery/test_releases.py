"""The release before this commit, in histories modelled on real projects."""

from __future__ import annotations

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import previous_release, release_here
from pytest_golive.delivery.releases.tags import Naming


def test_the_nearest_one_and_not_the_highest_version(history):
    history.commits(1, "v9.0.0")  # a renumbering, as some projects have had
    history.commits(2, "v1.0.0")
    history.commits(3)
    assert history.before() == ("v1.0.0", 3)


def test_versions_are_compared_as_such(history):
    history.commits(1, "v1.9.0", "v1.10.0", "1.10.0")
    history.commits(2)
    assert history.before() == ("v1.10.0", 2)


def test_pre_releases_stay_aside(history):
    history.commits(1, "0.28.1")
    history.commits(2, "1.0.0.beta0", "v1.0.0-rc.1", "1.0.dev3")
    history.commits(1)
    assert history.before() == ("0.28.1", 3)


def test_what_is_no_version_stays_aside(history):
    history.commits(1, "3.0")
    history.commits(1, "1000-commits", "nightly", "release-2355")
    history.commits(1)
    assert history.before() == ("3.0", 2)


def test_tags_on_this_commit_are_this_release(history):
    history.commits(1, "v1.0.0")
    history.commits(2, "v1.1.0rc1")
    history.git("tag", "--annotate", "v1.1.0", "--message", "out")
    assert history.before() == ("v1.0.0", 2)
    assert release_here(Repository.open(history.root), Naming()) == "v1.1.0"


def test_annotated_and_nested_tags_count_as_light_ones_do_and_tags_of_no_commit_never(history):
    history.commits(1)
    history.git("tag", "--annotate", "v1.0.0", "--message", "out")
    history.git("tag", "--annotate", "v1.0.1", "v1.0.0", "--message", "signed again")
    history.git("tag", "v3.0.0", "HEAD^{tree}")
    history.commits(1)
    assert history.before() == ("v1.0.1", 1)


def test_before_the_first_release_there_is_none(history):
    assert history.before() is None
    history.commits(3)
    assert history.before() is None
    history.commits(1, "v1.0.0")
    assert history.before() is None


def test_later_releases_are_none_when_an_old_commit_is_checked_out(history):
    history.commits(1, "v1.0.0")
    history.commits(3, "v2.0.0")
    history.commits(1, "v3.0.0")
    history.git("checkout", "--quiet", "--detach", "v2.0.0~1")
    assert history.before() == ("v1.0.0", 2)


def test_a_branch_with_the_name_of_a_tag_is_not_meant(history):
    history.commits(1, "v1.0.0")
    history.commits(2)
    history.branch("v1.0.0")
    history.commits(1)
    assert history.before() == ("v1.0.0", 3)


def test_releases_cut_from_branches_count_from_where_they_left(history):
    """The main branch of a project whose final tags are only on other branches."""
    history.commits(1, "v1.0.0")
    history.commits(4)
    history.branch("stable-2")
    history.commits(1, "v2.0.0rc1")
    history.commits(1, "v2.0.0")
    history.on("main")
    history.commits(6)
    history.on("stable-2")
    history.commits(1, "v2.0.1")
    history.on("main")
    history.commits(3)
    release = previous_release(Repository.open(history.root), Naming())
    assert (release.name, release.distance, release.how) == ("v2.0.1", 9, "cut from a branch")
    history.git("checkout", "--quiet", "--detach", "HEAD~4")
    assert history.before() == ("v2.0.0", 5)


def test_on_a_branch_of_old_releases_the_main_line_is_no_release_before(history):
    history.commits(1, "v1.9.0")
    history.commits(2)
    history.branch("maintained")
    history.commits(3)
    history.on("main")
    history.commits(9, "v2.0.0")
    history.on("maintained")
    history.commits(2)
    assert history.before() == ("v1.9.0", 7)
    history.commits(1, "v1.9.1")
    history.commits(1)
    assert history.before() == ("v1.9.1", 1)


def test_what_the_checkout_says_it_is_outweighs_a_short_branch(history):
    history.commits(1, "v1.9.0")
    history.branch("maintained")
    history.commits(1)
    history.on("main")
    history.commits(2, "v2.0.0")
    history.on("maintained")
    history.commits(8)
    assert history.before(version="1.9.1.dev0") == ("v1.9.0", 9)
    assert history.before(version="2.1.0") == ("v2.0.0", 9)
    assert history.before(version="0.0.0") == ("v2.0.0", 9), "a number that nobody keeps up says nothing"


def test_back_ports_merged_into_the_main_line_are_farther_than_its_own_release(history):
    history.commits(1, "v1.0.0")
    history.commits(5, "v2.0.0")
    history.branch("old", "v1.0.0")
    history.commits(2, "v1.0.1")
    history.on("main")
    history.commits(1)
    history.merge("old")
    assert history.before() == ("v2.0.0", 4)


def test_tags_without_a_common_history_are_not_before(history):
    history.commits(2)
    history.git("checkout", "--quiet", "--orphan", "import")
    history.commits(1, "v1.0.0")
    history.on("main")
    history.commits(2)
    assert history.before() is None


def test_a_clock_that_was_wrong_hides_nothing(history, monkeypatch):
    history.commits(3, "v1.0.0")
    history.commits(70)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "1000000000 +0000")
    history.git("commit", "--quiet", "--allow-empty", "--message", "long ago")
    history.git("tag", "v1.1.0")
    history.commits(200)
    assert history.before() == ("v1.1.0", 200)
