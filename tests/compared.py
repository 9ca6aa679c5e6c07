"""Two records of runs of which everything that can differ does, and whatever text in every field that others fill."""

from __future__ import annotations

from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome
from pytest_golive.reports.comparing.changes import compared
from pytest_golive.reports.comparing.page import as_html
from pytest_golive.signing.record import Record, RecordedRow, RecordedSignature, RecordedWaiver, Subject

PLAIN = {"phases": ("pre_deploy",), "settings": "s", "started": "2026-11-27T10:00:00+00:00", "verdict": "NO-GO"}
PLAIN |= {"ended": "2026-11-27T10:01:00+00:00", "in_force": ()}


def row(name, outcome="passed", *evidence, message="", signatures=(), title=""):
    told = tuple(one.as_dict(most=20) for one in evidence)
    id_ = f"code_quality::{name}"
    return RecordedRow(
        id=id_, title=title or name, outcome=outcome, message=message, evidence=told, signatures=signatures
    )


def record(*rows, commit="a" * 40, digest="1", roots=("r",), version="", **rest):
    subject = Subject(digest=f"sha256:{digest * 64}", commit=commit, roots=roots, version=version)
    return Record(subject=subject, rows=rows, **PLAIN | rest)


def coverage(value, limit=80):
    return Evidence("line coverage", value, ">=", limit, " %", ok=value >= limit)


def with_findings(*names, count=None, kind="found"):
    found = tuple(Finding(f"{name}.py", number, "r", f"too long {name}") for number, name in enumerate(names))
    return Evidence("files", len(names) if count is None else count, "<=", 0, **{kind: found})


def page(old, new, version="0.2.0"):
    return as_html(compared(old, new), version)


def two(text="", many=0):
    """An old and a new record: each outcome once worse, better or otherwise; *text* wherever others may write."""
    said = text or "61.2 % of 4,120 lines ran, which is less than the limit"
    signature = RecordedSignature(id="1", by=text or "kim", decision="approve", signed="2026-11-27", why=text)
    waiver = RecordedWaiver(
        gate="a::b", match=text, reason=text or "the vendor mends it", owner=text or "o", approver=text or "p", expires="2027-01-01"
    )  # fmt: skip
    figure = Evidence(text or "response time, 95th percentile", text or "a", "", None, text)
    before = [row("coverage", "passed", coverage(83.4)), row("gone"), row("signed", "not signed")]
    after = [
        row("coverage", "failed", coverage(61.2, 70), message=said, title=text or "Coverage is at least 80 %"),
        row("signed", "signed", signatures=(signature,), title=text or "The release manager agrees"),
        row("findings", "failed", with_findings("c", "d"), figure, message=said, title=text or "No vulnerable code"),
    ]
    before += [row("findings", "failed", with_findings("c", text or "e"))]
    for number, outcome in enumerate(Outcome):
        title = text or f"Row number {number} is what it must be"
        before.append(row(f"to_{number}", "passed" if outcome.blocks else "failed", title=title))
        after.append(row(f"to_{number}", str(outcome), message="" if outcome.verifies else said, title=title))
    before += [row(f"many_{number}", "passed", coverage(90)) for number in range(many)]
    after += [
        row(f"many_{number}", "passed", coverage(91), with_findings(*"abcdefghijklmno")) for number in range(many)
    ]
    old = record(*before, row("same"), version=text or "1.3.0", verdict="NO-GO", documents={text or "GO_LIVE.md": "d"})
    new = record(
        *after, row("same"), commit=text or "b" * 40, digest="2", version=text or "1.4.0", target=text or "staging",
        waivers=(waiver,), in_force=(text or "code_quality.coverage.minimum: 70 instead of 80",), faults=(text or "interrupted",),
        tools={text or "radon": "6"}, settings="t", ended=text or "2026-11-28T10:01:00+00:00",
    )  # fmt: skip
    return old, new


def healthy():
    """A NO-GO that turned into a GO."""
    rows = [row(f"gate_{number}", title=f"Row number {number}") for number in range(20)]
    bad = row("gate_20", "failed", coverage(61), message="61 %", title="Coverage is at least 80 %")
    good = row("gate_20", "passed", coverage(86), title="Coverage is at least 80 %")
    later = {"verdict": "GO", "commit": "b" * 40, "digest": "2", "ended": "2026-11-28T10:01:00+00:00"}
    return record(*rows, bad, version="1.3.0"), record(*rows, good, version="1.4.0", **later)
