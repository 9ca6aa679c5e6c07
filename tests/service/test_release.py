"""Which release a service reports."""

from __future__ import annotations

import json

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.release.checking import Place, Release, ReportedRelease, ask_for_release, read_release
from pytest_golive.service.target import Target

SHA = "4f1c2ab9d0" * 4


def said(body, key="", header="", headers=()):
    text = body if isinstance(body, str) else json.dumps(body)
    return read_release(
        Answer("GET", "http://127.0.0.1/version", 200, headers, text.encode()), Place("/v", key, header)
    )


@pytest.mark.parametrize(
    ("body", "version", "commit"),
    [
        ({"version": "1.2.0"}, "1.2.0", ""),
        ({"Version": "1.2.0", "git_commit": SHA}, "1.2.0", SHA),
        ({"build": {"version": "1.2.0"}, "git": {"commit": {"id": SHA[:7]}}}, "1.2.0", SHA[:7]),
        ({"app": "shop", "release": "v1.2.0", "commit": "unknown"}, "v1.2.0", ""),
        ({"version": SHA[:12]}, "", SHA[:12]),
        ({"version": "unknown"}, "", ""),
        ({"git.commit.id.full": SHA, "git.build.version": "1.2.0"}, "1.2.0", SHA),
        ({"git": {"commit": {"id": {"full": SHA, "abbrev": SHA[:7]}, "time": "2027"}, "branch": "main"}}, "", SHA),
        ({"git": {"commit": {"id": SHA[:7]}, "closest": {"tag": {"name": "v9"}}}}, "", SHA[:7]),
        ({"gitVersion": "v1.2.0", "gitCommit": SHA, "gitTreeState": "clean", "apiVersion": "v9"}, "v1.2.0", SHA),
        ({"java": {"version": "21"}, "app": {"name": "shop", "version": "1.2.0"}}, "1.2.0", ""),
        ({"version": "1.2.0", "image": {"sha": "f" * 64}, "dependencies": {"x": {"commit": "deadbee"}}}, "1.2.0", ""),
        ({"version": "1.2.0", "revision": "42"}, "1.2.0", ""),
        ({"version": "1.2.0", "revision": "1234567"}, "1.2.0", ""),
        ({"version": "1.2.0", "revision": SHA}, "1.2.0", SHA),
        ({"informationalVersion": f"1.2.0+{SHA}"}, "1.2.0", SHA),
        ({"version": "1.2.0", "commit": SHA.upper()}, "1.2.0", SHA),
        ({"version": "1.2.0", "commit": SHA + "a" * 24}, "1.2.0", SHA + "a" * 24),
        ([{"version": "1.2.0"}], "1.2.0", ""),
        ("\ufeff1.2.0\r\n", "1.2.0", ""),
        ("\n version: 1.2.0\ncommit = deadbee\n", "1.2.0", "deadbee"),
        ('{"version": 1.10}', "1.10", ""),
        ("1.2.0\n", "1.2.0", ""),
        (f"{SHA}\n", "", SHA),
        (1.2, "1.2", ""),
        ('"1.2.0"', "1.2.0", ""),
    ],
)
def test_versions_and_commits_are_read(body, version, commit):
    if not version and not commit:
        with pytest.raises(CannotMeasure, match="does not say which release"):
            said(body)
        return
    found = said(body)
    assert (found.version, found.commit) == (version, commit)


@pytest.mark.parametrize(
    "body",
    [
        {"version": "1.2.0", "commit": f"{SHA}-dirty"},
        {"version": "1.2.0", "commit": SHA, "dirty": True},
        {"git": {"commit": {"id": SHA}, "dirty": "true"}},
        {"vcs.revision": SHA, "vcs.modified": "true"},
        {"gitVersion": "1.2.0", "gitCommit": SHA, "gitTreeState": "dirty"},
        {"version": "1.2.0-dirty"},
        "1.2.0+dirty",
        f"v1.2.0-0-g{SHA[:7]}-dirty",
    ],
)
def test_what_was_built_from_a_changed_tree_is_no_release(body):
    found = said(body)
    assert "built from a changed tree" in str(found)
    assert not found.is_of(Release("1.2.0", SHA))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"version": "1.2.0", "commit": "banana"}, "commit says 'banana', which is no commit that can be understood"),
        ({"version": "1.2.0", "gitSha": "deadbee-or-so"}, "gitSha says 'deadbee-or-so', which is no commit"),
        ({"version": "1.2.0", "commit": ["deadbee"]}, "commit says .*, which is no commit"),
        (
            {"commit": "deadbee", "git": {"sha": SHA}},
            "git.sha names commit 4f1c2ab9d0, and commit names commit deadbee",
        ),
        ('{"version": "1.2.0", "version": "1.1.0"}', "version names version '1.2.0', and version '1.1.0'"),
        ({"web": {"version": "1.2.0"}, "jobs": {"version": "1.1.0"}}, "web.version names version '1.2.0', and jobs"),
        ({"version": None, "commit": "unknown"}, "commit says 'unknown', which names no commit"),
    ],
)
def test_what_is_not_understood_or_contradicts_itself_is_an_error(body, words):
    with pytest.raises(CannotMeasure, match=words):
        said(body)


def test_what_names_no_commit_is_kept_for_a_note():
    assert said({"version": "1.2.0", "commit": "unknown"}).doubts == ("commit says 'unknown', which names no commit",)
    assert said({"version": "1.2.0", "revision": "42"}).doubts == ("revision says '42', which names no commit",)


def test_a_commit_of_sha_256_is_none_of_sha_1():
    longer = ReportedRelease("1.2.0", SHA + "a" * 24)
    assert not longer.is_of(Release("1.2.0", SHA))
    assert "(64 digits)" in str(longer)
    assert longer.is_of(Release("1.2.0", SHA + "a" * 24))


def test_a_header_that_says_two_things():
    with pytest.raises(CannotMeasure, match=r"X-V is there 2 times, and says '1\.2\.0', '1\.1\.0'"):
        said("", header="X-V", headers=(("X-V", "1.2.0"), ("x-v", "1.1.0")))


def test_a_named_key_and_a_header_are_read_alone():
    assert said({"version": "9", "build": {"number": "1.2.0"}}, key="build.number").version == "1.2.0"
    assert said("", header="X-Version", headers=(("x-version", "1.2.0"),)).version == "1.2.0"
    with pytest.raises(CannotMeasure, match=r"build\.number does not say"):
        said({"version": "9"}, key="build.number")


@pytest.mark.parametrize("body", ["<html>1.2.0</html>", "[]", "{}", "", "null", "[" * 100_000, "a\nb", "true"])
def test_what_says_nothing_is_not_believed(body):
    with pytest.raises(CannotMeasure, match="does not say which release"):
        said(body)


@pytest.mark.parametrize(
    ("version", "commit", "is_it"),
    [
        ("1.2.0", "", True),
        ("v1.2", "", True),
        ("1.2.1", "", False),
        ("1.2.0", SHA[:7], True),
        ("1.2.0", "abcdef0", False),  # built from something else
        ("1.1.0", SHA, True),  # the commit is the closer word
        ("", "", False),
    ],
)
def test_a_release_is_told_by_its_commit_or_its_version(version, commit, is_it):
    assert ReportedRelease(version, commit).is_of(Release("1.2.0", SHA)) is is_it


def test_a_commit_that_holds_the_same_is_the_same_release():
    assert ReportedRelease("", SHA).is_of(Release("1.2.0", "f" * 40, ("e" * 40, SHA)))
    assert not ReportedRelease("", SHA).is_of(Release("1.2.0", "f" * 40, ("e" * 40,)))


def test_each_sample_is_a_new_connection_and_each_stranger_is_counted(serve):
    answers = ["1.2.0", "1.1.0", "1.2.0", "1.1.0"]
    server = serve(lambda _: (200, {}, json.dumps({"version": answers.pop(), "host": f"h{len(answers) % 2}"}).encode()))
    service = Service(Target("staging", server.url))
    found = ask_for_release(service, Place("/version"), Release("1.2.0"), 4)
    assert (found.wrong, found.instances, len(found.others)) == (2, 2, 1)
    assert "2 of 4 answers came from 1.1.0 (instance h1), not from 1.2.0" in found.others[0].message


@pytest.mark.parametrize(
    ("release", "body", "words"),
    [
        (Release(), {"version": "1"}, "it is unknown which release"),
        (Release("1.2.0"), {"commit": SHA}, "names a commit only"),
        (Release("", SHA), {"version": "1.2.0"}, "names a version only"),
    ],
)
def test_what_cannot_be_compared_is_not_proven(serve, release, body, words):
    service = Service(Target("staging", serve(lambda _: (200, {}, json.dumps(body).encode())).url))
    with pytest.raises(CannotMeasure, match=words):
        ask_for_release(service, Place("/version"), release, 1)


def test_an_error_page_is_no_release(serve):
    service = Service(Target("staging", serve(lambda _: (500, {}, b'{"version": "1.2.0"}')).url))
    with pytest.raises(CannotMeasure, match="status 500"):
        ask_for_release(service, Place("/version"), Release("1.2.0"), 1)
