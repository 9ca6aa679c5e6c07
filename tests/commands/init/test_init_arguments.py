"""What golive init gives to a script that takes arguments."""

from __future__ import annotations

import pytest

from pytest_golive.commands.init.code.arguments import arguments_of
from pytest_golive.commands.init.delivering import delivered_in


@pytest.mark.parametrize(
    ("doing", "script", "words", "is_known"),
    [
        ("rollback", 'git checkout "$1"\n', ("{previous_tag}",), True),
        ("rollback", "TAG=${1:?which tag}\n./serve $TAG\n", ("{previous_tag}",), True),
        ("rollback", 'target="$1"\nversion="$2"\n', ("{target}", "{previous_version}"), True),
        ("rollback", 'echo "back to $GOLIVE_PREVIOUS_TAG"\n', (), True),
        ("rollback", 'x="$1"; y="$2"\n', (), False),
        ("deploy", "VERSION=$1\nENVIRONMENT=$2\n", ("{version}", "{target}"), True),
        ("deploy", "./serve $1\n", (), False),
        ("deploy", 'say() { echo "$1"; }\nsay_more() {\n  echo "$2"\n}\nsay now\n', (), True),
        ("rollback", "git tag | awk -F. '{print $1}'\n", (), True),
        ("deploy", "# usage: deploy.sh $1\n./serve\n", (), True),
    ],
)
def test_arguments_are_known_by_the_names_that_the_script_gives_them(doing, script, words, is_known):
    assert arguments_of(doing, f"#!/bin/sh\n{script}".encode()) == (words, is_known)


@pytest.mark.parametrize(
    "shell", ["/bin/bash", "/usr/bin/env bash", "/usr/bin/env -S bash -eu", "/bin/dash", "/bin/zsh"]
)
def test_every_shell_that_is_used_for_scripts_is_read(shell):
    script = f"#!{shell}\ntarget=$1 tag=$2 percent=${{3:-100}}\n"
    assert arguments_of("deploy", script.encode()) == (("{target}", "{tag}"), False)


def test_another_language_says_nothing_here():
    assert arguments_of("deploy", b"#!/usr/bin/env python3\nprint('$1')\n") == ((), True)
    assert arguments_of("deploy", b"#!/usr/bin/env fish\necho $1\n") == ((), True)


def test_a_rollback_that_takes_a_tag_is_proposed_with_it(tmp_path):
    (tmp_path / "rollback.sh").write_text('#!/bin/sh\ngit checkout "$1"\n')
    (tmp_path / "rollback.sh").chmod(0o755)
    found = delivered_in(tmp_path, ["rollback.sh"])
    lines = [*found.lines("rollback", "command", ("./other",))]
    assert lines == ['command = ["./rollback.sh", "{previous_tag}"]  # found: rollback.sh: review it']
