"""One phase of one row, and its record: without a run or a gate."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.verdict import Entry
from pytest_golive.judging.waivers import Waiver
from pytest_golive.outcomes import recording, waiving

__all__ = ["ENTRY", "FUTURE", "KEY", "PAST", "PLACE", "Trial", "fails", "waiver"]
KEY = "security::x"
ENTRY = Entry(f"golive/{KEY}", "X", "security", ("pre_deploy",))
PLACE = Finding("src/a.py", 3, "R", "bad")
FUTURE, PAST = dt.date(2999, 1, 1), dt.date(2020, 1, 1)


def waiver(expires=FUTURE, match=""):
    return Waiver(KEY, match, "long known", "a", "b", expires, "pyproject.toml:7")


class Trial:
    """One phase of one row, and its record."""

    def __init__(self, monkeypatch):
        for name, value in {
            "key_of": lambda _: KEY,
            "entry_of": lambda _: ENTRY,
            "is_built_in": lambda _: self.built_in,
            "permission_of": lambda _: "",
            "fix_of": lambda _: "",
            "why_not_due": lambda *_: self.not_due,
            "is_signed": lambda _: False,
            "cure_for": lambda *_args, **_how: "mend it",
            "trace": lambda _item, _error, record, _root: record.update(trace=["a.py:1"]),
        }.items():
            monkeypatch.setattr(recording, name, value)
            if hasattr(waiving, name):
                monkeypatch.setattr(waiving, name, value)
        self.built_in, self.declared, self.not_due, self.waivers = True, "", "", []
        self.item = Fake(stash=pytest.Stash(), path="gates/security.py", user_properties=[])
        self.run = Fake(
            not_applicable=lambda *_: self.declared,
            not_due=lambda _: self.not_due,
            waivers_of=lambda _: self.waivers,
            settings_place=lambda _: ("pyproject.toml", 4),
            root=None,
            asked=Fake(glass="", execute=False),
            settings=Fake(trial={}),
        )

    def judge(self, *values, attach="", where=(), waivers=()):
        judge = Judge(waivers)
        for value in values:
            judge("x", value, at_most=1, where=where)
        judge.attach(attach)
        self.item.stash[recording.JUDGE] = judge
        return judge

    def end(self, outcome="passed", error=None, when="call"):
        report = pytest.TestReport("a", ("a", 0, "x"), {}, outcome, None, when)
        call = Fake(excinfo=Fake(value=error) if error else None)
        recording.describe(self.item, call, report, self.run)
        return report, report.golive


def fails(text="broken"):
    return pytest.fail.Exception(text, pytrace=False)
