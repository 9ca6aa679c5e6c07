"""The release before this commit, in histories of the shapes that real projects have."""

from __future__ import annotations

import itertools

import pytest

from pytest_golive.delivery.git import Repository
from pytest_golive.delivery.project_names import project_names
from pytest_golive.delivery.release_tags import Naming
from pytest_golive.delivery.releases import previous_release, release_here
from pytest_golive.errors import CannotMeasure

DAY = 86_400


class History:
    """A repository that grows commit by commit, one a day."""

    def __init__(self, root, git, monkeypatch):
        self.root = root
        self._git = git
        self._monkeypatch = monkeypatch
        self._days = itertools.count(1_700_000_000, DAY)
        self._numbers = itertools.count()
        git(root, "init", "--quiet")

    def git(self, *args):
        return self._git(self.root, *args).strip()

    def commits(self, number=1, *tags):
        """Add commits, and tag the last of them."""
        for _ in range(number):
            self._date()
            self.git("commit", "--quiet", "--allow-empty", "--message", f"work {next(self._numbers)}")
        for tag in tags:
            self.git("tag", tag)

    def branch(self, name, *start):
        self.git("checkout", "--quiet", "-b", name, *start)

    def on(self, name):
        self.git("checkout", "--quiet", name)

    def merge(self, name):
        self._date()
        self.git("merge", "--quiet", "--no-ff", "--message", f"merge {next(self._numbers)}", name)

    def _date(self):
        date = f"{next(self._days)} +0000"
        self._monkeypatch.setenv("GIT_COMMITTER_DATE", date)
        self._monkeypatch.setenv("GIT_AUTHOR_DATE", date)

    def before(self, folder="", **naming):
        """Name and distance of the release before HEAD, as seen from *folder*."""
        release = previous_release(Repository.open(self.root / folder), Naming(**naming))
        return (release.name, release.distance) if release else None


@pytest.fixture
def history(tmp_path, git, monkeypatch):
    root = tmp_path / "shop"
    root.mkdir()
    return History(root, git, monkeypatch)


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
    """The main line of a project whose final tags lie on branches alone."""
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


def test_dates_are_versions(history):
    history.commits(1, "2023-12-30")
    history.commits(1, "2024-01-15")
    history.commits(1)
    assert history.before() == ("2024-01-15", 1)


@pytest.mark.parametrize(
    "tag", ["shop-v1.2.0", "shop@1.2.0", "shop/v1.2.0", "@acme/shop@1.2.0", "services/shop/v1.2.0"]
)
def test_the_name_of_the_project_in_a_tag(history, tag):
    (history.root / "services" / "shop").mkdir(parents=True)
    history.commits(1, tag)
    history.commits(1, "api-v3.0.0")
    history.commits(1)
    names = project_names(history.root / "services" / "shop", "services/shop/")
    assert history.before("services/shop", names=("@acme/shop", *names)) == (tag, 2)


def test_tags_of_others_alone_are_an_error_in_a_folder_and_at_the_top(history):
    (history.root / "shop").mkdir()
    history.commits(1, "api-v1.0.0", "v5.0.0")
    history.commits(1, "web-v1.0.0")
    history.commits(1)
    with pytest.raises(CannotMeasure, match=r"releases of api, web; shop is none of them.*release_tags"):
        history.before("shop", names=("shop",))
    assert history.before(names=("shop",)) == ("v5.0.0", 2)
    history.git("tag", "--delete", "v5.0.0")
    with pytest.raises(CannotMeasure, match=r"releases of api, web; .*previous_release"):
        history.before(names=("shop",))


def test_the_only_name_there_is_is_ours(history):
    history.commits(1, "shopping-1.0")
    history.commits(1)
    assert history.before(names=("shop",)) == ("shopping-1.0", 1)


def test_nearer_tags_of_other_names_are_told(history):
    history.commits(1, "v1.0.0")
    history.commits(1, "api@2.0.0")
    history.commits(1)
    release = previous_release(Repository.open(history.root), Naming(names=("shop",)))
    assert release.told.startswith("v1.0.0 (")
    assert "since then tags of other names: api@2.0.0; release_tags says which are meant" in release.told


def test_globs_of_the_settings_say_what_is_final(history):
    history.commits(1, "v1.0.0")
    history.commits(1, "v2.0.0-10x")
    history.commits(1, "v2.1.0rc1", "prod-blue", "1000-commits")
    history.commits(1)
    assert history.before() == ("v1.0.0", 3)
    assert history.before(globs=("v[0-9]*", "[0-9]*")) == ("v2.0.0-10x", 2)
    assert history.before(globs=("v*rc*",)) == ("v2.1.0rc1", 1)
    assert history.before(globs=("prod-*",)) == ("prod-blue", 1)
    assert history.before(globs=("w*",)) is None


def test_the_settings_may_name_it(history):
    history.commits(1, "v1.0.0")
    first = history.git("rev-parse", "HEAD")
    history.commits(2, "v1.1.0")
    history.commits(1)
    assert history.before(previous="v1.0.0") == ("v1.0.0", 3)
    assert history.before(previous=first) == (first, 3)
    with pytest.raises(CannotMeasure, match=r"no tag or commit 'v7'.*git fetch --tags"):
        history.before(previous="v7")
    with pytest.raises(CannotMeasure, match="HEAD holds this commit already"):
        history.before(previous="HEAD")
    with pytest.raises(CannotMeasure, match="no tag or commit '--all'"):
        history.before(previous="--all")


def cloned(history, tmp_path, git, *options):
    clone = tmp_path / "clone"
    clone.mkdir()
    git(clone, "clone", "--quiet", *options, history.root.as_uri(), ".")
    return Repository.open(clone)


def test_a_shallow_clone_without_a_tag(history, tmp_path, git):
    history.commits(1, "v1.0.0")
    history.commits(3)
    with pytest.raises(CannotMeasure, match=r"shallow and holds no release tag.*--unshallow"):
        previous_release(cloned(history, tmp_path, git, "--depth=2"), Naming())


def test_a_shallow_clone_that_reaches_the_tag(history, tmp_path, git):
    history.commits(2, "v1.0.0")
    history.commits(3)
    assert previous_release(cloned(history, tmp_path, git, "--depth=4"), Naming()).name == "v1.0.0"


def test_a_shallow_clone_that_lacks_a_part_of_what_came_since(history, tmp_path, git):
    history.commits(3)
    history.branch("long")
    history.commits(5)
    history.on("main")
    history.commits(1, "v1.0.0")
    history.merge("long")
    with pytest.raises(CannotMeasure, match=r"its history ends before it meets v1\.0\.0"):
        previous_release(cloned(history, tmp_path, git, "--depth=3"), Naming())


def test_a_clone_made_without_tags(history, tmp_path, git):
    history.commits(1, "v1.0.0")
    history.commits(1)
    with pytest.raises(CannotMeasure, match=r"made without tags.*git fetch --tags"):
        previous_release(cloned(history, tmp_path, git, "--no-tags"), Naming())


def test_names_of_a_project(tmp_path):
    root = tmp_path / "folder"
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nname = "by-project"\n[tool.poetry]\nname = "by-poetry"\n')
    (root / "package.json").write_text('{"name": "@acme/by-npm"}')
    (root / "Cargo.toml").write_text('[package]\nname = "by-cargo"\n')
    (root / "setup.cfg").write_text("[metadata]\nname = by-setup\n")
    (root / "go.mod").write_text("// a service\nmodule example.com/acme/by-go/v3\n\ngo 1.22\n")
    assert project_names(root, "services/folder/") == (
        *("by-project", "by-cargo", "by-poetry", "@acme/by-npm", "by-setup", "by-go", "services/folder", "folder"),
    )


@pytest.mark.parametrize("content", [b"", b"[", b"{", b"\xff\xfe\x00", b'["name"]', b"[" * 100_000, b"name"])
def test_malformed_files_name_nothing(tmp_path, content):
    for name in ("pyproject.toml", "package.json", "Cargo.toml", "setup.cfg", "go.mod"):
        (tmp_path / name).write_bytes(content)
    assert project_names(tmp_path, "") == (tmp_path.name,)
