"""Each command on our pages is one that the programs it names take."""

from __future__ import annotations

import argparse
import os
import re
import tomllib

import pytest
from page_blocks import SHELLS, TOP, blocks, spans, split_line

from pytest_golive.cli import _parser
from pytest_golive.demo.options import _parser as demo_parser
from pytest_golive.explaining.catalogue import explanations

PHASES = {"pre_deploy", "deploy", "smoke", "post_deploy", "rollback"}
NAMED = re.compile(r"pytest-golive\[(.+?)\]")
EXTRAS = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["optional-dependencies"]
OTHERS = {
    *(
        "amtool",
        "argocd",
        "case",
        "cosign",
        "curl",
        "echo",
        "esac",
        "export",
        "flux",
        "git",
        "jq",
        "kubectl",
        "promtool",
    ),
    *("set", "ssh", "ssh-keygen", "tox", "uvicorn", "acquire)", "release)", "status)"),
}
COMMANDS = [
    pytest.param(block.place, words, id=f"{block.place} {' '.join(words)[:40]}")
    for block in blocks("console", *SHELLS)
    for words in block.words
]
INLINE = [(place, text) for place, text in spans() if re.match(r"(?:\S*/)?(?:golive|pytest) -{0,2}\w", text)]


def subparser(parser, words):
    """The parser of the command that *words* begin with, and what is left of them."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) and words and words[0] in action.choices:
            return subparser(action.choices[words[0]], words[1:])
    return parser, words


def check_pytest(words, config, _capsys=None):
    """What pytest and its plugins do not take of a command."""
    given, unknown = config._parser.parse_known_and_unknown_args(words)
    if unknown:
        return f"no option of pytest: {unknown}"
    if strange := set(re.findall(r"\w+", given.markexpr)) - PHASES - {"or", "and", "not"}:
        return f"no marker: {strange}"
    rows = set(explanations())
    named = [word.removeprefix("golive/") for word in given.file_or_dir if word.startswith("golive/")]
    known = rows | {key.partition("::")[0] for key in rows}
    return f"no row: {set(named) - known}" if set(named) - known else ""


def check(words, config, capsys):
    """What is wrong with a command, "" if nothing."""
    program, *rest = words
    program = program.removeprefix(".venv/bin/")
    if program == "python" and rest[:1] == ["-m"]:
        program, *rest = rest[1:]
    if program in CHECKS:
        return CHECKS[program](rest, config, capsys)
    if "/" in program and "=" not in program:
        return "" if os.access(TOP / program, os.X_OK) else f"there is no program {program}"
    other = program in OTHERS or "=" in program or program.startswith("-")
    return "" if other else f"{program} is neither ours nor in the list of other programs"


def check_pip(words, _config, _capsys):
    """Extras that the package does not have."""
    named = {extra for word in words for found in NAMED.findall(word) for extra in found.split(",")}
    return f"no extra: {named - EXTRAS.keys()}" if named - EXTRAS.keys() else ""


def check_parsed(parser):
    """A check by argparse."""

    def taken(words, _config, capsys):
        try:
            parser().parse_args(words)
        except SystemExit as end:
            return capsys.readouterr().err if end.code else ""
        return ""

    return taken


CHECKS = {
    "pytest": check_pytest,
    "pip": check_pip,
    "golive": check_parsed(_parser),
    "pytest_golive.demo": check_parsed(demo_parser),
}


@pytest.mark.parametrize(("place", "words"), COMMANDS)
def test_a_command_of_a_block_is_taken(place, words, pytestconfig, capsys):
    wrong = check(words, pytestconfig, capsys)
    assert not wrong, f"{place}: {' '.join(words)}: {wrong}"


def test_a_command_within_a_text_has_only_options_that_are_there(pytestconfig):
    wrong = [f"{place}: {text}: {why}" for place, text in INLINE if (why := unknown_of(text, pytestconfig))]
    assert wrong == []


def unknown_of(text, config):
    """What is not known of a command in a text, whose values may stand for any: ``golive sign ROW --by NAME``."""
    program, *rest = split_line(text.replace("…", "X"))
    if program.endswith("pytest"):
        return check_pytest([word for word in rest if word != "golive/SECTION::GATE"], config)
    parser, left = subparser(_parser(), rest)
    known = parser._option_string_actions
    if left is rest and rest[0] not in known:
        return f"no command {rest[0]}"
    options = [word.partition("=")[0] for word in left[: left.index("--") if "--" in left else None]]
    return [word for word in options if re.match(r"--?[a-z]", word) and word not in known]


def test_there_are_commands_to_check():
    assert len(COMMANDS) > 60
    assert len(INLINE) > 60
