"""Which tags are versions, of what, and which are final."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.releases.versions import Kind, base_of, parse, same_name


@pytest.mark.parametrize(
    ("tag", "family"),
    [
        ("v1.2.0", ""),
        ("1.2.0", ""),
        ("v7", ""),
        ("V2.0", ""),
        ("v.1.2.3", ""),
        ("release-1.2", ""),
        ("releases/v1.2", ""),
        ("rel_2_0_52", ""),
        ("rel_0_4_2p3", ""),
        ("version-1.0", ""),
        ("sdk==0.4.0", "sdk"),
        ("sdk=v0.4.0", "sdk"),
        ("refs-v1.0", "refs"),
        ("2.5.0.RELEASE", ""),
        ("4.0.0.Final", ""),
        ("v1.0.0-patch.1", ""),
        ("1.2.0.post1", ""),
        ("1.2.0-1", ""),
        ("v1.2.0+build.5", ""),
        ("20240115", ""),
        ("2024-01-15", ""),
        ("2024.01.15", ""),
        ("v2022.08.18", ""),
        ("24.3", ""),
        ("shop-v1.2.0", "shop"),
        ("shop-1.2.0", "shop"),
        ("shop@1.2.0", "shop"),
        ("shop/v1.2.0", "shop"),
        ("services/shop/v1.2.0", "services/shop"),
        ("@scope/pkg@1.2.0", "@scope/pkg"),
        ("oauth2-proxy-v2.2", "oauth2-proxy"),
        ("pg-pool@3.5.0", "pg-pool"),
        ("shop-release-1.2", "shop"),
        ("lib-2-1.0.0", "lib-2"),
    ],
)
def test_final_versions_and_what_they_are_of(tag, family):
    found = parse(tag)
    assert (found.family, found.kind) == (family, Kind.FINAL)


@pytest.mark.parametrize(
    "tag",
    [
        "v1.2.0rc1",
        "1.0b2",
        "v1.0.0-rc.1",
        "v2.0.0-beta",
        "v1.0.0-alpha.1.2",
        "1.0.dev3",
        "v1.0.0-SNAPSHOT",
        "2.0.0.M1",
        "v3.0.0-canary.4",
        "4.6.0.edge",
        "shop@1.0.0-next.1",
        "3.0.0.pre",
    ],
)
def test_versions_before_a_final_one(tag):
    assert parse(tag).kind is Kind.BEFORE


@pytest.mark.parametrize("tag", ["v2.0.0-10x", "v9.3.1-PERMAFROST", "1.0.0-x.7.z.92"])
def test_a_suffix_that_nobody_else_knows_is_a_pre_release_to_others(tag):
    assert parse(tag).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    "tag",
    [
        "1000-commits",
        "nightly",
        "latest",
        "release-2355",
        "build-123",
        "untagged-8324d45e0aaefc1ed986",
        "0.12.x",
        "1.3.0_k1.1.3",
        "0,14,2",
        "archive/backup-before-wipe-1779797066",
        "initial-merge-from-ssh-done",
        "v3.2.0_plus_git",
        "123456",
        "rel1.0.0",
        "",
        "v" * 5000 + "1.0",
    ],
)
def test_no_versions(tag):
    assert parse(tag) is None


def test_versions_are_ordered_as_such_and_not_as_text():
    tags = ["v1.10.0", "v1.9.1", "1.9.0.post1", "rel_1_9_0", "v1.9.0rc2"]
    assert sorted(tags, key=lambda tag: parse(tag).order, reverse=True) == tags


@pytest.mark.parametrize(
    ("family", "name", "same"),
    [
        ("shop", "shop", True),
        ("Shop", "shop", True),
        ("big_shop", "big-shop", True),
        ("big.shop", "big-shop", True),
        ("@scope/pkg", "@scope/pkg", True),
        ("pkg", "@scope/pkg", True),
        ("services/shop", "services/shop", True),
        ("shop", "services/shop", True),
        ("shop-api", "shop", False),
        ("", "shop", False),
        ("shop", "", False),
    ],
)
def test_a_family_is_a_project_by_its_name(family, name, same):
    assert same_name(family, name) is same


@pytest.mark.parametrize(
    ("version", "base"),
    [("1.3.0.dev2", "1.3.0"), ("2.0.0-rc.1", "2.0.0"), ("1.2", "1.2"), ("unknown", None), ("", None)],
)
def test_what_a_declared_version_leads_to(version, base):
    found = base_of(version)
    assert (str(found) if found else None) == base
