"""Whether a value that stands beside a telling name looks like a secret rather than like a word, a name or a call."""

from __future__ import annotations

import re

from pytest_golive.codebase.secrets.rules.letters import WORD, reads_like_words

LONGEST = 400  # characters
SHORT, STRONG = 4, 8
MOST_NUMBERS, LEAST_LETTERS = 2, 3  # in a name; of a word that is no everyday one
# Nobody's secret says that of itself.
INVITATION = re.compile(
    r"example|change.?(me|it)|dummy|your|x{4}|\*{3}|placeholder|insert|replace|redact|filtered|\.\.\.|…|<|>|to.?do|fix.?me|fuzz",
    re.IGNORECASE,
)
# Another name for a value, rather than a value: a template, a call, an index, something in brackets, a dotted name.
REFERENCE = re.compile(
    r"\$[{(]\w|\$[A-Z_]{4,}|^\$\w+$|\{\{|\}\}|\{\w*\}|%\(\w+\)[sdr]|%[sdrv]\b|^@[\w.]+@$|^%\w+%$|#\{|^&|^\*\w|<%|^!\w"
    r"|://|[({]$|^[\w.:>-]*\(.*\)?;?$|^[\w.]*\[.*\]?$|^[{<\[(]|^[\w+-]*://(?![^/@\s]*:[^/@\s]+@)|^\d+(?:\.\d+){2,}|^[A-Z][A-Z\d]*_[A-Z\d_]*(?:KEY|PASS|SECRET|TOKEN|PWD|AUTH|CRED)[A-Z\d_]*$|^(?i:true|false|null|none|nil|undefined|yes|no)$"
    r"|^[A-Z]+(?:[-_][A-Z]+)+$|^[A-Za-z]+[-_](?:token|key|secret|password|credentials?)$|^0\d{3}_[a-z]\w*$|^[A-Z_]+=\w|^[A-Za-z_]++(?:\d[A-Za-z_]*+)?(?:\.[A-Za-z_]++(?:\d[A-Za-z_]*+)?)++$|^[-\w]+(?:::\w+)+$|^(?:self|this|config|settings|process|env|args|options)\b[.\[]"
)
LOCATION = re.compile(
    r"^[.~]?/[\w./-]*$|^[\w.-]+/[\w./-]+\.\w+$|\.(?:pem|key|crt|cer|json|ya?ml|txt|jks|p12|html?|php|py|js|ts)$"
)
# Public by design, or unreadable without another key.
SEALED = re.compile(
    r"^(?:Ag[A-Z][A-Za-z0-9+/]{80,}|ENC\[|ENC\(|encrypted:|sha(?:1|256|384|512)[-:]|md5[-:]|vault:|\$ANSIBLE_VAULT|arn:|MI(?:GfMA0|IBIjAN|GeMA0|ICIjAN|IBojAN|IBCgK|IGJAoG)"
    r"|ssh-(?:rsa|dss|ed25519)|ecdsa-|AAAA[BCE]3Nza|[UAONCX][A-Z2-7]{55}$|-----BEGIN|data:|urn:|\{SSHA|W/\"|\$(?:\d\w?|argon2\w*|apr1|pbkdf2[\w-]*|y|scrypt)\$|(?:sha\d+|pbkdf2_\w+|md5|bcrypt\w*|scrypt)\$)"
)
SERIES = re.compile(r"0?1234567?8?|abcdef|qwer|asdf|9876|(.)\1{3}|(\w\w)\2\2", re.IGNORECASE)
EVERYDAY = re.compile(
    r"test|x{3}|foo|bar|secret|passw(or)?d?|fake|default|demo|sample|to-be|insecure|1234?\d*|abcd?|token|admin|root|user|guest|key"
    r"|value|string|none|null|private|public|bearer|basic|oauth",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*(?:[-./:][\w$]+)*")
CODED = re.compile(r"[\w+/=.:@~!$%^*#&-]+")


def looks_real(value: str, *, is_password: bool) -> bool:
    """Whether *value*, beside the name of a password (or else of a key, a token or the like), may be a secret."""
    least = SHORT if is_password else STRONG
    is_odd = not least <= len(value) <= LONGEST or any(char.isspace() for char in value) or _is_foreign(value)
    if is_odd or is_something_else(value) or len(set(value)) < min(6, len(value) - 1):
        return False
    if not is_jumble(value):
        if LOCATION.search(value):
            return False
        rest = EVERYDAY.sub("", value)
        is_plain = rest != value and reads_like_words(rest) and not _is_mixed(rest, 3)
        if len(rest) < SHORT or is_plain or SERIES.search(value):
            return False
    return _is_password(value) if is_password else _is_key(value)


def _is_foreign(value: str) -> bool:
    return not value.isascii() and sum(char.isascii() for char in value) * 4 < len(value) * 3


def _is_password(value: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", value)
    if not letters:
        return len(value) > SHORT
    if not any(char.isdigit() for char in value):
        return not reads_like_words(value) or (_is_mixed(value, 3) and not IDENTIFIER.fullmatch(value))
    if len(value) >= STRONG:
        return True
    return not reads_like_words(value) or _is_mixed(value, 2)


def _is_key(value: str) -> bool:
    digits = sum(char.isdigit() for char in value)
    if digits == len(value) or not any(char.isalpha() for char in value):
        return False
    if is_jumble(value):
        return True
    if not digits:
        return not reads_like_words(value)
    return CODED.fullmatch(value) is not None and not _is_name(value, share=2)


def _is_name(value: str, share: int = 4) -> bool:
    """Words with a number: ``oauth2``, ``server-1``, ``sha256_of_it``."""
    if not IDENTIFIER.fullmatch(value) or not reads_like_words(value):
        return False
    words, runs = WORD.findall(value), re.findall(r"\d+", value)
    digits = sum(map(len, runs))
    return (
        len(runs) <= MOST_NUMBERS
        and digits * share <= len(value)
        and (digits == 1 or sum(map(len, words)) >= 3.5 * len(words))
    )


def is_something_else(value: str) -> bool:
    """Whether *value* says so itself: an invitation, a reference, something public or sealed."""
    return any(kind.search(value) for kind in (INVITATION, REFERENCE, SEALED))


def is_common(value: str) -> bool:
    """Whether *value* is an everyday word or an invitation to write another."""
    return (
        INVITATION.search(value) is not None
        or len(EVERYDAY.sub("", value)) < LEAST_LETTERS
        or SERIES.search(value) is not None
    )


def is_jumble(text: str) -> bool:
    """Whether letters and digits, or small and capital letters, take turns as in no word."""
    if len(text) < STRONG:
        return False
    turns = len(re.findall(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])", text))
    return turns >= max(3, len(text) / 8) or len(WORD.findall(text)) * 2.5 > len(text)


def _is_mixed(value: str, least: int) -> bool:
    return sum(bool(re.search(kind, value)) for kind in ("[a-z]", "[A-Z]", r"\d", r"[^\w.-]")) >= least
