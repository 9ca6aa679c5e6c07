"""Every language of the table has a lexer, and a file name selects the right one."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.inventory.languages.languages import (
    INTERPRETERS,
    NAMES,
    NOT_SOURCE,
    SUFFIXES,
    by_first_line,
    by_name,
    is_data,
)

ALL = sorted({*SUFFIXES.values(), *NAMES.values(), *INTERPRETERS.values()})


@pytest.mark.parametrize("lexer", sorted({lexer for _, lexer in ALL}))
def test_the_lexer_exists(lexer):
    from pygments.lexers import get_lexer_by_name

    assert lexer in get_lexer_by_name(lexer).aliases


def test_the_table_is_long_and_holds_no_data():
    assert len({language for language, _ in ALL}) >= 90
    assert not NOT_SOURCE & set(SUFFIXES)
    assert not {".json", ".yaml", ".toml", ".xml", ".csv", ".md", ".rst", ".txt"} & set(SUFFIXES)


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a/b.py", "Python"),
        ("A.PY", "Python"),
        ("b.test.tsx", "TypeScript"),
        (".eslintrc.js", "JavaScript"),
        ("Dockerfile", "Docker"),
        ("deploy/Dockerfile.prod", "Docker"),
        ("api.dockerfile", "Docker"),
        ("Makefile", "Make"),
        ("Makefile.common", "Make"),
        ("main.tf", "Terraform"),
        ("a.proto", "Protobuf"),
        ("page.vue", "Vue"),
        ("style.css", "CSS"),
        ("CMakeLists.txt", "CMake"),
    ],
)
def test_a_name_tells(path, language):
    assert by_name(path)[0] == language


@pytest.mark.parametrize("path", ["Makefile.in", "Makefile.md"])
def test_what_automake_writes_and_what_speaks_of_makefiles_is_none(path):
    assert by_name(path) is None


@pytest.mark.parametrize("path", ["a.json", "README", "a.txt", ".py", "a.", "py", "a.lock", "dir.py/README.md"])
def test_a_name_does_not_tell(path):
    assert by_name(path) is None


@pytest.mark.parametrize(
    ("line", "language"),
    [
        (b"#!/usr/bin/python3\n", "Python"),
        (b"#! /usr/bin/env python3.11 -u\n", "Python"),
        (b"#!/usr/bin/env -S uv run --script\n", "Python"),
        (b"#!/usr/bin/env LANG=C perl\n", "Perl"),
        (b"#!/bin/sh -e\r\n", "Shell"),
        (b"#!/bin/bash", "Shell"),
        (b"#!node\n", "JavaScript"),
        (b"#!/usr/bin/env ts-node\n", "TypeScript"),
    ],
)
def test_a_first_line_tells(line, language):
    assert by_first_line(line)[0] == language


@pytest.mark.parametrize("line", [b"", b"#!", b"#!/opt/strange\n", b" #!/bin/sh\n", b"\x7fELF", b"#!\n/bin/sh"])
def test_a_first_line_does_not_tell(line):
    assert by_first_line(line) is None


def test_scripts_without_a_telling_suffix_are_source(taken):
    script = "#!/usr/bin/env python3\nprint()\n"
    inventory = taken({"bin/golive": script, "manage.cgi": script, "notes.txt": script, "LICENSE": "MIT\n"})
    assert [(file.path, file.language) for file in inventory.files] == [
        ("bin/golive", "Python"),
        ("manage.cgi", "Python"),
    ]
    assert is_data("notes.txt")
