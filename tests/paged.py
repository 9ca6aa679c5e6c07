"""Verdicts for pages: one with every outcome, and whatever text in every field that others fill."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

from pytest_golive.findings import Finding
from pytest_golive.judging.choices import Choices
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, Verdict
from pytest_golive.reports.html.links import Forge
from pytest_golive.reports.html.page import page_of
from pytest_golive.reports.html.rendering import html_of
from pytest_golive.reports.html.surroundings import Exemption, Signature, Step, Surroundings
from pytest_golive.signing.glass.glass import Glass

SHA = "0123456789abcdef0123456789abcdef01234567"
FORGE = Forge("https://github.com/shop/shop", "github", SHA)
EXCUSED = {Outcome.WAIVED, Outcome.KNOWN, Outcome.ON_TRIAL, Outcome.NOT_PROVEN}
NOON = "2026-11-27T12:00:00+00:00"


def finding(number=0, text="subprocess call with shell=True", **rest):
    return Finding(f"src/shop/pay{number % 40}.py", number + 1, "B602", f"{text}, number {number}", "high", **rest)


def row(outcome=Outcome.PASSED, name="security::no_vulnerable_code", found=(), **rest):
    section = name.partition("::")[0]
    entry = Entry(f"golive/{name}", rest.pop("title", "No vulnerable code"), section, ("pre_deploy",))
    ok = True if outcome in EXCUSED else not outcome.blocks if found or outcome is Outcome.PASSED else None
    waived = tuple(found) if outcome in EXCUSED else ()
    evidence = Evidence(
        "vulnerabilities", len(found), "<=", 0, source="bandit 1.8", n=120, ok=ok, time=NOON,
        found=() if outcome in EXCUSED else tuple(found), waived=waived, is_excused=outcome in EXCUSED,
    )  # fmt: skip
    return Row(entry, outcome, evidence=rest.pop("evidence", (evidence,)), seconds=1.2, **rest)


def every_outcome(findings=3):
    """One row of each outcome, in three sections."""
    sections = ("security", "code_quality", "infrastructure")
    return tuple(
        row(
            outcome,
            f"{sections[number % 3]}::gate_{number}",
            [finding(one) for one in range(findings)] if outcome.blocks or outcome in EXCUSED else (),
            title=f"Row number {number} is what it must be",
            message="vulnerabilities: 3, must be at most 0" if outcome.blocks else "",
            cure="pass a list; to repeat: curl -sS 'https://shop.example/a;b' -H 'Accept: x'" if outcome.blocks else "",
        )
        for number, outcome in sorted(enumerate(Outcome), key=lambda pair: pair[0] % 3)
    )


def verdict_of(*rows, faults=(), **rest):
    facts = Facts(SHA, "1.4.2", "prod", "b" * 64, NOON, "1.4.1 (12 commits)", settings="pyproject.toml")
    return Verdict(tuple(rows), tuple(faults), rest.pop("facts", facts), **rest)


def around(text="", **rest):
    """Surroundings with *text* in every field that others fill."""
    said = text or "the vendor mends it"
    step = Step(
        text or "1.4.2", text or "deployment::deployed", 10.0, 70.0, text or NOON, "60.0 s", "passed", text or "bob"
    )
    given = {
        "project": text or "shop", "phases": "pre_deploy", "by": text or "ann@build-1", "job": text or "https://ci.example/1",
        "ended": text or NOON, "root": "/srv/shop", "forge": FORGE,
        "waivers": (Exemption(text or "security::gate_1", text or "src/**", said, text or "Ann", text or "Bob", "2027-01-31"),),
        "signatures": {"security::gate_3": (Signature("security::gate_3", text or "ann", "approve", text or NOON, "", said, text),)},
        "journal": (step, step), "earlier": 3, "trouble": text, "unknown": text,
    }  # fmt: skip
    return Surroundings(**{**given, **rest})


def hostile_verdict(text):
    """*text* wherever a server, a commit, a file name or a setting may write."""
    bad = Finding(f"src/{text}", 3, text, text, text, key=text, cure=text)
    evidence = Evidence(text, text, "==", text, text, text, 3, ok=False, found=(bad,), excuses=(text,), time=text)
    drawn = Evidence(text, f"{text}\n{text}")
    entry = Entry(f"golive/{text}", text, text, (text,), place=f"{text}:3")
    part = Row(Entry(f"golive/other/{text}", text, text, (text,)), Outcome.FAILED, text, text)
    rows = tuple(
        Row(entry, outcome, text, f"{text}; to repeat: curl {text}", text, (evidence, drawn), 1.0, (f"/{text}",), (text,), (part,))
        for outcome in Outcome
    )  # fmt: skip
    facts = Facts(text, text, text, text, text, text, text, text)
    return Verdict(
        rows, (text,), facts, Choices(text, listed=(text,), since=text, loosened=(text,), notes=(text,)), rows[:1]
    )


def broken_glass():
    moment = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
    until = moment + dt.timedelta(hours=2)
    return Glass("prod", SHA, ("smoke::passed",), "customers cannot pay", "Ann", "Bob", moment, until)


def html(verdict, surroundings=None):
    return html_of(page_of(verdict, surroundings or around()), "0.2.0")


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text):
        super().__init__()
        self.found, self.text = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def of(self, tag):
        return [attributes for name, attributes in self.found if name == tag]
