"""What protects browsers: security headers, and the flags of cookies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pytest_golive.findings import Finding
from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.known import MASK
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.http.asking import Answer
from pytest_golive.service.limits.limit_fields import clock_of, moment_of

HSTS = "Strict-Transport-Security"
DAY = 86_400
# Values that disable the protection.
WORTHLESS: Mapping[str, re.Pattern[str]] = {
    "x-content-type-options": re.compile(r"(?!nosniff$)", re.IGNORECASE),
    "x-frame-options": re.compile(r"(?!(deny|sameorigin)$)", re.IGNORECASE),
    "referrer-policy": re.compile(r"unsafe-url$", re.IGNORECASE),
}
GOOD: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
}
COOKIE_CURE = "set {} where the cookie {} is made; transport.cookies_for_scripts names those that scripts must read"
# Usual names of the cookie that scripts read and send back.
CSRF = re.compile(r"csrf|xsrf", re.IGNORECASE)


def header_faults(pages: Sequence[Answer], wanted: Sequence[str], hsts_days: int) -> Iterator[Finding]:
    """What is wrong with the headers of pages; one fix names all headers to send.

    Args:
        pages: the responses.
        wanted: required headers; "A|B" if one of them is enough.
        hsts_days: fewest days of Strict-Transport-Security; 0 if it is not required.
    """
    found = [(name, what, page) for page in pages for name, what in _troubles(page, wanted, hsts_days)]
    cure = _header_cure(list(dict.fromkeys(name for name, _, _ in found)), hsts_days)
    for name, what, page in found:
        yield fault(name.replace("|", " or "), f"{what} at {page.place}; to repeat: {page.curl}", cure)


def _troubles(page: Answer, wanted: Sequence[str], hsts_days: int) -> Iterator[tuple[str, str]]:
    for names in wanted:
        either = names.split("|")
        troubles = [_trouble(page, name, name if len(either) > 1 else "it") for name in either]
        if all(troubles):
            yield names, " and ".join(filter(None, troubles))
    if hsts_days and (what := _hsts_trouble(page.header(HSTS), hsts_days)):
        yield HSTS, what


def _header_cure(names: Sequence[str], hsts_days: int) -> str:
    """What to send, with values that protect if only some values do."""
    values = [" or ".join(_good(name, hsts_days) for name in either.split("|")) for either in names]
    also = "; hsts_days says how long that must be" if HSTS in names else ""
    who = "let the proxy, or a middleware of the application, send with every answer, errors too"
    return f"{who}: {', '.join(values)}{also}"


def _good(name: str, hsts_days: int) -> str:
    value = f"max-age={hsts_days * DAY} or more" if name == HSTS else GOOD.get(name.lower(), "")
    return f"{name}: {value}" if value else name


def _trouble(answer: Answer, name: str, called: str) -> str:
    value = answer.header(name).strip()
    if not value:
        return f"{called} is missing"
    worthless = WORTHLESS.get(name.lower())
    counts = value.rpartition(",")[2].strip() if name.lower() == "referrer-policy" else value
    return f"{called} is {spoken(value)[:60]!r}" if worthless and worthless.match(counts) else ""


def _hsts_trouble(value: str, days: int) -> str:
    if not value:
        return "it is missing"
    seconds = _max_age(value)
    if seconds is None:
        return "it has no max-age"
    return "" if seconds >= days * DAY else f"max-age is {seconds:,} s, must be at least {days * DAY:,} s ({days} days)"


def _max_age(value: str) -> int | None:
    """Seconds of the first max-age directive with a value; at most twelve digits."""
    for directive in value.split(";"):
        key, _, number = (part.strip() for part in directive.partition("="))
        digits = number.removeprefix('"').removesuffix('"')
        if key.lower() == "max-age" and _is_number(digits):
            return int(digits[:12])
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def cookie_faults(answers: Iterable[Answer], for_scripts: Sequence[str], *, is_https: bool) -> Iterator[Finding]:
    """What is wrong with the cookies that *answers* set; cookies that are only deleted need no flags.

    Args:
        answers: of any pages.
        for_scripts: names of cookies that scripts must read.
        is_https: whether they came over TLS; only then can a cookie be Secure.
    """
    reported: set[tuple[str, str]] = set()
    for answer in answers:
        for line in answer.all_headers("set-cookie"):
            name, flags = _parsed(line)
            lacks = ", ".join(_lacking(name, flags, for_scripts, is_https=is_https))
            if lacks and not _deletes(flags, answer) and (name, lacks) not in reported:
                reported.add((name, lacks))
                what = f"it lacks {lacks}, set by {answer.place}; to repeat: {answer.curl}"
                yield fault(f"cookie {name}", what, COOKIE_CURE.format(lacks, name))


def _parsed(line: str) -> tuple[str, dict[str, str]]:
    first, *rest = line.split(";")
    flags = {key.strip().lower(): value.strip().strip('"') for key, _, value in (part.partition("=") for part in rest)}
    return MASK.hide(first.partition("=")[0].strip())[:60], flags


def _lacking(name: str, flags: Mapping[str, str], for_scripts: Sequence[str], *, is_https: bool) -> Iterator[str]:
    if is_https and "secure" not in flags:
        yield "Secure"
    if "httponly" not in flags and name not in for_scripts and not CSRF.search(name):
        yield "HttpOnly"
    same_site = flags.get("samesite", "").lower()
    if same_site not in {"lax", "strict", "none"}:
        yield "SameSite"
    elif same_site == "none" and "secure" not in flags:
        yield "Secure together with SameSite=None"


def _deletes(flags: Mapping[str, str], answer: Answer) -> bool:
    age = flags.get("max-age", "")
    if _is_number(age.removeprefix("-")):
        return int(age[:12]) <= 0
    ends = moment_of(flags.get("expires", ""))
    return ends is not None and ends <= clock_of(answer)
