"""The gate about the release tag: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest

GATE = "deployment::tagged"


@pytest.fixture
def released(shop, git, monkeypatch):
    """A project whose release 1.2.0 is tagged, here and on the remote."""
    shop.settings('[tool.golive.deployment]\nremote = "hub"\n')
    shop.commit()
    place = shop.path.parent / f"{shop.path.name}.git"
    git(shop.path, "init", "--quiet", "--bare", str(place))
    git(shop.path, "remote", "add", "hub", str(place))
    git(shop.path, "tag", "-am", "1.2.0", "v1.2.0")
    git(shop.path, "push", "--quiet", "hub", "HEAD:refs/heads/main", "v1.2.0")
    monkeypatch.setattr(type(shop), "commit", lambda _: None)
    return shop


def test_tagged_passes(released):
    released.passes(GATE, "*faults of the release tag: 0, must be at most 0 (version 1.2.0 (pyproject.toml:3))*",
                    "*records of other content under this version: 0*", "*tag: v1.2.0*")  # fmt: skip


def test_tagged_is_breached(released, git):
    git(released.path, "commit", "--quiet", "--allow-empty", "--message", "nothing new")
    git(released.path, "tag", "--force", "v1.2.0")
    released.breaches(GATE, "*faults of the release tag: 1, must be at most 0*", "*faults of it on the remote: 1, must be at most 0*",
                      "*v1.2.0 is lightweight*", "*v1.2.0 was moved: hub has it on *, but this clone on *")  # fmt: skip


def test_tagged_cannot_measure(released):
    released.write("VERSION", "1.1.0\n")
    released.cannot_measure(
        GATE, "*the files disagree about the version: pyproject.toml:3 says 1.2.0, VERSION:1 says 1.1.0*"
    )


def test_tagged_demands_a_signature_where_the_settings_do(released):
    released.settings("signed_tags = true\n")
    released.cannot_measure(GATE, "*signed_tags demands a signature, and nobody in*", word="NOT SET UP")
    released.settings(f'[tool.golive.signing.people.ann]\nemails = ["ann@shop.example"]\ngpg_keys = ["{"A1" * 20}"]\n')
    released.breaches(GATE, "*faults of its signature: 1, must be at most 0*", "*v1.2.0 is not signed*")
