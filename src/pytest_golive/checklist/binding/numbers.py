"""The numbers in a row's words: limits, which must equal the limits of its gate, and all other numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from pytest_golive.checklist.binding.wordings import (
    BEHIND,
    COMPARISONS,
    FORM,
    GOES_ON,
    MAY_BE_ONE,
    NAMED,
    NOUN,
    ONES,
    PARTS,
    PERCENTILE,
    PERIODS,
    POWERS,
    TENS,
    UNIT,
    UNITS,
    VERSIONED,
    WHOLES,
)

OF_NO_UNIT = re.compile(r"reach|slow|old|lat|fast|quick|soon|young", re.IGNORECASE)  # "no slower than 9.8", a version
LIKE_A_VERSION = re.compile(r"\d\.\d{1,15}(?! or more)", re.IGNORECASE)  # "1.2 or higher", "9.0 or later"
COMPLEMENT = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
IN_SECONDS = {
    "ns": 1e-9, "us": 1e-6, "ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0,
    "month": 2_592_000.0, "y": 31_536_000.0,
}  # fmt: skip
IN_PERCENT = {"\u2030": 0.1, "ppm": 1e-4}
IN_BYTES = {
    "bytes": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30,
    "tib": 2.0**40,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the words of a row.

    Attributes:
        text: the number as it is written.
        comparison: "<", "<=", ">", ">=", or "" if the number is not a limit.
        unit: a key of `UNITS`, "/" and a key of `PERIODS` for a rate, a word that is no known unit ("fps"), or "".
        noun: what a limit without a unit counts: "words" in "at most 200 words".
    """

    text: str
    value: float
    unit: str = ""
    comparison: str = ""
    noun: str = ""

    @property
    def is_limit(self) -> bool:
        """Whether the row compares something with this number."""
        return bool(self.comparison)

    @property
    def base(self) -> tuple[float, str]:
        """Value and unit; times are converted to seconds, sizes to bytes, shares to percent."""
        for factors, unit in ((IN_SECONDS, "s"), (IN_BYTES, "bytes"), (IN_PERCENT, "%")):
            if self.unit in factors:
                return self.value * factors[self.unit], unit
        return self.value, self.unit

    def __str__(self) -> str:
        """The number in a uniform spelling: "< 200 ms"."""
        return " ".join(part for part in (self.comparison, f"{self.value:g}", self.unit) if part)


def quantities(text: str) -> list[Quantity]:
    """The numbers in *text*, in order; digits in versions, dates, names and percentiles do not count."""
    return list(_quantities(text)) if MAY_BE_ONE.search(text) else []


@lru_cache(maxsize=4096)  # a row is asked for its faults, and for what is left
def _quantities(text: str) -> tuple[Quantity, ...]:
    found = FORM.finditer(PERCENTILE.sub("", text))
    return tuple(_quantity(match) for match in found if _is_amount(match))


def percentiles(text: str) -> list[float]:
    """The percentiles that *text* mentions: 95 for "p95" and "95th percentile", 99.9 for "99.9 percentile"."""
    return [float((match["percent"] or match["nth"]).replace(",", ".")) for match in PERCENTILE.finditer(text)]


def percentile(text: str) -> float | None:
    """The first percentile that *text* mentions."""
    return next(iter(percentiles(text)), None)


def _is_amount(match: re.Match[str]) -> bool:
    """Whether a number counts something: "80-90 %", "at least two", "200rps", not "3-4", "docs/2.0", "1st"."""
    if match["unit"] or match["part"] or match["share"]:
        return True
    if match["comparison"]:
        return (match["spelled"] or "").casefold() != "one"
    if match["other"]:
        return NAMED.fullmatch(match["other"]) is None
    return bool(match["number"] and not match["range"]) and match.string[match.start() - 1 : match.start()] != "/"


def _quantity(match: re.Match[str]) -> Quantity:
    unit, comparison = _unit(match), _comparison(match)
    if match["range"]:  # which of its two numbers is meant is not known
        return Quantity(match[0].strip(), _value(match["number"]))
    if match["share"]:
        return Quantity(match[0].strip(), _share(match), "%", comparison)
    if match["spelled"] is None:
        unit, noun = (unit, "") if unit or not comparison else _counted(match)
        return Quantity(match[0].strip(), _value(match["number"]), unit, comparison, noun)
    value = _in_words(match["spelled"])
    if match["part"]:
        return Quantity(match[0].strip(), 100 * value / PARTS[match["part"].casefold()], "%", comparison)
    return Quantity(match[0].strip(), value, unit, comparison if unit else "")


def _share(match: re.Match[str]) -> float:
    """The percents in "1 in 1000"."""
    whole = match["whole"].casefold()
    part = _in_words(match["spelled"]) if match["spelled"] else _value(match["number"])
    return 100 * part / (WHOLES.get(whole) or int(re.sub(r"\D", "", whole)))


def _counted(match: re.Match[str]) -> tuple[str, str]:
    """The unit, and what else is counted, in the words behind a limit: "200 physical lines", "200 words"."""
    behind = None if match["after"] else NOUN.match(match.string, match.end())
    words = behind[0].split() if behind else []
    said = list(takewhile(lambda word: word.casefold() not in GOES_ON, words))
    for unit in filter(None, (UNIT.fullmatch(word) for word in said)):
        return list(UNITS)[int(str(unit.lastgroup)[1:])], ""
    return "", said[0] if said else ""


def _unit(match: re.Match[str]) -> str:
    if match["other"]:
        return match["other"].lstrip("-").casefold()
    if match["rps"]:
        return "/s"
    units = [*UNITS, *(f"/{name}" for name in PERIODS)]
    return next((name for number, name in enumerate(units) if match[_group(number)]), "")


def _comparison(match: re.Match[str]) -> str:
    sign = next((sign for number, sign in enumerate(COMPARISONS) if match[f"c{number}"]), "")
    if match["not"]:
        sign = COMPLEMENT[sign]
    if not sign and match["after"]:
        sign = next((sign for number, sign in enumerate(BEHIND) if match[f"a{number}"]), ">=")
    return "" if _is_loose(match) else sign


def _is_loose(match: re.Match[str]) -> bool:
    """Whether the number has no unit and may be a version: "TLS 1.2 or higher", "has reached 2.0"."""
    if match["unit"] or match["other"] or match["part"] or match["share"]:
        return False
    is_compared = bool(match["after"]) and not match["comparison"]
    if OF_NO_UNIT.search(match["comparison"] or "") or (is_compared and LIKE_A_VERSION.search(match[0])):
        return True
    return VERSIONED.search(match.string[max(match.start() - 24, 0) : match.start()]) is not None


def _group(number: int) -> str:
    """The group of the unit *number*."""
    return f"u{number}" if number < len(UNITS) else f"p{number - len(UNITS)}"


def _value(text: str) -> float:
    text = text.replace("\u2212", "-")
    if re.fullmatch(r"-?\d{1,3}(?:[, _\u00a0\u202f'\u2019]\d{3})+", text):
        return float(re.sub(r"[^\d-]", "", text))
    return float(text.replace(",", "."))


def _in_words(text: str) -> float:
    """The value of "two hundred" or "twenty-one"."""
    value = 0
    for word in re.split("[- ]", text.casefold()):
        if word in POWERS:
            value = max(value, 1) * POWERS[word]
        elif word in TENS:
            value += 10 * (TENS.index(word) + 2)
        elif word in ONES:
            value += ONES.index(word) + 1
    return float(value)
