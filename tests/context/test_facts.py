"""The facts of a verdict: what cannot be read is unknown, and not left to a guess."""

from __future__ import annotations

import pytest

from pytest_golive.context.facts import declared_version, gather
from pytest_golive.errors import CannotMeasure


@pytest.mark.parametrize(
    ("text", "version"),
    [(None, ""), ("", ""), ("[project]\nversion = '1.2'\n", "1.2"), ("[project]\ndynamic = ['version']\n", "")],
)
def test_the_version_that_a_project_declares(tmp_path, text, version):
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)
    assert declared_version(tmp_path) == version


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"[project", "the version is unknown, because pyproject.toml cannot be read: "),
        (b"version = '\xff'", "the version is unknown, because pyproject.toml cannot be read: "),
        (b"a = " + b"[" * 100_000, "the version is unknown, because pyproject.toml cannot be read: "),
        (b"[project]\nversion = 3\n", "the version in pyproject.toml is not a text"),
        (b"project = 3\n", "the version in pyproject.toml is not a text"),
    ],
)
def test_a_version_that_cannot_be_read_is_not_none(tmp_path, git, content, why):
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(CannotMeasure) as caught:
        declared_version(tmp_path)
    assert caught.value.what.startswith(why)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    facts = gather(tmp_path, "", "", "", lambda: pytest.fail("no release is compared where the version is unknown"))
    assert facts.version == ""
    assert facts.commit  # what is known is told


def test_a_folder_in_its_place_is_not_none(tmp_path):
    (tmp_path / "pyproject.toml").mkdir()
    with pytest.raises(CannotMeasure, match="Is a directory"):
        declared_version(tmp_path)
