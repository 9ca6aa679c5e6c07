"""What 5,000 rows of a document cost: ``python benchmarks/checklist_rows.py``.

Half of the rows are bound to gates, half are for people to sign. First what reading, judging and writing back take by
themselves, in processor time; then a whole run of pytest, held against one that collects and runs as many empty tests.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Facts, Outcome, Row, decide
from pytest_golive.rows.arranging import Known, arrange, due_people
from pytest_golive.rows.due import When
from pytest_golive.rows.limits import Limits
from pytest_golive.rows.plan import Plan, catalogue_of
from pytest_golive.rows.ticks import write
from pytest_golive.sections import sections
from pytest_golive.settings.loading import settings_in

ROWS, SECTIONS = 5_000, 100
MOST = 1.0  # seconds of processor time
BOUND = "- [ ] Step {0}: coverage stays >= 80 % <!-- golive: code_quality::coverage -->\n"
SIGNED = "- [ ] Step {0} of the plan was looked at by somebody\n"
SETTINGS = '[tool.golive]\nkind = "library"\nchecklist = "GO.md"\n[tool.golive.not_applicable]\n'


def document() -> str:
    """The Markdown."""
    text = "# Go live\n"
    for section in range(SECTIONS):
        text += f"\n## Part {section}\n\n"
        for number in range(ROWS // SECTIONS):
            text += (BOUND if number % 2 else SIGNED).format(number)
    return text


def alone(folder: Path) -> dict[str, float]:
    """Seconds of processor time by what is done, in one process that has loaded what it needs."""
    (folder / "GO.md").write_text("- [ ] warm\n")
    Plan(folder, settings_in(SETTINGS, "pyproject.toml")).documents  # noqa: B018 -- the parser is loaded
    (folder / "GO.md").write_text(document())
    loaded = settings_in(SETTINGS, "pyproject.toml")
    plan, catalogue = Plan(folder, loaded), catalogue_of(built_in_entries())
    when = When(("pre_deploy",), dt.datetime.now(dt.UTC))
    good = (Evidence("coverage", 91.5, ">=", 80, " %", ok=True),)
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = time.process_time()
        result = work()
        spent[name] = time.process_time() - began
        return result

    timed("read", lambda: plan.documents)
    lines, faults = timed("resolve", lambda: plan.resolved(catalogue))
    faults += timed("compare numbers", lambda: list(Limits(loaded).faults(lines)))
    assert faults == [], faults[:3]
    people = timed("who must sign", lambda: list(due_people(lines, when)))
    gates = [Row(entry, Outcome.PASSED, evidence=good) for entry in built_in_entries() if "pre_deploy" in entry.phases]
    signed = [Row(entry, Outcome.SIGNED, "signed by ann", evidence=good) for entry in people]
    arranged = timed("judge", lambda: arrange(lines, [*gates, *signed], Known(when, catalogue)))
    verdict = decide(arranged.rows, arranged.faults, Facts(), arranged.later)
    assert verdict.verified >= ROWS, verdict.summary
    timed("write back", lambda: write(plan, lines, verdict, folder / "done.md"))
    return spent


def run(folder: Path, *args: str) -> float:
    """Seconds of processor time of one run of pytest, all its processes."""
    before = os.times()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "--tb=no", *args]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1, 5}, done.stdout[-2000:] + done.stderr[-2000:]
    after = os.times()
    return (after.children_user + after.children_system) - (before.children_user + before.children_system)


def whole(folder: Path) -> tuple[float, float]:
    """Seconds that a run takes more with the document than without, and that as many failing tests add to a run."""
    settings = SETTINGS + "".join(f'"{section}::*" = "not part of this"\n' for section in sections())
    (folder / "pyproject.toml").write_text(settings.replace('checklist = "GO.md"\n', ""))
    (folder / "GO.md").write_text(document())
    (folder / "test_rows.py").write_text(
        f"import pytest\n\n@pytest.mark.parametrize('n', range({ROWS // 2}))\ndef test_row(n):\n    assert n < 0, n\n"
    )
    (folder / "test_none.py").write_text("def test_one():\n    pass\n")
    for words in (("init", "-q"), ("add", "-A"), ("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "x")):
        subprocess.run(["git", *words], cwd=folder, check=True)
    phase = ("-m", "pre_deploy")
    ticks = ("--golive-checklist", "GO.md", "--golive-checklist-out", str(folder / "done.md"))
    ours = run(folder, *phase, *ticks) - run(folder, *phase)
    return ours, run(folder, "test_rows.py") - run(folder, "test_none.py")


def main() -> int:
    """Measure and print; status 1 if it takes longer than it may."""
    with tempfile.TemporaryDirectory() as name:
        spent = alone(Path(name))
        for what, seconds in spent.items():
            print(f"{what:<18}{seconds:6.2f} s")
        total = sum(spent.values())
        print(f"{'in all':<18}{total:6.2f} s for {ROWS:,} rows, of {MOST:g} s")
    with tempfile.TemporaryDirectory() as name:
        ours, pytests = whole(Path(name))
        print(f"{'a whole run':<18}{ours:6.2f} s more, of which {pytests:.2f} s are pytest's own for as many items")
    return int(total > MOST or ours - pytests > MOST)


if __name__ == "__main__":
    sys.exit(main())
