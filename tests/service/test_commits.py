"""Commits in every form, and texts that only look like one."""

from __future__ import annotations

import pytest

from pytest_golive.service.release.commits import Commit, Named, read_commit, read_name

SHA = "4f1c2ab9d0" * 4
SHA256 = "4f1c2ab9d0abcdef" * 4


@pytest.mark.parametrize(
    ("said", "commit"),
    [
        ("deadbee", Commit("deadbee")),
        ("DEADBEE", Commit("deadbee")),
        (' "deadbee"\n', Commit("deadbee")),
        ("1234567", Commit("1234567")),
        (SHA, Commit(SHA)),
        (SHA256, Commit(SHA256)),
        ("gdeadbee1", Commit("deadbee1")),
        ("deadbee-dirty", Commit("deadbee", has_changes=True)),
        ("deadbee.dirty", Commit("deadbee", has_changes=True)),
        ("dirty-deadbee", Commit("deadbee", has_changes=True)),
        ("deadbeef+changes", Commit("deadbeef", has_changes=True)),
        ("deadbee*", Commit("deadbee", has_changes=True)),
        ("deadbee (modified)", Commit("deadbee", has_changes=True)),
        ("v1.2.3-4-gdeadbee", Commit("deadbee")),
        ("v1.2.3-4-gdeadbee-dirty", Commit("deadbee", has_changes=True)),
        ("1.2.1.dev3+gdeadbee.d20270131", Commit("deadbee", has_changes=True)),
        ("sha-deadbee", Commit("deadbee")),
        ("commit deadbee", Commit("deadbee")),
        ("main@deadbee", Commit("deadbee")),
        ("feature/tea-deadbee", Commit("deadbee")),
        ("20270131-deadbee", Commit("deadbee")),
        ("deadbee-20270131", Commit("deadbee")),
        (f"https://git.example/shop/commit/{SHA}", Commit(SHA)),
    ],
)
def test_commits_are_read(said, commit):
    assert read_commit(said) == commit


@pytest.mark.parametrize(
    "said", ["", "unknown", "deadbe", "deadbee-or-so", "deadbee-4.tea", "banana", "dëadbee", "a" * 300]
)
def test_what_names_no_commit(said):
    assert read_commit(said) is None


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("1.2.0", Named("1.2.0")),
        ("v1.2", Named("v1.2")),
        ("20270131", Named("20270131")),
        ("1.2.0-rc1", Named("1.2.0-rc1")),
        ("1.2.0+20270131", Named("1.2.0+20270131")),
        ("1.2.0-alpine", Named("1.2.0-alpine")),
        ("shop 1.2.0", Named("shop 1.2.0")),
        ("pre-1.2.0", Named("pre-1.2.0")),
        ("version: 1.2.0", Named("1.2.0")),
        ("release/1.2.0", Named("1.2.0")),
        (f"1.2.0+{SHA}", Named("1.2.0", Commit(SHA))),
        ("1.2.0 (deadbee)", Named("1.2.0", Commit("deadbee"))),
        ("1.2.0-deadbee-dirty", Named("1.2.0", Commit("deadbee", has_changes=True))),
        ("v1.2.0-0-gdeadbee", Named("v1.2.0", Commit("deadbee"))),
        ("v1.2.0-4-gdeadbee", Named("v1.2.0-4-gdeadbee", Commit("deadbee"))),
        ("1.2.1.dev3+gdeadbee.d20270131", Named("1.2.1.dev3", Commit("deadbee", has_changes=True))),
        ("v0.0.0-20270131120000-4f1c2ab9d0aa", Named("v0.0.0-20270131120000", Commit("4f1c2ab9d0aa"))),
        ("1.2.0-dirty", Named("1.2.0", has_changes=True)),
        ("1.2.0+dirty", Named("1.2.0", has_changes=True)),
        ("deadbee", Named("", Commit("deadbee"))),
        ("git-deadbee-dirty", Named("", Commit("deadbee", has_changes=True))),
        ("1.2.0 from web-1", Named("1.2.0")),
        ("1.2.0 (host: web-1)", Named("1.2.0")),
        ("1.2.0 beta", Named("1.2.0 beta")),
        ("ëins", Named("ëins")),
    ],
)
def test_versions_and_commits_are_told_apart(said, named):
    assert read_name(said) == named


def test_a_text_without_end_is_cut():
    assert len(read_name("1" * 100_000).version) == 200
