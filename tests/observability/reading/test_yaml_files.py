"""YAML of any origin: bombs, loops, depth, bytes that are no text, templates; each fault has its line."""

from __future__ import annotations

import random

import pytest

from pytest_golive.observability.reading.building import DEEPEST, MOST
from pytest_golive.observability.reading.scalars import meaning
from pytest_golive.observability.reading.yaml_files import LARGEST, read_yaml

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 80))


def fault(text):
    read = read_yaml("slo.yml", text if isinstance(text, bytes) else text.encode())
    (found,) = read.faults
    assert not read.nodes
    assert found.path == "slo.yml"
    return found.line, found.message


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (BOMB, 6, f"it has more than {MOST:,} values, counting those that aliases repeat"),
        (CHAIN, DEEPEST - 1, f"it is nested more than {DEEPEST} deep"),
        ("[" * 100, 1, f"it is nested more than {DEEPEST} deep"),
        ("[" * 200_000, 1, "it is no YAML: exceeded maximum nesting depth"),
        ("a: " * 3, 1, "it is no YAML: mapping values are not allowed in this context"),
        ("a: &x\n  b: *x\n", 2, "the alias *x contains itself"),
        ("a: *nobody\n", 1, "the alias *nobody has no anchor"),
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands here twice"),
        ("a: !python/object:os.system x\n", 1, "the tag !python/object:os.system has a meaning that only its own*"),
        ("a: !!python/name:os.system x\n", 1, "the tag tag:yaml.org,2002:python/name:os.system has a meaning*"),
        ("? [a]\n: 1\n", 1, "a mapping or a list is no key here"),
        ("a: 'x\n", 2, "it is no YAML: found unexpected end of stream"),
        ("a:\n\t- b\n", 2, "it is no YAML: found character that cannot start any token"),
        (b"a: \xff\n", 1, "it is no text in UTF-8"),
        (b"\x7fELF\x02\x01\x00", 0, "it is no YAML: control characters are not allowed"),
        (b"#" * (LARGEST + 1), 0, f"it has {LARGEST + 1:,} bytes, and at most {LARGEST:,} are read"),
        ("a: {{ .Values.objective }}\n", 1, "{{ .Values.objective }} is the placeholder of a template*"),
        ("a: 1\n{% if x %}\nb: 2\n", 2, "{% if x %} is the placeholder of a template, so this is not what is deployed"),
    ],
)
def test_what_is_no_yaml_is_a_fault_with_its_line(text, line, said):
    found = fault(text)
    assert found[0] == line
    assert found[1] == said or found[1].startswith(said.rstrip("*")), found


def test_documents_lists_and_merges_are_read_with_their_lines():
    text = "a: &a {x: 1, y: [on, no]}\nb:\n  <<: *a\n  x: 2\n---\n- c: 1:30\n- d: 2026-01-01\n---\n# nothing\n"
    read = read_yaml("slo.yml", text.encode())
    first, *rest = list(read.values())
    assert first[1] == {"a": {"x": 1, "y": ["on", "no"]}, "b": {"x": 2, "y": ["on", "no"]}}
    assert [value for _, value in rest] == [{"c": "1:30"}, {"d": "2026-01-01"}]
    assert [first[0].line_of(path) for path in [("b", "x"), ("b",), ("a", "y", 1), ("b", "y"), ("gone",)]] == [
        4,
        2,
        1,
        1,
        1,
    ]
    assert [node.line for node, _ in rest] == [6, 7]
    assert read.faults == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("", None), ("~", None), ("null", None), ("true", True), ("False", False), ("yes", "yes"), ("0x1f", "0x1f")),
        *(("12", 12), ("-3", -3), ("99.9", 99.9), (".5", 0.5), ("1e3", 1000.0), ("1_000", "1_000"), ("1.2.3", "1.2.3")),
        *(("9" * 50, "9" * 50), ("12:30:45", "12:30:45"), ("30d", "30d")),
    ],
)
def test_plain_scalars_mean_what_yaml_1_2_says(text, value):
    assert meaning(text) == value
    assert type(meaning(text)) is type(value)


def test_infinity_is_kept_as_it_is():
    assert str(meaning(".nan")) == "nan"
    assert [meaning("-.inf"), meaning(".Inf")] == [float("-inf"), float("inf")]


def test_random_bytes_end_in_a_result():
    chance = random.Random(7)
    alphabet = b"ab:-{}[]&*!|>'\"%@`#?,\n \t\x00\xff<<0.1~"
    for _ in range(2_000):
        text = bytes(chance.choice(alphabet) for _ in range(chance.randrange(40)))
        read = read_yaml("x.yml", text)
        assert not (read.faults and read.nodes)
