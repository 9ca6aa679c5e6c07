"""The explanations of all gates, found by section in the modules of this package."""

from __future__ import annotations

from functools import cache

from pytest_golive.explaining.explanation import Explanation
from pytest_golive.sections import parts, sections

UNKNOWN = "read the gate: its code shows what must change"
NOT_EXPLAINED = Explanation("What its code says; nobody has explained it.", (), UNKNOWN)


def explanation_of(gate: str) -> Explanation:
    """The explanation of a built-in gate.

    Args:
        gate: "section::gate".
    """
    section, _, name = gate.partition("::")
    return _explanations_of(section).get(name, NOT_EXPLAINED)


def explanations() -> dict[str, Explanation]:
    """The explanations of all gates, by "section::gate"."""
    return {
        f"{section}::{name}": explanation
        for section in sections()
        for name, explanation in _explanations_of(section).items()
    }


def said_of_section(section: str) -> tuple[str, ...]:
    """How checklists that people write speak of a whole section: ``SAID`` of its module."""
    return tuple(words for module in parts("explaining", section) for words in getattr(module, "SAID", ()))


def cure_of(gate: str) -> str:
    """How to turn a red row green.

    Args:
        gate: "section::gate" of a built-in gate; a gate of the team's own gets only general advice.
    """
    return explanation_of(gate).fix


@cache
def _explanations_of(section: str) -> dict[str, Explanation]:
    modules = parts("explaining", section)
    return {
        name: explanation for module in modules for name, explanation in getattr(module, "EXPLANATIONS", {}).items()
    }
