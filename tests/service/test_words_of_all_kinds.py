"""Anything that a service sends is read or rejected with a named error, never with an unnamed exception."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.health.reading import Reading, read_health
from pytest_golive.service.health.words import Vocabulary
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.limits.limit_fields import promise_of, remaining_of
from pytest_golive.service.release.commits import read_commit, read_name
from pytest_golive.service.release.reading import read_release
from pytest_golive.service.release.terms import Place

NAMES = st.sampled_from(
    ["status", "Status", "healthy", "checks", "commit", "git.commit.id", "version", "error", "pod", "", "é", "a.b"]
)
WORDS = st.sampled_from(
    ["UP", "DOWN", "not ok", "4f1c2ab", "1.2.0", "v1-2-gdeadbee", "", "unknown", "\ud800", "0 failed"]
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS, st.text(max_size=12))
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4))
FIELDS = st.sampled_from(
    ["Retry-After", "RateLimit", "RateLimit-Reset", "X-RateLimit-Reset", "X-RateLimit-Remaining-Day"]
)
VALUES = (
    st.text(max_size=40)
    | st.from_regex(r'"[a-z]{1,3}";r=[0-9]{1,2};t=[0-9]{1,3}(, ?)?', fullmatch=True)
    | st.integers().map(str)
)


def bodies():
    return st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass"))


@settings(deadline=None, max_examples=300)
@given(bodies(), st.sampled_from(["application/json", "text/plain; charset=utf-16", "text/html", ""]), st.booleans())
@example(b"\xff\xfe", "", False)
@example(b'{"status": "\\ud800"}', "application/json", True)
def test_health_is_read_or_refused(body, kind, has_key):
    read = read_health(body, kind, Vocabulary(key="status.a" if has_key else "", well=("x",), ill=("",)))
    assert isinstance(read, Reading)
    assert bool(read.trouble) == bool(read.cure)
    assert all(isinstance(word.description, str) for word in read.words)


@settings(deadline=None, max_examples=300)
@given(bodies(), st.sampled_from(["", "version", "a.b"]))
def test_a_release_is_read_or_refused(body, key):
    found = released(Answer("GET", "http://h/version", 200, (("Content-Type", "application/json"),), body), key)
    assert found.cure if isinstance(found, CannotMeasure) else (found.version or found.commit) and str(found)


def released(answer, key):
    try:
        return read_release(answer, Place("/version", key))
    except CannotMeasure as error:
        return error


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60) | WORDS)
def test_any_text_is_a_name_or_none(text):
    read_name(text)
    commit = read_commit(text)
    assert commit is None or 7 <= len(commit.sha) <= 64


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(FIELDS, VALUES), max_size=4))
def test_any_field_of_a_limit_is_read_or_told(headers):
    answer = Answer("GET", "http://h/", 429, (("Date", "Wed, 25 Nov 2026 10:00:00 GMT"), *headers))
    promise = promise_of(answer)
    assert promise.is_usable == (promise.seconds is not None and not promise.wrong)
    assert promise.description
    assert promise.seconds is None or promise.seconds >= 0
    left = remaining_of(answer)
    assert left is None or left >= 0
