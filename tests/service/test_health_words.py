"""Health checks in the words of their frameworks: each one healthy, and the same with one thing unhealthy."""

from __future__ import annotations

import json

import pytest
from health_bodies import FRAMEWORKS, HARMLESS, ILL, NOT_UNDERSTOOD

from pytest_golive.service.health.reading import read_health
from pytest_golive.service.health.words import Meaning, Vocabulary, meaning_of


def read(body, content_type="application/json", vocabulary=None):
    packed = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    return read_health(packed, content_type, vocabulary or Vocabulary())


def ill(reading):
    return [word.description for word in reading.words if word.meaning is Meaning.ILL]


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_what_a_framework_says_when_all_is_well_and_when_something_is_ill(name):
    well, unwell = (read(body) for body in FRAMEWORKS[name])
    assert (ill(well), well.trouble) == ([], "")
    assert ill(unwell)


@pytest.mark.parametrize("body", HARMLESS, ids=str)
def test_harmless_bodies_are_no_fault(body):
    reading = read(body)
    assert (ill(reading), reading.trouble) == ([], "")


@pytest.mark.parametrize("body", ILL, ids=str)
def test_ill_bodies_are_seen(body):
    assert ill(read(body))


@pytest.mark.parametrize("body", NOT_UNDERSTOOD, ids=lambda body: str(body)[:30])
def test_what_is_not_understood_is_trouble(body):
    reading = read(body)
    assert not ill(reading)
    assert reading.trouble


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"status": "DOWN"}, "it says 'DOWN'"),
        ({"status": "UP", "components": {"db": {"status": "DOWN"}}}, "components.db.status says 'DOWN'"),
        ({"checks": [{"state": "UP"}, {"state": "DOWN"}]}, "state of the second item in checks says 'DOWN'"),
        (
            [[{"status": "UP"}, {"status": "DOWN"}]],
            "status of the second item in the first item in the list says 'DOWN'",
        ),
        ([{"status": "DOWN"}], "status of the first item in the list says 'DOWN'"),
        ({"a": [{"db": {"status": "DOWN"}}]}, "db.status of the first item in a says 'DOWN'"),
        ({"checks": [{"ok": True}] * 11 + [{"ok": False}]}, "ok of item 12 in checks says 'false'"),
        (["ok", "DOWN"], "the second item in the list says 'DOWN'"),
        ({"healthy": False}, "healthy says 'false'"),
        ("[+]ping ok\n[-]etcd failed", "etcd says 'failed'"),
        ("DOWN", "it says 'DOWN'"),
    ],
)
def test_the_place_of_a_word_is_told(body, told):
    assert ill(read(body)) == [told]


def test_brackets_in_text_are_no_json():
    assert not read("[OK] all is well", "text/plain").trouble
    assert ill(read("[OK] db: up\n[FAIL] disk: DOWN", "text/plain")) == ["[FAIL] disk says 'DOWN'"]
    assert read("[OK] all is well", "application/json").trouble == "the body looks like JSON and is none"


def test_a_warning_is_none_of_both():
    for body in ({"status": "warn"}, {"status": "yellow"}, [{"Status": "warning"}], "WARN: inconsistent objects"):
        reading = read(body)
        assert [word.meaning for word in reading.words] == [Meaning.CONCERN]
        assert not reading.trouble


def test_what_is_not_understood_of_a_component_is_kept_for_a_note():
    words = read({"status": "UP", "db": {"status": "rebalancing"}}).words
    assert [(word.place, word.meaning) for word in words] == [("status", Meaning.WELL), ("db.status", Meaning.UNKNOWN)]


def test_a_team_has_its_own_words_in_any_letter_case():
    own = Vocabulary(well=("Grün", "degraded", "0"), ill=("up",))
    assert not ill(read({"status": "grün"}, vocabulary=own))
    assert not read({"status": "grün", "db": "Degraded"}, vocabulary=own).trouble
    assert not read({"status": 0}, vocabulary=own).trouble
    assert ill(read({"status": "UP"}, vocabulary=own))
    assert meaning_of(" UP ", own) is Meaning.ILL


def test_the_one_value_that_counts():
    own = Vocabulary(key="app.state")
    assert not ill(read({"status": "DOWN", "app": {"state": "UP"}}, vocabulary=own))
    assert ill(read({"status": "UP", "app": {"state": "DOWN"}}, vocabulary=own))
    assert ill(read({"status": "UP", "app.state": "DOWN"}, vocabulary=own))
    assert ill(read('{"app": {"state": "UP"}, "app": {"state": "DOWN"}}', vocabulary=own))
    assert ill(read([{"app": {"state": "UP"}}, {"app": {"state": "DOWN"}}], vocabulary=Vocabulary(key="1.app.state")))
    for body, trouble in (
        ({"status": "UP"}, "its JSON has no 'app.state'"),
        ({"app": {"state": {}}}, "is no single value"),
        ("UP", "the body is no JSON"),
        ("<html>", "the body is no JSON"),
        ({"app": {"state": "weird"}}, "which is not understood"),
    ):
        assert trouble in read(body, vocabulary=own).trouble


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "cp1252", "nothing", "hex", "idna", "unicode_escape"])
def test_character_sets_that_are_none_do_not_matter(charset):
    body = '{"status": "DOWN"}'.encode("utf-16" if charset == "utf-16" else "ascii")
    assert ill(read(body, f'application/json; charset="{charset}"'))


def test_a_page_of_many_brackets_is_read_at_once():
    assert read("<" * 60_000).is_page
    assert read("<a>" * 20_000).is_page
    assert read("<!--" * 15_000).is_page
    assert read("<" * 70_000).is_silent
