"""How sure it is that what a scanner found is a secret.

Formats that a provider has chosen so that scanners know them are believed. What is only a value beside a telling name,
or a string that looks random, is believed unless something plain speaks against it.
"""

from __future__ import annotations

import math
import re
from collections import Counter

HIGH, MEDIUM, LOW = "high", "medium", "low"
ENTROPY = {"Base64 High Entropy String", "Hex High Entropy String"}
GENERIC = {*ENTROPY, "Secret Keyword", "Basic Auth Credentials", "Public IP (ipv4)"}

PLACEHOLDER = re.compile(
    r"(?i)(^|[^a-z])(an?|my|your|the|some|fake|dummy|sample|test(ing)?|mock|default|insert|replace|enter|put|foo|bar|baz)"
    r"[-_ ]?(secret|password|passwd|pass|pwd|token|key|value)|change[-_ ]?me|placeholder|example|redacted|x{4,}|\*{3,}"
    r"|^(secret|password|passwd|pass|pwd|token|key|none|null|true|false|user|admin|test|foo|bar|required|optional)$"
)
REFERENCE = re.compile(
    r"^[$%]?[{<(\[].*[}>)\]]$|\{\{|\}\}|\$\{|\$\(|%\(\w+\)s|\{\w*\}|^%s$|^[A-Za-z_]\w*(\.\w+)+(\(.*\)?)?$|^[a-z_]+\(.*\)?$"
)
PROSE = re.compile(r"[A-Za-z]{2,}[ ,.:;]+[A-Za-z]{2,}")  # two words
NAME = re.compile(r"^[A-Za-z]+([-_./:][A-Za-z]+)*$")  # words alone, without a digit
CHECKSUM = re.compile(r"(?i)sha-?\d*|md5|digest|checksum|integrity|commit|revision|\brev\b|etag|fingerprint|hash")
HASH_LENGTHS = {32, 40, 56, 64, 96, 128}
SHORTEST = 8
RANDOM = 3.0  # bits a character: words have less, and so do short numbers


def confidence(kind: str, value: str, line: str) -> str:
    """How sure it is: "high", "medium" or "low".

    Args:
        kind: the scanner's name for it.
        value: what it takes for a secret.
        line: the line it stands on.
    """
    if kind not in GENERIC:
        return HIGH
    if kind == "Public IP (ipv4)" or PLACEHOLDER.search(value) or REFERENCE.search(value):
        return LOW
    if kind in ENTROPY:
        return LOW if _is_checksum(value, line) or NAME.match(value) else MEDIUM
    return LOW if _is_word(value) else MEDIUM


def _is_checksum(value: str, line: str) -> bool:
    is_hex = len(value) in HASH_LENGTHS and re.fullmatch(r"[0-9a-fA-F]+", value) is not None
    return (is_hex or value.endswith("=")) and CHECKSUM.search(line.replace(value, "")) is not None


def _is_word(value: str) -> bool:
    """Whether people would read it rather than type it in secret."""
    if PROSE.search(value):
        return True
    return NAME.match(value) is not None and (len(value) < SHORTEST or entropy(value) < RANDOM or value.islower())


def entropy(text: str) -> float:
    """Shannon entropy in bits a character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
