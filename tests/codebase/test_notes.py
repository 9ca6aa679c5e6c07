"""A marker word counts in upper and lower case if it stands alone; within a sentence it is an ordinary word."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.comments.notes import THINGS, Words, ends_sentence
from pytest_golive.codebase.comments.words import find_words

WORDS = ("TODO", "FIXME", "HACK")


def found(line, *, begins=True, words=WORDS):
    return [note.word for note in Words(words).notes(line, begins=begins)]


@pytest.mark.parametrize(
    "line",
    [
        "# fixme",
        "# fixme: the sum is wrong",
        "#fixme the sum is wrong",
        "// Todo: ask Jane",
        "# todo fix this",
        "# Todo - ask",
        "# todo!",
        "# todo(jane): ask",
        "# todo(#12) ask Jane",
        "# todo [SHOP-12]: ask",
        "x  # maybe later, todo: check",
        "# It works. todo check negative amounts",
        "# It works - fixme for negative amounts",
        "/* @todo ask */",
        " * @fixme the sum is wrong",
        r"/// \todo ask",
        "# a workaround (hack)",
        "# a workaround [ Hack ]",
        "-- hack around the driver",
        "<!-- fixme: alt text -->",
        "# TODO list of the user, as it is written in the settings",
        "# see FIXME",
    ],
)
def test_a_note(line):
    assert len(found(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "# the todo list of the user",
        "# todo list of the user",
        "# Todo items are sorted by date",
        "# todo is a list of ids",
        "# todo, doing, done",
        "# todo/doing/done",
        "# todo-list",
        "# todo.title must not be empty",
        "# todo = Todo(title)",
        "# todo.txt",
        "# todos",
        "# todo's title",
        "# 'todo' is a state",
        '# "todo": 1',
        "# `todo`: a state",
        "# x.todo: int",
        "# todo::Item",
        "# http://x.example/todo:8",
        "# list(todo)",
        "# todo(item)",
        "# hackathon: 3 days",
        "# the hack day",
        "# hack day is on Friday",
        "# a hack attempt is logged",
        "# unhackable",
        "# fixme_later, XFIXME",
        "# return todo",
    ],
)
def test_no_note(line):
    assert found(line) == []


def test_the_name_is_that_of_the_settings():
    assert found("# fixme: a; Hack: b; TODO c") == ["FIXME", "HACK", "TODO"]
    assert found("# wip a, wip; WIP b", words=("wip",)) == ["wip", "wip", "wip"]


def test_a_line_that_goes_on_with_a_sentence_begins_no_note():
    assert found("# todo entries that the user", begins=False) == []
    assert found("# todo ask the user", begins=False) == []
    assert found("# todo: ask the user", begins=False) == ["TODO"]


@pytest.mark.parametrize(("line", "ends"), [("# All.", True), ("#", True), ("# All of the", False), ("# a:", False)])
def test_the_end_of_a_sentence(line, ends):
    assert ends_sentence(line) == ends


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        ("a.py", "# Reads the\n# todo ask\nx = 1  # so\ny = 2  # todo ask\n", [4]),
        ("a.py", "# Reads it.\n# todo ask\n# hack it\n", [2, 3]),
        ("a.js", "/* Reads the\n * todo ask */\nlet a; // todo ask\n// todo ask\n", [3, 4]),
        ("a.js", "let a; // so\nlet b; // todo ask\n", [2]),
    ],
)
def test_sentences_over_several_lines(loose, path, text, lines):
    assert [finding.line for finding in find_words(loose({path: text}), WORDS).findings] == lines


def test_notes_that_may_stay_in_any_letters(loose):
    scan = find_words(loose({"a.py": "# todo(#12): a\n# todo: b\n"}), WORDS, allow=(r"todo\(#\d+\)",))
    assert ([finding.line for finding in scan.findings], scan.allowed) == ([2], 1)


def test_many_notes_on_one_line_and_what_may_stay_of_them():
    words = Words(("TODO",), (r"TODO\(\d+\)",))
    line = "# " + "TODO(1) TODO " * 50_000
    notes = words.notes(line, begins=True)
    assert len(notes) == 100_000
    assert len(words.kept(line, notes)) == 50_000


def test_small_letters_in_a_file_too_large_for_a_lexer(loose):
    assert find_words(loose({"big.js": "var todo = 1;\n" * 400_000}), WORDS).files == 1


@pytest.mark.parametrize("after", [" " * 30_000 + "x", "\t-" * 15_000 + "x", " " + "-" * 30_000 + "x"])
def test_long_gaps_behind_a_word_end_at_all(after):
    assert THINGS.match(after) is None


@pytest.mark.parametrize("after", [" -> x", " --> x", " - -> x", " --list", " - list", "  list", " ---- of", " ="])
def test_what_makes_a_word_a_thing(after):
    assert THINGS.match(after)
