"""Everything that griffe finds between two versions is found here as well: the same objects and parameters."""

from __future__ import annotations

from pathlib import Path

import griffe
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_golive.documents.api.outline import Module
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.api.visiting import outline_of
from pytest_golive.documents.breaking.comparing import Comparison

# griffe's kinds and our rules; what a changed return type breaks, types tell.
RULES = {
    "object-removed": {griffe.BreakageKind.OBJECT_REMOVED},
    "parameter-removed": {griffe.BreakageKind.PARAMETER_REMOVED},
    "parameter-renamed": {griffe.BreakageKind.PARAMETER_REMOVED, griffe.BreakageKind.PARAMETER_ADDED_REQUIRED},
    "parameter-required": {griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED},
    "parameter-added-required": {griffe.BreakageKind.PARAMETER_ADDED_REQUIRED},
    "parameter-moved": {griffe.BreakageKind.PARAMETER_MOVED},
    "parameter-kind": {griffe.BreakageKind.PARAMETER_CHANGED_KIND},
    "default-changed": {griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT},
}
NAMES = st.lists(st.sampled_from("abcd"), max_size=4, unique=True)


@st.composite
def functions(draw: st.DrawFn) -> str:
    """A signature without * and **, because griffe compares those by kind and we by call."""
    positional, keywords = draw(NAMES), draw(st.booleans())
    count = draw(st.integers(0, len(positional)))
    required = draw(st.integers(0, count))
    parts = [
        name if number < required else f"{name}={draw(st.integers(1, 2))}"
        for number, name in enumerate(positional[:count])
    ]
    if keywords and positional[count:]:
        parts += [
            "*",
            *(f"{name}={draw(st.integers(1, 2))}" if draw(st.booleans()) else name for name in positional[count:]),
        ]
    return f"def pay({', '.join(parts)}): ..."


def _ours(old: str, new: str) -> set[str]:
    trees = [
        Tree({"shop": Module(outline_of(text, "shop", is_package=False, docstrings=False), "shop", "shop.py")})
        for text in (old, new)
    ]
    return {change.rule for change in Comparison(*trees).changes()}


def _griffes(old: str, new: str) -> set[griffe.BreakageKind]:
    def visit(text: str) -> griffe.Module:
        return griffe.visit("shop", filepath=Path("shop.py"), code=text)

    return {each.kind for each in griffe.find_breaking_changes(visit(old), visit(new))}


@settings(max_examples=400, deadline=None)
@given(functions(), functions())
def test_what_griffe_calls_breaking_is_breaking_here(old, new):
    told, ours = _griffes(old, new), _ours(old, new)
    assert bool(told) == bool(ours), (old, new, told, ours)
    known = set().union(*(RULES[rule] for rule in ours)) if ours else set()
    # A place that another parameter took, or left, is told by that one.
    rest = told - known - {griffe.BreakageKind.PARAMETER_MOVED}
    assert not rest, (old, new, told, ours)
