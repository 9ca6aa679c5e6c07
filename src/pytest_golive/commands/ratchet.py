"""``golive ratchet``: records today's findings, so that from now on only new and worse ones fail."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytest_golive.activation import ROOT
from pytest_golive.delivery.git.merging import merged_by_lines
from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import alone, cannot, newline_of, replace_file
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.judge import DEAD
from pytest_golive.judging.known import Known
from pytest_golive.judging.ratchet import read, written
from pytest_golive.masking.known import MASK
from pytest_golive.settings.files.reading import read_text
from pytest_golive.settings.loading import load_settings

# They run the project's tests; to record their findings, name them.
ONLY_BY_NAME = ("code_quality::tests_pass", "code_quality::coverage", "security::security_tests_pass")
# Variables that GitHub, GitLab, Jenkins, Azure, TeamCity, AWS and Bitbucket set; most of them also set CI.
OF_CI = (
    "CI", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "TF_BUILD", "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID",
    "BITBUCKET_BUILD_NUMBER",
)  # fmt: skip
UNMEASURED = {"error", "not set up", "skipped", "not applicable", "not due"}
MOST_NAMED = 20


@dataclass
class Recorded:
    """The findings of one gate: those that the ratchet would excuse, and those that are new or worse."""

    known: list[Known] = field(default_factory=list)
    new: list[tuple[Known, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Turned:
    """The result.

    Attributes:
        report: for people.
        refused: how many new or worse findings were not recorded.
    """

    report: str
    refused: int


def ratchet(root: Path, gates: Sequence[str], *, accept: bool, environment: Mapping[str, str] = os.environ) -> Turned:
    """Run *gates* (all that are due before a deployment, if none is named) and write their findings.

    An existing file is only tightened: findings that are gone are removed, better ones are lowered.

    Args:
        root: the project.
        gates: as "section::gate".
        accept: whether new and worse findings are recorded, too.
        environment: shows whether this is continuous integration, where nothing is written.

    Raises:
        GoliveError: this is continuous integration, or a gate could not measure; nothing was written.
    """
    if any(environment.get(name, "").lower() not in {"", "0", "false"} for name in OF_CI):
        raise GoliveError("continuous integration never writes the ratchet", "run it where you work, and commit it")
    name = load_settings(root).settings.ratchet
    read(read_text(root, name) or "", name)  # a broken file is reported before the gates run
    recorded = _run(root, gates)
    with alone(root):
        return _turn(root, name, recorded, accept=accept)


def _turn(root: Path, name: str, recorded: Mapping[str, Recorded], *, accept: bool) -> Turned:
    """Write the findings into the file as it is now: another process may have recorded other gates meanwhile."""
    text = read_text(root, name)
    before = read(text, name) if text else ()
    kept = [known for known in before if known.gate not in recorded]
    is_first = text is None
    refused = []
    for findings in recorded.values():
        kept += findings.known
        if accept or is_first:
            kept += [known for known, _ in findings.new]
        else:
            refused += findings.new
            kept += _as_before(findings, before)
    _write(root / name, written(kept), text)
    report = [*_report(name, before, kept, refused), *merged_by_lines(root, name)]
    return Turned("\n".join(report), len(refused))


def _as_before(recorded: Recorded, before: Sequence[Known]) -> list[Known]:
    """The records of findings that are worse now: they stay as they are."""
    worse = {dataclasses.replace(known, size=0.0) for known, _ in recorded.new}
    return [known for known in before if dataclasses.replace(known, size=0.0) in worse]


class Recorder:
    """Collects the findings of each gate from a run of the checklist."""

    def __init__(self) -> None:
        self.seen: dict[str, Recorded] = {}
        self.unmeasured: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Collect the findings in a report."""
        record = getattr(report, "golive", None)
        if not record or (report.passed and report.when != "call"):
            return
        gate = record["gate"]
        if record["outcome"] in UNMEASURED:
            self.unmeasured[gate] = record["message"]
            return
        recorded = self.seen.setdefault(gate, Recorded())
        for evidence in map(Evidence.from_dict, record["evidence"]):
            recorded.known += [Known.of(gate, finding) for finding in evidence.known]
            if evidence.name == DEAD:  # a fault of the settings, which no ratchet excuses
                continue
            if evidence.ok is False:
                recorded.new += [(Known.of(gate, finding), finding.message) for finding in evidence.found]


def _run(root: Path, gates: Sequence[str]) -> dict[str, Recorded]:
    import pytest

    recorder = Recorder()
    # Ids of the team's own gates begin with their files.
    chosen = [gate if ".py::" in gate else f"{ROOT}/{gate}" for gate in gates]
    deselected = [argument for gate in ONLY_BY_NAME for argument in ("--deselect", f"{ROOT}/{gate}")]
    args = ["--golive", *chosen] if chosen else ["-m", "pre_deploy", *deselected]
    printed = io.StringIO()
    with contextlib.chdir(root), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        status = pytest.main(["--rootdir", str(root), *args], plugins=[recorder])
    if status not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        errors = MASK.hide(" ".join(line for line in printed.getvalue().splitlines() if "rror" in line))
        raise GoliveError(f"the checklist did not run: pytest ended with exit status {int(status)}: {errors}", "run it")
    unmeasured = {gate: why for gate, why in recorder.unmeasured.items() if gate in gates}
    if unmeasured:
        reasons = "; ".join(f"{gate}: {why}" for gate, why in unmeasured.items())
        raise GoliveError(f"what is not measured cannot be recorded: {reasons}", "set it up first")
    return {gate: recorded for gate, recorded in recorder.seen.items() if not gates or gate in gates}


def _write(path: Path, text: str, old: str | None) -> None:
    newline = newline_of(old or "")
    try:
        replace_file(path, text.replace("\n", newline).encode(), None if old is None else old.encode())
    except OSError as error:
        raise cannot(path, error) from None


def _report(
    name: str, before: Sequence[Known], kept: Sequence[Known], refused: Sequence[tuple[Known, str]]
) -> Iterator[str]:
    recorded, present = (Counter(known.gate for known in some) for some in (before, kept))
    for gate in sorted(recorded | present):
        change = f", {recorded[gate]:,} before" if before and recorded[gate] != present[gate] else ""
        yield f"  {gate}: {_findings_in_words(present[gate])}{change}"
    yield f"{name}: {_findings_in_words(len(kept))}; commit it" if kept or before else f"{name}: nothing was found"
    for known, message in refused[:MOST_NAMED]:
        yield f"  not recorded: {known.gate}  {known.path}: {message}"
    if refused:
        yield f"{len(refused):,} new or worse findings were not recorded: fix them, or run golive ratchet --accept"


def _findings_in_words(count: int) -> str:
    return f"{count:,} known {'finding' if count == 1 else 'findings'}"
