"""Each part of a report is masked independently."""

from __future__ import annotations

import json
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Outcome, Row, Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.outcomes.concealing import conceal, ids_with_credentials
from pytest_golive.reports.sarif import write_sarif

pytestmark = pytest.mark.security
CANARY = "canary-" + "Xd27Kp84Mw19"
HIDDEN = "<[hidden]>"


@pytest.fixture(autouse=True)
def _known():
    MASK.add(CANARY)
    yield
    MASK.reset()


def report(longrepr=None, **changes):
    given = {"nodeid": "a", "location": ("a", 1, "a"), "keywords": {}, "outcome": "passed", "when": "call"}
    made = pytest.TestReport(**given, longrepr=longrepr)
    for name, value in changes.items():
        setattr(made, name, value)
    conceal(made)
    return made


@pytest.mark.parametrize(
    ("part", "shown", "hidden"),
    [
        ("longrepr", f"<{CANARY}>", HIDDEN),
        ("longrepr", ("a.py", 1, f"<{CANARY}>"), ("a.py", 1, HIDDEN)),
        ("sections", [("out", f"<{CANARY}>")], [("out", HIDDEN)]),
        ("sections", [(f"<{CANARY}>", "out")], [(HIDDEN, "out")]),
        ("user_properties", [("evidence", f"<{CANARY}>")], [("evidence", HIDDEN)]),
        ("user_properties", [("evidence", [f"<{CANARY}>", 3])], [("evidence", [HIDDEN, 3])]),
        ("user_properties", [(f"<{CANARY}>", 3)], [(HIDDEN, 3)]),
        ("wasxfail", f"<{CANARY}>", HIDDEN),
        ("golive", {"evidence": [{"name": f"<{CANARY}>"}]}, {"evidence": [{"name": HIDDEN}]}),
        ("extras", [{"content": f"<{CANARY}>"}], [{"content": HIDDEN}]),
        ("longrepr", "\x1b[2Jgone \x1b[31mred\x1b[0m", "\\x1b[2Jgone \x1b[31mred\x1b[0m"),
        ("longrepr", ("a.py", 1, "\x1b]0;x\x07"), ("a.py", 1, "\\x1b]0;x\\x07")),
        ("sections", [("out", "\u202egone\r\x1b[32mgreen")], [("out", "\\u202egone\\r\x1b[32mgreen")]),
        ("wasxfail", "\x1b[1;1H", "\\x1b[1;1H"),
        ("golive", {"message": f"no answer from <{CANARY}>"}, {"message": f"no answer from {HIDDEN}"}),
    ],
)
def test_of_a_test(part, shown, hidden):
    made = report(**{part: shown})
    assert getattr(made, part) == hidden
    assert CANARY not in str(vars(made))


def test_of_an_object_that_shows_itself():
    class Shown:
        def __init__(self, text):
            self.text = text

        def __str__(self):
            return self.text

    assert report(Shown(f"<{CANARY}>")).longrepr == HIDDEN
    harmless = Shown("harmless")
    assert report(harmless).longrepr is harmless
    assert report().longrepr is None
    assert not hasattr(report(), "wasxfail")
    assert not hasattr(report(), "golive")


def test_what_is_not_there_stays_not_there_whatever_the_secret():
    MASK.add("None")
    assert report().longrepr is None


def test_of_a_module_that_cannot_be_collected():
    made = pytest.CollectReport("a", "failed", f"<{CANARY}>", [], [("out", f"<{CANARY}>")])
    conceal(made)
    assert (made.longrepr, made.sections) == (HIDDEN, [("out", HIDDEN)])


def test_sarif_is_looked_through_once_more(tmp_path):
    evidence = Evidence(f"<{CANARY}>", 3, "<=", 0, ok=False, source=f"https://{CANARY}@shop.example")
    row = Row(Entry("golive/security::x", "X", "security", ()), Outcome.FAILED, f"at {CANARY}", evidence=(evidence,))
    write_sarif(tmp_path / "out.sarif", Verdict((row,), (f"fault <{CANARY}>",)), "1")
    text = (tmp_path / "out.sarif").read_text()
    assert CANARY not in text
    assert HIDDEN in json.dumps(json.loads(text))


def test_ids_that_tell_a_credential_are_named_once():
    items = [Fake(nodeid=nodeid) for nodeid in (f"a.py::x[{CANARY}]", f"a.py::x[{CANARY}-2]", "a.py::y[1]", "a.py::z")]
    assert ids_with_credentials(items) == [
        "a.py::x: a credential is one of its parameters, so its id shows it; give it another, ids=[…]"
    ]
