"""No regular expression of the package takes too long on a long text from somebody else.

A short measurement of CPU time only finds suspects; on a busy machine it may suspect too many. What counts is whether a
text that takes an expression of quadratic cost many minutes ends within one minute of CPU time.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import time

import pytest
from hostile_patterns import Use, texts, uses

SHORT, LONG, HUGE = 1_000, 8_000, 300_000  # characters
RATIO, MEASURABLE = 16, 0.003  # eight times the text may take eight times as long; quadratic is 64
LIMIT = 60  # seconds of CPU time
USES = uses()
# Patterns that meet short text only: so many characters at most, and why.
BOUNDED = {
    "codebase.secrets.rules.shapes.LOOK_BACK": (60, "what stands before a name is cut before it is looked at"),
    "documents.changelog.parsing.heads.SAYS_DATE": (400, "no longer line is asked"),
    "documents.evidence.mentions.BEFORE": (200, "no more of what stands before a name is looked at"),
    "documents.reference.result.OTHERS": (4_096, "no path is longer"),
    "settings.wording.messages.SECRET_VALUE": (200, "no more of a value could ever be shown"),
    "settings.wording.messages.RANDOM": (200, "no more of a value could ever be shown"),
    "settings.values.checks.SET": (4_096, "no path is longer, and no glob may be"),
}
ASK = """
import json, sys
from hostile_patterns import Use
import re
source, flags, is_bytes, method, suspects, length = json.load(sys.stdin)
use = Use("", re.compile(source.encode("latin-1") if is_bytes else source, flags), method)
for parts in suspects:
    print(json.dumps(parts), flush=True)
    use.ask(tuple(parts), length)
"""


def name_of(use):
    return use.name.removeprefix("pytest_golive.")


def cpu(use, parts, length):
    began = time.thread_time()
    use.ask(parts, length)
    return time.thread_time() - began


def suspects(use, long=LONG):
    """Texts of which a longer one took more than its share, or seemed to."""
    for parts in texts(use.pattern):
        took = cpu(use, parts, long)
        if took > MEASURABLE and took > RATIO * cpu(use, parts, SHORT):
            yield parts


def endless(use, parts, length=HUGE, limit=LIMIT):
    """The first of the texts *parts* that has no end within the limit; "" if each has."""
    source, is_bytes = use.pattern.pattern, isinstance(use.pattern.pattern, bytes)
    source = source.decode("latin-1") if is_bytes else source
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        input=json.dumps([source, use.pattern.flags, is_bytes, use.method, parts, length]),
        capture_output=True,
        text=True,
        cwd=__file__.rpartition("/")[0],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5)),
        check=False,
    )
    assert done.returncode in {0, -signal.SIGXCPU, -signal.SIGKILL}, done.stderr
    return done.stdout.splitlines()[-1] if done.returncode else ""


def test_the_patterns_of_the_package_are_found():
    names = {name_of(use) for use in USES}
    assert len(USES) > 150
    assert {"codebase.inventory.languages.notebooks.SAME_LINE", "codebase.secrets.rules.shapes.NAMED"} <= names
    assert {use.method for use in USES if name_of(use).endswith(".SAME_LINE")} == {"fullmatch"}
    assert BOUNDED.keys() <= names


def test_a_pattern_that_takes_too_long_would_be_seen():
    import re

    quadratic, linear = Use("quadratic", re.compile(r"\s*$|a+b"), "search"), Use("", re.compile(r"a{1,40}b"), "search")
    assert ("", "a", "\x01") in list(suspects(quadratic))
    assert endless(quadratic, [("", "a", "\x01")], limit=2) == json.dumps(["", "a", "\x01"])
    assert endless(linear, [("", "a", "\x01")]) == ""


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{name_of(use)}-{use.method}")
def test_a_longer_text_takes_no_more_than_its_share(use):
    if name_of(use) in BOUNDED:
        length, why = BOUNDED[name_of(use)]
        assert why
        assert endless(use, list(texts(use.pattern)), length) == ""
    elif found := list(suspects(use)):
        slow = endless(use, found)
        assert not slow, f"{name_of(use)}, {use.method} of {use.pattern.pattern!r}: no end for a long text of {slow}"
