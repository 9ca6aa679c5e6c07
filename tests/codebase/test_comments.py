"""Words are found in real comments, at the right line, and nowhere else."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.comments.words import find_words
from pytest_golive.errors import CannotMeasure

WORDS = ("FIXME", "HACK")


def lines(inventory, words=WORDS, **options):
    return [finding.line for finding in find_words(inventory, words, **options).findings]


def test_python_comments_alone(loose):
    text = (
        '"""FIXME: a docstring."""\n'
        "x = 'FIXME'  # HACK it\n"
        "HACK = 1\n"
        "# FIXME_later, XFIXME, Hack, fixme\n"
        "y = '''\n# FIXME in a string\n'''\n"
        "#FIXME\n"
        "z = f'{x} # HACK'\n"
    )
    scan = find_words(loose({"a.py": text}), WORDS)
    assert [(f.line, f.rule, f.message) for f in scan.findings] == [(2, "HACK", "# HACK it"), (8, "FIXME", "#FIXME")]
    assert (scan.files, scan.allowed) == (1, 0)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.py", "x = 1\r\n# FIXME\r\n", [2]),
        ("a.py", "\x0c\n# a\x0cFIXME\n# \x0b FIXME\n", [2, 3]),
        ("a.py", "'''\x1c\u2028\x85'''\n# FIXME\n", [2]),
        ("a.py", "x = 1\r# FIXME\ny = 2  # FIXME\n", [1, 2]),
        ("a.py", "x = 1\r# FIXME\r", [2]),
        ("a.py", "\n\n\n# FIXME", [4]),
        ("a.js", "\n\n/*\n a\r\n FIXME\n*/\n", [5]),
        ("a.js", "\x0c\n'\x0b'\n// \u2028 FIXME\n", [3]),
        ("a.js", "let a\r\n// b\rlet c // FIXME\nlet d // HACK", [2, 3]),
        ("a.c", "#define X \\\n 1\n// FIXME\n", [3]),
    ],
)
def test_line_numbers_are_exact(loose, path, text, expected):
    assert lines(loose({path: text})) == expected


def test_python_with_a_syntax_error_still_has_comments(loose):
    text = "def broken(:\n    x = 'FIXME'\n# FIXME\nprint 'x' # HACK\n"
    assert lines(loose({"a.py": text, "b.py": "if True:\n  x = (\n# FIXME\n"})) == [3, 4, 3]


def test_python_that_no_tokenizer_accepts(loose):
    assert lines(loose({"a.py": "    a\n  b\n# FIXME\n", "b.py": "x = 1 # FIXME\n\0\n", "c.py": '"""open\n'})) == [3, 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1"])
def test_encodings(loose, encoding):
    inventory = loose({"a.py": "# é FIXME\n".encode(encoding), "b.js": "\n// é HACK\n".encode(encoding)})
    assert lines(inventory) == [1, 2]


def test_a_coding_line_is_honoured(loose):
    text = "# coding: koi8-r\n# ДЕЛО\n"
    assert lines(loose({"a.py": text.encode("koi8-r"), "b.py": "# ДЕЛО, НЕДЕЛО\n"}), ("ДЕЛО",)) == [2, 1]


def test_a_file_too_large_for_a_lexer_is_named(loose):
    inventory = loose({"a.py": "", "big.js": "x;\n" * 1_700_000 + "'FIXME'\n"})
    with pytest.raises(CannotMeasure, match=r"big\.js contains one of the words, but is too large .*exclude") as caught:
        find_words(inventory, WORDS)
    assert caught.value.path == "big.js"


def test_a_large_file_without_the_words_is_searched(loose):
    assert find_words(loose({"big.js": "x;\n" * 1_700_000}), WORDS).files == 1


def test_notes_that_may_stay_are_counted(loose):
    text = "# FIXME(#12): a\n# FIXME: b\n# FIXME see #12\n"
    scan = find_words(loose({"a.py": text}), WORDS, allow=(r"FIXME\(#\d+\)", r"see #\d+"))
    assert ([f.line for f in scan.findings], scan.allowed) == ([2], 2)
    assert scan.source == "comments of 1 file, 2 allowed"


def test_an_allowed_note_does_not_cover_another_on_its_line(loose):
    text = "# FIXME(#12) HACK\n# TODO(#3) FIXME\n# FIXME HACK(#1)\n"
    scan = find_words(loose({"a.py": text}), WORDS, allow=(r"\w+\(#\d+\)",))
    assert [(f.line, f.rule) for f in scan.findings] == [(1, "HACK"), (2, "FIXME"), (3, "FIXME")]
    assert scan.allowed == 0


def test_only_the_named_paths(loose):
    inventory = loose({"a.py": "# FIXME\n", "b.py": "# FIXME\n"})
    scan = find_words(inventory, WORDS, paths={"b.py"})
    assert ([f.path for f in scan.findings], scan.files) == (["b.py"], 1)


@pytest.mark.parametrize(("words", "paths"), [(WORDS, {"c.py"}), ((), None)])
def test_looking_at_nothing_or_for_nothing_is_no_pass(loose, words, paths):
    with pytest.raises(CannotMeasure, match="no file or no word"):
        find_words(loose({"a.py": ""}), words, paths=paths)


def test_no_source_is_no_pass(taken):
    with pytest.raises(CannotMeasure, match="no source file is left"):
        find_words(taken({"a.json": ""}), WORDS)


def test_words_are_no_patterns(loose):
    assert lines(loose({"a.py": "# a.b\n# axb\n# XXX!\n"}), ("a.b", "XXX!")) == [1, 3]


def test_the_message_is_one_short_line_that_a_terminal_can_show(loose):
    scan = find_words(loose({"a.py": "# FIXME \x1b[31m\t" + "x" * 500 + "\n"}), WORDS)
    message = scan.findings[0].message
    assert message.startswith("# FIXME \ufffd[31m xxx")
    assert (len(message), message[-1]) == (120, "…")


def test_a_moved_note_keeps_its_fingerprint(loose):
    before = find_words(loose({"a.py": "# FIXME: a\n"}), WORDS).findings[0]
    after = find_words(loose({"a.py": "\n\nx = 1 # FIXME: a\n"}), WORDS).findings[0]
    assert before.fingerprint == after.fingerprint


def test_it_survives_the_way_to_a_worker(loose, handed_on):
    scan = find_words(loose({"a.py": "# FIXME\n"}), WORDS)
    assert handed_on(scan) == scan
