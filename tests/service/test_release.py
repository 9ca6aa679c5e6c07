"""Which release a service says it is."""

from __future__ import annotations

import json

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.release import Place, Release, Said, ask_for_release, read_release
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
        ({"version": SHA[:12]}, "", ""),
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
    assert Said(version, commit).is_of(Release("1.2.0", SHA)) is is_it


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
        (Release(), {"version": "1"}, "nobody says which release"),
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
