"""How sure it is that what detect-secrets found is a secret.

High: a format that a provider chose so that scanners know it, or a private key. Medium: a value of eight characters or
more that looks like nothing else, beside a telling name. Low: all the rest. docs/secrets.md says what each rule costs.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

from pytest_golive.codebase.secrets.rules.values import LOCATION, is_jumble, is_something_else, looks_real

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
    r"hv[sb]\.[\w-]{24,}",
    r"S[AOU][A-Z2-7]{56}(?![A-Z2-7])",  # a seed of NATS
    r"pypi-AgEIcHlwaS5vcmc[\w-]{50,}",
    r"ya29\.[\w-]{40,}",
    r"AAAA[\w-]{7}:[\w-]{134,}",  # a server of Firebase
    r"shp(?:at|ca|pa|ss)_[0-9a-f]{32}",
    r"dckr_[po]at_[\w-]{27,}",
    r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
    r"glsa_\w{32}_[0-9a-f]{8}",
    r"eyJrIjoi[A-Za-z0-9+/]{30,}={0,2}",  # a key of Grafana
    r"sq0csp-[\w-]{43}",
    r"rubygems_[0-9a-f]{48}",
    r"lin_api_\w{40}",
    r"NRAK-[A-Z0-9]{27}",
    r"dapi[0-9a-f]{32}",
    r"sk-proj-[\w-]{40,}",
    r"gsk_[A-Za-z0-9]{52}",
    r"xkeysib-[0-9a-f]{64}",
    r"AGE-SECRET-KEY-1[0-9A-Z]{58}",
    r"tskey-[a-z]+-[\w-]{20,}",
)
PREFIX = re.compile("|".join(PREFIXES))
DOCUMENTED = re.compile(r"example|x{4}|(\w)\1{7}", re.IGNORECASE)
TELLING = re.compile(r"key|secret|token|passw|pwd|salt|credential|auth|cookie|session", re.IGNORECASE)
SERIES = re.compile(r"0123456|abcdefg|ABCDEFG|qwerty", re.IGNORECASE)
NO_HOST = re.compile(r"@(host\b|[\w.-]*\bexample\b)", re.IGNORECASE)
# What is beside it is public, or a digest, or unreadable without another key.
PUBLIC = re.compile(
    r"public|(?<![a-z])pub[_-]|encrypt|cipher|sealed|hash|digest|checksum|finger.?print|thumb.?print|integrity|etag|sha\d|md5"
    r"|if-(?:none-)?match|request-?id|client_?id|ref\b|commit|revision|uuid|signature|nonce|state\b",
    re.IGNORECASE,
)
SHORTEST = 8  # characters
WRITTEN_BY_HAND, NAME = 500, 40  # characters of a line, and of what stands before a value
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
        return MEDIUM if looks_real(value, is_password=True) and not NO_HOST.search(line) else LOW
    return MEDIUM if _looks_like_nothing_else(kind, value, line) else LOW


def surest(kind: str, value: str, wholes: Iterable[str], line: str) -> str:
    """How sure it is of the surest of *wholes*, of which the scanner tells *value*."""
    if kind == KEY_BLOCK:  # whatever letters stand in it; a header alone opens no door
        return confidence(kind, value, line) if any(len(whole) > len(value) for whole in wholes) else LOW
    return max((confidence(kind, whole, line) for whole in wholes), key=(LOW, MEDIUM, HIGH).index)


def _looks_like_nothing_else(kind: str, value: str, line: str) -> bool:
    if len(value) < SHORTEST or entropy(value) < LEAST_ENTROPY:
        return False
    if kind not in ENTROPY:
        return looks_real(value, is_password=True) and not PUBLIC.search(line.partition(value)[0][-NAME:])
    if is_something_else(value) or SERIES.search(value) or (LOCATION.search(value) and not is_jumble(value)):
        return False
    if len(line) > WRITTEN_BY_HAND:  # among all that a tool writes into one line only a name of its own tells
        return False
    around = line.replace(value, "")
    return TELLING.search(around) is not None and not PUBLIC.search(around)


def entropy(text: str) -> float:
    """Shannon entropy in bits a character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
