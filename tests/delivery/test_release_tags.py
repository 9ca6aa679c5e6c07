"""Which tags are releases of this project: by its names, by the settings, and in clones that lack some."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import previous_release
from pytest_golive.delivery.releases.project_names import project_names
from pytest_golive.delivery.releases.tags import Naming, no_versions, not_within
from pytest_golive.errors import CannotMeasure


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
    with pytest.raises(CannotMeasure, match=r"releases of api, web; shop is not among them.*release_tags"):
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
    with pytest.raises(CannotMeasure, match="HEAD already contains this commit"):
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
    with pytest.raises(CannotMeasure, match=r"shallow and has no release tag.*--unshallow"):
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
    with pytest.raises(CannotMeasure, match=r"its history ends before v1\.0\.0"):
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


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pyproject.toml", b"["),
        ("pyproject.toml", b"\xff\xfe\x00"),
        ("Cargo.toml", b"name"),
        ("package.json", b"{"),
        ("package.json", b"[" * 100_000),
        ("package.json", b" " * (1 << 20) + b"{}"),
        ("setup.cfg", b"name"),
        ("setup.cfg", b"[metadata]\nquoted by its parser\n"),
    ],
)
def test_a_file_that_cannot_be_read_may_name_anything(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotMeasure) as caught:
        project_names(tmp_path, "")
    assert f"in its release tags is unknown, because {name} cannot be read: " in caught.value.what
    assert "quoted" not in caught.value.what  # the line may hold a credential
    assert caught.value.cure == f"correct {name}"


def test_files_without_a_name_name_nothing(tmp_path):
    for name in ("pyproject.toml", "package.json", "Cargo.toml", "setup.cfg", "go.mod"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "package.json").write_bytes(b'["name"]')
    assert project_names(tmp_path, "") == (tmp_path.name,)


def test_tags_that_are_no_versions_are_named():
    assert no_versions(["v1.0", "release-candidate-final!", "nightly"]) == (
        "no version can be read from nightly, release-candidate-final!"
    )
    assert no_versions(map(str, "abcdefg")) == "no version can be read from a, b, c, d, e and 2 more"
    assert no_versions(["v1.0"]) == ""


def test_releases_of_another_history_are_named():
    assert not_within(["v1.0", "nightly", "v2.0"], ["v1.0"]) == "1 release tag is not in this commit's history: v2.0"
    assert not_within(["v1.0", "v2.0"], []) == "2 release tags are not in this commit's history: v1.0, v2.0"
    assert not_within(["v1.0"], ["v1.0"]) == ""
