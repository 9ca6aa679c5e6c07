"""Versions of a file are searched as if each were the only one, though lines they share are searched once."""

from __future__ import annotations

import random

import pytest
from detect_secrets.core import scan
from detect_secrets.filters import heuristic
from detect_secrets.settings import default_settings

from pytest_golive.codebase.secrets import detect_secrets_worker as secrets_worker
from pytest_golive.codebase.secrets.narrowing import silence
from pytest_golive.codebase.secrets.narrowing.silence import Silence
from pytest_golive.codebase.secrets.narrowing.text import WORDS, Text
from pytest_golive.codebase.secrets.rules.carried import carried_places
from pytest_golive.codebase.secrets.rules.formats import Formats
from pytest_golive.codebase.secrets.rules.named import named_places

AWS = "AK" + "IAQYLPMN5HHHFPZAM2"
TOKEN = "gh" + "p_" + "wWPw5k4aXca" + "T4fNP0UcnZw" + "JUVFk6LO0pINUx"
WORD = "pass" + "word"
VALUE = "x7Kq" + "-19vLmz"
# Some say something alone, some only beside another, some in one kind of file alone.
LINES = [
    "import os",
    "",
    "# a comment of no interest",
    "def total(prices):",
    "    return sum(prices)  # in cents",
    f"key = '{AWS}'",
    f"    token: {TOKEN}",
    f"{WORD} = '{VALUE}'",
    f"{WORD}: {VALUE}",
    f"{WORD} = {VALUE}  # pragma: allowlist secret",
    "# pragma: allowlist nextline secret",
    f"os.environ.get('{WORD.upper()}') or '{VALUE}'",
    "[database]",
    "url = https://shop:" + VALUE + "@db.internal.net/orders",
    '"kty": "RSA",',
    '"d": "' + "Vt3Zq8Lm0xYw2Rb7Kp9Hs4Nc6Jd1Gf5A" + '",',
    "base = %(home)s/data",
    "home = 100%%",
    "text: |",
    "  " + "c3VwZXIgbG9uZyBhbmQg" * 3,
    "- \\x41\\x42",
    "!!binary",
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "MIIEpAIBAAKCAQEA" + "x9Qz" * 12,
    "'" + "Zm9vYmFyYmF6cXV4" * 4 + "'",
]
NAMES = ["a.py", "a.yaml", "a.ini", "a.txt", "a.js", "a.json", "poetry.lock"]


@pytest.fixture
def scanned(monkeypatch):
    """The answer about one version, of a worker that remembers lines or of one that does not."""
    monkeypatch.setattr(heuristic, "_get_indirect_reference_regex", heuristic._get_indirect_reference_regex)
    workers = {}
    for remembers in (False, True):
        with default_settings():
            formats = Formats(scan)
            if remembers:
                formats.remember(named_places, carried_places)
        workers[remembers] = secrets_worker.Search(scan, formats), formats

    def answer(name, text, *, remembers):
        search, formats = workers[remembers]
        found = {"found": [], "allowed": []}
        monkeypatch.setattr(scan, "_process_line_based_plugins", search)
        monkeypatch.setattr(scan, "open", lambda path: secrets_worker.opened(path, text.encode()), raising=False)
        monkeypatch.setattr("detect_secrets.filters.common.is_invalid_file", lambda filename: not filename)
        with default_settings():
            secrets_worker._scan(search, formats, (name, text.encode()), b"key", found)
        return found

    return answer


def test_lines_that_versions_share_change_nothing(scanned):
    chance = random.Random(7)
    text, seen = list(LINES), 0
    for _ in range(150):  # one commit after the other: lines come, go, and move
        for _ in range(3):
            place = chance.randrange(len(text))
            if chance.random() < 0.5 and len(text) > 5:
                del text[place]
            else:
                text.insert(place, chance.choice(LINES))
        name = chance.choice(NAMES)
        expected = scanned(name, "\n".join(text), remembers=False)
        assert scanned(name, "\n".join(text), remembers=True) == expected
        seen += len(expected["found"]) + len(expected["allowed"])
    assert seen > 300


def test_a_line_on_which_nobody_finds_anything_is_searched_once():
    asked = []

    def places(text):
        asked.append(text.lines)
        return [number for number, line in enumerate(text.lines) if "loud" in line]

    quiet = Silence([places], lambda text: "held" in text.whole)
    first = quiet.text(["a\n", "loud\n", "b\n", "held\n"])
    assert first.lines == ["", "loud", "", "held"]
    assert first.given == ["a\n", "loud\n", "b\n", "held\n"]
    assert quiet.text(["b", "c", "loud", "a"]).lines == ["", "", "loud", ""]
    assert asked == [["a", "loud", "b", "held"], ["c"]]


def test_long_lines_are_not_remembered_and_memory_has_an_end(monkeypatch):
    quiet = Silence([lambda _: ()], lambda _: False)
    long = "x" * (silence.LONGEST + 1)
    assert quiet.text([long, "a"]).lines == [long, ""]
    monkeypatch.setattr(silence, "MOST", 0)
    quiet.text(["b"])
    assert list(quiet._is_loud) == ["b"]


def test_versions_that_differ_only_in_silent_lines_are_asked_once_each_in_its_own_numbers():
    asked = []

    def places(text):
        asked.append(text.lines)
        return [number for number, line in enumerate(text.lines) if "loud" in line]

    quiet = Silence([places], lambda _: False)
    first, second = quiet.text(["a", "loud", "loud 2"]), quiet.text(["loud", "b", "c", "loud 2"])
    asked.clear()
    assert first.found(places) == [1, 2]
    assert second.found(places) == [0, 3]
    assert asked == [["loud", "loud 2"]]
    assert quiet.text(["loud", "d", "loud 3"]).found(places) == [0, 2]


def test_words_of_a_text_are_those_of_its_lines():
    WORDS[0]["AKIA"] = WORDS[1]["password"] = None
    quiet = Silence([lambda text: range(len(text.lines))], lambda _: False)
    core = quiet.text(["x AKIA1", "", "PASSWORD = AKI", "A"]).core
    assert core.here == Text(["x AKIA1", "", "PASSWORD = AKI", "A"]).here
    assert (core.here[0] & {"AKIA"}, core.here[1] & {"password"}) == ({"AKIA"}, {"password"})
