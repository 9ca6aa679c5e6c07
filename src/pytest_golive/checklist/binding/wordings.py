"""How people write a number with its comparison and its unit, in English, French and German."""

from __future__ import annotations

import re

NUMBER = (
    r"(?P<number>(?:(?<![^\s<>=≤≥])[-\u2212])?"
    r"(?:\d{1,3}(?:[, _\u00a0\u202f'\u2019]\d{3})+(?!\d)|\d{1,15}(?:[.,]\d{1,15})?|\.\d{1,15}))"
)
ONES = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
POWERS = {"hundred": 100, "thousand": 1000}
PARTS = {
    "halves": 2, "thirds": 3, "quarters": 4, "fourths": 4, "fifths": 5, "sixths": 6, "sevenths": 7, "eighths": 8,
    "ninths": 9, "tenths": 10,
}  # fmt: skip
ONE_WORD = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES[:9])}))?|{'|'.join(reversed(ONES))})(?!\w)"
SPELLED = (
    rf"(?P<spelled>(?:{ONE_WORD}|an?(?= (?:{'|'.join(POWERS)})))(?:[- ](?:{'|'.join(POWERS)})(?!\w))?)"
    rf"(?:[- ](?P<part>{'|'.join(PARTS)})(?!\w))?"
)
COMPARISONS = {
    "<": (
        r"<(?!=)|sub-(?=\d)|under|below|beneath|(?:less|fewer|lower|shorter|smaller|faster|quicker|sooner|younger) than"
        r"|moins de|inf[ée]rieure?s?(?: [àa])?|unter(?:halb)?(?: von)?"
        r"|(?:weniger|kleiner|kürzer|schneller|niedriger) als"
    ),
    "<=": (
        r"<=|=<|≤|⩽|≦|(?:at (?:the )?|as \w{1,6} as )most|up to|max(?:imum|imal)?\.?(?: of| is|:)?|within|capped at"
        r"|limited to|(?:at or |equal to or )(?:below|under|less than)|less than or equal to|below or equal to"
        r"|fits? (?:in|into|within)|au (?:plus|maximum)|jusqu['\u2019]?[àa]"
        r"|inf[ée]rieure?s? ou [ée]gale?s? [àa]|höchstens|hoechstens|maximal|bis zu"
        r"|(?:ne |n['\u2019])?(?:d[ée]pass\w{1,4}|exc[éèe]d\w{1,4}) (?:pas|jamais)"
    ),
    ">": (
        r">(?!=)|over|above|beyond|in excess of|exceed(?:s|ed|ing)?|plus de|d[ée]pass\w{1,4}|exc[éèe]d\w{1,4}"
        r"|(?:more|greater|higher|longer|larger|bigger|slower|later|older) than"
        r"|sup[ée]rieure?s?(?: [àa])?|(?:ü|ue)ber(?:schreitet|steigt)?|oberhalb(?: von)?"
        r"|(?:mehr|größer|länger|langsamer|höher) als"
    ),
    ">=": (
        r">=|=>|≥|⩾|≧|at (?:the very )?least|(?:(?:has|have|had) )?reach(?:es|ed|ing)?"
        r"|min(?:imum|imal)?\.?(?: of| is|:)?|(?:at or |equal to or )(?:above|over|more than|greater than)"
        r"|(?:more|greater|higher) than or equal to|above or equal to"
        r"|au (?:moins|minimum)|sup[ée]rieure?s? ou [ée]gale?s? [àa]|mindestens|wenigstens|minimal|atteint"
    ),
}
NOT = (
    r"(?:\w{2,6}n['\u2019]t|cannot|not|never|no|nicht|nie|pas|jamais)\s{1,2}"
    r"(?:(?:be|is|are|go|goes|get|gets|rise|rises|take|takes|[êe]tre)\s{1,2})?"
)
BEHIND = {
    ">=": (r"more|higher|above|over|up|upwards|greater|longer|plus|au-dessus|davantage|mehr|höher|länger"),
    "<=": r"less|fewer|lower|below|under|smaller|shorter|faster|quicker|sooner|moins|weniger|kleiner|kürzer|schneller",
}
ENDS = {
    ">=": r"min(?:imum|imal)?|at (?:the very )?least|mindestens|au (?:moins|minimum)",
    "<=": r"max(?:imum|imal)?|at (?:the )?most|höchstens|au (?:plus|maximum)|tops",
}
ABOUT = r"(?:(?:about|around|roughly|approximately|approx\.?|environ|etwa|circa|ca\.)\s{1,2}|[:~≈]\s?)?"
UNITS = {
    "%": r"%|percent|per[- ]cent|pct|pour cent|pourcent|prozent",
    "\u2030": r"\u2030|per[- ]?mill?e?|promille|pour mille",
    "ppm": r"ppm|parts per million",
    "ns": r"ns|nanoseconds?",
    "us": r"[uµμ]s|microseconds?|microsecondes?|mikrosekunden?",
    "ms": r"ms|msecs?|milliseconds?|millisecondes?|millisekunden?",
    "s": r"s|secs?|seconds?|secondes?|sekunden?",
    "min": r"min|mins|minutes?|minuten",
    "h": r"h|hrs?|hours?|heures?|stunden?",
    "d": r"d|days?|jours?|tagen?|tage",
    "w": r"w|weeks?|semaines?|wochen?",
    "month": r"months?|mois|monate?n?",
    "y": r"y|years?",
    "x": r"x|\u00d7|times",
    "lines": r"loc|sloc|lines?(?: of code)?|lignes?(?: de code)?|zeilen",
    "files": r"files?",
    "items": r"items?|messages?|jobs?",
    "bytes": r"bytes?|octets?",
    "kb": r"kb|kilobytes?",
    "mb": r"mb|megabytes?",
    "gb": r"gb|gigabytes?",
    "tb": r"tb|terabytes?",
    "kib": r"kib",
    "mib": r"mib",
    "gib": r"gib",
    "tib": r"tib",
}
PERIODS = {
    "s": r"s|secs?|seconds?|seconde",
    "min": r"min|minutes?",
    "h": r"h|hours?|heure",
    "d": r"d|days?|jour",
}
RATE = (
    r"(?:(?:requests?|calls?|hits?|attempts?|tries|requ\u00eates)\s{0,2})?(?:/\s?|(?:per|an?|each|every|par)\s)(?:"
    + "|".join(f"(?P<p{number}>{words})" for number, words in enumerate(PERIODS.values()))
    + ")|(?P<rps>rps|qps|tps)"
)
WHOLES = {"ten": 10, "hundred": 100, "thousand": 1000, "million": 1_000_000}
OF_TIME = "|".join(UNITS[unit] for unit in ("ms", "s", "min", "h", "d", "w", "month", "y"))
# "under 1 in 1000", "at most 5 errors in a thousand requests"; "5 in 10 minutes" is no share.
SHARE = (
    r"(?P<share>(?:\s(?:failed|failing|errors?|failures?|requests?|calls?|erreurs?|fehler)){0,2}"
    r"\s(?:in|out of|of|per|sur|von|auf)\s(?:an? |one |every )?"
    rf"(?P<whole>10(?:[., ]?000){{1,2}}|1(?:[., ]?000){{1,2}}|10{{1,6}}|{'|'.join(WHOLES)})"
    rf"(?![\w%]|[.,]\d|\s?(?:%|(?:{OF_TIME})(?!\w))))"
)
# What stands behind a number: "or more" in "80 % or more" and "80 % coverage or more", "max" in "200 lines max".
AFTER = (
    r"(?P<after>\+|"
    + "|".join(
        rf"(?P<a{number}>(?:\s{{0,2}}(?:or|and|ou|et|oder|und)\s{{1,2}}(?:{words})"
        rf"|(?:\s[^\W\d]{{1,20}}){{1,3}}\s(?:or|ou|oder)\s(?:{words})(?=\s?(?:$|[.,;:)\]|]))"
        rf"|\s{{1,2}}(?:{ENDS[sign]})(?!\w|\s{{0,2}}\d)))"
        for number, (sign, words) in enumerate(BEHIND.items())
    )
    + ")"
)
# A sign may stand right behind a word: "latency<200ms"; that of an arrow compares nothing.
BEGINS = r"(?:(?<![\w.\-#])|(?<![\-=<>])(?=[<>=≤⩽≦≥⩾≧]))"
RANGE = r"(?P<range>\d{1,6}(?:[.,]\d{1,6})?\s?(?:(?:%|ms|s|min|h|d|[kmgt]i?b)\s?)?(?:[-\u2013\u2014]\s?|(?<!\s)/))"
OTHER = r"(?P<other>-?[^\W\d_]\w{0,19})"  # "200rps", "10k": a unit that nobody knows here, or a name such as "5xx"
FORM = re.compile(
    BEGINS
    + f"(?:(?P<comparison>(?P<not>{NOT})?(?:"
    + "|".join(f"(?P<c{number}>{words})" for number, words in enumerate(COMPARISONS.values()))
    + rf"))\s{{0,3}}{ABOUT})?(?:{RANGE}?{NUMBER}|{SPELLED})(?(comparison){SHARE}?)(?:(?:\s{{0,2}}|-)(?P<unit>"
    + "|".join(f"(?P<u{number}>{words})" for number, words in enumerate(UNITS.values()))
    + rf"|{RATE})?|{OTHER})(?:{AFTER})?(?:(?<=%)|(?<=[^\W\d_])(?!\w)|(?![\w\-/]|\.\d))",
    re.IGNORECASE,
)
NAMED = re.compile(r"-.*|st|nd|rd|th|er?|[eè]re|[eè]me|xx|fa|g", re.IGNORECASE)  # "1st", "5xx", "2FA", "5G"
PERCENTILE = re.compile(
    r"\bp\(?(?P<percent>[1-9]\d(?:\.\d{1,3})?)\)?(?!\w)"
    r"|(?<![\w.,])(?P<nth>\d{1,2}(?:[.,]\d{1,3})?)(?:st|nd|rd|th|[eè]me|e|\.)?[ -]?(?:per)?[cz]entile?s?(?!\w)",
    re.IGNORECASE,
)
# What has versions: "TLS 1.2 or higher", "Python >= 3.11".
VERSIONED = re.compile(
    r"(?<!\w)(?:tls|ssl|https?|python|pypy|node(?:\.?js)?|npm|java|jdk|php|ruby|rails|go|rust|django|flask|postgres\w{0,6}"
    r"|mysql|redis|kubernetes|k8s|docker|helm|versions?|releases?|level|grade|wcag)[ :]{0,2}$",
    re.IGNORECASE,
)
MAY_BE_ONE = re.compile(rf"\d|\b(?:{'|'.join((*ONES[1:], *TENS, *WHOLES))})\b", re.IGNORECASE)
# A word behind a limit without a unit is its unit ("200 words"), unless it goes on with the sentence.
NOUN = re.compile(r"(?:\s{1,2}[^\W\d_]{1,25}(?![\w-])){1,3}")
UNIT = re.compile("|".join(f"(?P<u{number}>{words})" for number, words in enumerate(UNITS.values())), re.IGNORECASE)
LITTLE_WORDS = """
a an the this that these those it its our their all each every any both some in on at of for per with without within
to by as from than when while if where under over above below during after before between across against among and
or but not is are was be has have had can may must should will minimum maximum min max most least more less fewer
only total overall altogether together combined average mean worst today now currently yet again here there
everywhere measured reached allowed permitted required needed accepted reported shown coverage covered complexity
maintainability latency score limit
dans en pour par sur et ou de des du la le les au aux un une chaque tout toute toutes tous partout
im auf f\u00fcr und oder pro je von bei mit der die das den dem ein eine alle insgesamt
"""
GOES_ON = frozenset(LITTLE_WORDS.split())
