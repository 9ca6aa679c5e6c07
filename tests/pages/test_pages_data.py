"""Each block on our pages says what it is in, and is that."""

from __future__ import annotations

import ast
import json
import re
import subprocess

import pytest
import yaml
from page_blocks import SHELLS, blocks

KNOWN = {"toml", "console", "python", "yaml", "json", "markdown", "text", "mermaid", "{toctree}", *SHELLS}
COMMAND = re.compile(r"^(?:\$ |(?:golive|pytest) [-\w])", re.MULTILINE)


@pytest.mark.parametrize("block", blocks("yaml", "json", "python", *SHELLS), ids=lambda block: block.place)
def test_a_block_can_be_read(block):
    try:
        read(block)
    except (ValueError, SyntaxError, yaml.YAMLError, subprocess.CalledProcessError) as error:
        pytest.fail(f"{block.place}: {getattr(error, 'stderr', '') or error}")


def read(block):
    if block.language == "yaml":
        list(yaml.safe_load_all(block.text))
    elif block.language == "json":
        json.loads(block.text)
    elif block.language == "python":
        ast.parse(block.text)
    else:
        subprocess.run([block.language, "-n"], input=block.text, text=True, check=True, capture_output=True)


def test_each_block_says_what_language_it_is_in():
    assert [block.place for block in blocks() if block.language not in KNOWN] == []


def test_a_command_stands_in_a_block_whose_commands_are_checked():
    text = [block for block in blocks() if block.language in ("text", "", "markdown")]
    assert [block.place for block in text if COMMAND.search(block.text)] == []


def test_a_console_has_a_command_or_says_what_it_is_of():
    silent = [block for block in blocks("console") if not block.words]
    assert [block.place for block in silent] == []
