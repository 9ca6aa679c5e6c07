"""Commits as changes: pull requests count once, types and breaking changes are read, people are named once."""

from __future__ import annotations

import itertools

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.notes.commits import Author, Commit, authors_of, changes_in, commits_since
from pytest_golive.documents.notes.grouping import of_commits

ANN, BOB = Author("Ann", "ann@shop.example"), Author("Bob", "bob@shop.example")
NUMBERS = itertools.count()


def commit(message, *parents, by=(ANN,)):
    return Commit(f"{next(NUMBERS):040x}", tuple(one.sha for one in parents), tuple(by), message)


def told(*commits):
    """Titles of the changes; the newest commit comes first."""
    return [f"{one.words} {one.number}".strip() for one in changes_in(commits)]


def test_a_merged_pull_request_is_one_change_whatever_it_consists_of():
    first = commit("base")
    fix, more = commit("wip", first), commit("typo")
    more = commit("typo\n\nFixes #7", fix)
    merge = commit("Merge pull request #12 from ann/pay\n\nPay by card", first, more)
    found = changes_in([merge, more, fix, first])
    assert [(one.words, one.number, one.closes) for one in found] == [("Pay by card", "#12", ("#7",)), ("base", "", ())]


def test_a_merge_request_is_one_change_too():
    first = commit("base")
    work = commit("wip", first)
    message = "Merge branch 'pay' into 'main'\n\nfeat: pay by card\n\nSee merge request shop/shop!34"
    assert told(commit(message, first, work), work, first) == ["pay by card !34", "base"]


def test_a_merge_without_a_pull_request_stands_for_what_it_brought():
    first = commit("base")
    one = commit("one", first)
    two = commit("two", one)
    merge = commit("Merge branch 'main' of shop", first, two)
    assert told(merge, two, one, first) == ["two", "one", "base"]


def test_what_two_merges_bring_is_told_once():
    first = commit("base")
    work = commit("work", first)
    early = commit("Merge pull request #1 from a/b\n\nWork", first, work)
    late = commit("Merge branch 'b'", early, work)
    assert told(late, early, work, first) == ["Work #1", "base"]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("feat(api)!: drop v1", ("drop v1", "feat", "api", "", "drop v1")),
        ("fix: a leak (#41)", ("a leak", "fix", "", "#41", "")),
        ("Fix: a leak", ("a leak", "fix", "", "", "")),
        ("feat: new\n\nBREAKING CHANGE: pay() needs\na currency\n\nmore", ("new", "feat", "", "", "pay() needs a currency")),
        ("feat: new\n\nBREAKING-CHANGE: gone\nReviewed-by: Bob", ("new", "feat", "", "", "gone")),
        ("http://x: y", ("http://x: y", "", "", "", "")),
        ("not a type at all: x", ("not a type at all: x", "", "", "", "")),
        ("", ("", "", "", "", "")),
    ],
)  # fmt: skip
def test_a_message_is_read(message, expected):
    (found,) = changes_in([commit(message)])
    assert (found.words, found.kind, found.scope, found.number, found.breaking) == expected


@pytest.mark.parametrize(
    ("message", "breaking"),
    [
        ("Prices (#6)\n\n* feat!: cents now (#5)\n\n* fix: x", "cents now"),
        ("Prices\n\n- feat(api)!: cents now", "cents now"),
        ("Prices\n\nBREAKING CHANGES: cents", "cents"),
        ("Prices\n\n* BREAKING CHANGE: cents", "cents"),
        ("Prices\n\n    BREAKING CHANGE: cents", "cents"),
        ("Prices\n\n**BREAKING CHANGE**: cents", "cents"),
        ("Prices\n\n## BREAKING CHANGES\n\n- cents\n- no euros\n\nmore", "cents no euros"),
        ("Prices\n\nBREAKING CHANGE #12 cents", "#12 cents"),
        ("Prices\n\nBREAKING-CHANGE: cents\nBREAKING CHANGE: euros", "cents; euros"),
        ("Prices\n\nBREAKING CHANGE:", "a change that the message does not describe"),
        ("breaking: cents", "cents"),
        ("Prices\n\n* feat!: cents\n* feat!: no euros\n\nBREAKING CHANGE: v1", "cents; no euros; v1"),
        ("feat!: prices\n\nBREAKING CHANGE: cents", "cents"),
        ("Prices\n\nBREAKING CHANGE: none.", ""),
        ("Prices\n\nThe BREAKING CHANGE: of last year", ""),
        ('Revert "feat!: cents"', ""),
    ],
)
def test_a_breaking_change_is_read_wherever_the_message_names_it(message, breaking):
    assert changes_in([commit(message)])[0].breaking == breaking


def test_a_merged_change_breaks_what_its_commits_break():
    first = commit("base")
    work = commit("feat!: cents now", first)
    merge = commit("Merge pull request #5 from ann/pay\n\nImprove prices", first, work)
    assert [one.breaking for one in changes_in([merge, work, first])] == ["cents now", ""]


def test_without_types_there_are_no_groups():
    changes = changes_in([commit("one"), commit("fix: two")][:1])
    assert [group.title for group in of_commits(changes)] == [""]
    first = commit("fix(api): two")
    (group,) = of_commits(changes_in([commit("feat: three", first), first]))[1:]
    assert group.title == "Fixes"
    assert group.entries == (f"**api:** two ({first.sha[:7]})",)


def test_people_are_told_once_and_programs_are_none():
    robot = Author("renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com")
    again = Author("ann", "ANN@shop.example")
    people = authors_of([commit("a", by=(BOB, ANN)), commit("b", by=(again, robot))])
    assert people == (ANN, BOB, robot)
    assert [one.is_bot for one in people] == [False, False, True]


def test_they_are_read_from_git_with_mailmap_and_helpers(tmp_path, git, commit):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a").write_text("1")
    commit(tmp_path)
    git(tmp_path, "tag", "v1")
    (tmp_path / ".mailmap").write_text("Ann Real <ann@real.example> <ann@old.example>\n")
    git(tmp_path, "add", "--all")
    message = "feat: x\x1e\n\ncommit 1234\n\nCo-authored-by: Bob <bob@shop.example>"
    git(tmp_path, "commit", "--quiet", "--author=a <ann@old.example>", "-m", message)
    (found,) = commits_since(Repository.open(tmp_path), "v1")
    assert [one.name for one in found.authors] == ["Ann Real", "Bob"]
    assert found.message == message.replace("\x1e", r"\x1e"), "no terminal obeys what a commit says"
    assert len(found.sha) == 40
