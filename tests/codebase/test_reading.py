"""Bytes of any kind become text with the right lines."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.reading import decode, line_number, shown, with_plain_newlines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding):
    assert decode("# é\n".encode(encoding)) == "# é\n"


def test_big_endian_with_its_mark():
    assert decode(b"\xfe\xff" + "é\n".encode("utf-16-be")) == "é\n"


def test_a_coding_line_decides_for_python_alone():
    content = "# coding: koi8-r\n# Привет\n".encode("koi8-r")
    assert "Привет" in decode(content, python=True)
    assert "Привет" not in decode(content)


@pytest.mark.parametrize("coding", [b"nonsense", b"utf-16", b"hex", b"rot13", b"idna", b"undefined"])
def test_a_coding_line_that_lies_does_no_harm(coding):
    assert "x = 1\n" in decode(b"# coding: " + coding + b"\nx = 1\n# \xff\n", python=True)


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"\xff\xfe", b"\xff\xfea", b"\xef\xbb\xbf", b"\0\0\xfe\xff\x01", b"a\0b"]
)
def test_no_bytes_are_too_odd(content):
    assert isinstance(decode(content), str)
    assert isinstance(decode(content, python=True), str)


@pytest.mark.parametrize(
    ("text", "plain", "numbers"),
    [
        ("a\nb\n", "a\nb\n", [1, 2]),
        ("a\r\nb\r\n", "a\nb\n", [1, 2]),
        ("a\rb\r", "a\nb\n", [1, 2]),
        ("a\rb\nc\r\nd\re\n", "a\nb\nc\nd\ne\n", [1, 1, 2, 3, 3]),
        ("a\x0cb\x0b\x1c\u2028\nc\n", "a\x0cb\x0b\x1c\u2028\nc\n", [1, 2]),
    ],
)
def test_line_numbers_are_those_of_editors(text, plain, numbers):
    made, lone = with_plain_newlines(text)
    assert made == plain
    assert [line_number(number, lone) for number in range(1, plain.count("\n") + 1)] == numbers


@pytest.mark.parametrize(
    ("path", "printed"),
    [("a b.py", "a b.py"), ("a\nb", r"a\nb"), ("\x1b[31m", r"\x1b[31m"), ("\udce9", r"\udce9"), ("é", "é")],
)
def test_any_path_can_be_printed(path, printed):
    assert shown(path) == printed
