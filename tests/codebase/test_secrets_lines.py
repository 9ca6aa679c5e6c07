"""The fast search finds what detect-secrets' own search through every line finds, in any text."""

from __future__ import annotations

import pytest
from detect_secrets.core import scan
from detect_secrets.settings import default_settings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pytest_golive.codebase.secrets import detect_secrets_worker as secrets_worker
from pytest_golive.codebase.secrets.narrowing.text import Text
from pytest_golive.codebase.secrets.rules.formats import Formats

ALNUM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
HEX = "0123456789abcdef"
NAMES = [
    "a.py",
    "a.js",
    "a.yaml",
    "a.yml",
    "a.ini",
    "a.cfg",
    "a.toml",
    "a.go",
    "a.c",
    "a.cpp",
    "a.txt",
    "a.env",
    "Makefile",
]


def run(least, most, letters=ALNUM):
    return st.text(letters, min_size=least, max_size=most)


# Prefixes in pieces, so that this file holds no token itself.
TOKENS = st.one_of(
    run(16, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").map(lambda tail: "AK" + "IA" + tail),
    run(36, 36).map(lambda tail: "gh" + "p_" + tail),
    run(20, 50).map(lambda tail: "glp" + "at-" + tail),
    run(24, 24).map(lambda tail: "sk_" + "live_" + tail),
    run(32, 32, HEX).map(lambda tail: "S" + "K" + tail),
    run(32, 32, HEX).map(lambda tail: tail + "-u" + "s12"),
    st.tuples(run(22, 22), run(43, 43)).map(lambda parts: "S" + "G." + ".".join(parts)),
    st.tuples(run(9, 9, "0123456789"), run(35, 35)).map(":".join),
    st.tuples(run(24, 24), run(6, 6), run(27, 27)).map(lambda parts: "M" + ".".join(parts)),
    st.sampled_from(["-----BEGIN RSA " + "PRIVATE KEY-----", "xox" + "b-12-34-ab", "203.0.113.9", "10.0.0.1:80"]),
    run(10, 70).map(lambda tail: "AK" + "C" + tail),
    run(8, 64, HEX),
    run(44, 64),
    run(23, 90, ALNUM + "+/=_-"),
    run(1, 30),
)
KEYS = st.sampled_from(
    [
        "api_key",
        "pass" + "word",
        "PASS" + "WD",
        "db_pass",
        "se" + "cret",
        "SE" + "CRET_KEY",
        "contraseña",
        "aws_token",
        "sl_key",
        "cloudant_pw",
        "ibm_iam_key",
        "softlayer_api_key",
        "id",
        "user_id",
        "token",
        "x",
        "pa\u017fsword",
        "AP\u0130_KEY",
        "private_key",
    ]
)
SHAPES = st.sampled_from(
    [
        "{k} = '{v}'",
        '{k}: "{v}"',
        "{k}: {v}",
        "{k}={v}",
        "{k} := `{v}`",
        'if ("{v}" == my_{k}) {{}}',
        "{k}('{v}')",
        "'{v}'",
        "{v}",
        "f({k}='{v}')",
        "{k} = get('{v}')",
        "https://user:{v}@example.org/{k}",
        '<a {k}="{v}"/>',
        "  {k}: |\n    {v}",
        "- {v}",
        "# {v}",
        "{k} = '{v}'  # pragma: allowlist secret",
        "# pragma: allowlist nextline secret\n{k} = '{v}'",
        "[{k}]",
        '{k} => "{v}";',
        "{k} =\n    {v}\n    {v}",
        "{k}: >-\n  {v}\n  {v}",
        "'{v}",
        "\u0130{k} = '{v}'",
        "{k}\x0b= '{v}'",
        "{k}\u2028= '{v}'",
        "\t",
    ]
)
LINES = st.lists(st.builds(lambda shape, k, v: shape.format(k=k, v=v), SHAPES, KEYS, TOKENS), max_size=12)


def described(secrets):
    return sorted((secret.line_number, secret.type, secret.secret_hash) for secret in secrets)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The lines that the quick search selects contain everything that the tool finds in the whole file."""
    folder = tmp_path_factory.mktemp("text")
    plain = scan._process_line_based_plugins
    with default_settings():
        formats = Formats(scan)
    quick = secrets_worker.Search(scan, formats)

    def search(name, text):
        path = folder / name
        path.write_bytes(text.encode())
        with default_settings():
            secrets = list(scan.scan_file(str(path)))
            firsts = {(secret.type, secret.secret_hash): secret for secret in reversed(secrets)}.values()
            expected, firsts = described(secrets), described(firsts)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(scan, "_process_line_based_plugins", quick)
                found = described(scan.scan_file(str(path)))
                lines = secrets_worker.opened(str(path), path.read_bytes()).readlines()
                if expected:  # in whatever form the tool has read it
                    assert formats.holding.may_hold(Text(lines), name)
                answer = {}
                secrets_worker._scan(quick, formats, (str(path), path.read_bytes()), b"key", answer)
        assert scan._process_line_based_plugins is plain
        # What is found besides takes nothing away.
        assert {number for number, _, _ in firsts} <= {row[0] for row in answer["found"]}
        return expected, found

    return search


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(NAMES), lines=LINES, end=st.sampled_from(["\n", "\r\n", "\n\n"]))
@example(name="a.ini", lines=["[db]", "key = " + "c3VwZXIgbG9u" * 4], end="\n")
@example(name="a.txt", lines=["key = " + "c3VwZXIgbG9u" * 4], end="\n")
@example(name="a.yaml", lines=["a:\n  b: |\n    " + "c3VwZXIgbG9u" * 4], end="\n")
def test_planted_secrets_are_found_exactly_where_the_tool_finds_them(both, name, lines, end):
    expected, found = both(name, end.join(lines))
    assert found == expected


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(NAMES), text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_at_all(both, name, text):
    expected, found = both(name, text)
    assert found == expected


def test_the_strategy_does_plant_secrets_of_many_kinds(both):
    kinds = set()

    @settings(max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(lines=LINES)
    def plant(lines):
        kinds.update(kind for _, kind, _ in both("a.py", "\n".join(lines))[1])

    plant()
    assert len(kinds) >= 12
