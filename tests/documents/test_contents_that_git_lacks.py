"""A clone may lack the content of some files: what needs one says so, and the others are read."""

from __future__ import annotations

import subprocess

import pytest

from pytest_golive.delivery.git.contents import contents, ordinary_contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.tracked import past_texts
from pytest_golive.errors import CannotMeasure


@pytest.fixture
def lacking(tmp_path):
    """A repository with two documents, and without the content of one of them."""
    (tmp_path / "kept.md").write_text("kept\n")
    (tmp_path / "lost.md").write_text("lost\n")
    identity = ("-c", "user.name=A", "-c", "user.email=a@b.c")
    for command in (("init", "-q"), ("add", "--all"), (*identity, "commit", "-qm", "x")):
        subprocess.run(("git", *command), cwd=tmp_path, check=True)
    asked = ("git", "rev-parse", "HEAD:lost.md")
    name = subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, text=True).stdout.strip()
    (tmp_path / ".git/objects" / name[:2] / name[2:]).unlink()
    return Repository.open(tmp_path)


@pytest.mark.parametrize("read", [contents, ordinary_contents])
def test_what_needs_a_content_that_is_not_there_says_so(lacking, read):
    with pytest.raises(CannotMeasure, match=r"the repository lacks the content of lost\.md in HEAD"):
        read(lacking, "HEAD", ["kept.md", "lost.md"])
    assert read(lacking, "HEAD", ["kept.md"]) == {"kept.md": b"kept\n"}


def test_texts_of_the_last_release_that_are_not_there_are_told(lacking):
    with pytest.raises(CannotMeasure, match=r"lacks the content of lost\.md"):
        past_texts(lacking, "HEAD", lambda path: path.endswith(".md"))
    known = past_texts(lacking, "HEAD", lambda path: path == "kept.md")
    assert known.read("kept.md") == "kept\n"
    assert set(known.paths) == {"kept.md", "lost.md"}
