"""Rows of this project's own, beside the built-in ones."""

from pathlib import Path

from pytest_golive import Finding, Judge, gate
from pytest_golive.collecting.tree import built_in_entries

CASES = ("_passes", "_is_breached", ("_cannot_measure", "_is_not_set_up"))


@gate("Every gate has its three cases")
def test_every_gate_has_its_three_cases(judge: Judge) -> None:
    """A gate that nobody has seen red may not be able to turn red."""
    text = "".join(file.read_text(encoding="utf-8") for file in Path("tests/gates").glob("test_*.py"))
    names = [entry.id.rpartition("::")[2] for entry in built_in_entries()]
    missing = [
        Finding("tests/gates", 0, "case", f"{name} has no test ending in {case}")
        for name in names
        for case in CASES
        if not _is_tried(text, name, case)
    ]
    judge("cases that nobody tries", missing, at_most=0, n=len(names))


def _is_tried(text: str, name: str, case: str | tuple[str, ...]) -> bool:
    endings = (case,) if isinstance(case, str) else case
    return any(f"def test_{name}{ending}" in text for ending in endings)
