"""What a version promises: its step from the one before, and which breaking changes a policy forbids."""

from __future__ import annotations

import pytest
from packaging.version import Version

from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.promises import Promise
from pytest_golive.errors import CannotMeasure


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("1.2.0", "2.0.0", "major"),
        ("1.2.0", "1.3.0", "minor"),
        ("1.2.0", "1.2.1", "patch"),
        ("1.2.0", "1.2.0", ""),
        ("0.2.0", "0.3.0", "major"),
        ("0.2.0", "0.2.1", "patch"),
        ("0.9", "1.0", "major"),
        ("24.1.0", "25.1.0", "major"),
        ("1.0", "1!0.1", "major"),
        ("1.2.0", "1.1.0", ""),
    ],
)
def test_a_step_is_known_by_the_part_that_grew(old, new, step):
    assert Promise(Version(old), Version(new), "semver").step == step


def test_what_a_policy_forbids():
    removed = Change("object-removed", "shop.pay", "", "")
    announced = Change("object-removed", "shop.pay", "", "", was_announced=True)
    perhaps = Change("default-changed", "shop.pay", "", "", is_sure=False)
    minor = (Version("1.2"), Version("1.3"))
    assert Promise(*minor, "semver").forbids(removed)
    assert Promise(*minor, "semver").forbids(announced)
    assert Promise(*minor, "deprecation").forbids(removed)
    assert not Promise(*minor, "deprecation").forbids(announced)
    assert Promise(Version("1.2"), Version("1.2.1"), "deprecation").forbids(announced)
    assert not Promise(*minor, "none").forbids(removed)
    assert not Promise(*minor, "semver").forbids(perhaps)
    assert not Promise(Version("1.2"), Version("2"), "semver").forbids(removed)


@pytest.mark.parametrize(
    ("old", "new", "said"), [(None, "1.0", "previous release's name"), ("1.0", None, "names no version")]
)
def test_without_versions_nobody_can_tell(old, new, said):
    promise = Promise(Version(old) if old else None, Version(new) if new else None, "semver")
    with pytest.raises(CannotMeasure, match=said):
        promise.forbids(Change("object-removed", "shop.pay", "", ""))
