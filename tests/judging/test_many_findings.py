"""Thousands of waivers, of known findings and of findings: the steps grow with their number, not with its square."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.known import Known
from pytest_golive.judging.ratchet import Ratchet
from pytest_golive.judging.waivers import Waiver, Waivers
from pytest_golive.outcomes.encoding import encodable

TODAY = dt.date(2026, 1, 1)
GATE = "own::gate"


def steps(work):
    """How many functions were called, ours and Python's; expressions are compiled once in a run, and before."""
    work()
    count = 0

    def called(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def notes(count, path="src/p{}/m{}.py"):
    return [Finding(path.format(n // 100, n), n, "NOTE", "mend", key="mend", moves=True) for n in range(count)]


def waivers(count, pattern="src/p{}/m{}.py"):
    texts = [pattern.format(n // 100, n) for n in range(count)]
    return [Waiver(GATE, text, "long known", "a", "b", dt.date(2030, 1, 1)) for text in texts]


def sort(count, pattern):
    kept = Waivers(waivers(count, pattern), TODAY)
    found = kept.sort(notes(count))
    assert len(found.waived) == count
    assert not kept.dead()


def compare(count, path, renames):
    ratchet = Ratchet([Known.of(GATE, finding) for finding in notes(count)], lambda: renames)
    compared = ratchet.compare(notes(count, path))
    assert (len(compared.known), len(compared.found), ratchet.gone) == (count, 0, 0)


@pytest.mark.parametrize("pattern", ["src/p{}/m{}.py", "src/p{}/m{}.*", "**/p{}/m{}.py", "/src/p{}/m{}.py"])
def test_waivers(pattern):
    few, many = (steps(lambda size=size: sort(size, pattern)) for size in (500, 4000))
    assert many < 12 * few


def test_waivers_by_fingerprint():
    def work(count):
        found = notes(count)
        kept = Waivers([Waiver(GATE, f.fingerprint, "why", "a", "b", dt.date(2030, 1, 1)) for f in found], TODAY)
        assert len(kept.sort(found).waived) == count

    assert steps(lambda: work(4000)) < 12 * steps(lambda: work(500))


@pytest.mark.parametrize("path", ["src/p{}/m{}.py", "elsewhere/{}/{}.py", "one-file.py"])
def test_known_findings_of_one_text(path):
    few, many = (steps(lambda size=size: compare(size, path, {})) for size in (500, 4000))
    assert many < 12 * few


def test_known_findings_of_one_text_whose_files_were_renamed():
    def renamed(count):
        old, new = notes(count), notes(count, "new/p{}/m{}.py")
        return {one.path: other.path for one, other in zip(old, new, strict=True)}

    few, many = (steps(lambda n=n: compare(n, "new/p{}/m{}.py", renamed(n))) for n in (500, 4000))
    assert many < 12 * few


def test_several_waivers_of_one_finding_all_count_in_their_order():
    texts = ["src/**", "nothing/**", *(f"src/p{n}/**" for n in range(20)), "m7.py", "src/p0/m7.py", "src/**"]
    all_ = [Waiver(GATE, text, f"reason {n}", "a", "b", dt.date(2030, 1, 1)) for n, text in enumerate(texts)]
    kept = Waivers(all_, TODAY)
    found = kept.sort([notes(8)[7]])
    assert [excuse.split(" (")[0] for excuse in found.excuses] == [f"reason {n}" for n in (0, 2, 22, 23, 24)]
    assert len(kept.dead()) == 20


def test_an_expired_waiver_among_many_covers_nothing():
    all_ = waivers(100)
    old = Waiver(GATE, "src/p0/m7.py", "why", "a", "b", dt.date(2025, 1, 1))
    found = Waivers([*all_[:7], old, *all_[8:]], TODAY).sort(notes(100))
    assert [finding.path for finding in found.found] == ["src/p0/m7.py"]


def test_a_record_of_many_findings_has_each_once():
    judge = Judge()
    judge("notes", notes(500), at_most=0)
    record = encodable(judge.evidence[0].as_record())
    assert record["found_count"] == 500
    assert all(row is encodable(row) for row in record["found"])
    assert Evidence.from_dict(record) == judge.evidence[0]


def test_a_record_with_a_name_that_is_no_text_can_be_sent():
    finding = Finding("bad-\udcff.py", 1, "NOTE", "mend", key="mend")
    record = encodable(Evidence("notes", 1, "<=", 0, ok=False, found=(finding,)).as_record())
    assert Evidence.from_dict(record).found[0].path == "bad-\\udcff.py"
