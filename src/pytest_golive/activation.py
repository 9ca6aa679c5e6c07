"""Whether the command line requests the checklist, and for which phases."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pytest

from pytest_golive.options import file_named
from pytest_golive.row_ids import GATE_ID, ROOT, is_there, row_named
from pytest_golive.settings.own_gates import gates_folder, has_table

__all__ = ["DEMO", "PHASES", "ROOT", "Asked", "asked_early", "asked_for"]

PHASES = {
    "pre_deploy": "before a release is deployed",
    "deploy": "while it is deployed",
    "smoke": "on the live service, read-only",
    "post_deploy": "after the deployment",
    "rollback": "so that the way back stays open",
}
# Words that projects also use for their own tests: they count only if a golive table exists.
EVERYDAY = {"deploy", "smoke", "rollback"}
DEMO = "demo"  # the target without settings: the reference service
WORD = re.compile(r"[^\s()]+")
MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line requests.

    Attributes:
        phases: due phases, in the order of a release.
        chosen: ids of single sections or gates; empty for all of the phases.
        alone: whether nothing else is collected.
        target: name of the target, if one is given.
        allowed: what the command line allows on production.
        paths: pytest's arguments without ours.
        own: whether the chosen ids are gates of the team's own, named by their paths.
        documents: the checklist's documents that the command line names, absolute.
        after: files with the records of earlier phases, absolute.
        deployed: when the release was deployed, as it was given; ISO 8601, UTC, once the run has started.
        execute: whether the steps of the deployment are executed; else they are only shown.
        confirm: the version that is to go to production, typed once more.
        glass: the file that says which rows an emergency passes; absolute, or "".
    """

    phases: tuple[str, ...]
    chosen: tuple[str, ...]
    alone: bool
    target: str | None = None
    allowed: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()
    own: bool = False
    documents: tuple[Path, ...] = ()
    after: tuple[str, ...] = ()
    deployed: str = ""
    execute: bool = False
    confirm: str = ""
    glass: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """The command line: options, arguments, whether the user typed them, the current folder, and pytest's rootdir."""

    options: argparse.Namespace
    args: Sequence[str]
    by_hand: bool
    folder: Path
    root: Path


def asked_for(config: pytest.Config) -> Asked | None:
    """Read the command line; None in a run without the checklist."""
    by_hand = config.args_source is pytest.Config.ArgsSource.ARGS
    return _requested(_Line(config.option, config.args, by_hand, config.invocation_params.dir, config.rootpath))


def asked_early(config: pytest.Config) -> Asked | None:
    """The same before pytest loads the conftests: options that a conftest defines are not known yet."""
    options, folder = config.known_args_namespace, config.invocation_params.dir
    # The value of an unknown option looks like an argument.
    args = [arg for arg in options.file_or_dir if GATE_ID.fullmatch(arg) or is_there(folder, arg)]
    return _requested(_Line(options, args, bool(args), folder, config.rootpath))


def _requested(line: _Line) -> Asked | None:
    own_ids, other_arguments = _split(line)
    phases = _phases(line)
    target: str | None = getattr(line.options, "golive_target", None)
    switched_on = bool(getattr(line.options, "golive", False))
    documents = tuple(
        Path(os.path.normpath(file_named(line.folder, name))) for name in getattr(line.options, "golive_checklist", ())
    )
    if not any((switched_on, phases, own_ids, target, documents)):
        return _own_gates(line, other_arguments)
    by_path = bool(other_arguments) and line.by_hand
    beside_tests = by_path or not any((phases, own_ids, target, documents))
    chosen = () if ROOT in own_ids else tuple(own_ids)  # the root stands for the whole checklist
    default = () if chosen else ("pre_deploy",)
    paths = tuple(other_arguments) if by_path or not own_ids else ()
    allowed = _allowed(getattr(line.options, "golive_allow", []))
    asked = Asked(phases or default, chosen, not beside_tests, target, allowed, paths, documents=documents)
    return _with_past(asked, line)


def _own_gates(line: _Line, paths: Sequence[str]) -> Asked | None:
    """Gates of the team's own, named by their paths: they run as gates, together with any other paths."""
    if not line.by_hand:
        return None
    places = [(path, (line.folder / path.partition("::")[0]).resolve()) for path in paths]
    gates = gates_folder(line.folder, line.root)
    if gates is None:
        return None
    own = [(path, place) for path, place in places if place == gates or gates in place.parents]
    chosen = [_id(path, place, line.root.resolve()) for path, place in own]
    allowed = _allowed(getattr(line.options, "golive_allow", []))
    alone = len(own) == len(places)
    asked = Asked((), tuple(chosen), alone, None, allowed, tuple(paths), own=True)
    return _with_past(asked, line) if own else None


def _with_past(asked: Asked, line: _Line) -> Asked:
    """*asked*, with what the command line tells of the phases before."""
    named, broken = (getattr(line.options, f"golive_{name}", None) for name in ("after", "break_glass"))
    after = tuple(_file(line, name) for name in named or ())
    deployed, confirm = (getattr(line.options, f"golive_{name}", None) or "" for name in ("deployed", "confirm"))
    execute = bool(getattr(line.options, "golive_execute", False))
    glass = _file(line, broken) if broken is not None else ""
    return replace(asked, after=after, deployed=deployed, execute=execute, confirm=confirm, glass=glass)


def _file(line: _Line, name: str) -> str:
    return str(file_named(line.folder, name))


def _id(path: str, place: Path, root: Path) -> str:
    """The id that pytest gives to what *path* names."""
    name = place.relative_to(root).as_posix() if place.is_relative_to(root) else place.as_posix()
    _, colons, rest = path.partition("::")
    return f"{name}{colons}{rest}"


def _allowed(options: Sequence[str]) -> frozenset[str]:
    return frozenset(word for words in options for word in words.split(","))


def _split(line: _Line) -> tuple[list[str], list[str]]:
    """Divide the arguments into ids of ours and others; an existing file or folder with that name has priority."""
    own_ids, other_arguments = [], []
    for arg in line.args:
        if named := row_named(line.folder, arg):
            own_ids.append(named)
        else:
            other_arguments.append(arg)
    return own_ids, other_arguments


def _phases(line: _Line) -> tuple[str, ...]:
    expression: str = getattr(line.options, "markexpr", "") or ""
    words = set(WORD.findall(expression))
    named = tuple(phase for phase in PHASES if phase in words and _is_wanted(phase, expression, words))
    if named and EVERYDAY.issuperset(named) and not getattr(line.options, "golive_target", None):
        return named if has_table(line.folder, line.root) else ()
    return named


def _is_wanted(phase: str, expression: str, words: set[str]) -> bool:
    """Whether a mark expression can select a test because of *phase*: true for "a and not b", false for "not a"."""
    from _pytest.mark import expression as reading  # pytest's own parser for -m; there is no public one

    other_words = sorted(words - {phase, "and", "or", "not"})
    if len(other_words) > MOST_WORDS:
        return True
    try:
        compiled = reading.Expression.compile(expression)
    except (SyntaxError, getattr(reading, "ParseError", SyntaxError)):  # the latter before pytest 9
        return False  # pytest reports what is wrong with it

    def selects(present: set[str]) -> bool:
        return compiled.evaluate(lambda name, /, **_: name in present)

    for chosen in product((False, True), repeat=len(other_words)):
        present = {word for word, is_there in zip(other_words, chosen, strict=True) if is_there}
        if selects(present | {phase}) and not selects(present):
            return True
    return False
