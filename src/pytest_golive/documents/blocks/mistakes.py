"""Whether a block that cannot be read is a program, or data, with a mistake in it, and no other thing."""

from __future__ import annotations

import json
import re
import textwrap
from itertools import islice

from pytest_golive.documents.blocks.data import json_fault, toml_fault, yaml_fault
from pytest_golive.documents.blocks.illustrations import (
    COMMAND,
    STRUCTURE,
    TRAILING,
    without_comments,
    without_comments_of_json,
)
from pytest_golive.documents.blocks.python import PROMPT
from pytest_golive.documents.blocks.remainder import is_program_with_a_mistake
from pytest_golive.documents.blocks.shell import USER_PROMPT, commands, is_output, is_session, shell_fault

OTHERS_NEEDED = 2
MOST_TRIED = 50  # commands of one block
SHEBANG = re.compile(r"\s*#![^\n]*\b(?:ba|z|da|k)?sh\b")
# As "(Cmd) help" or "mysql> select 1;".
OTHER_PROMPT = re.compile(
    r"^[ \t]*(?:\([A-Za-z][\w.-]{0,30}\)[ \t]+[\w?!]|[\w.()@:/\[\]-]{1,40}>(?:[ \t]|$)|>>> |In \[\d+\]:)",
    re.MULTILINE,
)
# "It is open.", and what other languages set: "size = 2".
NO_COMMAND = re.compile(r".*[a-z]{2}[.!?:]\s*$|[ \t]*[\w.-]+ +=(?: |$)")
CHOICE = re.compile(r"[(\[{][ \t]*[\w-]+(?:[ \t]*\|[ \t]*[\w-]+)+[ \t]*[)\]}]")
TWICE = re.compile(r"cannot (?:overwrite|declare)")
QUOTED = re.compile(r"'([^'\"\\\n]*)'")


def not_a_mistake(language: str, text: str, line: int, message: str) -> str:
    """Why a block may be something else than *language* with a mistake in it, in words; "" if it is broken.

    Args:
        language: as the message calls it.
        text: the block.
        line: where it cannot be read, from 1.
        message: why it cannot.
    """
    text = textwrap.dedent(text)
    if language == "Python":
        is_typed = any(PROMPT.match(each) for each in text.split("\n") if each.strip())
        return "" if is_typed or is_program_with_a_mistake(text, message) else "too little else that is Python"
    if language == "shell":
        return _no_script(text, line)
    if language in {"JSON", "TOML", "YAML"} and _is_typed(text):
        return "a command of a shell"
    if language == "TOML" and TWICE.match(message) and _at(text, line - 1).lstrip().startswith("#"):
        return "alternatives"
    is_broken = {"JSON": _is_broken_json, "TOML": _is_broken_toml, "YAML": _is_broken_yaml}.get(language)
    return f"too little else that is {language}" if is_broken and not is_broken(text, line) else ""


def _is_typed(text: str) -> bool:
    """Whether a command stands above what it shows."""
    first = text.lstrip().partition("\n")[0]
    return any(each.match(first) for each in (COMMAND, USER_PROMPT, OTHER_PROMPT))


def _no_script(text: str, line: int) -> str:
    if SHEBANG.match(text):
        return ""
    session = is_session(text)
    if not session and OTHER_PROMPT.search(text):
        return "a prompt of another program"
    if CHOICE.search(_at(text, line)):
        return "a choice of words"
    typed = [each for each in islice(commands(text, session=session), MOST_TRIED) if each[1].lstrip()[0] != "#"]
    if not session and any(is_output(each, 1) or NO_COMMAND.match(each) for _, each in typed):
        return "output among the commands"
    others = (number for number, each in typed if number != line and shell_fault(each) is None)
    return "" if len([*islice(others, OTHERS_NEEDED)]) == OTHERS_NEEDED else "too few other commands of a shell"


def _is_broken_json(text: str, _: int) -> bool:
    """Whether it is JSON but for a line, a comma before a bracket, or apostrophes as quotes."""
    text = without_comments_of_json(text)
    found = json_fault(text)
    if found is None or any(json_fault(each) is None for each in (TRAILING.sub("", text), QUOTED.sub(r'"\1"', text))):
        return True
    above, below = _parts(text, found[0])
    if not above.strip() or found[1] == "Extra data":
        return False  # it stands above or below what is JSON by itself
    left = TRAILING.sub("", above + below)
    return json_fault(left) is None and bool(_holds(left))


def _holds(text: str) -> object:
    """What the JSON holds; a text of members or of many values holds something."""
    try:
        return json.loads(text)
    except ValueError:
        return True


def _is_broken_toml(text: str, line: int) -> bool:
    left = _without(text, line)
    return "=" in without_comments(left) and toml_fault(left) is None


def _is_broken_yaml(text: str, line: int) -> bool:
    left = _without(text, line)
    return STRUCTURE.search(without_comments(left)) is not None and yaml_fault(left) is None


def _without(text: str, line: int) -> str:
    return "".join(_parts(text, line))


def _parts(text: str, line: int) -> tuple[str, str]:
    """What stands above and below a line."""
    lines = text.splitlines(keepends=True)
    return "".join(lines[: line - 1]), "".join(lines[line:])


def _at(text: str, line: int) -> str:
    return "".join(text.split("\n")[line - 1 : line])
