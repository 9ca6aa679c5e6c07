"""How sure it is that what detect-secrets found is a secret.

High: a format that a provider chose so that scanners know it, or a private key. Medium: a value of eight characters or
more that looks like nothing else, beside a telling name. Low: all the rest. docs/secrets.md says what each rule costs.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

HIGH, MEDIUM, LOW = "high", "medium", "low"
ENTROPY = {"Base64 High Entropy String", "Hex High Entropy String"}
BASIC_AUTH, ADDRESS = "Basic Auth Credentials", "Public IP (ipv4)"
KEY_BLOCK = "Private Key"
GENERIC = {*ENTROPY, BASIC_AUTH, ADDRESS, "Secret Keyword"}

# Formats of providers for which detect-secrets has no detector, so that it finds them only beside a telling name.
PREFIXES = (
    r"github_pat_\w{50,}",
    r"npm_[A-Za-z0-9]{36}",
    r"AIza[\w-]{35}",
    r"GOCSPX-[\w-]{28}",
    r"hf_[A-Za-z]{34}",
    r"sk-ant-[\w-]{80,}",
    r"dop_v1_[0-9a-f]{64}",
    r"xapp-\d-[\w-]{20,}",
    r"[rs]k_live_\w{20,}",
    r"hvs\.[\w-]{24,}",
)
PREFIX = re.compile("|".join(PREFIXES))
DOCUMENTED = re.compile(r"example|x{4}", re.IGNORECASE)
# Nobody's secret says that of itself.
INVITATION = re.compile(
    r"example|change.?(me|it)|dummy|your|x{4}|\*{3}|placeholder|insert|replace|redact", re.IGNORECASE
)
# These stand in many a weak password, too; a strong one that holds them by chance is believed all the same.
EVERYDAY = re.compile(
    r"test|x{3}|foo|secret|passw(or)?d?|fake|todo|default|demo|sample|to-be|insecure|1234\d*|abcd", re.IGNORECASE
)
# Another name for a value, rather than a value: a template, a call, an index, something in brackets, a dotted name.
REFERENCE = re.compile(
    r"\$[{(]\w|\$[A-Z_]{4,}|^\$\w+$|\{\{|\{\w*\}|%\(\w+\)[sdr]|%[sdr]\b|^@[\w.]+@$|<[A-Za-z][\w -]*>"
    r"|^[\w.]*\(.*\)$|^[\w.]*\[.*\]$|^[{<].*[>}]$"
    r"|^[A-Za-z_]+\d?[A-Za-z_]*(\.[A-Za-z_]+\d?[A-Za-z_]*)+$|^[\w-]*://[^:@]*$"
)
LOCATION = re.compile(r"^[.~]?/[\w./-]*$|^[\w.-]+/[\w./-]+\.\w+$")
TELLING = re.compile(r"key|secret|token|passw|pwd|salt|signature|credential|auth|cookie|session|private", re.IGNORECASE)
SERIES = re.compile(r"0123456|abcdefg|ABCDEFG|qwerty", re.IGNORECASE)
NO_HOST = re.compile(r"@(localhost|127\.|\[::1|host\b|[\w.-]*\bexample\b)", re.IGNORECASE)
NO_PASSWORD = re.compile(r"(?i)pass(word|wd)?|pwd|secret|token|\W*|[a-z]{1,5}")
NAME = re.compile(r"[A-Za-z]+([-_.][A-Za-z]+)*")
SHORTEST, STRONG, SENTENCE = 8, 12, 20  # characters
CLASSES = tuple(map(re.compile, ("[a-z]", "[A-Z]", r"\d", r"[^\w.-]")))  # what rules for passwords ask for
WRITTEN_BY_HAND, NEAR = 500, 60  # characters of a line, and on either side of a value
LEAST_ENTROPY = 2.5  # bits a character


def confidence(kind: str, value: str, line: str) -> str:
    """How sure it is: "high", "medium" or "low".

    Args:
        kind: the scanner's name for it.
        value: what it takes for a secret.
        line: the line it stands on.
    """
    if kind not in GENERIC or PREFIX.search(value):
        return LOW if DOCUMENTED.search(value) else HIGH
    if kind == ADDRESS:
        return LOW
    if kind == BASIC_AUTH:
        return LOW if NO_PASSWORD.fullmatch(value) or NO_HOST.search(line) else MEDIUM
    return MEDIUM if _looks_like_nothing_else(kind, value, line) else LOW


def surest(kind: str, value: str, wholes: Iterable[str], line: str) -> str:
    """How sure it is of the surest of *wholes*, of which the scanner tells *value*."""
    if kind == KEY_BLOCK:  # whatever letters stand in it
        return confidence(kind, value, line)
    return max((confidence(kind, whole, line) for whole in wholes), key=(LOW, MEDIUM, HIGH).index)


def _looks_like_nothing_else(kind: str, value: str, line: str) -> bool:
    if len(value) < SHORTEST or any(char.isspace() for char in value) or entropy(value) < LEAST_ENTROPY:
        return False
    if REFERENCE.search(value) or _is_placeholder(value) or (LOCATION.search(value) and not _is_random(value)):
        return False
    if kind in ENTROPY:
        return TELLING.search(_around(value, line)) is not None and SERIES.search(value) is None
    return any(char.isdigit() for char in value) or len(value) >= SENTENCE or not NAME.fullmatch(value)


def _around(value: str, line: str) -> str:
    """The line without *value*; of a line that a tool has written, what stands next to it."""
    if len(line) <= WRITTEN_BY_HAND:
        return line.replace(value, "")
    before, _, after = line.partition(value)
    return f"{before[-NEAR:]} {after[:NEAR]}"


def _is_placeholder(value: str) -> bool:
    if INVITATION.search(value):
        return True
    rest = EVERYDAY.sub("", value)
    return (
        rest != value and not _is_random(rest) and not (len(value) >= STRONG and all(c.search(value) for c in CLASSES))
    )


def _is_random(text: str) -> bool:
    """Whether letters and digits stand so close together as in no word."""
    return any(re.search(r"\d", run) and re.search("[A-Za-z]", run) for run in re.findall(r"[A-Za-z\d+/=]{16,}", text))


def entropy(text: str) -> float:
    """Shannon entropy in bits a character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
