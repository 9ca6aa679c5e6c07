"""Reports on rows, and the tally that counts them: without a run."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts
from pytest_golive.outcomes import tallying
from pytest_golive.settings.model import Settings

__all__ = ["GOOD", "OWN", "all_pass", "asked", "report", "rows_of", "tallies"]
OWN = Entry("gates/mine.py::x", "X", "mine", ("pre_deploy",))
GOOD = Evidence("x", 1, "<=", 1, ok=True)


def asked(phases=("pre_deploy",), chosen=(), target=None):
    return Fake(phases=phases, chosen=chosen, target=target, execute=False, glass="")


def tallies(monkeypatch):
    """A function that makes tallies; what they tell of the run is in their ``told``."""

    def make(given_asked=None, missing=(), **run):
        facts = []
        monkeypatch.setattr(tallying.missing, "gates", lambda *_: list(missing))
        monkeypatch.setattr(tallying, "gather", lambda *args, seen, tag: facts.append((*args, seen)) or Facts())
        loaded = Fake(digest="0123", path="")
        given = {"root": None, "started": "now", "target_name": "", "loaded": loaded, "settings": Settings()}
        made = tallying.Tally(Fake(asked=given_asked or asked(), **(given | run)))
        made.told = facts
        return made

    return make


def report(nodeid=OWN.id, outcome="passed", when="call", evidence=(GOOD,), **record):
    made = pytest.TestReport(nodeid, ("a", 0, "x"), {}, outcome, None, when, duration=1.0)
    words = {
        "outcome": "passed" if outcome == "passed" else "failed", "message": "m", "cure": "c", "place": ["a.py", 3],
        "built_in": False, "evidence": [each.as_record() for each in evidence], "attachments": ["/log"], "trace": ["t"],
    }  # fmt: skip
    made.golive = words | record
    return made


def rows_of(tally, *reports):
    tally.is_due(OWN)
    for each in reports:
        tally.add(each)
    return next(row for row in tally.decide(0).rows if row.entry.id == OWN.id)


def all_pass(tally):
    for row in tally.decide(0).rows:
        tally.add(report(row.entry.id))
    return tally
