"""Histories of a clone and its hub, and what is wrong with the tag of the checked-out release."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from pytest_golive.delivery.declared.project import ProjectVersion, version_of
from pytest_golive.delivery.published.asking import ask
from pytest_golive.delivery.published.tagged import Tagging
from pytest_golive.delivery.releases.tags import Naming
from pytest_golive.errors import CannotMeasure

VERSION = ProjectVersion("1.2.0", "pyproject.toml:3")
BY_TAG = ProjectVersion("", "setuptools_scm", is_tagged=True)


class Case(NamedTuple):
    """A history, and the expected result: the tag with its faults, or why this is unknown."""

    name: str
    script: str
    outcome: str
    version: ProjectVersion = VERSION
    naming: Naming = Naming(names=("shop",))
    folder: str = ""


CASES = [
    Case("annotated, here and there", "tag v1.2.0", "v1.2.0"),
    Case("without v", "git tag -am x 1.2.0; git push -q origin 1.2.0", "1.2.0"),
    Case("with the project's name", "git tag -am x shop-v1.2.0; git push -q origin shop-v1.2.0", "shop-v1.2.0"),
    Case("no tag", "", "error no tag: no tag of 1.2.0, neither here nor on origin; git tag --annotate v1.2.0, then git push origin refs/tags/v1.2.0"),
    Case("lightweight", "git tag v1.2.0; git push -q origin v1.2.0", "v1.2.0 lightweight: v1.2.0 is lightweight"),
    Case("a version of development", "", "error no tag: no tag of 1.3.0.dev0, neither here nor on origin; set the version that is released",
         ProjectVersion("1.3.0.dev0", "pyproject.toml:3")),
    Case("on another commit", "git tag -am x v1.2.0 HEAD~1; git push -q origin v1.2.0", "v1.2.0 elsewhere: v1.2.0 is on"),
    Case("the version was not raised", "tag v1.2.0; work pay 4", "v1.2.0 elsewhere: v1.2.0 is on"),
    Case("signed since", "tag v1.2.0; work golive-signoffs/a.toml yes", "v1.2.0"),
    Case("not pushed", "git tag -am x v1.2.0", "v1.2.0 not pushed: v1.2.0 is not on origin; git push origin refs/tags/v1.2.0"),
    Case("moved there", "tag v1.2.0; there tag -f -am y v1.2.0 main~1", "v1.2.0 moved: v1.2.0 was moved: origin has it on"),
    Case("moved here", "git tag -am x v1.2.0 HEAD~1; git push -q origin v1.2.0; git tag -f -am y v1.2.0", "v1.2.0 moved: v1.2.0 was moved"),
    Case("made twice", "tag v1.2.0; git tag -d v1.2.0; git tag -am y v1.2.0", "v1.2.0 made twice: v1.2.0 is a different object on origin, for the same commit"),
    Case("lightweight there", "git tag -am x v1.2.0; git push -q origin HEAD:refs/tags/v1.2.0", "v1.2.0 made twice"),
    Case("there only", "there tag -am x v1.2.0 main",
         "cannot: origin has the tag v1.2.0, but this clone does not, so it cannot be read here; git fetch origin tag v1.2.0"),
    Case("deleted there", "tag v1.2.0; there tag -d v1.2.0", "v1.2.0 not pushed"),
    Case("renamed", "git tag -am x v0.9.9; git update-ref refs/tags/v1.2.0 $(git rev-parse refs/tags/v0.9.9); git tag -d v0.9.9; git push -q origin v1.2.0",
         "v1.2.0 renamed: v1.2.0 was created as 'v0.9.9'"),
    Case("of a tree", "git tag -am x v1.2.0 HEAD^{tree}; git push -q origin v1.2.0", "v1.2.0 marks no commit: v1.2.0 marks a tag"),
    Case("a tag of a tag", "git tag -am x inner; git tag -am x v1.2.0 inner; git push -q origin v1.2.0", "v1.2.0"),
    Case("does not fit the version", "tag v1.3.0", "error another version: v1.3.0 is on this release, but pyproject.toml:3 declares 1.2.0"),
    Case("of a version below 1, which is another", "tag v0.9.0", "error another version: v0.9.0 is on this release, but pyproject.toml:3 declares 1.2.0"),
    Case("of another version below 1", "tag v0.3.9", "error another version: v0.3.9 is on this release, but VERSION:1 declares 0.4.0", ProjectVersion("0.4.0", "VERSION:1")),
    Case("a pre-release below 1 alone", "tag v0.4.0rc1", "error no tag: no tag of 0.4.0", ProjectVersion("0.4.0", "VERSION:1")),
    Case("a version below 1", "tag v0.4.0", "v0.4.0", ProjectVersion("0.4.0", "VERSION:1")),
    Case("two tags of one version, on one commit", "tag v1.2.0; tag 1.2.0", "v1.2.0"),
    Case("two tags of one version", "tag v1.2.0; git tag -am x 1.2.0 HEAD~1; git push -q origin 1.2.0",
         "v1.2.0 two tags: 1.2.0 names the same version as v1.2.0, but is on"),
    Case("two tags of one version, and the other one was moved there", "tag v1.2.0; tag 1.2.0; there tag -f -am y 1.2.0 main~1",
         "v1.2.0 moved: 1.2.0 was moved: origin has it on"),
    Case("two tags of one version, and the other one is lightweight", "tag v1.2.0; git tag 1.2.0; git push -q origin 1.2.0",
         "v1.2.0 lightweight: 1.2.0 is lightweight"),
    Case("two tags of one version, and the other one is lightweight there only", "tag v1.2.0; there tag 1.2.0 main",
         "v1.2.0 lightweight: 1.2.0 is lightweight"),
    Case("two tags of one version, and the other one was made twice", "tag v1.2.0; tag 1.2.0; git tag -f -am z 1.2.0",
         "v1.2.0 made twice: 1.2.0 is a different object on origin"),
    Case("two tags of one version, and the other one is here only", "tag v1.2.0; git tag -am x 1.2.0", "v1.2.0"),
    Case("a pre-release on the same commit", "tag v1.2.0rc1; tag v1.2.0", "v1.2.0"),
    Case("a pre-release alone", "tag v1.2.0rc1", "error no tag: no tag of 1.2.0"),
    Case("the version is a pre-release", "tag v1.2.0-rc.1", "v1.2.0-rc.1", ProjectVersion("1.2.0rc1", "pyproject.toml:3")),
    Case("a version of SemVer", "tag v1.2.0-beta.2", "v1.2.0-beta.2", ProjectVersion("1.2.0-beta.2", "package.json:2")),
    Case("named after the tags", "tag v1.2.0", "v1.2.0", BY_TAG),
    Case("named after the tags, and there is none", "", "error no tag: no release tag on", BY_TAG),
    Case("named after the tags, final and pre-release", "tag v1.2.0rc1; tag v1.2.0", "v1.2.0", BY_TAG),
    Case("named after two tags", "tag v1.2.0; tag v1.3.0", "cannot: the tags of this release disagree about its version: v1.2.0, v1.3.0", BY_TAG),
    Case("no file names a version", "tag v1.2.0", "v1.2.0", ProjectVersion()),
    Case("a tag without a version, which the settings name", "tag spring", "spring", VERSION, Naming(("spring",))),
    Case("the settings name other tags", "tag v1.2.0", "error no tag: no tag of 1.2.0", VERSION, Naming(("shop-*",))),
    Case("another project's", "git tag -am x tea-v1.2.0; git push -q origin tea-v1.2.0", "error no tag: no tag of 1.2.0"),
    Case("in a folder: its own tag", "work services/tea/a 1; git push -q origin main; git tag -am x tea-v1.2.0; git push -q origin tea-v1.2.0; work pay 9",
         "tea-v1.2.0", VERSION, Naming(names=("tea",)), "services/tea"),
    Case("in a folder: changed since",
         "work services/tea/a 1; git push -q origin main; git tag -am x tea-v1.2.0; git push -q origin tea-v1.2.0; work services/tea/a 2",
         "tea-v1.2.0 elsewhere: tea-v1.2.0 is on", VERSION, Naming(names=("tea",)), "services/tea"),
    Case("squashed, and main's commit is tagged",
         "git checkout -qb feature; work pay 4; git push -q origin feature; theirs main feature; there tag -am x v1.2.0 main; git fetch -q origin tag v1.2.0",
         "v1.2.0"),
    Case("a back-port", "git checkout -qb release/1.0 v1.0.0; work pay 1.1; git push -q origin release/1.0; tag v1.0.1", "v1.0.1", ProjectVersion("1.0.1", "VERSION:1")),
    Case("shallow, tag fetched", "tag v1.2.0; git fetch -q --depth 1 origin main; git checkout -q --detach FETCH_HEAD", "v1.2.0"),
    Case("the hub is gone", "tag v1.2.0; mv ../hub.git ../gone.git", "cannot: the remote origin (../hub.git) cannot be read"),
    Case("files disagree", "tag v1.2.0; printf '[project]\\nversion = \"1.2.0\"\\n' > pyproject.toml; echo 1.1.0 > VERSION",
         "cannot: the files disagree about the version: pyproject.toml:2 says 1.2.0, VERSION:1 says 1.1.0", None),
]  # fmt: skip


def said_of(shop, case):
    """The tag and all that is wrong with it."""
    repository = shop.repository(case.folder)
    version = case.version or version_of(repository.root)
    try:
        found = Tagging(repository, shop.commits(case.folder), case.naming, version, ask(repository, "origin")).find()
    except CannotMeasure as error:
        return f"cannot: {error}"
    faults = [f"{one.rule}: {one.message}; {one.cure}" for one in (*found.here, *found.there)]
    return " | ".join([f"{found.name or 'error'} {faults[0]}" if faults else found.name, *faults[1:]])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_history(shop, case):
    shop.sh(case.script)
    before = shop.state()
    said = said_of(shop, case)
    assert said.startswith(case.outcome)
    assert " | " not in said
    if " " not in case.outcome:
        assert said == case.outcome
    assert shop.state() == before


def test_a_lightweight_tag_is_allowed_where_the_settings_say_so(shop):
    shop.sh("git tag v1.2.0; git push -q origin v1.2.0")
    repository = shop.repository()
    found = Tagging(
        repository, shop.commits(), Naming(), VERSION, ask(repository, "origin"), needs_annotation=False
    ).find()
    assert (found.name, found.here, found.there) == ("v1.2.0", (), ())


def test_the_other_tags_of_the_version_are_known_since_each_must_be_signed(shop):
    shop.sh("tag v1.2.0; tag 1.2.0; git tag -am x v1.2.0-rc.1")
    repository = shop.repository()
    found = Tagging(repository, shop.commits(), Naming(), VERSION, ask(repository, "origin")).find()
    assert (found.name, [tag.name for tag in found.further]) == ("v1.2.0", ["1.2.0"])
