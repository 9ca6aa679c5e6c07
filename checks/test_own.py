"""Rows of this project's own, beside the built-in ones."""

from pathlib import Path

from pytest_golive import Finding, Judge, gate
from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.rows.signers import signed_gates

CASES = ("_passes", "_is_breached", ("_cannot_measure", "_is_not_set_up"))


@gate("Every gate has its three cases")
def test_every_gate_has_its_three_cases(judge: Judge) -> None:
    """A gate that nobody has seen red may not be able to turn red."""
    rows = [(entry.section, _tried_as(entry.id)) for entry in built_in_entries()]
    texts = {section: _tests_of(section) for section, _ in rows}
    missing = [
        Finding(f"tests/gates/{section}", 0, "case", f"{name} has no test ending in {case}")
        for section, name in rows
        for case in CASES
        if not _is_tried(texts[section], name, case)
    ]
    judge("cases that nobody tries", missing, at_most=0, n=len(rows))


def _tried_as(gate: str) -> str:
    """The name of the gate in those of its tests; rows that people sign are all alike, and tried together."""
    return "every_signed_row" if gate.removeprefix("golive/") in signed_gates() else gate.rpartition("::")[2]


def _tests_of(section: str) -> str:
    signed = Path("tests/gates").glob("*/test_people_*.py")
    files = (*signed, *Path("tests/gates", section).glob("test_*.py"), *Path("tests/integration").glob("test_*.py"))
    return "".join(file.read_text(encoding="utf-8") for file in files)


def _is_tried(text: str, name: str, case: str | tuple[str, ...]) -> bool:
    endings = (case,) if isinstance(case, str) else case
    return any(f"def test_{name}{ending}" in text for ending in endings)
