"""No expression of service and load takes more than linear time on foreign text."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from re import _constants as sre
from re import _parser

import pytest

import pytest_golive

ROOT = Path(pytest_golive.__file__).parent
FILES = sorted(file for package in ("service", "load") for file in (ROOT / package).rglob("*.py"))
FUNCTIONS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "split", "sub", "subn"}
REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}
MOST = 5000  # as often as a repeated part may be tried at each place of a text
ANCHORED = {"match", "fullmatch"}  # tried at one place only
LENGTH = 400_000
PATIENCE = 900  # seconds; the square of the length would take hours


def patterns(file):
    """Each pattern that a module hands to `re`, with its line, and whether it is only tried where a text begins.

    One that is not written out cannot be judged.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {id(node.value): ast.unparse(getattr(node, "target", None) or node.targets[0]) for node in assigned(tree)}
    for node in ast.walk(tree):
        call = node.func if isinstance(node, ast.Call) else None
        if isinstance(call, ast.Attribute) and ast.unparse(call.value) == "re" and call.attr in FUNCTIONS:
            used = uses(names[id(node)], file) if id(node) in names else {call.attr}
            yield node.lineno, ast.literal_eval(node.args[0]), bool(used) and used <= ANCHORED


def assigned(tree):
    return (node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None)


def uses(name, home):
    """The calls on the pattern with that name, in its module *home* and where it is imported."""
    taken = re.compile(rf"\.{home.stem} import .*\b{name}\b")
    texts = [text for file, text in TEXTS.items() if file == home or taken.search(text)]
    return {found for text in texts for found in re.findall(rf"\b{name}\.(\w+)\(", text)}


TEXTS = {file: file.read_text(encoding="utf-8") for file in ROOT.rglob("*.py")}
FOUND = [(f"{file.relative_to(ROOT)}:{line}", *said) for file in FILES for line, *said in patterns(file)]


def repeats(parsed):
    """How often each repeated part of a parsed pattern may come, parts within parts multiplied."""
    for operator, argument in parsed:
        inner = [part for part in flat(argument) if isinstance(part, _parser.SubPattern)]
        most = int(argument[1]) if operator in REPEATS else 1
        nested = [count for part in inner for count in repeats(part)]
        if operator in REPEATS and (argument[0], argument[1]) != (0, 1):
            yield most * max(nested, default=1)
        yield from nested


def flat(argument):
    for part in argument if isinstance(argument, tuple | list) else [argument]:
        yield from flat(part) if isinstance(part, tuple | list) else [part]


def test_there_are_patterns_to_look_at():
    assert len(FOUND) > 10
    assert list(repeats(_parser.parse(r"<[^>]*>"))) == [int(sre.MAXREPEAT)]
    assert list(repeats(_parser.parse(r"(a{1,9}b?){0,20}"))) == [180, 9]


@pytest.mark.parametrize(("place", "pattern"), [found[:2] for found in FOUND if not found[2]])
def test_no_part_of_a_pattern_repeats_without_a_bound(place, pattern):
    most = max(repeats(_parser.parse(pattern)), default=1)
    assert most <= MOST, (
        f"{place}: {pattern!r} may repeat a part {most} times: bound it, or take the text apart by hand"
    )


def beginnings(parsed):
    """Texts that a pattern begins to match, each a little longer: what an attacker would repeat."""
    made = ""
    for operator, argument in parsed:
        made += sample(operator, argument)
        yield made


def sample(operator, argument):
    made = ""
    if operator is sre.LITERAL:
        made = chr(argument)
    elif operator is sre.NOT_LITERAL:
        made = "~" if argument != ord("~") else "!"
    elif operator in REPEATS:
        made = "".join(sample(*part) for part in argument[2]) * max(1, min(argument[0], 20))
    elif operator is sre.BRANCH:
        made = "".join(sample(*part) for part in argument[1][0])
    elif operator is sre.SUBPATTERN:
        made = "".join(sample(*part) for part in argument[3])
    elif operator is sre.IN:
        made = next((chr(code) for kind, code in argument if kind is sre.LITERAL), None) or of_class(argument)
    return made


def of_class(members):
    kind, value = members[-1]
    if kind is sre.RANGE:
        return chr(value[0])
    known = {sre.CATEGORY_DIGIT: "7", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "w"}
    return known.get(value, "~") if kind is sre.CATEGORY else "~"


ATTACK = """
import re, sys
pattern, units, length, is_anchored = eval(sys.stdin.read())
found = re.compile(pattern, re.IGNORECASE)
for unit in units:
    attack = unit * (length // len(unit))
    found.match(attack), found.fullmatch(attack)
    if not is_anchored:
        sum(1 for _ in found.finditer(attack))
        found.sub(pattern[:0], attack)
"""


def attack(pattern, units, *, is_anchored=False, patience=PATIENCE):
    said = repr((pattern, units, LENGTH, is_anchored)).encode("utf-8", "backslashreplace")
    subprocess.run([sys.executable, "-c", ATTACK], input=said, timeout=patience, check=True)


@pytest.mark.parametrize(("place", "pattern", "is_anchored"), FOUND)
def test_a_hostile_text_keeps_no_pattern_busy(place, pattern, is_anchored):
    units = sorted({*beginnings(_parser.parse(pattern)), "<", " ", "=\t", "["} - {""})
    units = [unit.encode("latin-1", "replace") for unit in units] if isinstance(pattern, bytes) else units
    attack(pattern, units, is_anchored=is_anchored)


def test_a_pattern_that_takes_the_square_of_the_length_would_be_told():
    with pytest.raises(subprocess.TimeoutExpired):
        attack("<[^>]*>", ["<"], patience=5)
