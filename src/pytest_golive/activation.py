"""Whether, and for which phases, the checklist is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

PHASES = {
    "pre_deploy": "before a release is deployed",
    "deploy": "while it is deployed",
    "smoke": "on the live service, read-only",
    "post_deploy": "after the deployment",
    "rollback": "so that the way back stays open",
}
# Words that projects use for tests of their own: they count only where a golive table exists.
EVERYDAY = {"deploy", "smoke", "rollback"}
ROOT = "golive"
# Below the rootdir pytest itself prints our ids with "../" before them.
GATE_ID = re.compile(r"(?:\.\./)*(golive(?:(?:/|::).+)?)")
WORD = re.compile(r"[^\s()]+")
MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for.

    Attributes:
        phases: due phases, in the order of a release.
        chosen: ids of single sections or gates; empty for all of the phases.
        alone: whether nothing else is to be collected.
        target: name of the target, if one was given.
        allowed: what the command line allows on production.
    """

    phases: tuple[str, ...]
    chosen: tuple[str, ...]
    alone: bool
    target: str | None = None
    allowed: frozenset[str] = frozenset()


def asked_for(config: pytest.Config) -> Asked | None:
    """Read the command line; None in a run that has nothing to do with us."""
    ours, theirs = _split(config)
    phases = _phases(config)
    target: str | None = config.getoption("golive_target")
    switched_on = bool(config.getoption("golive"))
    if not any((switched_on, phases, ours, target)):
        return None
    by_path = bool(theirs) and config.args_source is pytest.Config.ArgsSource.ARGS
    if ours:
        config.args[:] = theirs if by_path else []
    beside_tests = by_path or not any((phases, ours, target))
    chosen = () if ROOT in ours else tuple(ours)  # the root stands for the whole checklist
    default = () if chosen else ("pre_deploy",)
    return Asked(phases or default, chosen, not beside_tests, target, _allowed(config.getoption("golive_allow")))


def _allowed(options: Sequence[str]) -> frozenset[str]:
    return frozenset(word for words in options for word in words.split(","))


def _split(config: pytest.Config) -> tuple[list[str], list[str]]:
    """Part the arguments into ids of ours and the rest; a real file or folder of that name wins."""
    ours, theirs = [], []
    for arg in config.args:
        match = GATE_ID.fullmatch(arg)
        if match and not (config.invocation_params.dir / arg.partition("::")[0]).exists():
            ours.append(match[1])
        else:
            theirs.append(arg)
    return ours, theirs


def _phases(config: pytest.Config) -> tuple[str, ...]:
    expression: str = config.getoption("markexpr", "") or ""
    words = set(WORD.findall(expression))
    named = tuple(phase for phase in PHASES if phase in words and _is_wanted(phase, expression, words))
    if named and EVERYDAY.issuperset(named) and not config.getoption("golive_target") and not _has_table(config):
        return ()
    return named


def _is_wanted(phase: str, expression: str, words: set[str]) -> bool:
    """Whether carrying *phase* can be what gets a test selected: true for "a and not b", false for "not a"."""
    from _pytest.mark import expression as reading  # pytest's own reading of -m; there is no public one

    others = sorted(words - {phase, "and", "or", "not"})
    if len(others) > MOST_WORDS:
        return True
    try:
        compiled = reading.Expression.compile(expression)
    except (SyntaxError, getattr(reading, "ParseError", SyntaxError)):  # the latter before pytest 9
        return False  # pytest says what is wrong with it

    def selects(present: set[str]) -> bool:
        return compiled.evaluate(lambda name, /, **_: name in present)

    for chosen in product((False, True), repeat=len(others)):
        present = {word for word, is_there in zip(others, chosen, strict=True) if is_there}
        if selects(present | {phase}) and not selects(present):
            return True
    return False


def _has_table(config: pytest.Config) -> bool:
    for folder in (config.rootpath, *config.rootpath.parents):
        if (folder / "golive.toml").exists() or _mentions_us(folder / "pyproject.toml"):
            return True
        if (folder / ".git").exists():
            return False
    return False


def _mentions_us(pyproject: Path) -> bool:
    try:
        return b"tool.golive" in pyproject.read_bytes()
    except OSError:
        return False
